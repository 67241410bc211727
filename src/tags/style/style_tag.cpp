// Style: CSS rules by class name for the other tags. It takes no room; layout and painting read its text.
#include "tagkit/tag_type.hpp"

namespace tw {

std::vector<const TagType*> style_tags() {
    static const TagType style{.name = "Style", .kind = TagKind::visual, .style_sheet = true};
    return {&style};
}

} // namespace tw
