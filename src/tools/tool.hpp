// Headless tools: state machines that turn pointer and key events in content space into previews and transactions. A
// tool sees no toolkit event and draws nothing: it answers with a preview display list and hands edits to its context. The
// active tool is owned by the EditorSession; a tag makes its own (drawing) tools, `select` is everybody's.
#pragma once

#include "base/geometry.hpp"
#include "base/json.hpp"
#include "scene/display_list.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct Modifiers {
    bool ctrl = false, shift = false, alt = false; ///< ctrl is command on a Mac
    bool operator==(const Modifiers&) const = default;
};

enum class PointerPhase : std::uint8_t { hover, down, move, up, cancel };

struct PointerEvent {
    PointerPhase phase = PointerPhase::hover;
    std::string object;        ///< name of the object tag under the pointer at down
    Vec2 pos_in_content;       ///< natural image pixels, or text layout pixels; may lie outside
    Vec2 pos_in_view;          ///< CSS pixels
    double content_per_px = 1; ///< one view pixel in content units, for tolerances
    int click_count = 1;       ///< 2: double click, 3: triple
    Modifiers modifiers;
};

enum class CursorShape : std::uint8_t {
    arrow,
    crosshair,
    move,
    grab,
    text,
    resize_nwse,
    resize_nesw,
    resize_ns,
    resize_ew,
    pointer,
    not_allowed
};

/// A grip of a selected region.
struct Handle {
    Vec2 pos_in_content;
    int id = 0; ///< the shape's own numbering
    CursorShape cursor = CursorShape::resize_nwse;
};

/// What a tool may see and do. Implemented by the EditorSession; narrow on purpose.
class ToolContext {
public:
    virtual ~ToolContext() = default;
    /// Topmost region at the point that is visible and not locked ("" when none).
    virtual std::string region_at(const PointerEvent& event) = 0;
    virtual std::vector<std::string> regions_in(const std::string& object, const Rect& area_in_content) = 0;
    virtual std::vector<std::string> selection() = 0;
    virtual void select(std::vector<std::string> region_ids) = 0;
    virtual bool editable(const std::string& region_id) = 0;
    virtual std::vector<Handle> handles(const std::string& region_id) = 0;
    /// What a region covers in its object's content space.
    virtual Rect bounds(const std::string& region_id) = 0;
    /// Geometry registers as they stand.
    virtual Json geometry(const std::string& region_id) = 0;
    virtual Json moved(const std::string& region_id, Vec2 delta_in_content) = 0;
    virtual Json handle_moved(const std::string& region_id, int handle, Vec2 pos_in_content, Modifiers modifiers) = 0;
    /// Shows these geometries instead of the document's until the next call; cheap, not an edit.
    virtual void preview(std::vector<std::pair<std::string, Json>> geometries) = 0;
    /// One transaction, one undo step. Ends previews.
    virtual void change_geometry(std::vector<std::pair<std::string, Json>> geometries, std::string action) = 0;
    /// May a region of this control be drawn now? Says why not in a notice (readonly, no label chosen, maxUsages).
    virtual bool may_create(const std::string& control, const std::string& object) = 0;
    /// Colour of what would be drawn: the first armed label's, else the control's own.
    virtual Color drawing_color(const std::string& control) = 0;
    /// A new region of the active control with the chosen labels; returns its id, "" when refused (readonly, maxUsages).
    virtual std::string create_region(const std::string& control, const std::string& object, Json shape_value) = 0;
    /// Natural size of an object's content.
    virtual Size content_size(const std::string& object) = 0;
    /// Text objects: the UTF-16 offset nearest a point, and the word or paragraph around it.
    virtual std::uint32_t text_offset_at(const std::string& object, Vec2 pos_in_content) = 0;
    virtual std::pair<std::uint32_t, std::uint32_t>
    text_unit_around(const std::string& object, std::uint32_t offset_utf16, std::string_view granularity) = 0;
    /// Rectangles of a text range, for the open selection.
    virtual std::vector<Rect> text_rects(const std::string& object, std::uint32_t start_utf16,
                                         std::uint32_t end_utf16) = 0;
    /// The open text selection, one a session, drawn by the session; an empty range closes it.
    virtual void set_text_selection(const std::string& object, std::uint32_t start_utf16, std::uint32_t end_utf16) = 0;
    /// The gesture is over: snaps and trims the open selection, and makes a region of it when a label is armed.
    virtual void finish_text_selection() = 0;
    virtual void request_pan(Vec2 delta_in_view) = 0;
};

class Tool {
public:
    virtual ~Tool() = default;
    [[nodiscard]] virtual std::string_view id() const = 0; ///< "move", "rect", "pan-image", "text"
    virtual void pointer(const PointerEvent& event, ToolContext& context) = 0;
    /// Esc: gives the gesture up; returns whether there was one.
    virtual bool cancel(ToolContext& context) = 0;
    [[nodiscard]] virtual bool busy() const = 0; ///< inside a gesture
    /// What is being drawn, in content space of `object()`.
    virtual void preview(DisplayList& out) const = 0;
    [[nodiscard]] virtual std::string object() const = 0;
    [[nodiscard]] virtual CursorShape cursor(const PointerEvent& hover, ToolContext& context) const = 0;
};

std::unique_ptr<Tool> make_select_tool(); ///< id "move": click, shift/ctrl click, drag, handles, rubber band
std::unique_ptr<Tool> make_pan_tool();    ///< id "pan-image"

} // namespace tw
