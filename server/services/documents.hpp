// Documents on the server: an annotation's registers with all ops that ever reached us. An annotation that only REST ever
// wrote has none; the first op, or the first PATCH of its result, makes it out of the result as it was. Nothing here asks
// for permission (services/sync and services/annotations did).
#pragma once

#include "edit/document.hpp"
#include "services/services.hpp"
#include "storage/annotations.hpp"
#include "storage/documents.hpp"

namespace tw::server {

/// The document as it is now. Errors: "document-mismatch" (the database was tampered with).
Result<Document> head_of(Transaction& transaction, const DocumentRow& row);
/// Of an annotation that has none yet: begins with its result as it is in `annotation`.
DocumentRow make_document(Transaction& transaction, const AnnotationRow& annotation);

/// A result was replaced by REST: says it in ops, so that whoever has the annotation open sees it and keeps what is only
/// theirs. `annotation` is as it was before.
void say_in_ops(Services& services, Transaction& transaction, const AnnotationRow& annotation, const Json& result);
/// The same for a deleted annotation; nothing when it has no document.
void say_deleted(Services& services, Transaction& transaction, const AnnotationRow& annotation);

/// Drafts that are heads of documents get their results.
void fill_drafts(Transaction& transaction, std::vector<DraftRow>& drafts);

/// Every 200 ops the snapshot is brought up to date, so that reading a document stays cheap.
void refresh_snapshot(Transaction& transaction, DocumentRow row);

} // namespace tw::server
