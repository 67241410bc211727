#include "services/documents.hpp"

#include "edit/document_difference.hpp"
#include "edit/recovery.hpp"
#include "ports/clock.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::size_t snapshot_every_ops = 200;

DocumentRecords records_of(Transaction& transaction, const DocumentRow& row) {
    return {{row.uid, static_cast<std::uint64_t>(row.position), row.snapshot},
            ops_of_document(transaction, row.uid, row.position)};
}

/// Stamps writes behind everything the document has seen. Each such edit is a client of its own: nothing has to remember
/// sequences between two of them.
void write_ops(Services& services, Transaction& transaction, const DocumentRow& row, std::vector<Write> writes,
               std::string_view action) {
    if (writes.empty())
        return;
    auto head = head_of(transaction, row);
    if (!head)
        return; // reported where it is read
    HybridClock stamps(services.clock, fmt::format("{:016x}", services.random.next_u64()));
    head->for_each([&](const RegisterAddress&, const Register& of) { stamps.observe(of.stamp); });
    History history(*head, stamps);
    tw::Transaction edit;
    edit.action = action;
    edit.writes = std::move(writes);
    history.commit(std::move(edit));
    FeedRow line{0, FeedKind::ops, row.uid, 0, 0};
    for (const Op& op : history.take_pending()) {
        const auto position = insert_op(transaction, row.project_id, to_record(op));
        if (!position)
            continue;
        line.first_op = line.first_op == 0 ? *position : line.first_op;
        line.last_op = *position;
    }
    if (line.first_op != 0)
        note_in_feed(transaction, row.project_id, line);
    refresh_snapshot(transaction, row);
}

} // namespace

Result<Document> head_of(Transaction& transaction, const DocumentRow& row) {
    Diagnostics diagnostics;
    return restore(row.uid, records_of(transaction, row), Json::array(), diagnostics);
}

DocumentRow make_document(Transaction& transaction, const AnnotationRow& annotation) {
    Diagnostics diagnostics;
    DocumentRow row;
    row.uid = annotation.uid;
    row.project_id = annotation.project_id;
    row.task_id = annotation.task_id;
    row.user_id = annotation.completed_by.value_or(0);
    row.snapshot =
        dump_json(Document::from_result(row.uid, parse_json(annotation.result).value_or(Json::array()), diagnostics)
                      .to_snapshot());
    insert_document(transaction, row);
    return row;
}

void say_in_ops(Services& services, Transaction& transaction, const AnnotationRow& annotation, const Json& result) {
    auto row = find_document(transaction, annotation.uid);
    if (!row)
        row = make_document(transaction, annotation);
    Diagnostics diagnostics;
    const Document before =
        Document::from_result(row->uid, parse_json(annotation.result).value_or(Json::array()), diagnostics);
    const Document after = Document::from_result(row->uid, result.is_array() ? result : Json::array(), diagnostics);
    write_ops(services, transaction, *row, difference(before, after), "history.rest");
}

void say_deleted(Services& services, Transaction& transaction, const AnnotationRow& annotation) {
    if (const auto row = find_document(transaction, annotation.uid))
        write_ops(services, transaction, *row,
                  {{{RegisterKind::annotation, {}, "deleted"}, true}, {{RegisterKind::submitted, {}, {}}, Json()}},
                  "history.delete-annotation");
}

void fill_drafts(Transaction& transaction, std::vector<DraftRow>& drafts) {
    for (DraftRow& draft : drafts) {
        if (draft.document_uid.empty())
            continue;
        if (const auto row = find_document(transaction, draft.document_uid))
            if (const auto head = head_of(transaction, *row))
                draft.result = dump_json(head->to_result());
    }
}

void refresh_snapshot(Transaction& transaction, DocumentRow row) {
    const DocumentRecords records = records_of(transaction, row);
    if (records.ops.size() < snapshot_every_ops)
        return;
    Diagnostics diagnostics;
    const auto head = restore(row.uid, records, Json::array(), diagnostics);
    if (!head)
        return;
    row.snapshot = dump_json(head->to_snapshot());
    row.position = static_cast<std::int64_t>(records.ops.back().position);
    update_document_snapshot(transaction, row);
}

} // namespace tw::server
