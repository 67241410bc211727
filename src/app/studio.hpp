// Everything one studio instance is made of, as its pages see it. App owns it and drives it; pages draw and wish, and the
// functions named here do, each in the folder whose concept it is; no page knows another.
#pragma once

#include "app/address.hpp"
#include "app/app.hpp"
#include "app/keymap.hpp"
#include "app/look.hpp"
#include "app/projects/project_setup.hpp"
#include "app/store/autosave.hpp"
#include "app/store/local_store.hpp"
#include "app/transfer/export_service.hpp"
#include "sync/corrected_clock.hpp"
#include "ui/object_painter.hpp"
#include "ui/tag_view.hpp"
#include "ui/widget_state.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tw {

enum class Page : std::uint8_t {
    loading,
    projects,
    new_project,
    project_settings,
    tasks,
    labeling,
    missing,
    closed,
    settings,
    hotkeys,
    about,
    server ///< sign-in, account, members, ...: which of them, the address says
};
struct PageStates;  ///< what pages keep between frames (page_states.hpp)
struct Around;      ///< palette, hotkeys, settings, tour (around.hpp)
struct ServerState; ///< who is signed in where (server/server_state.hpp)
struct SyncState;   ///< between this device and the server (server/sync_state.hpp)

/// The form behind "New project", and "Add files" of a project that exists.
struct ProjectForm {
    std::string title, description, guidelines, color, config;
    std::string proposed; ///< the config we proposed last: replaced while the person has not touched it
    Dropped dropped;
    std::shared_ptr<const ConfigTree> tree; ///< of `config` as parsed last
    Diagnostics diagnostics;
    std::string parsed;
    bool creating = false;
    std::size_t done = 0, total = 0;
    std::optional<Error> error;
};

/// The project whose tasks or labeling page is open.
struct OpenProject {
    StoredProject stored;
    std::shared_ptr<TaskTable> table; ///< its tasks; never nullptr
    int current = -1;                 ///< row of the task that is open
    std::vector<std::uint32_t> order; ///< the rows being labeled, as they were chosen; empty: all, as they are
    bool ordered = false;             ///< that was asked of the Data page, or its view was looked at (step_order)
    /// The row `step` places from this one in that order, -1 past its ends.
    [[nodiscard]] int row_beside(int row, int step) const;
};

/// Where a project of this device or the server's is.
inline Address address_of(const StoredProject& stored, std::int64_t task_id = 0, std::string place = {}) {
    return {.project_id = stored.project.id,
            .task_id = task_id,
            .place = std::move(place),
            .at_server = stored.remote.has_value()};
}

/// One open annotation with what is around it.
struct OpenTask {
    std::unique_ptr<EditorSession> session;
    std::string document_uid;
    StoredTask stored;    ///< the task as it is kept; embedding: empty
    bool changed = false; ///< since it was opened
    LabelingViewState view;
    std::vector<Annotation> annotations; ///< embedding: as they came
    Annotation own;                      ///< embedding: the one that is edited, less its result
    std::int64_t own_id = 0;             ///< embedding: its id, 0 when it is new
    int pending_open = 0;                ///< embedding: the answer owed, 0 none
    int ready_frames = 0;                ///< frames drawn with every object ready
    bool embedded = false;
};

struct Notice {
    std::string message;
    bool danger = false;
    double until_ms = 0;
    std::string button = {};          ///< "Undo"; "" has none
    std::function<void()> press = {}; ///< what it does
};

struct FrameStats {
    std::uint64_t drawn = 0;
    std::array<float, 240> cpu_ms{};
    void add(double ms) { cpu_ms[drawn++ % cpu_ms.size()] = static_cast<float>(ms); }
    [[nodiscard]] double percentile(double part) const;
};

/// An action of the page, beside those of the session: same ids, same menus, same hotkeys.
struct PageAction {
    std::string id, title_key;
    std::vector<std::string> default_hotkeys;
    std::function<bool()> enabled;
    std::function<bool(const Json&)> run;
    bool while_typing = false;
    std::vector<std::string> hotkeys = {}; ///< as the person wants them
};

/// The result as the JSON tab shows it, made anew when the document changed.
struct ResultText {
    std::string document_uid, json;
    std::uint64_t revision = 0;
    std::vector<std::size_t> line_starts;
};

class Studio {
public:
    Studio(AppPorts ports, AppFonts fonts, AppOptions options);
    ~Studio();

    // --- frame (studio.cpp) ------------------------------------------------------------------------------------------
    void frame(Size viewport_px, float device_px_per_px);
    bool key(std::string_view hotkey, bool typing);
    void run_intents();
    bool run_action(std::string_view id, const Json& argument);
    void notify(std::string message, bool danger = false);
    /// The same with a button, for longer.
    void offer(std::string message, std::string button, std::function<void()> press);
    [[nodiscard]] bool narrow() const { return ui.viewport_px.w < 800; }

    // --- places (studio_places.cpp) ------------------------------------------------------------------------------------
    void go(const Address& address, bool replace = false);
    void load_projects();
    void open_project(std::int64_t project_id, std::int64_t task_id);
    void open_task(int index);
    void read_task(const Address& still, int index); ///< from this device, as long as one is still there
    /// One of its annotations, from what is kept of that document.
    void show_task(StoredTask stored, const std::string& document_uid, Result<DocumentRecords> records);
    /// Makes durable what the open task has become: its state, counts, labels and annotations.
    void keep_task();
    void open_new_project(std::vector<PickedFile> files);
    void close_task();
    void reset_layout(); ///< studio.cpp
    void pick_files();
    void take_files(std::vector<PickedFile> files);

    // --- work (studio_work.cpp) ----------------------------------------------------------------------------------------
    void create_project();
    void delete_project(const StoredProject& project);
    void export_current();
    void export_project(const StoredProject& project);
    /// `rows` of the open project; empty: all.
    void export_tasks(const StoredProject& project, ExportKind kind = ExportKind::json,
                      const std::vector<std::uint32_t>& rows = {});
    void handle_session_events();
    void parse_form();
    /// What can pass does: a full disk may have room again. A browser that forbids storage keeps doing so.
    void forget_storage_error();

    // --- embedding (embedding/) ------------------------------------------------------------------------------------------
    Json call(std::string_view method, Json argument);
    Json open_embedded(Json argument);
    /// {config, data} of what is to be opened next: its pictures are fetched.
    void expect_embedded(const Json& argument);
    [[nodiscard]] Json annotations_json() const;
    [[nodiscard]] Json actions_json() const;
    [[nodiscard]] Json inspect() const;
    [[nodiscard]] Json locate(const Json& what) const;
    void settle_open();

    void make_actions(); ///< studio_actions.cpp
    [[nodiscard]] bool has_panel(std::string_view name) const;

    AppPorts ports;
    CorrectedClock clock; ///< what ports.clock is
    AppOptions options;
    TagRegistry registry;
    Look look;
    ObjectPainter painter;
    SemanticTree semantics;
    std::vector<Intent> intents;
    WidgetState widgets;
    Ui ui;
    std::unique_ptr<LocalStore> store;
    Autosave autosave;
    LabelingArea area{all_tag_views()};
    std::vector<PageAction> actions;
    Keymap keymap;
    std::unique_ptr<Around> around;      ///< around.hpp
    std::unique_ptr<ServerState> server; ///< never nullptr
    std::unique_ptr<SyncState> sync;     ///< nullptr where there can be no server

    Page page = Page::loading;
    Address address;
    std::optional<std::vector<StoredProject>> projects;
    std::optional<Error> storage_error;
    bool storage_dismissed = false;
    ProjectForm form;
    std::optional<OpenProject> project;
    std::unique_ptr<OpenTask> task;
    std::optional<StoredProject> deleting;
    std::string deleting_name;
    bool deleting_fresh = true;
    std::deque<Notice> notices;
    FrameStats stats;
    std::unique_ptr<PageStates> states;

    // layout state of the labeling page
    int side_tab = 0, detail_tab = 0;
    double side_width_px = 300, side_split = 0.5;
    bool side_open = true;
    std::string sheet; ///< "", "regions", "details", "help"
    std::string note_region, note_text;
    bool note_take_focus = false;
    ResultText result_text;
    double details_px = 0;  ///< height the details took in the last frame
    int region_anchor = -1; ///< row of the last plain click, for Shift+click
    bool canvas_focus = true;
    bool frame_again = false;
    int next_open = 1;

private:
    void hear_saved();
    void draw_page();
    void draw_banner(Rect& page_px);
    void draw_toast();
    void read_layout();
    struct Link; ///< outlives the studio in completions that are still to come
    std::shared_ptr<Link> link_;

public:
    /// A completion that does nothing once the studio is gone.
    template <class T, class F>
    Completion<T> later(F then);
};

struct Studio::Link {
    bool alive = true;
};

template <class T, class F>
Completion<T> Studio::later(F then) {
    return [this, link = link_, then = std::move(then)](Result<T> result) {
        if (!link->alive)
            return;
        ports.host->request_frame();
        then(std::move(result));
    };
}

// --- pages: each draws itself into the box -------------------------------------------------------------------------------
void draw_projects_page(Studio& studio, const Rect& box_px);
void draw_new_project_page(Studio& studio, const Rect& box_px);
void draw_project_settings_page(Studio& studio, const Rect& box_px);
void draw_tasks_page(Studio& studio, const Rect& box_px);
void draw_labeling_page(Studio& studio, const Rect& box_px);
void draw_missing_page(Studio& studio, const Rect& box_px);
void draw_delete_dialog(Studio& studio);
/// The bar on top of every page; answers what is left below it.
Rect draw_top_bar(Studio& studio, const Rect& box_px);

} // namespace tw
