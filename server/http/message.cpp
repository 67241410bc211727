#include "http/message.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "model/given.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <system_error>

namespace tw::server {

std::string_view to_string(Method method) {
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::del:
        return "DELETE";
    case Method::options:
        return "OPTIONS";
    case Method::other:
        break;
    }
    return "OTHER";
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

void Headers::set(std::string name, std::string value) {
    std::erase_if(items_, [&](const auto& item) { return same_ignoring_case(item.first, name); });
    add(std::move(name), std::move(value));
}

const std::string* Headers::find(std::string_view name) const {
    const auto found =
        std::ranges::find_if(items_, [&](const auto& item) { return same_ignoring_case(item.first, name); });
    return found == items_.end() ? nullptr : &found->second;
}

std::string_view Headers::get(std::string_view name) const {
    const std::string* const found = find(name);
    return found ? std::string_view(*found) : std::string_view();
}

Fields Fields::parse(std::string_view encoded) {
    Fields fields;
    while (!encoded.empty()) {
        const std::string_view pair = encoded.substr(0, encoded.find('&'));
        encoded.remove_prefix(std::min(encoded.size(), pair.size() + 1));
        if (pair.empty())
            continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        fields.add(url_decode(pair.substr(0, equals), true),
                   equals < pair.size() ? url_decode(pair.substr(equals + 1), true) : std::string());
    }
    return fields;
}

const std::string* Fields::find(std::string_view name) const {
    const auto found = std::ranges::find_if(items_, [&](const auto& item) { return item.first == name; });
    return found == items_.end() ? nullptr : &found->second;
}

std::string Fields::get(std::string_view name, std::string_view fallback) const {
    const std::string* const found = find(name);
    return found ? *found : std::string(fallback);
}

bool Fields::flag(std::string_view name, bool fallback) const {
    const std::string* const found = find(name);
    return found ? flag_of_text(*found).value_or(false) : fallback;
}

std::optional<std::int64_t> Fields::integer(std::string_view name) const {
    const std::string* const found = find(name);
    return found ? parse_integer(*found) : std::nullopt;
}

std::vector<std::string> Fields::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : items_)
        if (key == name)
            values.push_back(value);
    return values;
}

TemporaryFile::~TemporaryFile() {
    std::error_code ignored;
    if (!path_.empty())
        std::filesystem::remove(path_, ignored);
}

Result<void> Body::read(const std::function<bool(std::string_view)>& take) const {
    if (!file) {
        if (!text.empty())
            take(text);
        return {};
    }
    std::ifstream in(file->path(), std::ios::binary);
    std::string piece(256U << 10U, '\0');
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto got = static_cast<std::size_t>(in.gcount());
        if (got > 0 && !take(std::string_view(piece).substr(0, got)))
            return {};
    }
    if (!in.eof())
        return fail("body-read", "The body that was received cannot be read again.");
    return {};
}

Result<std::string> Body::load(std::uint64_t limit_bytes) const {
    if (!file)
        return text;
    if (size_bytes > limit_bytes)
        return fail("body-too-large", "This body is too large for this request.");
    std::string all;
    all.reserve(size_bytes);
    const auto read_all = read([&all](std::string_view piece) {
        all += piece;
        return true;
    });
    if (!read_all)
        return std::unexpected(read_all.error());
    return all;
}

Result<Fields> read_form(const Body& body) {
    const auto text = body.load(max_form_bytes);
    if (!text)
        return std::unexpected(text.error());
    if (text->size() > max_form_bytes || static_cast<std::size_t>(std::ranges::count(*text, '&')) >= max_form_fields)
        return fail("body-too-large", "This form is too large, or has too many fields.");
    return Fields::parse(*text);
}

std::string Request::cookie(std::string_view name) const {
    for (const auto& [key, value] : headers.items()) {
        if (!same_ignoring_case(key, "cookie"))
            continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const std::string_view pair = rest.substr(0, rest.find(';'));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            const std::string_view trimmed = trim(pair);
            const std::size_t equals = trimmed.find('=');
            if (equals != std::string_view::npos && trimmed.substr(0, equals) == name) {
                std::string_view found = trimmed.substr(equals + 1);
                if (found.size() >= 2 && found.front() == '"' && found.back() == '"')
                    found = found.substr(1, found.size() - 2);
                return std::string(found);
            }
        }
    }
    return {};
}

std::string Request::content_type() const {
    const std::string_view full = header("content-type");
    return to_lower_ascii(trim(full.substr(0, full.find(';'))));
}

Response text_response(int status, std::string body, std::string content_type) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.header("Content-Type", std::move(content_type));
    return response;
}

Response json_response(int status, std::string json) {
    return text_response(status, std::move(json), "application/json");
}

Response json_response(int status, const Json& json) {
    return json_response(status, dump_json(json));
}

Response empty_response(int status) {
    Response response;
    response.status = status;
    return response;
}

Response redirect(std::string location, int status) {
    Response response = empty_response(status);
    response.header("Location", std::move(location));
    return response;
}

std::string url_decode(std::string_view text, bool form) {
    const auto digit = [](char c) -> int {
        if (c >= '0' && c <= '9')
            return c - '0';
        const char lower = static_cast<char>(c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    };
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && form) {
            out += ' ';
        } else if (text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 && digit(text[at + 2]) >= 0) {
            out += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

std::string url_encode(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~') {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        }
    }
    return out;
}

std::string html_escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#x27;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace tw::server
