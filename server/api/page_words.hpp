// What the server's own pages say, in the reader's language (Accept-Language; English unless Chinese is wanted more). All
// words stand in one table in page_words.cpp, both languages side by side.
#pragma once

#include <string_view>

namespace tw::server {

enum class Language : unsigned char { en, zh_cn };
Language language_of(std::string_view accept_language);
std::string_view code_of(Language language); ///< "en", "zh-CN"

enum class Word : unsigned char {
    sign_in,
    sign_up,
    sign_in_title,
    sign_up_title,
    first_title,
    first_text,
    invited_text,
    email,
    password,
    password_hint,
    keep,
    no_account,
    have_account,
    sign_in_button,
    sign_up_button,
    first_button,
    wrong,
    too_many,
    bad_email,
    known_email,
    bad_password,
    bad_invite,
    need_invite,
    csrf_title,
    csrf_text,
    connect_title,
    connect_text,
    connect_button,
    connect_refused,
    connected,
    api_only
};
/// May hold {} for one value.
std::string_view say(Language language, Word word);

} // namespace tw::server
