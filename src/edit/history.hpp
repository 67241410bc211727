// Transactions, undo and redo of one client on one document. A transaction is the list of register writes of one
// gesture or one pause in typing; History stamps them into Ops, applies them, and remembers what each register held
// before. Undo writes new ops and restores a register only while it still holds what the undone edit wrote; it says
// what it skipped.
#pragma once

#include "edit/document.hpp"
#include "edit/order_key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tw {

class Clock;

/// Gives stamps that never go back and follow every stamp seen.
class HybridClock {
public:
    HybridClock(const Clock& clock, std::string client_id) : clock_(&clock), client_id_(std::move(client_id)) {}
    Stamp next();
    void next(Stamp& stamp); ///< the same, into the memory that `stamp` has
    void observe(const Stamp& stamp);
    [[nodiscard]] const std::string& client_id() const { return client_id_; }

private:
    const Clock* clock_;
    std::string client_id_;
    std::uint64_t wall_ms_ = 0;
    std::uint32_t counter_ = 0;
};

struct Write {
    RegisterAddress address;
    Json value;
};

struct Transaction {
    std::string action; ///< string key shown in the history: "history.draw"
    std::vector<Write> writes;
    std::string coalesce_key; ///< not empty: joins the previous transaction with the same key while that is the newest
    bool undoable = true;     ///< false: leaves no step, as handing in an annotation
    Transaction& set(RegisterAddress address, Json value);
};

/// One line of the history panel.
struct HistoryStep {
    std::string action;
    std::uint64_t at_ms_utc = 0;
    std::size_t writes = 0;
    std::vector<std::string> regions; ///< ids touched
    bool undone = false;
};

struct UndoOutcome {
    bool ran = false;
    std::string action;
    std::size_t restored = 0;
    std::vector<RegisterAddress> skipped; ///< somebody else wrote them since
    ChangeSet changes;
};

class History {
public:
    /// `first_sequence`: the next sequence of this client.
    History(Document& document, HybridClock& clock, std::uint64_t first_sequence = 1);

    /// Applies at once; the ops are appended to pending(). Writes that change nothing are dropped; an empty transaction
    /// leaves no step.
    ChangeSet commit(Transaction transaction);
    /// Ops of other clients, or of this one from before a reload.
    ChangeSet apply_remote(const std::vector<Op>& ops);
    UndoOutcome undo();
    UndoOutcome redo();
    [[nodiscard]] bool can_undo() const;
    [[nodiscard]] bool can_redo() const;
    [[nodiscard]] const std::vector<HistoryStep>& steps() const; ///< oldest first, this session's own
    void break_coalescing();
    /// Ops stamped since the last call; the caller makes them durable.
    std::vector<Op> take_pending();

private:
    /// A stamp of this client, whose name would be the same in each.
    struct OwnStamp {
        std::uint64_t wall_ms = 0;
        std::uint32_t counter = 0;
        auto operator<=>(const OwnStamp&) const = default;
    };
    /// Undo and redo put old content under a new stamp; the content is known by the stamp it was first written with.
    struct Rewritten {
        OwnStamp stamp, first; ///< equal: overwritten since, to be dropped
    };
    struct Restore {
        RegisterAddress address;
        Json before;
        std::optional<OwnStamp> before_content; ///< what was there before, if that was own too
        OwnStamp content;                       ///< what the edit wrote, by the stamp it was first written with
        RegionIndex region = no_region;         ///< of the address, if it was there before
    };
    struct Step {
        HistoryStep info;
        std::vector<Restore> restores;
        std::string coalesce_key;
        std::uint64_t transaction = 0;
        OwnStamp first; ///< of its first write
    };
    /// An Op less what all of this client's have in common: ten thousand of them are made in one undo.
    struct PendingOp {
        std::uint64_t sequence = 0, transaction = 0;
        std::size_t action = 0; ///< in pending_actions_
        OwnStamp stamp;
        RegisterAddress address;
        Json value;
    };
    OwnStamp write(Document::Place at, RegisterAddress address, Json value, const std::string& action,
                   std::uint64_t transaction, ChangeSet& changes, Json& replaced);
    void remember(Step& step, Restore restore, std::size_t hint);
    UndoOutcome revert(std::vector<Step>& from, std::vector<Step>& to, const std::string& action);
    [[nodiscard]] std::optional<OwnStamp> content_under(const Stamp& stamp) const; ///< nothing for another client's
    /// The same of a stamp that is about to be overwritten, and so never holds a register again.
    std::optional<OwnStamp> forget(const Stamp& overwritten);
    [[nodiscard]] std::size_t rewritten_at(const OwnStamp& stamp) const; ///< past the end when it is not there
    Document* document_;
    HybridClock* clock_;
    std::uint64_t next_sequence_;
    std::vector<Step> undo_, redo_;
    bool joinable_ = false;              ///< the newest step may be coalesced with
    std::vector<Rewritten> rewritten_;   ///< by rising stamp, which is the order in which they are made
    std::size_t overwritten_ = 0;        ///< how many of them are to be dropped
    mutable std::size_t last_found_ = 0; ///< in rewritten_; what is asked for next mostly stands beside it
    std::vector<PendingOp> pending_;
    std::vector<std::string> pending_actions_;
    Op scratch_; ///< what is being written; keeps its strings' memory from one write to the next
    mutable std::vector<HistoryStep> steps_;
    mutable bool steps_stale_ = true;
};

} // namespace tw
