// One editor in one canvas: SDL's window, ImGui's context, the renderer, the ports and the app, and the frame that joins
// them. A frame is drawn only when asked for: by an event, a completion, a timer, or because ImGui still has input queued.
// One per module instance, made by main, driven by exports.cpp, gone after close().
#pragma once

#include "app/app.hpp"
#include "platform/web/gl_renderer.hpp"
#include "platform/web/web_fonts.hpp"
#include "platform/web/web_host.hpp"
#include "platform/web/web_images.hpp"
#include "platform/web/web_mirror.hpp"
#include "platform/web/web_net.hpp"
#include "platform/web/web_storage.hpp"
#include "platform/web/web_text.hpp"

#include <optional>

struct SDL_Window;
union SDL_Event;

namespace tw::web {

/// Bits of a modifier set as the page sends it.
enum Modifier : int { modifier_ctrl = 1, modifier_shift = 2, modifier_alt = 4, modifier_meta = 8 };

class Studio {
public:
    /// nullptr when the browser has no WebGL2.
    static std::unique_ptr<Studio> open();
    ~Studio();
    Studio(const Studio&) = delete;
    Studio& operator=(const Studio&) = delete;

    void frame();
    void resize(int width_px, int height_px);
    void set_visible(bool visible) { visible_ = visible; }
    void gl_lost() { renderer_.context_lost(); }
    void gl_restored();

    void pointer(double x_px, double y_px, int button, bool down, int modifiers, int source);
    void pointer_left();
    void wheel(double x_px, double y_px, double delta_x, double delta_y, int modifiers, int source);
    /// A finger rests where it pressed: a double click there, of which the second is held.
    void long_press(double x_px, double y_px);
    void gesture(Vec2 at_px, Vec2 moved_px, double log_spread);
    void focus(bool focused);
    bool key(std::string_view hotkey);
    void text(std::string_view utf8);
    /// What goes to the clipboard: of the focused text field, else of the selected regions.
    std::string copy(bool cut);
    void paste(std::string_view text);
    void files_arrived(std::uint32_t request);

    App& app() { return *app_; }
    WebHost& host() { return host_; }
    Requests& requests() { return requests_; }
    WebImages& images() { return images_; }
    WebStorage* storage() { return storage_ ? &*storage_ : nullptr; }
    WebSocket* socket() { return socket_ ? &*socket_ : nullptr; }

private:
    Studio(SDL_Window* window, const Json& options);
    static int watch_event(void* self, SDL_Event* event);
    void input_arrived();
    void show_cursor();
    void set_modifiers(int modifiers);
    void hand_on_gesture();
    /// Presses and releases a key with ctrl in frames of their own, as ImGui wants them.
    void press_with_ctrl(int imgui_key);

    SDL_Window* window_;
    Requests requests_;
    WebClock clock_;
    WebRandom random_;
    WebHost host_;
    WebText text_;
    GlRenderer renderer_;
    WebImages images_;
    std::optional<WebStorage> storage_;
    std::optional<WebHttp> http_;
    std::optional<WebSocket> socket_;
    WebMirror mirror_;
    std::optional<WebFonts> fonts_; ///< outlives the ImGui context
    std::unique_ptr<App> app_;
    bool visible_ = true;
    int cursor_ = -2; ///< the one shown, as ImGui counts
    bool typing_ = false, secret_ = false;
    int settle_frames_ = 2; ///< frames still to be drawn though nothing came: ImGui lays out over two
    std::string copied_;
    struct {
        Vec2 at_px, moved_px;
        double log_spread = 0;
    } gesture_; ///< of two fingers, not handed on yet
};

} // namespace tw::web
