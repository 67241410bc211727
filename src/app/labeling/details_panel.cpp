// What is known of the selection, and the annotation's result as JSON.
#include "app/labeling/labeling_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

/// Shape members people may want to read, with their names.
constexpr std::pair<std::string_view, std::string_view> geometry_keys[] = {
    {"x", "geometry.x"},
    {"y", "geometry.y"},
    {"width", "geometry.width"},
    {"height", "geometry.height"},
    {"rotation", "geometry.rotation"},
    {"start", "geometry.start"},
    {"end", "geometry.end"},
};

std::string number_text(const Json& value) {
    if (value.is_number_integer())
        return dump_json(value);
    return value.is_number()   ? fmt::format("{:.2f}", value.get<double>())
           : value.is_string() ? value.get<std::string>()
                               : dump_json(value);
}

/// The containers whose labels may stand on regions of this object, with their labels.
std::vector<std::pair<const TagNode*, std::vector<const TagNode*>>> label_choices(const EditorSession& session,
                                                                                  const Region& region) {
    std::vector<std::pair<const TagNode*, std::vector<const TagNode*>>> found;
    for (const TagNode* control : session.config().controls_of(region.to_name()))
        if (control->type && control->type->label_container)
            found.emplace_back(control, session.config().descendants(control->id, TagKind::child));
    return found;
}

/// What a control holds for the region: what stands under its type's key.
const Json* held_value(const Region& region, std::string_view control) {
    const Json* held = region.control(control);
    return held ? find(*held, "value") : nullptr;
}

double draw_heading(Studio& studio, const Rect& box, double y, std::string_view key) {
    text(studio.ui, {box.x + 16, y, box.w - 32, 18}, studio.ui.text(key), {studio.look.theme().small.size_px, true},
         studio.look.theme().text_muted);
    return y + 22;
}

double draw_labels(Studio& studio, const Rect& box, double y, const Region& region, bool editable) {
    Ui& ui = studio.ui;
    const EditorSession& session = *studio.task->session;
    y = draw_heading(studio, box, y, "panel.labels");
    for (const auto& [control, labels] : label_choices(session, region)) {
        std::vector<std::string> options;
        int current = -1;
        const Json* value = held_value(region, control->name);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            options.push_back(written_value(*labels[i]));
            if (value && value->is_array() && !value->empty() && value->front() == options.back())
                current = static_cast<int>(i);
        }
        const Rect line = {box.x + 16, y, box.w - 32, 30};
        if (const auto chosen =
                select(ui, line, "relabel:" + control->name, ui.text("panel.relabel"), options, current, !editable))
            ui.emit("region:relabel", {{"control", control->name},
                                       {"labels", Json::array({options[static_cast<std::size_t>(*chosen)]})}});
        y += 36;
    }
    return y + 6;
}

double draw_geometry(Studio& studio, const Rect& box, double y, const Region& region) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const Json& shape = region.shape();
    y = draw_heading(studio, box, y, "panel.geometry");
    const double half = (box.w - 32) / 2;
    int at = 0;
    for (const auto& [member, key] : geometry_keys) {
        const Json* value = find(shape, member);
        if (!value)
            continue;
        const Rect cell = {box.x + 16 + (at % 2) * half, y + (at / 2) * 22, half - 8, 20};
        text(ui, {cell.x, cell.y, 70, cell.h}, ui.text(key), theme.small, theme.text_muted);
        text(ui, {cell.x + 62, cell.y, cell.w - 62, cell.h}, number_text(*value), theme.small, theme.text);
        ui.semantics->add({.id = "details:" + std::string(member),
                           .role = "note",
                           .name = ui.text(key),
                           .value = number_text(*value),
                           .rect_px = cell});
        ++at;
    }
    y += (at + 1) / 2 * 22;
    if (const std::string marked = string_or(shape, "text", ""); !marked.empty())
        y += 4 + text(ui, {box.x + 16, y + 2, box.w - 32, 60}, marked.substr(0, 300), theme.small, theme.text,
                      TextFit::wrap);
    return y + 10;
}

double draw_values(Studio& studio, const Rect& box, double y, const Region& region) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const EditorSession& session = *studio.task->session;
    bool any = false;
    for (const auto& [name, value] : region.controls) {
        const TagNode* control = session.config().by_name(name);
        const Json* held = held_value(region, name);
        if (!held || held->is_null() || (control && control->type && control->type->label_container))
            continue;
        if (!any)
            y = draw_heading(studio, box, y, "panel.values");
        any = true;
        const std::string described = control && control->type && control->type->control
                                          ? control->type->control->describe(*held)
                                          : dump_json(*held);
        text(ui, {box.x + 16, y, 90, 20}, name, theme.small, theme.text_muted);
        text(ui, {box.x + 110, y, box.w - 126, 20}, described, theme.small, theme.text);
        y += 22;
    }
    return any ? y + 8 : y;
}

double draw_note(Studio& studio, const Rect& box, double y, const Region& region, bool editable) {
    Ui& ui = studio.ui;
    y = draw_heading(studio, box, y, "panel.note");
    std::string kept;
    if (const Json* text = find(region.meta.value, "text"); text && text->is_array())
        for (const Json& line : *text)
            if (line.is_string())
                kept += (kept.empty() ? "" : "\n") + line.get<std::string>();
    const bool typing_here = ui.widgets->typing_id == "details:note";
    // What is typed belongs to the region it was begun on.
    const bool other_region = studio.note_region != region.id;
    if (other_region || !typing_here)
        studio.note_text = kept;
    if (other_region && typing_here)
        ui.widgets->release_text = true;
    studio.note_region = region.id;
    const TextInputResult typed = text_input(ui, {box.x + 16, y, box.w - 32, 64},
                                             {.id = "details:note",
                                              .name = ui.text("panel.note"),
                                              .placeholder = ui.text("panel.note-placeholder"),
                                              .multiline = true,
                                              .disabled = !editable,
                                              .take_focus = studio.note_take_focus},
                                             studio.note_text);
    studio.note_take_focus = false;
    if (typed.changed && !other_region)
        ui.emit("region:meta", {{"id", region.id}, {"text", studio.note_text}});
    return y + 76;
}

Color json_color(const Theme& theme, std::string_view token, bool key) {
    if (key)
        return theme.link;
    if (token.starts_with('"'))
        return theme.success;
    const char c = token.empty() ? ' ' : token.front();
    return (c >= '0' && c <= '9') || c == '-' || c == 't' || c == 'f' || c == 'n' ? theme.warning : theme.text_muted;
}

/// One line of indented JSON in the colours of its parts.
void draw_json_line(Ui& ui, const Rect& line, std::string_view source) {
    const Theme& theme = *ui.theme;
    const double char_px = measure(ui, "0", theme.mono).w;
    double x = line.x;
    for (std::size_t at = 0; at < source.size() && x < line.right();) {
        std::size_t end = at + 1;
        if (source[at] == ' ') {
            while (end < source.size() && source[end] == ' ')
                ++end;
            x += char_px * static_cast<double>(end - at);
            at = end;
            continue;
        }
        bool key = false;
        if (source[at] == '"') {
            while (end < source.size() && source[end] != '"')
                end += source[end] == '\\' ? 2 : 1;
            end = std::min(end + 1, source.size());
            key = end < source.size() && source[end] == ':';
        } else if (std::string_view("{}[],:").find(source[at]) == std::string_view::npos) {
            while (end < source.size() && std::string_view("{}[],: ").find(source[end]) == std::string_view::npos)
                ++end;
        }
        const std::string_view token = source.substr(at, end - at);
        const double width = measure(ui, token, theme.mono).w;
        text(ui, {x, line.y, std::min(width + 1, std::max(0.0, line.right() - x)), line.h}, token, theme.mono,
             json_color(theme, token, key));
        x += width;
        at = end;
    }
}

} // namespace

void draw_details(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const EditorSession& session = *studio.task->session;
    const std::vector<std::string>& selection = session.selection();
    const Region* region = selection.size() == 1 ? session.document().region(selection.front()) : nullptr;
    if (!region) {
        const std::string message =
            selection.empty() ? ui.text("panel.details-empty")
                              : ui.strings->format("panel.details-many", {{"n", std::to_string(selection.size())}});
        text(ui, {box_px.x + 16, box_px.y + 16, box_px.w - 32, 40}, message, theme.body, theme.text_muted,
             TextFit::wrap);
        return;
    }
    const bool editable = session.is_editable(region->id) && !session.readonly() && !session.is_locked(region->id);
    const Rect content = begin_scroll(ui, box_px, "details:scroll", studio.details_px);
    ui.semantics->open({.id = "details", .role = "group", .name = ui.text("panel.details"), .rect_px = box_px});
    double y = content.y + 12;
    if (!session.is_editable(region->id))
        y += 8 + text(ui, {content.x + 16, y, content.w - 32, 20}, ui.text("panel.kept"), theme.body, theme.warning,
                      TextFit::wrap);
    y = draw_labels(studio, content, y, *region, editable);
    y = draw_geometry(studio, content, y, *region);
    y = draw_values(studio, content, y, *region);
    y = draw_note(studio, content, y, *region, editable);
    ui.semantics->close();
    studio.details_px = y - content.y;
    end_scroll(ui);
}

void draw_result_json(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const EditorSession& session = *studio.task->session;
    ResultText& shown = studio.result_text;
    if (shown.revision != session.document().revision() || shown.document_uid != session.document().uid()) {
        shown.revision = session.document().revision();
        shown.document_uid = session.document().uid();
        shown.json = dump_json(session.result(), 2);
        shown.line_starts = {0};
        for (std::size_t i = 0; i < shown.json.size(); ++i)
            if (shown.json[i] == '\n')
                shown.line_starts.push_back(i + 1);
    }
    const double line_px = 18;
    const auto count = static_cast<int>(shown.line_starts.size());
    const Rect view = {box_px.x, box_px.y, box_px.w, box_px.h};
    const Rect content = begin_scroll(ui, view, "json:scroll", count * line_px + 52);
    const RowRange range = visible_rows(ui, {content.x, content.y + 8, content.w, content.h}, line_px, count);
    for (int i = range.first; i < range.last; ++i) {
        const std::size_t begin = shown.line_starts[static_cast<std::size_t>(i)];
        const std::size_t end =
            i + 1 < count ? shown.line_starts[static_cast<std::size_t>(i) + 1] - 1 : shown.json.size();
        draw_json_line(ui, {content.x + 12, content.y + 8 + i * line_px, content.w - 24, line_px},
                       std::string_view(shown.json).substr(begin, end - begin));
    }
    end_scroll(ui);
    ui.semantics->add({.id = "json",
                       .role = "textbox",
                       .name = ui.text("panel.json"),
                       .value = shown.json.size() < 4000 ? shown.json : shown.json.substr(0, 4000),
                       .rect_px = view,
                       .disabled = true});
    const double width = button_width(ui, ui.text("panel.copy-json"), Icon::copy);
    if (button(ui, {box_px.right() - width - 16, box_px.bottom() - 42, width, 30},
               {.id = "json:copy", .label = ui.text("panel.copy-json"), .icon = Icon::copy})) {
        studio.ports.host->set_clipboard(shown.json);
        studio.notify(ui.text("panel.copied"));
    }
}

} // namespace tw
