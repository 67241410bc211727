#include "tags/text/text_shape.hpp"

#include "base/text.hpp"
#include "tags/text/text_model.hpp"

#include <algorithm>

namespace tw::text {
namespace {

struct Span {
    std::uint32_t start_utf16 = 0, end_utf16 = 0;
};

Result<Span> read(const Json& value) {
    const auto offset = [&value](std::string_view key) -> Result<std::uint32_t> {
        const auto found = number_at(value, key);
        if (!found || !(*found >= 0) || *found > 4e9 || *found != std::floor(*found))
            return fail(say("shape-invalid.offset"), {.pointer = pointer_join("", key)});
        return std::uint32_t(*found);
    };
    const auto start = offset("start"), end = offset("end");
    if (!start)
        return std::unexpected(start.error());
    if (!end)
        return std::unexpected(end.error());
    if (*end < *start)
        return fail(say("shape-invalid.order"), {.pointer = "/end"});
    return Span{*start, *end};
}

std::vector<Rect> rects_of(const Json& value, const ObjectModel& object) {
    const auto span = read(value);
    return span ? object.range_rects(span->start_utf16, span->end_utf16) : std::vector<Rect>{};
}

/// What is painted of each line: less than its whole height, so that name plates find room between lines.
std::vector<Rect> marks_of(const Json& value, const ObjectModel& object) {
    std::vector<Rect> rects = rects_of(value, object);
    for (Rect& rect : rects)
        rect = {rect.x, rect.y + rect.h * mark_inset, rect.w, rect.h * (1 - 2 * mark_inset)};
    return rects;
}

class SpanShape final : public ShapeHooks {
public:
    Result<Unit> validate(const Json& shape) const override {
        if (const auto span = read(shape); !span)
            return std::unexpected(span.error());
        return Unit{};
    }

    void draw(const Json& value, const ObjectModel& object, const ShapeStyle& style, DisplayList& out) const override {
        const std::vector<Rect> rects = marks_of(value, object);
        const auto fill = [&out](Rect rect, Color color) {
            Primitive item;
            item.kind = PrimitiveKind::fill;
            item.rect = rect;
            item.fill = color;
            out.items.push_back(item);
        };
        const double opacity = std::max(0.15, style.fill_opacity) + (style.selected ? 0.2 : style.hovered ? 0.1 : 0);
        const Color inside = style.fill_color.value_or(style.color).with_alpha(std::min(0.7, opacity));
        const double line_px = style.selected ? 3 : 2;
        for (const Rect& rect : rects) {
            fill(rect, inside);
            fill({rect.x, rect.bottom() - line_px, rect.w, line_px}, style.color);
        }
        if (rects.empty())
            return;
        // Bars at both ends tell where one span ends and another, nested or overlapping, goes on.
        constexpr double bar_px = 2;
        fill({rects.front().x, rects.front().y, bar_px, rects.front().h}, style.color);
        fill({rects.back().right() - bar_px, rects.back().y, bar_px, rects.back().h}, style.color);
        if (style.tag_text.empty())
            return;
        Primitive tag;
        tag.kind = PrimitiveKind::tag;
        tag.rect = {rects.front().x, rects.front().y, 0, 0};
        tag.fill = style.color;
        tag.first = std::uint32_t(out.strings.size());
        tag.count = 1;
        out.strings.push_back(style.tag_text);
        out.items.push_back(tag);
    }

    Rect bounds(const Json& value, const ObjectModel& object) const override {
        const std::vector<Rect> rects = marks_of(value, object);
        Rect all = rects.empty() ? Rect{} : rects.front();
        for (const Rect& rect : rects)
            all = all.united(rect);
        return all;
    }

    bool hit(const Json& value, const ObjectModel& object, Vec2 pos_in_content, double) const override {
        return std::ranges::any_of(rects_of(value, object),
                                   [&](const Rect& rect) { return rect.contains(pos_in_content); });
    }

    std::vector<Handle> handles(const Json& value, const ObjectModel& object, const TagNode*) const override {
        const std::vector<Rect> rects = rects_of(value, object);
        if (rects.empty())
            return {};
        const Rect &first = rects.front(), &last = rects.back();
        return {{{first.x, first.center().y}, 0, CursorShape::resize_ew},
                {{last.right(), last.center().y}, 1, CursorShape::resize_ew}};
    }

    Json moved(const Json& value, const ObjectModel&, Vec2) const override { return value; }

    Json handle_moved(const Json& value, const ObjectModel& object, int handle, Vec2 pos_in_content,
                      Modifiers) const override {
        auto span = read(value);
        if (!span)
            return value;
        const std::uint32_t offset = object.offset_at(pos_in_content);
        if (handle == 0)
            span->start_utf16 = std::min(offset, span->end_utf16 - std::min(span->end_utf16, 1U));
        else
            span->end_utf16 = std::max(offset, span->start_utf16 + 1);
        const Json dragged = object.span_shape(span->start_utf16, span->end_utf16, "symbol");
        if (dragged.is_null())
            return value;
        Json out = value;
        out["start"] = dragged["start"];
        out["end"] = dragged["end"];
        if (dragged.contains("text"))
            out["text"] = dragged["text"];
        return out;
    }

    std::string describe(const Json& value, const ObjectModel& object) const override {
        constexpr std::size_t longest = 120;
        std::string text = string_or(value, "text", "");
        if (const auto span = read(value); text.empty() && span)
            text = object.slice(span->start_utf16, span->end_utf16);
        if (text.size() <= longest)
            return text;
        std::size_t cut = 0;
        for (std::size_t at = 0; at < longest;) {
            cut = at;
            next_code_point(text, at);
        }
        return text.substr(0, cut) + "…";
    }

    std::unique_ptr<Tool> make_tool(const TagNode&, const TagNode& object) const override {
        return object.flag("selectionenabled") ? make_text_tool(object) : nullptr;
    }
};

} // namespace

const ShapeHooks& span_hooks() {
    static const SpanShape shape;
    return shape;
}

} // namespace tw::text
