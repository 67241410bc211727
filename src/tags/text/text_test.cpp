#include "tagkit/tag_type.hpp"
#include "tags/text/text_model.hpp"
#include "tags/text/text_shape.hpp"
#include "tags/text/text_units.hpp"

#include "support/fixed_shaper.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace tw {
std::vector<const TagType*> text_tags();
}

namespace {

std::string unit(std::string_view all, std::uint32_t offset, std::string_view granularity) {
    const TextOffsets offsets(all);
    const auto [from, to] = text::unit_around(all, offsets, offset, granularity);
    return utf16_slice(all, from, to);
}

TagNode text_node(std::map<std::string, std::string> attributes = {}) {
    TagNode node;
    node.type = text_tags().front();
    node.tag = "Text";
    node.name = "text";
    for (auto& [name, value] : attributes)
        node.attributes[name] = {value, name, {}};
    return node;
}

std::unique_ptr<ObjectModel> model_of(const Json& value, std::map<std::string, std::string> attributes = {}) {
    static test::FixedShaper shaper;
    auto model = text_tags().front()->object->make_model(text_node(std::move(attributes)), value, {&shaper, nullptr});
    model->set_width(160); // twenty narrow characters
    return model;
}

} // namespace

TEST_CASE("words are runs of one kind of character") {
    constexpr std::string_view line = "Don't stop: 3.5 kg, e-mail";
    CHECK(unit(line, 0, "word") == "Don't");
    CHECK(unit(line, 3, "word") == "Don't");
    CHECK(unit(line, 5, "word") == " ");
    CHECK(unit(line, 10, "word") == ":");
    CHECK(unit(line, 13, "word") == "3.5");
    CHECK(unit(line, 21, "word") == "-");
    CHECK(unit("我爱北京ですabc", 1, "word") == "我爱北京");
    CHECK(unit("我爱北京ですabc", 4, "word") == "です");
    CHECK(unit("我爱北京ですabc", 8, "word") == "abc");
    CHECK(unit("naïve Ünï", 6, "word") == "Ünï");
    CHECK(unit("a😀b", 1, "symbol") == "😀");
    CHECK(unit("", 0, "word").empty());
}

TEST_CASE("sentences end at their marks, paragraphs at newlines") {
    constexpr std::string_view two = "One 1.5 yes. Two?\r\n三。四！五";
    CHECK(unit(two, 2, "sentence") == "One 1.5 yes.");
    CHECK(unit(two, 14, "sentence") == " Two?");
    CHECK(unit(two, 19, "sentence") == "三。");
    CHECK(unit(two, 21, "sentence") == "四！");
    CHECK(unit(two, 23, "sentence") == "五");
    CHECK(unit(two, 3, "paragraph") == "One 1.5 yes. Two?");
    CHECK(unit(two, 20, "paragraph") == "三。四！五");
}

TEST_CASE("a selection is trimmed, then snapped to its granularity") {
    const auto model = model_of("alpha beta  gamma");
    CHECK(model->span_shape(4, 12, "symbol") == Json{{"start", 4}, {"end", 10}, {"text", "a beta"}});
    CHECK(model->span_shape(3, 7, "word") == Json{{"start", 0}, {"end", 10}, {"text", "alpha beta"}});
    CHECK(model->span_shape(0, 5, "word") == Json{{"start", 0}, {"end", 5}, {"text", "alpha"}});
    CHECK(model->span_shape(10, 12, "symbol").is_null());
    CHECK(model->span_shape(12, 900, "symbol") == Json{{"start", 12}, {"end", 17}, {"text", "gamma"}});
    CHECK(model_of("ab", {{"savetextresult", "no"}})->span_shape(0, 2, "symbol") == Json{{"start", 0}, {"end", 2}});
}

TEST_CASE("offsets count UTF-16 units of the source") {
    const auto model = model_of("a😀\r\nb");
    CHECK(model->span_shape(1, 3, "symbol")["text"] == "😀");
    CHECK(model->span_shape(5, 6, "symbol")["text"] == "b");
    CHECK(model->slice(0, 1) == "a");
}

TEST_CASE("base64 texts are decoded as their attribute says") {
    CHECK(model_of("aGVsbG8=", {{"encoding", "base64"}})->text() == "hello");
    CHECK(model_of("6Q==", {{"encoding", "base64"}})->text() == "é");
    CHECK(model_of("5L2g5aW9", {{"encoding", "base64unicode"}})->text() == "你好");
    const auto broken = model_of("%%%", {{"encoding", "base64"}});
    CHECK(broken->status() == ObjectModel::Status::failed);
    CHECK(broken->error().code == "text-encoding");
}

TEST_CASE("what is no text fails with a reason and lays out as nothing") {
    CHECK(model_of(nullptr)->error().code == "data-missing");
    CHECK(model_of(Json::array({1}))->error().code == "text-type");
    CHECK(model_of("x", {{"valuetype", "url"}})->error().code == "text-url");
    CHECK(model_of(42)->text() == "42");
    CHECK(model_of("")->status() == ObjectModel::Status::ready);
    CHECK(model_of(nullptr)->content_size().h == 0);
}

TEST_CASE("a span is drawn line by line with underlines, end bars and its label") {
    const auto model = model_of("one two three four five six");
    DisplayList list;
    ShapeStyle style;
    style.color = {255, 0, 0, 255};
    style.tag_text = "Person";
    text::span_hooks().draw({{"start", 4}, {"end", 22}}, *model, style, list);
    std::size_t fills = 0;
    for (const Primitive& item : list.items)
        fills += item.kind == PrimitiveKind::fill ? 1U : 0U;
    CHECK(fills == 2 * 2 + 2); // two lines, each with an underline, and two bars
    CHECK(list.items.back().kind == PrimitiveKind::tag);
    CHECK(list.strings == std::vector<std::string>{"Person"});
    CHECK(text::span_hooks().hit({{"start", 4}, {"end", 7}}, *model, {4 * 8 + 1, 10}, 0));
    CHECK_FALSE(text::span_hooks().hit({{"start", 4}, {"end", 7}}, *model, {4 * 8 - 1, 10}, 0));
}

TEST_CASE("the ends of a span are dragged and never cross") {
    const auto model = model_of("alpha beta gamma");
    const Json span{{"start", 6}, {"end", 10}, {"text", "beta"}};
    CHECK(text::span_hooks().handle_moved(span, *model, 1, {8 * 16, 10}, {}) ==
          Json{{"start", 6}, {"end", 16}, {"text", "beta gamma"}});
    CHECK(text::span_hooks().handle_moved(span, *model, 0, {8 * 50, 10}, {}) ==
          Json{{"start", 9}, {"end", 10}, {"text", "a"}});
    CHECK(text::span_hooks().moved(span, *model, {50, 50}) == span);
}

TEST_CASE("spans with wrong offsets are refused with a pointer") {
    CHECK(text::span_hooks().validate({{"start", 1}, {"end", 1}}));
    CHECK(text::span_hooks().validate({{"start", "1"}, {"end", 2}}).error().where.pointer == "/start");
    CHECK(text::span_hooks().validate({{"start", 3}, {"end", 2}}).error().where.pointer == "/end");
    CHECK(text::span_hooks().validate({{"start", 1.5}, {"end", 2}}).error().code == "shape-invalid");
    CHECK_FALSE(text::span_hooks().validate(Json::array()));
}
