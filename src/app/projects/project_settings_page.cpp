// The settings of a project that exists: the same form as a new one has, and what a changed config would leave behind of
// what is already annotated.
#include "app/page_states.hpp"

#include "app/figures.hpp"
#include "edit/recovery.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

bool changed(const Studio& studio) {
    const Project& project = studio.project->stored.project;
    const ProjectForm& form = studio.form;
    return form.title != project.title || form.description != project.description ||
           form.guidelines != project.guidelines || form.color != project.color || form.config != project.label_config;
}

constexpr double check_px = 160, fields_px = 72 + 70 + 100 + 180 + check_px;

void save(Studio& studio) {
    Project& project = studio.project->stored.project;
    const ProjectForm& form = studio.form;
    project.title = form.title.empty() ? studio.ui.text("new.name-default") : form.title;
    project.description = form.description;
    project.guidelines = form.guidelines;
    project.color = form.color;
    project.label_config = form.config;
    keep_project(studio, studio.project->stored);
    studio.notify(studio.ui.text("settings.saved"));
}

/// What the config as it stands would leave without a control, as sentences.
std::vector<Problem> lost_results(Studio& studio) {
    SetupView& view = studio.states->setup;
    const ProjectForm& form = studio.form;
    if (!view.usage || !form.tree || form.diagnostics.has_errors())
        return {};
    if (view.orphans_of != form.tree) {
        view.orphans_of = form.tree;
        view.lost = orphans(*view.usage, *form.tree);
    }
    static constexpr std::string_view keys[] = {"settings.lost-control", "settings.lost-type", "settings.lost-label"};
    std::vector<Problem> problems;
    for (const Orphan& orphan : view.lost)
        problems.push_back(
            {Severity::warning, studio.ui.strings->format(keys[static_cast<std::size_t>(orphan.kind)],
                                                          {{"control", orphan.control},
                                                           {"label", orphan.label},
                                                           {"n", figure(static_cast<std::int64_t>(orphan.results))}})});
    return problems;
}

double draw_check(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    SetupView& view = studio.states->setup;
    if (!view.usage) {
        const std::string words =
            ui.strings->format("settings.checking", {{"done", figure(static_cast<std::int64_t>(view.usage_read))},
                                                     {"m", figure(static_cast<std::int64_t>(view.usage_total))}});
        text(ui, box, words, theme.small, theme.text_muted, TextFit::wrap);
        return 24;
    }
    const std::vector<Problem> lost = lost_results(studio);
    if (!lost.empty())
        return draw_problems(studio, box, "settings:lost", lost);
    if (view.usage->controls.empty())
        return 0;
    icon(ui, {box.x + 10, box.y + 8}, Icon::check, 14, theme.success);
    text(ui, {box.x + 26, box.y, box.w - 26, 34}, ui.text("settings.fits"), theme.small, theme.success, TextFit::wrap);
    ui.semantics->add({.id = "settings:fits", .role = "status", .name = ui.text("settings.fits"), .rect_px = box});
    return 36;
}

double draw_fields(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ProjectForm& form = studio.form;
    double y = draw_field(studio, {box.x, box.y, box.w, 56}, "new:title", "new.name", "new.name-placeholder",
                          form.title, false);
    text(ui, {box.x, y, box.w, 20}, ui.text("start.color"), {theme.body.size_px, true}, theme.text);
    color_swatches(ui, {box.x - 4, y + 22}, form.color);
    y += 70;
    y = draw_field(studio, {box.x, y, box.w, 84}, "new:description", "new.description", "new.description-placeholder",
                   form.description, true);
    y = draw_field(studio, {box.x, y, box.w, 164}, "new:guidelines", "new.guidelines", "new.guidelines-placeholder",
                   form.guidelines, true);
    y += draw_check(studio, {box.x, y, box.w, check_px});
    return y - box.y;
}

/// One reading of everything annotated, in pieces so that the page stays alive.
struct Reading {
    std::shared_ptr<TaskTable> table;
    std::vector<std::uint32_t> rows; ///< that have anything
    std::size_t next = 0;
    ResultUsage usage;
};

void read_more(Studio& studio, const std::shared_ptr<Reading>& reading) {
    SetupView& view = studio.states->setup;
    if (!studio.project || studio.project->table != reading->table)
        return;
    view.usage_read = reading->next;
    if (reading->next == reading->rows.size()) {
        view.usage = std::move(reading->usage);
        return;
    }
    constexpr std::size_t piece = 200;
    const auto first = reading->rows.begin() + static_cast<std::ptrdiff_t>(reading->next);
    reading->next = std::min(reading->rows.size(), reading->next + piece);
    const std::vector<std::uint32_t> rows(first, reading->rows.begin() + static_cast<std::ptrdiff_t>(reading->next));
    studio.store->load_tasks(*reading->table, rows,
                             studio.later<std::vector<TaskWithDocument>>(
                                 [&studio, reading](const Result<std::vector<TaskWithDocument>>& tasks) {
                                     if (!tasks) {
                                         studio.storage_error = tasks.error();
                                         return;
                                     }
                                     for (const TaskWithDocument& one : *tasks) {
                                         Diagnostics ignored;
                                         const auto head = restore(one.stored.document_uid, one.document,
                                                                   one.stored.base_result, ignored);
                                         reading->usage.add(head ? head->to_result() : one.stored.base_result);
                                         for (const Annotation& other : one.stored.task.annotations)
                                             if (other.uid != one.stored.document_uid)
                                                 reading->usage.add(other.result);
                                     }
                                     read_more(studio, reading);
                                 }));
}

void read_usage(Studio& studio) {
    SetupView& view = studio.states->setup;
    auto reading = std::make_shared<Reading>();
    reading->table = studio.project->table;
    for (std::size_t row = 0; row < reading->table->size(); ++row)
        if (const TaskSummary& summary = reading->table->summary(row); summary.has_work || summary.touched)
            reading->rows.push_back(static_cast<std::uint32_t>(row));
    view.usage.reset();
    view.usage_total = reading->rows.size();
    read_more(studio, reading);
}

void draw_foot(Studio& studio, const Rect& foot) {
    Ui& ui = studio.ui;
    fill(ui, foot, ui.theme->surface);
    fill(ui, {foot.x, foot.y, foot.w, 1}, ui.theme->border);
    const double save_px = button_width(ui, ui.text("settings.save"), Icon::none);
    const double cancel_px = button_width(ui, ui.text("new.cancel"), Icon::none);
    const bool usable = changed(studio) && studio.form.tree && !studio.form.tree->objects().empty();
    if (button(ui, {foot.right() - 16 - save_px, foot.center().y - 16, save_px, 32},
               {.id = "settings:save",
                .label = ui.text("settings.save"),
                .kind = ButtonKind::primary,
                .disabled = !usable}))
        save(studio);
    if (button(ui, {foot.right() - 24 - save_px - cancel_px, foot.center().y - 16, cancel_px, 32},
               {.id = "settings:cancel", .label = ui.text("new.cancel"), .kind = ButtonKind::quiet}))
        studio.go(address_of(studio.project->stored));
}

} // namespace

void begin_settings(Studio& studio) {
    const Project& project = studio.project->stored.project;
    studio.form = {};
    studio.form.title = project.title;
    studio.form.description = project.description;
    studio.form.guidelines = project.guidelines;
    studio.form.color = project.color;
    studio.form.config = project.label_config;
    SetupView& view = studio.states->setup;
    view.tab = SetupView::config;
    view.settings_of = project.id;
    view.preview_of.reset();
    view.orphans_of.reset();
    const TaskTable& table = *studio.project->table;
    view.first_data = table.empty() ? Json::object() : table.data(0);
    read_usage(studio);
}

void draw_project_settings_page(Studio& studio, const Rect& box_px) {
    if (!studio.project)
        return;
    if (studio.states->setup.settings_of != studio.project->stored.project.id)
        begin_settings(studio);
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    studio.parse_form();
    const Rect foot = {box_px.x, box_px.bottom() - theme.bottom_bar_px - 8, box_px.w, theme.bottom_bar_px + 8};
    const Rect view = {box_px.x, box_px.y, box_px.w, foot.y - box_px.y};
    const double width = std::min(1320.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    const double head_px = 76;
    if (box_px.w < 900) {
        const double pane_px = std::max(560.0, view.h - 60);
        double& above_px = studio.states->setup.fields_px;
        const Rect content = begin_scroll(ui, view, "settings:scroll", head_px + above_px + pane_px + 24);
        text(ui, {left, content.y + 24, width, 28}, ui.text("settings.title"), {theme.heading.size_px, true},
             theme.text);
        const double used_px = draw_fields(studio, {left, content.y + head_px, width, fields_px});
        draw_config_pane(studio, {left, content.y + head_px + used_px, width, pane_px});
        if (std::exchange(above_px, used_px) != used_px)
            studio.frame_again = true;
        end_scroll(ui);
    } else {
        text(ui, {left, view.y + 24, width, 28}, ui.text("settings.title"), {theme.heading.size_px, true}, theme.text);
        const Rect side = {left - 4, view.y + head_px - 4, 348, view.h - head_px};
        const Rect content = begin_scroll(ui, side, "settings:scroll", fields_px + 16);
        draw_fields(studio, {content.x + 4, content.y + 4, 320, fields_px});
        end_scroll(ui);
        draw_config_pane(studio, {left + 372, view.y + head_px, width - 372, view.h - head_px - 12});
    }
    draw_foot(studio, foot);
}

} // namespace tw
