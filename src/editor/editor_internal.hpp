// What only the files of this folder share: the session's caches and its face towards tools. Everything in Caches can be
// made again from the document, the config and the session's own state; nothing here is saved.
#pragma once

#include "base/id_map.hpp"
#include "editor/editor_session.hpp"

#include <unordered_map>

namespace tw {

struct EditorSession::Caches {
    /// Regions to be looked at again, each once.
    class Marks {
    public:
        void add(RegionIndex region) {
            if (region >= marked_.size())
                marked_.resize(std::size_t(region) + 1);
            if (!marked_[region])
                list_.push_back(region);
            marked_[region] = true;
        }
        [[nodiscard]] const std::vector<RegionIndex>& list() const { return list_; }
        void clear() {
            for (const RegionIndex region : list_)
                marked_[region] = false;
            list_.clear();
        }

    private:
        std::vector<bool> marked_;
        std::vector<RegionIndex> list_;
    };
    /// What of one object's scene is out of date.
    struct SceneState {
        bool all = true, order = true;
        Marks dirty;
        std::uint64_t model_revision = 0;
        Size extent_px;
    };
    /// Labels and choices of a control by written value, and by shown value for callers that know only that.
    struct LabelIndex {
        std::map<std::string, const TagNode*, std::less<>> by_written, by_value;
    };

    /// What a node's attributes say of looks, read once: ten thousand regions ask.
    struct NodeLook {
        explicit NodeLook(const TagNode& node);
        std::optional<Color> highlight, stroke, fill;
        std::optional<double> opacity;
        std::optional<float> stroke_px;
        Color label; ///< of a label or choice
    };
    struct RowPlace {
        RegionIndex region = 0;
        int index = 0, depth = 0;
    };
    struct KeptRow {
        RegionRow row;
        std::uint64_t look = 0; ///< what it was made of
    };

    std::map<std::string, LabelIndex, std::less<>> labels;  ///< by control name
    std::vector<NodeLook> looks;                            ///< by node
    std::map<NodeId, std::vector<const TagNode*>> children; ///< for box contexts
    std::vector<ActionSpec> actions;
    std::map<std::string, Json, std::less<>> defaults; ///< of whole-task choices with selected="true"

    std::map<std::string, SceneState, std::less<>> scenes;
    IdMap<Json> preview; ///< geometry registers shown instead of the document's
    IdSet selected;

    std::vector<RowPlace> rows;
    std::vector<std::uint32_t> row_at; ///< in rows, by region; holds for live ones
    bool rows_stale = true;
    std::unordered_map<RegionIndex, KeptRow> kept_rows; ///< those that somebody asked for
    std::uint64_t rows_made = 0;

    std::vector<bool> visible;
    std::uint64_t visible_revision = 0;
    std::string visible_selected;
    bool visible_known = false;

    std::uint64_t revision = 1; ///< rises with anything layout depends on
    LayoutResult layout;
    Size layout_viewport_px{-1, -1};
    std::uint64_t layout_revision = 0;

    std::map<std::string, std::string, std::less<>> result_ids; ///< of whole-task results, by control
    Json clipboard;
    std::string typing_key; ///< coalesces typing until a pause
    double typed_at_ms = 0;
};

/// What a choice writes: its own text, or the path to it when the control nests.
Json choice_value(const ConfigTree& tree, const TagNode& control, const TagNode& choice);
/// The value under a control's register {type, value}: nullptr when it has none.
const Json* value_of(const Region& region, std::string_view control);
std::string object_of(const Region& region);
/// Does any of its results say that nobody may change it?
bool read_only(const Region& region);
/// The bit of a look (look_of) for the pointer being over the region.
inline constexpr std::uint64_t look_hovered = 8;

class EditorSession::Context final : public ToolContext {
public:
    explicit Context(EditorSession& session) : session_(session) {}
    std::string region_at(const PointerEvent& event) override;
    std::vector<std::string> regions_in(const std::string& object, const Rect& area_in_content) override;
    std::vector<std::string> selection() override;
    void select(std::vector<std::string> region_ids) override;
    bool editable(const std::string& region_id) override;
    std::vector<Handle> handles(const std::string& region_id) override;
    Rect bounds(const std::string& region_id) override;
    Json geometry(const std::string& region_id) override;
    Json moved(const std::string& region_id, Vec2 delta_in_content) override;
    Json handle_moved(const std::string& region_id, int handle, Vec2 pos_in_content, Modifiers modifiers) override;
    void preview(std::vector<std::pair<std::string, Json>> geometries) override;
    void change_geometry(std::vector<std::pair<std::string, Json>> geometries, std::string action) override;
    bool may_create(const std::string& control, const std::string& object) override;
    Color drawing_color(const std::string& control) override;
    std::string create_region(const std::string& control, const std::string& object, Json shape_value) override;
    Size content_size(const std::string& object) override;
    std::uint32_t text_offset_at(const std::string& object, Vec2 pos_in_content) override;
    std::pair<std::uint32_t, std::uint32_t> text_unit_around(const std::string& object, std::uint32_t offset_utf16,
                                                             std::string_view granularity) override;
    std::vector<Rect> text_rects(const std::string& object, std::uint32_t start_utf16,
                                 std::uint32_t end_utf16) override;
    void set_text_selection(const std::string& object, std::uint32_t start_utf16, std::uint32_t end_utf16) override;
    void finish_text_selection() override;
    void request_pan(Vec2 delta_in_view) override;

private:
    [[nodiscard]] Json with_shape(const RegionView& view, Json shape) const;
    EditorSession& session_;
};

} // namespace tw
