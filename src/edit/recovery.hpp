// A document out of what a log kept: the snapshot (or, without one, the result array the document began with) and the
// ops after it. Records that cannot be read are reported and skipped, so that one damaged line costs one edit.
#pragma once

#include "edit/document.hpp"
#include "ports/op_log.hpp"

namespace tw {

/// `uid` names the document; `base_result` is what it began with. A damaged snapshot is reported ("snapshot-shape") and
/// the document begins with `base_result`. Errors: "document-mismatch" when the snapshot is of another document.
Result<Document> restore(const std::string& uid, const DocumentRecords& records, const Json& base_result,
                         Diagnostics& diagnostics);

/// An op as a log keeps it, and back. Errors: those of parse_json and op_from_json.
OpRecord to_record(const Op& op);
Result<Op> from_record(const OpRecord& record);

} // namespace tw
