#include "base/id.hpp"

#include "ports/clock.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {
class CountingRandom : public Random {
public:
    explicit CountingRandom(std::uint64_t step) : step_(step) {}
    std::uint64_t next_u64() override { return value_ += step_; }

private:
    std::uint64_t value_ = 0;
    std::uint64_t step_;
};
} // namespace

TEST_CASE("a uid is a UUID of version 7 that sorts by its time") {
    CountingRandom random(0x9e3779b97f4a7c15ULL);
    const std::string early = make_uid(0x0123456789abULL, random);
    CHECK(early.size() == 36);
    CHECK(early.substr(0, 15) == "01234567-89ab-7");
    CHECK(std::string("89ab").find(early[19]) != std::string::npos);
    CHECK(early[18] == '-');
    CHECK(early[23] == '-');
    CHECK(early < make_uid(0x0123456789acULL, random));
    CHECK(make_uid(5, random) != make_uid(5, random));
}

TEST_CASE("a region id is ten characters of the url alphabet") {
    CountingRandom zeros(0);
    CHECK(make_region_id(zeros) == "AAAAAAAAAA");
    CountingRandom random(0x9e3779b97f4a7c15ULL);
    for (int i = 0; i < 100; ++i) {
        const std::string id = make_region_id(random);
        CHECK(id.size() == 10);
        CHECK(id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
              std::string::npos);
    }
}
