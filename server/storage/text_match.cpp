#include "storage/text_match.hpp"

#include <memory>

#include <re2/re2.h>
#include <utf8proc.h>

namespace tw::server {

std::string fold_case(std::string_view text) {
    utf8proc_uint8_t* folded = nullptr;
    const utf8proc_ssize_t size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                     &folded, static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE));
    if (size < 0)
        return std::string(text);
    std::string out(reinterpret_cast<const char*>(folded), static_cast<std::size_t>(size));
    free(folded); // utf8proc allocates with malloc
    return out;
}

bool matches(std::string_view text, std::string_view pattern) {
    // One query asks with the same pattern for every row.
    thread_local std::string last_pattern;
    thread_local std::unique_ptr<re2::RE2> compiled;
    if (!compiled || last_pattern != pattern) {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(8 << 20);
        compiled = std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
        last_pattern = pattern;
    }
    return compiled->ok() && re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled);
}

} // namespace tw::server
