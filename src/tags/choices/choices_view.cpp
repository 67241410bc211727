// Choices: radio or check marks in rows or lines, or a drop-down list.
#include "base/text.hpp"
#include "layout/text_lines.hpp"
#include "ui/tag_view.hpp"
#include "ui/widgets.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double mark_px = 26; ///< a radio or check mark and the gap before its text

std::string shown_text(const TagNode& choice) {
    return std::string(choice.get("value"));
}

/// Results hold a string, or for nested choices the path to it.
bool is_chosen(const Json* value, const std::string& written) {
    if (!value || !value->is_array())
        return false;
    return std::ranges::any_of(*value, [&](const Json& one) {
        const Json& last = one.is_array() && !one.empty() ? one.back() : one;
        return last.is_string() && last.get_ref<const std::string&>() == written;
    });
}

void toggle(const TagPaint& paint, const TagNode& choice) {
    paint.ui.emit("choice:toggle", {{"control", paint.node.name}, {"value", written_value(choice)}});
}

void paint_hotkey(const TagPaint& paint, const Rect& cell, const TagNode& choice) {
    const std::string hotkey = paint.session.hotkey_of(choice);
    if (hotkey.empty())
        return;
    const Theme& theme = *paint.ui.theme;
    const double text_px = measure_text(*paint.ui.shaper, shown_text(choice), theme.body, 1e6).w;
    const double x = cell.x + mark_px + text_px + double(theme.space_2_px);
    if (x < cell.right())
        text(paint.ui, {x, cell.y, cell.right() - x, cell.h}, hotkey, theme.small, theme.text_muted);
}

void paint_select(const TagPaint& paint, const BoxContext& context, const Rect& cell, bool disabled) {
    std::vector<std::string> options;
    int current = -1;
    for (const TagNode* choice : *context.children) {
        if (current < 0 && is_chosen(context.value, written_value(*choice)))
            current = int(options.size());
        options.push_back(shown_text(*choice));
    }
    const std::optional<int> picked =
        select(paint.ui, cell, "choices:" + paint.node.name, paint.node.name, options, current, disabled);
    if (picked && *picked != current && *picked >= 0 && *picked < int(context.children->size()))
        toggle(paint, *(*context.children)[std::size_t(*picked)]);
}

void paint_choices(const TagPaint& paint) {
    const TagNode& node = paint.node;
    const BoxContext context = paint.session.box_context(node);
    if (!context.children || context.children->empty())
        return;
    const bool disabled = paint.ui.readonly || paint.session.readonly();
    const std::vector<Rect> cells = node.type->box->cells(context, paint.box_px.w);
    auto placed = [&](std::size_t i) {
        return Rect{paint.box_px.x + cells[i].x, paint.box_px.y + cells[i].y, cells[i].w, cells[i].h};
    };
    if (to_lower_ascii(node.get("layout")) == "select") {
        if (!cells.empty())
            paint_select(paint, context, placed(0), disabled);
        return;
    }
    const bool several = to_lower_ascii(node.get("choice")) == "multiple";
    SemanticNode group;
    group.id = "choices:" + node.name;
    group.role = several ? "group" : "radiogroup";
    group.name = node.name;
    group.rect_px = paint.box_px;
    paint.ui.semantics->open(std::move(group));
    for (std::size_t i = 0; i < std::min(cells.size(), context.children->size()); ++i) {
        const TagNode& choice = *(*context.children)[i];
        const std::string written = written_value(choice);
        const bool chosen = is_chosen(context.value, written);
        const std::string id = "choice:" + node.name + ":" + written;
        const bool clicked = several ? checkbox(paint.ui, placed(i), id, shown_text(choice), chosen, disabled)
                                     : radio(paint.ui, placed(i), id, shown_text(choice), chosen, disabled);
        paint_hotkey(paint, placed(i), choice);
        if (clicked)
            toggle(paint, choice);
    }
    paint.ui.semantics->close();
}

} // namespace

std::vector<const TagView*> choices_views() {
    static const TagView choices{"Choices", paint_choices};
    static const TagView choice{"Choice", nullptr}; // painted by its container
    return {&choices, &choice};
}

} // namespace tw
