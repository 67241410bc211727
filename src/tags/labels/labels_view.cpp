// The label bar of Labels.
#include "ui/tag_view.hpp"

namespace tw {

std::vector<const TagView*> labels_views() {
    static const TagView labels{"Labels", paint_label_bar};
    static const TagView label{"Label", nullptr}; // painted by its container
    return {&labels, &label};
}

} // namespace tw
