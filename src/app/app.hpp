// The studio: one instance per element. Owns the pages, the open session, autosave and the action registry of the page;
// drives one ImGui frame at a time between the platform's NewFrame and Render. It never blocks and keeps no clock of its
// own: the platform calls frame() only when something happened or was asked for.
#pragma once

#include "app/host.hpp"
#include "scene/semantics.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct ImFont;

namespace tw {

struct AppFonts {
    ImFont *regular = nullptr, *bold = nullptr, *mono = nullptr;
};

struct AppOptions {
    bool embedded = false; ///< no start page; opened by open()
    bool readonly = false;
    std::string language;            ///< "" by host
    std::string theme = "auto";      ///< light | dark | auto
    std::vector<std::string> panels; ///< empty: all
    std::string address;             ///< "#/local/projects/3/tasks/5"
};

class App {
public:
    App(AppPorts ports, AppFonts fonts, AppOptions options);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    /// One frame, between ImGui::NewFrame and ImGui::Render.
    void frame(Size viewport_px, float device_px_per_px);
    /// Another frame is wanted though nothing happened (glyphs owed, a job runs).
    [[nodiscard]] bool busy() const;
    [[nodiscard]] const SemanticTree& semantics() const;

    // what the page tells it
    void drop_files(std::vector<PickedFile> files);
    void navigate(std::string address);
    void set_option(std::string_view name, std::string_view value); ///< lang, theme, readonly, panels
    void activate(std::string semantic_id);                         ///< a click from assistive technology
    /// What is typed now must not be readable while it is composed.
    [[nodiscard]] bool typing_secret() const;
    /// A key in hotkey form ("ctrl+s"); true when something took it (the browser's own meaning is then suppressed).
    bool key(std::string_view hotkey, bool typing);
    /// For copy: the JSON of the selected regions, "" when none; paste takes it back.
    [[nodiscard]] std::string copy_text() const;
    bool paste_text(std::string_view text);
    /// The page is about to go: whatever can still be made durable is started.
    void flush();

    /// The embedding API: method in {open, result, annotations, run, actions, locate, inspect, close}. Synchronous ones answer at
    /// once; `open` answers {"pending": n} and is settled by the event "opened" {n, ok, error?} after the frame that shows it.
    Json call(std::string_view method, Json argument);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace tw
