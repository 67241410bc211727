// Small helpers over SOCI for storage/*.cpp, so that every table is read and written alike. SOCI and SQL stay inside this
// folder. A Query owns the values bound to it; what it writes into is reset before each row, so a NULL gives an empty
// value. They throw as SOCI does; Database::read and write turn that into an Error.
#pragma once

#include "storage/database.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace tw::server::sql {

/// "?,?,?" for a list of `count` values.
std::string marks(std::size_t count);

class Query {
public:
    Query(soci::session& session, std::string text) : text_(std::move(text)), statement_(session) {}
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// The next ? of the text; an empty optional is NULL.
    template <class T>
    Query& bind(const T& value) {
        if constexpr (requires { value.has_value(); }) {
            if (value)
                return bind(*value);
            Slot& slot = binds_.emplace_back();
            slot.indicator = soci::i_null;
            statement_.exchange(soci::use(slot.text, slot.indicator));
        } else if constexpr (std::is_floating_point_v<T>) {
            Slot& slot = binds_.emplace_back();
            slot.real = value;
            statement_.exchange(soci::use(slot.real, slot.indicator));
        } else if constexpr (std::is_integral_v<T>) {
            Slot& slot = binds_.emplace_back();
            slot.whole = static_cast<long long>(value);
            statement_.exchange(soci::use(slot.whole, slot.indicator));
        } else {
            Slot& slot = binds_.emplace_back();
            slot.text = value;
            statement_.exchange(soci::use(slot.text, slot.indicator));
        }
        return *this;
    }

    /// The next column of each row.
    Query& out(std::int64_t& value) {
        return out_whole([&value](const Slot& s) { value = s.null() ? 0 : s.whole; });
    }
    Query& out(int& value) {
        return out_whole([&value](const Slot& s) { value = s.null() ? 0 : static_cast<int>(s.whole); });
    }
    Query& out(bool& value) {
        return out_whole([&value](const Slot& s) { value = !s.null() && s.whole != 0; });
    }
    Query& out(std::optional<std::int64_t>& value) {
        return out_whole(
            [&value](const Slot& s) { value = s.null() ? std::nullopt : std::optional<std::int64_t>(s.whole); });
    }
    Query& out(std::optional<double>& value) {
        Slot& slot = outs_.emplace_back();
        slot.assign = [&value](const Slot& s) { value = s.null() ? std::nullopt : std::optional(s.real); };
        statement_.exchange(soci::into(slot.real, slot.indicator));
        return *this;
    }
    Query& out(std::string& value) {
        Slot& slot = outs_.emplace_back();
        slot.assign = [&value](Slot& s) {
            if (s.null())
                value.clear();
            else
                value.swap(s.text);
        };
        statement_.exchange(soci::into(slot.text, slot.indicator));
        return *this;
    }

    /// False when there is no further row.
    bool next() {
        bool row = false;
        if (!begun_) {
            begin();
            row = statement_.execute(!outs_.empty()) && !outs_.empty();
        } else {
            row = statement_.fetch();
        }
        if (row)
            for (Slot& slot : outs_)
                slot.assign(slot);
        return row;
    }
    /// For what answers no rows; how many it changed.
    long long run() {
        begin();
        statement_.execute(true);
        return statement_.get_affected_rows();
    }

private:
    struct Slot {
        long long whole = 0;
        double real = 0;
        std::string text;
        soci::indicator indicator = soci::i_ok;
        std::function<void(Slot&)> assign;
        [[nodiscard]] bool null() const { return indicator == soci::i_null; }
    };
    template <class Assign>
    Query& out_whole(Assign assign) {
        Slot& slot = outs_.emplace_back();
        slot.assign = assign;
        statement_.exchange(soci::into(slot.whole, slot.indicator));
        return *this;
    }
    void begin() {
        begun_ = true;
        statement_.alloc();
        statement_.prepare(text_);
        statement_.define_and_bind();
    }

    std::string text_;
    std::deque<Slot> binds_, outs_;
    soci::statement statement_;
    bool begun_ = false;
};

template <class... Values>
long long run(soci::session& session, std::string text, const Values&... values) {
    Query query(session, std::move(text));
    (query.bind(values), ...);
    return query.run();
}

/// The first column of the first row; empty when there is no row or it is NULL.
template <class... Values>
std::optional<std::int64_t> whole(soci::session& session, std::string text, const Values&... values) {
    std::optional<std::int64_t> value;
    Query query(session, std::move(text));
    (query.bind(values), ...);
    query.out(value);
    query.next();
    return value;
}
template <class... Values>
std::optional<std::string> text(soci::session& session, std::string query_text, const Values&... values) {
    std::string value;
    Query query(session, std::move(query_text));
    (query.bind(values), ...);
    query.out(value);
    if (!query.next())
        return std::nullopt;
    return value;
}

/// The id of the row that was inserted last on this connection. The table is what PostgreSQL needs to know.
inline std::int64_t last_id(soci::session& session, const std::string& table) {
    long long id = 0;
    session.get_last_insert_id(table, id);
    return id;
}

/// The first row of a query, or every row. `out` names the columns once: out(query, row).
template <class Row, class Out>
std::optional<Row> first_row(Query& query, Out out) {
    Row row;
    out(query, row);
    return query.next() ? std::optional(std::move(row)) : std::nullopt;
}
template <class Row, class Out>
std::vector<Row> all_rows(Query& query, Out out) {
    std::vector<Row> rows;
    Row row;
    out(query, row);
    while (query.next())
        rows.push_back(row);
    return rows;
}
/// The one column of a query for ids.
inline std::vector<std::int64_t> all_ids(Query& query) {
    return all_rows<std::int64_t>(query, [](Query& q, std::int64_t& id) { q.out(id); });
}

/// Calls `each` with queries over parts of `ids`, their marks put in place of {} and bound: a statement takes only so many.
template <class Each>
void in_parts(soci::session& session, std::string_view text, const std::vector<std::int64_t>& ids, Each each) {
    constexpr std::size_t ids_a_part = 500;
    for (std::size_t begin = 0; begin < ids.size(); begin += ids_a_part) {
        const std::size_t count = std::min(ids_a_part, ids.size() - begin);
        Query query(session, fmt::format(fmt::runtime(text), marks(count)));
        for (std::size_t i = 0; i < count; ++i)
            query.bind(ids[begin + i]);
        each(query);
    }
}
template <class Row, class Out>
std::vector<Row> rows_of_ids(soci::session& session, std::string_view text, const std::vector<std::int64_t>& ids,
                             Out out) {
    std::vector<Row> rows;
    in_parts(session, text, ids, [&](Query& query) {
        for (Row& row : all_rows<Row>(query, out))
            rows.push_back(std::move(row));
    });
    return rows;
}

} // namespace tw::server::sql
