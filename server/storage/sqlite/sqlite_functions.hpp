// What SQLite lacks and our queries need, as SQL functions of each connection: tw_fold(text) for comparing without regard
// to the case of any alphabet, tw_match(text, pattern) for regular expressions (a bad pattern matches nothing).
#pragma once

namespace soci {
class session;
}

namespace tw::server {

void add_sqlite_functions(soci::session& session);

} // namespace tw::server
