// "#/server", for admins: which tokens are taken, how the server was started and what lies on its disk. The latter is only
// told: each line names the flag that sets it.
#include "app/server/server_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tw {
namespace {

ReportView& view_of(Studio& studio) {
    return studio.server->pages->report;
}

struct Line {
    std::string_view id; ///< of the strings "report.<id>"
    std::string value;
    std::string_view flag = {};
};

std::string bytes_text(double bytes) {
    static constexpr std::array<std::string_view, 5> units = {"B", "KB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < units.size(); ++unit)
        bytes /= 1024;
    return fmt::format("{:.{}f} {}", bytes, unit == 0 || bytes >= 100 ? 0 : 1, units[unit]);
}

std::string list_text(const Studio& studio, const Json& report, std::string_view key) {
    std::string all;
    if (const Json* const list = find(report, key); list && list->is_array())
        for (const Json& one : *list)
            if (one.is_string())
                all += (all.empty() ? "" : ", ") + one.get<std::string>();
    return all.empty() ? studio.ui.text("report.none") : all;
}

std::string yes_or_no(const Studio& studio, const Json& report, std::string_view key) {
    return studio.ui.text(bool_or(report, key, false) ? "report.yes" : "report.no");
}

double draw_lines(Studio& studio, const Rect& box, const std::vector<Line>& lines) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const bool narrow = studio.narrow();
    double y = box.y;
    for (const Line& line : lines) {
        const std::string& title = ui.text("report." + std::string(line.id));
        const double title_px = narrow ? box.w : 190;
        const double flag_px = line.flag.empty() ? 0 : measure(ui, line.flag, theme.mono).w + 18;
        const double left = narrow ? box.x : box.x + title_px + 16;
        const double width = box.right() - left - (narrow || flag_px == 0 ? 0 : flag_px + 12);
        const double title_used = text(ui, {box.x, y, narrow ? box.w - flag_px - 8 : title_px, 60}, title, theme.body,
                                       theme.text_muted, TextFit::wrap);
        const double top = narrow ? y + title_used + 2 : y;
        const double used = text(ui, {left, top, width, 200}, line.value, theme.body, theme.text, TextFit::wrap);
        if (flag_px > 0) {
            const Rect flag = {box.right() - flag_px, y - 1, flag_px, 20};
            fill(ui, flag, theme.surface_sunken, 4);
            text(ui, flag, line.flag, theme.mono, theme.text_muted, TextFit::ellipsis, 0.5);
            tooltip(ui, flag, ui.strings->format("report.flag", {{"flag", std::string(line.flag)}}));
        }
        const double bottom = std::max(top + std::max(20.0, used), y + title_used);
        ui.semantics->add({.id = "report:" + std::string(line.id),
                           .role = "note",
                           .name = title,
                           .value = line.value,
                           .rect_px = {box.x, y, box.w, bottom - y}});
        y = bottom + 10;
    }
    return y - 10;
}

void take(Studio& studio, const ServerAnswer& answer, Json ReportView::* part, Fetch then) {
    ReportView& view = view_of(studio);
    view.fetch = answer.ok() && answer.body.is_object() ? then : Fetch::failed;
    view.trouble = answer;
    view.*part = answer.body;
}

void fetch(Studio& studio) {
    view_of(studio).fetch = Fetch::under_way;
    ask_server(studio, "GET", "/api/tagwright/server", {}, [&studio](const ServerAnswer& report) {
        take(studio, report, &ReportView::report, Fetch::under_way);
        if (view_of(studio).fetch == Fetch::under_way)
            ask_server(studio, "GET", "/api/jwt/settings", {}, [&studio](const ServerAnswer& switches) {
                take(studio, switches, &ReportView::switches, Fetch::done);
            });
    });
}

double draw_switches(Studio& studio, const Rect& box) {
    static constexpr std::pair<std::string_view, std::string_view> kinds[] = {
        {"api_tokens_enabled", "report.personal"}, {"legacy_api_tokens_enabled", "report.legacy"}};
    double y =
        words(studio, box.x, box.y, box.w, studio.ui.text("report.tokens-text"), studio.look.theme().text_muted) + 8;
    for (const auto& [key, title] : kinds) {
        const bool on = bool_or(view_of(studio).switches, key, true);
        if (checkbox(studio.ui, {box.x, y, box.w, 30}, title, studio.ui.text(title), on)) {
            Json wanted;
            wanted[std::string(key)] = !on;
            ask_server(studio, "POST", "/api/jwt/settings", wanted, [&studio](const ServerAnswer& answer) {
                if (answer.ok())
                    view_of(studio).switches = answer.body;
                else
                    studio.notify(trouble_text(studio, answer), true);
            });
        }
        y += 32;
    }
    return y - 2;
}

} // namespace

void draw_report_page(Studio& studio, const Rect& box_px) {
    if (view_of(studio).fetch == Fetch::wanted)
        fetch(studio);
    draw_account_frame(studio, box_px, [&](double left, double y, double width) {
        ReportView& view = view_of(studio);
        if (!draw_fetched(studio, left, y, width, view.fetch, view.trouble))
            return y + 60;
        const Json& report = view.report;
        y = card(studio, left, y, width, "report.tokens", [&](const Rect& box) { return draw_switches(studio, box); });
        y = words(studio, left, y, width, studio.ui.text("report.text"), studio.look.theme().text_muted) + 14;
        y = card(studio, left, y, width, "report.about", [&](const Rect& box) {
            return draw_lines(studio, box,
                              {{"version", string_or(report, "version", "")},
                               {"address", string_or(report, "address", ""), "--host"},
                               {"listens", string_or(report, "listens_on", ""), "--bind"},
                               {"tls", yes_or_no(studio, report, "tls"), "--cert, --key"},
                               {"proxies", list_text(studio, report, "trusted_proxies"), "--trust-proxy"}});
        });
        y = card(studio, left, y, width, "report.access", [&](const Rect& box) {
            const double days = number_or(report, "session_age_s", 0) / 86'400;
            return draw_lines(
                studio, box,
                {{"sign-up",
                  studio.ui.text(bool_or(report, "sign_up_needs_link", false) ? "report.sign-up-link"
                                                                              : "report.sign-up-open"),
                  "--signup-needs-link"},
                 {"session", studio.ui.strings->format("report.days", {{"n", fmt::format("{:.3g}", days)}}),
                  "--session-age"},
                 {"origins", list_text(studio, report, "allowed_origins"), "--allow-origin"},
                 {"frames", list_text(studio, report, "embedding_origins"), "--embed-origin"},
                 {"ssrf", yes_or_no(studio, report, "ssrf_protection"), "--ssrf-protection"}});
        });
        return card(studio, left, y, width, "report.storage", [&](const Rect& box) {
            const Json* const free = find(report, "free_bytes");
            return draw_lines(
                studio, box,
                {{"folder", string_or(report, "data_dir", ""), "--data"},
                 {"database", bytes_text(number_or(report, "database_bytes", 0))},
                 {"all-data", studio.ui.strings->format(
                                  "report.files", {{"size", bytes_text(number_or(report, "data_bytes", 0))},
                                                   {"n", fmt::format("{:.0f}", number_or(report, "data_files", 0))}})},
                 {"free", free && free->is_number() ? bytes_text(free->get<double>()) : std::string("–")},
                 {"body", bytes_text(number_or(report, "max_body_bytes", 0)), "--max-body"}});
        });
    });
}

} // namespace tw
