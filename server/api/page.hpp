// The look of the server's own small pages: one card in the middle, light or dark as the reader has it, narrow screens
// too. Everything is inline and the page says so to the browser (CSP with a nonce); it may not be framed.
#pragma once

#include "api/page_words.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>

namespace tw::server {

struct PageParts {
    Language language = Language::en;
    std::string title = {};  ///< plain text
    std::string body = {};   ///< HTML, escaped by whoever made it
    std::string script = {}; ///< JavaScript, or empty
    bool wide = false;       ///< for reading rather than for a form
};

Response html_page(int status, const PageParts& parts);
/// `template_text` with its {} replaced by `value`, both escaped.
std::string filled(std::string_view template_text, std::string_view value);

} // namespace tw::server
