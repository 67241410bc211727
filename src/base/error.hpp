// Result and Error: how every function that can fail on outside input says so. An Error names a stable code (for
// programs), a sentence (for people) and a place in the input. What the studio can show is made by say(): the code is its
// key up to the first dot, the sentence is its English, and the studio words `said` in its language. Diagnostics collects
// many of them while work goes on. Nothing here throws; an Error is handled once: returned or shown.
#pragma once

#include "base/message.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tw {

/// Where in an input something went wrong. Unset parts are zero or empty.
struct Where {
    std::string file = {};    ///< name of the input as the person knows it
    std::uint32_t line = 0;   ///< 1-based
    std::uint32_t column = 0; ///< 1-based, in UTF-8 bytes of the line
    std::string pointer = {}; ///< JSON pointer (RFC 6901), or an XML path such as /View/Image[1]/@value

    bool operator==(const Where&) const = default;
};

struct Error {
    std::string code;    ///< stable, kebab-case: "xml-syntax", "unknown-tag", "duplicate-name"
    std::string message; ///< one English sentence: what happened and what to do
    Where where = {};
    Message said = {}; ///< the same for every language; nothing when only English is known (a server's answer)

    bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

Error error_of(Message said, Where where = {});

inline std::unexpected<Error> fail(Message said, Where where = {}) {
    return std::unexpected(error_of(std::move(said), std::move(where)));
}
inline std::unexpected<Error> fail(std::string code, std::string message, Where where = {}) {
    return std::unexpected(Error{std::move(code), std::move(message), std::move(where)});
}

enum class Severity : std::uint8_t { info, warning, error };

struct Diagnostic {
    Severity severity = Severity::error;
    Error error;
};

/// Collects problems while the rest of the work goes on.
class Diagnostics {
public:
    void add(Severity severity, Error error) { items_.push_back({severity, std::move(error)}); }
    void error(Message said, Where where = {}) { add(Severity::error, error_of(std::move(said), std::move(where))); }
    void warning(Message said, Where where = {}) {
        add(Severity::warning, error_of(std::move(said), std::move(where)));
    }
    void info(Message said, Where where = {}) { add(Severity::info, error_of(std::move(said), std::move(where))); }
    [[nodiscard]] const std::vector<Diagnostic>& items() const { return items_; }
    [[nodiscard]] bool empty() const { return items_.empty(); }
    [[nodiscard]] std::size_t count(Severity severity) const;
    [[nodiscard]] bool has_errors() const { return count(Severity::error) > 0; }

private:
    std::vector<Diagnostic> items_;
};

/// "file:line:column /pointer: message [code]" with the unset parts left out.
std::string to_string(const Error& error);
std::string_view to_string(Severity severity);

} // namespace tw
