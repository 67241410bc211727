// View: the container everything stands in. Its style attribute steers the flex layout; it paints nothing itself.
#include "tagkit/tag_type.hpp"

namespace tw {
namespace {

class ViewBox final : public BoxHooks {
public:
    Size measure(const BoxContext&, double) const override { return {}; }
    bool container() const override { return true; }
};

} // namespace

std::vector<const TagType*> view_tags() {
    static const ViewBox box;
    static const TagType view{
        .name = "View",
        .kind = TagKind::visual,
        .attributes = attributes({{
                                      {.name = "display",
                                       .type = AttributeType::choice,
                                       .fallback = "block",
                                       .help = "Below each other or in one line.",
                                       .choices = {"block", "inline"}},
                                      {.name = "style", .type = AttributeType::css, .help = "CSS of the container."},
                                      {.name = "className", .help = "Class names that Style rules refer to."},
                                      {.name = "idAttr", .help = "An id that Style rules refer to."},
                                  },
                                  visibility_attributes()}),
        .children = {"*"},
        .box = &box,
    };
    return {&view};
}

} // namespace tw
