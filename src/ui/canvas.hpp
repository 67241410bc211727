// The canvas of a zooming object (image): zoom about the cursor, pan, fit, pinch, and the translation of ImGui's mouse
// into PointerEvents for the session. Its view state is layout state: kept per object by the page, not in the document,
// not in undo. Emits intents only.
#pragma once

#include "editor/editor_session.hpp"
#include "ui/ui.hpp"

#include <vector>

namespace tw {

struct CanvasView {
    Transform content_to_box; ///< content pixels to CSS pixels from the box's corner
    bool fitted = true;       ///< follows the box when it is resized
    bool panning = false;     ///< the pointer that is down moves the view, not the tool
};

enum class CanvasCommand : std::uint8_t { none, zoom_in, zoom_out, fit, actual };

/// ImGui has no crosshair; the platform that shows cursors knows this one (ImGui::GetMouseCursor()).
inline constexpr int crosshair_cursor = 64;

/// The whole content centred in the box, small content enlarged at most eightfold.
Transform fit_transform(Size content_px, Size box_px);
/// The nearest view that is allowed: from 1 % of fit to 64 view px per content px, and never all of the content out of
/// sight.
Transform allowed_view(Transform wanted, Size content_px, Size box_px);
void apply(CanvasCommand command, CanvasView& view, Size content_px, Size box_px);

/// Draws one zooming object in its box and appends the pointer events of this frame.
void canvas(Ui& ui, const Rect& box_px, EditorSession& session, const TagNode& object, CanvasView& view,
            std::vector<PointerEvent>& events);
/// The same for a flowing object (text): no zoom; box_px is where its content starts.
void flowing_object(Ui& ui, const Rect& box_px, EditorSession& session, const TagNode& object,
                    std::vector<PointerEvent>& events);

} // namespace tw
