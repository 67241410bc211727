#include "app/studio.hpp"

#include "app/around/around.hpp"
#include "app/figures.hpp"
#include "app/labeling/labeling_page.hpp"
#include "app/page_states.hpp"
#include "app/server/server_pages.hpp"
#include "app/server/sync_engine.hpp"
#include "app/server/sync_push.hpp"
#include "app/store/tab_news.hpp"
#include "base/id.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tw {
namespace {

constexpr double notice_ms = 5000, offer_ms = 15'000;
constexpr double above_zoom_px = 56; ///< on a phone the buttons that zoom stand where a notice would

std::string new_client_id(Random& random) {
    return fmt::format("{:016x}", random.next_u64());
}

} // namespace

double FrameStats::percentile(double part) const {
    std::vector<float> sorted(
        cpu_ms.begin(), cpu_ms.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(drawn, cpu_ms.size())));
    if (sorted.empty())
        return 0;
    const auto at = static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1));
    std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(at));
    return sorted[at];
}

Studio::Studio(AppPorts the_ports, AppFonts fonts, AppOptions the_options)
    : ports(the_ports), clock(*the_ports.clock), options(std::move(the_options)), registry(all_tags()),
      look(*ports.host, options.theme, options.language), painter(*ports.glyphs, *ports.shaper),
      autosave(ports.storage, ports.tabs, *ports.host, new_client_id(*ports.random)), keymap(*ports.host),
      around(std::make_unique<Around>()), server(std::make_unique<ServerState>()),
      states(std::make_unique<PageStates>()), link_(std::make_shared<Link>()) {
    ports.clock = &clock;
    ui.theme = &look.theme();
    ui.strings = &look.strings();
    ui.semantics = &semantics;
    ui.intents = &intents;
    ui.painter = &painter;
    ui.shaper = ports.shaper;
    ui.widgets = &widgets;
    ui.font = fonts.regular;
    ui.font_bold = fonts.bold;
    ui.font_mono = fonts.mono;
    ui.mac = ports.host->is_mac();
    ui.readonly = options.readonly;
    if (ports.storage)
        store = std::make_unique<LocalStore>(*ports.storage, *ports.clock, *ports.random);
    if (store && ports.http)
        sync = std::make_unique<SyncState>();
    read_layout();
    make_actions();
    apply_keymap(*this);
    if (ports.storage)
        ports.storage->estimate(later<StorageEstimate>([this](const Result<StorageEstimate>& estimate) {
            if (!estimate)
                storage_error = estimate.error(); // said before anybody begins to work
        }));
    ask_session(*this);
    if (options.embedded)
        page = Page::closed;
    else
        go(parse_address(options.address), true);
}

Studio::~Studio() {
    link_->alive = false;
    autosave.attach(nullptr, 0);
}

void Studio::read_layout() {
    const auto number = [&](std::string_view key, double fallback) {
        const auto parsed = parse_json(ports.host->setting(key));
        return parsed && parsed->is_number() ? parsed->get<double>() : fallback;
    };
    side_width_px = number("layout:side-width", 300);
    side_split = number("layout:side-split", 0.5);
    side_open = number("layout:side-open", 1) != 0;
    around->flow.list_open = number("layout:tasklist-open", 1) != 0;
    around->flow.stay = number("flow:stay", 0) != 0;
}

void Studio::reset_layout() {
    for (const char* key : {"layout:side-width", "layout:side-split", "layout:side-open", "layout:tasklist-open"})
        ports.host->set_setting(key, "");
    read_layout();
}

bool Studio::has_panel(std::string_view name) const {
    return options.panels.empty() || std::ranges::find(options.panels, name) != options.panels.end();
}

void Studio::frame(Size viewport_px, float device_px_per_px) {
    const double started_ms = ports.clock->monotonic_ms();
    look.refresh();
    ui.viewport_px = viewport_px;
    ui.device_px_per_px = device_px_per_px;
    ui.compact = narrow();
    ui.now_ms = started_ms;
    frame_again = false;
    for (const Json& news : autosave.take_tab_news())
        hear_tab(*this, news);
    if (task && task->session->poll())
        frame_again = true;
    semantics.clear();
    intents.clear();
    painter.begin_frame(device_px_per_px);
    autosave.step(started_ms); // what keys and calls did since: the top bar must not call it saved
    hear_saved();
    begin_widgets(ui);
    draw_page();
    end_widgets(ui);
    ui.activate_id.clear();
    run_intents();
    handle_session_events();
    if (around->flow.advance)
        advance(*this);
    autosave.step(started_ms);
    step_sync(*this);
    ports.images->release_unused();
    settle_open();
    if (widgets.again || painter.wants_frame())
        frame_again = true;
    double wait_ms = widgets.frame_in_ms;
    for (const Notice& notice : notices)
        wait_ms = std::min(wait_ms, std::max(0.0, notice.until_ms - ui.now_ms));
    if (frame_again)
        ports.host->request_frame();
    else if (wait_ms < 1e9)
        ports.host->request_frame_in(wait_ms + 1);
    stats.add(ports.clock->monotonic_ms() - started_ms);
}

/// Before the page is drawn: what is kept here is not on the server yet, and no frame may call it synced.
void Studio::hear_saved() {
    if (!autosave.take_saved())
        return;
    around->flow.saved_at_ms = ui.now_ms;
    ops_were_kept(*this);
    if (task && !task->embedded)
        ports.host->emit("draft", Json{{"document", task->document_uid}});
}

void Studio::draw_page() {
    Rect box = {0, 0, ui.viewport_px.w, ui.viewport_px.h};
    fill(ui, box, page == Page::labeling ? look.theme().surface : look.theme().page);
    if (has_panel("top"))
        box = draw_top_bar(*this, box);
    draw_banner(box);
    switch (page) {
    case Page::loading:
        text(ui, box,
             sync && sync->listing && sync->to_list > 0
                 ? ui.strings->format("sync.listing", {{"n", figure(static_cast<std::int64_t>(sync->listed))},
                                                       {"m", figure(static_cast<std::int64_t>(sync->to_list))}})
                 : ui.text("app.loading"),
             look.theme().body, look.theme().text_muted, TextFit::ellipsis, 0.5);
        break;
    case Page::projects:
        if (!draw_import_page(*this, box))
            draw_projects_page(*this, box);
        break;
    case Page::new_project:
        draw_new_project_page(*this, box);
        break;
    case Page::project_settings:
        draw_project_settings_page(*this, box);
        break;
    case Page::tasks:
        if (!draw_import_page(*this, box))
            draw_tasks_page(*this, box);
        break;
    case Page::labeling:
        if (!draw_import_page(*this, box)) {
            if (project && store)
                step_order(*this);
            draw_labeling_page(*this, box);
        }
        break;
    case Page::missing:
        draw_missing_page(*this, box);
        break;
    case Page::settings:
        draw_settings_page(*this, box);
        break;
    case Page::hotkeys:
        draw_hotkeys_page(*this, box);
        break;
    case Page::about:
        draw_about_page(*this, box);
        break;
    case Page::server:
        draw_server_page(*this, box);
        break;
    case Page::closed:
        break;
    }
    draw_help(*this);
    draw_export_card(*this);
    draw_toast();
    draw_delete_dialog(*this);
    draw_remove_member_dialog(*this);
    draw_palette(*this);
}

void Studio::draw_banner(Rect& page_px) {
    const Error* trouble = storage_error                           ? &*storage_error
                           : autosave.state() == SaveState::failed ? &autosave.error()
                                                                   : nullptr;
    if (!trouble)
        storage_dismissed = false;
    if (trouble && !storage_dismissed) {
        const std::string_view key = trouble->code == "storage-full"      ? "error.storage-full"
                                     : trouble->code == "storage-blocked" ? "error.storage-blocked"
                                                                          : "error.storage-failed";
        const std::string& message = ui.text(key);
        const std::vector<std::string> buttons = {ui.text("error.export"), ui.text("error.retry"),
                                                  ui.text("notice.dismiss")};
        const double height = banner_height(ui, message, buttons, page_px.w);
        const auto pressed =
            banner(ui, {page_px.x, page_px.y, page_px.w, height}, "banner:storage", message, true, buttons);
        if (pressed == 0)
            export_current();
        if (pressed == 1) {
            forget_storage_error();
            autosave.retry();
        }
        if (pressed == 2)
            storage_dismissed = true;
        page_px.y += height;
        page_px.h -= height;
    }
}

void Studio::draw_toast() {
    std::erase_if(notices, [&](const Notice& notice) { return notice.until_ms <= ui.now_ms; });
    if (notices.empty())
        return;
    const Notice notice = notices.back(); // a copy: its button may add another
    const Theme& theme = look.theme();
    const double button_px = notice.button.empty() ? 0 : button_width(ui, notice.button, Icon::none) + 8;
    const double width = std::min(ui.viewport_px.w - 32, measure(ui, notice.message, theme.body).w + 33 + button_px);
    const double height = std::max(measure(ui, notice.message, theme.body, width - 32 - button_px).h + 20,
                                   notice.button.empty() ? 0 : 48.0);
    const double above_px = narrow() && page == Page::labeling ? above_zoom_px : 12;
    const Rect box = {(ui.viewport_px.w - width) / 2, ui.viewport_px.h - height - theme.bottom_bar_px - above_px, width,
                      height};
    fill(ui, box, notice.danger ? theme.danger_soft : theme.text, theme.radius_px);
    const double words_px = measure(ui, notice.message, theme.body, width - 32 - button_px).h;
    text(ui, {box.x + 16, box.center().y - words_px / 2, width - 32 - button_px, height}, notice.message, theme.body,
         notice.danger ? theme.text : theme.surface, TextFit::wrap);
    semantics.add({.id = "notice", .role = "status", .name = notice.message, .rect_px = box});
    if (!notice.button.empty() && button(ui, {box.right() - button_px, box.center().y - 16, button_px - 8, 32},
                                         {.id = "notice:button", .label = notice.button})) {
        notices.pop_back();
        notice.press();
    }
}

void Studio::offer(std::string message, std::string button, std::function<void()> press) {
    notices.push_back({std::move(message), false, ui.now_ms + offer_ms, std::move(button), std::move(press)});
    ports.host->request_frame();
}

void Studio::notify(std::string message, bool danger) {
    notices.push_back({std::move(message), danger, ui.now_ms + notice_ms});
    if (notices.size() > 5)
        notices.pop_front();
    ports.host->request_frame();
}

void Studio::run_intents() {
    // An action may wish for more; what it wishes for runs too.
    for (std::size_t i = 0; i < intents.size(); ++i) {
        const Intent intent = intents[i];
        run_action(intent.action, intent.argument);
        frame_again = true;
    }
    intents.clear();
}

bool Studio::run_action(std::string_view id, const Json& argument) {
    for (const PageAction& action : actions)
        if (action.id == id)
            return action.enabled() && action.run(argument);
    return task && task->session->run(id, argument);
}

bool Studio::key(std::string_view hotkey, bool typing) {
    const std::string key = normalize_hotkey(hotkey);
    if (!around->recording.empty() && record_key(*this, key))
        return true;
    if (palette_key(*this, key))
        return true;
    if (around->palette.open)
        return false;  // what is typed belongs to its text input
    if (key == "f6") { // from the canvas to what is around it, and from there out of the editor
        const bool from_canvas = page == Page::labeling && canvas_focus;
        canvas_focus = !from_canvas;
        if (!from_canvas)
            widgets.focus_id.clear();
        return from_canvas;
    }
    const bool on_canvas =
        page == Page::labeling && task && canvas_focus && !states->intake.run && !typing && widgets.top_layer == 0;
    if (on_canvas && (key == "tab" || key == "shift+tab"))
        return run_action(key == "tab" ? "tool:next" : "tool:previous", {});
    if (key_pressed(widgets, key, typing))
        return true;
    if (page == Page::labeling && task && !states->intake.run && task->session->key(key, typing)) {
        handle_session_events();
        return true;
    }
    for (const PageAction& action : actions)
        if ((!typing || action.while_typing) && std::ranges::find(action.hotkeys, key) != action.hotkeys.end() &&
            action.enabled())
            return action.run({});
    return false;
}

} // namespace tw
