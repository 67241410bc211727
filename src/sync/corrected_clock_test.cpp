#include "sync/corrected_clock.hpp"

#include "support/fixed.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

TEST_CASE("a clock that is minutes off is put right by the server's, one that nearly agrees is left alone") {
    ManualClock device;
    CorrectedClock clock(device);
    const std::uint64_t here = device.now_ms_utc();
    CHECK(clock.now_ms_utc() == here);

    clock.server_said(here - 300'000, 1000, 1100); // five minutes fast
    CHECK(clock.now_ms_utc() == here - 300'000 + 50);
    CHECK(clock.ahead_ms() == -299'950);
    clock.server_said(here + 3'600'000, 1000, 1000); // an hour slow
    CHECK(clock.now_ms_utc() == here + 3'600'000);

    clock.server_said(here + 1500, 1000, 1000);
    CHECK(clock.now_ms_utc() == here);
    clock.server_said(here - 4000, 1000, 7000); // that slow an answer says little
    CHECK(clock.now_ms_utc() == here);
}
