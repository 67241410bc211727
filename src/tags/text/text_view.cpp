// A text flows in the page.
#include "ui/tag_view.hpp"

namespace tw {
namespace {

void paint_text(const TagPaint& paint) {
    flowing_object(paint.ui, paint.box_px, paint.session, paint.node, paint.pointer_events);
}

} // namespace

std::vector<const TagView*> text_views() {
    static const TagView text{"Text", paint_text};
    return {&text};
}

} // namespace tw
