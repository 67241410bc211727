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
    double lead_time_s = 0;           ///< spent on this annotation before
    bool submitted = false;           ///< `result` was handed in somewhere before: the next time is an update
    bool select_after_create = false; ///< a drawn region is selected even when it needs no further answer
    bool keep_labels_armed = true;    ///< the next drag draws with the same labels
    std::map<std::string, std::vector<std::string>, std::less<>> hotkeys; ///< by action, instead of its own
};

/// Something that happened, for events of the element and for the page: "change" {action}, "select" {ids}, "submit",
/// "update", "skip", "unskip", "draft" {result, lead_time, was_cancelled}, "notice" {key, args}, "copy" {text},
/// "pan" {dx, dy} in view pixels, "edit-meta" {id}.
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
    bool operator==(const RegionRow&) const = default;
};

class EditorSession;

/// The region list, in order. A row is made when it is asked for and kept while its region looks the same: a list of ten
/// thousand costs what is seen of it. Rows are good until the session changes.
class RegionRows {
public:
    explicit RegionRows(const EditorSession& session) : session_(&session) {}
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] const std::string& id(std::size_t row) const;
    [[nodiscard]] const RegionRow& operator[](std::size_t row) const;
    /// Where a region stands, nothing when it is not alive.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view region_id) const;

private:
    const EditorSession* session_;
};

/// An open selection of text that no region holds yet.
struct TextSelection {
    std::string object; ///< "" when there is none
    std::uint32_t start_utf16 = 0, end_utf16 = 0;
    [[nodiscard]] bool empty() const { return object.empty() || start_utf16 >= end_utf16; }
    bool operator==(const TextSelection&) const = default;
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
    /// A field of the annotation itself (spec: ground_truth, deleted, parent_prediction). No undo step.
    void set_field(const std::string& name, Json value);
    /// The result as if it had been drawn: what a copy of another annotation begins with. No undo step.
    void take_result(const Json& result);
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
    [[nodiscard]] bool submitted() const {
        const Register& marker = document_.submitted();
        return marker.stamp.is_base() ? submitted_before_ : !marker.value.is_null();
    }
    [[nodiscard]] bool skipped() const;
    /// Results that no control of this config can show or change; exported untouched.
    [[nodiscard]] std::vector<Json> kept_results() const;
    /// The selected regions as a result array, for the clipboard; empty when nothing is selected.
    [[nodiscard]] Json copied() const;

    [[nodiscard]] const std::vector<std::string>& selection() const { return selection_; }
    [[nodiscard]] bool is_selected(std::string_view region_id) const;
    [[nodiscard]] bool is_hidden(std::string_view region_id) const;
    [[nodiscard]] bool is_locked(std::string_view region_id) const;
    [[nodiscard]] bool is_editable(std::string_view region_id) const;
    [[nodiscard]] RegionRows rows() const { return RegionRows(*this); }
    /// How many rows of the region list were made since the session began.
    [[nodiscard]] std::uint64_t rows_made() const;
    [[nodiscard]] std::string_view tool() const; ///< id of the active tool
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
    /// editor_actions() and one action for each drawing tool of this config ("tool:rect").
    [[nodiscard]] const std::vector<ActionSpec>& actions() const;
    [[nodiscard]] const ActionSpec* action(std::string_view id) const;
    [[nodiscard]] bool enabled(const ActionSpec& action) const;
    /// Effective keys of an action here (tools take Shift where a label has their key).
    [[nodiscard]] std::vector<std::string> hotkeys_of(const ActionSpec& action) const;

    [[nodiscard]] const TextSelection& text_selection() const { return text_selection_; }
    [[nodiscard]] Color label_color(const TagNode& label) const;

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
    /// Adds one node for each selected region of an object; `to_element` takes its content to CSS pixels of the element.
    void semantics(std::string_view object, const Transform& to_element, SemanticTree& out) const;

private:
    class Context;
    friend class Context;
    friend class RegionRows;
    friend struct EditorCommands; ///< the bodies of editor_actions(), in editor_commands*.cpp
    struct Caches;
    /// What a region is to this config; pointers are null where the config has nothing of that kind.
    struct RegionView {
        const Region* region = nullptr;
        const TagNode* object = nullptr;
        const ObjectModel* model = nullptr;
        const TagNode* control = nullptr; ///< what draws it
        const ShapeHooks* shape = nullptr;
        bool known = false; ///< a control of this config made it
    };

    // editor_session.cpp
    ChangeSet commit(Transaction transaction);
    void changed(const ChangeSet& changes);
    void emit(std::string type, Json detail = Json::object());
    void notice(std::string key, Json args = Json::object());
    void set_selection(std::vector<std::string> region_ids);
    void set_text_selection(TextSelection selection);
    Tool& tool_for(const PointerEvent& event);
    bool cancel_gesture();

    // editor_regions.cpp
    [[nodiscard]] RegionView view_of(std::string_view region_id) const;
    [[nodiscard]] RegionView view_of(const Region& region) const;
    [[nodiscard]] const Json& shape_of(const RegionView& view) const; ///< the previewed one during a drag
    [[nodiscard]] ShapeStyle style_of(const RegionView& view) const;
    /// Of what a region's list and row are made, as a number: its content, and how the session looks at it.
    [[nodiscard]] std::uint64_t look_of(const Region& region) const;
    [[nodiscard]] RegionRow row_of(const Region& region) const;
    [[nodiscard]] const RegionRow& row_at(std::size_t row) const;
    void order_rows() const;
    void touch(std::string_view region_id); ///< its look may have changed
    void touch(const Region& region);
    void set_preview(std::vector<std::pair<std::string, Json>> geometries);
    void bring_up_to_date(SceneLayer& layer, std::string_view object, const Region& region);
    [[nodiscard]] std::string region_at(const PointerEvent& event);

    // editor_labels.cpp
    [[nodiscard]] const TagNode* find_label(std::string_view control, std::string_view text) const;
    [[nodiscard]] const TagNode* container_of(const TagNode& label) const;
    bool choose_label(const TagNode& container, const TagNode& label);
    bool relabel(const TagNode& container, const std::vector<std::string>& region_ids, const std::string& label);
    void arm(const TagNode& container, const std::string& label);
    [[nodiscard]] bool usable(const TagNode& container, const std::string& label, std::size_t more);
    bool may_create(std::string_view control, std::string_view object);
    std::string create_region(std::string_view control, const std::string& object, Json shape);
    bool span_from_selection();
    bool activate_tool(std::string_view id, const TagNode* control = nullptr);

    // editor_values.cpp
    [[nodiscard]] std::vector<std::string> value_targets(const TagNode& control, const std::string& region_id) const;
    bool set_control_value(const TagNode& control, const std::string& region_id, Json value, std::string action,
                           std::string coalesce_key = {});
    [[nodiscard]] VisibilityInput visibility_input() const;
    /// A whole-task result of ours: `before` with the value put in, or a new one under the control's own id.
    [[nodiscard]] Json whole_result(const TagNode& control, Json before, Json value) const;
    /// Preselected choices that nobody touched; nullptr once the control's register was ever written.
    [[nodiscard]] const Json* default_value(const TagNode& control) const;
    void add_defaults(Transaction& transaction) const;
    void add_edited_origin(Transaction& transaction, const Region& region) const;

    EditorServices services_;
    std::shared_ptr<const ConfigTree> config_;
    Diagnostics diagnostics_;
    Task task_;
    Document document_;
    HybridClock stamps_;
    History history_;
    bool readonly_;
    bool select_after_create_, keep_labels_armed_;
    std::map<std::string, std::vector<std::string>, std::less<>> hotkeys_;
    double lead_time_before_s_, opened_at_ms_;
    bool submitted_before_;
    std::vector<std::string> selection_;
    std::set<std::string, std::less<>> hidden_, locked_;
    std::string hovered_;
    TextSelection text_selection_;
    std::map<std::string, std::vector<std::string>> armed_;
    std::unique_ptr<Tool> tool_;
    std::string tool_control_; ///< the control that tool_ draws for, "" for everybody's tools
    std::map<std::string, std::unique_ptr<Tool>, std::less<>> object_tools_; ///< of objects that bring their own (text)
    std::unique_ptr<Context> context_;
    std::map<std::string, std::unique_ptr<ObjectModel>, std::less<>> objects_;
    std::map<std::string, SceneLayer, std::less<>> scenes_;
    std::deque<EditorEvent> events_;
    std::unique_ptr<Caches> caches_;
};

} // namespace tw
