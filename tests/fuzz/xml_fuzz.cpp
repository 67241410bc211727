// Any bytes: parse_xml_fragment answers with elements whose places lie inside the text, or with an Error that has a code
// and a place inside the text.
#include "base/xml.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

void check(const tw::Where& where, std::uint32_t lines) {
    if (where.line < 1 || where.line > lines || where.column < 1)
        std::abort();
}

void check(const tw::XmlElement& element, std::uint32_t lines) {
    if (element.name.empty())
        std::abort();
    check(element.where, lines);
    for (const auto& attribute : element.attributes)
        check(attribute.where, lines);
    for (const auto& child : element.children)
        check(child, lines);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto lines = static_cast<std::uint32_t>(1 + std::ranges::count(text, '\n'));
    const auto elements = tw::parse_xml_fragment(text, "fuzz.xml");
    if (!elements) {
        if (elements.error().code.empty() || elements.error().message.empty())
            std::abort();
        return 0;
    }
    for (const auto& element : *elements)
        check(element, lines);
    return 0;
}
