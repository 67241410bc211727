#include "http/router.hpp"

#include <doctest/doctest.h>

using namespace tw::server;

namespace {

std::string at(const Router& router, Method method, std::string_view path) {
    const Router::Found found = router.find(method, path);
    if (!found.handler)
        return found.allowed.empty() ? "none" : "method";
    return (*found.handler)(Request{}, found.params).body;
}

Handler says(std::string what) {
    return [what](const Request&, const Params& params) {
        return text_response(200, what + (params.id() ? std::to_string(params.id()) : params.text("name")),
                             "text/plain");
    };
}

} // namespace

TEST_CASE("a route with a final slash answers without it, one without does not answer with it") {
    Router router;
    router.add(Method::get, "/", says("home"));
    router.add(Method::get, "/api/projects/", says("list"));
    router.add(Method::get, "/api/projects/{id:int}/", says("project "));
    router.add(Method::post, "/api/projects/{id:int}/import", says("import "));
    router.add(Method::get, "/data/upload/{id:int}/{name}", says("file "));
    CHECK(at(router, Method::get, "/") == "home");
    CHECK(at(router, Method::get, "/api/projects/") == "list");
    CHECK(at(router, Method::get, "/api/projects") == "list");
    CHECK(at(router, Method::head, "/api/projects") == "list");
    CHECK(at(router, Method::get, "/api/projects/17") == "project 17");
    CHECK(at(router, Method::post, "/api/projects/17/import") == "import 17");
    CHECK(at(router, Method::post, "/api/projects/17/import/") == "none");
    CHECK(at(router, Method::del, "/api/projects/") == "method");
    CHECK(at(router, Method::get, "/api/projects/x/") == "none");
    CHECK(at(router, Method::get, "/api/projects/99999999999999999999/") == "none");
    CHECK(at(router, Method::get, "/data/upload/3/../../secret") == "none");
    CHECK(at(router, Method::get, "//api/projects/") == "none");
    CHECK(at(router, Method::get, "") == "home");
}
