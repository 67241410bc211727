// XML with places: pugixml behind a small tree of our own in which every element and attribute knows line and column of
// its source. Never throws; a syntax error names its place.
#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct XmlAttribute {
    std::string name, value;
    Where where;
};

struct XmlElement {
    std::string name; ///< in its original case
    std::vector<XmlAttribute> attributes;
    std::vector<XmlElement> children;
    std::string text; ///< own character data and CDATA, concatenated, trimmed
    Where where;      ///< of the '<'
};

/// All top-level elements of a document or of a fragment without a root, in order. Errors: "xml-syntax", "xml-empty",
/// "xml-encoding", "xml-depth" (nesting over 256).
Result<std::vector<XmlElement>> parse_xml_fragment(std::string_view text, std::string_view file = {});

} // namespace tw
