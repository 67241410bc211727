// Everything the page can ask of the program. Text comes as UTF-8 pointer and size and is only read during the call; text
// that goes out stands until the next call. After tw_close every call is ignored.
#include "base/hash.hpp"
#include "base/message_json.hpp"
#include "platform/web/imports.hpp"
#include "platform/web/web_studio.hpp"
#include "platform/web/web_worker.hpp"

#include <emscripten/emscripten.h>

namespace {

// One module instance is one editor, and C functions have no `this`.
std::unique_ptr<tw::web::Studio> studio;
std::unique_ptr<tw::web::Worker> worker; ///< instead of a studio, in a worker
std::string answer_text;

std::string_view view(const char* text, std::size_t size) {
    return {text, size};
}

} // namespace

bool tw_open_studio();
bool tw_open_studio() {
    studio = tw::web::Studio::open();
    if (!studio)
        twjs_stop();
    return studio != nullptr;
}

void tw_open_worker();
void tw_open_worker() {
    worker = std::make_unique<tw::web::Worker>();
}

extern "C" {

EMSCRIPTEN_KEEPALIVE void tw_frame() {
    if (studio)
        studio->frame();
    else if (worker)
        worker->run();
}
/// In a worker: a wish of the page.
EMSCRIPTEN_KEEPALIVE void tw_worker_message(const char* json, std::size_t size) {
    if (worker)
        worker->message(view(json, size));
}
/// On the page: what a worker tells.
EMSCRIPTEN_KEEPALIVE void tw_worker_said(std::uint32_t from, const char* json, std::size_t size) {
    if (studio)
        studio->host().worker_said(from, std::string(json, size));
}
EMSCRIPTEN_KEEPALIVE void tw_resize(int width_px, int height_px) {
    if (studio)
        studio->resize(width_px, height_px);
}
EMSCRIPTEN_KEEPALIVE void tw_visibility(int visible) {
    if (studio)
        studio->set_visible(visible != 0);
}
EMSCRIPTEN_KEEPALIVE void tw_gl_lost() {
    if (studio)
        studio->gl_lost();
}
EMSCRIPTEN_KEEPALIVE void tw_gl_restored() {
    if (studio)
        studio->gl_restored();
}

EMSCRIPTEN_KEEPALIVE void tw_pointer(double x_px, double y_px, int button, int down, int modifiers, int source) {
    if (studio)
        studio->pointer(x_px, y_px, button, down != 0, modifiers, source);
}
EMSCRIPTEN_KEEPALIVE void tw_pointer_left() {
    if (studio)
        studio->pointer_left();
}
EMSCRIPTEN_KEEPALIVE void tw_wheel(double x_px, double y_px, double delta_x, double delta_y, int modifiers,
                                   int source) {
    if (studio)
        studio->wheel(x_px, y_px, delta_x, delta_y, modifiers, source);
}
/// Two fingers moved: their middle by so many pixels, their distance by this factor (natural logarithm).
EMSCRIPTEN_KEEPALIVE void tw_gesture(double x_px, double y_px, double moved_x_px, double moved_y_px,
                                     double log_spread) {
    if (studio)
        studio->gesture({x_px, y_px}, {moved_x_px, moved_y_px}, log_spread);
}
EMSCRIPTEN_KEEPALIVE void tw_long_press(double x_px, double y_px) {
    if (studio)
        studio->long_press(x_px, y_px);
}
EMSCRIPTEN_KEEPALIVE void tw_focus(int focused) {
    if (studio)
        studio->focus(focused != 0);
}
EMSCRIPTEN_KEEPALIVE int tw_key(const char* hotkey, std::size_t size) {
    return studio && studio->key(view(hotkey, size)) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void tw_text(const char* text, std::size_t size) {
    if (studio)
        studio->text(view(text, size));
}
EMSCRIPTEN_KEEPALIVE const char* tw_copy(int cut) {
    answer_text = studio ? studio->copy(cut != 0) : std::string();
    return answer_text.c_str();
}
EMSCRIPTEN_KEEPALIVE void tw_paste(const char* text, std::size_t size) {
    if (studio)
        studio->paste(view(text, size));
}

/// A request's answer: an error when `code` is not empty, with the arguments of its words as JSON, else its bytes.
EMSCRIPTEN_KEEPALIVE void tw_done(std::uint32_t request, const char* code, std::size_t code_size, const char* details,
                                  std::size_t details_size, const std::uint8_t* bytes, std::size_t size) {
    if (!studio && !worker)
        return;
    tw::web::Requests& requests = studio ? studio->requests() : worker->requests();
    if (code_size != 0)
        requests.answer(request,
                        std::unexpected(tw::error_from_json(
                            {{"key", view(code, code_size)},
                             {"arguments", tw::parse_json(view(details, details_size)).value_or(tw::Json())}})));
    else
        requests.answer(request, tw::Bytes(bytes, bytes + size));
    twjs_request_frame();
}
/// One file of a drop or a picker; tw_files says that all are here, or some (request 0: a drop, or more of before).
EMSCRIPTEN_KEEPALIVE void tw_file(const char* name, std::size_t name_size, const char* mime, std::size_t mime_size,
                                  const std::uint8_t* bytes, std::size_t size, const char* sha256,
                                  std::size_t sha256_size, std::uint32_t handle, double file_size) {
    if (studio)
        studio->host().add_file({std::string(name, name_size), std::string(mime, mime_size),
                                 tw::Bytes(bytes, bytes + size), handle, static_cast<std::uint64_t>(file_size),
                                 std::string(sha256, sha256_size)});
}
/// The hash of bytes, where the browser has none to offer (a page without https); 64 characters into `out`.
EMSCRIPTEN_KEEPALIVE void tw_sha256(const char* bytes, std::size_t size, char* out) {
    const std::string hex = tw::sha256_hex({bytes, size});
    std::copy(hex.begin(), hex.end(), out);
}
EMSCRIPTEN_KEEPALIVE void tw_files(std::uint32_t request) {
    if (studio)
        studio->files_arrived(request);
}
/// News of a picture: {progress} | {w, h, tiles: [[x, y, w, h, texture_w, texture_h]..]} | {piece} | {error: {code, message}}.
EMSCRIPTEN_KEEPALIVE void tw_image(std::uint32_t image, const char* json, std::size_t size) {
    if (studio)
        studio->images().arrived(image, view(json, size));
}
EMSCRIPTEN_KEEPALIVE void tw_tab_message(const char* json, std::size_t size) {
    if (studio && studio->storage())
        studio->storage()->tab_message(std::string(json, size));
}

/// The socket of that number: 0 closed, 1 opened, 2 a message.
EMSCRIPTEN_KEEPALIVE void tw_socket(std::uint32_t serial, int event, const char* text, std::size_t size) {
    if (studio && studio->socket())
        studio->socket()->said(serial, static_cast<tw::web::WebSocket::Event>(event), std::string(text, size));
}

EMSCRIPTEN_KEEPALIVE const char* tw_call(const char* method, std::size_t method_size, const char* argument,
                                         std::size_t size) {
    if (!studio)
        return "null";
    auto json = tw::parse_json(view(argument, size), "argument");
    if (!json)
        answer_text = tw::dump_json({{"error", {{"code", json.error().code}, {"message", json.error().message}}}});
    else
        answer_text = tw::dump_json(studio->app().call(view(method, method_size), std::move(*json)));
    // Questions change nothing: whoever watches an idle page must not wake it.
    const std::string_view asked = view(method, method_size);
    if (asked == "open" || asked == "run")
        twjs_request_frame();
    return answer_text.c_str();
}
EMSCRIPTEN_KEEPALIVE void tw_navigate(const char* address, std::size_t size) {
    if (studio)
        studio->app().navigate(std::string(address, size));
    twjs_request_frame();
}
EMSCRIPTEN_KEEPALIVE void tw_set_option(const char* name, std::size_t name_size, const char* value,
                                        std::size_t value_size) {
    if (studio)
        studio->app().set_option(view(name, name_size), view(value, value_size));
    twjs_request_frame();
}
EMSCRIPTEN_KEEPALIVE void tw_activate(const char* id, std::size_t size) {
    if (studio)
        studio->app().activate(std::string(id, size));
    twjs_request_frame();
}
EMSCRIPTEN_KEEPALIVE void tw_flush() {
    if (studio)
        studio->app().flush();
}
EMSCRIPTEN_KEEPALIVE void tw_close() {
    studio.reset();
    twjs_stop();
}

} // extern "C"
