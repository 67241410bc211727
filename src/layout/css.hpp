// A small reader of CSS: declarations and rules with class, id and tag selectors joined by descendant or child
// combinators. At-rules, pseudo-classes and attribute selectors are named in diagnostics and skipped. Never fails: what
// is not understood is left out.
#pragma once

#include "base/error.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct CssDeclaration {
    std::string name;  ///< lower case
    std::string value; ///< trimmed, without !important
};

std::vector<CssDeclaration> parse_css_declarations(std::string_view css);

/// "Header.title#top"
struct CssCompound {
    std::string tag; ///< lower case, "" or "*" for any
    std::string id;
    std::vector<std::string> classes;
    bool child_of_previous = false; ///< joined by '>', else by white space
};

struct CssRule {
    std::vector<CssCompound> selector; ///< outermost first, never empty
    int specificity = 0;
    std::shared_ptr<const std::vector<CssDeclaration>> declarations; ///< shared by the selectors of one block
};

std::vector<CssRule> parse_css_rules(std::string_view css, const Where& where, Diagnostics* diagnostics);

/// Splits at white space outside parentheses: "1px solid rgb(0, 0, 0)" has three words.
std::vector<std::string> css_words(std::string_view value);

} // namespace tw
