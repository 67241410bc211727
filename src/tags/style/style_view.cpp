// A Style speaks to others: it is never seen itself.
#include "ui/tag_view.hpp"

namespace tw {

std::vector<const TagView*> style_views() {
    static const TagView view{"Style", nullptr};
    return {&view};
}

} // namespace tw
