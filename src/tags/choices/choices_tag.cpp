// Choices and Choice: one or several of a given list, for the whole task or for each region.
#include "base/text.hpp"
#include "layout/cell_flow.hpp"
#include "tagkit/label_control.hpp"
#include "tagkit/tag_type.hpp"

#include <algorithm>
#include <map>

namespace tw {
namespace {

constexpr double mark_px = 24; ///< room of a radio or check mark before the text
constexpr double select_height_px = 34;

class ChoicesControl final : public ControlHooks {
public:
    Result<Unit> validate(const TagNode& node, const Json& value) const override {
        if (!value.is_array() || value.empty())
            return fail(say("choices-type"));
        const bool nested = node.flag("allownested");
        for (std::size_t i = 0; i < value.size(); ++i) {
            const bool path = value[i].is_array() && !value[i].empty() &&
                              std::ranges::all_of(value[i], [](const Json& step) { return step.is_string(); });
            if (!value[i].is_string() && !(nested && path))
                return fail(nested ? say("choices-type.path") : say("choices-type.choice"),
                            {.pointer = "/" + std::to_string(i)});
        }
        if (value.size() > 1 && to_lower_ascii(node.get("choice")) != "multiple")
            return fail(say("choices-single"));
        return Unit{};
    }
    std::string describe(const Json& value) const override { return join_values(value); }
};

class ChoicesBox final : public BoxHooks {
public:
    Size measure(const BoxContext& context, double width_px) const override {
        const std::vector<Rect> rects = cells(context, width_px);
        return {width_px, rects.empty() ? 0 : cells_size(rects).h + chip_gap_px};
    }

    std::vector<Rect> cells(const BoxContext& context, double width_px) const override {
        if (context.children == nullptr || context.children->empty() || context.node == nullptr)
            return {};
        const std::string layout = to_lower_ascii(context.node->get("layout"));
        if (layout == "select")
            return {{0, 0, std::min(width_px, 320.0), select_height_px}};
        if (layout == "inline" || context.node->flag("showinline")) {
            std::vector<double> widths_px;
            for (const TagNode* choice : *context.children)
                widths_px.push_back(chip_width_px(context.shaper, cell_text(*choice), choice->get("hotkey"), mark_px));
            return flow_cells(widths_px, width_px);
        }
        std::map<NodeId, int> depth_of;
        std::vector<int> depths;
        for (const TagNode* choice : *context.children) {
            const auto parent = depth_of.find(choice->parent);
            depths.push_back(depth_of[choice->id] = parent == depth_of.end() ? 0 : parent->second + 1);
        }
        return row_cells(depths, width_px);
    }
};

} // namespace

std::vector<const TagType*> choices_tags() {
    static const ChoicesControl control;
    static const ChoicesBox box;
    static const TagType choices{
        .name = "Choices",
        .kind = TagKind::control,
        .attributes = attributes(
            {{
                 {.name = "name", .type = AttributeType::name, .help = "Name written to results.", .required = true},
                 {.name = "toName",
                  .type = AttributeType::name_list,
                  .help = "Object the question is about.",
                  .required = true},
                 {.name = "choice",
                  .type = AttributeType::choice,
                  .fallback = "single",
                  .help = "One choice, one that cannot be taken back, or several.",
                  .choices = {"single", "single-radio", "multiple"}},
                 {.name = "showInline",
                  .type = AttributeType::boolean,
                  .fallback = "false",
                  .help = "Choices in one line that wraps."},
                 {.name = "layout",
                  .type = AttributeType::choice,
                  .fallback = "vertical",
                  .help = "Below each other, in lines, or as a drop-down list.",
                  .choices = {"select", "inline", "vertical"}},
                 {.name = "allowNested",
                  .type = AttributeType::boolean,
                  .fallback = "false",
                  .help = "Choices may hold choices; results then hold paths."},
                 {.name = "value", .type = AttributeType::value, .help = "Task field with a list of further choices."},
             },
             per_region_attributes(),
             visibility_attributes()}),
        .children = {"Choice", "View", "Header"},
        .labels = {"*"},
        .result_type = "choices",
        .control = &control,
        .box = &box,
    };
    static const TagType choice{
        .name = "Choice",
        .kind = TagKind::child,
        .attributes =
            attributes({{
                            {.name = "value",
                             .type = AttributeType::value,
                             .help = "Text of the choice, written to results.",
                             .required = true},
                            {.name = "alias", .help = "Written to results instead of the value."},
                            {.name = "selected",
                             .type = AttributeType::boolean,
                             .fallback = "false",
                             .help = "Chosen until something else is."},
                            {.name = "hotkey", .type = AttributeType::hotkey, .help = "Key that toggles the choice."},
                            {.name = "html", .help = "HTML shown instead of the value."},
                            {.name = "hint", .help = "Shown while the pointer rests on the choice."},
                            {.name = "color", .type = AttributeType::color, .help = "Colour of the choice."},
                            {.name = "style", .type = AttributeType::css, .help = "CSS of the choice."},
                        },
                        visibility_attributes()}),
        .children = {"Choice"},
    };
    return {&choices, &choice};
}

} // namespace tw
