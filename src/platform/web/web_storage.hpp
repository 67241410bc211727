// All that a device keeps, in IndexedDB (storage.js): DeviceStorage and TabChannel over numbered requests. Every write is
// one transaction and answers only when the browser says it is complete, which is what "saved" means. Owned by Studio;
// does not exist in an editor that keeps nothing.
#pragma once

#include "platform/web/web_requests.hpp"
#include "ports/op_log.hpp"

namespace tw::web {

class WebStorage final : public DeviceStorage, public OpLog, public BlobStore, public RecordStore, public TabChannel {
public:
    explicit WebStorage(Requests& requests) : requests_(&requests) {}

    class OpLog& op_log() override { return *this; }
    BlobStore& blobs() override { return *this; }
    RecordStore& records() override { return *this; }
    TabChannel& tabs() { return *this; }
    void estimate(Completion<StorageEstimate> done) override;
    void persist(Completion<bool> done) override;

    void append(std::vector<OpRecord> records, Completion<std::uint64_t> done) override;
    void read_document(std::string document_uid, Completion<DocumentRecords> done) override;
    void read_after(std::uint64_t position, std::string document_uid, std::size_t limit,
                    Completion<std::vector<OpRecord>> done) override;
    void write_snapshot(SnapshotRecord snapshot, std::size_t keep_ops, Completion<Unit> done) override;
    void read_unsent(std::string feed, std::size_t limit, Completion<std::vector<OpRecord>> done) override;
    void count_unsent(std::string feed, Completion<std::uint64_t> done) override;
    void forget_unsent(std::vector<OpName> sent, Completion<Unit> done) override;

    void put(std::string sha256, std::string mime, Bytes bytes, Completion<Unit> done) override;
    void get(std::string sha256, Completion<Bytes> done) override;
    void keep_copy(std::string url, Completion<Unit> done) override;
    void forget_copies(std::string url_begin, Completion<Unit> done) override;

    void put_all(std::vector<RecordWrite> writes, Completion<Unit> done) override;
    void erase(std::string collection, std::string first_key, std::string last_key, Completion<Unit> done) override;
    void get(std::string collection, std::string key, Completion<std::string> done) override;
    void count_up(std::vector<CounterStep> steps, Completion<std::vector<std::int64_t>> done) override;
    void list(std::string collection, std::string first_key, std::string last_key, std::size_t limit,
              Completion<std::vector<Record>> done) override;

    void post(std::string json) override;
    void on_message(std::function<void(std::string json)> handler) override;
    /// From the page; handed on at the start of the next frame.
    void tab_message(std::string json);

private:
    Requests* requests_;
    std::function<void(std::string json)> on_message_;
};

} // namespace tw::web
