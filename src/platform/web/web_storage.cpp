#include "platform/web/web_storage.hpp"

#include "base/json.hpp"
#include "platform/web/imports.hpp"

#include <algorithm>

namespace tw::web {
namespace {

/// Sends one operation; `read` turns the JSON of its answer into what the caller wants.
template <class T, class Read>
void ask(Requests& requests, std::string_view what, const Json& argument, Completion<T> done, Read read,
         std::span<const std::uint8_t> bytes = {}) {
    const std::uint32_t request = requests.add([done = std::move(done), read = std::move(read)](Result<Bytes> answer) {
        if (!answer) {
            done(std::unexpected(std::move(answer.error())));
            return;
        }
        const auto json = parse_json({reinterpret_cast<const char*>(answer->data()), answer->size()}, "storage");
        if (json)
            done(read(*json));
        else
            done(std::unexpected(json.error()));
    });
    const std::string text = dump_json(argument);
    twjs_store(request, what.data(), what.size(), text.data(), text.size(), bytes.data(), bytes.size());
}

// Records travel packed, each part behind its length: JSON in JSON would be escaped and parsed twice.
void pack(Bytes& out, const std::string& part) {
    const auto size = static_cast<std::uint32_t>(part.size());
    for (unsigned shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<std::uint8_t>(size >> shift));
    out.insert(out.end(), part.begin(), part.end());
}

std::string unpack(const Bytes& from, std::size_t& at) {
    std::size_t size = 0;
    for (unsigned shift = 0; shift < 32 && at < from.size(); shift += 8)
        size |= std::size_t{from[at++]} << shift;
    size = std::min(size, from.size() - at);
    std::string part(reinterpret_cast<const char*>(from.data()) + at, size);
    at += size;
    return part;
}

Unit nothing(const Json&) {
    return {};
}

std::uint64_t unsigned_or_0(const Json& value, std::string_view key) {
    return static_cast<std::uint64_t>(std::max(0.0, number_or(value, key, 0)));
}

Json json_of(const OpRecord& record) {
    Json json = {{"d", record.document_uid}, {"c", record.client_id}, {"s", record.sequence}, {"j", record.json}};
    if (!record.feed.empty()) {
        json["f"] = record.feed;
        json["t"] = record.task_id;
    }
    return json;
}
OpRecord op_of(const Json& json) {
    return {string_or(json, "d", ""),
            string_or(json, "c", ""),
            unsigned_or_0(json, "s"),
            string_or(json, "j", ""),
            unsigned_or_0(json, "p"),
            string_or(json, "f", ""),
            static_cast<std::int64_t>(number_or(json, "t", 0))};
}
std::vector<OpRecord> ops_of(const Json& list) {
    std::vector<OpRecord> out;
    out.reserve(list.size());
    for (const Json& one : list)
        out.push_back(op_of(one));
    return out;
}

} // namespace

void WebStorage::estimate(Completion<StorageEstimate> done) {
    ask(*requests_, "estimate", Json::object(), std::move(done), [](const Json& json) {
        return StorageEstimate{unsigned_or_0(json, "used"), unsigned_or_0(json, "quota"),
                               bool_or(json, "persistent", false)};
    });
}

void WebStorage::persist(Completion<bool> done) {
    ask(*requests_, "persist", Json::object(), std::move(done),
        [](const Json& json) { return bool_or(json, "persistent", false); });
}

void WebStorage::append(std::vector<OpRecord> records, Completion<std::uint64_t> done) {
    Json list = Json::array();
    for (const OpRecord& record : records)
        list.push_back(json_of(record));
    ask(*requests_, "append", list, std::move(done), [](const Json& json) { return unsigned_or_0(json, "position"); });
}

void WebStorage::read_document(std::string document_uid, Completion<DocumentRecords> done) {
    ask(*requests_, "read_document", {{"d", document_uid}}, std::move(done), [document_uid](const Json& json) {
        DocumentRecords out;
        out.snapshot.document_uid = document_uid;
        if (const Json* snapshot = find(json, "snapshot"); snapshot && snapshot->is_object()) {
            out.snapshot.position = unsigned_or_0(*snapshot, "p");
            out.snapshot.json = string_or(*snapshot, "j", "");
        }
        if (const Json* ops = find(json, "ops"))
            out.ops = ops_of(*ops);
        return out;
    });
}

void WebStorage::read_after(std::uint64_t position, std::string document_uid, std::size_t limit,
                            Completion<std::vector<OpRecord>> done) {
    ask(*requests_, "read_after", {{"p", position}, {"d", document_uid}, {"limit", limit}}, std::move(done), ops_of);
}

void WebStorage::write_snapshot(SnapshotRecord snapshot, std::size_t keep_ops, Completion<Unit> done) {
    ask(*requests_, "write_snapshot",
        {{"d", snapshot.document_uid}, {"p", snapshot.position}, {"j", snapshot.json}, {"keep", keep_ops}},
        std::move(done), nothing);
}

void WebStorage::read_unsent(std::string feed, std::size_t limit, Completion<std::vector<OpRecord>> done) {
    ask(*requests_, "read_unsent", {{"f", feed}, {"limit", limit}}, std::move(done), ops_of);
}

void WebStorage::count_unsent(std::string feed, Completion<std::uint64_t> done) {
    ask(*requests_, "count_unsent", {{"f", feed}}, std::move(done),
        [](const Json& json) { return unsigned_or_0(json, "count"); });
}

void WebStorage::forget_unsent(std::vector<OpName> sent, Completion<Unit> done) {
    Json list = Json::array();
    for (const OpName& name : sent)
        list.push_back({{"c", name.client_id}, {"s", name.sequence}});
    ask(*requests_, "forget_unsent", list, std::move(done), nothing);
}

void WebStorage::put(std::string sha256, std::string mime, Bytes bytes, Completion<Unit> done) {
    ask(*requests_, "put_blob", {{"h", sha256}, {"m", mime}}, std::move(done), nothing, bytes);
}

void WebStorage::get(std::string sha256, Completion<Bytes> done) {
    const std::string argument = dump_json({{"h", sha256}});
    const std::uint32_t request = requests_->add(std::move(done));
    static constexpr std::string_view what = "get_blob";
    twjs_store(request, what.data(), what.size(), argument.data(), argument.size(), nullptr, 0);
}

void WebStorage::keep_copy(std::string url, Completion<Unit> done) {
    ask(*requests_, "keep_copy", {{"u", url}}, std::move(done), nothing);
}

void WebStorage::forget_copies(std::string url_begin, Completion<Unit> done) {
    ask(*requests_, "forget_copies", {{"u", url_begin}}, std::move(done), nothing);
}

void WebStorage::put_all(std::vector<RecordWrite> writes, Completion<Unit> done) {
    Bytes packed;
    for (const RecordWrite& write : writes)
        for (const Record& record : write.records)
            for (const std::string* part : {&write.collection, &record.key, &record.json})
                pack(packed, *part);
    ask(*requests_, "put_records", Json::object(), std::move(done), nothing, packed);
}

void WebStorage::erase(std::string collection, std::string first_key, std::string last_key, Completion<Unit> done) {
    ask(*requests_, "erase_records", {{"c", collection}, {"first", first_key}, {"last", last_key}}, std::move(done),
        nothing);
}

void WebStorage::get(std::string collection, std::string key, Completion<std::string> done) {
    ask(*requests_, "get_record", {{"c", collection}, {"k", key}}, std::move(done),
        [](const Json& json) { return string_or(json, "j", ""); });
}

void WebStorage::count_up(std::vector<CounterStep> steps, Completion<std::vector<std::int64_t>> done) {
    Json list = Json::array();
    for (const CounterStep& step : steps)
        list.push_back({{"k", step.key}, {"m", step.member}, {"n", step.by}});
    ask(*requests_, "count_up", list, std::move(done), [](const Json& json) {
        std::vector<std::int64_t> now;
        for (const Json& value : json)
            now.push_back(value.is_number() ? value.get<std::int64_t>() : 0);
        return now;
    });
}

void WebStorage::list(std::string collection, std::string first_key, std::string last_key, std::size_t limit,
                      Completion<std::vector<Record>> done) {
    const std::string argument =
        dump_json({{"c", collection}, {"first", first_key}, {"last", last_key}, {"limit", limit}});
    const std::uint32_t request = requests_->add([done = std::move(done)](Result<Bytes> answer) {
        if (!answer) {
            done(std::unexpected(std::move(answer.error())));
            return;
        }
        std::vector<Record> out;
        for (std::size_t at = 0; at < answer->size();) {
            std::string key = unpack(*answer, at);
            std::string json = unpack(*answer, at);
            out.push_back({std::move(key), std::move(json)});
        }
        done(std::move(out));
    });
    static constexpr std::string_view what = "list_records";
    twjs_store(request, what.data(), what.size(), argument.data(), argument.size(), nullptr, 0);
}

void WebStorage::post(std::string json) {
    twjs_tab_post(json.data(), json.size());
}

void WebStorage::on_message(std::function<void(std::string json)> handler) {
    on_message_ = std::move(handler);
    twjs_tab_listen();
}

void WebStorage::tab_message(std::string json) {
    // The way of all answers: a request of our own that is answered at once runs at the start of the next frame.
    const std::uint32_t request = requests_->add([this, json = std::move(json)](const Result<Bytes>&) {
        if (on_message_)
            on_message_(json);
    });
    requests_->answer(request, Bytes{});
    twjs_request_frame();
}

} // namespace tw::web
