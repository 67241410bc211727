#include "storage/task_filters.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

#include "model/given.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace tw::server {
namespace {

enum class Kind : std::uint8_t { text, number, count, datetime, boolean, members, results, versions, ids };

struct Column {
    SearchPiece sql;
    Kind kind = Kind::text;
    SearchColumn what = SearchColumn::data_field;
    std::string field;
};

std::unexpected<Error> bad(std::string message) {
    return fail("query", std::move(message));
}

Kind kind_of_type(std::string_view type) {
    if (type == "Number" || type == "AggNumber")
        return Kind::number;
    if (type == "Datetime")
        return Kind::datetime;
    if (type == "Boolean")
        return Kind::boolean;
    return Kind::text;
}

Result<Column> column_of(std::string name, std::string_view type, const FilterContext& context) {
    static const std::map<std::string, std::pair<SearchColumn, Kind>, std::less<>> known = {
        {"id", {SearchColumn::id, Kind::number}},
        {"inner_id", {SearchColumn::inner_id, Kind::number}},
        {"total_annotations", {SearchColumn::total_annotations, Kind::count}},
        {"cancelled_annotations", {SearchColumn::cancelled_annotations, Kind::count}},
        {"total_predictions", {SearchColumn::total_predictions, Kind::count}},
        {"ground_truth", {SearchColumn::ground_truth, Kind::count}},
        {"comment_count", {SearchColumn::no_count, Kind::count}},
        {"unresolved_comment_count", {SearchColumn::no_count, Kind::count}},
        {"completed_at", {SearchColumn::completed_at, Kind::datetime}},
        {"created_at", {SearchColumn::created_at, Kind::datetime}},
        {"updated_at", {SearchColumn::updated_at, Kind::datetime}},
        {"is_labeled", {SearchColumn::is_labeled, Kind::boolean}},
        {"completed", {SearchColumn::is_labeled, Kind::boolean}},
        {"updated_by", {SearchColumn::updated_by, Kind::members}},
        {"annotators", {SearchColumn::annotators, Kind::members}},
        {"file_upload", {SearchColumn::file_upload, Kind::text}},
        {"storage_filename", {SearchColumn::storage_filename, Kind::text}},
        {"avg_lead_time", {SearchColumn::avg_lead_time, Kind::number}},
        {"predictions_score", {SearchColumn::predictions_score, Kind::number}},
        {"predictions__result__score", {SearchColumn::predictions_score, Kind::number}},
        {"draft_exists", {SearchColumn::draft_exists, Kind::boolean}},
        {"annotations_results", {SearchColumn::annotations_results, Kind::results}},
        {"annotations__result", {SearchColumn::annotations_results, Kind::results}},
        {"predictions_results", {SearchColumn::predictions_results, Kind::results}},
        {"predictions_model_versions", {SearchColumn::predictions_model_versions, Kind::versions}},
        {"annotations_ids", {SearchColumn::annotations_ids, Kind::ids}},
        {"data", {SearchColumn::data_text, Kind::text}},
    };
    for (const std::string_view prefix : {"filter:", "tasks:"})
        if (name.starts_with(prefix))
            name.erase(0, prefix.size());
    if (name.starts_with("data.")) {
        const std::string field = name.substr(5);
        return Column{column_sql(SearchColumn::data_field, field), kind_of_type(type), SearchColumn::data_field, field};
    }
    const auto found = known.find(name);
    if (found == known.end())
        return bad(fmt::format("There is no column \"{}\".", name));
    return Column{
        column_sql(found->second.first, {}, context.model_version), found->second.second, found->second.first, {}};
}

std::optional<double> number_of(const Json& value) {
    if (value.is_number())
        return value.get<double>();
    if (value.is_boolean())
        return value.get<bool>() ? 1 : 0;
    if (value.is_string())
        return parse_double(trim(value.get_ref<const std::string&>()));
    return std::nullopt;
}

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : dump_json(value);
}

/// C with the column's values, then what follows.
SearchPiece with(const Column& column, std::string_view pattern, std::vector<SearchValue> values = {}) {
    SearchPiece piece;
    // A pattern may name the column more than once; its own values then come as often, before the others.
    std::string_view rest = pattern;
    for (std::size_t at = rest.find("{}"); at != std::string_view::npos; at = rest.find("{}")) {
        piece.sql += std::string(rest.substr(0, at)) + column.sql.sql;
        piece.values.insert(piece.values.end(), column.sql.values.begin(), column.sql.values.end());
        rest.remove_prefix(at + 2);
    }
    piece.sql += rest;
    piece.values.insert(piece.values.end(), values.begin(), values.end());
    return piece;
}

Result<SearchPiece> compare_numbers(const Column& column, std::string_view op, const Json& value) {
    // Data may hold numbers as text.
    const std::string cell = column.what == SearchColumn::data_field ? "CAST({} AS REAL)" : "{}";
    if (op == "in" || op == "not_in") {
        const auto low = value.is_object() && value.contains("min") ? number_of(value["min"]) : std::nullopt;
        const auto high = value.is_object() && value.contains("max") ? number_of(value["max"]) : std::nullopt;
        if (!low || !high)
            return bad("A range is {min, max}, both numbers.");
        return op == "in" ? with(column, cell + " BETWEEN ? AND ?", {*low, *high})
                          : with(column, "coalesce(" + cell + " NOT BETWEEN ? AND ?, 1)", {*low, *high});
    }
    if (op == "in_list" || op == "not_in_list") {
        std::string marks;
        std::vector<SearchValue> values;
        for (const Json& one : value.is_array() ? value : Json::array({value})) {
            const auto number = number_of(one);
            if (!number)
                return bad(fmt::format("{} is no number.", dump_json(one)));
            marks += marks.empty() ? "?" : ",?";
            values.emplace_back(*number);
        }
        return op == "in_list" ? with(column, cell + " IN (" + marks + ")", values)
                               : with(column, "coalesce(" + cell + " NOT IN (" + marks + "), 1)", values);
    }
    const auto number = number_of(value);
    if (!number)
        return bad(fmt::format("{} is no number.", dump_json(value)));
    static const std::map<std::string_view, std::string_view> signs = {
        {"less", "<"}, {"greater", ">"}, {"less_or_equal", "<="}, {"greater_or_equal", ">="}};
    if (const auto sign = signs.find(op); sign != signs.end())
        return with(column, cell + " " + std::string(sign->second) + " ?", {*number});
    if (op == "not_equal")
        return with(column, "coalesce(" + cell + " <> ?, 1)", {*number});
    if (op == "contains" || op == "not_contains")
        return with(column, fmt::format("coalesce(instr(CAST({{}} AS TEXT), ?), 0) {} 0", op == "contains" ? ">" : "="),
                    {text_of(value)});
    return with(column, cell + " = ?", {*number});
}

Result<SearchPiece> compare_times(const Column& column, std::string_view op, const Json& value) {
    const auto time = [](const Json& given) -> std::optional<std::string> {
        const auto ms = given.is_string() ? ms_from_iso(given.get<std::string>()) : std::nullopt;
        return ms ? std::optional(iso_from_ms(*ms)) : std::nullopt;
    };
    if (op == "in" || op == "not_in") {
        const auto low = value.is_object() && value.contains("min") ? time(value["min"]) : std::nullopt;
        const auto high = value.is_object() && value.contains("max") ? time(value["max"]) : std::nullopt;
        if (!low || !high)
            return bad("A range is {min, max}, both times such as 2026-01-02T03:04:05.678Z.");
        return op == "in" ? with(column, "{} BETWEEN ? AND ?", {*low, *high})
                          : with(column, "{} NOT BETWEEN ? AND ?", {*low, *high});
    }
    const auto moment = time(value);
    if (!moment)
        return bad(fmt::format("{} is no time such as 2026-01-02T03:04:05.678Z.", dump_json(value)));
    static const std::map<std::string_view, std::string_view> signs = {
        {"less", "<"}, {"greater", ">"}, {"less_or_equal", "<="}, {"greater_or_equal", ">="}, {"not_equal", "<>"}};
    const auto sign = signs.find(op);
    return with(column, "{} " + std::string(sign == signs.end() ? "=" : sign->second) + " ?", {*moment});
}

Result<SearchPiece> compare_texts(const Column& column, std::string_view op, const Json& value) {
    if ((op == "contains" || op == "not_contains") && value.is_array() && !value.empty()) {
        // Any of them, or none of them.
        SearchPiece all;
        for (const Json& one : value) {
            auto piece = compare_texts(column, op, Json(text_of(one)));
            if (!piece)
                return piece;
            all.sql += (all.sql.empty() ? "(" : op == "contains" ? " OR (" : " AND (") + piece->sql + ")";
            all.values.insert(all.values.end(), piece->values.begin(), piece->values.end());
        }
        return all;
    }
    if (op == "contains")
        return with(column, "instr(tw_fold({}), tw_fold(?)) > 0", {text_of(value)});
    if (op == "not_contains")
        return with(column, "coalesce(instr(tw_fold({}), tw_fold(?)), 0) = 0", {text_of(value)});
    if (op == "regex")
        return with(column, "tw_match({}, ?)", {text_of(value)});
    if (op == "in_list" || op == "not_in_list") {
        std::string marks;
        std::vector<SearchValue> values;
        for (const Json& one : value.is_array() ? value : Json::array({value})) {
            marks += marks.empty() ? "?" : ",?";
            values.emplace_back(text_of(one));
        }
        return op == "in_list" ? with(column, "CAST({} AS TEXT) IN (" + marks + ")", values)
                               : with(column, "coalesce(CAST({} AS TEXT) NOT IN (" + marks + "), 1)", values);
    }
    if (value.is_number())
        return with(column, op == "not_equal" ? "coalesce({} <> ?, 1)" : "{} = ?", {value.get<double>()});
    if (op == "not_equal")
        return with(column, "coalesce({} <> ?, 1)", {text_of(value)});
    if (op == "less" || op == "greater")
        return with(column, op == "less" ? "{} < ?" : "{} > ?", {text_of(value)});
    return with(column, "{} = ?", {text_of(value)});
}

Result<SearchPiece> compare_members(const Column& column, std::string_view op, const Json& value) {
    const Json members = value.is_array() ? value : Json::array({value});
    SearchPiece any;
    for (const Json& one : members) {
        const auto id = whole_of(one);
        if (!id)
            return bad(fmt::format("{} is no user's id.", dump_json(one)));
        any.sql += any.sql.empty() ? "" : " OR ";
        if (column.what == SearchColumn::updated_by)
            any.sql += "t.updated_by = ?";
        else
            any.sql += "EXISTS (SELECT 1 FROM annotations a WHERE a.task_id = t.id AND a.completed_by = ?)";
        any.values.emplace_back(*id);
    }
    if (any.sql.empty())
        any.sql = "0";
    const bool negated = op.starts_with("not_");
    any.sql = negated ? "NOT coalesce(" + any.sql + ", 0)" : "(" + any.sql + ")";
    return any;
}

Result<SearchPiece> compare_results(const Column& column, std::string_view op, const Json& value) {
    const std::string table = column.what == SearchColumn::annotations_results ? "annotations" : "predictions";
    const auto one_of = [&](std::string condition, std::string text) {
        return SearchPiece{fmt::format("EXISTS (SELECT 1 FROM {} r WHERE r.task_id = t.id AND {})", table, condition),
                           {std::move(text)}};
    };
    SearchPiece piece;
    if (op == "equal" || op == "not_equal") {
        // The whole result of one of them.
        const auto parsed = value.is_string() ? parse_json(value.get<std::string>()) : Result<Json>(value);
        piece = parsed ? one_of("r.result = ?", dump_json(*parsed)) : SearchPiece{"0", {}};
    } else {
        piece = one_of("instr(tw_fold(r.result), tw_fold(?)) > 0", text_of(value));
    }
    if (op.starts_with("not_"))
        piece.sql = "NOT " + piece.sql;
    return piece;
}

Result<SearchPiece> compare_list_members(const Column& column, std::string_view op, const Json& value) {
    std::vector<std::string> wanted;
    if (value.is_array()) {
        for (const Json& one : value)
            wanted.push_back(text_of(one));
    } else if (column.kind == Kind::ids) {
        std::string text = text_of(value);
        std::ranges::replace_if(text, [](char c) { return c == ',' || c == ';'; }, ' ');
        wanted = split_trimmed(text, ' ');
    } else {
        wanted.push_back(text_of(value));
    }
    SearchPiece any;
    for (const std::string& one : wanted) {
        any.sql += any.sql.empty() ? "" : " OR ";
        if (column.kind == Kind::ids)
            any.sql += "EXISTS (SELECT 1 FROM annotations a WHERE a.task_id = t.id AND CAST(a.id AS TEXT) = ?)";
        else
            any.sql += "EXISTS (SELECT 1 FROM predictions p WHERE p.task_id = t.id AND instr(p.model_version, ?) > 0)";
        any.values.emplace_back(one);
    }
    if (any.sql.empty())
        any.sql = "0";
    any.sql = (op.starts_with("not_") ? "NOT (" : "(") + any.sql + ")";
    return any;
}

Result<SearchPiece> compare_empty(const Column& column, bool empty) {
    switch (column.kind) {
    case Kind::count:
        return with(column, empty ? "{} = 0" : "{} > 0");
    case Kind::text:
    case Kind::versions:
        return with(column, empty ? "coalesce({}, '') = ''" : "coalesce({}, '') <> ''");
    default:
        return with(column, empty ? "{} IS NULL" : "{} IS NOT NULL");
    }
}

Result<SearchPiece> compile_item(const Json& item, const FilterContext& context) {
    const Json* const name = find(item, "filter");
    const Json* const value = find(item, "value");
    if (!name || !name->is_string())
        return bad("A filter's item needs \"filter\", such as \"filter:tasks:id\".");
    std::string op = string_or(item, "operator", "equal");
    const auto column = column_of(name->get<std::string>(), string_or(item, "type", "String"), context);
    if (!column)
        return std::unexpected(column.error());
    if (!value || (value->is_null() && op != "empty"))
        return bad("A filter's item needs a \"value\".");
    Result<SearchPiece> piece = SearchPiece();
    if (op == "empty") {
        piece = compare_empty(*column, value->is_null() || flag_of(*value).value_or(false));
    } else {
        switch (column->kind) {
        case Kind::number:
        case Kind::count:
            piece = compare_numbers(*column, op, *value);
            break;
        case Kind::datetime:
            piece = compare_times(*column, op, *value);
            break;
        case Kind::boolean:
            piece = with(*column, op == "not_equal" ? "coalesce({} <> ?, 1)" : "{} = ?",
                         {std::int64_t{flag_of(*value).value_or(false)}});
            break;
        case Kind::members:
            piece = compare_members(*column, op, *value);
            break;
        case Kind::results:
            piece = compare_results(*column, op, *value);
            break;
        case Kind::versions:
        case Kind::ids:
            piece = compare_list_members(*column, op, *value);
            break;
        case Kind::text:
            piece = compare_texts(*column, op, *value);
            break;
        }
    }
    if (!piece)
        return piece;
    if (const Json* const child = find(item, "child_filter"); child && child->is_object()) {
        auto inner = compile_item(*child, context);
        if (!inner)
            return inner;
        return both(std::move(*piece), std::move(*inner));
    }
    return piece;
}

} // namespace

SearchPiece both(SearchPiece a, SearchPiece b) {
    if (a.sql.empty())
        return b;
    if (b.sql.empty())
        return a;
    a.sql = "(" + a.sql + ") AND (" + b.sql + ")";
    a.values.insert(a.values.end(), b.values.begin(), b.values.end());
    return a;
}

Result<SearchPiece> compile_filters(const Json& filters, const FilterContext& context) {
    SearchPiece all;
    if (filters.is_null())
        return all;
    const Json* const items = find(filters, "items");
    if (!filters.is_object())
        return bad("Filters are {conjunction, items}.");
    if (!items || (items->is_array() && items->empty()))
        return all;
    const std::string conjunction = string_or(filters, "conjunction", "and");
    if (!items->is_array() || (conjunction != "and" && conjunction != "or"))
        return bad("Filters are {conjunction: \"and\" or \"or\", items: [...]}.");
    if (items->size() > 100)
        return bad("More than 100 filters at once.");
    for (const Json& item : *items) {
        auto piece = compile_item(item, context);
        if (!piece)
            return piece;
        all.sql += (all.sql.empty() ? "(" : conjunction == "and" ? " AND (" : " OR (") + piece->sql + ")";
        all.values.insert(all.values.end(), piece->values.begin(), piece->values.end());
    }
    return all;
}

Result<SearchPiece> compile_ordering(const Json& ordering, const FilterContext& context) {
    if (!ordering.is_array() || ordering.empty() || !ordering.front().is_string())
        return SearchPiece();
    std::string name = ordering.front().get<std::string>();
    bool descending = false;
    for (const std::string_view prefix : {"-", "tasks:", "-"})
        if (name.starts_with(prefix)) {
            descending = descending != (prefix == "-");
            name.erase(0, prefix.size());
        }
    if (name == "id")
        return SearchPiece{descending ? "t.id DESC" : "t.id", {}};
    const auto column = column_of(name, "String", context);
    if (!column)
        return std::unexpected(column.error());
    const bool as_number = string_or(context.column_types, "tasks:" + name, "") == "Number";
    return with(*column, fmt::format("{}{{}}{} {} NULLS LAST, t.id", as_number ? "CAST(" : "",
                                     as_number ? " AS REAL)" : "", descending ? "DESC" : "ASC"));
}

Result<SearchPiece> compile_selection(const Json& given) {
    if (given.is_null())
        return SearchPiece();
    Json selected = given;
    if (selected.is_string()) {
        auto parsed = parse_json(selected.get<std::string>());
        if (!parsed)
            return bad("selectedItems is {all, included or excluded}.");
        selected = std::move(*parsed);
    }
    if (!selected.is_object())
        return bad("selectedItems is {all, included or excluded}.");
    const bool all = bool_or(selected, "all", false);
    const Json* const list = find(selected, all ? "excluded" : "included");
    std::string ids;
    if (list) {
        if (!list->is_array())
            return bad("selectedItems lists ids.");
        for (const Json& one : *list) {
            const auto id = whole_of(one);
            if (!id)
                return bad(fmt::format("{} is no task's id.", dump_json(one)));
            ids += (ids.empty() ? "" : ",") + std::to_string(*id);
        }
    } else if (!all) {
        return SearchPiece(); // Label Studio's clients send {} for everything
    }
    if (all)
        return ids.empty() ? SearchPiece() : SearchPiece{"t.id NOT IN (" + ids + ")", {}};
    return ids.empty() ? SearchPiece() : SearchPiece{"t.id IN (" + ids + ")", {}};
}

} // namespace tw::server
