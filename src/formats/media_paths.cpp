#include "formats/media_paths.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace tw {
namespace {

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned value = 0;
        if (text[at] == '%' && at + 2 < text.size() &&
            std::from_chars(text.data() + at + 1, text.data() + at + 3, value, 16).ptr == text.data() + at + 3) {
            out += static_cast<char>(value);
            at += 2;
        } else {
            out += text[at] == '\\' ? '/' : text[at];
        }
    }
    return out;
}

/// Name and folders of a path, inside out, in lower case: file systems and people are loose about case.
std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    for (std::string& part : split_trimmed(to_lower_ascii(path), '/'))
        if (part != "." && part != "..")
            parts.push_back(std::move(part));
    std::ranges::reverse(parts);
    return parts;
}

/// Label Studio puts eight hexadecimal digits and a dash before the name of an upload.
std::string_view without_upload_prefix(std::string_view name) {
    const bool prefixed = name.size() > 9 && name[8] == '-' && std::ranges::all_of(name.substr(0, 8), [](char c) {
                              return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                          });
    return prefixed ? name.substr(9) : name;
}

} // namespace

std::string media_path(std::string_view value) {
    if (value.size() > 1024 || value.find('\n') != std::string_view::npos || value.starts_with("data:") ||
        value.starts_with("tagwright-blob:") || value.find("://") != std::string_view::npos)
        return {};
    constexpr std::string_view local = "/data/local-files/?d=", upload = "/data/upload/";
    if (const std::size_t at = value.find(local); at != std::string_view::npos)
        value.remove_prefix(at + local.size());
    else if (const std::size_t with_project = value.find(upload); with_project != std::string_view::npos) {
        value.remove_prefix(with_project + upload.size());
        if (const std::size_t slash = value.find('/'); slash != std::string_view::npos)
            value.remove_prefix(slash + 1);
    }
    std::string path = unescaped(value);
    while (path.starts_with("./") || path.starts_with("/"))
        path.erase(0, path.starts_with("/") ? 1 : 2);
    const std::size_t name = path.find_last_of('/') == std::string::npos ? 0 : path.find_last_of('/') + 1;
    const std::size_t dot = path.find_last_of('.');
    const bool has_ending = dot != std::string::npos && dot > name && path.size() - dot >= 3 &&
                            path.size() - dot <= 6 && path.find(' ', dot) == std::string::npos;
    return has_ending ? path : std::string();
}

std::string blob_address(std::string_view sha256, std::string_view path) {
    const std::size_t slash = path.find_last_of('/');
    std::string address = "tagwright-blob:";
    address += sha256;
    address += '/';
    address += slash == std::string_view::npos ? path : path.substr(slash + 1);
    return address;
}

void MediaIndex::add(std::string_view path, std::string value) {
    std::vector<std::string> parts = parts_of(unescaped(path));
    if (parts.empty())
        return;
    const std::string name = std::move(parts.front());
    parts.erase(parts.begin());
    std::vector<Entry>& entries = by_name_[name];
    // The same file once more takes the place of the first.
    const auto known = std::ranges::find(entries, parts, &Entry::folders);
    if (known != entries.end())
        known->value = std::move(value);
    else
        entries.push_back({std::move(parts), std::move(value)});
}

std::vector<std::pair<std::string, std::string>> MediaIndex::entries() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& [name, entries] : by_name_)
        for (const Entry& entry : entries) {
            std::string path = name;
            for (const std::string& folder : entry.folders)
                path.insert(0, folder + "/");
            all.emplace_back(std::move(path), entry.value);
        }
    return all;
}

const std::string* MediaIndex::find(std::string_view path) const {
    const std::vector<std::string> parts = parts_of(path);
    if (parts.empty())
        return nullptr;
    auto found = by_name_.find(parts.front());
    if (found == by_name_.end())
        found = by_name_.find(without_upload_prefix(parts.front()));
    if (found == by_name_.end())
        return nullptr;
    const Entry* best = nullptr;
    std::size_t best_tail = 0;
    bool alike = false;
    for (const Entry& entry : found->second) {
        std::size_t tail = 0;
        while (tail < entry.folders.size() && tail + 1 < parts.size() && entry.folders[tail] == parts[tail + 1])
            ++tail;
        const bool better =
            !best || tail > best_tail || (tail == best_tail && entry.folders.size() < best->folders.size());
        alike = better ? false : alike || (tail == best_tail && entry.folders.size() == best->folders.size());
        if (better) {
            best = &entry;
            best_tail = tail;
        }
    }
    return alike ? nullptr : &best->value;
}

} // namespace tw
