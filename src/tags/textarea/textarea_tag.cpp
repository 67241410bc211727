// TextArea: texts typed by a person, for the whole task or for each region. The value is a list, one string a submission.
#include "layout/cell_flow.hpp"
#include "layout/text_lines.hpp"
#include "tagkit/tag_type.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double line_px = 20;
constexpr double input_padding_px = 8;
constexpr double entry_gap_px = 4;
constexpr double entry_frame_px = 64; ///< of an entry's width: its frame, its scroll bar and the button behind it

class TextAreaControl final : public ControlHooks {
public:
    Result<Unit> validate(const TagNode& node, const Json& value) const override {
        if (!value.is_array() || value.empty())
            return fail(say("textarea-type"));
        for (std::size_t i = 0; i < value.size(); ++i)
            if (!value[i].is_string())
                return fail(say("textarea-type.text"), {.pointer = "/" + std::to_string(i)});
        if (const double most = node.number("maxsubmissions"); most > 0 && double(value.size()) > most)
            return fail(say("textarea-many"));
        return Unit{};
    }
    std::string describe(const Json& value) const override {
        if (!value.is_array() || value.empty() || !value.front().is_string())
            return {};
        const std::string& first = value.front().get_ref<const std::string&>();
        return value.size() == 1 ? first : first + " (+" + std::to_string(value.size() - 1) + ")";
    }
};

/// Cells: the input first (empty once maxSubmissions is reached), then one entry for each text.
class TextAreaBox final : public BoxHooks {
public:
    Size measure(const BoxContext& context, double width_px) const override {
        return {width_px, cells_size(cells(context, width_px)).h + chip_gap_px};
    }

    std::vector<Rect> cells(const BoxContext& context, double width_px) const override {
        if (context.node == nullptr)
            return {};
        const bool list = context.value != nullptr && context.value->is_array();
        const double most = context.node->number("maxsubmissions");
        const bool full = most > 0 && list && double(context.value->size()) >= most;
        const double rows = std::clamp(context.node->number("rows"), 1.0, 30.0);
        std::vector<Rect> out{full ? Rect{} : Rect{0, 0, width_px, rows * line_px + 2 * input_padding_px}};
        double y = full ? 0 : out.front().bottom() + entry_gap_px;
        for (std::size_t i = 0; list && i < context.value->size(); ++i) {
            const Json& text = (*context.value)[i];
            double height_px = line_px;
            if (context.shaper != nullptr && text.is_string())
                height_px =
                    std::max(line_px, measure_text(*context.shaper, text.get_ref<const std::string&>(),
                                                   {.size_px = cell_text_px}, std::max(20.0, width_px - entry_frame_px))
                                          .h);
            out.push_back({0, y, width_px, height_px + 2 * input_padding_px});
            y = out.back().bottom() + entry_gap_px;
        }
        return out;
    }
};

} // namespace

std::vector<const TagType*> textarea_tags() {
    static const TextAreaControl control;
    static const TextAreaBox box;
    static const TagType textarea{
        .name = "TextArea",
        .kind = TagKind::control,
        .attributes = attributes(
            {{
                 {.name = "name", .type = AttributeType::name, .help = "Name written to results.", .required = true},
                 {.name = "toName",
                  .type = AttributeType::name_list,
                  .help = "Object the text is about.",
                  .required = true},
                 {.name = "value", .type = AttributeType::value, .help = "Text the input starts with."},
                 {.name = "label", .help = "Label beside the input."},
                 {.name = "placeholder", .help = "Shown while the input is empty."},
                 {.name = "maxSubmissions", .type = AttributeType::integer, .help = "How many texts may be given."},
                 {.name = "editable",
                  .type = AttributeType::boolean,
                  .fallback = "false",
                  .help = "Given texts may be changed."},
                 {.name = "transcription",
                  .type = AttributeType::boolean,
                  .fallback = "false",
                  .help = "Texts are transcriptions of the regions."},
                 {.name = "skipDuplicates",
                  .type = AttributeType::boolean,
                  .fallback = "false",
                  .help = "A text already given is not taken again."},
                 {.name = "displayMode",
                  .type = AttributeType::choice,
                  .fallback = "tag",
                  .help = "In its own box, or in the list of regions.",
                  .choices = {"tag", "region-list"}},
                 {.name = "rows",
                  .type = AttributeType::integer,
                  .fallback = "1",
                  .help = "Lines of the input; with one, Enter gives the text."},
                 {.name = "showSubmitButton",
                  .type = AttributeType::boolean,
                  .help = "Shows a button beside the input."},
             },
             per_region_attributes(),
             visibility_attributes()}),
        .children = {"Shortcut"},
        .labels = {"*"},
        .result_type = "textarea",
        .control = &control,
        .box = &box,
    };
    return {&textarea};
}

} // namespace tw
