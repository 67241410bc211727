// Any bytes, taken as a config and, after a NUL, as task data: parsing always gives a tree with a root, ids in preorder and
// diagnostics with a code; binding and dumping work; every box of the layout is finite and none is negative.
#include "config/visibility.hpp"
#include "layout/layout.hpp"
#include "require.hpp"
#include "support/laid_out.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace {

void check(const tw::ConfigTree& tree) {
    require(!tree.nodes().empty());
    for (const tw::TagNode& node : tree.nodes()) {
        require(&tree.node(node.id) == &node);
        require((node.parent == tw::no_node) == (node.id == 0) && (node.id == 0 || node.parent < node.id));
    }
    require(!dump(tree).empty());
}

void check(const tw::Rect& rect) {
    require(std::isfinite(rect.x) && std::isfinite(rect.y) && std::isfinite(rect.w) && std::isfinite(rect.h));
    require(rect.w >= 0 && rect.h >= 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const tw::TagRegistry registry(tw::all_tags());
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t split = std::min(input.find('\0'), size);
    const std::string_view xml = input.substr(0, split);
    const tw::Json task_data = tw::parse_json(input.substr(std::min(split + 1, size))).value_or(tw::Json::object());

    tw::Diagnostics diagnostics;
    const auto tree = tw::ConfigTree::parse(xml, registry, diagnostics, "fuzz.xml");
    check(*tree);
    check_styles(*tree, diagnostics);
    const auto bound = tree->bind(task_data, registry, diagnostics);
    check(*bound);
    require(bound->nodes().size() >= tree->nodes().size());
    for (const tw::Diagnostic& item : diagnostics.items())
        require(!item.error.code.empty() && !item.error.message.empty());
    require(!tw::dump_json(to_json(diagnostics)).empty());
    (void)tree->data_fields();

    const tw::Document document("fuzz");
    const tw::VisibilityInput input_of_page{bound.get(), &document, ""};
    require(visible_nodes(input_of_page).size() == bound->nodes().size());
    for (const tw::TagNode* control : bound->controls())
        (void)eligible(input_of_page, *control, "");

    for (const tw::Size viewport_px : {tw::Size{1024, 768}, tw::Size{360, 640}}) {
        const tw::test::LaidOut page(*bound, task_data, viewport_px);
        for (const tw::Rect& rect : page.layout.boxes_px)
            check(rect);
        for (const tw::Rect& rect : page.layout.frames_px)
            check(rect);
        require(!dump(*bound, page.layout).empty());
    }
    return 0;
}
