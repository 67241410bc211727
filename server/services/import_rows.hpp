// Items of an import become rows of tasks, annotations and predictions, with one prepared statement each; what they change
// in the project's counters is counted as they go. Checks nothing (import_item did) but who annotations are by.
#pragma once

#include "model/caller.hpp"
#include "services/import_item.hpp"
#include "services/services.hpp"
#include "storage/annotations.hpp"
#include "storage/projects.hpp"
#include "storage/tasks.hpp"

#include <map>
#include <set>
#include <string>

namespace tw::server {

using AuthorIds = std::map<std::string, std::int64_t>; ///< by email

/// Whom an import's annotations name.
struct NamedAuthors {
    std::set<std::int64_t> ids;
    std::set<std::string> emails;
};
/// Each must be a member; with `unknown_emails` those of strangers are the caller's. Errors: "validation".
Result<AuthorIds> check_authors(Transaction& transaction, const Caller& caller, const NamedAuthors& authors,
                                bool unknown_emails);

class ImportRows {
public:
    ImportRows(Services& services, Transaction& transaction, const Caller& caller, const ProjectRow& project,
               const AuthorIds& authors, std::int64_t first_inner_id);
    /// The id of the task. The item's texts are taken.
    std::int64_t insert(ImportItem& item);
    [[nodiscard]] const CounterChange& change() const { return change_; }

private:
    [[nodiscard]] std::string new_uid() const;
    [[nodiscard]] AnnotationRow row_of(ImportedAnnotation& imported) const;

    Services* services_;
    Transaction* transaction_;
    const Caller* caller_;
    const ProjectRow* project_;
    const AuthorIds* authors_;
    std::int64_t inner_id_;
    std::string now_;
    bool skips_count_;
    TaskWriter tasks_;
    AnnotationWriter annotations_;
    CounterChange change_;
};

} // namespace tw::server
