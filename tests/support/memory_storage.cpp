#include "support/memory_storage.hpp"

#include "base/json.hpp"

#include <algorithm>

namespace tw::test {

std::size_t CompletionQueue::run() {
    std::deque<std::function<void()>> now = std::exchange(queue_, {});
    for (const std::function<void()>& work : now)
        work();
    return now.size();
}

MemoryDevice::Fate MemoryDevice::next_write() {
    const auto is_due = [](std::size_t& countdown) { return countdown > 0 && --countdown == 0; };
    const bool torn = is_due(faults.tear_write);
    const bool refused = is_due(faults.fail_write);
    if (refused && faults.fail_ever_after)
        faults.fail_write = 1;
    return torn ? Fate::torn : refused ? Fate::refused : Fate::stored;
}

void MemoryOpLog::append(std::vector<OpRecord> records, Completion<std::uint64_t> done) {
    device_->queue.post([this, records = std::move(records), done = std::move(done)]() mutable {
        switch (device_->next_write()) {
        case MemoryDevice::Fate::torn:
            return;
        case MemoryDevice::Fate::refused:
            done(std::unexpected(device_->faults.error));
            return;
        case MemoryDevice::Fate::stored:
            break;
        }
        std::uint64_t highest = 0;
        for (OpRecord& record : records) {
            const auto [at, is_new] = position_of_.try_emplace({record.client_id, record.sequence}, last_position_ + 1);
            highest = std::max(highest, at->second);
            if (!is_new)
                continue;
            record.position = ++last_position_;
            if (!record.feed.empty())
                unsent_.emplace(record.position, record);
            records_.emplace(record.position, std::move(record));
        }
        done(highest);
    });
}

void MemoryOpLog::read_document(std::string document_uid, Completion<DocumentRecords> done) {
    device_->queue.post([this, document_uid = std::move(document_uid), done = std::move(done)] {
        DocumentRecords out;
        out.snapshot.document_uid = document_uid;
        if (const auto found = snapshots_.find(document_uid); found != snapshots_.end())
            out.snapshot = found->second;
        for (auto at = records_.upper_bound(out.snapshot.position); at != records_.end(); ++at) {
            if (at->second.document_uid == document_uid)
                out.ops.push_back(at->second);
        }
        done(std::move(out));
    });
}

void MemoryOpLog::read_after(std::uint64_t position, std::string document_uid, std::size_t limit,
                             Completion<std::vector<OpRecord>> done) {
    device_->queue.post([this, position, document_uid = std::move(document_uid), limit, done = std::move(done)] {
        std::vector<OpRecord> out;
        for (auto at = records_.upper_bound(position); at != records_.end() && out.size() < limit; ++at) {
            if (document_uid.empty() || at->second.document_uid == document_uid)
                out.push_back(at->second);
        }
        done(std::move(out));
    });
}

void MemoryOpLog::write_snapshot(SnapshotRecord snapshot, std::size_t keep_ops, Completion<Unit> done) {
    device_->queue.post([this, snapshot = std::move(snapshot), keep_ops, done = std::move(done)]() mutable {
        switch (device_->next_write()) {
        case MemoryDevice::Fate::torn:
            return;
        case MemoryDevice::Fate::refused:
            done(std::unexpected(device_->faults.error));
            return;
        case MemoryDevice::Fate::stored:
            break;
        }
        SnapshotRecord& current = snapshots_[snapshot.document_uid];
        if (current.position <= snapshot.position)
            current = std::move(snapshot);
        std::vector<std::uint64_t> positions;
        for (const auto& [position, record] : records_) {
            if (record.document_uid == current.document_uid)
                positions.push_back(position);
        }
        for (std::size_t i = 0; i + keep_ops < positions.size() && positions[i] <= current.position; ++i)
            records_.erase(positions[i]);
        done(Unit{});
    });
}

void MemoryOpLog::read_unsent(std::string feed, std::size_t limit, Completion<std::vector<OpRecord>> done) {
    device_->queue.post([this, feed = std::move(feed), limit, done = std::move(done)] {
        std::vector<OpRecord> out;
        for (const auto& [position, record] : unsent_)
            if (record.feed == feed && out.size() < limit)
                out.push_back(record);
        done(std::move(out));
    });
}

void MemoryOpLog::count_unsent(std::string feed, Completion<std::uint64_t> done) {
    device_->queue.post([this, feed = std::move(feed), done = std::move(done)] {
        done(static_cast<std::uint64_t>(
            std::ranges::count(unsent_, feed, [](const auto& entry) { return entry.second.feed; })));
    });
}

void MemoryOpLog::forget_unsent(std::vector<OpName> sent, Completion<Unit> done) {
    device_->queue.post([this, sent = std::move(sent), done = std::move(done)] {
        if (device_->next_write() == MemoryDevice::Fate::refused)
            return done(std::unexpected(device_->faults.error));
        for (const OpName& name : sent)
            if (const auto found = position_of_.find({name.client_id, name.sequence}); found != position_of_.end())
                unsent_.erase(found->second);
        done(Unit{});
    });
}

void MemoryBlobStore::put(std::string sha256, std::string /*mime*/, Bytes bytes, Completion<Unit> done) {
    device_->queue.post([this, sha256 = std::move(sha256), bytes = std::move(bytes), done = std::move(done)]() mutable {
        const MemoryDevice::Fate fate = device_->next_write();
        if (fate == MemoryDevice::Fate::torn)
            return;
        if (fate == MemoryDevice::Fate::refused) {
            done(std::unexpected(device_->faults.error));
            return;
        }
        blobs_[sha256] = std::move(bytes);
        done(Unit{});
    });
}

void MemoryBlobStore::get(std::string sha256, Completion<Bytes> done) {
    device_->queue.post([this, sha256 = std::move(sha256), done = std::move(done)] {
        const auto found = blobs_.find(sha256);
        if (found == blobs_.end())
            done(fail("not-found", "There is no such file on this device."));
        else
            done(found->second);
    });
}

void MemoryBlobStore::keep_copy(std::string /*url*/, Completion<Unit> done) {
    device_->queue.post([done = std::move(done)] { done(Unit{}); });
}

void MemoryBlobStore::forget_copies(std::string /*url_begin*/, Completion<Unit> done) {
    device_->queue.post([done = std::move(done)] { done(Unit{}); });
}

std::uint64_t MemoryBlobStore::size_bytes() const {
    std::uint64_t size = 0;
    for (const auto& [name, bytes] : blobs_)
        size += bytes.size();
    return size;
}

void MemoryRecordStore::put_all(std::vector<RecordWrite> writes, Completion<Unit> done) {
    device_->queue.post([this, writes = std::move(writes), done = std::move(done)]() mutable {
        const MemoryDevice::Fate fate = device_->next_write();
        if (fate == MemoryDevice::Fate::torn)
            return;
        if (fate == MemoryDevice::Fate::refused) {
            done(std::unexpected(device_->faults.error));
            return;
        }
        for (RecordWrite& write : writes) {
            auto& into = collections_[write.collection];
            for (Record& record : write.records) {
                if (record.json.empty())
                    into.erase(record.key);
                else
                    into[record.key] = std::move(record.json);
            }
        }
        done(Unit{});
    });
}

void MemoryRecordStore::erase(std::string collection, std::string first_key, std::string last_key,
                              Completion<Unit> done) {
    device_->queue.post([this, collection = std::move(collection), first_key = std::move(first_key),
                         last_key = std::move(last_key), done = std::move(done)] {
        auto& from = collections_[collection];
        from.erase(from.lower_bound(first_key), last_key.empty() ? from.end() : from.lower_bound(last_key));
        done(Unit{});
    });
}

void MemoryRecordStore::get(std::string collection, std::string key, Completion<std::string> done) {
    device_->queue.post([this, collection = std::move(collection), key = std::move(key), done = std::move(done)] {
        const auto& from = collections_[collection];
        const auto found = from.find(key);
        if (found == from.end())
            done(fail("not-found", "There is no such record on this device."));
        else
            done(found->second);
    });
}

void MemoryRecordStore::count_up(std::vector<CounterStep> steps, Completion<std::vector<std::int64_t>> done) {
    device_->queue.post([this, steps = std::move(steps), done = std::move(done)] {
        const MemoryDevice::Fate fate = device_->next_write();
        if (fate == MemoryDevice::Fate::torn)
            return;
        if (fate == MemoryDevice::Fate::refused) {
            done(std::unexpected(device_->faults.error));
            return;
        }
        std::vector<std::int64_t> now;
        for (const CounterStep& step : steps) {
            std::string& text = collections_["meta"][step.key];
            Json value = parse_json(text).value_or(step.member.empty() ? Json(0) : Json::object());
            Json& counter = step.member.empty() ? value : value[step.member];
            counter = (counter.is_number() ? counter.get<std::int64_t>() : 0) + step.by;
            now.push_back(counter.get<std::int64_t>());
            text = dump_json(value);
        }
        done(std::move(now));
    });
}

void MemoryRecordStore::list(std::string collection, std::string first_key, std::string last_key, std::size_t limit,
                             Completion<std::vector<Record>> done) {
    device_->queue.post([this, collection = std::move(collection), first_key = std::move(first_key),
                         last_key = std::move(last_key), limit, done = std::move(done)] {
        const auto& from = collections_[collection];
        std::vector<Record> out;
        for (auto at = from.lower_bound(first_key); at != from.end() && out.size() < limit; ++at) {
            if (!last_key.empty() && at->first >= last_key)
                break;
            out.push_back({at->first, at->second});
        }
        done(std::move(out));
    });
}

void MemoryStorage::estimate(Completion<StorageEstimate> done) {
    device_.queue.post([this, done = std::move(done)] { done(StorageEstimate{blobs_.size_bytes(), 0, false}); });
}

void MemoryStorage::persist(Completion<bool> done) {
    device_.queue.post([done = std::move(done)] { done(false); });
}

} // namespace tw::test
