// What annotations, drafts and predictions have in common when a client writes one: how their fields are read, and how
// a result that replaces another changes the project's summary.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"
#include "services/services.hpp"
#include "storage/annotations.hpp"

#include <optional>
#include <string>

namespace tw::server {

/// Label Studio's `result`: a list, JSON text of one, or nothing. Answers the JSON value (null when absent). Errors:
/// "validation" at /result.
Result<Json> result_of(const Json& body);
/// Seconds; empty when absent or null. Errors: "validation" at /lead_time.
Result<std::optional<double>> lead_time_of(const Json& body);
/// A reference by id; empty when absent or null. Errors: "validation" at the field.
Result<std::optional<std::int64_t>> reference(const Json& body, std::string_view field);
/// What is no flag counts as false, as in Label Studio; what is absent leaves `flag` as it is.
void take_flag(const Json& body, std::string_view field, bool& flag);

/// What `body` says of result and lead time of an annotation or a draft.
struct GivenWork {
    std::optional<Json> result; ///< empty when the body has no such key
    bool has_lead_time = false;
    std::optional<double> lead_time;
};
Result<GivenWork> given_work(const Json& body);

/// Where a result stood `before` (JSON text, "" for nowhere) now stands `after` (null for nowhere): the project's summary
/// follows.
void replace_counted(Transaction& transaction, std::int64_t project_id, const std::string& before, const Json& after,
                     bool draft = false);

/// The draft goes, and what it contributed to the summary with it.
void forget_draft(Transaction& transaction, const DraftRow& draft);

/// Of every field that the body lacks, named at once. Errors: "validation".
Result<void> require_fields(const Json& body, std::initializer_list<std::string_view> fields);

} // namespace tw::server
