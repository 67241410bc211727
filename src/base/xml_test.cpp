#include "base/xml.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {
std::vector<XmlElement> parsed(std::string_view text) {
    auto result = parse_xml_fragment(text, "c.xml");
    if (!result)
        FAIL(to_string(result.error()));
    return std::move(*result);
}
Error refused(std::string_view text) {
    auto result = parse_xml_fragment(text, "c.xml");
    REQUIRE_MESSAGE(!result.has_value(), text);
    return result.error();
}
} // namespace

TEST_CASE("elements and attributes know their line and column") {
    const auto roots = parsed("<?xml version=\"1.0\"?>\n<!-- <no/> -->\n<View>\n"
                              "  <Image name=\"i\"\n\t value = 'a > \"b\" / &lt;&#x4e2d;' empty=\"\"/>\n"
                              "  <Image/>\n</View>");
    REQUIRE(roots.size() == 1);
    const XmlElement& view = roots[0];
    CHECK(view.where == Where{"c.xml", 3, 1, "/View"});
    REQUIRE(view.children.size() == 2);
    const XmlElement& image = view.children[0];
    CHECK(image.where == Where{"c.xml", 4, 3, "/View/Image[1]"});
    REQUIRE(image.attributes.size() == 3);
    CHECK(image.attributes[0].where == Where{"c.xml", 4, 10, "/View/Image[1]/@name"});
    CHECK(image.attributes[1].value == "a > \"b\" / <\xe4\xb8\xad");
    CHECK(image.attributes[1].where == Where{"c.xml", 5, 3, "/View/Image[1]/@value"});
    CHECK(image.attributes[2].where == Where{"c.xml", 5, 36, "/View/Image[1]/@empty"});
    CHECK(view.children[1].where == Where{"c.xml", 6, 3, "/View/Image[2]"});
}

TEST_CASE("a fragment may have several roots, text and CDATA are one text") {
    const auto roots = parsed("\xef\xbb\xbf<A/> <B> one <!-- x --><![CDATA[<two>]]><C>no</C> three </B><A/>");
    REQUIRE(roots.size() == 3);
    CHECK(roots[0].where.pointer == "/A[1]");
    CHECK(roots[1].where.pointer == "/B");
    CHECK(roots[1].text == "one <two> three");
    CHECK(roots[1].children[0].text == "no");
    CHECK(roots[2].where.pointer == "/A[2]");
}

TEST_CASE("names keep their case and repeated attributes are all told") {
    const auto roots = parsed("<HyperText Value=\"1\" value=\"2\" value=\"3\"/>");
    CHECK(roots[0].name == "HyperText");
    REQUIRE(roots[0].attributes.size() == 3);
    CHECK(roots[0].attributes[0].name == "Value");
    CHECK(roots[0].attributes[2].value == "3");
    CHECK(roots[0].attributes[2].where.column == 32);
}

TEST_CASE("broken XML names its place and its element") {
    const Error unclosed = refused("<View>\n  <Labels name=\"l\">\n</View>");
    CHECK(unclosed.code == "xml-syntax");
    CHECK(unclosed.message == "The element <Labels> opened at line 2, column 3 is not closed.");
    CHECK(unclosed.where == Where{"c.xml", 3, 1, {}});

    const Error at_end = refused("<View>\n  <Labels/>\n");
    CHECK(at_end.message == "The element <View> opened at line 1, column 1 is not closed.");
    CHECK(at_end.where.line == 1);

    const Error nothing_open = refused("<A/>\n</View>");
    CHECK(nothing_open.code == "xml-syntax");
    CHECK(nothing_open.where.line == 2);

    const Error attribute = refused("<View>\n<A name=x/></View>");
    CHECK(attribute.code == "xml-syntax");
    CHECK(attribute.where.line == 2);
    CHECK(refused("<View><A name=\"x></View>").code == "xml-syntax");
    CHECK(refused("<View>\n<").where.line == 2);
    CHECK(refused("<A><![CDATA[ </A>").code == "xml-syntax");
}

TEST_CASE("nothing, foreign bytes and zero bytes are told apart") {
    CHECK(refused("").code == "xml-empty");
    CHECK(refused(" \n ").code == "xml-empty");
    CHECK(refused("just words").code == "xml-empty");
    CHECK(refused("<!-- only this -->").code == "xml-empty");
    CHECK(refused("<A>\n\xff</A>").code == "xml-encoding");
    const Error zero = refused(std::string_view("<A>\n \0</A>", 10));
    CHECK(zero.code == "xml-encoding");
    CHECK(zero.where == Where{"c.xml", 2, 2, {}});
}

TEST_CASE("nesting is bounded, whatever its depth") {
    const auto nested = [](int depth) {
        std::string text;
        for (int i = 0; i < depth; ++i)
            text += "<a>";
        for (int i = 0; i < depth; ++i)
            text += "</a>";
        return text;
    };
    CHECK(parsed(nested(256)).size() == 1);
    CHECK(refused(nested(257)).code == "xml-depth");
    CHECK(refused(nested(200000)).code == "xml-depth");
}
