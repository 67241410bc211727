#include "storage/sqlite/sqlite_functions.hpp"

#include "storage/text_match.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>
#include <string_view>

namespace tw::server {
namespace {

std::string_view text_of(sqlite_api::sqlite3_value* value) {
    const auto* const text = reinterpret_cast<const char*>(sqlite_api::sqlite3_value_text(value));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite_api::sqlite3_value_bytes(value)))
                : std::string_view();
}

bool is_null(sqlite_api::sqlite3_value* value) {
    return sqlite_api::sqlite3_value_type(value) == SQLITE_NULL;
}

void fold(sqlite_api::sqlite3_context* context, int /*count*/, sqlite_api::sqlite3_value** values) {
    if (is_null(values[0]))
        return sqlite_api::sqlite3_result_null(context);
    const std::string folded = fold_case(text_of(values[0]));
    sqlite_api::sqlite3_result_text(context, folded.data(), static_cast<int>(folded.size()),
                                    reinterpret_cast<sqlite_api::sqlite3_destructor_type>(-1)); // SQLite copies it
}

void match(sqlite_api::sqlite3_context* context, int /*count*/, sqlite_api::sqlite3_value** values) {
    if (is_null(values[0]))
        return sqlite_api::sqlite3_result_null(context);
    sqlite_api::sqlite3_result_int(context, matches(text_of(values[0]), text_of(values[1])) ? 1 : 0);
}

} // namespace

void add_sqlite_functions(soci::session& session) {
    auto* const connection = static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    sqlite_api::sqlite3_create_function(connection, "tw_fold", 1, flags, nullptr, fold, nullptr, nullptr);
    sqlite_api::sqlite3_create_function(connection, "tw_match", 2, flags, nullptr, match, nullptr, nullptr);
}

} // namespace tw::server
