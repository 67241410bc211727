#include "tags/text/text_model.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "layout/text_lines.hpp"
#include "tags/text/text_units.hpp"

#include <algorithm>

namespace tw::text {
namespace {

double height_of(const std::vector<TextLine>& lines) {
    return lines.empty() ? 0 : lines.back().top_px + lines.back().height_px;
}

/// RFC 4648, white space skipped, padding optional; nullopt for any other character.
} // namespace

TextModel::TextModel(std::string text, TextShaper* shaper, bool saves_text)
    : text_(std::move(text)), offsets_(text_), saves_text_(saves_text) {
    if (shaper == nullptr)
        return;
    metrics_ = shaper->metrics(style_);
    metrics_.line_height_px = float(std::round(double{metrics_.line_height_px} * line_spacing));
    clusters_ = shaper->shape(text_, 0, style_);
}

TextModel::TextModel(Error error) : offsets_(""), error_(std::move(error)) {}

double TextModel::height_for(double width_px) const {
    if (width_px == width_px_ && !lines_.empty())
        return height_px_;
    if (width_px != asked_width_px_) {
        asked_lines_ = break_lines(text_, clusters_, metrics_, width_px);
        asked_width_px_ = width_px;
    }
    return height_of(asked_lines_);
}

void TextModel::set_width(double width_px) {
    if (width_px == width_px_)
        return;
    (void)height_for(width_px);
    lines_ = asked_width_px_ == width_px ? std::move(asked_lines_) : std::vector<TextLine>{};
    asked_lines_.clear();
    asked_width_px_ = -1;
    width_px_ = width_px;
    height_px_ = height_of(lines_);
    ++revision_;
}

std::uint32_t TextModel::offset_at(Vec2 pos_px) const {
    return tw::offset_at(lines_, clusters_, pos_px);
}

std::vector<Rect> TextModel::range_rects(std::uint32_t start_utf16, std::uint32_t end_utf16) const {
    return tw::range_rects(lines_, clusters_, start_utf16, end_utf16);
}

std::pair<std::uint32_t, std::uint32_t> TextModel::unit_around(std::uint32_t offset_utf16,
                                                               std::string_view granularity) const {
    return text::unit_around(text_, offsets_, offset_utf16, granularity);
}

Json TextModel::span_shape(std::uint32_t start_utf16, std::uint32_t end_utf16, std::string_view granularity) const {
    Range range{std::min(start_utf16, size_utf16()), std::min(end_utf16, size_utf16())};
    range = trimmed(text_, offsets_, range);
    if (range.first >= range.second)
        return nullptr;
    if (!granularity.empty() && granularity != "symbol") {
        // The last character inside decides where the end snaps to; the end itself is already the next unit.
        const Range last = text::unit_around(text_, offsets_, range.second - 1, granularity);
        range.first = std::min(range.first, text::unit_around(text_, offsets_, range.first, granularity).first);
        range.second = std::max(range.second, last.second);
        range = trimmed(text_, offsets_, range);
    }
    Json shape{{"start", range.first}, {"end", range.second}};
    if (saves_text_)
        shape["text"] = slice(range.first, range.second);
    return shape;
}

std::string TextModel::slice(std::uint32_t start_utf16, std::uint32_t end_utf16) const {
    const std::size_t from = offsets_.byte_at(start_utf16), to = offsets_.byte_at(end_utf16);
    return from < to ? text_.substr(from, to - from) : std::string{};
}

std::unique_ptr<ObjectModel> make_text_model(const TagNode& node, const Json& value, const ObjectServices& services) {
    Where where = node.where;
    where.pointer = std::string(node.get("value"));
    const auto failed = [&where](Message said) {
        return std::make_unique<TextModel>(error_of(std::move(said), where));
    };
    const std::string value_type = to_lower_ascii(node.get("valuetype"));
    if (value_type == "url")
        return failed(say("text-url"));
    if (value.is_null())
        return failed(say("data-missing.text"));
    if (!value.is_string() && !value.is_number() && !value.is_boolean())
        return failed(say("text-type"));
    std::string text = value.is_string() ? value.get<std::string>() : dump_json(value);
    const std::string encoding = to_lower_ascii(node.get("encoding"));
    if (encoding == "base64" || encoding == "base64unicode") {
        const auto bytes = decode_base64(text);
        if (!bytes)
            return failed(say("text-encoding", "encoding"_is(encoding)));
        text = encoding == "base64" || !is_valid_utf8(*bytes) ? from_latin1(*bytes) : *bytes;
    }
    const std::string saves = to_lower_ascii(node.get("savetextresult"));
    return std::make_unique<TextModel>(std::move(text), services.shaper, saves != "no" && saves != "false");
}

} // namespace tw::text
