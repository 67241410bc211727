// Annotations: what a client may write, and everything that follows from it.
#pragma once

#include "services/tasks.hpp"

namespace tw::server {

/// Where a change of a result is known from: REST's is said in ops as well, an op's is there already.
enum class SaidIn : std::uint8_t { rest, ops };

/// 8-4-4-4-12 hex digits.
bool is_uuid(const std::string& text);

struct AnnotationOfTask {
    AnnotationRow annotation;
    TaskOfProject found;
};
/// Errors: "not-found" "No Annotation matches the given query.".
Result<AnnotationOfTask> annotation_for(Transaction& transaction, const Caller& caller, std::int64_t id);
Result<AnnotationRow> create_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        const TaskOfProject& found, const Json& body);
Result<AnnotationRow> change_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        AnnotationOfTask of, const Json& body, SaidIn said = SaidIn::rest);
/// Its author may, and whoever may change any. Errors: "forbidden".
Result<void> may_change(const Caller& caller, const AnnotationOfTask& of);
/// With its drafts.
void remove_annotation(Services& services, Transaction& transaction, const AnnotationOfTask& of,
                       std::optional<std::int64_t> by, SaidIn said = SaidIn::rest);

} // namespace tw::server
