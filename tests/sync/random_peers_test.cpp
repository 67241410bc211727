// Peers edit one document at once over a bad network: messages are lost, doubled and reordered, peers are killed and
// start again from a snapshot and a tail, clocks are wrong. When all has been delivered, all must hold equal documents.
// A failure prints its seed; TW_SEED=<seed> runs that one alone, TW_PEER_RUNS=<n> sets how many.
#include "edit/history.hpp"
#include "edit/recovery.hpp"
#include "ports/op_log.hpp"
#include "support/fixed.hpp"
#include "support/random_results.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

namespace {

const std::string document_uid = "doc";

struct Message {
    std::size_t to = 0; ///< peer; the count of peers means the server
    std::size_t from = 0;
    std::vector<Op> ops;
    std::vector<OpName> acknowledged;
};

OpName name_of(const Op& op) {
    return {op.client_id, op.sequence};
}

/// Own ops not yet acknowledged, as a device's log keeps them: sending does not remove, only an acknowledgement does.
class Outbox {
public:
    void add(const std::vector<Op>& ops) {
        for (const Op& op : ops)
            ops_.emplace(name_of(op), op);
    }
    [[nodiscard]] std::vector<Op> batch(std::size_t limit) const {
        std::vector<Op> out;
        for (auto at = ops_.begin(); at != ops_.end() && out.size() < limit; ++at)
            out.push_back(at->second);
        return out;
    }
    void acknowledge(const std::vector<OpName>& names) {
        for (const OpName& name : names)
            ops_.erase(name);
    }
    [[nodiscard]] bool empty() const { return ops_.empty(); }

private:
    std::map<OpName, Op> ops_;
};

/// What of a peer survives a kill: as a device keeps it.
struct Disk {
    Json snapshot;
    std::vector<OpRecord> tail;
    Outbox outbox;
};

class Peer {
public:
    Peer(std::string client_id, const Json& base, std::uint64_t clock_error_ms)
        : clock_(1'000'000 + clock_error_ms), client_id_(std::move(client_id)) {
        Diagnostics diagnostics;
        disk_.snapshot = Document::from_result(document_uid, base, diagnostics).to_snapshot();
        start();
    }

    void edit(SeededRandom& random) {
        clock_.advance(random.below(3));
        if (random.one_in(5)) {
            (random.one_in(3) ? history_->redo() : history_->undo());
        } else {
            Transaction transaction{"history.test", {}, random.one_in(4) ? "drag" : ""};
            for (std::size_t n = 1 + random.below(2); n > 0; --n)
                add_write(random, transaction);
            history_->commit(std::move(transaction));
        }
        const std::vector<Op> ops = history_->take_pending();
        disk_.outbox.add(ops);
        keep(ops);
    }

    void receive(const std::vector<Op>& ops) {
        history_->apply_remote(ops);
        keep(ops);
    }

    void snapshot() { disk_ = {document_->to_snapshot(), {}, disk_.outbox}; }

    /// Killed and started again: everything in memory is gone, the tail comes back in any order.
    void restart(SeededRandom& random) {
        for (std::size_t i = disk_.tail.size(); i > 1; --i)
            std::swap(disk_.tail[i - 1], disk_.tail[random.below(i)]);
        start();
    }

    Document& document() { return *document_; }
    Outbox& outbox() { return disk_.outbox; }

private:
    void start() {
        Diagnostics diagnostics;
        auto restored =
            restore(document_uid, {{document_uid, 0, dump_json(disk_.snapshot)}, disk_.tail}, nullptr, diagnostics);
        REQUIRE(diagnostics.empty());
        history_.reset();
        document_ = std::make_unique<Document>(std::move(*restored));
        hybrid_ = std::make_unique<HybridClock>(clock_, client_id_);
        const auto own = document_->seen().find(client_id_);
        history_.emplace(*document_, *hybrid_, own == document_->seen().end() ? 1 : own->second + 1);
        // Its own clock may have been set back meanwhile; the ops it kept say how far it was.
        for (const OpRecord& record : disk_.tail)
            hybrid_->observe(from_record(record)->stamp);
        for (const Op& op : disk_.outbox.batch(1000))
            hybrid_->observe(op.stamp);
    }

    void keep(const std::vector<Op>& ops) {
        for (const Op& op : ops)
            disk_.tail.push_back(to_record(op));
    }

    void add_write(SeededRandom& random, Transaction& transaction) {
        const std::string id = "r" + std::to_string(random.below(4));
        const auto number = static_cast<int>(random.below(50));
        switch (random.below(9)) {
        case 0:
            transaction.set({RegisterKind::region_deleted, id, ""}, random.one_in(3) ? Json() : Json(true));
            break;
        case 1:
            transaction.set({RegisterKind::region_control, id, random.one_in(2) ? "tool" : "kind"},
                            {{"type", "labels"}, {"value", {number}}});
            break;
        case 2:
            transaction.set({RegisterKind::region_order, id, ""}, document_->next_order_key());
            break;
        case 3:
            transaction.set({RegisterKind::region_parent, id, ""}, "r" + std::to_string(random.below(4)));
            break;
        case 4:
            transaction.set({RegisterKind::control, "", "mood"},
                            random.one_in(3) ? Json() : Json{{"type", "choices"}, {"value", {{"choices", {number}}}}});
            break;
        case 5:
            transaction.set({RegisterKind::relation, id, "r1"},
                            random.one_in(3) ? Json() : Json{{"direction", number}});
            break;
        case 6:
            transaction.set({RegisterKind::region_meta, id, ""}, {{"text", {number}}});
            break;
        default:
            transaction.set({RegisterKind::region_geometry, id, ""}, {{"to_name", "img"}, {"value", {{"x", number}}}});
        }
    }

    ManualClock clock_;
    std::string client_id_;
    Disk disk_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<HybridClock> hybrid_;
    std::optional<History> history_;
};

class World {
public:
    explicit World(std::uint64_t seed) : random_(seed), server_(document_uid) {
        const Json base = random_result(random_, 5, random_.one_in(4));
        Diagnostics diagnostics;
        server_ = Document::from_result(document_uid, base, diagnostics);
        for (std::size_t i = 2 + random_.below(2); i > 0; --i)
            peers_.emplace_back("client-" + std::to_string(i), base, random_.below(3) * 5);
    }

    void run() {
        for (std::size_t step = 15 + random_.below(25); step > 0; --step) {
            Peer& peer = peers_[random_.below(peers_.size())];
            switch (random_.below(12)) {
            case 0:
                peer.snapshot();
                break;
            case 1:
                peer.restart(random_);
                break;
            case 2:
            case 3:
                send_outbox(random_.below(peers_.size()));
                break;
            case 4:
            case 5:
            case 6:
                deliver_some(true);
                break;
            default:
                peer.edit(random_);
            }
        }
        settle();
    }

    /// "" when all agree, else what differs.
    std::string difference() {
        const Json expected = server_.to_snapshot();
        const Json result = server_.to_result();
        for (std::size_t i = 0; i < peers_.size(); ++i) {
            if (peers_[i].document().to_snapshot() != expected)
                return "peer " + std::to_string(i) + "\n" + dump_json(peers_[i].document().to_snapshot()) +
                       "\nserver\n" + dump_json(expected);
            if (peers_[i].document().to_result() != result)
                return "results differ with equal snapshots";
        }
        return {};
    }

private:
    std::size_t server_id() const { return peers_.size(); }

    void send_outbox(std::size_t peer) {
        if (!peers_[peer].outbox().empty())
            network_.push_back({server_id(), peer, peers_[peer].outbox().batch(1 + random_.below(6)), {}});
    }

    /// The server keeps what is new, answers, and tells everybody else.
    void serve(const Message& message) {
        Message answer{message.from, server_id(), {}, {}};
        for (const Op& op : message.ops) {
            answer.acknowledged.push_back(name_of(op));
            if (kept_.insert({name_of(op), log_.size()}).second)
                log_.push_back(op);
        }
        server_.apply(message.ops);
        network_.push_back(std::move(answer));
        for (std::size_t peer = 0; peer < peers_.size(); ++peer)
            network_.push_back({peer, server_id(), message.ops, {}});
    }

    void deliver(const Message& message) {
        if (message.to == server_id()) {
            serve(message);
            return;
        }
        peers_[message.to].outbox().acknowledge(message.acknowledged);
        if (!message.ops.empty())
            peers_[message.to].receive(message.ops);
    }

    void deliver_some(bool badly) {
        for (std::size_t n = random_.below(4); n > 0 && !network_.empty(); --n) {
            const std::size_t at = random_.below(network_.size());
            Message message = network_[at];
            if (!badly || !random_.one_in(6)) // else it is doubled: one copy stays under way
                network_.erase(network_.begin() + static_cast<std::ptrdiff_t>(at));
            if (badly && random_.one_in(5))
                continue; // lost
            if (badly)
                for (std::size_t i = message.ops.size(); i > 1; --i)
                    std::swap(message.ops[i - 1], message.ops[random_.below(i)]);
            deliver(message);
        }
    }

    /// The network recovers: outboxes empty themselves, then each peer reads the whole feed of the server.
    void settle() {
        for (std::size_t peer = 0; peer < peers_.size(); ++peer) {
            while (!peers_[peer].outbox().empty()) {
                send_outbox(peer);
                while (!network_.empty())
                    deliver_some(false);
            }
        }
        for (Peer& peer : peers_)
            peer.receive(log_);
    }

    SeededRandom random_;
    Document server_;
    std::vector<Op> log_;
    std::map<OpName, std::size_t> kept_;
    std::deque<Peer> peers_;
    std::vector<Message> network_;
};

std::uint64_t number_from_environment(const char* name, std::uint64_t fallback) {
    const char* const text = std::getenv(name);
    return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

} // namespace

// TW_PEER_RUNS=10000 is the full measure; it takes minutes under the sanitizers, so an ordinary run does a tenth of it.
TEST_CASE("random peers over a bad network converge") {
    const std::uint64_t only = number_from_environment("TW_SEED", 0);
    const std::uint64_t first = only != 0 ? only : 1;
    const std::uint64_t last = only != 0 ? only : number_from_environment("TW_PEER_RUNS", 1'000);
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        World world(seed);
        world.run();
        const std::string difference = world.difference();
        if (!difference.empty())
            FAIL("TW_SEED=", seed, " does not converge: ", difference);
    }
}
