// A labeling config being written: the editor, what is wrong with it and where, and what it looks like.
#include "app/page_states.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

/// The fields the config reads that the data at hand does not have.
void add_missing_fields(const Studio& studio, std::vector<Problem>& problems) {
    const ProjectForm& form = studio.form;
    const auto first = std::ranges::find(form.dropped.items, Dropped::Item::Kind::task, &Dropped::Item::kind);
    if (first == form.dropped.items.end() || !form.tree)
        return;
    const Json& data = first->task.data;
    std::string there;
    for (const auto& [key, value] : data.items())
        there += (there.empty() ? "$" : ", $") + key;
    for (const std::string& field : form.tree->data_fields())
        if (!find(data, field))
            problems.push_back({Severity::warning, studio.ui.strings->format(
                                                       "new.no-field", {{"field", "$" + field}, {"fields", there}})});
}

std::vector<Problem> problems_of(const Studio& studio) {
    std::vector<Problem> problems;
    for (const Diagnostic& diagnostic : studio.form.diagnostics.items()) {
        const std::string place = place_of(studio.ui, diagnostic.error.where);
        problems.push_back({diagnostic.severity, (place.empty() ? "" : place + ": ") + studio.ui.say(diagnostic.error),
                            diagnostic.error.where});
    }
    add_missing_fields(studio, problems);
    std::ranges::stable_sort(problems, std::greater{}, &Problem::severity);
    return problems;
}

/// Keeps the first dropped picture at once, so that the preview can show it; the others are kept when the project is made.
/// True when there is nothing to wait for.
bool first_picture_kept(Studio& studio) {
    SetupView& view = studio.states->setup;
    const Dropped& dropped = studio.form.dropped;
    if (dropped.items.empty() || dropped.items.front().kind != Dropped::Item::Kind::image || dropped.blobs.empty() ||
        !studio.store)
        return true;
    const NewBlob& blob = dropped.blobs.front();
    if (view.picture != blob.sha256) {
        view.picture = blob.sha256;
        view.picture_kept = false;
        studio.store->storage().blobs().put(blob.sha256, blob.mime, blob.bytes,
                                            studio.later<Unit>([&studio](const Result<Unit>&) {
                                                studio.states->setup.picture_kept = true;
                                                studio.states->setup.preview_of.reset();
                                            }));
    }
    return view.picture_kept;
}

void make_preview(Studio& studio) {
    SetupView& view = studio.states->setup;
    const ProjectForm& form = studio.form;
    const bool kept = first_picture_kept(studio);
    const std::size_t items = form.dropped.items.size() + form.dropped.samples.size();
    if (view.preview && view.preview_of == form.tree && view.preview_items == items)
        return;
    view.preview_of = form.tree;
    view.preview_items = items;
    Json data = sample_data(studio, *form.tree);
    const auto use = [&](const Json& own) {
        for (const auto& [key, value] : own.items())
            data[key] = value;
    };
    if (kept && !form.dropped.items.empty())
        use(make_tasks({form.dropped.items.front()}, *form.tree).front().data);
    else if (form.dropped.items.empty() && !form.dropped.samples.empty())
        use(form.dropped.samples.front().data);
    else if (form.dropped.items.empty() && view.settings_of != 0)
        use(view.first_data);
    view.preview = std::make_unique<ConfigPreview>(studio, form.config, data);
}

void draw_preview(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    text(ui, {box.x, box.y, box.w, 20}, ui.text("new.preview"), {theme.body.size_px, true}, theme.text);
    const Dropped& dropped = studio.form.dropped;
    const bool own = !dropped.items.empty() || !dropped.samples.empty() || studio.states->setup.settings_of != 0;
    const double title_px = measure(ui, ui.text("new.preview"), {theme.body.size_px, true}).w;
    text(ui, {box.x + title_px + 8, box.y, box.w - title_px - 8, 20},
         ui.text(own ? "new.preview-own" : "new.preview-sample"), theme.small, theme.text_muted);
    const Rect frame = {box.x, box.y + 26, box.w, box.h - 26};
    fill(ui, frame, theme.surface, theme.radius_px);
    outline(ui, frame, theme.border, theme.radius_px);
    const Rect inner = frame.expanded(-1);
    if (studio.form.config.empty() || !studio.form.tree || studio.form.tree->nodes().size() < 2) {
        text(ui, {inner.x + 24, inner.center().y - 10, inner.w - 48, 40}, ui.text("new.preview-none"), theme.body,
             theme.text_muted, TextFit::wrap, 0.5);
        return;
    }
    make_preview(studio);
    ConfigPreview& preview = *studio.states->setup.preview;
    const double scale = std::clamp(inner.w / 620, 0.5, 1.0);
    const double height = std::max(inner.h, preview.height_px(inner.w, scale));
    const Rect content = begin_scroll(ui, inner, "new:preview-scroll", height);
    preview.paint(studio, {content.x, content.y, content.w, height}, scale);
    end_scroll(ui);
    ui.semantics->add({.id = "new:preview", .role = "img", .name = ui.text("new.preview"), .rect_px = frame});
}

/// The editor, and below it what is wrong; answers the height used.
double draw_editor(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ProjectForm& form = studio.form;
    SetupView& view = studio.states->setup;
    const double title_px = measure(ui, ui.text("new.config"), {theme.body.size_px, true}).w;
    text(ui, {box.x, box.y, box.w, 20}, ui.text("new.config"), {theme.body.size_px, true}, theme.text);
    text(ui, {box.x + title_px + 8, box.y, box.w - title_px - 8, 20}, ui.text("new.config-hint"), theme.small,
         theme.text_muted);
    const double problems_px = std::min(140.0, box.h / 3);
    const Rect input = {box.x, box.y + 26, box.w, std::max(120.0, box.h - 26 - problems_px - 8)};
    text_input(ui, input,
               {.id = "new:config",
                .name = ui.text("new.config"),
                .placeholder = ui.text("new.config-placeholder"),
                .multiline = true,
                .disabled = form.creating,
                .monospace = true,
                .caret_byte = std::exchange(view.caret, std::nullopt)},
               form.config);
    studio.parse_form();
    const Rect below = {box.x, input.bottom() + 8, box.w, problems_px};
    if (form.config.empty())
        return below.y - box.y;
    const std::vector<Problem> problems = problems_of(studio);
    if (!problems.empty())
        return below.y + draw_problems(studio, below, "new:config-problems", problems) - box.y;
    icon(ui, {below.x + 8, below.y + 8}, Icon::check, 14, theme.success);
    text(ui, {below.x + 24, below.y - 1, below.w - 24, 18}, ui.text("new.config-ok"), theme.small, theme.success);
    ui.semantics->add({.id = "new:config-ok",
                       .role = "status",
                       .name = ui.text("new.config-ok"),
                       .rect_px = {below.x, below.y, below.w, 18}});
    return below.y + 18 - box.y;
}

} // namespace

std::string place_of(const Ui& ui, const Where& where) {
    if (where.line > 0 && where.column == 0) // a row of a table
        return ui.strings->format("new.place-line", {{"line", std::to_string(where.line)}});
    if (where.line > 0)
        return ui.strings->format("new.place",
                                  {{"line", std::to_string(where.line)}, {"column", std::to_string(where.column)}});
    return where.pointer;
}

std::size_t byte_of(std::string_view text, const Where& where) {
    std::size_t at = 0;
    for (std::uint32_t line = 1; line < where.line; ++line) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos)
            return text.size();
        at = end + 1;
    }
    return std::min(text.size(), at + (where.column > 0 ? where.column - 1 : 0));
}

double draw_problems(Studio& studio, const Rect& box, std::string_view id, const std::vector<Problem>& problems) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    double y = box.y;
    ui.semantics->open({.id = std::string(id),
                        .role = "list",
                        .name = ui.strings->format("new.problems", {{"n", std::to_string(problems.size())}}),
                        .rect_px = box});
    std::size_t shown = 0;
    for (const Problem& problem : problems) {
        const Color color = problem.severity == Severity::error     ? theme.danger
                            : problem.severity == Severity::warning ? theme.warning
                                                                    : theme.text_muted;
        const double height = measure(ui, problem.message, theme.small, box.w - 32).h;
        if (y + height > box.bottom() - 20 && shown > 0)
            break;
        const Rect line = {box.x, y - 3, box.w, height + 6};
        const std::string line_id = std::string(id) + ":" + std::to_string(shown);
        if (problem.where.line == 0)
            ui.semantics->add({.id = line_id, .role = "listitem", .name = problem.message, .rect_px = line});
        else if (row(ui, line, {.id = line_id, .name = problem.message}).clicked) {
            studio.states->setup.caret = byte_of(studio.form.config, problem.where);
            studio.frame_again = true;
        }
        icon(ui, {box.x + 10, y + 8}, problem.severity == Severity::info ? Icon::info : Icon::warning, 14, color);
        text(ui, {box.x + 26, y, box.w - 32, height}, problem.message, theme.small, theme.text, TextFit::wrap);
        y += height + 6;
        ++shown;
    }
    if (shown < problems.size()) {
        text(ui, {box.x + 26, y, box.w - 26, 18},
             ui.strings->format("new.more", {{"n", std::to_string(problems.size() - shown)}}), theme.small,
             theme.text_muted);
        y += 22;
    }
    ui.semantics->close();
    return y - box.y;
}

double draw_field(Studio& studio, const Rect& box, std::string_view id, std::string_view key,
                  std::string_view placeholder_key, std::string& text_of, bool multiline) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    text(ui, {box.x, box.y, box.w, 20}, ui.text(key), {theme.body.size_px, true}, theme.text);
    text_input(ui, {box.x, box.y + 24, box.w, box.h - 24},
               {.id = id,
                .name = ui.text(key),
                .placeholder = ui.text(placeholder_key),
                .multiline = multiline,
                .disabled = studio.form.creating},
               text_of);
    return box.bottom() + 16;
}

void draw_config_pane(Studio& studio, const Rect& box) {
    const bool beside = box.w >= 760;
    const double half = std::floor((box.w - 20) / 2);
    if (beside) {
        draw_editor(studio, {box.x, box.y, half, box.h});
        draw_preview(studio, {box.x + half + 20, box.y, half, box.h});
        return;
    }
    const double used_px = draw_editor(studio, {box.x, box.y, box.w, std::floor((box.h - 20) / 2)}) + 20;
    draw_preview(studio, {box.x, box.y + used_px, box.w, box.h - used_px});
}

} // namespace tw
