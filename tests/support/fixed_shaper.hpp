// A TextShaper that measures the same everywhere: half an em for what is narrow, one em for CJK and emoji, marks joined
// to what they follow. Dumps of layouts made with it depend on no font.
#pragma once

#include "base/text.hpp"
#include "ports/text_shaper.hpp"

namespace tw::test {

class FixedShaper final : public TextShaper {
public:
    std::vector<Cluster> shape(std::string_view utf8, std::uint32_t start_utf16, const TextStyle& style) override {
        ++calls;
        std::vector<Cluster> out;
        std::uint32_t at_utf16 = start_utf16;
        char32_t previous = 0;
        for (std::size_t byte = 0; byte < utf8.size();) {
            const char32_t c = next_code_point(utf8, byte);
            const std::uint32_t end_utf16 = at_utf16 + (c >= 0x10000 ? 2 : 1);
            const bool newline = c == '\n' || c == '\r';
            if (!out.empty() && (joins(c) || previous == zero_width_joiner || (previous == '\r' && c == '\n'))) {
                out.back().end_utf16 = end_utf16;
            } else {
                const float em = newline ? 0.0F : c < 0x2e80 ? 0.5F : 1.0F;
                const bool blank = newline || c == ' ' || c == '\t' || c == 0x3000;
                out.push_back({at_utf16, end_utf16, em * style.size_px, blank ? 0 : static_cast<std::uint32_t>(c)});
            }
            previous = c;
            at_utf16 = end_utf16;
        }
        return out;
    }
    LineMetrics metrics(const TextStyle& style) override {
        return {0.9F * style.size_px, 0.25F * style.size_px, 1.5F * style.size_px};
    }

    int calls = 0;

private:
    static constexpr char32_t zero_width_joiner = 0x200d;
    static bool joins(char32_t c) {
        return (c >= 0x300 && c <= 0x36f) || c == zero_width_joiner || (c >= 0xfe00 && c <= 0xfe0f) || c == 0x20e3 ||
               (c >= 0x1f3fb && c <= 0x1f3ff);
    }
};

} // namespace tw::test
