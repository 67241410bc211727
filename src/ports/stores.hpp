// What a device keeps besides ops: blobs named by their hash, and records (projects, tasks, settings) by collection and
// key. Writes answer when durable. Errors: "storage-full", "storage-blocked" (private mode, another version open),
// "storage-failed", "not-found".
#pragma once

#include "ports/completion.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tw {

using Bytes = std::vector<std::uint8_t>;

class BlobStore {
public:
    virtual ~BlobStore() = default;
    /// Keeps the bytes under the sha256 of their content (64 hex), given by the caller.
    virtual void put(std::string sha256, std::string mime, Bytes bytes, Completion<Unit> done) = 0;
    virtual void get(std::string sha256, Completion<Bytes> done) = 0;
    /// Keeps a copy of what an address of the page's own server answers, under that address; nothing is fetched when it
    /// is here already. A picture of that address is then shown from the copy. Errors: "offline", "not-found" too.
    virtual void keep_copy(std::string url, Completion<Unit> done) = 0;
    /// Forgets the copies of all addresses that begin so.
    virtual void forget_copies(std::string url_begin, Completion<Unit> done) = 0;
};

struct Record {
    std::string key;
    std::string json;
};

struct RecordWrite {
    std::string collection;
    std::vector<Record> records;
};

/// One counter to raise: a record of the collection "meta" that holds a JSON number, or a member of one that holds an object.
struct CounterStep {
    std::string key, member; ///< member "": the record itself
    std::int64_t by = 0;
};

class RecordStore {
public:
    virtual ~RecordStore() = default;
    /// All in one transaction, over several collections. An empty json deletes the key.
    virtual void put_all(std::vector<RecordWrite> writes, Completion<Unit> done) = 0;
    void put(std::string collection, std::vector<Record> records, Completion<Unit> done) {
        std::vector<RecordWrite> writes(1);
        writes[0] = {std::move(collection), std::move(records)};
        put_all(std::move(writes), std::move(done));
    }
    /// Deletes all records with first_key <= key < last_key.
    virtual void erase(std::string collection, std::string first_key, std::string last_key, Completion<Unit> done) = 0;
    virtual void get(std::string collection, std::string key, Completion<std::string> done) = 0;
    /// Raises counters (from 0 when there are none) in one transaction, so that nobody else on this device is given the
    /// same numbers; answers what each is now.
    virtual void count_up(std::vector<CounterStep> steps, Completion<std::vector<std::int64_t>> done) = 0;
    /// Records with first_key <= key < last_key in key order ("" means no bound), at most `limit`.
    virtual void list(std::string collection, std::string first_key, std::string last_key, std::size_t limit,
                      Completion<std::vector<Record>> done) = 0;
};

struct StorageEstimate {
    std::uint64_t used_bytes = 0, quota_bytes = 0; ///< 0 quota: unknown
    bool persistent = false;                       ///< survives a restart of the browser as far as one can tell
};

/// All of a device's storage, opened once at start-up.
class DeviceStorage {
public:
    virtual ~DeviceStorage() = default;
    virtual class OpLog& op_log() = 0;
    virtual BlobStore& blobs() = 0;
    virtual RecordStore& records() = 0;
    virtual void estimate(Completion<StorageEstimate> done) = 0;
    /// Asks that it is never cleared to make room; answers whether it now is so.
    virtual void persist(Completion<bool> done) = 0;
};

/// Messages between tabs of one origin (BroadcastChannel); delivered at the start of a frame, not to the sender.
class TabChannel {
public:
    virtual ~TabChannel() = default;
    virtual void post(std::string json) = 0;
    virtual void on_message(std::function<void(std::string json)> handler) = 0;
};

} // namespace tw
