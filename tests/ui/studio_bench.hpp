// The whole studio without a window: storage in memory, fixed text, pictures by stb. A test finds widgets by role and name
// in the semantic tree and uses the pointer and the keys as a person does.
#pragma once

#include "app/app.hpp"
#include "imgui_frame.hpp"
#include "platform/headless/headless_host.hpp"
#include "platform/headless/stb_images.hpp"
#include "support/fixed.hpp"
#include "support/fixed_shaper.hpp"
#include "support/memory_storage.hpp"
#include "ui/widget_state.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace tw::test {

class NoGlyphs final : public GlyphSource {
public:
    bool rasterize(std::uint32_t, float, GlyphBitmap&) override { return false; }
};

/// What outlives a reload of the page: the device and its settings.
struct Device {
    MemoryStorage storage;
    std::map<std::string, std::string, std::less<>> settings;
};

/// Tabs of one browser: what one posts, the others get in their next frame.
class Tab final : public TabChannel {
public:
    void post(std::string json) override {
        for (Tab* other : others)
            other->inbox.push_back(json);
    }
    void on_message(std::function<void(std::string)> handler) override { handler_ = std::move(handler); }
    void deliver() {
        for (const std::string& json : std::exchange(inbox, {}))
            if (handler_)
                handler_(json);
    }
    std::vector<Tab*> others;
    std::vector<std::string> inbox;

private:
    std::function<void(std::string)> handler_;
};

class StudioBench {
public:
    explicit StudioBench(Device* device, AppOptions options = {}, Size viewport = {1280, 800}, std::uint64_t seed = 1)
        : imgui(viewport), host([](std::string_view path) { return read_asset(std::string(path)); }),
          images([this](const std::string& url) { return read_blob(url); }), random(seed), device_(device),
          viewport_(viewport) {
        if (device)
            host.settings = device->settings;
        options.language = options.language.empty() ? "en" : options.language;
        AppPorts ports;
        ports.host = &host;
        ports.clock = &clock;
        ports.random = &random;
        ports.shaper = &shaper;
        ports.glyphs = &glyphs;
        ports.images = &images;
        ports.storage = device ? &device->storage : nullptr;
        ports.tabs = device ? &tab : nullptr;
        app = std::make_unique<App>(ports, AppFonts{imgui.font, imgui.font, imgui.font}, std::move(options));
        settle();
    }
    ~StudioBench() {
        if (device_)
            device_->settings = host.settings;
        app.reset();
    }

    void frame() {
        if (device_)
            device_->storage.run_completions();
        tab.deliver();
        clock.advance(16);
        host.frame_wanted = false;
        imgui.frame([&] { app->frame(viewport_, 1); });
    }
    /// Frames until nothing more is asked for, as the browser gives them.
    void settle() {
        for (int i = 0; i < 400; ++i) {
            frame();
            if (!host.frame_wanted && !app->busy() && (!device_ || device_->storage.run_completions() == 0))
                return;
        }
        FAIL("the studio asks for frames without end");
    }
    [[nodiscard]] const SemanticNode* find(std::string_view role, std::string_view name) const {
        return app->semantics().find(role, name);
    }
    const SemanticNode& node(std::string_view role, std::string_view name) const {
        const SemanticNode* found = find(role, name);
        if (!found)
            FAIL("no " << std::string(role) << " named " << std::string(name) << " in\n" << dump(app->semantics()));
        return *found;
    }
    void click(Vec2 pos) {
        imgui.move(pos);
        frame();
        imgui.button(true);
        frame();
        imgui.button(false);
        settle();
    }
    void click(std::string_view role, std::string_view name) { click(node(role, name).rect_px.center()); }
    void drag(Vec2 from, Vec2 to) {
        imgui.move(from);
        frame();
        imgui.button(true);
        frame();
        imgui.move({(from.x + to.x) / 2, (from.y + to.y) / 2});
        frame();
        imgui.move(to);
        frame();
        imgui.button(false);
        settle();
    }
    bool key(std::string_view hotkey) {
        const bool taken = app->key(hotkey, is_typing());
        settle();
        return taken;
    }
    void type(const std::string& text) {
        imgui.type(text);
        settle();
    }
    void type_into(std::string_view name, const std::string& text) {
        click("textbox", name);
        type(text);
    }
    Json call(std::string_view method, const Json& argument = {}) {
        Json answer = app->call(method, argument);
        return answer;
    }

    ImGuiFrame imgui;
    headless::HeadlessHost host;
    headless::StbImages images;
    ManualClock clock;
    SeededRandom random;
    FixedShaper shaper;
    NoGlyphs glyphs;
    Tab tab;
    std::unique_ptr<App> app;

private:
    Result<Bytes> read_blob(const std::string& url) {
        static constexpr std::string_view prefix = "tagwright-blob:";
        if (!url.starts_with(prefix) || !device_)
            return fail("image-fetch", "There is nothing at this address.");
        std::optional<Result<Bytes>> answer;
        device_->storage.blobs().get(url.substr(prefix.size(), 64),
                                     [&](Result<Bytes> bytes) { answer = std::move(bytes); });
        device_->storage.run_until_idle();
        return answer ? *answer : fail("blob-missing", "The picture is not on this device.");
    }
    Device* device_;
    Size viewport_;
};

} // namespace tw::test
