// One open annotation: document, history, selection, tool, labels armed, visibility, layout and scene. Everything the
// labeling page, the embedding API and the headless tests do goes through input() and run(); everything they see comes
// from layout(), scene(), preview() and semantics(). It draws nothing, stores nothing (the owner takes pending ops) and
// waits for nobody. Invariant: the document changes only by transactions of its History.
#pragma once

#include "config/config_tree.hpp"
#include "config/visibility.hpp"
#include "edit/document.hpp"
#include "edit/history.hpp"
#include "editor/action.hpp"
#include "layout/layout.hpp"
#include "model/entities.hpp"
#include "ports/clock.hpp"
#include "scene/scene_layer.hpp"
#include "scene/semantics.hpp"
#include "tagkit/registry.hpp"
#include "tools/tool.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tw {

/// What a session needs of the outside; all outlive it.
struct EditorServices {
    const TagRegistry* registry = nullptr;
    const Clock* clock = nullptr;
    Random* random = nullptr;
    ObjectServices objects;
};

struct EditorSetup {
    std::shared_ptr<const ConfigTree> config; ///< unbound; the session binds it to the task
    Task task;
    std::string document_uid;
    std::optional<Document> document; ///< a recovered one; else made from `result`
    Json result = Json::array();
    std::string client_id;
    std::uint64_t first_sequence = 1;
    bool readonly = false;
};

/// Something that happened, for events of the element and for the page: "change", "select", "submit", "update", "skip",
/// "unskip", "draft", "notice" (detail: {key, args}).
struct EditorEvent {
    std::string type;
    Json detail;
};

/// A row of the region list.
struct RegionRow {
    std::string id;
    int index = 0;    ///< 1-based, in order
    std::string type; ///< result type of what draws it: "rectanglelabels"
    std::vector<std::string> labels;
    Color color;
    std::string text;                                                       ///< what it is: marked words, size
    bool selected = false, hidden = false, locked = false, editable = true; ///< editable false: kept, not editable here
    int depth = 0;
};

class EditorSession {
public:
    EditorSession(EditorServices services, EditorSetup setup);
    ~EditorSession();
    EditorSession(const EditorSession&) = delete;
    EditorSession& operator=(const EditorSession&) = delete;

    // --- doing -----------------------------------------------------------------------------------------------------
    void input(const PointerEvent& event);
    /// A key in hotkey form; runs what it is bound to here and now (labels and choices first, then actions, then tools).
    bool key(std::string_view hotkey, bool typing);
    /// Runs an action by id; false when unknown, disabled or refused.
    bool run(std::string_view action, const Json& argument = {});
    /// Ops of other tabs or peers.
    void apply_remote(const std::vector<Op>& ops);
    /// Ops to make durable; the owner tells mark_saved when they are.
    std::vector<Op> take_pending_ops();
    std::vector<EditorEvent> take_events();
    /// Polls objects that load; true when something to be seen changed.
    bool poll();

    // --- seeing ----------------------------------------------------------------------------------------------------
    [[nodiscard]] const ConfigTree& config() const { return *config_; }
    [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }
    [[nodiscard]] const Document& document() const { return document_; }
    [[nodiscard]] const History& history() const { return history_; }
    [[nodiscard]] const Task& task() const { return task_; }
    [[nodiscard]] bool readonly() const { return readonly_; }
    /// Result JSON as Submit would send it: eligible results only, unknown and kept ones untouched.
    [[nodiscard]] Json result() const;
    /// Why Submit is not possible: unmet `required` controls, with their message.
    [[nodiscard]] std::vector<Error> unmet_requirements() const;

    [[nodiscard]] const std::vector<std::string>& selection() const { return selection_; }
    [[nodiscard]] bool is_selected(std::string_view region_id) const;
    [[nodiscard]] bool is_hidden(std::string_view region_id) const;
    [[nodiscard]] bool is_locked(std::string_view region_id) const;
    [[nodiscard]] bool is_editable(std::string_view region_id) const;
    [[nodiscard]] const std::vector<RegionRow>& rows() const; ///< cached by revision
    [[nodiscard]] std::string_view tool() const;              ///< id of the active tool
    [[nodiscard]] const Tool& active_tool() const { return *tool_; }
    /// Tools this config offers, "move" and "pan-image" first.
    [[nodiscard]] std::vector<std::string> tools() const;
    /// Labels armed for the next region, by control name.
    [[nodiscard]] const std::map<std::string, std::vector<std::string>>& armed() const { return armed_; }
    /// Is a label (written value) of `control` on: armed, or on the selection?
    [[nodiscard]] bool label_on(const TagNode& control, const TagNode& label) const;
    /// A control's value as it stands for the whole task, or for the one selected region when it is perRegion.
    [[nodiscard]] const Json* control_value(const TagNode& control) const;
    /// Effective key of a label or choice, "" when it has none.
    [[nodiscard]] std::string hotkey_of(const TagNode& node) const;
    /// Effective keys of an action here (tools take Shift where a label has their key).
    [[nodiscard]] std::vector<std::string> hotkeys_of(const ActionSpec& action) const;

    [[nodiscard]] const ObjectModel* object(std::string_view name) const;
    [[nodiscard]] const std::vector<bool>& visible() const;
    /// Boxes for a viewport; cached until something they depend on changes.
    const LayoutResult& layout(Size viewport_px);
    [[nodiscard]] BoxContext box_context(const TagNode& node) const;
    /// Regions of an object as display lists, up to date with document, selection and preview.
    const SceneLayer& scene(std::string_view object);
    /// What the tool is drawing on `object`, handles of the selection included.
    void preview(std::string_view object, DisplayList& out) const;
    [[nodiscard]] CursorShape cursor(const PointerEvent& hover);
    /// Hovered region in canvas or list; "" none.
    void set_hovered(std::string region_id);
    [[nodiscard]] const std::string& hovered() const { return hovered_; }
    /// Bounds of a region in its object's content space.
    [[nodiscard]] std::optional<Rect> region_bounds(std::string_view region_id) const;
    [[nodiscard]] double lead_time_s() const;

private:
    class Context;
    friend class Context;
    friend struct EditorCommands; ///< the bodies of editor_actions(), in editor_commands*.cpp

    EditorServices services_;
    std::shared_ptr<const ConfigTree> config_;
    Diagnostics diagnostics_;
    Task task_;
    Document document_;
    HybridClock stamps_;
    History history_;
    bool readonly_;
    std::vector<std::string> selection_;
    std::set<std::string, std::less<>> hidden_, locked_;
    std::string hovered_;
    std::map<std::string, std::vector<std::string>> armed_;
    std::unique_ptr<Tool> tool_;
    std::unique_ptr<Context> context_;
    std::map<std::string, std::unique_ptr<ObjectModel>, std::less<>> objects_;
    std::map<std::string, SceneLayer, std::less<>> scenes_;
    std::deque<EditorEvent> events_;
    struct Caches;
    std::unique_ptr<Caches> caches_;
};

} // namespace tw
