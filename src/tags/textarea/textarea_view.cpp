// TextArea: an input, and what was given so far as rows that can be changed or removed. What is being typed lives in the
// view's state; only a finished text becomes an intent.
#include "base/text.hpp"
#include "ui/tag_view.hpp"
#include "ui/widgets.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double one_line_px = 40;

Json texts_of(const Json* value) {
    return value && value->is_array() ? *value : Json::array();
}

void set_texts(const TagPaint& paint, Json texts) {
    paint.ui.emit("textarea:set", {{"control", paint.node.name}, {"texts", std::move(texts)}});
}

bool has(const Json& texts, std::string_view text) {
    return std::ranges::any_of(
        texts, [&](const Json& one) { return one.is_string() && one.get_ref<const std::string&>() == text; });
}

void paint_input(const TagPaint& paint, const BoxContext& context, const Rect& cell, bool disabled) {
    const TagNode& node = paint.node;
    const std::string id = "textarea:" + node.name + ":input";
    const auto known = paint.state.edits.find(id);
    std::string text = known != paint.state.edits.end() ? known->second
                       : !context.value                 ? context.resolved_value
                                                        : std::string();
    const bool multiline = node.number("rows") > 1;
    const bool button_shown = multiline || node.flag("showsubmitbutton");
    const std::string& add = paint.ui.text("tag.text-add");
    const double button_px = button_shown ? button_width(paint.ui, add, Icon::none) : 0;
    const double gap = double(paint.ui.theme->space_2_px);
    TextInputSpec spec;
    spec.id = id;
    spec.name = node.name;
    spec.placeholder = node.get("placeholder").empty() ? std::string_view(paint.ui.text("tag.text-placeholder"))
                                                       : node.get("placeholder");
    spec.multiline = multiline;
    spec.disabled = disabled;
    const Rect input{cell.x, cell.y, cell.w - (button_shown ? button_px + gap : 0), cell.h};
    const TextInputResult result = text_input(paint.ui, input, spec, text);
    bool given = result.committed;
    if (button_shown) {
        ButtonSpec button_spec;
        const std::string button_id = "textarea:" + node.name + ":add";
        button_spec.id = button_id;
        button_spec.label = add;
        button_spec.disabled = disabled || trim(text).empty();
        const double height = double(paint.ui.theme->control_height_px);
        given |= button(paint.ui, {cell.right() - button_px, cell.bottom() - height, button_px, height}, button_spec);
    }
    if (given && !trim(text).empty()) {
        Json texts = texts_of(context.value);
        if (!node.flag("skipduplicates") || !has(texts, text)) {
            texts.push_back(text);
            set_texts(paint, std::move(texts));
        }
        text.clear();
        paint.state.edits[id].clear();
        return;
    }
    if (result.changed)
        paint.state.edits[id] = text;
}

void paint_entry(const TagPaint& paint, const BoxContext& context, const Rect& cell, std::size_t index, bool disabled) {
    const Json& entry = (*context.value)[index];
    const std::string stored = entry.is_string() ? entry.get<std::string>() : entry.dump();
    const std::string number = std::to_string(index);
    const std::string id = "textarea:" + paint.node.name + ":" + number;
    const auto known = paint.state.edits.find(id);
    std::string text = known == paint.state.edits.end() ? stored : known->second;
    const std::string name = paint.node.name + " " + std::to_string(index + 1);
    const double size = double(paint.ui.theme->control_height_px);
    TextInputSpec spec;
    spec.id = id;
    spec.name = name;
    spec.multiline = cell.h > one_line_px || stored.find('\n') != std::string::npos;
    spec.disabled = disabled;
    const TextInputResult result = text_input(paint.ui, {cell.x, cell.y, cell.w - size - 4, cell.h}, spec, text);
    if (result.changed)
        paint.state.edits[id] = text;
    const std::string remove_id = "textarea:" + paint.node.name + ":remove:" + number;
    ButtonSpec remove;
    remove.id = remove_id;
    remove.name = remove.tooltip = paint.ui.text("tag.text-remove");
    remove.icon = Icon::close;
    remove.kind = ButtonKind::quiet;
    remove.disabled = disabled;
    const bool removed =
        button(paint.ui, {cell.right() - size, cell.y + std::min(cell.h, 36.0) / 2 - size / 2, size, size}, remove);
    if (!removed && !(result.committed && text != stored)) {
        if (!result.focused)
            paint.state.edits.erase(id);
        return;
    }
    Json texts = texts_of(context.value);
    if (removed || trim(text).empty())
        texts.erase(index);
    else
        texts[index] = text;
    paint.state.edits.erase(id);
    set_texts(paint, std::move(texts));
}

void paint_textarea(const TagPaint& paint) {
    const BoxContext context = paint.session.box_context(paint.node);
    const bool disabled = paint.ui.readonly || paint.session.readonly();
    const std::vector<Rect> cells = paint.node.type->box->cells(context, paint.box_px.w);
    SemanticNode group;
    group.id = "textarea:" + paint.node.name;
    group.role = "group";
    group.name = paint.node.name;
    group.rect_px = paint.box_px;
    paint.ui.semantics->open(std::move(group));
    const std::size_t entries = context.value && context.value->is_array() ? context.value->size() : 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Rect cell{paint.box_px.x + cells[i].x, paint.box_px.y + cells[i].y, cells[i].w, cells[i].h};
        if (cell.empty())
            continue;
        if (i == 0)
            paint_input(paint, context, cell, disabled);
        else if (i - 1 < entries)
            paint_entry(paint, context, cell, i - 1, disabled);
    }
    paint.ui.semantics->close();
}

} // namespace

std::vector<const TagView*> textarea_views() {
    static const TagView textarea{"TextArea", paint_textarea};
    return {&textarea};
}

} // namespace tw
