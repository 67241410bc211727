#include "edit/recovery.hpp"

namespace tw {
namespace {

Result<Document> read_snapshot(const std::string& json) {
    const auto parsed = parse_json(json);
    if (!parsed)
        return std::unexpected(parsed.error());
    return Document::from_snapshot(*parsed);
}

} // namespace

Result<Document> restore(const std::string& uid, const DocumentRecords& records, const Json& base_result,
                         Diagnostics& diagnostics) {
    std::optional<Document> document;
    if (!records.snapshot.json.empty()) {
        auto read = read_snapshot(records.snapshot.json);
        if (read && read->uid() != uid)
            return fail(say("document-mismatch.state"));
        if (read)
            document = std::move(*read);
        else
            diagnostics.add(Severity::error, read.error());
    }
    if (!document)
        document = Document::from_result(uid, base_result, diagnostics);

    for (const OpRecord& record : records.ops) {
        auto op = from_record(record);
        if (op && op->document_uid != uid)
            op = fail(say("document-mismatch.change"));
        if (op) {
            document->apply(*op);
            continue;
        }
        const Error& why = op.error();
        Error skipped = error_of(
            say("change-skipped", "problem"_is(why.said)),
            {"record " + std::to_string(record.position), why.where.line, why.where.column, why.where.pointer});
        skipped.code = why.code;
        diagnostics.add(Severity::error, std::move(skipped));
    }
    return std::move(*document);
}

OpRecord to_record(const Op& op) {
    return {op.document_uid, op.client_id, op.sequence, dump_json(to_json(op)), 0};
}

Result<Op> from_record(const OpRecord& record) {
    const auto parsed = parse_json(record.json);
    if (!parsed)
        return std::unexpected(parsed.error());
    return op_from_json(*parsed);
}

} // namespace tw
