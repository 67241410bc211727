#include "model/given.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;

TEST_CASE("flags as JSON, forms and Python scripts spell them") {
    for (const Json& yes : {Json(true), Json(1), Json("True"), Json("yes"), Json("ON"), Json("1"), Json(0.5)})
        CHECK_MESSAGE(flag_of(yes) == true, dump_json(yes));
    for (const Json& no : {Json(false), Json(0), Json("False"), Json("no"), Json("Off"), Json("0"), Json("")})
        CHECK_MESSAGE(flag_of(no) == false, dump_json(no));
    for (const Json& neither : {Json(nullptr), Json("maybe"), Json::array(), Json::object()})
        CHECK_MESSAGE(!flag_of(neither), dump_json(neither));
}

TEST_CASE("whole numbers as JSON and text have them") {
    CHECK(whole_of(Json(-7)) == -7);
    CHECK(whole_of(Json("42")) == 42);
    CHECK(whole_of(Json(5.0)) == 5);
    for (const Json& none : {Json(5.5), Json("5.0"), Json("x"), Json(""), Json("99999999999999999999"), Json(1e300),
                             Json(true), Json(nullptr)})
        CHECK_MESSAGE(!whole_of(none), dump_json(none));
}
