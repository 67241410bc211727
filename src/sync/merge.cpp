#include "sync/merge.hpp"

namespace tw {

ChangeSet merge(Document& document, std::span<const Op> ops) {
    return document.apply(ops);
}

void Outbox::add(std::span<const Op> ops) {
    for (const Op& op : ops)
        ops_.emplace(name_of(op), op);
}

std::vector<Op> Outbox::batch(std::size_t limit) const {
    std::vector<Op> out;
    for (auto at = ops_.begin(); at != ops_.end() && out.size() < limit; ++at)
        out.push_back(at->second);
    return out;
}

void Outbox::acknowledge(std::span<const OpName> names) {
    for (const OpName& name : names)
        ops_.erase(name);
}

} // namespace tw
