// The labeling area over a real EditorSession, drawn without a window: configs, tasks and results in, clicks by role and
// name, dumps out. Owns everything a session needs of the outside, at fixed time and chance.
#pragma once

#include "config/config_tree.hpp"
#include "editor/editor_session.hpp"
#include "imgui_frame.hpp"
#include "support/fixed.hpp"
#include "support/plain_text.hpp"
#include "ui/object_painter.hpp"
#include "ui/tag_view.hpp"
#include "ui/widget_state.hpp"

#include <doctest/doctest.h>

#include <memory>

namespace tw::test {

/// Every picture is there at once, 4000 x 3000 in two tiles, unless its address says otherwise.
class StillImages : public ImageSource {
public:
    const ImageState& image(const std::string& url) override {
        ImageState& state = states_[url];
        if (url.find("loading") != std::string::npos) {
            state.progress = 0.4;
        } else if (url.find("broken") != std::string::npos) {
            state.status = ImageState::Status::failed;
            state.error = {"image-decode", "This is no picture.", {}};
        } else {
            state.status = ImageState::Status::ready;
            state.natural_px = {4000, 3000};
            state.tiles = {{{0, 0, 2048, 3000}, 101}, {{2048, 0, 1952, 3000}, 102}};
        }
        return state;
    }
    void release_unused() override {}

private:
    std::map<std::string, ImageState> states_;
};

class LabelingPage {
public:
    LabelingPage(std::string_view config, const Json& data, Json result = Json::array(), Size viewport = {900, 700},
                 bool readonly = false)
        : imgui(viewport) {
        theme = *parse_theme(read_asset("theme/light.json"));
        strings = *Strings::parse(read_asset("strings/en.json"), "en");
        Diagnostics diagnostics;
        EditorSetup setup;
        setup.config = ConfigTree::parse(config, registry, diagnostics);
        setup.task.data = data;
        setup.document_uid = "document";
        setup.client_id = "client";
        setup.result = std::move(result);
        setup.readonly = readonly;
        EditorServices services;
        services.registry = &registry;
        services.clock = &clock;
        services.random = &random;
        services.objects = {&text, &images};
        session = std::make_unique<EditorSession>(services, std::move(setup));
        ui.theme = &theme;
        ui.strings = &strings;
        ui.semantics = &tree;
        ui.intents = &intents;
        ui.painter = &painter;
        ui.shaper = &text;
        ui.widgets = &widgets;
        ui.font = ui.font_bold = ui.font_mono = imgui.font;
        ui.viewport_px = viewport;
        ui.readonly = readonly;
    }
    void frame() {
        session->poll();
        imgui.frame([&] {
            tree.clear();
            ui.now_ms += 16;
            painter.begin_frame(1);
            begin_widgets(ui);
            area.paint(ui, {0, 0, ui.viewport_px.w, ui.viewport_px.h}, *session, view);
            end_widgets(ui);
            ui.activate_id.clear();
        });
        for (const Intent& intent : std::exchange(intents, {})) {
            CAPTURE(intent.action);
            CHECK(session->run(intent.action, intent.argument));
        }
    }
    /// Frames until nothing is owed: glyphs come under a budget.
    void settle() {
        frame();
        for (int i = 0; i < 50 && painter.wants_frame(); ++i)
            frame();
        frame();
    }
    const SemanticNode& node(std::string_view role, std::string_view name) {
        const SemanticNode* found = tree.find(role, name);
        if (!found)
            FAIL("no " << std::string(role) << " named " << std::string(name) << " in\n" << dump(tree));
        return *found;
    }
    void click(std::string_view role, std::string_view name) {
        frame();
        click(node(role, name).rect_px.center());
    }
    void click(Vec2 pos) { drag(pos, pos); }
    void drag(Vec2 from, Vec2 to, int button = 0) {
        imgui.move(from);
        frame();
        imgui.button(true, button);
        frame();
        if (from != to) {
            imgui.move({(from.x + to.x) / 2, (from.y + to.y) / 2});
            frame();
            imgui.move(to);
            frame();
        }
        imgui.button(false, button);
        frame();
        frame();
    }
    void wheel(double steps) {
        ImGui::GetIO().AddMouseWheelEvent(0, static_cast<float>(steps));
        frame();
    }
    /// Vertices of the last frame, all windows.
    [[nodiscard]] static int vertices() { return ImGui::GetDrawData()->TotalVtxCount; }

    ImGuiFrame imgui;
    PlainText text;
    StillImages images;
    ManualClock clock;
    SeededRandom random;
    TagRegistry registry{all_tags()};
    ObjectPainter painter{text, text};
    Theme theme;
    Strings strings;
    SemanticTree tree;
    std::vector<Intent> intents;
    WidgetState widgets;
    Ui ui;
    LabelingArea area{all_tag_views()};
    LabelingViewState view;
    std::unique_ptr<EditorSession> session;
};

} // namespace tw::test
