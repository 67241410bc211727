// "New project": a title, data, a config chosen from the gallery, written, or proposed from the data, and what those who
// label are told.
#include "app/page_states.hpp"

#include "app/figures.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double drop_px = 148;

} // namespace

std::string say(const Ui& ui, const FileProblem& problem) {
    return problem.reason.empty()
               ? ui.strings->format("error.file-part",
                                    {{"name", problem.file}, {"reason", ui.say(problem.diagnostic.error)}})
               : ui.strings->format("error.file-read", {{"name", problem.file}, {"reason", ui.text(problem.reason)}});
}

namespace {

std::vector<Problem> file_problems(const Ui& ui, const ProjectForm& form) {
    std::vector<Problem> problems;
    for (const FileProblem& problem : form.dropped.problems) {
        const std::string place = place_of(ui, problem.diagnostic.error.where);
        problems.push_back({problem.reason.empty() ? problem.diagnostic.severity : Severity::warning,
                            say(ui, problem) + (place.empty() ? "" : " (" + place + ")")});
    }
    return problems;
}

void draw_data(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ProjectForm& form = studio.form;
    text(ui, {box.x, box.y, box.w, 20}, ui.text("new.files"), {theme.body.size_px, true}, theme.text);
    const Rect drop = {box.x, box.y + 26, box.w, drop_px};
    fill(ui, drop, theme.surface, theme.radius_px);
    outline(ui, drop, theme.border_strong.with_alpha(0.6), theme.radius_px);
    icon(ui, {drop.center().x, drop.y + 30}, Icon::upload, 24, theme.text_muted);
    const std::size_t count = form.dropped.items.size();
    const auto& large = form.dropped.large;
    const std::string line =
        count == 0 && !large.empty() ? ui.strings->format("new.large", {{"name", large.front().name}})
        : count == 0                 ? ui.text("new.drop")
                     : ui.strings->format("new.count", {{"n", figure(static_cast<std::int64_t>(count))}});
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
    const std::vector<Problem> problems = file_problems(ui, form);
    if (!problems.empty())
        draw_problems(studio, {box.x, drop.bottom() + 12, box.w, box.bottom() - drop.bottom() - 12},
                      "new:file-problems", problems);
}

/// With room for what is wrong with the files, up to a point.
double data_height_px(Studio& studio, double width_px) {
    double height = 26 + drop_px;
    for (const Problem& problem : file_problems(studio.ui, studio.form))
        height += measure(studio.ui, problem.message, studio.look.theme().small, width_px - 32).h + 6;
    return height > 26 + drop_px ? std::min(height + 12 + 24, 26 + drop_px + 420) : height;
}

/// Title and data; answers the height used.
double draw_beginning(Studio& studio, const Rect& box) {
    ProjectForm& form = studio.form;
    const double y = draw_field(studio, {box.x, box.y, box.w, 56}, "new:title", "new.name", "new.name-placeholder",
                                form.title, false);
    const double data_px = data_height_px(studio, box.w);
    draw_data(studio, {box.x, y, box.w, data_px});
    return y + data_px + 16 - box.y;
}

/// Description and guidelines.
void draw_words(Studio& studio, const Rect& box) {
    ProjectForm& form = studio.form;
    const double y = draw_field(studio, {box.x, box.y, box.w, 84}, "new:description", "new.description",
                                "new.description-placeholder", form.description, true);
    draw_field(studio, {box.x, y, box.w, 144}, "new:guidelines", "new.guidelines", "new.guidelines-placeholder",
               form.guidelines, true);
}
constexpr double words_px = 100 + 160;

void draw_setup(Studio& studio, const Rect& box) {
    SetupView& view = studio.states->setup;
    const std::vector<std::string> titles = {studio.ui.text("new.tab-templates"), studio.ui.text("new.tab-config")};
    if (const auto chosen = tabs(studio.ui, {box.x - 10, box.y, box.w, 32}, "new:tabs", titles, view.tab))
        view.tab = *chosen;
    fill(studio.ui, {box.x, box.y + 32, box.w, 1}, studio.look.theme().border);
    const Rect below = {box.x, box.y + 48, box.w, box.h - 48};
    if (view.tab == SetupView::gallery)
        draw_template_gallery(studio, below);
    else
        draw_config_pane(studio, below);
}

void draw_foot(Studio& studio, const Rect& foot) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const ProjectForm& form = studio.form;
    fill(ui, foot, theme.surface);
    fill(ui, {foot.x, foot.y, foot.w, 1}, theme.border);
    const double create_px = button_width(ui, ui.text("new.create"), Icon::none);
    const double cancel_px = button_width(ui, ui.text("new.cancel"), Icon::none);
    const bool ready = !form.creating && !form.config.empty() && form.tree && !form.tree->objects().empty();
    const double room_px = foot.w - create_px - cancel_px - 56;
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
        progress_bar(ui, {foot.x + 220, foot.center().y - 3, std::max(40.0, std::min(200.0, room_px - 220)), 6},
                     "new:progress", how_far,
                     form.total > 0 ? static_cast<double>(form.done) / static_cast<double>(form.total) : 0);
    } else if (form.error) {
        icon(ui, {foot.x + 24, foot.center().y}, Icon::warning, 16, theme.danger);
        text(ui, {foot.x + 40, foot.y, room_px - 24, foot.h}, ui.say(*form.error), theme.body, theme.danger);
    } else if (!ready && !studio.narrow()) { // why the button does not work yet
        text(ui, {foot.x + 16, foot.y, room_px, foot.h}, ui.text("new.needs-config"), theme.small, theme.text_muted);
    }
}

} // namespace

void draw_new_project_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    studio.parse_form();
    const Rect foot = {box_px.x, box_px.bottom() - theme.bottom_bar_px - 8, box_px.w, theme.bottom_bar_px + 8};
    const Rect view = {box_px.x, box_px.y, box_px.w, foot.y - box_px.y};
    const double width = std::min(1320.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    const double fields_px = 72 + data_height_px(studio, box_px.w < 900 ? width : 320) + 16 + words_px;
    const double head_px = 76;
    if (box_px.w < 900) {
        const double setup_px = std::max(560.0, view.h - 60);
        const Rect content = begin_scroll(ui, view, "new:scroll", head_px + fields_px + setup_px + 40);
        text(ui, {left, content.y + 24, width, 28}, ui.text("new.title"), {theme.heading.size_px, true}, theme.text);
        double y = content.y + head_px;
        y += draw_beginning(studio, {left, y, width, fields_px});
        draw_setup(studio, {left, y, width, setup_px});
        draw_words(studio, {left, y + setup_px + 16, width, words_px});
        end_scroll(ui);
    } else {
        text(ui, {left, view.y + 24, width, 28}, ui.text("new.title"), {theme.heading.size_px, true}, theme.text);
        const Rect side = {left - 4, view.y + head_px - 4, 348, view.h - head_px};
        const Rect content = begin_scroll(ui, side, "new:scroll", fields_px + 16);
        const Rect column = {content.x + 4, content.y + 4, 320, fields_px};
        draw_words(studio, {column.x, column.y + draw_beginning(studio, column), column.w, words_px});
        end_scroll(ui);
        draw_setup(studio, {left + 372, view.y + head_px - 12, width - 372, view.h - head_px});
    }
    draw_foot(studio, foot);
}

} // namespace tw
