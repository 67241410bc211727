#include "app/projects/result_usage.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

Task task_with(Json data, Json result) {
    Task task;
    task.data = std::move(data);
    task.annotations.push_back({});
    task.annotations.front().result = std::move(result);
    return task;
}

Json result(const char* id, const char* from, const char* to, const char* type, Json value) {
    return {{"id", id}, {"from_name", from}, {"to_name", to}, {"type", type}, {"value", std::move(value)}};
}

std::shared_ptr<const ConfigTree> parsed(const std::string& config) {
    Diagnostics diagnostics;
    auto tree = ConfigTree::parse(config, TagRegistry(all_tags()), diagnostics);
    CHECK_MESSAGE(!diagnostics.has_errors(), to_text(diagnostics));
    return tree;
}

} // namespace

TEST_CASE("infer_config: boxes with a choice for each, on the field that holds the picture") {
    const Json box = {{"x", 1}, {"y", 2}, {"width", 3}, {"height", 4}, {"rectanglelabels", {"Car & co"}}};
    const std::string config =
        infer_config({task_with({{"name", "A street"}, {"photo", "https://example.org/a.JPG?size=2"}},
                                {result("r1", "box", "img", "rectanglelabels", box),
                                 result("r1", "color", "img", "choices", {{"choices", {"Red"}}}),
                                 result("c1", "scene", "img", "choices", {{"choices", {"Day", "Rain"}}})})});
    CHECK(config ==
          "<View>\n"
          "  <RectangleLabels name=\"box\" toName=\"img\">\n"
          "    <Label value=\"Car &amp; co\"/>\n"
          "  </RectangleLabels>\n"
          "  <Image name=\"img\" value=\"$photo\"/>\n"
          "  <Choices name=\"color\" toName=\"img\" perRegion=\"true\" choice=\"single\" showInline=\"true\">\n"
          "    <Choice value=\"Red\"/>\n"
          "  </Choices>\n"
          "  <Choices name=\"scene\" toName=\"img\" choice=\"multiple\" showInline=\"true\">\n"
          "    <Choice value=\"Day\"/>\n"
          "    <Choice value=\"Rain\"/>\n"
          "  </Choices>\n"
          "</View>\n");
    CHECK(parsed(config)->controls().size() == 3);
}

TEST_CASE("infer_config: a span tells its field by its words; predictions and drafts count too") {
    Task task;
    task.data = {{"title", "a much longer title than the text has, and no field that is marked"},
                 {"body", "Li Bai 在长安"}};
    task.predictions.push_back({});
    task.predictions.front().result = Json::array(
        {result("s1", "ner", "t", "labels", {{"start", 7}, {"end", 9}, {"text", "长安"}, {"labels", {"地点"}}})});
    task.drafts = Json::array({{{"result", Json::array({result("n", "note", "t", "textarea", {{"text", {"x"}}})})}}});
    const std::string config = infer_config({task});
    CHECK(config.find("<Text name=\"t\" value=\"$body\"/>") != std::string::npos);
    CHECK(config.find("<Label value=\"地点\"/>") != std::string::npos);
    CHECK(config.find("<TextArea name=\"note\" toName=\"t\"/>") != std::string::npos);
}

TEST_CASE("infer_config: spans of nodes and of seconds are no plain text; nothing gives nothing") {
    const auto config_of = [](Json value, const char* field) {
        return infer_config({task_with({{"d", field}}, {result("s", "l", "d", "labels", std::move(value))})});
    };
    CHECK(config_of({{"start", "/p[1]"}, {"end", "/p[1]"}, {"labels", {"A"}}}, "<p>x</p>").find("<HyperText") !=
          std::string::npos);
    CHECK(
        config_of({{"start", 0.5}, {"end", 1.5}, {"labels", {"A"}}}, "a.wav").find("<Audio name=\"d\" value=\"$d\"") !=
        std::string::npos);
    CHECK(infer_config(std::vector<Task>{}).empty());
    CHECK(infer_config({task_with({{"text", "x"}}, Json::array())}).empty());
    CHECK(infer_config({task_with({{"text", "x"}}, {{{"from_name", 3}}, "odd", nullptr})}).empty());
}

TEST_CASE("orphans: controls and labels in use that a config no longer has") {
    ResultUsage usage;
    usage.add(Json::array({result("a", "box", "img", "rectanglelabels", {{"rectanglelabels", {"Car"}}}),
                           result("b", "box", "img", "rectanglelabels", {{"rectanglelabels", {"Tree", "Car"}}}),
                           result("c", "mood", "img", "choices", {{"choices", {"Good"}}})}));
    const auto lost = [&](const std::string& config) { return orphans(usage, *parsed(config)); };
    const std::string image = "<Image name=\"img\" value=\"$image\"/>";
    const std::string mood = "<Choices name=\"mood\" toName=\"img\"><Choice value=\"Fine\" alias=\"Good\"/></Choices>";
    CHECK(lost("<View>" + image + mood +
               "<RectangleLabels name=\"box\" toName=\"img\"><Label value=\"Car\"/><Label "
               "value=\"Tree\"/></RectangleLabels></View>")
              .empty());
    CHECK(lost("<View>" + image +
               "<RectangleLabels name=\"box\" toName=\"img\"><Label value=\"Car\"/></RectangleLabels></View>") ==
          std::vector<Orphan>{{Orphan::Kind::label, "box", "Tree", 1}, {Orphan::Kind::control, "mood", "", 1}});
    CHECK(lost("<View>" + image + mood +
               "<Choices name=\"box\" toName=\"img\"><Choice value=\"Car\"/></Choices></View>") ==
          std::vector<Orphan>{{Orphan::Kind::type, "box", "rectanglelabels", 2}});
}
