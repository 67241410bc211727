// ImGui without window or GPU, as toolchain.md found it to work: a context whose textures are acknowledged each frame,
// so that glyphs are really made. One per test; frames are as deterministic as what is drawn in them.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <map>

namespace tw::test {

class ImGuiFrames {
public:
    explicit ImGuiFrames(ImVec2 size = {640, 400}, float scale = 1) : context_(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = size;
        io.DisplayFramebufferScale = {scale, scale};
        io.DeltaTime = 1.0F / 60;
        io.ConfigInputTextCursorBlink = false;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
    }
    ~ImGuiFrames() {
        ImGui::SetCurrentContext(context_);
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
        ImGui::DestroyContext(context_);
    }
    ImGuiFrames(const ImGuiFrames&) = delete;
    ImGuiFrames& operator=(const ImGuiFrames&) = delete;

    template <class Draw>
    const ImDrawData& frame(Draw draw) {
        ImGui::SetCurrentContext(context_);
        ImGui::NewFrame();
        draw();
        ImGui::Render();
        acknowledge_textures();
        return *ImGui::GetDrawData();
    }
    /// The pixels of a texture of ImGui's own, or nullptr.
    [[nodiscard]] const ImTextureData* texture(ImTextureID id) const {
        const auto found = textures_.find(id);
        return found == textures_.end() ? nullptr : found->second;
    }

private:
    void acknowledge_textures() {
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
            if (texture->Status == ImTextureStatus_WantCreate) {
                texture->SetTexID(++last_id_);
                textures_[last_id_] = texture;
                texture->SetStatus(ImTextureStatus_OK);
            } else if (texture->Status == ImTextureStatus_WantUpdates) {
                texture->SetStatus(ImTextureStatus_OK);
            } else if (texture->Status == ImTextureStatus_WantDestroy) {
                textures_.erase(texture->TexID);
                texture->SetTexID(ImTextureID_Invalid);
                texture->SetStatus(ImTextureStatus_Destroyed);
            }
        }
    }
    ImGuiContext* context_;
    ImTextureID last_id_ = 0;
    std::map<ImTextureID, const ImTextureData*> textures_;
};

} // namespace tw::test
