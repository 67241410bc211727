#include "platform/web/gl_renderer.hpp"

#include "ui/object_painter.hpp"

#include <emscripten/html5.h>

#include <GLES3/gl3.h>

#include <bit>
#include <cstddef>
#include <cstring>

namespace tw {

namespace {

enum Place : GLuint { position_place, uv_place, color_place, projection_place };

// `projection` is a constant attribute: scale and offset from ImGui's coordinates to clip space.
constexpr const char* vertex_source = R"(#version 300 es
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 uv;
layout(location = 2) in vec4 color;
layout(location = 3) in vec4 projection;
out mediump vec4 tint;
out highp vec2 place;
void main() {
    tint = color;
    place = uv;
    gl_Position = vec4(position * projection.xy + projection.zw, 0.0, 1.0);
})";
constexpr const char* plain_source = R"(#version 300 es
in mediump vec4 tint;
layout(location = 0) out mediump vec4 pixel;
void main() { pixel = tint; })";
constexpr const char* picture_source = R"(#version 300 es
uniform sampler2D picture;
in mediump vec4 tint;
in highp vec2 place;
layout(location = 0) out mediump vec4 pixel;
void main() { pixel = tint * texture(picture, place); })";

GLuint make_program(const char* fragment_source) {
    // Whether it compiled is not asked: the answer would wait for the GPU process, and the sources never change.
    const GLuint program = glCreateProgram();
    const std::pair<GLenum, const char*> parts[] = {{GL_VERTEX_SHADER, vertex_source},
                                                    {GL_FRAGMENT_SHADER, fragment_source}};
    for (const auto& [kind, source] : parts) {
        const GLuint shader = glCreateShader(kind);
        glShaderSource(shader, 1, &source, nullptr);
        glCompileShader(shader);
        glAttachShader(program, shader);
        glDeleteShader(shader);
    }
    glLinkProgram(program);
    return program;
}

void* offset_of_member(std::size_t bytes) {
    return reinterpret_cast<void*>(bytes);
}

} // namespace

bool GlRenderer::create_context(const char* canvas_selector) {
    EmscriptenWebGLContextAttributes wanted;
    emscripten_webgl_init_context_attributes(&wanted);
    wanted.majorVersion = 2;
    wanted.alpha = wanted.depth = wanted.stencil = wanted.antialias = false;
    wanted.preserveDrawingBuffer = true;
    const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context(canvas_selector, &wanted);
    return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

GlRenderer::~GlRenderer() {
    if (!ready_)
        return;
    for (const auto& [handle, texture] : textures_)
        glDeleteTextures(1, &texture.name);
    const GLuint buffers[] = {vertices_, indices_};
    glDeleteBuffers(2, buffers);
    glDeleteVertexArrays(1, &arrays_);
    glDeleteSamplers(1, &nearest_);
    glDeleteProgram(plain_program_);
    glDeleteProgram(picture_program_);
}

bool GlRenderer::init() {
    plain_program_ = make_program(plain_source);
    picture_program_ = make_program(picture_source);
    glGenVertexArrays(1, &arrays_);
    glGenBuffers(1, &vertices_);
    glGenBuffers(1, &indices_);
    glBindVertexArray(arrays_);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_); // remembered by the vertex array
    glEnableVertexAttribArray(position_place);
    glEnableVertexAttribArray(uv_place);
    glEnableVertexAttribArray(color_place);
    constexpr GLsizei stride = sizeof(ImDrawVert);
    glVertexAttribPointer(position_place, 2, GL_FLOAT, GL_FALSE, stride, offset_of_member(offsetof(ImDrawVert, pos)));
    glVertexAttribPointer(uv_place, 2, GL_FLOAT, GL_FALSE, stride, offset_of_member(offsetof(ImDrawVert, uv)));
    glVertexAttribPointer(color_place, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride,
                          offset_of_member(offsetof(ImDrawVert, col)));
    glGenSamplers(1, &nearest_);
    for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
        glSamplerParameteri(nearest_, filter, GL_NEAREST);
    for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
        glSamplerParameteri(nearest_, wrap, GL_CLAMP_TO_EDGE);
    glDisable(GL_DITHER); // the same pixel must come out of a clear and of a triangle
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glEnable(GL_SCISSOR_TEST);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    ready_ = true;
    diff_.forget();

    for (auto& [handle, texture] : textures_) // after a loss: same handles, new names
        allocate(texture);
    for (ImTextureData* data : ImGui::GetPlatformIO().Textures) {
        if (data->TexID == ImTextureID_Invalid || !data->Pixels || !begin_upload(data->TexID))
            continue;
        upload_region(*data,
                      {0, 0, static_cast<unsigned short>(data->Width), static_cast<unsigned short>(data->Height)});
    }
    if (!textures_.empty() && reupload_)
        reupload_();
    return true;
}

void GlRenderer::context_lost() {
    // The names are gone with it; nothing may be deleted.
    ready_ = false;
}

void GlRenderer::allocate(Texture& texture) {
    glGenTextures(1, &texture.name);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture.name);
    const int levels =
        texture.mipmaps ? std::bit_width(static_cast<unsigned>(std::max(texture.width, texture.height))) : 1;
    glTexStorage2D(GL_TEXTURE_2D, levels, GL_RGBA8, texture.width, texture.height);
    // Nearest level: as sharp as it needs, and no dearer than none.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, texture.mipmaps ? GL_LINEAR_MIPMAP_NEAREST : GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    ++texture.version;
}

std::uint64_t GlRenderer::create_texture(int width, int height, bool mipmaps) {
    if (!ready_ || width <= 0 || height <= 0)
        return 0;
    Texture& texture = textures_[++last_handle_];
    texture.width = width;
    texture.height = height;
    texture.mipmaps = mipmaps;
    allocate(texture);
    return last_handle_;
}

void GlRenderer::destroy_texture(std::uint64_t handle) {
    const auto found = textures_.find(handle);
    if (found == textures_.end())
        return;
    if (ready_)
        glDeleteTextures(1, &found->second.name);
    textures_.erase(found);
}

bool GlRenderer::begin_upload(std::uint64_t handle) {
    const auto found = textures_.find(handle);
    if (!ready_ || found == textures_.end())
        return false;
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, found->second.name);
    return true;
}

void GlRenderer::end_upload(std::uint64_t handle) {
    const auto found = textures_.find(handle);
    if (!ready_ || found == textures_.end())
        return;
    ++found->second.version;
    if (!found->second.mipmaps)
        return;
    glBindTexture(GL_TEXTURE_2D, found->second.name);
    glGenerateMipmap(GL_TEXTURE_2D);
}

void GlRenderer::upload(std::uint64_t handle, int x, int y, int width, int height, const std::uint8_t* rgba) {
    if (!begin_upload(handle))
        return;
    glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    end_upload(handle);
}

std::size_t GlRenderer::texture_bytes() const {
    std::size_t bytes = 0;
    for (const auto& [handle, texture] : textures_) {
        const std::size_t base = std::size_t(texture.width) * std::size_t(texture.height) * 4;
        bytes += texture.mipmaps ? base + base / 3 : base;
    }
    return bytes;
}

void GlRenderer::upload_region(const ImTextureData& data, const ImTextureRect& region) {
    const std::size_t row_bytes = std::size_t(region.w) * 4;
    rows_.resize(row_bytes * region.h);
    const std::size_t pitch = std::size_t(data.Width) * 4;
    const unsigned char* from = data.Pixels + region.y * pitch + std::size_t(region.x) * 4;
    for (std::size_t y = 0; y < region.h; ++y)
        std::memcpy(rows_.data() + y * row_bytes, from + y * pitch, row_bytes);
    glTexSubImage2D(GL_TEXTURE_2D, 0, region.x, region.y, region.w, region.h, GL_RGBA, GL_UNSIGNED_BYTE, rows_.data());
}

void GlRenderer::update_imgui_textures(ImDrawData& data) {
    if (!data.Textures)
        return;
    for (ImTextureData* texture : *data.Textures) {
        if (texture->Status == ImTextureStatus_WantCreate) {
            const std::uint64_t handle = create_texture(texture->Width, texture->Height, false);
            upload_region(*texture, {0, 0, static_cast<unsigned short>(texture->Width),
                                     static_cast<unsigned short>(texture->Height)});
            texture->SetTexID(handle);
            texture->SetStatus(ImTextureStatus_OK);
        } else if (texture->Status == ImTextureStatus_WantUpdates) {
            // Only parts never used before are written, so what is on screen stays as it is: no new version.
            begin_upload(texture->TexID);
            int area = 0;
            for (const ImTextureRect& region : texture->Updates)
                area += region.w * region.h;
            if (texture->UpdateRect.w * texture->UpdateRect.h <= 2 * area)
                upload_region(*texture, texture->UpdateRect);
            else
                for (const ImTextureRect& region : texture->Updates)
                    upload_region(*texture, region);
            texture->SetStatus(ImTextureStatus_OK);
        } else if (texture->Status == ImTextureStatus_WantDestroy && texture->UnusedFrames > 0) {
            destroy_texture(texture->TexID);
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
    }
}

void GlRenderer::render(ImDrawData* data, bool force_full) {
    stats_ = {};
    if (!ready_ || !data)
        return;
    const double start_ms = emscripten_get_now();
    update_imgui_textures(*data);
    const FramePlan& plan = diff_.plan(
        *data, background_,
        [this](ImTextureID id) {
            const auto found = textures_.find(id & ~nearest_sampling);
            return found == textures_.end() ? 0 : found->second.version;
        },
        force_full);
    stats_.dirty_fraction = plan.dirty_fraction;
    stats_.vertices = plan.vertices.size();
    if (!plan.steps.empty())
        carry_out(plan, *data);
    stats_.main_ms = emscripten_get_now() - start_ms;
}

void GlRenderer::carry_out(const FramePlan& plan, const ImDrawData& data) {
    const int width = int(data.DisplaySize.x * data.FramebufferScale.x + 0.5F);
    const int height = int(data.DisplaySize.y * data.FramebufferScale.y + 0.5F);
    glViewport(0, 0, width, height);
    glBindVertexArray(arrays_);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_);
    glBufferData(GL_ARRAY_BUFFER, GLsizeiptr(plan.vertices.size() * sizeof(ImDrawVert)), plan.vertices.data(),
                 GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, GLsizeiptr(plan.indices.size() * sizeof(std::uint32_t)), plan.indices.data(),
                 GL_STREAM_DRAW);
    const float sx = 2 * data.FramebufferScale.x / float(width), sy = -2 * data.FramebufferScale.y / float(height);
    glVertexAttrib4f(projection_place, sx, sy, -1 - data.DisplayPos.x * sx, 1 - data.DisplayPos.y * sy);
    glActiveTexture(GL_TEXTURE0);

    GLuint program = 0, sampler = 0;
    ImTextureID texture = ImTextureID_Invalid;
    PixelRect scissor;
    glBindSampler(0, 0);
    for (const FrameStep& step : plan.steps) {
        if (step.scissor != scissor) {
            scissor = step.scissor;
            glScissor(scissor.x0, height - scissor.y1, scissor.x1 - scissor.x0, scissor.y1 - scissor.y0);
        }
        ++stats_.draw_calls;
        if (step.kind == FrameStep::Kind::clear) {
            auto part = [&](int shift) { return float((step.color >> shift) & 255) / 255.0F; };
            glClearColor(part(IM_COL32_R_SHIFT), part(IM_COL32_G_SHIFT), part(IM_COL32_B_SHIFT), 1);
            glClear(GL_COLOR_BUFFER_BIT);
            continue;
        }
        const GLuint wanted = step.kind == FrameStep::Kind::plain ? plain_program_ : picture_program_;
        if (wanted != program)
            glUseProgram(program = wanted);
        if (step.kind == FrameStep::Kind::picture && step.texture != texture) {
            texture = step.texture;
            const auto found = textures_.find(texture & ~nearest_sampling);
            glBindTexture(GL_TEXTURE_2D, found == textures_.end() ? 0 : found->second.name);
            const GLuint wanted_sampler = texture & nearest_sampling ? nearest_ : 0;
            if (wanted_sampler != sampler)
                glBindSampler(0, sampler = wanted_sampler);
        }
        glDrawElements(GL_TRIANGLES, GLsizei(step.index_count), GL_UNSIGNED_INT,
                       offset_of_member(step.first_index * sizeof(std::uint32_t)));
    }
}

} // namespace tw
