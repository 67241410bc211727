// ImGui without window or GPU for tests: textures are told to exist, the pointer is moved by hand, widgets are found by
// role and name in the semantic tree. Owns the ImGui context; one at a time.
#pragma once

#include "scene/semantics.hpp"
#include "support/repo_dir.hpp"

#include <imgui.h>

#include <cstdint>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace tw::test {

inline std::string read_asset(const std::string& path) {
    std::ifstream file(repo_dir() / "assets" / path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class ImGuiFrame {
public:
    explicit ImGuiFrame(Size viewport = {1280, 800}) {
        context_ = ImGui::CreateContext();
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
        io.ConfigInputTextCursorBlink = false;
        io.DisplaySize = {static_cast<float>(viewport.w), static_cast<float>(viewport.h)};
        font = io.Fonts->AddFontDefault();
    }
    ~ImGuiFrame() { ImGui::DestroyContext(context_); }
    ImGuiFrame(const ImGuiFrame&) = delete;
    ImGuiFrame& operator=(const ImGuiFrame&) = delete;

    /// One frame around `draw`.
    void frame(const std::function<void()>& draw) {
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.DeltaTime = 1.0F / 60;
        ImGui::NewFrame();
        draw();
        ImGui::Render();
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
            if (texture->Status == ImTextureStatus_WantCreate) {
                texture->SetTexID(next_texture_++);
                texture->SetStatus(ImTextureStatus_OK);
            } else if (texture->Status == ImTextureStatus_WantUpdates) {
                texture->SetStatus(ImTextureStatus_OK);
            } else if (texture->Status == ImTextureStatus_WantDestroy) {
                texture->SetTexID(ImTextureID_Invalid);
                texture->SetStatus(ImTextureStatus_Destroyed);
            }
        }
    }
    void move(Vec2 pos) { ImGui::GetIO().AddMousePosEvent(static_cast<float>(pos.x), static_cast<float>(pos.y)); }
    void button(bool down, int which = 0) { ImGui::GetIO().AddMouseButtonEvent(which, down); }
    void type(const std::string& utf8) { ImGui::GetIO().AddInputCharactersUTF8(utf8.c_str()); }
    void key(ImGuiKey key, bool down) { ImGui::GetIO().AddKeyEvent(key, down); }

    [[nodiscard]] ImGuiContext* context() const { return context_; }

    ImFont* font = nullptr;

private:
    ImGuiContext* context_;
    std::uint64_t next_texture_ = 1;
};

} // namespace tw::test
