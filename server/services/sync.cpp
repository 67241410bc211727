#include "services/sync.hpp"

#include "config/visibility.hpp"
#include "edit/recovery.hpp"
#include "ports/clock.hpp"
#include "services/annotations.hpp"
#include "services/documents.hpp"
#include "services/permissions.hpp"

#include <algorithm>
#include <map>

namespace tw::server {
namespace {

constexpr std::uint64_t most_ahead_ms = 60'000;
constexpr std::size_t most_op_bytes = 4 << 20;

bool is_hex(std::string_view text, std::size_t size) {
    return text.size() == size &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

class Push {
public:
    Push(Services& services, Transaction& transaction, const Caller& caller, const ProjectRow& project)
        : services_(&services), transaction_(&transaction), caller_(&caller), project_(&project) {}

    void take(const SentOp& sent) {
        if (!sent.op)
            return refuse(sent.name, sent.op.error());
        const Op& op = *sent.op;
        if (!is_hex(op.client_id, 16) || op.sequence > (std::uint64_t{1} << 53))
            return refuse(sent.name, {"op-shape", "A client is named by 16 hex digits and counts from 1.", {}});
        if (op.stamp.wall_ms > services_->clock.now_ms_utc() + most_ahead_ms)
            return refuse(sent.name, {"stamp-ahead", "The clock of this device is more than a minute fast.", {}});
        OpRecord record = to_record(op);
        if (record.json.size() > most_op_bytes)
            return refuse(sent.name, {"op-too-large", "A single change may have 4 MB.", {}});
        const auto open = document_for(op.document_uid, sent.task_id);
        if (!open)
            return refuse(sent.name, open.error());
        const auto position = insert_op(*transaction_, project_->id, record);
        if (!position)
            return; // it came before
        Open& document = **open;
        if (auto followed = follow(document, op); !followed) {
            delete_op(*transaction_, *position);
            return refuse(sent.name, followed.error());
        }
        document.first_op = document.first_op == 0 ? *position : document.first_op;
        document.last_op = *position;
    }

    std::vector<Refusal> finish() {
        bool changed = false;
        for (const auto& [uid, document] : documents_) {
            if (document.first_op == 0)
                continue;
            changed = true;
            note_in_feed(*transaction_, project_->id, {0, FeedKind::ops, uid, document.first_op, document.last_op});
            if (document.ahead)
                keep_draft(document);
            refresh_snapshot(*transaction_, document.row);
        }
        if (changed && services_->project_changed)
            transaction_->after_commit([services = services_, id = project_->id] { services->project_changed(id); });
        return std::move(refused_);
    }

private:
    struct Open {
        DocumentRow row;
        std::int64_t first_op = 0, last_op = 0;
        bool ahead = false; ///< something was edited that no submission covers
    };

    void refuse(const OpName& name, const Error& error) {
        refused_.push_back(
            {name, error.code,
             error.where.pointer.empty() ? error.message : error.message + " (" + error.where.pointer + ")"});
    }

    Result<Open*> document_for(const std::string& uid, std::int64_t task_id) {
        auto found = documents_.find(uid);
        if (found == documents_.end()) {
            auto opened = open(uid, task_id);
            if (!opened) // of this op alone: the next may name another task
                return std::unexpected(opened.error());
            found = documents_.emplace(uid, std::move(*opened)).first;
        }
        if (found->second.row.task_id != task_id)
            return fail("document-mismatch", "This annotation belongs to another task.");
        return &found->second;
    }

    Result<Open> open(const std::string& uid, std::int64_t task_id) {
        const auto task = task_for(*transaction_, *caller_, task_id);
        if (!task || task->project.id != project_->id)
            return fail("not-found", "The task is not there any more.");
        if (auto allowed = allow(*caller_, Right::annotate, project_->organization_id); !allowed)
            return std::unexpected(allowed.error());
        Open made;
        const auto annotation = find_annotation_by_uid(*transaction_, uid);
        if (annotation && annotation->task_id != task_id)
            return fail("document-mismatch", "This annotation belongs to another task.");
        if (auto row = find_document(*transaction_, uid)) {
            made.row = std::move(*row);
        } else if (annotation) {
            made.row = make_document(*transaction_, *annotation);
        } else {
            if (!is_uuid(uid))
                return fail("op-shape", "A document is named by a UUID.");
            made.row = {uid, project_->id, task_id, caller_->user_id, dump_json(Document(uid).to_snapshot()), 0};
            insert_document(*transaction_, made.row);
        }
        if (made.row.user_id != caller_->user_id) {
            // Another's draft is nobody else's business; what was submitted is changed by who may change it.
            if (!annotation)
                return fail("not-found", "This annotation is not there any more.");
            if (auto allowed = may_change(*caller_, {*annotation, *task}); !allowed)
                return std::unexpected(allowed.error());
        }
        return made;
    }

    /// What an op means beyond its register.
    Result<void> follow(Open& document, const Op& op) {
        const bool field = op.address.kind == RegisterKind::annotation;
        if (op.address.kind == RegisterKind::submitted)
            return op.value.is_null() ? withdraw(document, op) : submit(document, op);
        if (field && op.address.name == "deleted")
            return op.value == true ? withdraw(document, op) : Result<void>();
        if (field && op.address.name == "ground_truth")
            return mark_ground_truth(document, op);
        if (!field)
            document.ahead = true;
        return {};
    }

    /// The document as it is with this op; empty when a later one wrote the same register.
    Result<std::optional<Document>> head_after(const Open& document, const Op& op) {
        auto head = head_of(*transaction_, document.row);
        if (!head)
            return std::unexpected(head.error());
        const Register* const written = head->find(op.address);
        if (written == nullptr || written->stamp != op.stamp)
            return std::nullopt;
        return std::optional(std::move(*head));
    }

    Result<AnnotationOfTask> annotation_of_document(const Open& document) {
        auto row = find_annotation_by_uid(*transaction_, document.row.uid);
        if (!row)
            return fail("not-found", "This annotation is not there any more.");
        auto task = task_for(*transaction_, *caller_, row->task_id);
        if (!task)
            return std::unexpected(task.error());
        return AnnotationOfTask{std::move(*row), std::move(*task)};
    }

    Result<void> submit(Open& document, const Op& op) {
        const auto head = head_after(document, op);
        if (!head)
            return std::unexpected(head.error());
        if (!*head)
            return {};
        if (!config_) {
            Diagnostics ignored; // the project was checked when it was saved
            config_ = ConfigTree::parse(project_->label_config, services_->tags, ignored);
        }
        Json body = {{"result", eligible_results(*config_, **head, (*head)->to_result())}};
        const auto field = [&](const char* name) -> Json {
            const auto found = (*head)->fields().find(name);
            return found == (*head)->fields().end() ? Json() : found->second.value;
        };
        body["was_cancelled"] = field("was_cancelled") == true;
        if (const Json lead_time = field("lead_time"); lead_time.is_number())
            body["lead_time"] = lead_time;
        if (field("ground_truth") == true)
            body["ground_truth"] = true;
        if (const Json parent = field("parent_prediction"); parent.is_number_integer())
            body["parent_prediction"] = parent;
        auto existing = annotation_of_document(document);
        if (existing) {
            if (auto changed =
                    change_annotation(*services_, *transaction_, *caller_, std::move(*existing), body, SaidIn::ops);
                !changed)
                return std::unexpected(changed.error());
        } else {
            const auto task = task_for(*transaction_, *caller_, document.row.task_id);
            if (!task)
                return std::unexpected(task.error());
            body["unique_id"] = document.row.uid;
            if (auto made = create_annotation(*services_, *transaction_, *caller_, *task, body); !made)
                return std::unexpected(made.error());
        }
        drop_draft(document);
        document.ahead = false;
        return {};
    }

    /// Deleted, or no longer submitted: what there is of it is a draft again, or nothing.
    Result<void> withdraw(Open& document, const Op& op) {
        const auto head = head_after(document, op);
        if (!head)
            return std::unexpected(head.error());
        if (!*head)
            return {};
        const bool deleted = op.address.kind == RegisterKind::annotation;
        if (auto existing = annotation_of_document(document)) {
            if (auto allowed = may_change(*caller_, *existing); !allowed)
                return allowed;
            remove_annotation(*services_, *transaction_, *existing, caller_->user_id, SaidIn::ops);
        }
        document.ahead = !deleted;
        if (deleted)
            drop_draft(document);
        return {};
    }

    Result<void> mark_ground_truth(Open& document, const Op& op) {
        auto existing = annotation_of_document(document);
        if (!existing)
            return {}; // it counts once it is submitted
        const Json body = {{"ground_truth", op.value == true}};
        if (auto changed =
                change_annotation(*services_, *transaction_, *caller_, std::move(*existing), body, SaidIn::ops);
            !changed)
            return std::unexpected(changed.error());
        return {};
    }

    void keep_draft(const Open& document) {
        const std::string now = now_iso(*services_);
        if (auto row = find_draft_of_document(*transaction_, document.row.uid)) {
            row->updated_at = now;
            return update_draft(*transaction_, *row);
        }
        DraftRow row;
        row.task_id = document.row.task_id;
        row.project_id = project_->id;
        row.user_id = document.row.user_id;
        row.document_uid = document.row.uid;
        if (const auto annotation = find_annotation_by_uid(*transaction_, document.row.uid))
            row.annotation_id = annotation->id;
        row.created_at = row.updated_at = now;
        insert_draft(*transaction_, row);
        tell_followers(*services_, *transaction_, project_->id, FeedKind::task, row.task_id);
    }

    void drop_draft(const Open& document) {
        if (const auto row = find_draft_of_document(*transaction_, document.row.uid))
            delete_draft(*transaction_, row->id);
    }

    Services* services_;
    Transaction* transaction_;
    const Caller* caller_;
    const ProjectRow* project_;
    std::shared_ptr<const ConfigTree> config_;
    std::map<std::string, Open> documents_;
    std::vector<Refusal> refused_;
};

} // namespace

std::vector<Refusal> push_ops(Services& services, Transaction& transaction, const Caller& caller,
                              const ProjectRow& project, const std::vector<SentOp>& sent) {
    Push push(services, transaction, caller, project);
    for (const SentOp& one : sent)
        push.take(one);
    return push.finish();
}

FeedPage read_feed(Transaction& transaction, const Caller& caller, const ProjectRow& project, std::int64_t after,
                   std::size_t limit) {
    FeedPage page;
    const std::int64_t last = feed_position(transaction, project.id);
    if (after < 0 || after > last) { // a cursor from before the server was put back to a backup
        page.position = static_cast<std::uint64_t>(last);
        page.reset = true;
        return page;
    }
    const std::vector<FeedRow> rows = feed_after(transaction, project.id, after, limit);
    page.more = rows.size() == limit;
    page.position = static_cast<std::uint64_t>(page.more ? rows.back().position : last);
    std::map<std::string, std::int64_t> seen; // document -> its task, 0 when it is not for this reader
    for (const FeedRow& row : rows) {
        FeedEntry entry{static_cast<std::uint64_t>(row.position), row.kind, 0, {}, {}};
        if (row.kind == FeedKind::ops) {
            auto task = seen.find(row.ref);
            if (task == seen.end()) {
                const auto document = find_document(transaction, row.ref);
                const bool visible =
                    document && (document->user_id == caller.user_id || has_annotation_uid(transaction, row.ref));
                task = seen.emplace(row.ref, visible ? document->task_id : 0).first;
            }
            if (task->second == 0)
                continue;
            entry.task_id = task->second;
            entry.document_uid = row.ref;
            for (OpRecord& op : ops_of_document(transaction, row.ref, row.first_op - 1, row.last_op))
                entry.ops.push_back(std::move(op.json));
        } else if (!row.ref.empty()) {
            entry.task_id = std::strtoll(row.ref.c_str(), nullptr, 10);
        }
        page.entries.push_back(std::move(entry));
    }
    return page;
}

} // namespace tw::server
