// The gallery of labeling setups, read from assets/templates/templates.xml in the language of the page. Values only.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct Template {
    std::string id, title;
    std::string config; ///< "" for one that a later version brings
    std::string needs;  ///< what such a one waits for
    Json data = Json::object();
    Json result = Json::array();
};

struct TemplateGroup {
    std::string title;
    std::vector<Template> templates;
};

/// `[[one|other]]` becomes `one`, or `other` in Chinese; what is no such pair stays.
std::string localized(std::string_view text, bool chinese);
/// Errors: those of parse_xml_fragment and parse_json.
Result<std::vector<TemplateGroup>> parse_templates(std::string_view xml, bool chinese);

} // namespace tw
