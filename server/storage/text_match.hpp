// Comparing text as people mean it: case folding of any alphabet (utf8proc), regular expressions in time that is linear in
// the text whatever the pattern (RE2), so that a pattern from outside cannot stop the server.
#pragma once

#include <string>
#include <string_view>

namespace tw::server {

std::string fold_case(std::string_view text);
/// Does the pattern match somewhere in the text? A pattern that cannot be read matches nothing.
bool matches(std::string_view text, std::string_view pattern);

} // namespace tw::server
