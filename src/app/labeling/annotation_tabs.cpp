// The annotations and predictions of the open task as tabs above the labeling area, and several of them side by side.
#include "app/around/around.hpp"
#include "app/labeling/labeling_page.hpp"
#include "ui/table.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double strip_px = 36;

Icon icon_of(const AnnotationTab& tab) {
    if (tab.prediction >= 0)
        return Icon::model;
    if (tab.ground_truth)
        return Icon::star;
    return tab.skipped ? Icon::skip : tab.handed_in ? Icon::check : Icon::pencil;
}

std::string spoken(const Ui& ui, const AnnotationTab& tab) {
    if (tab.prediction >= 0)
        return tab.hint;
    return tab.title + (tab.ground_truth ? ", " + ui.text("tabs.ground-truth") : "") +
           (tab.skipped ? ", " + ui.text("bar.skipped") : "");
}

} // namespace

Rect draw_annotation_tabs(Studio& studio, const Rect& box_px) {
    const std::vector<AnnotationTab> tabs = annotation_tabs(studio);
    if (tabs.empty() || (studio.narrow() && tabs.size() < 2))
        return box_px;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const LabelingFlow& flow = studio.around->flow;
    const Rect strip = {box_px.x, box_px.y, box_px.w, strip_px};
    fill(ui, strip, theme.surface);
    fill(ui, {strip.x, strip.bottom() - 1, strip.w, 1}, theme.border);

    // Buttons at the right take their room first; the tabs get what is left.
    std::vector<std::pair<std::string, Icon>> buttons;
    if (flow.deleted)
        buttons.emplace_back("annotation:restore", Icon::undo);
    if (flow.prediction < 0) {
        buttons.emplace_back("annotation:new", Icon::plus);
        if (!studio.narrow()) {
            buttons.emplace_back("annotation:copy", Icon::copy);
            buttons.emplace_back("annotation:ground-truth", Icon::star);
            buttons.emplace_back("annotation:delete", Icon::trash);
        }
    }
    if (tabs.size() > 1 && !studio.narrow())
        buttons.emplace_back("annotation:compare", Icon::compare);
    const double buttons_px = static_cast<double>(buttons.size()) * 34 + 6;

    double x = strip.x + 4;
    const double room = strip.w - buttons_px - 8;
    std::string wanted;
    semantics_list(
        ui, "annotations", ui.text("tabs.title"), {strip.x, strip.y, room, strip.h},
        [&] {
            const double even_px = room / static_cast<double>(tabs.size());
            for (const AnnotationTab& tab : tabs) {
                const double width =
                    std::min(std::ceil(measure(ui, tab.title, theme.body).w) + 48, std::max(40.0, even_px));
                if (x + width > strip.x + 4 + room)
                    break;
                const Rect box = {x, strip.y + 3, width, strip.h - 6};
                const std::string id =
                    tab.prediction >= 0 ? "prediction:" + std::to_string(tab.prediction) : "annotation:" + tab.uid;
                if (button(ui, box,
                           {.id = id,
                            .label = tab.title,
                            .name = spoken(ui, tab),
                            .tooltip = spoken(ui, tab),
                            .icon = icon_of(tab),
                            .kind = ButtonKind::quiet,
                            .pressed = tab.current,
                            .role = "tab"}))
                    wanted = id;
                x += width + 2;
            }
        },
        "tablist");
    double right = strip.right() - buttons_px;
    for (const auto& [action, icon] : buttons) {
        std::optional<bool> pressed;
        if (action == "annotation:compare")
            pressed = !flow.compared.empty();
        if (action == "annotation:ground-truth") {
            const auto at = std::ranges::find(tabs, true, &AnnotationTab::current);
            pressed = at != tabs.end() && at->ground_truth;
        }
        action_button(studio, {right, strip.y + 2, 32, 32}, action, icon, ButtonKind::quiet, false, pressed);
        right += 34;
    }
    if (!wanted.empty())
        ui.emit("annotation:open", wanted);
    return {box_px.x, strip.bottom(), box_px.w, box_px.h - strip_px};
}

void draw_compared(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    std::vector<ComparedColumn>& columns = studio.around->flow.compared;
    constexpr double least_column_px = 280;
    double& scrolled_px = studio.around->flow.compared_x_px;
    const auto count = static_cast<double>(columns.size());
    const double width = std::max(least_column_px, std::floor(box_px.w / count));
    double x = box_px.x - scrolled_px;
    begin_clip(ui, box_px);
    for (ComparedColumn& column : columns) {
        if (column.session->poll())
            studio.frame_again = true;
        column.session->take_events(); // looking at it changes nothing anybody has to know
        const Rect box = {x, box_px.y, width, box_px.h};
        const std::string name = ui.strings->format(
            "tabs.compared", {{"title", column.title}, {"n", std::to_string(column.session->rows().size())}});
        text(ui, {box.x + 12, box.y, box.w - 24, 32}, name, {theme.body.size_px, true}, theme.text);
        if (&column != &columns.front())
            fill(ui, {box.x, box.y, 1, box.h}, theme.border);
        // Its widgets can only be looked at, and the same ones stand in every column: for readers a column is one thing.
        SemanticTree unseen;
        SemanticTree* const tree = std::exchange(ui.semantics, &unseen);
        const std::vector<std::string> order = ui.widgets->tab_order_next;
        const Rect inner = {box.x + 8, box.y + 32, box.w - 16, box.h - 40};
        begin_clip(ui, inner);
        column.area.paint(ui, inner, *column.session, column.view);
        end_clip(ui);
        ui.widgets->tab_order_next = order;
        ui.semantics = tree;
        ui.semantics->add({.id = "compared:" + column.title, .role = "group", .name = name, .rect_px = box});
        x += width;
    }
    scrolled_px = scroll_sideways(ui, box_px, "compared", width * count, scrolled_px);
    end_clip(ui);
}

} // namespace tw
