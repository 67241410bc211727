#include "base/error.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("an error's text names only the parts of its place that are known") {
    CHECK(to_string(Error{"x", "It broke."}) == "It broke. [x]");
    CHECK(to_string(Error{"x", "It broke.", {"a.xml", 3, 0, {}}}) == "a.xml:3: It broke. [x]");
    CHECK(to_string(Error{"x", "It broke.", {"a.xml", 3, 14, "/View"}}) == "a.xml:3:14 /View: It broke. [x]");
    CHECK(to_string(Error{"x", "It broke.", {"", 0, 0, "/0/data"}}) == "/0/data: It broke. [x]");
    CHECK(to_string(Error{"x", "It broke.", {"", 2, 5, {}}}) == "2:5: It broke. [x]");
}

TEST_CASE("diagnostics count by severity") {
    Diagnostics diagnostics;
    CHECK(diagnostics.empty());
    diagnostics.warning("w", "Careful.");
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.error("e", "No.");
    diagnostics.error("e", "No.");
    diagnostics.info("i", "By the way.");
    CHECK(diagnostics.has_errors());
    CHECK(diagnostics.count(Severity::error) == 2);
    CHECK(diagnostics.count(Severity::warning) == 1);
    CHECK(to_string(diagnostics.items()[3].severity) == "info");
}
