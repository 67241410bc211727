#include "app/transfer/export_card.hpp"

#include "app/figures.hpp"
#include "app/page_states.hpp"

namespace tw {
namespace {

constexpr double shown_after_ms = 300; ///< what is quicker only flickers
constexpr double card_px = 340, again_ms = 100;

struct Figures {
    std::string words;
    double part = 0;
};

Figures figures_of(const Studio& studio) {
    const ExportView& view = studio.states->exporting;
    std::uint64_t done = 0, total = 0;
    std::string_view key = "export.tasks";
    if (view.run && !view.packing) {
        done = view.run->next;
        total = view.run->rows.size();
        key = view.counted;
    } else {
        const ArchiveProgress files = studio.ports.host->archive_progress();
        done = files.done;
        total = files.total;
        key = view.run ? "export.files" : "export.reading";
    }
    const auto number = [](std::uint64_t n) { return figure(static_cast<std::int64_t>(n)); };
    return {studio.ui.strings->format(key, {{"done", number(done)}, {"m", number(total)}, {"name", view.reading}}),
            total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0};
}

void cancel(Studio& studio) {
    ExportView& view = studio.states->exporting;
    if (view.run)
        view.run->cancelled = true;
    if (view.packing || !view.run)
        studio.ports.host->cancel_archive();
}

} // namespace

void begin_export_card(Studio& studio, std::shared_ptr<ExportRun> run, std::string_view counted) {
    studio.states->exporting = {std::move(run), counted, false, {}, studio.ports.clock->monotonic_ms()};
}

void begin_reading_card(Studio& studio, std::string name) {
    studio.states->exporting = {nullptr, {}, false, std::move(name), studio.ports.clock->monotonic_ms()};
}

void end_export_card(Studio& studio) {
    studio.states->exporting = {};
    studio.ports.host->request_frame();
}

void draw_export_card(Studio& studio) {
    const ExportView& view = studio.states->exporting;
    if (!view.run && view.reading.empty())
        return;
    Ui& ui = studio.ui;
    studio.ports.host->request_frame_in(again_ms);
    if (ui.now_ms - view.since_ms < shown_after_ms)
        return;
    const Theme& theme = studio.look.theme();
    const double width = std::min(card_px, ui.viewport_px.w - 24);
    const Rect box = {ui.viewport_px.w - width - 12, ui.viewport_px.h - theme.bottom_bar_px - 84, width, 68};
    fill(ui, box.expanded(1), theme.border_strong.with_alpha(0.5), theme.radius_px + 1);
    fill(ui, box, theme.surface_raised, theme.radius_px);
    const Figures now = figures_of(studio);
    const double cancel_px = button_width(ui, ui.text("new.cancel"), Icon::none);
    const double room_px = box.w - cancel_px - 36;
    text(ui, {box.x + 14, box.y + 12, room_px, 20}, now.words, theme.body, theme.text);
    progress_bar(ui, {box.x + 14, box.y + 42, room_px, 6}, "export:progress", now.words, now.part);
    if (button(ui, {box.right() - cancel_px - 12, box.center().y - 16, cancel_px, 32},
               {.id = "export:cancel", .label = ui.text("new.cancel")}))
        cancel(studio);
}

} // namespace tw
