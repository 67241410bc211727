// The page of an import: what was found in the files, with the first rows as a table, before anything is written; how far
// it is; what was left out.
#include "app/transfer/import_page.hpp"

#include "app/figures.hpp"
#include "app/page_states.hpp"
#include "ui/table.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tw {

void finish_import(Studio& studio); ///< studio_intake.cpp

namespace {

using State = ImportStatus::State;
constexpr double row_px = 28, column_px = 168, narrow_column_px = 132;
constexpr std::size_t most_spoken_cells = 12;
constexpr std::array<char, 4> separators = {',', ';', '\t', '|'};
constexpr std::array<std::string_view, 4> separator_keys = {"import.comma", "import.semicolon", "import.tab",
                                                            "import.pipe"};
constexpr std::array<std::string_view, 8> encodings = {"utf-8",  "gb18030",      "big5",     "shift_jis",
                                                       "euc-kr", "windows-1252", "utf-16le", "utf-16be"};
constexpr std::array<std::string_view, 8> encoding_names = {"UTF-8",  "GB 18030",     "Big5",      "Shift JIS",
                                                            "EUC-KR", "Windows-1252", "UTF-16 LE", "UTF-16 BE"};

std::string count_text(Studio& studio, std::string_view key, std::uint64_t count) {
    return studio.ui.strings->format(key, {{"n", figure(static_cast<std::int64_t>(count))}});
}

/// Format, encoding, separator of the source that is shown; answers the height used.
double draw_options(Studio& studio, Import& run, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ImportView& view = studio.states->intake;
    const std::vector<ImportSource>& sources = run.status().sources;
    const ImportSource& source = sources[view.source];
    const bool locked = run.status().state != State::ready;
    double x = box.x, y = box.y;
    const auto place = [&](double width) {
        if (x > box.x && x + width > box.right()) {
            x = box.x;
            y += 40;
        }
        const Rect at = {x, y, std::min(width, box.w), 32};
        x += at.w + 12;
        return at;
    };
    const auto choice = [&](std::string_view id, std::string_view key, const std::vector<std::string>& options,
                            int current) {
        const double label_px = studio.narrow() ? 88 : measure(ui, ui.text(key), theme.body).w + 8;
        const Rect at = place(label_px + 168);
        text(ui, {at.x, at.y, label_px, at.h}, ui.text(key), theme.body, theme.text_muted);
        return select(ui, {at.x + label_px, at.y, at.w - label_px, at.h}, id, ui.text(key), options, current, locked);
    };
    if (sources.size() > 1) {
        std::vector<std::string> names;
        for (const ImportSource& one : sources)
            names.push_back(one.name);
        if (const auto chosen = choice("import:file", "import.file", names, static_cast<int>(view.source)))
            view.source = static_cast<std::size_t>(*chosen);
    }
    if (source.format == RowFormat::delimited) {
        std::vector<std::string> names;
        for (const std::string_view key : separator_keys)
            names.push_back(ui.text(key));
        const auto current = std::ranges::find(separators, source.separator) - separators.begin();
        if (const auto chosen = choice("import:separator", "import.separator", names, static_cast<int>(current)))
            run.look_again(view.source, source.encoding, separators[static_cast<std::size_t>(*chosen)]);
    }
    const std::vector<std::string> names(encoding_names.begin(), encoding_names.end());
    const auto current = std::ranges::find(encodings, source.encoding) - encodings.begin();
    if (const auto chosen = choice("import:encoding", "import.encoding", names, static_cast<int>(current)))
        run.look_again(view.source, std::string(encodings[static_cast<std::size_t>(*chosen)]), std::nullopt);
    if (!source.encoding_sure) {
        const std::string& unsure = ui.text("import.unsure");
        const Rect at = place(measure(ui, unsure, theme.small).w + 30);
        icon(ui, {at.x + 8, at.center().y}, Icon::warning, 14, theme.warning);
        text(ui, {at.x + 22, at.y, at.w - 22, at.h}, unsure, theme.small, theme.text);
        ui.semantics->add({.id = "import:unsure", .role = "status", .name = unsure, .rect_px = at});
    }
    return y + 40 - box.y;
}

/// What becomes of a column: its own name, nothing, or a key that the config reads.
void draw_column_choice(Studio& studio, Import& run, std::size_t at, std::size_t column, const Rect& box) {
    const ImportSource& source = run.status().sources[at];
    if (column >= source.keys.size())
        return;
    Ui& ui = studio.ui;
    const std::string& name = source.columns[column];
    std::vector<std::string> options = {name, ui.text("import.leave-out")}, keys = {name, ""};
    for (const WantedKey& one : run.wanted())
        if (one.key != name) {
            options.push_back("$" + one.key);
            keys.push_back(one.key);
        }
    const auto current = std::ranges::find(keys, source.keys[column]) - keys.begin();
    const std::string id = "import:column:" + std::to_string(column);
    const std::string label = ui.strings->format("import.column", {{"name", name}});
    if (const auto chosen =
            select(ui, box, id, label, options, static_cast<int>(current), run.status().state != State::ready))
        run.set_key(at, column, keys[static_cast<std::size_t>(*chosen)]);
}

/// The first rows under their columns, scrolled both ways.
void draw_preview(Studio& studio, Import& run, std::size_t at, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    ImportView& view = studio.states->intake;
    fill(ui, box, theme.surface, theme.radius_px);
    outline(ui, box, theme.border, theme.radius_px);
    const ImportSource& source = run.status().sources[at];
    const double number_px = 44, room_px = box.w - number_px - 12;
    const auto columns = static_cast<double>(std::max<std::size_t>(1, source.columns.size()));
    const double width = std::max(studio.narrow() ? narrow_column_px : column_px, std::floor(room_px / columns));
    const double head_px = source.keys.empty() ? row_px + 4 : row_px + 44;
    const Rect heads = {box.x + number_px, box.y + 1, room_px, head_px - 1};
    begin_clip(ui, heads);
    for (std::size_t c = 0; c < source.columns.size(); ++c) {
        const double x = heads.x + width * static_cast<double>(c) - view.scroll_x_px;
        if (x > heads.right() || x + width < heads.x)
            continue;
        const std::string& name = source.columns[c] == "$undefined$" ? ui.text("import.line") : source.columns[c];
        text(ui, {x, box.y, width - 8, row_px}, name, {theme.body.size_px, true}, theme.text);
        draw_column_choice(studio, run, at, c, {x, box.y + row_px, width - 8, 32});
    }
    end_clip(ui);
    fill(ui, {box.x, box.y + head_px - 1, box.w, 1}, theme.border);
    const auto count = static_cast<int>(source.preview.size());
    const bool sideways = columns * width > room_px + 0.5;
    const Rect list = {box.x + 1, box.y + head_px, box.w - 2, box.h - head_px - (sideways ? 12 : 1)};
    const Rect content = begin_scroll(ui, list, "import:rows", count * row_px + 4);
    semantics_list(ui, "import:preview", ui.text("import.preview"), list, [&] {
        const RowRange rows = visible_rows(ui, content, row_px, count);
        for (int i = rows.first; i < rows.last; ++i) {
            const auto& cells = source.preview[static_cast<std::size_t>(i)];
            const Rect line = {list.x, content.y + i * row_px, list.w, row_px};
            std::string name;
            text(ui, {line.x + 12, line.y, number_px - 12, line.h}, std::to_string(i + 1), theme.small,
                 theme.text_muted);
            begin_clip(ui, {heads.x, list.y, heads.w, list.h});
            for (std::size_t c = 0; c < cells.size(); ++c) {
                const double x = heads.x + width * static_cast<double>(c) - view.scroll_x_px;
                std::string cell = cells[c];
                std::ranges::replace(cell, '\n', ' ');
                if (x <= heads.right() && x + width >= heads.x)
                    text(ui, {x, line.y, width - 8, line.h}, cell, theme.body, theme.text);
                if (c < most_spoken_cells)
                    name += (c > 0 ? " | " : "") + cell;
            }
            end_clip(ui);
            ui.semantics->add(
                {.id = "import:row:" + std::to_string(i), .role = "listitem", .name = name, .rect_px = line});
        }
    });
    end_scroll(ui);
    view.scroll_x_px =
        scroll_sideways(ui, {heads.x, heads.y, heads.w, box.h - 2}, "import", columns * width, view.scroll_x_px);
}

/// Why a row was left out, and which.
std::vector<std::string> problem_lines(Studio& studio, const ImportSource& source) {
    std::vector<std::string> lines;
    if (source.error)
        lines.push_back(studio.ui.say(*source.error));
    for (const Diagnostic& one : source.problems) {
        const Where& where = one.error.where;
        const std::string place = where.line > 0 ? count_text(studio, "import.at-line", where.line) : where.pointer;
        lines.push_back((place.empty() ? "" : place + ": ") + studio.ui.say(one.error));
    }
    return lines;
}

std::string csv_cell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string out = "\"";
    for (const char c : text)
        out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

std::string report_csv(const Ui& ui, const std::vector<Error>& report) {
    std::string out = ui.text("import.report-columns") + "\r\n";
    for (const Error& one : report)
        out += csv_cell(one.where.file) + ',' + (one.where.line > 0 ? std::to_string(one.where.line) : "") + ',' +
               csv_cell(one.where.pointer) + ',' + csv_cell(ui.say(one)) + "\r\n";
    return out;
}

/// Some of them above the rows, or after the import all that are told, in a box that scrolls; answers the height used.
double draw_problems(Studio& studio, const ImportSource& source, Rect box, bool all) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const std::vector<std::string> lines = problem_lines(studio, source);
    const std::size_t shown = all ? lines.size() : std::min<std::size_t>(lines.size(), 4);
    const double pad = all ? 12 : 0;
    std::vector<double> heights;
    double total = 2 * pad;
    for (std::size_t i = 0; i < shown; ++i) {
        heights.push_back(all ? measure(ui, lines[i], theme.small, box.w - 64).h + 6 : 22);
        total += heights.back();
    }
    if (all)
        box.h = std::min(box.h, total + 28);
    Rect content = box;
    if (all) {
        fill(ui, box, theme.surface, theme.radius_px);
        outline(ui, box, theme.border, theme.radius_px);
        content = begin_scroll(ui, box, "import:problems", total + 22);
    }
    double y = content.y + pad;
    semantics_list(ui, "import:problem-list", ui.text("import.problems"), box, [&] {
        for (std::size_t i = 0; i < shown; y += heights[i++]) {
            icon(ui, {box.x + 8 + pad, y + 9}, Icon::warning, 14, theme.warning);
            text(ui, {box.x + 24 + pad, y, box.w - 40 - pad, 18}, lines[i], theme.small, theme.text,
                 all ? TextFit::wrap : TextFit::ellipsis);
            ui.semantics->add({.id = "import:problem:" + std::to_string(i),
                               .role = "listitem",
                               .name = lines[i],
                               .rect_px = {box.x, y, box.w, heights[i] - 2}});
        }
    });
    if (!all)
        return total;
    if (source.left_out > shown)
        text(ui, {box.x + 36, y, box.w - 48, 18}, count_text(studio, "import.more-problems", source.left_out - shown),
             theme.small, theme.text_muted);
    end_scroll(ui);
    return box.h;
}

std::string state_line(Studio& studio, const ImportStatus& run) {
    const Ui& ui = studio.ui;
    switch (run.state) {
    case State::scanning:
        return ui.text("import.scanning");
    case State::importing:
        return ui.strings->format("import.importing", {{"done", figure(static_cast<std::int64_t>(run.imported))},
                                                       {"m", figure(static_cast<std::int64_t>(run.rows))}});
    case State::undoing:
        return ui.text("import.undoing");
    case State::failed:
        return run.error ? studio.ui.say(*run.error) : std::string();
    case State::done:
        return count_text(studio, "notice.imported", run.imported) + " " +
               (run.left_out > 0 ? count_text(studio, "import.left-out", run.left_out) : std::string());
    case State::ready:
    case State::cancelled:
        return count_text(studio, "import.found", run.rows) + " " +
               (run.left_out > 0 ? count_text(studio, "import.will-leave-out", run.left_out) : std::string());
    }
    return {};
}

void draw_foot(Studio& studio, Import& run, const Rect& foot) {
    const ImportStatus& status = run.status();
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    fill(ui, foot, theme.surface);
    fill(ui, {foot.x, foot.y, foot.w, 1}, theme.border);
    // On a phone what there is to say stands above the buttons.
    const double said_px = studio.narrow() ? 26 : 0;
    const double middle = foot.center().y + said_px / 2;
    double right = foot.right() - 16;
    const auto press = [&](std::string_view id, const std::string& label, ButtonKind kind, bool disabled) {
        const double width = button_width(ui, label, Icon::none);
        right -= width;
        const bool pressed =
            button(ui, {right, middle - 16, width, 32}, {.id = id, .label = label, .kind = kind, .disabled = disabled});
        right -= 8;
        return pressed;
    };
    const State state = status.state;
    const bool ends = state == State::done || state == State::failed;
    if (ends) {
        if (press("import:close", ui.text("import.close"), ButtonKind::primary, false))
            finish_import(studio);
    } else if (press("import:start", count_text(studio, "import.start", status.rows), ButtonKind::primary,
                     state != State::ready || status.rows == 0)) {
        run.begin();
    }
    if (!ends && press("import:cancel", ui.text("new.cancel"), ButtonKind::secondary, state == State::undoing))
        run.cancel();
    if (status.left_out > 0 && (ends || state == State::ready) &&
        press("import:report", ui.text("import.report"), ButtonKind::quiet, false))
        run.ask_report([&studio](const std::vector<Error>& report) {
            studio.ports.host->download("import-report.csv", "text/csv",
                                        "\xef\xbb\xbf" + report_csv(studio.ui, report));
        });
    const bool moves = state == State::scanning || state == State::importing;
    const std::string line = state_line(studio, status);
    const double bar_px = moves ? (right - foot.x > 360 ? 160 : 80) : 0;
    if (moves)
        progress_bar(ui, {foot.x + 16, middle - 3, bar_px, 6}, "import:progress", line, status.progress);
    const Rect words = said_px > 0 ? Rect{foot.x + 16, foot.y + 4, foot.w - 32, said_px}
                                   : Rect{foot.x + 16 + (moves ? bar_px + 12 : 0), foot.y,
                                          std::max(0.0, right - foot.x - 16 - (moves ? bar_px + 12 : 0)), foot.h};
    text(ui, words, line, theme.body, state == State::failed ? theme.danger : theme.text);
    ui.semantics->add({.id = "import:state",
                       .role = "status",
                       .name = line,
                       .rect_px = {words.x, words.y, std::max(1.0, words.w), words.h}});
}

} // namespace

bool draw_import_page(Studio& studio, const Rect& box_px) {
    ImportView& view = studio.states->intake;
    if (studio.project && !view.pending.empty())
        take_into_project(studio, std::exchange(view.pending, {}));
    step_media(studio);
    if (!view.run)
        return false;
    const std::shared_ptr<Import> run = view.run;
    run->step();
    const ImportStatus& status = run->status();
    if (view.whole_project && status.state == State::ready)
        run->begin();
    if (status.state == State::cancelled || (status.state == State::done && status.left_out == 0)) {
        finish_import(studio);
        if (!view.run) {
            studio.frame_again = true;
            return false;
        }
    }
    if (status.sources.empty())
        return true;
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    view.source = std::min(view.source, status.sources.size() - 1);
    const ImportSource& source = status.sources[view.source];
    const double foot_px = theme.bottom_bar_px + (studio.narrow() ? 34 : 8);
    const Rect foot = {box_px.x, box_px.bottom() - foot_px, box_px.w, foot_px};
    const double width = std::min(1080.0, box_px.w - 32);
    const double left = std::floor(box_px.center().x - width / 2);
    double y = box_px.y + 20;
    const std::string title = status.sources.size() == 1
                                  ? ui.strings->format("import.title", {{"name", source.name}})
                                  : count_text(studio, "import.title-many", status.sources.size());
    text(ui, {left, y, width, 28}, title, {theme.heading.size_px, true}, theme.text);
    ui.semantics->add({.id = "import:title", .role = "heading", .name = title, .rect_px = {left, y, width, 28}});
    y += 40;
    if (status.state == State::done && status.left_out > 0) {
        draw_problems(studio, source, {left, y, width, std::max(80.0, foot.y - y - 16)}, true);
    } else {
        y += draw_options(studio, *run, {left, y, width, 32}) + 4;
        y += draw_problems(studio, source, {left, y, width, 90}, false);
        if (!source.columns.empty())
            draw_preview(studio, *run, view.source, {left, y + 4, width, std::max(80.0, foot.y - y - 20)});
    }
    draw_foot(studio, *run, foot);
    return true;
}

double draw_missing_media(Studio& studio, const Rect& box) {
    ImportView& view = studio.states->intake;
    if (!view.needs || !view.needs->done() || view.needs->missing().empty() || !view.waiting.empty() || view.busy ||
        view.needs_dismissed == studio.project->stored.project.uid)
        return 0;
    Ui& ui = studio.ui;
    const auto& missing = view.needs->missing();
    const std::string message = ui.strings->format(
        "media.missing", {{"n", figure(static_cast<std::int64_t>(missing.size()))}, {"name", missing.front().path}});
    const std::vector<std::string> buttons = {ui.text("media.list"), ui.text("start.pick-files"),
                                              ui.text("notice.dismiss")};
    const double height = banner_height(ui, message, buttons, box.w);
    const auto pressed = banner(ui, {box.x, box.y, box.w, height}, "media:missing", message, false, buttons);
    if (pressed == 0) {
        std::string list;
        for (const MediaNeeds::Missing& one : missing)
            list += one.path + "\r\n";
        studio.ports.host->download("missing-files.txt", "text/plain", std::move(list));
    } else if (pressed == 1) {
        studio.pick_files();
    } else if (pressed == 2) {
        view.needs_dismissed = studio.project->stored.project.uid;
        studio.frame_again = true;
    }
    return height;
}

} // namespace tw
