// Text: plain text that flows in the page; spans of it are regions.
#include "tagkit/tag_type.hpp"
#include "tags/text/text_model.hpp"
#include "tags/text/text_shape.hpp"

namespace tw {
namespace {

class TextObject final : public ObjectHooks {
public:
    std::unique_ptr<ObjectModel> make_model(const TagNode& node, const Json& value,
                                            const ObjectServices& services) const override {
        return text::make_text_model(node, value, services);
    }
};

class TextBox final : public BoxHooks {
public:
    Size measure(const BoxContext& context, double width_px) const override {
        constexpr double notice_px = 48;
        const ObjectModel* model = context.object;
        if (model == nullptr || model->status() != ObjectModel::Status::ready)
            return {width_px, notice_px};
        return {width_px, model->height_for(width_px)};
    }
};

} // namespace

std::vector<const TagType*> text_tags() {
    static const TextObject object;
    static const TextBox box;
    static const TagType text{
        .name = "Text",
        .kind = TagKind::object,
        .attributes = attributes(
            {{
                 {.name = "name",
                  .type = AttributeType::name,
                  .help = "Name that controls point to.",
                  .required = true},
                 {.name = "value", .type = AttributeType::value, .help = "Task field with the text.", .required = true},
                 {.name = "valueType",
                  .type = AttributeType::choice,
                  .fallback = "text",
                  .help = "Whether the field holds the text or its address.",
                  .choices = {"text", "url"}},
                 {.name = "saveTextResult",
                  .type = AttributeType::choice,
                  .fallback = "yes",
                  .help = "Whether results repeat the marked text.",
                  .choices = {"yes", "no"}},
                 {.name = "encoding",
                  .type = AttributeType::choice,
                  .fallback = "none",
                  .help = "How the field's text is encoded.",
                  .choices = {"none", "base64", "base64unicode"}},
                 {.name = "selectionEnabled",
                  .type = AttributeType::boolean,
                  .fallback = "true",
                  .help = "Allows marking spans."},
                 {.name = "highlightColor",
                  .type = AttributeType::color,
                  .help = "Colour of spans instead of their label's."},
                 {.name = "showLabels", .type = AttributeType::boolean, .help = "Shows label names at their spans."},
                 {.name = "granularity",
                  .type = AttributeType::choice,
                  .fallback = "symbol",
                  .help = "What a selection snaps to.",
                  .choices = {"symbol", "word", "sentence", "paragraph"}},
             },
             visibility_attributes()}),
        .object = &object,
        .shape = &text::span_hooks(),
        .box = &box,
    };
    return {&text};
}

} // namespace tw
