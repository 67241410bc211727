// Every widget, pressed by role and name through the semantic tree: by pointer, by key, by assistive technology.
#include "imgui_frame.hpp"
#include "ui/widget_state.hpp"
#include "ui/widgets.hpp"

#include <doctest/doctest.h>
#include <imgui_internal.h>

using namespace tw;

namespace {

class Bench {
public:
    Bench() {
        theme = *parse_theme(test::read_asset("theme/light.json"));
        strings = *Strings::parse(test::read_asset("strings/en.json"), "en");
        ui.theme = &theme;
        ui.strings = &strings;
        ui.semantics = &tree;
        ui.intents = &intents;
        ui.widgets = &state;
        ui.font = ui.font_bold = ui.font_mono = imgui.font;
        ui.viewport_px = {1280, 800};
    }
    void frame() {
        imgui.frame([&] {
            tree.clear();
            ui.now_ms += 16;
            begin_widgets(ui);
            draw();
            end_widgets(ui);
            ui.activate_id.clear();
        });
    }
    const SemanticNode& node(std::string_view role, std::string_view name) {
        const SemanticNode* found = tree.find(role, name);
        if (!found)
            FAIL("no " << std::string(role) << " named " << std::string(name) << " in\n" << dump(tree));
        return *found;
    }
    void click(Vec2 pos) {
        imgui.move(pos);
        frame();
        imgui.button(true);
        frame();
        imgui.button(false);
        frame();
    }
    void click(std::string_view role, std::string_view name) {
        frame();
        click(node(role, name).rect_px.center());
    }
    void key(std::string_view hotkey) {
        key_pressed(state, hotkey, is_typing());
        frame();
        frame();
    }

    test::ImGuiFrame imgui;
    Theme theme;
    Strings strings;
    SemanticTree tree;
    std::vector<Intent> intents;
    WidgetState state;
    Ui ui;
    std::function<void()> draw;
};

} // namespace

TEST_CASE("widgets: a button answers pointer, Enter and assistive technology, once each") {
    Bench bench;
    int pressed = 0, other = 0;
    bool disabled = false;
    bench.draw = [&] {
        pressed += button(bench.ui, {10, 10, 100, 28},
                          {.id = "go", .label = "Go", .kind = ButtonKind::primary, .disabled = disabled});
        other +=
            button(bench.ui, {200, 10, 30, 28}, {.id = "x", .name = "Close", .icon = Icon::close, .pressed = true});
    };
    bench.click("button", "Go");
    CHECK(pressed == 1);
    CHECK(other == 0);
    bench.click("button", "Close");
    CHECK(other == 1);
    CHECK(bench.node("button", "Close").pressed == true);

    bench.state.focus_id.clear();
    bench.key("tab");
    CHECK(bench.node("button", "Go").focused);
    bench.key("enter");
    CHECK(pressed == 2);
    bench.key("shift+tab");
    CHECK(bench.node("button", "Close").focused);
    bench.key("space");
    CHECK(other == 2);

    bench.ui.activate_id = "go";
    bench.frame();
    bench.frame();
    CHECK(pressed == 3);

    disabled = true;
    bench.click("button", "Go");
    CHECK(pressed == 3);
    CHECK(bench.node("button", "Go").disabled);
}

TEST_CASE("widgets: checkbox, radio, chip, tabs and rows say their state and answer a click") {
    Bench bench;
    bool ticked = false, on = false;
    int picked = 0, tab = 0, clicked_row = -1;
    bench.draw = [&] {
        if (checkbox(bench.ui, {10, 10, 200, 28}, "c", "Ready", ticked))
            ticked = !ticked;
        for (int i = 0; i < 2; ++i)
            if (radio(bench.ui, {10, 50 + i * 30.0, 200, 28}, "r" + std::to_string(i), i ? "Red" : "Blue", picked == i))
                picked = i;
        if (label_chip(bench.ui, {10, 120, 120, 28}, "l", "Car", "1", {255, 0, 0}, on, false))
            on = !on;
        if (const auto chosen = tabs(bench.ui, {10, 160, 300, 32}, "t", {"Regions", "History"}, tab))
            tab = *chosen;
        for (int i = 0; i < 3; ++i)
            if (row(bench.ui, {10, 200 + i * 30.0, 300, 30},
                    {.id = "row" + std::to_string(i), .name = "Row " + std::to_string(i), .selected = i == 1})
                    .clicked)
                clicked_row = i;
    };
    bench.click("checkbox", "Ready");
    CHECK(ticked);
    bench.frame();
    CHECK(bench.node("checkbox", "Ready").checked == true);
    bench.click("radio", "Red");
    CHECK(picked == 1);
    bench.click("button", "Car");
    bench.frame();
    CHECK(on);
    CHECK(bench.node("button", "Car").pressed == true);
    bench.click("tab", "History");
    bench.frame();
    CHECK(tab == 1);
    CHECK(bench.node("tab", "History").selected);
    bench.click("listitem", "Row 2");
    CHECK(clicked_row == 2);
    CHECK(bench.node("listitem", "Row 1").selected);
}

TEST_CASE("widgets: a select opens a list, shuts out what is below it, and gives the choice") {
    Bench bench;
    int current = 0, below = 0;
    bench.draw = [&] {
        below += button(bench.ui, {10, 45, 200, 60}, {.id = "below", .label = "Below"});
        if (const auto chosen = select(bench.ui, {10, 10, 200, 28}, "s", "Colour", {"Red", "Green", "Blue"}, current))
            current = *chosen;
    };
    bench.click("combobox", "Colour");
    bench.frame();
    CHECK(bench.node("combobox", "Colour").expanded == true);
    bench.click("option", "Green");
    bench.frame();
    CHECK(current == 1);
    CHECK(below == 0);
    bench.frame();
    CHECK(bench.node("combobox", "Colour").value == "Green");
    CHECK(!bench.tree.find("option", "Green"));
    // By key: focus, open, down, Enter.
    bench.key("tab");
    bench.key("shift+tab");
    bench.key("enter");
    CHECK(bench.node("option", "Green").focused);
    bench.key("arrowdown");
    bench.key("enter");
    bench.frame();
    CHECK(current == 2);
    // Esc and a click beside it close it without a choice.
    bench.key("enter");
    bench.key("escape");
    CHECK(!bench.tree.find("option", "Green"));
    CHECK(current == 2);
}

TEST_CASE("widgets: of a password nobody but its owner learns a thing, not even how long it is") {
    Bench bench;
    std::string secret, open;
    bool entered = false, shown = false;
    bench.draw = [&] {
        entered |=
            text_input(bench.ui, {10, 10, 300, 28}, {.id = "secret", .name = "Secret", .password = !shown}, secret)
                .entered;
        text_input(bench.ui, {10, 50, 300, 28}, {.id = "open", .name = "Open"}, open);
    };
    bench.click("textbox", "Secret");
    CHECK(bench.node("textbox", "Secret").value.empty());
    CHECK(bench.ui.widgets->typing_secret);
    bench.imgui.type("abc");
    bench.frame();
    CHECK(secret == "abc");
    const std::string told = bench.node("textbox", "Secret").value;
    bench.imgui.type("defgh");
    bench.frame();
    CHECK(bench.node("textbox", "Secret").value == told);
    CHECK(told.find('a') == std::string::npos);
    bench.imgui.key(ImGuiKey_Enter, true);
    bench.frame();
    bench.imgui.key(ImGuiKey_Enter, false);
    bench.frame();
    CHECK(entered);
    bench.click("textbox", "Open");
    bench.frame();
    CHECK_FALSE(bench.ui.widgets->typing_secret);
    shown = true;
    bench.frame();
    CHECK(bench.node("textbox", "Secret").value == "abcdefgh");
}

TEST_CASE("widgets: a menu's heading stands above its choices") {
    Bench bench;
    std::optional<int> chosen;
    bench.draw = [&] {
        if (const auto now = menu_button(bench.ui, {10, 10, 90, 28}, {.id = "menu", .label = "Menu"}, {"One", "Two"},
                                         "Ada\nada@example.com"))
            chosen = now;
    };
    bench.click("button", "Menu");
    bench.frame();
    const SemanticNode heading = bench.node("note", "Ada");
    CHECK(heading.value == "ada@example.com");
    CHECK(heading.rect_px.bottom() <= bench.node("option", "One").rect_px.y);
    bench.click("option", "Two");
    bench.frame();
    CHECK(chosen == 1);
}

TEST_CASE("widgets: text goes into an input, Tab leaves it, Esc keeps it") {
    Bench bench;
    std::string name, note;
    int committed = 0;
    bench.draw = [&] {
        committed +=
            text_input(bench.ui, {10, 10, 300, 28}, {.id = "name", .name = "Name", .placeholder = "Write"}, name)
                .committed;
        text_input(bench.ui, {10, 50, 300, 90}, {.id = "note", .name = "Note", .multiline = true}, note);
        button(bench.ui, {10, 150, 90, 28}, {.id = "ok", .label = "OK"});
    };
    bench.click("textbox", "Name");
    CHECK(is_typing());
    bench.imgui.type("Stra\xC3\x9F"
                     "e \xE4\xB8\xAD\xE6\x96\x87");
    bench.frame();
    CHECK(name == "Stra\xC3\x9F"
                  "e \xE4\xB8\xAD\xE6\x96\x87");
    CHECK(bench.node("textbox", "Name").value == name);
    bench.imgui.key(ImGuiKey_Tab, true);
    bench.key("tab");
    bench.imgui.key(ImGuiKey_Tab, false);
    bench.frame();
    bench.frame();
    CHECK(committed == 1);
    CHECK(bench.node("textbox", "Note").focused);
    bench.imgui.type("two");
    bench.frame();
    CHECK(note == "two");
    bench.imgui.key(ImGuiKey_Escape, true);
    bench.frame();
    bench.imgui.key(ImGuiKey_Escape, false);
    bench.frame();
    CHECK(note == "two");
    CHECK(!is_typing());
    bench.key("tab");
    CHECK(bench.node("button", "OK").focused);
}

TEST_CASE("widgets: a scroll region shows its rows only and follows wheel and focus") {
    Bench bench;
    int drawn = 0;
    bench.draw = [&] {
        const Rect content = begin_scroll(bench.ui, {10, 10, 300, 300}, "list", 10000 * 30.0);
        const RowRange rows = visible_rows(bench.ui, content, 30, 10000);
        drawn = rows.last - rows.first;
        for (int i = rows.first; i < rows.last; ++i)
            row(bench.ui, {content.x, content.y + i * 30.0, 300, 30},
                {.id = "r" + std::to_string(i), .name = "Row " + std::to_string(i)});
        end_scroll(bench.ui);
    };
    bench.frame();
    CHECK(drawn <= 12);
    CHECK(bench.tree.find("listitem", "Row 0"));
    CHECK(!bench.tree.find("listitem", "Row 12"));
    bench.imgui.move({100, 100});
    bench.frame();
    ImGui::GetIO().AddMouseWheelEvent(0, -100);
    bench.frame();
    bench.frame();
    CHECK(bench.tree.find("listitem", "Row 240"));
    for (int i = 0; i < 15; ++i)
        bench.key("tab");
    const auto& nodes = bench.tree.nodes();
    CHECK(std::ranges::any_of(nodes, [](const SemanticNode& n) { return n.focused; }));
}

TEST_CASE("widgets: an overlay takes pointer and keys from the page") {
    Bench bench;
    bool open = true;
    int page = 0, inside = 0;
    bench.draw = [&] {
        page += button(bench.ui, {10, 10, 100, 28}, {.id = "page", .label = "Page"});
        if (open) {
            bool close = false;
            const Rect box = begin_overlay(bench.ui, "ask", "Sure?", {300, 200}, OverlayPlace::center, close);
            inside += button(bench.ui, {box.x + 10, box.y + 10, 100, 28}, {.id = "yes", .label = "Yes"});
            end_overlay(bench.ui);
            open = !close;
        }
    };
    bench.frame();
    bench.frame();
    CHECK(bench.tree.find("dialog", "Sure?"));
    bench.click("button", "Yes");
    CHECK(inside == 1);
    bench.key("tab");
    CHECK(bench.node("button", "Yes").focused);
    bench.key("tab");
    CHECK(bench.node("button", "Yes").focused);
    bench.click("button", "Page"); // beside the dialog: closes it, presses nothing
    CHECK(page == 0);
    CHECK(!open);
    bench.click("button", "Page");
    CHECK(page == 1);
    open = true;
    bench.frame();
    bench.frame();
    bench.key("escape");
    CHECK(!open);
}

TEST_CASE("widgets: long text ends in an ellipsis and tells the whole in a tooltip after a pause") {
    Bench bench;
    bench.draw = [&] {
        text(bench.ui, {10, 10, 60, 20}, "A sentence that is much too long for its box", bench.theme.body,
             bench.theme.text);
    };
    bench.imgui.move({20, 20});
    bench.frame();
    bench.frame();
    CHECK(bench.state.tooltip_text == "A sentence that is much too long for its box");
    CHECK(bench.state.frame_in_ms <= 450);
    bench.ui.now_ms += 1000;
    bench.frame();
    CHECK(std::isinf(bench.state.frame_in_ms)); // shown: nothing more is asked for
    bench.imgui.move({500, 500});
    bench.frame();
    bench.frame();
    CHECK(bench.state.tooltip_text.empty());
}

TEST_CASE("widgets: banner, progress and splitter") {
    Bench bench;
    std::optional<int> pressed;
    double moved = 0;
    bench.draw = [&] {
        if (const auto which = banner(bench.ui, {0, 0, 800, 44}, "b", "Disk full", true, {"Export", "Dismiss"}))
            pressed = which;
        progress_bar(bench.ui, {10, 100, 100, 6}, "p", "Progress", 0.25);
        moved += splitter(bench.ui, {400, 100, 4, 300}, "right", "Width");
    };
    bench.click("button", "Dismiss");
    CHECK(pressed == 1);
    CHECK(bench.tree.find("alert", "Disk full"));
    CHECK(bench.node("progressbar", "Progress").value == "25");
    bench.imgui.move({402, 200});
    bench.frame();
    bench.imgui.button(true);
    bench.frame();
    bench.imgui.move({382, 200});
    bench.frame();
    bench.imgui.button(false);
    bench.frame();
    CHECK(moved == doctest::Approx(-20));
}

TEST_CASE("widgets: an input of several lines wraps; caret, clicks, copy and undo go by what is seen") {
    Bench bench;
    std::string text, other;
    TextInputResult result;
    bench.draw = [&] {
        result = text_input(bench.ui, {10, 10, 200, 100}, {.id = "note", .name = "Note", .multiline = true}, text);
        text_input(bench.ui, {10, 200, 200, 32}, {.id = "other", .name = "Other"}, other);
    };
    const auto press = [&](ImGuiKey key, bool ctrl = false, bool shift = false) {
        ImGuiIO& io = ImGui::GetIO();
        io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
        io.AddKeyEvent(ImGuiMod_Shift, shift);
        io.AddKeyEvent(key, true);
        bench.frame();
        io.AddKeyEvent(key, false);
        io.AddKeyEvent(ImGuiMod_Ctrl, false);
        io.AddKeyEvent(ImGuiMod_Shift, false);
        bench.frame();
        bench.frame();
    };
    const auto type = [&](const std::string& what) {
        bench.imgui.type(what);
        bench.frame();
        bench.frame();
    };
    const auto ime_pos = [&] { return ImGui::GetCurrentContext()->PlatformImeData.InputPos; };
    bench.click("textbox", "Note");
    CHECK(is_typing());
    type("one two three four five six seven eight nine ten");
    CHECK(text == "one two three four five six seven eight nine ten");
    CHECK(bench.node("textbox", "Note").value == text);
    const ImVec2 end = ime_pos();
    CHECK(end.x < 210);
    CHECK(end.y > 24); // on a line below the first
    press(ImGuiKey_Home);
    CHECK(ime_pos().x < 21);
    CHECK(ime_pos().y == end.y);
    type("|");
    const std::size_t line = text.find('|');
    CHECK(line > 10);
    CHECK(text[line - 1] == ' ');
    press(ImGuiKey_UpArrow);
    CHECK(ime_pos().y < end.y);
    press(ImGuiKey_End, true);
    press(ImGuiKey_Enter);
    type("last");
    CHECK(text.ends_with("ten\nlast"));
    CHECK_FALSE(result.entered);

    bench.click({14, 20}); // the left end of the first line
    press(ImGuiKey_RightArrow, true, true);
    press(ImGuiKey_C, true);
    CHECK(std::string(ImGui::GetClipboardText()) == "one ");
    press(ImGuiKey_X, true);
    CHECK(text.starts_with("two three"));
    press(ImGuiKey_Z, true);
    CHECK(text.starts_with("one two"));
    press(ImGuiKey_V, true);
    CHECK(text.starts_with("one two")); // over what undo had selected again

    bool committed = false;
    bench.draw = [&, draw = bench.draw] {
        draw();
        committed |= result.committed;
    };
    bench.click("textbox", "Other");
    CHECK(committed);
    type("x");
    CHECK(other == "x");
    bench.click("textbox", "Note");
    press(ImGuiKey_Enter, true);
    CHECK_FALSE(is_typing());
}

TEST_CASE("widgets: a caret that is sent somewhere in a long text is scrolled to") {
    Bench bench;
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += "line " + std::to_string(i) + "\n";
    std::optional<std::size_t> caret = text.find("line 30");
    bench.draw = [&] {
        text_input(
            bench.ui, {10, 10, 200, 100},
            {.id = "config", .name = "Config", .multiline = true, .caret_byte = std::exchange(caret, std::nullopt)},
            text);
    };
    for (int i = 0; i < 4; ++i)
        bench.frame();
    REQUIRE(is_typing());
    bench.imgui.type(">");
    bench.frame();
    bench.frame();
    CHECK(text.find(">line 30") != std::string::npos);
    const float y = ImGui::GetCurrentContext()->PlatformImeData.InputPos.y;
    CHECK(y > 10);
    CHECK(y < 110);
}
