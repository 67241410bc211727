#include "platform/web/web_mirror.hpp"

#include "base/hash.hpp"
#include "base/json.hpp"
#include "platform/web/imports.hpp"

#include <cmath>
#include <cstring>

namespace tw::web {
namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
    return (hash ^ value) * 0x9E3779B97F4A7C15ULL ^ (hash >> 29);
}
std::uint64_t mix(std::uint64_t hash, const std::string& text) {
    return mix(fnv1a(text, hash), text.size());
}

/// Whole pixels are all the DOM needs, and keep a sub-pixel drift from being a change.
std::uint64_t mix(std::uint64_t hash, const Rect& r) {
    for (const double v : {r.x, r.y, r.w, r.h})
        hash = mix(hash, static_cast<std::uint64_t>(static_cast<std::int64_t>(std::lround(v))));
    return hash;
}

std::uint64_t state_bits(const SemanticNode& n) {
    const auto optional_bits = [](const std::optional<bool>& v) { return v ? (*v ? 2U : 1U) : 0U; };
    return (n.disabled ? 1U : 0U) | (n.focused ? 2U : 0U) | (n.selected ? 4U : 0U) | optional_bits(n.checked) << 3 |
           optional_bits(n.expanded) << 5 | optional_bits(n.pressed) << 7;
}

std::uint64_t hash_of(const SemanticNode& n) {
    std::uint64_t hash = mix(mix(mix(mix(14695981039346656037ULL, n.id), n.role), n.name), n.value);
    hash = mix(mix(hash, n.rect_px), state_bits(n));
    return mix(mix(hash, static_cast<std::uint64_t>(n.row_index)), static_cast<std::uint64_t>(n.row_count));
}

Json describe(const SemanticNode& n, const std::string& id, const std::string& parent, const Rect& parent_px) {
    Json out{{"id", id},
             {"parent", parent},
             {"role", n.role},
             {"name", n.name},
             {"rect",
              {std::lround(n.rect_px.x - parent_px.x), std::lround(n.rect_px.y - parent_px.y), std::lround(n.rect_px.w),
               std::lround(n.rect_px.h)}}};
    if (!n.value.empty())
        out["value"] = n.value;
    for (const auto& [key, on] : {std::pair{"disabled", n.disabled}, {"focused", n.focused}, {"selected", n.selected}})
        if (on)
            out[key] = true;
    for (const auto& [key, state] : {std::pair{"checked", n.checked}, {"expanded", n.expanded}, {"pressed", n.pressed}})
        if (state)
            out[key] = *state;
    if (n.row_index > 0)
        out["row"] = n.row_index;
    if (n.row_count > 0)
        out["rows"] = n.row_count;
    return out;
}

} // namespace

void WebMirror::update(const SemanticTree& tree) {
    const std::vector<SemanticNode>& nodes = tree.nodes();
    std::vector<std::uint64_t> hashes(nodes.size());
    std::uint64_t tree_hash = nodes.size();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        hashes[i] = mix(hash_of(nodes[i]), nodes[i].parent);
        // A child's place is relative to its parent's: both moving together is still both changing.
        if (nodes[i].parent > 0)
            hashes[i] = mix(hashes[i], nodes[nodes[i].parent - 1].rect_px);
        tree_hash = mix(tree_hash, hashes[i]);
    }
    if (tree_hash == last_tree_hash_)
        return;
    last_tree_hash_ = tree_hash;
    ++frame_;

    Json set = Json::array();
    bool moved = false;
    std::vector<std::string> ids(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        std::string id = nodes[i].id.empty() ? nodes[i].role + ":" + nodes[i].name : nodes[i].id;
        // Two nodes of one id would fight for one element.
        for (int copy = 2; known_.contains(id) && known_[id].seen == frame_; ++copy)
            id = nodes[i].id + "#" + std::to_string(copy);
        Known& known = known_[id];
        known.seen = frame_;
        const std::uint32_t parent = nodes[i].parent;
        if (known.hash != hashes[i]) {
            known.hash = hashes[i];
            // A new parent moves an element even where the order of all ids stays.
            moved |= known.parent != parent;
            known.parent = parent;
            set.push_back(describe(nodes[i], id, parent ? ids[parent - 1] : std::string(),
                                   parent ? nodes[parent - 1].rect_px : Rect{}));
        }
        ids[i] = std::move(id);
    }
    Json change = Json::object();
    if (!set.empty())
        change["set"] = std::move(set);
    Json removed = Json::array();
    std::erase_if(known_, [&](const auto& entry) {
        if (entry.second.seen == frame_)
            return false;
        removed.push_back(entry.first);
        return true;
    });
    if (!removed.empty())
        change["remove"] = std::move(removed);
    if (moved || ids != order_) {
        change["order"] = ids;
        order_ = std::move(ids);
    }
    if (change.empty())
        return;
    const std::string json = dump_json(change);
    twjs_mirror(json.data(), json.size());
}

} // namespace tw::web
