#include "app/store/autosave.hpp"

#include "edit/recovery.hpp"

#include <limits>

namespace tw {
namespace {

constexpr std::size_t snapshot_every_ops = 200;
constexpr std::size_t keep_ops = 200;
constexpr double retry_ms = 10'000;

} // namespace

struct Autosave::Link {
    Autosave* self;
};

Autosave::Autosave(DeviceStorage* storage, TabChannel* tabs, Host& host, std::string client_id)
    : storage_(storage), tabs_(storage ? tabs : nullptr), host_(&host), client_id_(std::move(client_id)),
      link_(std::make_shared<Link>(this)) {
    if (tabs_)
        tabs_->on_message([link = link_](const std::string& json) {
            if (link->self)
                link->self->message(json);
        });
}

Autosave::~Autosave() {
    link_->self = nullptr;
}

void Autosave::attach(EditorSession* session, std::size_t ops_since_snapshot, std::string feed, std::int64_t task_id) {
    collect(); // what the last session still holds
    session_ = session;
    feed_ = std::move(feed);
    task_id_ = task_id;
    ops_since_snapshot_ = ops_since_snapshot;
}

void Autosave::collect() {
    if (!session_)
        return;
    for (const Op& op : session_->take_pending_ops()) {
        next_sequence_ = std::max(next_sequence_, op.sequence + 1);
        if (!storage_)
            continue;
        queue_.push_back(to_record(op));
        queue_.back().feed = feed_;
        queue_.back().task_id = task_id_;
    }
    if (!failed_)
        write();
}

void Autosave::step(double now_ms) {
    collect();
    if (!failed_)
        retry_at_ms_ = now_ms + retry_ms; // a full disk does not get emptier by asking every frame
    else if (now_ms >= retry_at_ms_)
        retry();
}

void Autosave::write() {
    if (!storage_ || writing_ || queue_.empty())
        return;
    writing_ = true;
    std::vector<OpRecord> records = std::exchange(queue_, {});
    storage_->op_log().append(records, [link = link_, records](Result<std::uint64_t> result) mutable {
        if (link->self)
            link->self->written(std::move(result), std::move(records));
    });
}

void Autosave::written(Result<std::uint64_t> result, std::vector<OpRecord> records) {
    writing_ = false;
    host_->request_frame();
    if (!result) {
        failed_ = true;
        error_ = result.error();
        queue_.insert(queue_.begin(), std::make_move_iterator(records.begin()), std::make_move_iterator(records.end()));
        host_->request_frame_in(retry_ms);
        return;
    }
    failed_ = false;
    saved_news_ = true;
    if (session_ && !records.empty() && records.front().document_uid == session_->document().uid())
        ops_since_snapshot_ += records.size();
    if (tabs_) {
        Json ops = Json::array();
        for (const OpRecord& record : records)
            ops.push_back(record.json);
        tabs_->post(dump_json({{"type", "ops"}, {"ops", std::move(ops)}}));
    }
    write();
    maybe_snapshot();
}

/// Reads the document's records first: another tab may have written what has not come to us by message yet, and a snapshot
/// must hold all that lies before its position.
void Autosave::maybe_snapshot() {
    if (!session_ || snapshotting_ || writing_ || ops_since_snapshot_ < snapshot_every_ops)
        return;
    snapshotting_ = true;
    const std::string uid = session_->document().uid();
    storage_->op_log().read_document(uid, [link = link_, uid](Result<DocumentRecords> records) {
        Autosave* self = link->self;
        if (!self)
            return;
        self->snapshotting_ = false;
        if (!records || records->ops.empty() || !self->session_ || self->session_->document().uid() != uid)
            return;
        std::vector<Op> ops;
        for (const OpRecord& record : records->ops)
            if (auto op = from_record(record))
                ops.push_back(std::move(*op));
        self->session_->apply_remote(ops);
        self->ops_since_snapshot_ = 0;
        self->storage_->op_log().write_snapshot(
            {uid, records->ops.back().position, dump_json(self->session_->document().to_snapshot())}, keep_ops,
            [](const Result<Unit>&) {}); // the ops are still there: nothing is lost when it fails
    });
}

void Autosave::message(const std::string& text) {
    const auto json = parse_json(text);
    if (!json)
        return;
    if (string_or(*json, "type", "") != "ops") {
        tab_news_.push_back(*json);
        host_->request_frame();
        return;
    }
    const Json* ops = find(*json, "ops");
    if (!session_ || !ops || !ops->is_array())
        return;
    std::vector<Op> theirs; // those of other documents change nothing
    for (const Json& op : *ops)
        if (op.is_string())
            if (auto read = from_record({{}, {}, 0, op.get<std::string>(), 0}))
                theirs.push_back(std::move(*read));
    session_->apply_remote(theirs);
    host_->request_frame();
}

void Autosave::retry() {
    failed_ = false;
    retry_at_ms_ = std::numeric_limits<double>::infinity();
    write();
}

void Autosave::tell_tabs(const std::string& what, Json more) {
    more["type"] = what;
    if (tabs_)
        tabs_->post(dump_json(more));
}

std::vector<Json> Autosave::take_tab_news() {
    return std::exchange(tab_news_, {});
}
bool Autosave::take_saved() {
    return std::exchange(saved_news_, false);
}

SaveState Autosave::state() const {
    if (!storage_)
        return SaveState::none;
    if (failed_)
        return SaveState::failed;
    return writing_ || !queue_.empty() ? SaveState::saving : SaveState::saved;
}

} // namespace tw
