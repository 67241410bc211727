// Everything the program calls in the browser, implemented by the *.js libraries beside this file (one a topic). Text and
// bytes go out as pointer and length and are copied before the call returns; text comes back as memory of malloc that
// take_text() frees. Nothing here waits: what takes time is given a request number and answers through tw_done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" {
// host.js: the page
void twjs_start();        ///< before SDL: names its elements
void twjs_listen_input(); ///< before SDL makes its window, to run before its listeners
void twjs_listen();       ///< once there is a window to resize
void twjs_stop();
void twjs_request_frame();
void twjs_request_frame_in(double delay_ms);
double twjs_now_utc_ms();
double twjs_now_ms();
std::uint32_t twjs_random_u32();
void twjs_emit(const char* type, std::size_t type_size, const char* json, std::size_t json_size);
void twjs_download(const char* name, std::size_t name_size, const char* mime, std::size_t mime_size, const char* bytes,
                   std::size_t size);
/// Answers JSON {encoding, sure, text}; encoding "" is found out.
void twjs_file_head(std::uint32_t request, std::uint32_t file, const char* encoding, std::size_t encoding_size);
/// Answers UTF-8; pieces are decoded in the order of the calls, anew from offset 0.
void twjs_file_text(std::uint32_t request, std::uint32_t file, const char* encoding, std::size_t encoding_size,
                    double offset, double size);
void twjs_pick_files(std::uint32_t request, int folder);
void twjs_set_address(const char* hash, std::size_t size, int replace);
void twjs_open_link(const char* url, std::size_t size);
void twjs_set_setting(const char* key, std::size_t key_size, const char* value, std::size_t value_size);
char* twjs_setting(const char* key, std::size_t size);
char* twjs_asset(const char* path, std::size_t size);
void twjs_fetch_asset(std::uint32_t request, const char* path, std::size_t size);
char* twjs_options();   ///< JSON of AppOptions and what else the page chose
char* twjs_languages(); ///< JSON array
int twjs_prefers_dark();
int twjs_is_mac();
void twjs_tab_post(const char* json, std::size_t size);
void twjs_tab_listen();

// zip.js: archives
std::uint32_t twjs_zip_open();
void twjs_zip_text(std::uint32_t zip, const char* name, std::size_t name_size, const char* bytes, std::size_t size);
void twjs_zip_blob(std::uint32_t zip, const char* name, std::size_t name_size, const char* sha256,
                   std::size_t sha256_size);
void twjs_zip_close(std::uint32_t request, std::uint32_t zip, const char* name, std::size_t name_size);
/// Answers JSON {project, handle, size}: the text of project.json and the file of tasks.
void twjs_project_file(std::uint32_t request, std::uint32_t file);
void twjs_archive_progress(std::uint32_t* done, std::uint32_t* total);
void twjs_archive_cancel();
std::uint32_t twjs_text_open();
void twjs_text_add(std::uint32_t text, const char* bytes, std::size_t size);
void twjs_text_close(std::uint32_t text, const char* name, std::size_t name_size, const char* mime,
                     std::size_t mime_size);

// worker.js: a second instance of the program, without a page
int twjs_in_worker();      ///< this instance is that one
void twjs_worker_listen(); ///< there: hears wishes by tw_worker_message from now on
void twjs_worker_post(const char* json, std::size_t size);
std::uint32_t twjs_worker_open(); ///< on the page; 0: there can be none
void twjs_worker_tell(std::uint32_t worker, const char* json, std::size_t size, const std::uint32_t* files,
                      std::size_t count);
void twjs_worker_close(std::uint32_t worker);

// input.js: text, clipboard, caret
void twjs_set_clipboard(const char* text, std::size_t size);
char* twjs_clipboard();
void twjs_cursor(const char* css, std::size_t size);
void twjs_secret(int secret); ///< what is composed is shown as dots from now on, or again as it is
void twjs_caret(int visible, double x_px, double y_px, double height_px);

// fonts.js: the browser's fonts. `flags`: 1 bold, 2 italic, 4 monospace
double twjs_measure(const char* text, std::size_t size, double size_px, int flags);
void twjs_font_metrics(double size_px, int flags, float* ascent_descent);
/// Writes the UTF-8 length of each cluster; answers how many.
std::size_t twjs_segment(const char* text, std::size_t size, std::uint32_t* lengths, std::size_t capacity);
/// RGBA picture in white; box is {left, top, width, height} in device pixels from the pen. nullptr: nothing to see.
std::uint8_t* twjs_glyph(const char* text, std::size_t size, double size_px, int flags, float* box);

// storage.js: IndexedDB. `what` names an operation, `json` its argument; a blob's bytes ride along.
void twjs_store(std::uint32_t request, const char* what, std::size_t what_size, const char* json, std::size_t json_size,
                const std::uint8_t* bytes, std::size_t size);

// net.js: a server
/// `json`: {method, url, type, timeout, file: {name, mime, handle, hash}}. Answers "<status> <retry after, seconds>\n" and the body.
void twjs_http_send(std::uint32_t request, const char* json, std::size_t json_size, const std::uint8_t* body,
                    std::size_t size);
/// The server that is used, "" the page's own; its token, when `given`, else the one this window has.
void twjs_http_use(const char* address, std::size_t address_size, const char* token, std::size_t token_size, int given);
/// Answers how long the token is good, in seconds, as text.
void twjs_http_connect(std::uint32_t request, const char* address, std::size_t size);
/// What it says comes by tw_socket with this number.
void twjs_socket_open(std::uint32_t serial, const char* url, std::size_t size);
void twjs_socket_send(const char* text, std::size_t size);
void twjs_socket_close();

// images.js: decoding off the main thread
/// `most_px`: decoded to at most so many pixels a side; 0: as it is.
void twjs_image_load(std::uint32_t image, const char* url, std::size_t size, int max_texture_px, int most_px);
/// A file of this device.
void twjs_image_stored(std::uint32_t image, const char* sha256, std::size_t size, int max_texture_px, int most_px);
/// Uploads the image's next decoded piece into the texture bound now; 1 when it was the last of its tile.
int twjs_image_upload(std::uint32_t image);
void twjs_image_release(std::uint32_t image);

// mirror.js: the DOM twin
void twjs_mirror(const char* json, std::size_t size);
}

namespace tw {

/// Takes text the browser answered with.
inline std::string take_text(char* text) {
    std::string out = text ? text : "";
    std::free(text);
    return out;
}

} // namespace tw
