// Merging what other devices changed: pure, no socket, no clock. Ops may come in any order, twice, or late; equal sets of
// ops give equal documents. The outbox holds this device's own ops until a server has said that it keeps them.
#pragma once

#include "edit/document.hpp"
#include "ports/op_log.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace tw {

/// What one apply of all of `ops` changes. The newest stamp wins in each register.
ChangeSet merge(Document& document, std::span<const Op> ops);

inline OpName name_of(const Op& op) {
    return {op.client_id, op.sequence};
}

/// Own ops not yet acknowledged. Sending does not remove; only an acknowledgement does, so that what got lost on the way
/// is sent again.
class Outbox {
public:
    void add(std::span<const Op> ops);
    /// The oldest `limit` ops, to be sent (again).
    [[nodiscard]] std::vector<Op> batch(std::size_t limit) const;
    /// Names that are not in the outbox are ignored: an acknowledgement may come twice.
    void acknowledge(std::span<const OpName> names);
    [[nodiscard]] std::size_t size() const { return ops_.size(); }
    [[nodiscard]] bool empty() const { return ops_.empty(); }

private:
    std::map<OpName, Op> ops_;
};

} // namespace tw
