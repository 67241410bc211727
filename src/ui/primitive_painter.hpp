// Paints the primitives of display lists into an ImDrawList, through a Transform, culled by the clip: axis-aligned boxes
// as quads in whole device pixels, the rest by ImGui's own shapes. Name plates are none of its business.
#pragma once

#include "base/color.hpp"
#include "scene/display_list.hpp"
#include "ui/object_painter.hpp"

#include <imgui.h>

#include <vector>

namespace tw {

/// Writes axis-aligned quads of one colour straight into a list's buffers, reserved in chunks. No other call may add to
/// the list before finish().
class QuadWriter {
public:
    explicit QuadWriter(ImDrawList& list) : list_(list), white_(ImGui::GetFontTexUvWhitePixel()) {}
    ~QuadWriter() { finish(); }
    QuadWriter(const QuadWriter&) = delete;
    QuadWriter& operator=(const QuadWriter&) = delete;

    void quad(float x0, float y0, float x1, float y1, ImU32 color) {
        if (left_ == 0) {
            list_.PrimReserve(chunk * 6, chunk * 4);
            left_ = chunk;
        }
        --left_;
        ImDrawVert* v = list_._VtxWritePtr;
        v[0] = {{x0, y0}, white_, color};
        v[1] = {{x1, y0}, white_, color};
        v[2] = {{x1, y1}, white_, color};
        v[3] = {{x0, y1}, white_, color};
        ImDrawIdx* i = list_._IdxWritePtr;
        const ImDrawIdx base = list_._VtxCurrentIdx;
        i[0] = base, i[1] = base + 1, i[2] = base + 2;
        i[3] = base, i[4] = base + 2, i[5] = base + 3;
        list_._VtxWritePtr += 4;
        list_._IdxWritePtr += 6;
        list_._VtxCurrentIdx += 4;
    }
    void finish() {
        if (left_)
            list_.PrimUnreserve(left_ * 6, left_ * 4);
        left_ = 0;
    }

private:
    static constexpr int chunk = 512;
    ImDrawList& list_;
    ImVec2 white_;
    int left_ = 0;
};

/// A rectangle in view pixels, snapped to device pixels.
struct SnappedRect {
    float x0, y0, x1, y1;
};

class PrimitivePainter {
public:
    PrimitivePainter(const PaintArea& area, const Theme& theme, float device_px);
    /// Everything but name plates.
    void paint(const DisplayList& list, const Primitive& item);
    [[nodiscard]] SnappedRect view(const Rect& rect) const;
    void finish() { quads_.finish(); }

private:
    [[nodiscard]] float snap(float px) const;
    [[nodiscard]] float line_width(float stroke_px) const;
    [[nodiscard]] bool outside(const SnappedRect& v, float margin) const;
    void quad_clipped(float x0, float y0, float x1, float y1, ImU32 color);
    void box(const Primitive& item);
    bool dashed(const SnappedRect& o, float w, float dash, ImU32 color);
    void rotated_box(const Primitive& item);
    void points(const DisplayList& list, const Primitive& item);
    void outline(const ImVec2* at, int count, const Primitive& item, bool closed, bool convex);
    void dashed_line(ImVec2 a, ImVec2 b, const Primitive& item);
    void ellipse(const Primitive& item);
    void handle(const Primitive& item);

    const PaintArea& area_;
    ImDrawList& list_;
    QuadWriter quads_;
    const Theme& theme_;
    float device_px_;
    SnappedRect clip_;
    std::vector<ImVec2> at_;
};

} // namespace tw
