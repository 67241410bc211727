#include "platform/web/web_studio.hpp"

#include "platform/web/imports.hpp"
#include "ui/canvas.hpp"

#include <SDL.h>
#include <imgui.h>
#include <imgui_impl_sdl2.h>
#include <imgui_internal.h>

namespace tw::web {
namespace {

ImGuiMouseSource source_of(int source) {
    return source == 1 ? ImGuiMouseSource_TouchScreen : source == 2 ? ImGuiMouseSource_Pen : ImGuiMouseSource_Mouse;
}

AppOptions options_from(const Json& json) {
    AppOptions options;
    options.embedded = bool_or(json, "embedded", false);
    options.readonly = bool_or(json, "readonly", false);
    options.language = string_or(json, "language", "");
    options.theme = string_or(json, "theme", "auto");
    options.address = string_or(json, "address", "");
    if (const Json* panels = find(json, "panels"); panels && panels->is_array())
        for (const Json& panel : *panels)
            if (panel.is_string())
                options.panels.push_back(panel.get<std::string>());
    return options;
}

} // namespace

std::unique_ptr<Studio> Studio::open() {
    twjs_start();
    const Json options = parse_json(take_text(twjs_options())).value_or(Json::object());
    SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#keys");
    // Pointers and touches are ours (input.js).
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return nullptr;
    twjs_listen_input();
    SDL_Window* window = SDL_CreateWindow("Tagwright", 0, 0, 64, 64, SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!window || !GlRenderer::create_context("#canvas"))
        return nullptr;
    std::unique_ptr<Studio> studio(new Studio(window, options));
    return studio->renderer_.init() ? std::move(studio) : nullptr;
}

Studio::Studio(SDL_Window* window, const Json& options)
    : window_(window), host_(requests_), images_(renderer_, [] { twjs_request_frame(); }) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange; // SDL knows no crosshair of ours: show_cursor()
    io.ConfigMacOSXBehaviors = host_.is_mac();
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
    ImGui_ImplSDL2_InitForOther(window);
    SDL_AddEventWatch(&Studio::watch_event, this);

    ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
    platform.Platform_ClipboardUserData = this;
    platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
        auto& self = *static_cast<Studio*>(ImGui::GetPlatformIO().Platform_ClipboardUserData);
        self.copied_ = text;
    };
    platform.Platform_GetClipboardTextFn = [](ImGuiContext*) {
        auto& self = *static_cast<Studio*>(ImGui::GetPlatformIO().Platform_ClipboardUserData);
        self.copied_ = take_text(twjs_clipboard());
        return self.copied_.c_str();
    };
    platform.Platform_SetImeDataFn = [](ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* data) {
        twjs_caret(data->WantVisible ? 1 : 0, static_cast<double>(data->InputPos.x),
                   static_cast<double>(data->InputPos.y), static_cast<double>(data->InputLineHeight));
    };

    fonts_.emplace();
    host_.count_textures_mb = [this] { return static_cast<double>(renderer_.texture_bytes()) / 1048576.0; };
    renderer_.set_reupload([this] { images_.reload(); });

    AppPorts ports;
    ports.host = &host_;
    ports.clock = &clock_;
    ports.random = &random_;
    ports.shaper = &text_;
    ports.glyphs = &text_;
    ports.images = &images_;
    if (string_or(options, "storage", "none") == "local") {
        storage_.emplace(requests_);
        ports.storage = &*storage_;
        ports.tabs = &storage_->tabs();
        images_.set_stored(true);
    }
    if (!bool_or(options, "embedded", false)) {
        ports.http = &http_.emplace(requests_);
        ports.socket = &socket_.emplace(requests_);
    }
    app_ = std::make_unique<App>(ports, AppFonts{fonts_->regular, fonts_->bold, fonts_->mono}, options_from(options));
    twjs_listen();
}

Studio::~Studio() {
    app_.reset();
    images_.close();
    SDL_DelEventWatch(&Studio::watch_event, this);
    ImGui_ImplSDL2_Shutdown();
    ImGui::DestroyContext();
    SDL_DestroyWindow(window_);
    SDL_Quit();
}

int Studio::watch_event(void* self, SDL_Event* event) {
    if (event->type != SDL_POLLSENTINEL)
        static_cast<Studio*>(self)->input_arrived();
    return 0;
}

void Studio::input_arrived() {
    settle_frames_ = 1;
    twjs_request_frame();
}

void Studio::frame() {
    requests_.run();
    for (SDL_Event event; SDL_PollEvent(&event) != 0;)
        ImGui_ImplSDL2_ProcessEvent(&event);
    hand_on_gesture();
    images_.begin_frame();
    fonts_->begin_frame();
    ImGui_ImplSDL2_NewFrame();
    ImGui::NewFrame();
    const ImGuiIO& io = ImGui::GetIO();
    const bool on_screen = visible_ && io.DisplaySize.x > 0 && io.DisplaySize.y > 0;
    app_->frame({static_cast<double>(io.DisplaySize.x), static_cast<double>(io.DisplaySize.y)},
                io.DisplayFramebufferScale.x);
    ImGui::Render();
    typing_ = io.WantTextInput;
    if (const bool secret = typing_ && app_->typing_secret(); secret != secret_)
        twjs_secret((secret_ = secret) ? 1 : 0);
    show_cursor();
    if (on_screen) {
        renderer_.render(ImGui::GetDrawData());
        mirror_.update(app_->semantics());
    }
    const bool more_input = ImGui::GetCurrentContext()->InputEventsQueue.Size > 0 || gesture_.moved_px != Vec2{} ||
                            gesture_.log_spread != 0;
    if (settle_frames_ > 0 || more_input || fonts_->owes_glyphs() || images_.owes_uploads() || requests_.arrived() ||
        app_->busy()) {
        settle_frames_ = std::max(0, settle_frames_ - 1);
        twjs_request_frame();
    }
}

void Studio::show_cursor() {
    const int wanted = ImGui::GetMouseCursor();
    if (wanted == cursor_)
        return;
    cursor_ = wanted;
    const std::string_view css = [wanted]() -> std::string_view {
        switch (wanted) {
        case crosshair_cursor:
            return "crosshair";
        case ImGuiMouseCursor_None:
            return "none";
        case ImGuiMouseCursor_TextInput:
            return "text";
        case ImGuiMouseCursor_ResizeAll:
            return "move";
        case ImGuiMouseCursor_ResizeNS:
            return "ns-resize";
        case ImGuiMouseCursor_ResizeEW:
            return "ew-resize";
        case ImGuiMouseCursor_ResizeNESW:
            return "nesw-resize";
        case ImGuiMouseCursor_ResizeNWSE:
            return "nwse-resize";
        case ImGuiMouseCursor_Hand:
            return "pointer";
        case ImGuiMouseCursor_Wait:
            return "wait";
        case ImGuiMouseCursor_Progress:
            return "progress";
        case ImGuiMouseCursor_NotAllowed:
            return "not-allowed";
        default:
            return "default";
        }
    }();
    twjs_cursor(css.data(), css.size());
}

void Studio::resize(int width_px, int height_px) {
    SDL_SetWindowSize(window_, std::max(1, width_px), std::max(1, height_px));
    visible_ = width_px > 0 && height_px > 0;
    input_arrived();
}

void Studio::gl_restored() {
    renderer_.init();
    input_arrived();
}

void Studio::set_modifiers(int modifiers) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & modifier_ctrl) != 0);
    io.AddKeyEvent(ImGuiMod_Shift, (modifiers & modifier_shift) != 0);
    io.AddKeyEvent(ImGuiMod_Alt, (modifiers & modifier_alt) != 0);
    io.AddKeyEvent(ImGuiMod_Super, (modifiers & modifier_meta) != 0);
}

void Studio::pointer(double x_px, double y_px, int button, bool down, int modifiers, int source) {
    // The DOM counts left, middle, right; ImGui left, right, middle.
    static constexpr int imgui_button[] = {0, 2, 1, 3, 4};
    ImGuiIO& io = ImGui::GetIO();
    set_modifiers(modifiers);
    io.AddMouseSourceEvent(source_of(source));
    io.AddMousePosEvent(static_cast<float>(x_px), static_cast<float>(y_px));
    if (button >= 0 && button < 5)
        io.AddMouseButtonEvent(imgui_button[button], down);
    input_arrived();
}

void Studio::pointer_left() {
    ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    input_arrived();
}

void Studio::wheel(double x_px, double y_px, double delta_x, double delta_y, int modifiers, int source) {
    ImGuiIO& io = ImGui::GetIO();
    set_modifiers(modifiers);
    io.AddMouseSourceEvent(source_of(source));
    io.AddMousePosEvent(static_cast<float>(x_px), static_cast<float>(y_px));
    io.AddMouseWheelEvent(static_cast<float>(delta_x), static_cast<float>(delta_y));
    input_arrived();
}

void Studio::gesture(Vec2 at_px, Vec2 moved_px, double log_spread) {
    gesture_ = {at_px, gesture_.moved_px + moved_px, gesture_.log_spread + log_spread};
    input_arrived();
}

// The canvas knows two fingers as a touchpad's: a wheel pans, a wheel with ctrl zooms. ImGui takes the two in frames of
// their own, so they are summed up until it is ready: queued one by one, fast fingers would be followed ever later.
void Studio::hand_on_gesture() {
    constexpr double wheel_px = 100, wheel_log_spread = 0.2;
    if (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0)
        return;
    const Vec2 at = gesture_.at_px;
    if (const Vec2 moved = std::exchange(gesture_.moved_px, {}); moved != Vec2{})
        wheel(at.x, at.y, moved.x / wheel_px, moved.y / wheel_px, 0, 1);
    else if (const double spread = std::exchange(gesture_.log_spread, 0); spread != 0)
        wheel(at.x, at.y, 0, spread / wheel_log_spread, modifier_ctrl, 1);
}

// Frames at once, not as they come: on a slow device the finger's own press and these two would make three clicks, which
// mark everything, or the two would be one and one.
void Studio::long_press(double x_px, double y_px) {
    const auto until_taken = [this] {
        do
            frame();
        while (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0);
    };
    until_taken();
    ImGui::GetIO().MouseClickedTime[0] = -1e9;
    for (const bool down : {false, true, false, true})
        pointer(x_px, y_px, 0, down, 0, 1);
    until_taken();
}

void Studio::focus(bool focused) {
    ImGui::GetIO().AddFocusEvent(focused);
    input_arrived();
}

bool Studio::key(std::string_view hotkey) {
    const bool taken = app_->key(hotkey, typing_);
    if (taken)
        input_arrived();
    return taken;
}

void Studio::text(std::string_view utf8) {
    ImGui::GetIO().AddInputCharactersUTF8(std::string(utf8).c_str());
    input_arrived();
}

void Studio::press_with_ctrl(int imgui_key) {
    ImGuiIO& io = ImGui::GetIO();
    // On a Mac ImGui itself reads command as ctrl.
    const ImGuiKey modifier = io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl;
    io.AddKeyEvent(modifier, true);
    io.AddKeyEvent(static_cast<ImGuiKey>(imgui_key), true);
    do
        frame();
    while (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0);
    io.AddKeyEvent(static_cast<ImGuiKey>(imgui_key), false);
    io.AddKeyEvent(modifier, false);
    input_arrived();
}

std::string Studio::copy(bool cut) {
    copied_.clear();
    if (typing_) {
        press_with_ctrl(cut ? ImGuiKey_X : ImGuiKey_C);
        return copied_;
    }
    std::string regions = app_->copy_text();
    if (cut && !regions.empty())
        app_->call("run", Json{{"action", "region:delete"}});
    input_arrived();
    return regions;
}

void Studio::paste(std::string_view pasted) {
    if (typing_)
        press_with_ctrl(ImGuiKey_V);
    else
        app_->paste_text(pasted);
    input_arrived();
}

void Studio::files_arrived(std::uint32_t request) {
    if (request != 0)
        requests_.answer(request, Bytes{});
    else
        app_->drop_files(host_.take_files());
    input_arrived();
}

} // namespace tw::web
