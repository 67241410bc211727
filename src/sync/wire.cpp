#include "sync/wire.hpp"

#include "base/hash.hpp"

#include <array>
#include <utility>

namespace tw {
namespace {

constexpr std::array<std::string_view, 4> kinds = {"ops", "task", "tasks", "project"};

std::unexpected<Error> bad_feed(std::string pointer) {
    return fail(say("feed-shape", "place"_is(pointer)), {.pointer = std::move(pointer)});
}

std::uint64_t whole_or_0(const Json& json, std::string_view key) {
    const Json* const value = find(json, key);
    return value != nullptr && value->is_number_unsigned() ? value->get<std::uint64_t>() : 0;
}

std::int64_t id_or_0(const Json& json, std::string_view key) {
    const Json* const value = find(json, key);
    return value != nullptr && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

} // namespace

std::string home_document(std::string_view task_uid, std::int64_t user_id) {
    std::string hex = sha256_hex("home/" + std::string(task_uid) + "/" + std::to_string(user_id));
    hex[12] = '8';
    hex[16] = "89ab"[(hex[16] >= 'a' ? hex[16] - 'a' + 10 : hex[16] - '0') % 4];
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
           hex.substr(20, 12);
}

std::string push_body(const std::vector<OpRecord>& records) {
    std::string out = R"({"ops":[)";
    for (const OpRecord& record : records) {
        out += out.back() == '[' ? "" : ",";
        out += R"({"task":)" + std::to_string(record.task_id) + R"(,"op":)" + record.json + "}";
    }
    return out + "]}";
}

Result<std::vector<SentOp>> read_push(const Json& body) {
    const Json* const list = find(body, "ops");
    if (list == nullptr || !list->is_array())
        return fail(say("op-shape.list"), {.pointer = "/ops"});
    std::vector<SentOp> sent;
    sent.reserve(list->size());
    for (std::size_t n = 0; n < list->size(); ++n) {
        const Json& item = (*list)[n];
        const Json* const op = find(item, "op");
        SentOp one{id_or_0(item, "task"), op_from_json(op != nullptr ? *op : Json()), {}};
        if (op != nullptr)
            one.name = {string_or(*op, "client", ""), whole_or_0(*op, "sequence")};
        if (!one.op)
            one.op.error().where.pointer.insert(0, "/ops/" + std::to_string(n) + "/op");
        sent.push_back(std::move(one));
    }
    return sent;
}

Json push_answer(const std::vector<Refusal>& refused) {
    Json list = Json::array();
    for (const Refusal& one : refused)
        list.push_back({{"client", one.name.client_id},
                        {"sequence", one.name.sequence},
                        {"code", one.code},
                        {"message", one.message}});
    return {{"refused", std::move(list)}};
}

Result<std::vector<Refusal>> read_push_answer(const Json& body) {
    const Json* const list = find(body, "refused");
    if (list == nullptr || !list->is_array())
        return bad_feed("/refused");
    std::vector<Refusal> refused;
    for (const Json& one : *list)
        refused.push_back({{string_or(one, "client", ""), whole_or_0(one, "sequence")},
                           string_or(one, "code", ""),
                           string_or(one, "message", "")});
    return refused;
}

std::string_view to_string(FeedKind kind) {
    return kinds[static_cast<std::size_t>(kind)];
}

std::optional<FeedKind> feed_kind_from(std::string_view name) {
    for (std::size_t n = 0; n < kinds.size(); ++n)
        if (kinds[n] == name)
            return static_cast<FeedKind>(n);
    return std::nullopt;
}

std::string to_text(const FeedPage& page) {
    std::string out = R"({"position":)" + std::to_string(page.position) + R"(,"more":)" +
                      (page.more ? "true" : "false") + R"(,"reset":)" + (page.reset ? "true" : "false") +
                      R"(,"entries":[)";
    for (const FeedEntry& entry : page.entries) {
        out += out.back() == '[' ? "" : ",";
        out += R"({"position":)" + std::to_string(entry.position) + R"(,"kind":")" +
               std::string(to_string(entry.kind)) + R"(","task":)" + std::to_string(entry.task_id);
        if (entry.kind == FeedKind::ops) {
            out += R"(,"document":)" + dump_json(entry.document_uid) + R"(,"ops":[)";
            for (const std::string& op : entry.ops) {
                out += out.back() == '[' ? "" : ",";
                out += op;
            }
            out += "]";
        }
        out += "}";
    }
    return out + "]}";
}

Result<FeedPage> read_feed_page(const Json& body) {
    const Json* const entries = find(body, "entries");
    if (entries == nullptr || !entries->is_array())
        return bad_feed("/entries");
    FeedPage page;
    page.position = whole_or_0(body, "position");
    page.more = bool_or(body, "more", false);
    page.reset = bool_or(body, "reset", false);
    for (std::size_t n = 0; n < entries->size(); ++n) {
        const Json& item = (*entries)[n];
        const auto kind = feed_kind_from(string_or(item, "kind", ""));
        if (!kind)
            return bad_feed("/entries/" + std::to_string(n) + "/kind");
        FeedEntry entry{
            whole_or_0(item, "position"), *kind, id_or_0(item, "task"), string_or(item, "document", ""), {}};
        if (const Json* const ops = find(item, "ops"); ops != nullptr && ops->is_array())
            for (const Json& op : *ops)
                entry.ops.push_back(dump_json(op));
        page.entries.push_back(std::move(entry));
    }
    return page;
}

} // namespace tw
