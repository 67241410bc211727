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
    if (view.run) {
        done = view.run->status().done;
        total = view.run->status().total;
        key = view.run->status().packing ? "export.files" : "export.tasks";
    } else if (view.work) {
        done = view.work->done;
        total = view.work->total;
        key = view.counted;
    } else {
        const ArchiveProgress files = studio.ports.host->archive_progress();
        done = files.done;
        total = files.total;
        key = "export.reading";
    }
    const auto number = [](std::uint64_t n) { return figure(static_cast<std::int64_t>(n)); };
    return {studio.ui.strings->format(key, {{"done", number(done)}, {"m", number(total)}, {"name", view.reading}}),
            total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0};
}

void cancel(Studio& studio) {
    const ExportView& view = studio.states->exporting;
    if (view.run)
        view.run->cancel();
    else if (view.work)
        view.work->cancelled = true;
    else
        studio.ports.host->cancel_archive();
}

/// The export is over: said, and its card goes.
void end_export(Studio& studio) {
    const std::optional<Error> error = studio.states->exporting.run->status().error;
    end_export_card(studio);
    if (!error)
        studio.notify(studio.ui.text("notice.exported"));
    else if (error->code != "cancelled")
        studio.notify(studio.ui.say(*error), true);
}

} // namespace

void when_card_is_free(Studio& studio, std::function<void()> work) {
    ExportView& view = studio.states->exporting;
    if (view.busy())
        view.waiting.push_back(std::move(work));
    else
        work();
}

void begin_export(Studio& studio, const ExportOrder& order, std::shared_ptr<TaskTable> table) {
    when_card_is_free(studio, [&studio, order, table = std::move(table)] {
        ExportView& view = studio.states->exporting;
        view.since_ms = studio.ports.clock->monotonic_ms();
        view.run = std::make_unique<Export>(studio.ports, order, table);
        studio.ports.host->request_frame();
    });
}

void begin_work_card(Studio& studio, std::shared_ptr<CountedWork> work, std::string_view counted) {
    ExportView& view = studio.states->exporting;
    view.work = std::move(work);
    view.counted = counted;
    view.since_ms = studio.ports.clock->monotonic_ms();
}

void begin_reading_card(Studio& studio, std::string name) {
    ExportView& view = studio.states->exporting;
    view.reading = std::move(name);
    view.since_ms = studio.ports.clock->monotonic_ms();
}

void end_export_card(Studio& studio) {
    std::deque<std::function<void()>> waiting = std::move(studio.states->exporting.waiting);
    studio.states->exporting = {};
    studio.ports.host->request_frame();
    if (waiting.empty())
        return;
    const std::function<void()> next = std::move(waiting.front());
    waiting.pop_front();
    studio.states->exporting.waiting = std::move(waiting);
    next();
}

void draw_export_card(Studio& studio) {
    const ExportView& view = studio.states->exporting;
    if (view.run) {
        view.run->step();
        if (view.run->status().ended)
            return end_export(studio);
    }
    if (!view.busy())
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
