// Any bytes: parse_json answers with a value or with an Error that has a code and a place, and what it accepted survives
// being written and read again. Numbers are compared by meaning, since 1.0 and 1e0 are the same value.
#include "base/json.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto first = tw::parse_json(text, "fuzz.json");
    if (!first) {
        if (first.error().code.empty() || first.error().message.empty())
            std::abort();
        return 0;
    }
    const auto second = tw::parse_json(tw::dump_json(*first));
    if (!second || !tw::same_json(*first, *second))
        std::abort();
    return 0;
}
