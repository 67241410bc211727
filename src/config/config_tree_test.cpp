#include "config/config_tree.hpp"

#include "support/few_tags.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

const TagRegistry& registry() {
    static const TagRegistry tags(test::few_tags());
    return tags;
}

struct Parsed {
    Diagnostics diagnostics;
    std::shared_ptr<const ConfigTree> tree;
    explicit Parsed(std::string_view xml) : tree(ConfigTree::parse(xml, registry(), diagnostics, "c.xml")) {}
    [[nodiscard]] std::string said() const { return to_text(diagnostics); }
};

/// Diagnostics of a config whose only fault is in `part`.
std::string said(std::string_view part) {
    return Parsed("<View>\n<Image name=\"img\" value=\"$image\"/>\n" + std::string(part) + "\n</View>").said();
}

constexpr const char* two_labels = R"(<Label value="A"/><Label value="B"/>)";

} // namespace

TEST_CASE("a config becomes a typed tree") {
    const Parsed parsed(R"(<view><IMAGE Name="img" value="$image"/>
<RectangleLabels name="box" toName="img" ChoicE="multiple"><Label value="Car" alias="c"/><Label value="Bus"/></RectangleLabels>
<Choices name="kind" toName="img"><Choice value="x"/></Choices></view>)");
    CHECK(parsed.said() == "");
    const ConfigTree& tree = *parsed.tree;
    CHECK(dump(tree) == R"(view
  IMAGE img value="$image"
  RectangleLabels box -> img ChoicE="multiple"
    Label alias="c" value="Car"
    Label value="Bus"
  Choices kind -> img
    Choice value="x"
)");
    CHECK(tree.by_name("box")->type->name == "RectangleLabels");
    CHECK(tree.by_name("box")->get("choice") == "multiple");
    CHECK(tree.by_name("nobody") == nullptr);
    CHECK(tree.objects().size() == 1);
    CHECK(tree.controls().size() == 2);
    CHECK(tree.controls_of("img").size() == 2);
    CHECK(tree.controls_of("nobody").empty());
    const auto labels = tree.descendants(tree.by_name("box")->id, TagKind::child);
    REQUIRE(labels.size() == 2);
    CHECK(written_value(*labels[0]) == "c");
    CHECK(written_value(*labels[1]) == "Bus");
    CHECK(tree.data_fields() == std::vector<std::string>{"image"});
    CHECK(tree.by_name("box")->where.line == 2);
}

TEST_CASE("a fragment and a root that is no View are wrapped") {
    const Parsed two("<Image name='img' value='$i'/>\n<Rectangle name='r' toName='img'/>");
    CHECK(two.tree->root().tag == "View");
    CHECK(two.tree->root().children.size() == 2);
    CHECK(two.said() == "c.xml:1:1: info: The config is a fragment without one <View> around it; it is read as if it "
                        "had one. [root-added]\n");
    const Parsed one("<Image name='img' value='$i'/>");
    CHECK(dump(*one.tree) == "View\n  Image img value=\"$i\"\n");
}

TEST_CASE("what is no XML gives an empty View and the place") {
    for (const char* xml : {"", "   ", "<!-- nothing -->", "<View><Image></View>", "<View", "\xff<View/>", "plain"}) {
        CAPTURE(xml);
        const Parsed parsed(xml);
        CHECK(dump(*parsed.tree) == "View\n");
        REQUIRE(parsed.diagnostics.items().size() == 1);
        CHECK(parsed.diagnostics.has_errors());
        CHECK(parsed.diagnostics.items()[0].error.where.line == 1);
    }
}

TEST_CASE("unknown tags stay in the tree and are named") {
    CHECK(said("<PolygonLabels name='p' toName='img'><Label value='x'/></PolygonLabels>") ==
          "c.xml:3:1: warning: <PolygonLabels> is not built in this version; the rest of the config works. "
          "[tag-not-built]\n");
    CHECK(said("<RectangelLabels name='p' toName='img'/>") ==
          "c.xml:3:1: warning: <RectangelLabels> is no tag of the config language; did you mean <RectangleLabels>? "
          "[unknown-tag]\n");
    CHECK(said("<Marquee/>") == "c.xml:3:1: warning: <Marquee> is no tag of the config language. [unknown-tag]\n");
    const Parsed parsed("<View><Image name='i' value='$i'/><Blink><Choices name='c' toName='i'><Choice value='x'/>"
                        "</Choices></Blink></View>");
    CHECK(parsed.tree->by_name("c") != nullptr);
    CHECK(dump(*parsed.tree).find("  Blink?\n    Choices c -> i\n") != std::string::npos);
}

TEST_CASE("a toName to nowhere is bound to the only tag it fits") {
    const Parsed bound("<View><Image name='img' value='$i'/><Text name='t' value='$t'/>"
                       "<RectangleLabels name='r' toName='picture'><Label value='x'/></RectangleLabels></View>");
    CHECK(bound.tree->by_name("r")->to_names == std::vector<std::string>{"img"});
    CHECK(bound.tree->controls_of("img").size() == 1);
    CHECK(bound.said() ==
          "c.xml:1:90: warning: <RectangleLabels> points to \"picture\", which is no tag's name; it is bound to "
          "\"img\", the only tag it fits: write toName=\"img\". [dangling-toname]\n");

    const Parsed open("<View><Image name='img' value='$i'/><Text name='t' value='$t'/>"
                      "<TextArea name='r' toName='picture'/></View>");
    CHECK(open.tree->by_name("r")->to_names == std::vector<std::string>{"picture"});
    CHECK(open.said() == "c.xml:1:83: error: <TextArea> points to \"picture\", which is no tag's name; it fits "
                         "\"img\", \"t\". [dangling-toname]\n");
    CHECK(said("<TextArea name='t'/>") ==
          "c.xml:3:1: warning: <TextArea> has no toName; it is bound to \"img\", the only tag it fits: write "
          "toName=\"img\". [missing-toname]\n");
}

TEST_CASE("a control may only point to what it can label") {
    const Parsed text("<View><Text name='t' value='$t'/><Rectangle name='r' toName='t'/></View>");
    CHECK(text.said() == "c.xml:1:54: error: <Rectangle> cannot label <Text>; it labels Image. [cannot-label]\n");
    CHECK(said("<Rectangle name='r' toName='img'/><TextArea name='t' toName='r'/>") ==
          "c.xml:3:54: error: <TextArea> points to <Rectangle> \"r\", which shows no data. [toname-not-object]\n");
    // Nothing is said about a tag that is not built.
    const Parsed audio("<View><Audio name='a' value='$a'/><Choices name='c' toName='a' value='$x'/></View>");
    CHECK(audio.said().find("error") == std::string::npos);
}

TEST_CASE("a config without data offers the tag that is missing") {
    const Parsed boxes("<View><RectangleLabels name='r' toName='photo'><Label value='x'/></RectangleLabels></View>");
    CHECK(boxes.said() == "c.xml:1:1: error: No tag shows data to label. Add one, for instance <Image name=\"photo\" "
                          "value=\"$photo\"/>. [no-object]\n");
    const Parsed choices("<View><Choices name='c' toName='image' value='$x'/></View>");
    CHECK(choices.said().find("<Image name=\"image\" value=\"$image\"/>") != std::string::npos);
    CHECK(Parsed("<View/>").said().find("<Text name=\"text\" value=\"$text\"/>") != std::string::npos);
}

TEST_CASE("names are there and are given once") {
    CHECK(said("<Rectangle name='img' toName='img'/>") ==
          "c.xml:3:12: error: <Rectangle> has the name \"img\", which line 2 already gave to <Image>. "
          "[duplicate-name]\n");
    CHECK(said("<Rectangle toName='img'/>") ==
          "c.xml:3:1: error: <Rectangle> has no name; its results are saved under it. [missing-name]\n");
    CHECK(said("<Rectangle name=' ' toName='img'/>").find("[missing-name]") != std::string::npos);
    CHECK(said("<Text name='t'/>") == "c.xml:3:1: error: <Text> has no value. [missing-value]\n");
    CHECK(said("<Image name='many' valueList='$images'/>").find("error") == std::string::npos);
    CHECK(said("<Header/>") == "c.xml:3:1: error: <Header> has no value. [missing-value]\n");
}

TEST_CASE("attribute values are checked by their type") {
    const auto labels = [](std::string_view attributes, std::string_view label = "value='A'") {
        return said("<RectangleLabels name='r' toName='img' " + std::string(attributes) + "><Label " +
                    std::string(label) + "/></RectangleLabels>");
    };
    CHECK(labels("choice='many'") == "c.xml:3:40: warning: choice=\"many\" is not understood: it is one of single, "
                                     "multiple. single is used. [bad-value]\n");
    CHECK(labels("showInline='perhaps'").find("it is true or false. true is used.") != std::string::npos);
    CHECK(labels("maxUsages='1.5'").find("it is a whole number.") != std::string::npos);
    CHECK(labels("", "value='A' background='greenish'").find("it is a colour such as") != std::string::npos);
    CHECK(labels("", "value='A' hotkey='ctrl+'").find("it is a key or a combination") != std::string::npos);
    CHECK(said("<Rectangle name='r' toName='img' strokeWidth='thick'/>").find("it is a number. 1 is used.") !=
          std::string::npos);
    CHECK(labels("maxUsages='$n' choice='MULTIPLE' showInline='False'", "value='A' background='#F00'") == "");
}

TEST_CASE("unknown attributes are infos, conditions are known everywhere") {
    CHECK(said("<Rectangle name='r' toName='img' strokewith='2'/>") ==
          "c.xml:3:34: info: <Rectangle> has no attribute strokewith; did you mean strokeWidth? "
          "[unknown-attribute]\n");
    CHECK(said("<Rectangle name='r' toName='img' sparkle='2'/>").find("sparkle; it is ignored.") != std::string::npos);
    CHECK(said("<Rectangle name='r' toName='img' whenTagName='img' whenLabelValue='x'/>") == "");
    CHECK(said("<Rectangle name='r' toName='img' whenTagName='gone'/>") ==
          "c.xml:3:34: warning: whenTagName names \"gone\", which is no tag's name: the condition never holds. "
          "[dangling-condition]\n");
    CHECK(said("<Rectangle name='r' Name='s' toName='img'/>").find("[duplicate-attribute]") != std::string::npos);
    CHECK(said("<Header value='x'>words</Header>").find("[stray-text]") != std::string::npos);
}

TEST_CASE("children are checked: missing, misplaced, twice the same") {
    CHECK(said("<Choices name='c' toName='img'/>") ==
          "c.xml:3:1: info: <Choices> holds no <Choice> and has no value that lists some. [no-children]\n");
    CHECK(said("<Choices name='c' toName='img' value='$list'/>") == "");
    CHECK(said("<Choice value='x'/>") ==
          "c.xml:3:1: warning: <Choice> has no meaning inside <View>. [misplaced-tag]\n");
    CHECK(said("<Choices name='c' toName='img'><Label value='x'/></Choices>").find("[misplaced-tag]") !=
          std::string::npos);
    CHECK(said("<Choices name='c' toName='img'><View><Choice value='x'/></View></Choices>") == "");
    CHECK(said("<Choices name='c' toName='img'><Choice value='x'/><View><Choice value='x'/></View></Choices>")
              .find("the value \"x\" a second time") != std::string::npos);
    CHECK(said("<Choices name='c' toName='img'><Choice value='x'/><Choice value='y' alias='x'/></Choices>")
              .find("[duplicate-value]") != std::string::npos);
    CHECK(said("<Choices name='c' toName='img'><Choice value='a'><Choice value='x'/></Choice><Choice value='b'>"
               "<Choice value='x'/></Choice></Choices>") == "");
}

TEST_CASE("one hotkey for two tags is a warning at the second") {
    CHECK(said("<Choices name='c' toName='img'><Choice value='x' hotkey='q,ctrl+1'/><Choice value='y' hotkey='Q'/>"
               "</Choices>") ==
          "c.xml:3:87: warning: The hotkey q is already taken by <Choice> at line 3. [hotkey-clash]\n");
}

TEST_CASE("diagnostics come in the order of the text, also as JSON") {
    const Parsed parsed("<View><Rectangle toName='img' x='1'/>\n<Image name='img' value='$i'/><Blink/></View>");
    const Json json = to_json(parsed.diagnostics);
    REQUIRE(json["diagnostics"].size() == 3);
    CHECK(json["diagnostics"][0] == Json::parse(R"({"severity": "error", "code": "missing-name",
        "message": "<Rectangle> has no name; its results are saved under it.", "file": "c.xml", "line": 1, "column": 7,
        "pointer": "/View/Rectangle[1]"})"));
    CHECK(json["diagnostics"][1]["pointer"] == "/View/Rectangle[1]/@x");
    CHECK(json["diagnostics"][2]["line"] == 2);
}

TEST_CASE("binding appends children from the task and resolves what labels say") {
    const Parsed parsed(
        "<View><Text name='t' value='$t'/><Labels name='l' toName='t' value='$labels'><Label "
        "value='$first'/><Label value='$100'/></Labels><Choices name='c' toName='t' value='$tree'/></View>");
    const Json data =
        Json::parse(R"({"t": "x", "first": "One", "labels": [{"value": "Two", "Background": "red", "n": 3}, "Three"],
        "tree": [{"value": "a", "children": [{"value": "b"}, {"value": "b"}]}, {"alias": "no value"}, [1]]})");
    Diagnostics diagnostics;
    const auto bound = parsed.tree->bind(data, registry(), diagnostics);
    CHECK(dump(*bound) == R"(View
  Text t value="$t"
  Labels l -> t value="$labels"
    Label hotkey="1" value="One"
    Label hotkey="2" value="$100"
    Label* Background="red" hotkey="3" n="3" value="Two"
    Label* hotkey="4" value="Three"
  Choices c -> t value="$tree"
    Choice* hotkey="5" value="a"
      Choice* hotkey="6" value="b"
      Choice* hotkey="7" value="b"
)");
    CHECK(diagnostics.count(Severity::warning) == 3);
    CHECK(to_text(diagnostics).find("An item of the task's list has no value") != std::string::npos);
    CHECK(to_text(diagnostics).find("[duplicate-value]") != std::string::npos);
    for (const TagNode& node : bound->nodes()) {
        CHECK(&bound->node(node.id) == &node);
        CHECK((node.parent == no_node || node.parent < node.id));
    }
}

TEST_CASE("binding to data that does not fit says so and goes on") {
    const Parsed parsed("<View><Text name='t' value='$t'/><Labels name='l' toName='t' value='$labels'>"
                        "<Label value='A'/></Labels></View>");
    for (const char* data : {"{}", R"({"labels": "A"})", R"({"labels": 5})", "[]", "null", "7"}) {
        CAPTURE(data);
        Diagnostics diagnostics;
        const auto bound = parsed.tree->bind(Json::parse(data), registry(), diagnostics);
        CHECK(bound->nodes().size() == parsed.tree->nodes().size());
        CHECK(to_text(diagnostics).find("[bad-dynamic-children]") != std::string::npos);
    }
    Json deep = {{"value", "leaf"}};
    for (int i = 0; i < 500; ++i)
        deep = {{"value", "level"}, {"children", Json::array({deep})}};
    Diagnostics diagnostics;
    const auto bound = parsed.tree->bind({{"labels", Json::array({deep})}}, registry(), diagnostics);
    CHECK(bound->nodes().size() < 100);
    CHECK(to_text(diagnostics).find("[dynamic-depth]") != std::string::npos);
}

TEST_CASE("hotkeys go in order past those that are taken, and not to tags that are not built") {
    const Parsed parsed("<View><Text name='t' value='$t'/><PolygonLabels name='p' toName='t'><Label value='P'/>"
                        "</PolygonLabels><Labels name='l' toName='t'><Label value='A'/><Label value='B' hotkey='1, Q'/>"
                        "<Label value='C'/></Labels></View>");
    Diagnostics diagnostics;
    const auto bound = parsed.tree->bind(Json::object(), registry(), diagnostics);
    std::string keys;
    for (const TagNode& node : bound->nodes()) {
        if (node.type != nullptr && node.type->kind == TagKind::child)
            keys += std::string(node.get("value")) + ':' + std::string(node.get("hotkey")) + ' ';
    }
    CHECK(keys == "P: A:2 B:1, Q C:3 ");
}

TEST_CASE("more labels than keys leaves the rest without") {
    std::string xml = "<View><Text name='t' value='$t'/><Labels name='l' toName='t'>";
    for (int i = 0; i < 40; ++i)
        xml += "<Label value='" + std::to_string(i) + "'/>";
    Diagnostics diagnostics;
    const auto bound = Parsed(xml + "</Labels></View>").tree->bind(Json::object(), registry(), diagnostics);
    std::string keys;
    for (const TagNode* label : bound->descendants(bound->by_name("l")->id, TagKind::child))
        keys += label->get("hotkey");
    CHECK(keys == "1234567890qwetasdfgzxcvbyiopjklnm");
}

TEST_CASE("five thousand labels are one tree like any other") {
    Json labels = Json::array();
    for (int i = 0; i < 5'000; ++i)
        labels.push_back({{"value", "label " + std::to_string(i)}});
    const Parsed parsed("<View><Text name='t' value='$t'/><Labels name='l' toName='t' value='$labels'/></View>");
    Diagnostics diagnostics;
    const auto bound = parsed.tree->bind({{"labels", labels}}, registry(), diagnostics);
    CHECK(bound->descendants(bound->by_name("l")->id, TagKind::child).size() == 5'000);
    CHECK(diagnostics.empty());
}
