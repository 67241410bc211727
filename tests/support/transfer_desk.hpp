// A device with one project on it and no page: what an import or an export needs, their services beside them.
#pragma once

#include "app/store/local_store.hpp"
#include "platform/headless/headless_host.hpp"
#include "support/fixed.hpp"
#include "support/memory_storage.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <utility>
#include <vector>

namespace tw::test {

struct TransferDesk {
    headless::HeadlessHost host{[](std::string_view) { return std::string(); }};
    MemoryStorage storage;
    ManualClock clock;
    SeededRandom random;
    LocalStore store{storage, clock, random};
    StoredProject project;
    AppPorts ports{.host = &host, .clock = &clock, .random = &random, .storage = &storage};

    TransferDesk(const StoredProject& wanted, std::vector<Task> tasks) {
        std::optional<AddedTasks> made;
        store.add_tasks(wanted, std::move(tasks), {}, {}, [&](Result<AddedTasks> added) { made = *added; });
        storage.run_until_idle();
        REQUIRE(made);
        project = made->project;
    }
    /// Frames of `work`, an Import or an Export, until nothing more comes.
    template <class Work>
    void settle(Work& work) {
        for (int i = 0; i < 100 && (storage.run_completions() > 0 || i < 3); ++i) {
            clock.advance(100);
            work.step();
        }
    }
};

} // namespace tw::test
