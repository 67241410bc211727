#include "edit/op.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace tw {
namespace {

constexpr std::array kind_names = std::to_array<std::string_view>({
    "region_geometry",
    "region_control",
    "region_extra",
    "region_meta",
    "region_parent",
    "region_order",
    "region_deleted",
    "control",
    "relation",
    "kept",
    "annotation",
    "submitted",
});
static_assert(kind_names.size() == static_cast<std::size_t>(RegisterKind::submitted) + 1);

/// Integers beyond this are not exact in JavaScript; no honest clock or counter gets there.
constexpr std::uint64_t largest_exact_integer = (1ULL << 53) - 1;

std::optional<std::string> string_at(const Json& json, std::string_view key) {
    const Json* const member = find(json, key);
    if (member == nullptr || !member->is_string())
        return std::nullopt;
    return member->get<std::string>();
}

std::optional<std::uint64_t> integer_at(const Json& json, std::string_view key) {
    const Json* const member = find(json, key);
    if (member == nullptr || !member->is_number_unsigned() || member->get<std::uint64_t>() > largest_exact_integer)
        return std::nullopt;
    return member->get<std::uint64_t>();
}

std::unexpected<Error> bad_shape(std::string_view pointer) {
    return fail(say("op-shape", "place"_is(pointer)), {{}, 0, 0, std::string(pointer)});
}

} // namespace

std::string_view to_string(RegisterKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<RegisterKind> register_kind_from(std::string_view name) {
    const auto found = std::ranges::find(kind_names, name);
    if (found == kind_names.end())
        return std::nullopt;
    return static_cast<RegisterKind>(found - kind_names.begin());
}

Json to_json(const Op& op) {
    return {{"document", op.document_uid},
            {"client", op.client_id},
            {"sequence", op.sequence},
            {"transaction", op.transaction},
            {"action", op.action},
            {"stamp", {{"ms", op.stamp.wall_ms}, {"counter", op.stamp.counter}}},
            {"register", {{"kind", to_string(op.address.kind)}, {"id", op.address.id}, {"name", op.address.name}}},
            {"value", op.value}};
}

Result<Op> op_from_json(const Json& json) {
    Op op;
    const auto document = string_at(json, "document");
    if (!document)
        return bad_shape("/document");
    op.document_uid = *document;
    const auto client = string_at(json, "client");
    if (!client || client->empty())
        return bad_shape("/client");
    op.client_id = *client;
    const auto sequence = integer_at(json, "sequence");
    if (!sequence || *sequence == 0)
        return bad_shape("/sequence");
    op.sequence = *sequence;
    const auto transaction = integer_at(json, "transaction");
    if (!transaction)
        return bad_shape("/transaction");
    op.transaction = *transaction;
    op.action = string_or(json, "action", "");

    const Json* const stamp = find(json, "stamp");
    if (stamp == nullptr)
        return bad_shape("/stamp");
    const auto ms = integer_at(*stamp, "ms");
    if (!ms || *ms == 0) // 0 is what came with the document, which no op can write
        return bad_shape("/stamp/ms");
    const auto counter = integer_at(*stamp, "counter");
    if (!counter || *counter > UINT32_MAX)
        return bad_shape("/stamp/counter");
    op.stamp = {*ms, static_cast<std::uint32_t>(*counter), op.client_id};

    const Json* const address = find(json, "register");
    if (address == nullptr)
        return bad_shape("/register");
    const auto kind = register_kind_from(string_or(*address, "kind", ""));
    if (!kind)
        return bad_shape("/register/kind");
    const auto id = string_at(*address, "id");
    if (!id)
        return bad_shape("/register/id");
    const auto name = string_at(*address, "name");
    if (!name)
        return bad_shape("/register/name");
    op.address = {*kind, *id, *name};

    const Json* const value = find(json, "value");
    if (value == nullptr)
        return bad_shape("/value");
    op.value = *value;
    return op;
}

} // namespace tw
