// A device's storage in memory, for tests and for runs that keep nothing. It answers as slowly as a browser does: a call
// only queues, work and answer happen in run_completions(). A FaultPlan makes writes fail as disks do. What survives a
// kill is exactly what was written when the queue is dropped.
#pragma once

#include "ports/op_log.hpp"
#include "ports/stores.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tw::test {

/// Counts down over all appends of ops, puts of blobs and puts of records.
struct FaultPlan {
    std::size_t fail_write = 0; ///< the nth write from now on answers `error`; 0: none does
    Error error{"storage-full", "There is no room left."};
    bool fail_ever_after = false; ///< and so do all later ones
    std::size_t tear_write = 0;   ///< the nth write is cut off in the middle, as by a power cut: it never answers
};

/// Work to be done at the start of later frames.
class CompletionQueue {
public:
    void post(std::function<void()> work) { queue_.push_back(std::move(work)); }
    /// What was queued before this call; what that queues waits for the next. Answers how much was done.
    std::size_t run();
    void drop() { queue_.clear(); } ///< the process is killed: nothing is answered any more

private:
    std::deque<std::function<void()>> queue_;
};

/// Shared by the three stores of one device.
struct MemoryDevice {
    CompletionQueue queue;
    FaultPlan faults;
    enum class Fate { stored, refused, torn };
    Fate next_write();
};

class MemoryOpLog : public OpLog {
public:
    explicit MemoryOpLog(MemoryDevice& device) : device_(&device) {}
    void append(std::vector<OpRecord> records, Completion<std::uint64_t> done) override;
    void read_document(std::string document_uid, Completion<DocumentRecords> done) override;
    void read_after(std::uint64_t position, std::string document_uid, std::size_t limit,
                    Completion<std::vector<OpRecord>> done) override;
    void write_snapshot(SnapshotRecord snapshot, std::size_t keep_ops, Completion<Unit> done) override;
    void read_unsent(std::string feed, std::size_t limit, Completion<std::vector<OpRecord>> done) override;
    void count_unsent(std::string feed, Completion<std::uint64_t> done) override;
    void forget_unsent(std::vector<OpName> sent, Completion<Unit> done) override;
    [[nodiscard]] const std::map<std::uint64_t, OpRecord>& records() const { return records_; }

private:
    MemoryDevice* device_;
    std::map<std::uint64_t, OpRecord> records_; ///< by position
    std::map<std::pair<std::string, std::uint64_t>, std::uint64_t>
        position_of_;                          ///< (client, sequence), dropped ones too
    std::map<std::uint64_t, OpRecord> unsent_; ///< by position
    std::map<std::string, SnapshotRecord> snapshots_;
    std::uint64_t last_position_ = 0;
};

class MemoryBlobStore : public BlobStore {
public:
    explicit MemoryBlobStore(MemoryDevice& device) : device_(&device) {}
    void put(std::string sha256, std::string mime, Bytes bytes, Completion<Unit> done) override;
    void keep_copy(std::string url, Completion<Unit> done) override; ///< there is nothing to fetch
    void forget_copies(std::string url_begin, Completion<Unit> done) override;
    void get(std::string sha256, Completion<Bytes> done) override;
    [[nodiscard]] std::uint64_t size_bytes() const;

private:
    MemoryDevice* device_;
    std::map<std::string, Bytes> blobs_;
};

class MemoryRecordStore : public RecordStore {
public:
    explicit MemoryRecordStore(MemoryDevice& device) : device_(&device) {}
    void put_all(std::vector<RecordWrite> writes, Completion<Unit> done) override;
    void erase(std::string collection, std::string first_key, std::string last_key, Completion<Unit> done) override;
    void get(std::string collection, std::string key, Completion<std::string> done) override;
    void count_up(std::vector<CounterStep> steps, Completion<std::vector<std::int64_t>> done) override;
    void list(std::string collection, std::string first_key, std::string last_key, std::size_t limit,
              Completion<std::vector<Record>> done) override;

private:
    MemoryDevice* device_;
    std::map<std::string, std::map<std::string, std::string>> collections_;
};

class MemoryStorage : public DeviceStorage {
public:
    MemoryStorage() : log_(device_), blobs_(device_), records_(device_) {}
    MemoryStorage(const MemoryStorage&) = delete;
    MemoryStorage& operator=(const MemoryStorage&) = delete;
    MemoryOpLog& op_log() override { return log_; }
    MemoryBlobStore& blobs() override { return blobs_; }
    MemoryRecordStore& records() override { return records_; }
    void estimate(Completion<StorageEstimate> done) override;
    void persist(Completion<bool> done) override;

    FaultPlan& faults() { return device_.faults; }
    std::size_t run_completions() { return device_.queue.run(); }
    void run_until_idle() {
        while (run_completions() > 0) {
        }
    }
    /// The process dies: calls that were not answered are forgotten, what was written stays.
    void kill() { device_.queue.drop(); }

private:
    MemoryDevice device_;
    MemoryOpLog log_;
    MemoryBlobStore blobs_;
    MemoryRecordStore records_;
};

/// Runs `queue_run` until `call`'s answer is there; for tests that want a value, not a callback.
template <class T, class Call, class Run>
Result<T> await(Call call, Run run) {
    std::optional<Result<T>> answer;
    call([&answer](Result<T> result) { answer = std::move(result); });
    for (int frames = 0; frames < 1000 && !answer; ++frames)
        run();
    return answer ? std::move(*answer) : fail("no-answer", "The port never answered.");
}

} // namespace tw::test
