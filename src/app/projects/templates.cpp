#include "app/projects/templates.hpp"

#include "base/xml.hpp"

namespace tw {
namespace {

std::string attribute(const XmlElement& element, std::string_view name) {
    for (const XmlAttribute& one : element.attributes)
        if (one.name == name)
            return one.value;
    return {};
}

Result<Template> read_template(const XmlElement& element) {
    Template made;
    made.id = attribute(element, "id");
    made.title = attribute(element, "title");
    made.needs = attribute(element, "needs");
    for (const XmlElement& part : element.children) {
        if (part.name == "config") {
            made.config = part.text + "\n";
            continue;
        }
        auto json = parse_json(part.text);
        if (!json)
            return std::unexpected(json.error());
        (part.name == "data" ? made.data : made.result) = std::move(*json);
    }
    return made;
}

} // namespace

std::string localized(std::string_view text, bool chinese) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find("[[", at);
        const std::size_t bar = open == std::string_view::npos ? open : text.find_first_of("[]|", open + 2);
        if (bar == std::string_view::npos) {
            out += text.substr(at);
            break;
        }
        const std::size_t close = text[bar] == '|' ? text.find("]]", bar) : std::string_view::npos;
        if (close == std::string_view::npos) {
            out += text.substr(at, open + 1 - at);
            at = open + 1;
            continue;
        }
        out += text.substr(at, open - at);
        out += chinese ? text.substr(bar + 1, close - bar - 1) : text.substr(open + 2, bar - open - 2);
        at = close + 2;
    }
    return out;
}

Result<std::vector<TemplateGroup>> parse_templates(std::string_view xml, bool chinese) {
    const auto elements = parse_xml_fragment(localized(xml, chinese), "templates.xml");
    if (!elements)
        return std::unexpected(elements.error());
    std::vector<TemplateGroup> groups;
    for (const XmlElement& element : *elements) {
        TemplateGroup& group = groups.emplace_back();
        group.title = attribute(element, "title");
        for (const XmlElement& child : element.children) {
            auto made = read_template(child);
            if (!made)
                return std::unexpected(made.error());
            group.templates.push_back(std::move(*made));
        }
    }
    return groups;
}

} // namespace tw
