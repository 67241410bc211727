#include "services/given_work.hpp"

#include "base/number.hpp"
#include "model/given.hpp"
#include "services/task_rules.hpp"

namespace tw::server {

Result<Json> result_of(const Json& body) {
    const Json* const given = find(body, "result");
    if (!given || given->is_null())
        return Json(nullptr);
    if (given->is_string()) {
        auto parsed = parse_json(given->get<std::string>());
        if (!parsed || !parsed->is_array())
            return invalid_field("result",
                                 "annotation \"result\" field in annotation must be list or stringified list");
        return std::move(*parsed);
    }
    if (!given->is_array())
        return invalid_field("result", "annotation \"result\" field in annotation must be list");
    return *given;
}

Result<std::optional<double>> lead_time_of(const Json& body) {
    const Json* const given = find(body, "lead_time");
    if (!given || given->is_null())
        return std::optional<double>();
    if (given->is_number())
        return std::optional(given->get<double>());
    const auto number = given->is_string() ? parse_double(given->get_ref<const std::string&>()) : std::nullopt;
    return number ? Result<std::optional<double>>(number) : invalid_field("lead_time", "A valid number is required.");
}

Result<std::optional<std::int64_t>> reference(const Json& body, std::string_view field) {
    const Json* const given = find(body, field);
    if (!given || given->is_null())
        return std::optional<std::int64_t>();
    const auto id = whole_of(*given);
    return id ? Result<std::optional<std::int64_t>>(id) : invalid_field(field, "Incorrect type. Expected pk value.");
}

Result<void> require_fields(const Json& body, std::initializer_list<std::string_view> fields) {
    std::string missing;
    for (const std::string_view field : fields)
        if (!find(body, field))
            missing += (missing.empty() ? "/" : " /") + std::string(field);
    if (!missing.empty())
        return fail("validation", "This field is required.", {.pointer = std::move(missing)});
    return {};
}

void take_flag(const Json& body, std::string_view field, bool& flag) {
    if (const Json* const given = find(body, field))
        flag = flag_of(*given).value_or(false);
}

Result<GivenWork> given_work(const Json& body) {
    GivenWork work;
    if (find(body, "result")) {
        auto result = result_of(body);
        if (!result)
            return std::unexpected(result.error());
        work.result = std::move(*result);
    }
    work.has_lead_time = find(body, "lead_time") != nullptr;
    const auto lead_time = lead_time_of(body);
    if (!lead_time)
        return std::unexpected(lead_time.error());
    work.lead_time = *lead_time;
    return work;
}

void replace_counted(Transaction& transaction, std::int64_t project_id, const std::string& before, const Json& after,
                     bool draft) {
    ProjectCounts counts;
    if (!before.empty())
        if (const auto result = parse_json(before))
            count_result(counts, *result, -1, draft);
    count_result(counts, after, 1, draft);
    add_counts(transaction, project_id, counts);
}

void forget_draft(Transaction& transaction, const DraftRow& draft) {
    replace_counted(transaction, draft.project_id, draft.result, nullptr, true);
    delete_draft(transaction, draft.id);
}

} // namespace tw::server
