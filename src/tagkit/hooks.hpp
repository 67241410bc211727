// The hooks a tag may implement, each small and pure: how an object's content is laid out, what a region's shape looks like
// and how it moves, what a control's value may be, how much room a box takes. Hooks get narrow context structs and give
// data back; they own nothing, keep nothing between calls and never see the toolkit.
#pragma once

#include "base/color.hpp"
#include "base/error.hpp"
#include "base/geometry.hpp"
#include "base/json.hpp"
#include "ports/completion.hpp"
#include "ports/image_source.hpp"
#include "ports/text_shaper.hpp"
#include "scene/display_list.hpp"
#include "tagkit/tag_node.hpp"
#include "tools/tool.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// One painted line of a text object. Clusters [first, first + count) of the model, in order.
struct TextLine {
    std::uint32_t first_cluster = 0, cluster_count = 0;
    std::uint32_t start_utf16 = 0, end_utf16 = 0; ///< end includes the newline that ended it
    double top_px = 0, height_px = 0, baseline_px = 0, width_px = 0;
};

/// What the outside gives an object.
struct ObjectServices {
    TextShaper* shaper = nullptr;
    ImageSource* images = nullptr;
};

/// The content of one object of one task: its space, its size, its text. Made per task, owned by the EditorSession.
class ObjectModel {
public:
    enum class Status : std::uint8_t { loading, ready, failed };
    virtual ~ObjectModel() = default;
    [[nodiscard]] virtual Status status() const { return Status::ready; }
    [[nodiscard]] virtual Error error() const { return {}; }
    [[nodiscard]] virtual double progress() const { return 1; }
    /// Size of the content space: natural image pixels, or the text as laid out at the last set_width.
    [[nodiscard]] virtual Size content_size() const = 0;
    /// True when the content is zoomed and panned in its box (image), false when it flows in the page (text).
    [[nodiscard]] virtual bool zooms() const = 0;
    /// Flowing content: lays out for this width. Cheap when unchanged.
    virtual void set_width(double width_px) { (void)width_px; }
    /// Flowing content: the height it would take at this width.
    [[nodiscard]] virtual double height_for(double width_px) const {
        (void)width_px;
        return content_size().h;
    }
    /// Called each frame; true when status or size changed.
    virtual bool poll() { return false; }
    /// Rises when what is painted under the regions changed.
    [[nodiscard]] virtual std::uint64_t revision() const { return 0; }

    // Pictures
    [[nodiscard]] virtual const ImageState* image() const { return nullptr; }
    // Text
    [[nodiscard]] virtual std::string_view text() const { return {}; }
    [[nodiscard]] virtual const TextStyle* text_style() const { return nullptr; }
    [[nodiscard]] virtual const std::vector<TextLine>* lines() const { return nullptr; }
    [[nodiscard]] virtual const std::vector<Cluster>* clusters() const { return nullptr; }
    [[nodiscard]] virtual std::uint32_t offset_at(Vec2 pos_px) const {
        (void)pos_px;
        return 0;
    }
    [[nodiscard]] virtual std::vector<Rect> range_rects(std::uint32_t start_utf16, std::uint32_t end_utf16) const {
        (void)start_utf16, (void)end_utf16;
        return {};
    }
    [[nodiscard]] virtual std::pair<std::uint32_t, std::uint32_t> unit_around(std::uint32_t offset_utf16,
                                                                              std::string_view granularity) const {
        (void)granularity;
        return {offset_utf16, offset_utf16};
    }
    /// The region value of a selected range, snapped to `granularity` and trimmed; null when nothing is left of it.
    [[nodiscard]] virtual Json span_shape(std::uint32_t start_utf16, std::uint32_t end_utf16,
                                          std::string_view granularity) const {
        (void)start_utf16, (void)end_utf16, (void)granularity;
        return nullptr;
    }
    [[nodiscard]] virtual std::string slice(std::uint32_t start_utf16, std::uint32_t end_utf16) const {
        (void)start_utf16, (void)end_utf16;
        return {};
    }
};

class ObjectHooks {
public:
    virtual ~ObjectHooks() = default;
    /// `value`: the node's `value` attribute resolved against the task. Bad data gives a model that is `failed`.
    [[nodiscard]] virtual std::unique_ptr<ObjectModel> make_model(const TagNode& node, const Json& value,
                                                                  const ObjectServices& services) const = 0;
    /// Keys every result on this object carries beside value: original_width, original_height, image_rotation.
    [[nodiscard]] virtual Json result_extras(const ObjectModel& model) const {
        (void)model;
        return Json::object();
    }
};

/// How a region is to look right now.
struct ShapeStyle {
    Color color;                     ///< of its label
    std::optional<Color> fill_color; ///< when the control asks for another one inside
    double fill_opacity = 0.2;
    float stroke_px = 1.5F;
    bool selected = false, hovered = false, locked = false, predicted = false, disagreeing = false;
    std::string tag_text; ///< label names and index, "" shows none
};

class ShapeHooks {
public:
    virtual ~ShapeHooks() = default;
    /// Does `shape` (the region's geometry value) make sense? Errors: "shape-invalid" with a pointer into it.
    [[nodiscard]] virtual Result<Unit> validate(const Json& shape) const = 0;
    /// Appends what is seen, in content space. Never fails: an unusable shape draws nothing.
    virtual void draw(const Json& shape, const ObjectModel& object, const ShapeStyle& style,
                      DisplayList& out) const = 0;
    [[nodiscard]] virtual Rect bounds(const Json& shape, const ObjectModel& object) const = 0;
    [[nodiscard]] virtual bool hit(const Json& shape, const ObjectModel& object, Vec2 pos_in_content,
                                   double tolerance) const = 0;
    /// `control`: what draws such regions in this config, nullptr when nothing there does.
    [[nodiscard]] virtual std::vector<Handle> handles(const Json& shape, const ObjectModel& object,
                                                      const TagNode* control) const = 0;
    /// What is stored of a drawn, moved or resized shape: snapped and rounded as the control asks.
    [[nodiscard]] virtual Json stored(Json shape, const ObjectModel& object, const TagNode& control) const {
        (void)object, (void)control;
        return shape;
    }
    /// The shape moved by a delta, kept inside the content.
    [[nodiscard]] virtual Json moved(const Json& shape, const ObjectModel& object, Vec2 delta_in_content) const = 0;
    [[nodiscard]] virtual Json handle_moved(const Json& shape, const ObjectModel& object, int handle,
                                            Vec2 pos_in_content, Modifiers modifiers) const = 0;
    /// A short text for lists and screen readers: the marked words, "120 x 80 px".
    [[nodiscard]] virtual std::string describe(const Json& shape, const ObjectModel& object) const = 0;
    /// Its drawing tool for `control` on `object`; nullptr when regions of it are not drawn.
    [[nodiscard]] virtual std::unique_ptr<Tool> make_tool(const TagNode& control, const TagNode& object) const = 0;
};

class ControlHooks {
public:
    virtual ~ControlHooks() = default;
    /// Is `value` (what stands under the result type's key) one this control may have written? Errors with a pointer.
    [[nodiscard]] virtual Result<Unit> validate(const TagNode& node, const Json& value) const = 0;
    /// One line for lists: "Positive", "2 texts".
    [[nodiscard]] virtual std::string describe(const Json& value) const = 0;
};

/// What measuring may ask.
struct BoxContext {
    const TagNode* node = nullptr;
    const std::vector<const TagNode*>* children = nullptr; ///< visible ones, dynamic included, in order
    TextShaper* shaper = nullptr;
    const ObjectModel* object = nullptr; ///< of an object tag
    const Json* value = nullptr;         ///< a control's current value, nullptr when it has none
    std::string resolved_value;          ///< the `value` attribute with variables resolved
    double viewport_height_px = 0;
};

class BoxHooks {
public:
    virtual ~BoxHooks() = default;
    /// Leaves: the size wanted when `width_px` is there. Containers of other tags (View) return {} and set `container`.
    [[nodiscard]] virtual Size measure(const BoxContext& context, double width_px) const = 0;
    [[nodiscard]] virtual bool container() const { return false; }
    /// Leaves that may take more height than they ask for (an image canvas).
    [[nodiscard]] virtual bool grows() const { return false; }
    /// Cells inside the box (labels of a bar, choices of a list), in box pixels: paint and tests agree on them.
    [[nodiscard]] virtual std::vector<Rect> cells(const BoxContext& context, double width_px) const {
        (void)context, (void)width_px;
        return {};
    }
};

} // namespace tw
