// Three steps over the labeling page, shown once and whenever asked for: choose a label, mark, hand in. A card beside what
// it speaks of. It follows what is done, it can be left at any time, and nothing waits for it.
#include "app/around/around.hpp"
#include "app/labeling/labeling_page.hpp"
#include "ui/floating.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr int step_count = 3;

/// Where the card of a step stands: a corner of what it is about.
Rect place_of(const Studio& studio, int step, Size size) {
    const Theme& theme = studio.look.theme();
    const Size viewport = studio.ui.viewport_px;
    const double left = theme.rail_px + (studio.around->flow.list_open ? 224 : 52);
    const double top = theme.top_bar_px + 36 + 130;
    if (studio.narrow()) // labels take two lines and more there, and the buttons that zoom stand at the bottom
        return {viewport.w - size.w - 12, viewport.h - theme.bottom_bar_px - size.h - 60, size.w, size.h};
    if (step == 2)
        return {viewport.w - size.w - 12, viewport.h - theme.bottom_bar_px - size.h - 12, size.w, size.h};
    if (step == 1)
        return {std::max(8.0, (viewport.w - size.w) / 2), std::max(top, (viewport.h - size.h) / 2), size.w, size.h};
    return {left, top, size.w, size.h};
}

} // namespace

void start_tour(Studio& studio) {
    studio.around->tour_step = 0;
    studio.around->tour_regions = studio.task ? studio.task->session->rows().size() : 0;
    studio.ports.host->set_setting("tour", "seen");
    studio.ports.host->request_frame();
}

void offer_tour(Studio& studio) {
    if (!studio.options.embedded && studio.ports.storage && studio.ports.host->setting("tour").empty())
        start_tour(studio);
}

void draw_tour(Studio& studio) {
    int& step = studio.around->tour_step;
    if (step < 0 || studio.page != Page::labeling || !studio.sheet.empty() || studio.around->palette.open)
        return;
    if (step < 2 && studio.task->session->rows().size() > studio.around->tour_regions)
        step = 2; // who has marked something knows how
    const int drawn = step;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    static constexpr std::string_view keys[step_count] = {"tour.label", "tour.mark", "tour.submit"};
    const std::string& words = ui.text(keys[step]);
    const double width = std::min(300.0, ui.viewport_px.w - 16);
    const Size said = measure(ui, words, theme.body, width - 32);
    const Rect box = place_of(studio, step, {width, said.h + 104});
    begin_floating(ui, "tour", box.expanded(2));
    cover_floating("zoom");
    fill(ui, box.expanded(2), theme.accent, theme.radius_px + 4);
    fill(ui, box, theme.surface_raised, theme.radius_px + 2);
    const std::string title =
        ui.strings->format("tour.title", {{"n", std::to_string(step + 1)}, {"m", std::to_string(step_count)}});
    ui.semantics->open({.id = "tour", .role = "complementary", .name = title, .rect_px = box});
    text(ui, {box.x + 16, box.y + 12, box.w - 32, 20}, title, {theme.small.size_px, true}, theme.link);
    text(ui, {box.x + 16, box.y + 38, box.w - 32, said.h}, words, theme.body, theme.text, TextFit::wrap);
    ui.semantics->add(
        {.id = "tour:text", .role = "note", .name = words, .rect_px = {box.x + 16, box.y + 38, box.w - 32, said.h}});
    const bool last = step + 1 == step_count;
    const std::string& next = ui.text(last ? "tour.done" : "tour.next");
    const double next_px = button_width(ui, next, Icon::none),
                 skip_px = button_width(ui, ui.text("tour.leave"), Icon::none);
    const double y = box.bottom() - 44;
    if (!last && button(ui, {box.x + 12, y, skip_px, 32},
                        {.id = "tour:leave", .label = ui.text("tour.leave"), .kind = ButtonKind::quiet}))
        step = -1;
    if (button(ui, {box.right() - 12 - next_px, y, next_px, 32},
               {.id = "tour:next", .label = next, .kind = ButtonKind::primary}))
        step = last ? -1 : step + 1;
    ui.semantics->close();
    end_floating(ui);
    studio.frame_again |= step != drawn;
}

} // namespace tw
