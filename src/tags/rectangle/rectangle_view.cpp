// The label bar of RectangleLabels; a plain Rectangle is seen on its object only.
#include "ui/tag_view.hpp"

namespace tw {

std::vector<const TagView*> rectangle_views() {
    static const TagView plain{"Rectangle", nullptr};
    static const TagView labels{"RectangleLabels", paint_label_bar};
    return {&plain, &labels};
}

} // namespace tw
