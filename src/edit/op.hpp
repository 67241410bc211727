// The closed vocabulary of changes. Every change to an annotation document is a list of Ops; each writes one register.
// The same ops serve undo, autosave, recovery, history, sync and fuzzing, and carry Label Studio JSON. An Op is never
// changed once it is stamped; (client_id, sequence) names it for ever.
#pragma once

#include "base/json.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tw {

/// Hybrid logical clock: Unix ms, then a counter for events in the same ms. Ties are broken by client id.
struct Stamp {
    std::uint64_t wall_ms = 0;
    std::uint32_t counter = 0;
    std::string client_id;
    auto operator<=>(const Stamp&) const = default;
    [[nodiscard]] bool is_base() const { return wall_ms == 0 && counter == 0; } ///< came with the document
};

/// What a register is. `id` and `name` of the address mean:
enum class RegisterKind : std::uint8_t {
    region_geometry, ///< id = region. {to_name, value{...} less control keys, original_width, ...}: one whole value
    region_control,  ///< id = region, name = from_name. {type, value?: what stands under the type's key}
    region_extra,    ///< id = region, name = from_name. keys of that result we do not know, or that differ
    region_meta,     ///< id = region
    region_parent,   ///< id = region. parentID string
    region_order,    ///< id = region. fractional key, ties by region id
    region_deleted,  ///< id = region. true, or null
    control,         ///< id = item index or "", name = from_name. a whole result of a control without a region
    relation,        ///< id = from_id, name = to_id. {direction, labels, ...}
    kept,            ///< id = index. a result that cannot be taken apart, exported untouched
    annotation,      ///< name = field: was_cancelled, ground_truth, lead_time
    submitted,       ///< {covers: {client_id: sequence}, at}: what Submit covers
};

struct RegisterAddress {
    RegisterKind kind = RegisterKind::annotation;
    std::string id;
    std::string name;
    auto operator<=>(const RegisterAddress&) const = default;
};

struct Op {
    std::string document_uid;
    std::string client_id;
    std::uint64_t sequence = 0;
    std::uint64_t transaction = 0; ///< sequence of the first op of its transaction
    std::string action;            ///< what the person did, a string key: "history.draw", "history.relabel"
    Stamp stamp;                   ///< its client is this op's
    RegisterAddress address;
    Json value; ///< null clears the register
};

std::string_view to_string(RegisterKind kind);
std::optional<RegisterKind> register_kind_from(std::string_view name);
Json to_json(const Op& op);
/// Errors: "op-shape" with the JSON pointer of what is missing or of the wrong type.
Result<Op> op_from_json(const Json& json);

} // namespace tw
