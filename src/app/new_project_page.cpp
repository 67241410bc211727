// "New from config and files": title, files, labeling config with live diagnostics.
#include "app/studio.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

std::string place_of(const Ui& ui, const Where& where) {
    if (where.line > 0)
        return ui.strings->format("new.place",
                                  {{"line", std::to_string(where.line)}, {"column", std::to_string(where.column)}});
    return where.pointer;
}

/// A list of problems, as many as fit; answers the height used.
double draw_problems(Studio& studio, const Rect& box, std::string_view id,
                     const std::vector<std::pair<Severity, std::string>>& problems) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    double y = box.y;
    ui.semantics->open({.id = std::string(id),
                        .role = "list",
                        .name = ui.strings->format("new.problems", {{"n", std::to_string(problems.size())}}),
                        .rect_px = box});
    std::size_t shown = 0;
    for (const auto& [severity, message] : problems) {
        const Color color = severity == Severity::error     ? theme.danger
                            : severity == Severity::warning ? theme.warning
                                                            : theme.text_muted;
        const double height = measure(ui, message, theme.small, box.w - 24).h;
        if (y + height > box.bottom() - 20 && shown > 0)
            break;
        icon(ui, {box.x + 8, y + 8}, severity == Severity::info ? Icon::info : Icon::warning, 14, color);
        text(ui, {box.x + 24, y, box.w - 24, height}, message, theme.small, theme.text, TextFit::wrap);
        ui.semantics->add({.id = std::string(id) + ":" + std::to_string(shown),
                           .role = "listitem",
                           .name = message,
                           .rect_px = {box.x, y, box.w, height}});
        y += height + 6;
        ++shown;
    }
    if (shown < problems.size()) {
        text(ui, {box.x + 24, y, box.w - 24, 18},
             ui.strings->format("new.more", {{"n", std::to_string(problems.size() - shown)}}), theme.small,
             theme.text_muted);
        y += 22;
    }
    ui.semantics->close();
    return y - box.y;
}

void draw_data(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ProjectForm& form = studio.form;
    text(ui, {box.x, box.y, box.w, 20}, ui.text("new.files"), {theme.body.size_px, true}, theme.text);
    const Rect drop = {box.x, box.y + 26, box.w, 148};
    fill(ui, drop, theme.surface, theme.radius_px);
    outline(ui, drop, theme.border_strong.with_alpha(0.6), theme.radius_px);
    icon(ui, {drop.center().x, drop.y + 30}, Icon::upload, 24, theme.text_muted);
    const std::size_t count = form.dropped.items.size();
    const std::string line = count == 0   ? ui.text("new.drop")
                             : count == 1 ? ui.text("new.count-one")
                                          : ui.strings->format("new.count", {{"n", std::to_string(count)}});
    text(ui, {drop.x + 12, drop.y + 52, drop.w - 24, 22}, line, count == 0 ? theme.body : theme.title,
         count == 0 ? theme.text_muted : theme.text, TextFit::ellipsis, 0.5);
    ui.semantics->add(
        {.id = "new:count", .role = "status", .name = line, .rect_px = {drop.x, drop.y + 52, drop.w, 22}});
    const double pick_px = button_width(ui, ui.text("new.pick"), Icon::none);
    const double clear_px = button_width(ui, ui.text("new.clear"), Icon::none);
    const double both_px = pick_px + (count > 0 ? clear_px + 8 : 0);
    double x = drop.center().x - both_px / 2;
    if (button(ui, {x, drop.y + 92, pick_px, 32},
               {.id = "new:pick", .label = ui.text("new.pick"), .disabled = form.creating}))
        studio.pick_files();
    if (count > 0 &&
        button(
            ui, {x + pick_px + 8, drop.y + 92, clear_px, 32},
            {.id = "new:clear", .label = ui.text("new.clear"), .kind = ButtonKind::quiet, .disabled = form.creating}))
        form.dropped = {};
    std::vector<std::pair<Severity, std::string>> problems;
    for (const FileProblem& problem : form.dropped.problems) {
        std::string reason = problem.reason.empty() ? problem.diagnostic.error.message : ui.text(problem.reason);
        if (const std::string place = place_of(ui, problem.diagnostic.error.where); !place.empty())
            reason += " (" + place + ")";
        problems.emplace_back(problem.reason.empty() ? problem.diagnostic.severity : Severity::warning,
                              ui.strings->format("error.file-read", {{"name", problem.file}, {"reason", reason}}));
    }
    if (!problems.empty())
        draw_problems(studio, {box.x, drop.bottom() + 12, box.w, std::max(40.0, box.bottom() - drop.bottom() - 12)},
                      "new:file-problems", problems);
}

void draw_config(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ProjectForm& form = studio.form;
    text(ui, {box.x, box.y, box.w, 20}, ui.text("new.config"), {theme.body.size_px, true}, theme.text);
    text(ui, {box.x + measure(ui, ui.text("new.config"), {theme.body.size_px, true}).w + 8, box.y, box.w / 2, 20},
         ui.text("new.config-hint"), theme.small, theme.text_muted);
    const double problems_px = 120;
    const Rect input = {box.x, box.y + 26, box.w, std::max(120.0, box.h - 26 - problems_px - 8)};
    text_input(ui, input,
               {.id = "new:config",
                .name = ui.text("new.config"),
                .placeholder = ui.text("new.config-placeholder"),
                .multiline = true,
                .disabled = form.creating,
                .monospace = true},
               form.config);
    studio.parse_form();
    const Rect below = {box.x, input.bottom() + 8, box.w, problems_px};
    if (form.config.empty())
        return;
    if (form.diagnostics.empty()) {
        icon(ui, {below.x + 8, below.y + 8}, Icon::check, 14, theme.success);
        text(ui, {below.x + 24, below.y - 1, below.w - 24, 18}, ui.text("new.config-ok"), theme.small, theme.success);
        ui.semantics->add({.id = "new:config-ok",
                           .role = "status",
                           .name = ui.text("new.config-ok"),
                           .rect_px = {below.x, below.y, below.w, 18}});
        return;
    }
    std::vector<std::pair<Severity, std::string>> problems;
    for (const Diagnostic& diagnostic : form.diagnostics.items()) {
        const std::string place = place_of(ui, diagnostic.error.where);
        problems.emplace_back(diagnostic.severity, (place.empty() ? "" : place + ": ") + diagnostic.error.message);
    }
    std::ranges::stable_sort(problems, std::greater{}, [](const auto& p) { return p.first; });
    draw_problems(studio, below, "new:config-problems", problems);
}

} // namespace

void draw_new_project_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ProjectForm& form = studio.form;
    const bool narrow = studio.narrow();
    const Rect foot = {box_px.x, box_px.bottom() - theme.bottom_bar_px - 8, box_px.w, theme.bottom_bar_px + 8};
    const double width = std::min(1080.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    const Rect view = {box_px.x, box_px.y, box_px.w, foot.y - box_px.y};
    const double data_px = 26 + 148 + (form.dropped.problems.empty() ? 0 : 120);
    const double config_px = narrow ? 380 : std::max(320.0, view.h - 148);
    const double content_px = narrow ? 148 + data_px + 24 + config_px : 148 + std::max(data_px, config_px) - 8;
    const Rect content = begin_scroll(ui, view, "new:scroll", content_px);
    text(ui, {left, content.y + 24, width, 28}, ui.text("new.title"), {theme.heading.size_px, true}, theme.text);
    text(ui, {left, content.y + 62, width, 20}, ui.text("new.name"), {theme.body.size_px, true}, theme.text);
    text_input(ui, {left, content.y + 86, std::min(width, 420.0), 32},
               {.id = "new:title",
                .name = ui.text("new.name"),
                .placeholder = ui.text("new.name-placeholder"),
                .disabled = form.creating},
               form.title);
    const double top = content.y + 134;
    if (narrow) {
        draw_data(studio, {left, top, width, data_px});
        draw_config(studio, {left, top + data_px + 24, width, config_px});
    } else {
        draw_data(studio, {left, top, 340, std::max(data_px, config_px) - 16});
        draw_config(studio, {left + 364, top, width - 364, config_px});
    }
    end_scroll(ui);

    fill(ui, foot, theme.surface);
    fill(ui, {foot.x, foot.y, foot.w, 1}, theme.border);
    const double create_px = button_width(ui, ui.text("new.create"), Icon::none);
    const double cancel_px = button_width(ui, ui.text("new.cancel"), Icon::none);
    const bool ready = !form.creating && !form.config.empty() && form.tree && !form.tree->objects().empty();
    if (button(ui, {foot.right() - 16 - create_px, foot.center().y - 16, create_px, 32},
               {.id = "new:create", .label = ui.text("new.create"), .kind = ButtonKind::primary, .disabled = !ready}))
        studio.create_project();
    if (button(
            ui, {foot.right() - 24 - create_px - cancel_px, foot.center().y - 16, cancel_px, 32},
            {.id = "new:cancel", .label = ui.text("new.cancel"), .kind = ButtonKind::quiet, .disabled = form.creating}))
        studio.go({});
    if (form.creating) {
        const std::string how_far = ui.strings->format(
            "new.creating", {{"done", std::to_string(form.done)}, {"m", std::to_string(form.total)}});
        text(ui, {foot.x + 16, foot.y, 260, foot.h}, how_far, theme.body, theme.text_muted);
        progress_bar(ui, {foot.x + 220, foot.center().y - 3, 200, 6}, "new:progress", how_far,
                     form.total > 0 ? static_cast<double>(form.done) / static_cast<double>(form.total) : 0);
    } else if (form.error) {
        icon(ui, {foot.x + 24, foot.center().y}, Icon::warning, 16, theme.danger);
        text(ui, {foot.x + 40, foot.y, foot.w - create_px - cancel_px - 80, foot.h}, form.error->message, theme.body,
             theme.danger);
    }
}

} // namespace tw
