#include "edit/history.hpp"

#include "ports/clock.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tw {
namespace {

/// Adds the ids that are not there yet; a drag brings the same ones each time.
void merge_ids(std::vector<std::string>& ids, const std::vector<std::string>& more) {
    if (ids == more)
        return;
    ids.insert(ids.end(), more.begin(), more.end());
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
}

template <class T>
void make_room(std::vector<T>& in, std::size_t more) {
    if (in.capacity() - in.size() < more)
        in.reserve(in.size() + std::max(more, in.size()));
}

} // namespace

Stamp HybridClock::next() {
    Stamp stamp;
    next(stamp);
    return stamp;
}

void HybridClock::next(Stamp& stamp) {
    // Never 0: that is the stamp of what came with the document.
    const std::uint64_t now_ms = std::max<std::uint64_t>(clock_->now_ms_utc(), 1);
    if (now_ms > wall_ms_) {
        wall_ms_ = now_ms;
        counter_ = 0;
    } else if (counter_ == std::numeric_limits<std::uint32_t>::max()) {
        ++wall_ms_;
        counter_ = 0;
    } else {
        ++counter_;
    }
    stamp.wall_ms = wall_ms_;
    stamp.counter = counter_;
    stamp.client_id = client_id_;
}

void HybridClock::observe(const Stamp& stamp) {
    if (std::pair(stamp.wall_ms, stamp.counter) > std::pair(wall_ms_, counter_)) {
        wall_ms_ = stamp.wall_ms;
        counter_ = stamp.counter;
    }
}

Transaction& Transaction::set(RegisterAddress address, Json value) {
    writes.push_back({std::move(address), std::move(value)});
    return *this;
}

History::History(Document& document, HybridClock& clock, std::uint64_t first_sequence)
    : document_(&document), clock_(&clock), next_sequence_(first_sequence) {
    scratch_.document_uid = document.uid();
    scratch_.client_id = clock.client_id();
}

/// Stamps one write, applies it and leaves it in pending_; returns its stamp.
History::OwnStamp History::write(Document::Place at, RegisterAddress address, Json value, const std::string& action,
                                 std::uint64_t transaction, ChangeSet& changes, Json& replaced) {
    scratch_.sequence = next_sequence_++;
    clock_->next(scratch_.stamp);
    scratch_.address = std::move(address);
    scratch_.value = std::move(value);
    document_->apply(scratch_, changes, at, &replaced);
    if (pending_actions_.empty() || pending_actions_.back() != action)
        pending_actions_.push_back(action);
    const OwnStamp stamp{scratch_.stamp.wall_ms, scratch_.stamp.counter};
    pending_.push_back({scratch_.sequence, transaction, pending_actions_.size() - 1, stamp, std::move(scratch_.address),
                        std::move(scratch_.value)});
    return stamp;
}

/// A register written twice in one step is restored once, to what it held before the first time.
void History::remember(Step& step, Restore restore, std::size_t hint) {
    const bool written_before = restore.before_content && *restore.before_content >= step.first;
    if (written_before) {
        const auto same = [&](const Restore& known) { return known.address == restore.address; };
        // A drag writes the same registers in the same order each time.
        auto known = hint < step.restores.size() ? step.restores.begin() + static_cast<std::ptrdiff_t>(hint)
                                                 : step.restores.end();
        if (known == step.restores.end() || !same(*known))
            known = std::ranges::find_if(step.restores, same);
        if (known != step.restores.end()) {
            known->content = restore.content;
            return;
        }
    }
    step.restores.push_back(std::move(restore));
}

ChangeSet History::commit(Transaction transaction) {
    ChangeSet changes;
    const bool joins = transaction.undoable && joinable_ && !transaction.coalesce_key.empty() && !undo_.empty() &&
                       undo_.back().coalesce_key == transaction.coalesce_key;
    Step fresh;
    fresh.transaction = next_sequence_;
    Step& step = joins ? undo_.back() : fresh;
    std::size_t nth = 0;
    for (Write& asked : transaction.writes) {
        const Document::Place at = document_->place(asked.address);
        const Register& now = at.read();
        if (same_json(asked.value, now.value))
            continue;
        Restore restore{asked.address, {}, forget(now.stamp), {}, at.region()};
        restore.content = write(at, std::move(asked.address), std::move(asked.value), transaction.action,
                                step.transaction, changes, restore.before);
        if (step.restores.empty())
            step.first = restore.content;
        remember(step, std::move(restore), nth++);
    }
    if (changes.empty())
        return changes;
    if (!transaction.undoable) {
        joinable_ = false;
        return changes;
    }

    redo_.clear();
    steps_stale_ = true;
    joinable_ = !transaction.coalesce_key.empty();
    step.info.at_ms_utc = pending_.back().stamp.wall_ms;
    step.info.writes = step.restores.size();
    std::vector<std::string> regions;
    regions.reserve(changes.regions.size());
    for (const RegionIndex index : changes.regions)
        regions.push_back(document_->region_at(index).id);
    if (joins) {
        merge_ids(step.info.regions, regions);
    } else {
        step.info.action = std::move(transaction.action);
        step.info.regions = std::move(regions);
        step.coalesce_key = std::move(transaction.coalesce_key);
        undo_.push_back(std::move(fresh));
    }
    return changes;
}

ChangeSet History::apply_remote(const std::vector<Op>& ops) {
    for (const Op& op : ops) {
        clock_->observe(op.stamp);
        if (op.client_id == clock_->client_id())
            next_sequence_ = std::max(next_sequence_, op.sequence + 1);
    }
    ChangeSet changes = document_->apply(ops);
    if (!changes.empty())
        joinable_ = false; // a joined step could not tell what was theirs in between
    return changes;
}

UndoOutcome History::undo() {
    return revert(undo_, redo_, "history.undo");
}
UndoOutcome History::redo() {
    return revert(redo_, undo_, "history.redo");
}
bool History::can_undo() const {
    return !undo_.empty();
}
bool History::can_redo() const {
    return !redo_.empty();
}
void History::break_coalescing() {
    joinable_ = false;
}
std::vector<Op> History::take_pending() {
    std::vector<Op> ops;
    ops.reserve(pending_.size());
    const std::string& client_id = clock_->client_id();
    for (PendingOp& op : pending_)
        ops.push_back({document_->uid(),
                       client_id,
                       op.sequence,
                       op.transaction,
                       pending_actions_[op.action],
                       {op.stamp.wall_ms, op.stamp.counter, client_id},
                       std::move(op.address),
                       std::move(op.value)});
    pending_.clear();
    pending_actions_.clear();
    return ops;
}

/// Takes the newest step of `from` back and leaves its opposite in `to`.
UndoOutcome History::revert(std::vector<Step>& from, std::vector<Step>& to, const std::string& action) {
    UndoOutcome outcome;
    if (from.empty())
        return outcome;
    Step step = std::move(from.back());
    from.pop_back();
    joinable_ = false;
    steps_stale_ = true;
    outcome.ran = true;
    outcome.action = step.info.action;

    Step opposite;
    opposite.transaction = next_sequence_;
    opposite.restores.reserve(step.restores.size());
    outcome.changes.regions.reserve(step.restores.size());
    make_room(pending_, step.restores.size());
    make_room(rewritten_, step.restores.size());
    for (auto restore = step.restores.rbegin(); restore != step.restores.rend(); ++restore) {
        const Document::Place at = document_->place(restore->address, restore->region);
        const Register& now = at.read();
        if (content_under(now.stamp) != restore->content) {
            outcome.skipped.push_back(std::move(restore->address));
            continue;
        }
        opposite.restores.push_back({restore->address, {}, forget(now.stamp), {}, at.region()});
        Restore& back = opposite.restores.back();
        back.content = write(at, std::move(restore->address), std::move(restore->before), action, opposite.transaction,
                             outcome.changes, back.before);
        if (restore->before_content) {
            rewritten_.push_back({back.content, *restore->before_content});
            back.content = *restore->before_content;
        }
    }
    outcome.restored = opposite.restores.size();
    if (!opposite.restores.empty()) {
        opposite.info = std::move(step.info);
        to.push_back(std::move(opposite));
    }
    return outcome;
}

std::size_t History::rewritten_at(const OwnStamp& stamp) const {
    const auto is_at = [&](std::size_t at) { return at < rewritten_.size() && rewritten_[at].stamp == stamp; };
    for (const std::size_t near : {last_found_, last_found_ + 1, last_found_ - 1})
        if (is_at(near))
            return last_found_ = near;
    const auto found = std::ranges::lower_bound(rewritten_, stamp, {}, &Rewritten::stamp);
    const auto at = static_cast<std::size_t>(found - rewritten_.begin());
    return is_at(at) ? last_found_ = at : rewritten_.size();
}

std::optional<History::OwnStamp> History::content_under(const Stamp& stamp) const {
    if (stamp.client_id != clock_->client_id())
        return std::nullopt;
    const OwnStamp own{stamp.wall_ms, stamp.counter};
    const std::size_t at = rewritten_at(own);
    return at < rewritten_.size() ? rewritten_[at].first : own;
}

std::optional<History::OwnStamp> History::forget(const Stamp& overwritten) {
    const std::optional<OwnStamp> content = content_under(overwritten);
    const OwnStamp own{overwritten.wall_ms, overwritten.counter};
    if (!content || *content == own)
        return content;
    rewritten_[last_found_].first = own;
    if (++overwritten_ * 2 > rewritten_.size() + 64) {
        std::erase_if(rewritten_, [](const Rewritten& one) { return one.first == one.stamp; });
        overwritten_ = 0;
    }
    return content;
}

const std::vector<HistoryStep>& History::steps() const {
    if (!steps_stale_)
        return steps_;
    steps_.clear();
    for (const Step& step : undo_)
        steps_.push_back(step.info);
    for (auto step = redo_.rbegin(); step != redo_.rend(); ++step) {
        steps_.push_back(step->info);
        steps_.back().undone = true;
    }
    steps_stale_ = false;
    return steps_;
}

} // namespace tw
