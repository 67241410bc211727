#include "base/error.hpp"

#include <algorithm>

namespace tw {

Error error_of(Message said, Where where) {
    return {said.key.substr(0, said.key.find('.')), in_english(said), std::move(where), std::move(said)};
}

std::size_t Diagnostics::count(Severity severity) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(items_, [severity](const Diagnostic& d) { return d.severity == severity; }));
}

std::string to_string(const Error& error) {
    const Where& where = error.where;
    std::string place = where.file;
    if (where.line > 0) {
        if (!place.empty())
            place += ':';
        place += std::to_string(where.line);
        if (where.column > 0)
            place += ':' + std::to_string(where.column);
    }
    if (!where.pointer.empty()) {
        if (!place.empty())
            place += ' ';
        place += where.pointer;
    }
    if (!place.empty())
        place += ": ";
    return place + error.message + " [" + error.code + "]";
}

std::string_view to_string(Severity severity) {
    switch (severity) {
    case Severity::info:
        return "info";
    case Severity::warning:
        return "warning";
    case Severity::error:
        break;
    }
    return "error";
}

} // namespace tw
