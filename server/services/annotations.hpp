// Annotations: what a client may write, and everything that follows from it.
#pragma once

#include "services/tasks.hpp"

namespace tw::server {

struct AnnotationOfTask {
    AnnotationRow annotation;
    TaskOfProject found;
};
/// Errors: "not-found" "No Annotation matches the given query.".
Result<AnnotationOfTask> annotation_for(Transaction& transaction, const Caller& caller, std::int64_t id);
Result<AnnotationRow> create_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        const TaskOfProject& found, const Json& body);
Result<AnnotationRow> change_annotation(Services& services, Transaction& transaction, const Caller& caller,
                                        AnnotationOfTask of, const Json& body);
/// Its author may, and whoever may change any. Errors: "forbidden".
Result<void> may_change(const Caller& caller, const AnnotationOfTask& of);
/// With its drafts.
void remove_annotation(Services& services, Transaction& transaction, const AnnotationOfTask& of,
                       std::optional<std::int64_t> by);

} // namespace tw::server
