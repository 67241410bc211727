#include "base/xml.hpp"

#include "base/text.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <map>

namespace tw {
namespace {

constexpr std::size_t max_depth = 256;
/// A path repeats its parents' names; past this length it stops growing, so that hostile names cost no gigabytes.
constexpr std::size_t max_path_length = 512;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool ends_name(char c) {
    return is_space(c) || c == '=' || c == '>' || c == '/' || c == '<';
}

/// The text that was parsed, with the lines found once.
class Source {
public:
    Source(std::string_view text, std::string_view file) : text_(text), file_(file) {
        line_starts_.push_back(0);
        for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
            line_starts_.push_back(at + 1);
    }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] Where at(std::size_t byte, std::string pointer = {}) const {
        byte = std::min(byte, text_.size());
        const auto line = std::ranges::upper_bound(line_starts_, byte) - line_starts_.begin();
        const std::size_t start = line_starts_[static_cast<std::size_t>(line) - 1];
        return {std::string(file_), static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(byte - start) + 1,
                std::move(pointer)};
    }

private:
    std::string_view text_;
    std::string_view file_;
    std::vector<std::size_t> line_starts_;
};

struct OpenElement {
    std::string_view name;
    std::size_t byte;
};

/// Elements still open where a parse stopped: pugixml only says that tags do not match, a person needs to know which.
std::vector<OpenElement> open_elements(std::string_view text, std::size_t end) {
    std::vector<OpenElement> open;
    const auto skip_past = [&](std::size_t from, std::string_view mark) {
        const std::size_t found = text.find(mark, from);
        return found == std::string_view::npos ? text.size() : found + mark.size();
    };
    for (std::size_t at = text.find('<'); at < end; at = text.find('<', at)) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("<!--")) {
            at = skip_past(at, "-->");
        } else if (rest.starts_with("<![CDATA[")) {
            at = skip_past(at, "]]>");
        } else if (rest.starts_with("<?")) {
            at = skip_past(at, "?>");
        } else if (rest.starts_with("<!")) {
            at = skip_past(at, ">");
        } else if (rest.starts_with("</")) {
            if (!open.empty())
                open.pop_back();
            at += 2;
        } else {
            std::size_t name_end = at + 1;
            while (name_end < text.size() && !ends_name(text[name_end]))
                ++name_end;
            std::size_t close = name_end;
            for (char quote = 0; close < text.size() && (quote != 0 || text[close] != '>'); ++close) {
                if (quote != 0)
                    quote = text[close] == quote ? '\0' : quote;
                else if (text[close] == '"' || text[close] == '\'')
                    quote = text[close];
            }
            if (close == text.size() || text[close - 1] != '/')
                open.push_back({text.substr(at + 1, name_end - at - 1), at});
            at = close;
        }
    }
    return open;
}

Error syntax_error(const pugi::xml_parse_result& parsed, const Source& source) {
    const auto byte = static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0));
    switch (parsed.status) {
    case pugi::status_end_element_mismatch: {
        // pugixml points into "</name>" when a wrong tag closes, at the end of the text when nothing does.
        const std::size_t closing = source.text().rfind("</", byte);
        const bool at_closing_tag = closing != std::string_view::npos && byte < source.text().size() &&
                                    source.text().substr(closing, byte - closing).find('>') == std::string_view::npos;
        const std::size_t stop = at_closing_tag ? closing : source.text().size();
        const std::vector<OpenElement> open = open_elements(source.text(), stop);
        if (open.empty())
            return error_of(say("xml-syntax.closes-nothing"), source.at(stop));
        const Where opened = source.at(open.back().byte);
        return error_of(say("xml-syntax.not-closed", "tag"_is(open.back().name), "line"_is(opened.line),
                            "column"_is(opened.column)),
                        at_closing_tag ? source.at(stop) : opened);
    }
    case pugi::status_bad_attribute:
        return error_of(say("xml-syntax.attribute"), source.at(byte));
    case pugi::status_unrecognized_tag:
        return error_of(say("xml-syntax.tag"), source.at(byte));
    case pugi::status_bad_pi:
        return error_of(say("xml-syntax.declaration"), source.at(byte));
    case pugi::status_bad_comment:
        return error_of(say("xml-syntax.comment"), source.at(byte));
    case pugi::status_bad_cdata:
        return error_of(say("xml-syntax.cdata"), source.at(byte));
    case pugi::status_bad_doctype:
        return error_of(say("xml-syntax.doctype"), source.at(byte));
    case pugi::status_bad_pcdata:
        return error_of(say("xml-syntax.text"), source.at(byte));
    case pugi::status_bad_start_element:
        return error_of(say("xml-syntax.start-tag"), source.at(byte));
    case pugi::status_bad_end_element:
        return error_of(say("xml-syntax.end-tag"), source.at(byte));
    default: // out of memory and the like
        return error_of(say("xml-syntax", "reason"_is(parsed.description())), source.at(byte));
    }
}

/// pugixml keeps no positions of attributes. In a text it accepted, they follow the element's name in order, each
/// name=quote..quote, so one walk finds them all.
std::vector<std::size_t> attribute_offsets(std::string_view text, std::size_t name_byte) {
    std::vector<std::size_t> offsets;
    const auto skip_spaces = [&](std::size_t at) {
        while (at < text.size() && is_space(text[at]))
            ++at;
        return at;
    };
    const auto skip_name = [&](std::size_t at) {
        while (at < text.size() && !ends_name(text[at]))
            ++at;
        return at;
    };
    std::size_t at = skip_spaces(skip_name(name_byte));
    while (at < text.size() && text[at] != '>' && text[at] != '/' && text[at] != '<') {
        offsets.push_back(at);
        at = skip_spaces(skip_name(at));
        if (at >= text.size() || text[at] != '=')
            break;
        at = skip_spaces(at + 1);
        if (at >= text.size() || (text[at] != '"' && text[at] != '\''))
            break;
        at = text.find(text[at], at + 1);
        at = at == std::string_view::npos ? text.size() : skip_spaces(at + 1);
    }
    return offsets;
}

class Reader {
public:
    explicit Reader(const Source& source) : source_(source) {}

    Result<std::vector<XmlElement>> children(const pugi::xml_node& parent, std::string_view path, std::size_t depth) {
        std::vector<XmlElement> out;
        std::map<std::string_view, std::size_t> count, index;
        for (const pugi::xml_node node : parent.children()) {
            if (node.type() == pugi::node_element)
                ++count[node.name()];
        }
        for (const pugi::xml_node node : parent.children()) {
            if (node.type() != pugi::node_element)
                continue;
            const std::size_t nth = ++index[node.name()];
            auto element = read(node, path_of(path, node.name(), nth, depth > 0 || count[node.name()] > 1), depth + 1);
            if (!element)
                return std::unexpected(std::move(element.error()));
            out.push_back(std::move(*element));
        }
        return out;
    }

private:
    static std::string path_of(std::string_view parent, std::string_view name, std::size_t nth, bool numbered) {
        std::string path(parent);
        if (path.size() + name.size() > max_path_length)
            return path;
        path += '/';
        path += name;
        if (numbered)
            path += '[' + std::to_string(nth) + ']';
        return path;
    }

    Result<XmlElement> read(const pugi::xml_node& node, const std::string& path, std::size_t depth) {
        const auto name_byte = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 1));
        XmlElement element;
        element.name = node.name();
        element.where = source_.at(name_byte - 1, path);
        if (depth > max_depth)
            return fail(say("xml-depth", "most"_is(max_depth)), element.where);

        const std::vector<std::size_t> offsets = attribute_offsets(source_.text(), name_byte);
        std::size_t nth = 0;
        for (const pugi::xml_attribute attribute : node.attributes()) {
            const std::size_t byte = nth < offsets.size() ? offsets[nth] : name_byte - 1;
            element.attributes.push_back(
                {attribute.name(), attribute.value(), source_.at(byte, path + "/@" + attribute.name())});
            ++nth;
        }
        for (const pugi::xml_node child : node.children()) {
            if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
                element.text += child.value();
        }
        element.text = std::string(trim(element.text));

        auto inner = children(node, path, depth);
        if (!inner)
            return std::unexpected(std::move(inner.error()));
        element.children = std::move(*inner);
        return element;
    }

    const Source& source_;
};

} // namespace

Result<std::vector<XmlElement>> parse_xml_fragment(std::string_view text, std::string_view file) {
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    const Source source(text, file);
    const std::size_t bad = std::min(first_invalid_utf8(text), text.find('\0'));
    if (bad < text.size())
        return fail(say("xml-encoding"), source.at(bad));

    pugi::xml_document document;
    constexpr unsigned options = pugi::parse_default | pugi::parse_fragment;
    const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size(), options, pugi::encoding_utf8);
    // An empty text is no document to pugixml; here both kinds of nothing are one error.
    if (!parsed && parsed.status != pugi::status_no_document_element)
        return std::unexpected(syntax_error(parsed, source));
    auto elements = Reader(source).children(document, {}, 0);
    if (elements && elements->empty())
        return fail(say("xml-empty"), source.at(0));
    return elements;
}

} // namespace tw
