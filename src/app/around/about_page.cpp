// "#/about": the version, and what others wrote that stands in this program (assets/licenses.json, made by the build).
#include "app/around/around.hpp"

#include "base/version.hpp"

#include <algorithm>
#include <cmath>

namespace tw {

void draw_about_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const Rect below = draw_settings_head(studio, box_px, Page::about);
    const double width = std::min(720.0, below.w - 32);
    const double left = std::floor(below.center().x - width / 2);
    const Json parts = parse_json(studio.ports.host->asset("licenses.json")).value_or(Json::array());
    constexpr double row_px = 36;
    const double words_px = measure(ui, ui.text("about.text"), theme.body, width).h;
    const double head_px = 20 + 26 + words_px + 16 + 32 + 24 + 26;
    const Rect content =
        begin_scroll(ui, below, "about:scroll", head_px + row_px * static_cast<double>(parts.size()) + 32);
    double y = content.y + 16;
    const std::string line = ui.strings->format("about.version", {{"version", std::string(version())}});
    text(ui, {left, y, width, 22}, line, {theme.title.size_px, true}, theme.text);
    ui.semantics->add({.id = "about:version", .role = "note", .name = line, .rect_px = {left, y, width, 22}});
    y += 26;
    text(ui, {left, y, width, words_px}, ui.text("about.text"), theme.body, theme.text_muted, TextFit::wrap);
    y += words_px + 16;
    double x = left;
    const auto link = [&](std::string_view id, std::string_view key, Icon icon, std::string target) {
        const double button_px = button_width(ui, ui.text(key), icon);
        if (button(ui, {x, y, button_px, 32}, {.id = id, .label = ui.text(key), .icon = icon}))
            studio.ports.host->open_link(std::move(target));
        x += button_px + 8;
    };
    link("about:licenses", "about.licenses", Icon::file, "licenses.txt");
    y += 32 + 24;
    text(ui, {left, y, width, 20}, ui.text("about.parts"), {theme.small.size_px, true}, theme.text_muted);
    y += 26;
    const Rect list = {left, y, width, row_px * static_cast<double>(parts.size())};
    semantics_list(ui, "about:parts", ui.text("about.parts"), list, [&] {
        const RowRange rows = visible_rows(ui, list, row_px, static_cast<int>(parts.size()));
        for (int i = rows.first; i < rows.last; ++i) {
            const Json& part = parts[static_cast<std::size_t>(i)];
            const std::string name = string_or(part, "name", ""), licence = string_or(part, "licence", "");
            const std::string of_version = string_or(part, "version", "");
            const Rect row_box = {left, list.y + i * row_px, width, row_px};
            const double name_px = std::floor(width * 0.42), version_px = std::floor(width * 0.28);
            text(ui, {row_box.x, row_box.y, name_px - 8, row_px}, name, theme.body, theme.text);
            text(ui, {row_box.x + name_px, row_box.y, version_px - 8, row_px}, of_version, theme.body,
                 theme.text_muted);
            text(ui, {row_box.x + name_px + version_px, row_box.y, width - name_px - version_px, row_px}, licence,
                 theme.body, theme.text_muted);
            fill(ui, {row_box.x, row_box.bottom() - 1, row_box.w, 1}, theme.border);
            ui.semantics->add({.id = "about:part:" + std::to_string(i),
                               .role = "listitem",
                               .name = name + ", " + of_version + ", " + licence,
                               .rect_px = row_box.intersected(below)});
        }
    });
    end_scroll(ui);
}

} // namespace tw
