// The content of a Text object: its decoded text, shaped once, broken into lines for the width it has. Offsets are UTF-16
// units of the source as the task holds it ("\r\n" counts two). Owned by the EditorSession.
#pragma once

#include "base/text.hpp"
#include "tagkit/hooks.hpp"

#include <optional>

namespace tw::text {

/// Of the font's own line height: a text to be labeled leaves room between its lines for the name plates of spans.
inline constexpr double line_spacing = 4.0 / 3;
/// Of a line's height, above and below: what a span leaves unpainted, which is where the plate of the next line stands.
inline constexpr double mark_inset = 3.0 / 16;

class TextModel final : public ObjectModel {
public:
    TextModel(std::string text, TextShaper* shaper, bool saves_text);
    explicit TextModel(Error error);

    Status status() const override { return error_ ? Status::failed : Status::ready; }
    Error error() const override { return error_.value_or(Error{}); }
    Size content_size() const override { return {width_px_, height_px_}; }
    bool zooms() const override { return false; }
    void set_width(double width_px) override;
    std::uint64_t revision() const override { return revision_; }
    std::string_view text() const override { return text_; }
    const TextStyle* text_style() const override { return &style_; }
    const std::vector<TextLine>* lines() const override { return &lines_; }
    const std::vector<Cluster>* clusters() const override { return &clusters_; }
    std::uint32_t offset_at(Vec2 pos_px) const override;
    std::vector<Rect> range_rects(std::uint32_t start_utf16, std::uint32_t end_utf16) const override;
    std::pair<std::uint32_t, std::uint32_t> unit_around(std::uint32_t offset_utf16,
                                                        std::string_view granularity) const override;
    Json span_shape(std::uint32_t start_utf16, std::uint32_t end_utf16, std::string_view granularity) const override;
    std::string slice(std::uint32_t start_utf16, std::uint32_t end_utf16) const override;

    /// Remembers the last answer, since layout asks the same thing again and again.
    double height_for(double width_px) const override;
    [[nodiscard]] std::uint32_t size_utf16() const { return std::uint32_t(offsets_.utf16_size()); }

private:
    std::string text_;
    TextOffsets offsets_;
    TextStyle style_;
    LineMetrics metrics_;
    std::vector<Cluster> clusters_;
    std::vector<TextLine> lines_;
    double width_px_ = 0, height_px_ = 0;
    bool saves_text_ = true;
    std::uint64_t revision_ = 0;
    std::optional<Error> error_;
    mutable double asked_width_px_ = -1;
    mutable std::vector<TextLine> asked_lines_;
};

/// What the node and the task's value make: base64 decoded, other types refused with a reason.
std::unique_ptr<ObjectModel> make_text_model(const TagNode& node, const Json& value, const ObjectServices& services);

} // namespace tw::text
