// An image is a canvas that zooms.
#include "ui/tag_view.hpp"

namespace tw {
namespace {

void paint_image(const TagPaint& paint) {
    canvas(paint.ui, paint.box_px, paint.session, paint.node, paint.state.canvases[paint.node.name],
           paint.pointer_events);
}

} // namespace

std::vector<const TagView*> image_views() {
    static const TagView image{"Image", paint_image};
    return {&image};
}

} // namespace tw
