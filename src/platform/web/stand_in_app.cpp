// A screen to try the browser boundary on until the studio's own app is linked.
#include "app/app.hpp"

#include <imgui.h>

namespace tw {

struct App::State {
    AppPorts ports;
    AppFonts fonts;
    SemanticTree tree;
    std::string field = "";
    std::vector<std::string> log;
    int clicks = 0;
    bool checked = false;
    std::string activated, image_url;
    int pending = 0, opened = 0;
};

App::App(AppPorts ports, AppFonts fonts, AppOptions) : state_(std::make_unique<State>()) {
    state_->ports = ports;
    state_->fonts = fonts;
    if (ports.tabs)
        ports.tabs->on_message([this](std::string json) { state_->log.push_back("tab " + json); });
}
App::~App() = default;

void App::frame(Size viewport_px, float) {
    State& s = *state_;
    s.tree.clear();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({static_cast<float>(viewport_px.w), static_cast<float>(viewport_px.h)});
    ImGui::Begin("stand-in", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    const auto node = [&](const char* id, const char* role, const char* name) {
        const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
        SemanticNode n;
        n.id = id;
        n.role = role;
        n.name = name;
        n.rect_px = {static_cast<double>(a.x), static_cast<double>(a.y), static_cast<double>(b.x - a.x),
                     static_cast<double>(b.y - a.y)};
        n.focused = ImGui::IsItemFocused();
        return n;
    };
    ImGui::PushFont(s.fonts.regular, 15);
    ImGui::TextUnformatted("Tagwright 数据标注 \xF0\x9F\x98\x80 \xF0\x9F\x8E\x89 こんにちは Привет");
    if (ImGui::Button("Submit") || s.activated == "submit")
        ++s.clicks;
    s.activated.clear();
    s.tree.add(node("submit", "button", "Submit"));
    ImGui::Checkbox("Checked", &s.checked);
    auto box = node("check", "checkbox", "Checked");
    box.checked = s.checked;
    s.tree.add(box);
    s.field.resize(1000);
    ImGui::InputText("##note", s.field.data(), s.field.size());
    s.field.resize(std::char_traits<char>::length(s.field.c_str()));
    auto text = node("note", "textbox", "Note");
    text.value = s.field;
    s.tree.add(text);
    ImGui::Text("%d clicks, %s", s.clicks, s.field.c_str());
    ImGui::PopFont();
    ImGui::PushFont(s.fonts.mono, 13);
    for (std::size_t i = s.log.size() > 12 ? s.log.size() - 12 : 0; i < s.log.size(); ++i)
        ImGui::TextUnformatted(s.log[i].c_str());
    ImGui::PopFont();
    if (!s.image_url.empty()) {
        const ImageState& image = s.ports.images->image(s.image_url);
        if (image.status == ImageState::Status::failed)
            ImGui::TextUnformatted(image.error.message.c_str());
        for (const ImageTile& tile : image.tiles)
            if (tile.texture)
                ImGui::Image(ImTextureRef(tile.texture),
                             {static_cast<float>(tile.rect_px.w / 10), static_cast<float>(tile.rect_px.h / 10)});
    }
    ImGui::End();
    if (s.opened < s.pending) {
        s.opened = s.pending;
        s.ports.host->emit("opened", {{"n", s.pending}, {"ok", true}});
    }
}
bool App::busy() const {
    return false;
}
const SemanticTree& App::semantics() const {
    return state_->tree;
}
void App::drop_files(std::vector<PickedFile> files) {
    for (const PickedFile& file : files)
        state_->log.push_back("file " + file.name + " " + file.mime + " " + std::to_string(file.bytes.size()));
}
void App::navigate(std::string address) {
    state_->log.push_back("navigate " + address);
}
void App::set_option(std::string_view name, std::string_view value) {
    state_->log.push_back("option " + std::string(name) + "=" + std::string(value));
}
void App::activate(std::string semantic_id) {
    state_->activated = std::move(semantic_id);
}
bool App::key(std::string_view hotkey, bool typing) {
    state_->log.push_back("key " + std::string(hotkey) + (typing ? " typing" : ""));
    return hotkey == "ctrl+s";
}
std::string App::copy_text() const {
    return "regions";
}
bool App::paste_text(std::string_view text) {
    state_->log.push_back("paste " + std::string(text));
    return true;
}
void App::flush() {}
Json App::call(std::string_view method, const Json& argument) {
    State& s = *state_;
    if (method == "open") {
        s.image_url = string_or(argument, "image", "");
        return {{"pending", ++s.pending}};
    }
    if (method == "inspect") {
        Json widgets = Json::array();
        for (const SemanticNode& n : s.tree.nodes())
            widgets.push_back(
                {{"role", n.role},
                 {"name", n.name},
                 {"value", n.value},
                 {"rect", {{"x", n.rect_px.x}, {"y", n.rect_px.y}, {"w", n.rect_px.w}, {"h", n.rect_px.h}}}});
        Json image;
        if (!s.image_url.empty()) {
            const ImageState& state = s.ports.images->image(s.image_url);
            image = {{"status", static_cast<int>(state.status)},
                     {"w", state.natural_px.w},
                     {"h", state.natural_px.h},
                     {"tiles", state.tiles.size()},
                     {"error", state.error.message},
                     {"code", state.error.code}};
        }
        Json shaped = Json::array();
        for (const Cluster& c : s.ports.shaper->shape(
                 "a\xCC\x81 \xE4\xBD\xA0\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7x\r\n",
                 0, {}))
            shaped.push_back({c.start_utf16, c.end_utf16, c.advance_px, c.key});
        return {{"page", "stand-in"},
                {"clicks", s.clicks},
                {"widgets", widgets},
                {"log", s.log},
                {"image", image},
                {"shaped", shaped},
                {"memory", {{"wasm_mb", s.ports.host->wasm_mb()}, {"textures_mb", s.ports.host->textures_mb()}}}};
    }
    return nullptr;
}

} // namespace tw
