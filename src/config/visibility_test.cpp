#include "config/visibility.hpp"

#include "support/few_tags.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

/// A config, a result and a selection; asks by name.
struct Page {
    std::shared_ptr<const ConfigTree> tree;
    Document document{"doc"};
    VisibilityInput input;

    Page(std::string_view controls, std::string_view result) {
        Diagnostics ignored;
        const TagRegistry registry(test::few_tags());
        tree = ConfigTree::parse("<View><Image name='img' value='$image'/>" + std::string(controls) + "</View>",
                                 registry, ignored);
        document = Document::from_result("doc", Json::parse(result), ignored);
        input = {tree.get(), &document, ""};
    }
    bool shown(std::string_view name, std::string selected = "") {
        input.selected_region = std::move(selected);
        return visible_nodes(input)[tree->by_name(name)->id];
    }
    bool saved(std::string_view name, std::string_view region = "") {
        input.selected_region = "";
        return eligible(input, *tree->by_name(name), region);
    }
};

constexpr const char* boxes =
    R"(<RectangleLabels name="bbox" toName="img"><Label value="Car"/><Label value="A,B"/></RectangleLabels>
    <Rectangle name="plain" toName="img"/>)";

/// "car" and "ab" are labelled boxes, "bare" has no label; the last two results belong to no region.
std::string result(std::string_view more = "") {
    const auto box = [](const char* id, const char* from, const char* type, const char* labels) {
        return std::string(R"({"id":")") + id + R"(","from_name":")" + from + R"(","to_name":"img","type":")" + type +
               R"(","value":{"x":1,"y":1,"width":2,"height":2,"rotation":0)" + labels + "}}";
    };
    return "[" + box("car", "bbox", "rectanglelabels", R"(,"rectanglelabels":["Car"])") + "," +
           box("ab", "bbox", "rectanglelabels", R"(,"rectanglelabels":["A,B"])") + "," +
           box("bare", "plain", "rectangle", "") + std::string(more) + "]";
}

std::string choice(const char* from, const char* value, const char* region = "") {
    const std::string place = *region == 0 ? "" : std::string(R"("id":")") + region + R"(",)";
    const std::string shape = *region == 0 ? "" : R"("x":1,"y":1,"width":2,"height":2,"rotation":0,)";
    return "," + std::string("{") + place + R"("from_name":")" + from +
           R"(","to_name":"img","type":"choices","value":{)" + shape + R"("choices":[)" + value + "]}}";
}

} // namespace

TEST_CASE("region-selected and no-region-selected follow the selection") {
    Page page(std::string(boxes) + R"(<View visibleWhen="region-selected"><TextArea name="t" toName="img"/></View>
        <TextArea name="n" toName="img" visibleWhen="no-region-selected"/>)",
              result());
    CHECK_FALSE(page.shown("t"));
    CHECK(page.shown("t", "car"));
    CHECK_FALSE(page.shown("t", "gone"));
    CHECK(page.shown("n"));
    CHECK_FALSE(page.shown("n", "car"));
    CHECK(page.saved("t"));
    CHECK(page.saved("n"));
}

TEST_CASE("region-selected looks at who made the region and at its labels") {
    Page page(std::string(boxes) +
                  R"(<TextArea name="by" toName="img" visibleWhen="region-selected" whenTagName="plain"/>
        <TextArea name="car" toName="img" visibleWhen="region-selected" whenLabelValue="Bus, Car"/>
        <TextArea name="both" toName="img" visibleWhen="region-selected" whenTagName="bbox" whenLabelValue="Car"/>
        <TextArea name="comma" toName="img" visibleWhen="region-selected" whenLabelValue="A,B"/>)",
              result());
    CHECK(page.shown("by", "bare"));
    CHECK_FALSE(page.shown("by", "car"));
    CHECK(page.shown("car", "car"));
    CHECK_FALSE(page.shown("car", "ab"));
    CHECK_FALSE(page.shown("car", "bare"));
    CHECK(page.shown("both", "car"));
    CHECK(page.shown("comma", "ab"));
    CHECK_FALSE(page.shown("comma", "car"));
}

TEST_CASE("choices show what depends on them, for the task") {
    const std::string config = R"(<Choices name="kind" toName="img"><Choice value="News"/><Choice value="Ad"/></Choices>
        <TextArea name="any" toName="img" visibleWhen="choice-selected"/>
        <TextArea name="news" toName="img" whenTagName="kind" whenChoiceValue="News"/>
        <TextArea name="list" toName="img" visibleWhen="choice-selected" whenTagName="kind" whenChoiceValue="Ad, News"/>
        <TextArea name="not" toName="img" visibleWhen="choice-unselected" whenTagName="kind" whenChoiceValue="News"/>
        <View whenTagName="kind" whenChoiceValue="Ad"><TextArea name="inside" toName="img"/></View>)";
    Page none(config, "[]"), news(config, "[" + choice("kind", R"("News")").substr(1) + "]");
    for (const char* name : {"any", "news", "list", "inside"}) {
        CAPTURE(name);
        CHECK_FALSE(none.shown(name));
        CHECK_FALSE(none.saved(name));
    }
    CHECK(none.shown("not"));
    for (const char* name : {"any", "news", "list"}) {
        CAPTURE(name);
        CHECK(news.shown(name));
        CHECK(news.saved(name));
    }
    CHECK_FALSE(news.shown("not"));
    CHECK_FALSE(news.saved("not"));
    CHECK_FALSE(news.shown("inside"));
    CHECK_FALSE(news.saved("inside"));
}

TEST_CASE("the last step of a nested choice counts") {
    const std::string config = R"(<Choices name="kind" toName="img" allowNested="true"/>
        <TextArea name="leaf" toName="img" whenChoiceValue="Cat"/>)";
    CHECK(Page(config, "[" + choice("kind", R"(["Animal","Cat"])").substr(1) + "]").shown("leaf"));
    CHECK_FALSE(Page(config, "[" + choice("kind", R"(["Cat","Small"])").substr(1) + "]").shown("leaf"));
}

TEST_CASE("perRegion controls ask the region they belong to") {
    const std::string config = std::string(boxes) +
                               R"(<Choices name="type" toName="img" perRegion="true"><Choice value="Vehicle"/></Choices>
        <Choices name="make" toName="img" perRegion="true" visibleWhen="region-selected" whenTagName="type"
            whenChoiceValue="Vehicle"/>
        <Choices name="car" toName="img" perRegion="true" whenTagName="bbox" whenLabelValue="Car"/>
        <TextArea name="bare" toName="img" perRegion="true" whenTagName="plain"/>)";
    Page page(config, result(choice("type", R"("Vehicle")", "car")));
    CHECK_FALSE(page.shown("type"));
    CHECK(page.shown("type", "car"));
    CHECK(page.shown("make", "car"));
    CHECK_FALSE(page.shown("make", "ab"));
    CHECK_FALSE(page.shown("make"));
    CHECK(page.saved("make", "car"));
    CHECK_FALSE(page.saved("make", "ab"));
    CHECK(page.shown("car", "car"));
    CHECK_FALSE(page.shown("car", "ab"));
    CHECK(page.saved("car", "car"));
    CHECK_FALSE(page.saved("car", "ab"));
    CHECK(page.shown("bare", "bare"));
    CHECK_FALSE(page.shown("bare", "car"));
    CHECK_FALSE(page.saved("bare", "car"));
}

TEST_CASE("a single choice may be shown for one label only") {
    Page page(std::string(boxes) + R"(<Choices name="type" toName="img" perRegion="true">
        <Choice value="Vehicle" whenLabelName="bbox" whenLabelValue="Car"/><Choice value="Other"/></Choices>)",
              result());
    const auto& choices = page.tree->by_name("type")->children;
    page.input.selected_region = "car";
    CHECK(visible_nodes(page.input)[choices[0]]);
    page.input.selected_region = "bare";
    CHECK_FALSE(visible_nodes(page.input)[choices[0]]);
    CHECK(visible_nodes(page.input)[choices[1]]);
}

TEST_CASE("a tag that is not built hides nothing, a name of no tag does, and neither loses results") {
    Page page(R"(<Filter name="filter" toName="img" minWidth="100"/>
        <Rectangle name="filtered" toName="img" whenTagName="filter" whenTagValue="true"/>
        <TextArea name="lost" toName="img" visibleWhen="choice-selected" whenTagName="nowhere"/>)",
              "[]");
    CHECK(page.shown("filtered"));
    CHECK_FALSE(page.shown("lost"));
    CHECK(page.saved("lost"));
}

TEST_CASE("the labels of a region come in config order from all of its label containers") {
    Page page(
        R"(<Labels name="second" toName="img"/><Labels name="first" toName="img"/><Rectangle name="plain" toName="img"/>)",
        R"([{"id":"r","from_name":"first","to_name":"img","type":"labels","value":{"x":1,"y":1,"width":2,"height":2,"rotation":0,"labels":["b"]}},
                  {"id":"r","from_name":"second","to_name":"img","type":"labels","value":{"x":1,"y":1,"width":2,"height":2,"rotation":0,"labels":["a","c"]}}])");
    CHECK(region_labels(*page.tree, *page.document.region("r")) == std::vector<std::string>{"a", "c", "b"});
}
