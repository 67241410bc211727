// What every tag owes the others, asked of every tag of this build: a documented schema whose defaults can be read, hooks
// that fit its kind, and results that come back as they were written.
#include "support/test_editor.hpp"

#include "base/number.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace tw;
using namespace tw::test;

namespace {

bool readable(const AttributeSpec& spec) {
    const std::string& value = spec.fallback;
    if (value.empty())
        return true;
    switch (spec.type) {
    case AttributeType::boolean:
        return value == "true" || value == "false";
    case AttributeType::integer:
        return parse_double(value) && value.find('.') == std::string::npos;
    case AttributeType::number:
        return parse_double(value).has_value();
    case AttributeType::color:
        return parse_css_color(value).has_value();
    case AttributeType::choice:
        return std::ranges::find(spec.choices, value) != spec.choices.end();
    default:
        return true;
    }
}

/// The result array taken in again by a fresh session, and its result.
Json again(std::string_view config, const Json& data, const Json& result) {
    EditorOptions options;
    options.result = result;
    TestEditor editor(config, data, options);
    return editor->result();
}

} // namespace

TEST_CASE("every tag documents its attributes, and their defaults can be read") {
    std::set<std::string> names;
    for (const TagType* tag : all_tags()) {
        CAPTURE(tag->name);
        CHECK(names.insert(to_lower_ascii(tag->name)).second);
        for (const std::string& alias : tag->aliases)
            CHECK(names.insert(to_lower_ascii(alias)).second);
        std::set<std::string> attributes;
        for (const AttributeSpec& spec : tag->attributes) {
            CAPTURE(spec.name);
            CHECK(attributes.insert(to_lower_ascii(spec.name)).second);
            CHECK(spec.help.ends_with('.'));
            CHECK(readable(spec));
            CHECK((spec.type == AttributeType::choice) == !spec.choices.empty());
            CHECK(tag->attribute(to_lower_ascii(spec.name)) == &spec);
        }
    }
}

TEST_CASE("hooks fit the kind of their tag") {
    const TagRegistry registry(all_tags());
    for (const TagType* tag : all_tags()) {
        CAPTURE(tag->name);
        CHECK(registry.find(to_lower_ascii(tag->name)) == tag);
        const bool control = tag->kind == TagKind::control;
        CHECK((tag->object != nullptr) == (tag->kind == TagKind::object));
        CHECK((!tag->result_type.empty()) == control);
        CHECK((!tag->labels.empty()) == control);
        if (tag->draws_regions) {
            CHECK(tag->shape != nullptr);
            CHECK_FALSE(tag->tool.empty());
            CHECK_FALSE(tag->tool_hotkey.empty());
        }
        if (control && !tag->draws_regions)
            CHECK(tag->control != nullptr);
        if (tag->label_container)
            CHECK(std::ranges::find(tag->children, "Label") != tag->children.end());
        if (control) {
            CHECK(registry.by_result_type(tag->result_type) == tag);
            CHECK(std::ranges::any_of(tag->attributes,
                                      [](const AttributeSpec& s) { return s.name == "toName" && s.required; }));
        }
        if (control || tag->kind == TagKind::object)
            CHECK(std::ranges::any_of(tag->attributes,
                                      [](const AttributeSpec& s) { return s.name == "name" && s.required; }));
    }
}

TEST_CASE("hooks answer anything without failing") {
    for (const TagType* tag : all_tags()) {
        CAPTURE(tag->name);
        TagNode node;
        node.type = tag;
        node.tag = tag->name;
        for (const Json& odd : {Json{}, Json(1), Json("x"), Json::array(), Json::object(), Json::array({1, nullptr}),
                                Json{{"x", "1"}, {"start", -1}}}) {
            if (tag->control != nullptr) {
                (void)tag->control->describe(odd);
                CHECK((!tag->control->validate(node, odd) || odd.is_array()));
            }
            if (tag->object == nullptr)
                continue;
            const auto model = tag->object->make_model(node, odd, {});
            REQUIRE(model != nullptr);
            CHECK(tag->object->result_extras(*model).is_object());
            if (tag->shape == nullptr)
                continue;
            DisplayList list;
            tag->shape->draw(odd, *model, {}, list);
            (void)tag->shape->bounds(odd, *model);
            (void)tag->shape->handles(odd, *model, nullptr);
            (void)tag->shape->describe(odd, *model);
            CHECK(same_json(tag->shape->moved(odd, *model, {1, 1}), odd));
            CHECK_FALSE(tag->shape->validate(odd));
        }
        if (tag->box != nullptr) {
            BoxContext context;
            context.node = &node;
            const Size size = tag->box->measure(context, 100);
            CHECK(size.w >= 0);
            CHECK(size.h >= 0);
            (void)tag->box->cells(context, 0);
        }
    }
}

TEST_CASE("what is drawn or set comes back as it was saved") {
    constexpr std::string_view config = R"(<View>
      <Image name="img" value="$image"/><Text name="text" value="$text"/>
      <RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
      <Rectangle name="rect" toName="img"/><Labels name="lab" toName="img"><Label value="Sign"/></Labels>
      <Labels name="ner" toName="text" choice="multiple"><Label value="PER"/><Label value="LOC" alias="loc"/></Labels>
      <Choices name="mood" toName="text" choice="multiple"><Choice value="Good"/><Choice value="Bad"/></Choices>
      <Choices name="tone" toName="text" allowNested="true"><Choice value="A"><Choice value="B"/></Choice></Choices>
      <TextArea name="note" toName="text"/>
      <TextArea name="plate" toName="img" perRegion="true"/></View>)";
    const Json data{{"image", "a.png"}, {"text", "We met 你好 in Athens."}};
    TestEditor editor(config, data);
    editor.choose("Car");
    editor.drag({20.3, 10.7}, {61.9, 33.3});
    editor.run("textarea:set", {{"control", "plate"}, {"texts", {"AB 12"}}});
    editor.key("escape");
    editor.choose("Car");
    editor.choose("Sign");
    editor.drag({100, 50}, {140, 70});
    editor.on("text");
    editor.choose("PER");
    editor.choose("LOC");
    editor.select_text(7, 9);
    editor.run("choice:toggle", {{"control", "mood"}, {"value", "Good"}});
    editor.run("choice:toggle", {{"control", "mood"}, {"value", "Bad"}});
    editor.run("choice:toggle", {{"control", "tone"}, {"value", "B"}});
    editor.run("textarea:set", {{"control", "note"}, {"texts", {"one", "二"}}});
    const Json saved = editor->result();
    std::set<std::string> types;
    for (const Json& one : saved)
        types.insert(string_or(one, "type", ""));
    CHECK(types == std::set<std::string>{"choices", "labels", "rectangle", "rectanglelabels", "textarea"});
    CHECK(same_json(again(config, data, saved), saved));
    const auto text = parse_json(dump_json(saved));
    REQUIRE(text);
    CHECK(same_json(again(config, data, *text), saved));
}
