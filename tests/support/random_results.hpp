// Random `result` arrays: honest ones as editors write them, and mangled ones as the world sends them. For property
// tests and the random peers; equal seeds give equal arrays.
#pragma once

#include "base/json.hpp"
#include "support/fixed.hpp"

namespace tw::test {

/// An array of up to `size` results: regions of one or several results, classifications, relations, things of types
/// nobody knows. `mangled` also leaves keys out, gives them wrong types and contradicts itself.
Json random_result(SeededRandom& random, std::size_t size, bool mangled);

} // namespace tw::test
