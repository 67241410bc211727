#include "layout/style.hpp"

#include "layout/css.hpp"
#include "support/few_tags.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

ViewStyle read(std::string_view css) {
    ViewStyle style;
    apply_declarations(css, {}, style, nullptr);
    return style;
}

std::string said(std::string_view css) {
    ViewStyle style;
    Diagnostics diagnostics;
    apply_declarations(css, {}, style, &diagnostics);
    std::string codes;
    for (const Diagnostic& item : diagnostics.items())
        codes += item.error.code + ' ';
    return codes;
}

Length px(double value) {
    return {Length::Unit::px, value};
}

/// The style of the node named or tagged `which`.
struct Page {
    std::shared_ptr<const ConfigTree> tree;
    TreeStyles styles;
    Diagnostics diagnostics;
    explicit Page(std::string_view xml) {
        const TagRegistry registry(test::few_tags());
        Diagnostics ignored;
        tree = ConfigTree::parse(xml, registry, ignored);
        styles = TreeStyles::resolve(*tree, &diagnostics);
    }
    const ViewStyle& of(std::string_view which) const {
        for (const TagNode& node : tree->nodes()) {
            if (node.name == which || node.tag == which)
                return styles.of(node.id);
        }
        FAIL("no node " << which);
        return styles.of(0);
    }
};

const Color red{255, 0, 0, 255}, blue{0, 0, 255, 255};

} // namespace

TEST_CASE("lengths have units") {
    CHECK(read("width: 12px").width == px(12));
    CHECK(read("width:-1.5em").width == px(-24));
    CHECK(read("width: 70%;").width == Length{Length::Unit::percent, 70});
    CHECK(read("WIDTH: 50VW").width == Length{Length::Unit::viewport_width, 50});
    CHECK(read("width: auto").width.unit == Length::Unit::automatic);
    CHECK(read("width: 0").width == px(0));
    CHECK_FALSE(read("width: 12").width.is_set());
    CHECK(read("width: 1e30px").width == Length{}); // no exponents in CSS lengths
    CHECK(read("width: 99999999999px").width == px(100'000));
    CHECK(read("max-height: none").max_height.unit == Length::Unit::automatic);
}

TEST_CASE("sides take one to four values, single sides win when they come later") {
    CHECK(read("margin: 1px").margin == Sides<Length>{px(1), px(1), px(1), px(1)});
    CHECK(read("margin: 1px 2px").margin == Sides<Length>{px(1), px(2), px(1), px(2)});
    CHECK(read("margin: 1px 2px 3px").margin == Sides<Length>{px(1), px(2), px(3), px(2)});
    CHECK(read("padding: 1px 2px 3px 4px; padding-left: 9px").padding == Sides<Length>{px(1), px(2), px(3), px(9)});
    CHECK(read("margin: 1px 2px 3px 4px 5px").margin == Sides<Length>{});
}

TEST_CASE("borders are read in any order of words") {
    const ViewStyle style = read("border: 1px solid rgb(255, 0, 0); border-bottom: blue 2px; border-left: none");
    CHECK(style.border[0] == BorderSide{1, red});
    CHECK(style.border[1] == BorderSide{1, red});
    CHECK(style.border[2] == BorderSide{2, blue});
    CHECK(style.border[3] == BorderSide{});
    CHECK(read("border: solid").border[0].width_px == 3);
    CHECK(read("border-width: 1px 2px; border-color: red").border[1] == BorderSide{2, red});
}

TEST_CASE("flex has its short form") {
    CHECK(read("flex: 2").grow == 2);
    CHECK(read("flex: 2").shrink == 1);
    CHECK(read("flex: 2").basis == px(0));
    CHECK(read("flex: 1 0 200px").basis == px(200));
    CHECK(read("flex: 1 0 200px").shrink == 0);
    CHECK(read("flex: none").shrink == 0);
    CHECK(read("flex: auto").basis.unit == Length::Unit::automatic);
    const ViewStyle style = read("display:flex; flex-flow: column wrap; gap: 4px 6px; justify-content: space-between");
    CHECK(style.display == Display::flex);
    CHECK(style.direction == FlexDirection::column);
    CHECK(style.wrap);
    CHECK(style.row_gap_px == 4);
    CHECK(style.column_gap_px == 6);
    CHECK(style.justify == Align::space_between);
}

TEST_CASE("colours, fonts and the rest") {
    const ViewStyle style =
        read("background: url(x;y.png) red; color: blue; font: x; font-size: 1.5em; font-weight: 700;"
             "text-align: center; border-radius: 4px 2px; overflow-y: auto; opacity: 0.5");
    CHECK(style.background == red);
    CHECK(style.color == blue);
    CHECK(style.font_size_px == 24);
    CHECK(style.bold == true);
    CHECK(style.text_align == TextAlign::center);
    CHECK(style.radius_px == 4);
    CHECK(style.overflow == Overflow::scroll);
    CHECK(style.opacity == 0.5);
    CHECK(read("color: red !important").color == red);
}

TEST_CASE("what is not understood is named and changes nothing") {
    CHECK(said("width: 70%; display: flex") == "");
    CHECK(said("box-shadow: none") == "css-property ");
    CHECK(said("width: wide; display: grid; color: reddish; flex: x; gap: 1em 2") ==
          "css-value css-value css-value css-value css-value ");
    CHECK(read("width: wide; flex: x") == ViewStyle{});
    CHECK(said("; ;no colon; /* width: wide */") == "");
}

TEST_CASE("rules are split into selectors, at-rules are skipped") {
    Diagnostics diagnostics;
    const auto rules =
        parse_css_rules("/* c */ .a, Header.b > #id { color: red } @media (x) { .c { color: red } } .d:hover {}"
                        " .e[x] {} .f + .g {} .h .i{gap:1px}} .last { color: blue",
                        {}, &diagnostics);
    REQUIRE(rules.size() >= 3);
    CHECK(rules[0].selector.size() == 1);
    CHECK(rules[0].selector[0].classes == std::vector<std::string>{"a"});
    CHECK(rules[1].selector.size() == 2);
    CHECK(rules[1].selector[0].tag == "header");
    CHECK(rules[1].selector[1].id == "id");
    CHECK(rules[1].selector[1].child_of_previous);
    CHECK(rules[2].selector.size() == 2);
    CHECK(rules[1].specificity > rules[0].specificity);
    CHECK(diagnostics.items().size() >= 4);
}

TEST_CASE("rules find nodes by class, id, tag and Label Studio's names for the same parts") {
    const Page page(R"(<View className="page wide"><Style>
        .page { color: red; padding: 1px }
        .page .inner { padding: 2px }
        .page > .inner { margin: 5px }
        .stranger .inner { padding: 3px }
        #top { padding: 4px }
        Header { background: red }
        .lsf-annotation { border-radius: 7px }
        .lsf-annotation__header { background: blue }
        .lsf-choices { margin: 10px 0 }
        .lsf-choices__choice { padding: 8px 12px }
        </Style>
        <View className="inner" name="a"/><View><View className="inner" idAttr="top" name="b" style="margin: 9px"/></View>
        <Header value="h"/><Choices name="c" toName="t"><Choice value="x"/></Choices></View>)");
    CHECK(page.of("a").padding[0] == px(2));
    CHECK(page.of("a").margin[0] == px(5));
    CHECK(page.of("b").padding[0] == px(4));
    CHECK(page.of("b").margin[0] == px(9));
    CHECK(page.styles.of(0).radius_px == 7);
    CHECK(page.of("Header").background == blue);
    CHECK(page.of("c").margin == Sides<Length>{px(10), px(0), px(10), px(0)});
    CHECK(page.of("Choice").padding[1] == px(12));
    // Text inherits, boxes do not.
    CHECK(page.of("Choice").color == red);
    CHECK(page.of("Header").padding[0] == Length{});
    CHECK(page.diagnostics.empty());
}

TEST_CASE("the display attribute of a View gives way to its style") {
    const Page page(
        R"(<View><View name="a" display="inline"/><View name="b" display="inline" style="display: flex"/></View>)");
    CHECK(page.of("a").display == Display::inline_block);
    CHECK(page.of("b").display == Display::flex);
}
