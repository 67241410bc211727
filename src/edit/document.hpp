// One annotation as registers: the state that ops write and everything else reads. Owned by an EditorSession (or by a
// server); changed only through apply(). Last writer wins per register by Stamp, so the order in which ops arrive does
// not matter, and applying one twice changes nothing. Regions keep a revision for caches; nothing here knows a tag.
#pragma once

#include "base/id_map.hpp"
#include "edit/op.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// A region's number in its document, by the order in which they were first seen; stays while the document lives, also when
/// the region is deleted. For caches, which find by it what they would else look up by name.
using RegionIndex = std::uint32_t;
inline constexpr RegionIndex no_region = 0xffffffff;

struct Register {
    Json value; ///< null: absent
    Stamp stamp;
};

/// All registers of one region. `revision` rises with every change to any of them.
struct Region {
    std::string id;
    RegionIndex index = 0;
    Register geometry, meta, parent, order, deleted;
    std::map<std::string, Register, std::less<>> controls; ///< by from_name
    std::map<std::string, Register, std::less<>> extra;    ///< by from_name
    std::uint64_t revision = 0;                            ///< the document's at the last change of this region
    /// The same of anything but `deleted`: what was made of a region still holds when it comes back.
    std::uint64_t content_revision = 0;

    [[nodiscard]] bool alive() const {
        const bool* const gone = deleted.value.get_ptr<const bool*>();
        return !geometry.value.is_null() && (gone == nullptr || !*gone);
    }
    [[nodiscard]] std::string to_name() const { return string_or(geometry.value, "to_name", ""); }
    /// geometry.value.value, or an empty object.
    [[nodiscard]] const Json& shape() const;
    /// The control value of `from_name`, or nullptr.
    [[nodiscard]] const Json* control(std::string_view from_name) const;
};

/// What one apply() changed; caches and panels read it.
struct ChangeSet {
    std::vector<RegionIndex> regions; ///< created, changed, deleted or restored, each once
    std::size_t writes = 0;           ///< that won
    bool order_changed = false;       ///< the list of live regions or its order changed
    bool parents_changed = false;     ///< of any region
    std::uint64_t from_revision = 0;  ///< the document's revision before the first of them
    [[nodiscard]] bool empty() const { return writes == 0; }
};

class Document {
public:
    explicit Document(std::string uid) : uid_(std::move(uid)) {}

    /// Takes a Label Studio `result` array apart into registers with base stamps. Never fails: what cannot be taken
    /// apart becomes `kept` and is named in `diagnostics` with its JSON pointer.
    static Document from_result(std::string uid, const Json& result, Diagnostics& diagnostics);
    /// Puts the registers together again. For what was never edited this equals what came in (same meaning).
    [[nodiscard]] Json to_result() const;

    /// Writes the registers whose stamp is older. Ops of another document change nothing.
    ChangeSet apply(const Op& op);
    ChangeSet apply(std::span<const Op> ops);
    void apply(const Op& op, ChangeSet& changes); ///< adds to `changes`, which began with this document
    /// Where an address leads, looked up once for who reads a register and then writes it. Valid while the document lives.
    class Place {
    public:
        [[nodiscard]] const Register& read() const; ///< an empty one when nothing was ever written there
        [[nodiscard]] RegionIndex region() const { return region_ != nullptr ? region_->index : no_region; }

    private:
        friend class Document;
        Region* region_ = nullptr;
        Register* target_ = nullptr;
    };
    /// `maybe`: the region that it is most likely in, which then needs no looking up.
    [[nodiscard]] Place place(const RegisterAddress& address, RegionIndex maybe = no_region);
    /// `at` is where the op's address leads. What its write replaces goes to `replaced`, when somebody wants it.
    void apply(const Op& op, ChangeSet& changes, Place at, Json* replaced = nullptr);

    /// The newest of each register of either: what the ops of both would give. Also for documents that lost their ops.
    ChangeSet merge(const Document& other);
    /// Every register that was ever written, regions by id.
    void for_each(const std::function<void(const RegisterAddress&, const Register&)>& visit) const;

    [[nodiscard]] const std::string& uid() const { return uid_; }
    [[nodiscard]] const Register* find(const RegisterAddress& address) const;
    [[nodiscard]] const Region* region(std::string_view id) const; ///< also deleted ones; nullptr if never seen
    [[nodiscard]] const Region& region_at(RegionIndex index) const { return regions_[index]; }
    [[nodiscard]] std::size_t regions_seen() const { return regions_.size(); } ///< also deleted ones
    /// Live regions in order. Valid until the next apply().
    [[nodiscard]] const std::vector<RegionIndex>& region_order() const;
    /// Their ids.
    [[nodiscard]] const std::vector<std::string>& region_ids() const;
    /// Controls without a region, keyed by (from_name, item).
    [[nodiscard]] const std::map<std::pair<std::string, std::string>, Register>& controls() const { return controls_; }
    [[nodiscard]] const std::map<std::pair<std::string, std::string>, Register>& relations() const {
        return relations_;
    }
    [[nodiscard]] const std::map<std::string, Register>& kept() const { return kept_; }
    [[nodiscard]] const std::map<std::string, Register>& fields() const { return fields_; }
    [[nodiscard]] const Register& submitted() const { return submitted_; }
    /// Parent after breaking cycles (the smallest id of a cycle has none) and dropping parents that are not alive.
    [[nodiscard]] std::string parent_of(std::string_view region_id) const;
    [[nodiscard]] std::uint64_t revision() const { return revision_; } ///< rises with every change
    /// The key that sorts after all live regions.
    [[nodiscard]] std::string next_order_key() const;

    /// Every register with its stamp, and the highest sequence seen of each client; from_snapshot gives an equal
    /// document.
    [[nodiscard]] Json to_snapshot() const;
    static Result<Document> from_snapshot(const Json& snapshot);
    [[nodiscard]] const std::map<std::string, std::uint64_t>& seen() const { return seen_; } ///< client_id -> sequence

private:
    Register& slot(const RegisterAddress& address);
    Region& region_slot(const std::string& id);
    [[nodiscard]] Region* region_named(const RegisterAddress& address); ///< nullptr for what is of no region
    std::string uid_;
    void changed(Region& region, RegisterKind kind, bool was_alive, ChangeSet& changes);
    void sort_regions() const;
    std::deque<Region> regions_; ///< by index
    IdMap<RegionIndex> region_index_;
    std::map<std::pair<std::string, std::string>, Register> controls_, relations_;
    std::map<std::string, Register> kept_, fields_;
    Register submitted_;
    std::map<std::string, std::uint64_t> seen_;
    std::vector<RegisterAddress> layout_; ///< where each result stood in the array that came in
    std::uint64_t revision_ = 0;
    mutable std::vector<RegionIndex>
        sorted_;                        ///< by order key, also deleted ones, so that nothing moves when one comes back
    mutable bool sorted_stale_ = false; ///< an order key changed; else only new regions are missing
    mutable std::vector<RegionIndex> order_;
    mutable std::vector<std::string> order_ids_;
    mutable bool order_stale_ = true, order_ids_stale_ = true;
};

/// The key of `value` that holds a control's own choice for a result type: "text" for textarea, "selected" for
/// pairwise, else the type itself.
std::string_view control_value_key(std::string_view result_type);

} // namespace tw
