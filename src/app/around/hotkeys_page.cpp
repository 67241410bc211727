// "#/hotkeys": every action with its key, which can be recorded anew, switched off and put back; clashes are said where
// they are. Labels have their keys from the config of their project.
#include "app/around/around.hpp"

#include "app/around/fuzzy.hpp"
#include "app/labeling/labeling_page.hpp"

#include <algorithm>
#include <map>

namespace tw {
namespace {

constexpr double row_px = 40;
constexpr std::string_view groups[] = {"annotation", "region", "tool", "view", "task", "page"};

const std::vector<std::string>& keys_now(const Studio& studio, const ActionKeys& action) {
    const std::vector<std::string>* own = studio.keymap.of(action.id);
    return own ? *own : action.defaults;
}

std::string shown_keys(const Ui& ui, const std::vector<std::string>& keys) {
    std::string out;
    for (const std::string& key : keys)
        out += (out.empty() ? "" : ", ") + hotkey_text(ui, key);
    return out;
}

struct Line {
    const ActionKeys* action = nullptr; ///< nullptr: a heading
    std::string text;
    std::string clash; ///< the other actions with one of its keys
};

std::vector<Line> lines_of(const Studio& studio, const std::vector<ActionKeys>& all) {
    std::map<std::string, std::vector<const ActionKeys*>> by_key;
    for (const ActionKeys& action : all)
        for (const std::string& key : keys_now(studio, action))
            by_key[key].push_back(&action);
    std::vector<Line> lines;
    for (const std::string_view group : groups) {
        std::vector<Line> of_group;
        for (const ActionKeys& action : all) {
            if (!action.id.starts_with(std::string(group) + ":"))
                continue;
            Line line{&action, studio.ui.text(action.title_key), {}};
            const std::vector<std::string>& keys = keys_now(studio, action);
            if (!fuzzy_score(studio.around->hotkey_query, line.text + " " + shown_keys(studio.ui, keys)))
                continue;
            for (const std::string& key : keys)
                for (const ActionKeys* other : by_key[key])
                    if (other != &action)
                        line.clash += (line.clash.empty() ? "" : ", ") + studio.ui.text(other->title_key);
            of_group.push_back(std::move(line));
        }
        if (of_group.empty())
            continue;
        lines.push_back({nullptr, studio.ui.text("hotkeys.group." + std::string(group)), {}});
        std::ranges::move(of_group, std::back_inserter(lines));
    }
    return lines;
}

void draw_action(Studio& studio, const Line& line, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const std::string& id = line.action->id;
    const bool recording = studio.around->recording == id;
    const bool changed = studio.keymap.of(id) != nullptr;
    const std::vector<std::string> keys = keys_now(studio, *line.action); // a copy: a press below changes them
    double right = box.right() - 8;
    const auto small = [&](const std::string& what, std::string_view key, Icon icon) {
        right -= 32;
        return button(ui, {right, box.y + 4, 32, 32},
                      {.id = what + ":" + id,
                       .name = ui.strings->format(key, {{"action", line.text}}),
                       .tooltip = ui.text(std::string(key) + "-hint"),
                       .icon = icon,
                       .kind = ButtonKind::quiet});
    };
    if (changed && small("hotkey-reset", "hotkeys.reset", Icon::reset)) {
        studio.keymap.reset(id);
        apply_keymap(studio);
    }
    if (!changed)
        right -= 32;
    if (!keys.empty() && small("hotkey-off", "hotkeys.off", Icon::close)) {
        studio.keymap.set(id, "");
        apply_keymap(studio);
    }
    if (keys.empty())
        right -= 32;
    const double key_px = studio.narrow() ? 116 : 168;
    right -= key_px + 4;
    const std::string label = recording      ? ui.text("hotkeys.press")
                              : keys.empty() ? ui.text("hotkeys.none")
                                             : shown_keys(ui, keys);
    if (button(ui, {right, box.y + 5, key_px, 30},
               {.id = "hotkey:" + id,
                .label = label,
                .name = line.text + ": " + label,
                .tooltip = ui.text("hotkeys.record"),
                .kind = ButtonKind::secondary,
                .pressed = recording ? std::optional(true) : std::nullopt})) {
        studio.around->recording = recording ? std::string() : id;
        studio.frame_again = true;
    }
    const double room = right - box.x - 20;
    if (line.clash.empty()) {
        text(ui, {box.x + 12, box.y, room, box.h}, line.text, {theme.body.size_px, changed}, theme.text);
        return;
    }
    text(ui, {box.x + 12, box.y + 3, room, 18}, line.text, {theme.body.size_px, changed}, theme.text);
    const std::string clash = ui.strings->format("hotkeys.clash", {{"actions", line.clash}});
    text(ui, {box.x + 12, box.y + 20, room, 16}, clash, theme.small, theme.warning);
    ui.semantics->add(
        {.id = "hotkey-clash:" + id, .role = "note", .name = clash, .rect_px = {box.x + 12, box.y + 20, room, 16}});
}

} // namespace

std::vector<ActionKeys> all_action_keys(const Studio& studio) {
    std::vector<ActionKeys> all;
    const auto add = [&](std::string id, std::string title_key, const std::vector<std::string>& keys) {
        if (takes_argument(id) || std::ranges::any_of(all, [&](const ActionKeys& known) { return known.id == id; }))
            return;
        ActionKeys action{std::move(id), std::move(title_key), {}};
        for (const std::string& key : keys)
            if (std::string normal = normalize_hotkey(key); !normal.empty())
                action.defaults.push_back(std::move(normal));
        all.push_back(std::move(action));
    };
    for (const ActionSpec& action : editor_actions())
        add(action.id, action.title_key, action.hotkeys);
    for (const TagType* type : studio.registry.all())
        if (!type->tool.empty() && type->draws_regions)
            add("tool:" + type->tool, "action.tool." + type->tool, {type->tool_hotkey});
    for (const PageAction& action : studio.actions)
        add(action.id, action.title_key, action.default_hotkeys);
    return all;
}

void apply_keymap(Studio& studio) {
    for (PageAction& action : studio.actions) {
        const std::vector<std::string>* own = studio.keymap.of(action.id);
        action.hotkeys = own ? *own : action.default_hotkeys;
        for (std::string& key : action.hotkeys)
            key = normalize_hotkey(key);
    }
    studio.frame_again = true;
}

bool record_key(Studio& studio, const std::string& key) {
    std::string& recording = studio.around->recording;
    if (recording.empty() || studio.page != Page::hotkeys || key == "tab" || key == "shift+tab") {
        recording.clear();
        return false;
    }
    if (key != "escape")
        studio.keymap.set(recording, key);
    recording.clear();
    apply_keymap(studio);
    return true;
}

void draw_hotkeys_page(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    const Rect below = draw_settings_head(studio, box_px, Page::hotkeys);
    const double width = std::min(720.0, below.w - 32);
    const double left = std::floor(below.center().x - width / 2);
    const double reset_px = button_width(ui, ui.text("hotkeys.reset-all"), Icon::reset);
    text_input(ui, {left, below.y + 8, width - reset_px - 8, 32},
               {.id = "hotkeys:filter", .name = ui.text("hotkeys.filter"), .placeholder = ui.text("hotkeys.filter")},
               studio.around->hotkey_query);
    if (button(ui, {left + width - reset_px, below.y + 8, reset_px, 32},
               {.id = "hotkeys:reset",
                .label = ui.text("hotkeys.reset-all"),
                .icon = Icon::reset,
                .disabled = studio.keymap.overrides().empty()})) {
        studio.keymap.reset_all();
        apply_keymap(studio);
    }
    const double hint_px = text(ui, {left, below.y + 46, width, 40}, ui.text("hotkeys.labels-hint"), theme.small,
                                theme.text_muted, TextFit::wrap);
    const double list_y = below.y + 54 + hint_px;
    const Rect list = {below.x, list_y, below.w, below.bottom() - list_y};
    const std::vector<ActionKeys> all = all_action_keys(studio);
    const std::vector<Line> lines = lines_of(studio, all);
    const auto count = static_cast<int>(lines.size());
    const Rect content = begin_scroll(ui, list, "hotkeys:scroll", count * row_px + 24);
    semantics_list(
        ui, "hotkeys:list", ui.text("settings.hotkeys"), list,
        [&] {
            const RowRange rows = visible_rows(ui, content, row_px, count);
            for (int i = rows.first; i < rows.last; ++i) {
                const Line& line = lines[static_cast<std::size_t>(i)];
                const Rect box = {left, content.y + i * row_px, width, row_px};
                if (!line.action) {
                    text(ui, {box.x, box.y + 14, box.w, 20}, line.text, {theme.small.size_px, true}, theme.text_muted);
                    continue;
                }
                fill(ui, {box.x, box.bottom() - 1, box.w, 1}, theme.border);
                draw_action(studio, line, box);
            }
        },
        "group");
    end_scroll(ui);
}

} // namespace tw
