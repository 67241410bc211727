#include "api/front_door.hpp"

#include "support/test_server.hpp"

#include <fstream>

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;
using tw::test::TestServer;

namespace {

struct Door : TestServer {
    Door() {
        settings.site_dir = dir.path() / "site";
        std::filesystem::create_directories(settings.site_dir / "assets");
        std::ofstream(settings.site_dir / "index.html")
            << "<!doctype html><script>let a = 1</script><script type=\"module\" src=\"a.js\"></script>";
        std::ofstream(settings.site_dir / "assets/a.js") << "1";
        std::ofstream(dir.path() / "outside.txt") << "secret";
        add_service_routes(api);
    }
    Response get(const std::string& target, Method method = Method::get) {
        Request request;
        request.method = method;
        request.target = target;
        const std::size_t question = std::min(target.find('?'), target.size());
        request.path = url_decode(target.substr(0, question));
        if (question < target.size())
            request.query = Fields::parse(std::string_view(target).substr(question + 1));
        return FrontDoor(router, services).respond(request);
    }
};

} // namespace

TEST_CASE("the studio's files are served, and nothing beside them") {
    Door door;
    CHECK(door.get("/").file == door.settings.site_dir / "index.html");
    CHECK(door.get("/assets/a.js").file == door.settings.site_dir / "assets/a.js");
    CHECK(door.get("/assets/a.js?v=1").headers.get("Cache-Control").find("immutable") != std::string::npos);
    CHECK(door.get("/index.html?v=1").headers.get("Cache-Control") == "no-cache");
    for (const char* const outside :
         {"/../outside.txt", "/assets/../../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/assets/%00",
          "/.hidden", "/assets\\..\\..\\outside.txt", "/nothing"}) {
        const Response response = door.get(outside);
        CHECK_MESSAGE(response.status == 404, outside);
        CHECK(response.file.empty());
    }
    CHECK(door.get("/projects/3/data").headers.get("Location") == "/");
    door.settings.site_dir.clear();
    CHECK(door.get("/").status == 200);
    CHECK(door.get("/index.html").status == 404);
}

TEST_CASE("the studio's page may run its own scripts and no others, and is framed by whom we allow") {
    Door door;
    door.settings.embedding_origins = {"https://portal.example/path"};
    const std::string policy(door.get("/").headers.get("Content-Security-Policy"));
    CHECK(policy.find("script-src 'self' 'wasm-unsafe-eval' 'sha256-") != std::string::npos);
    CHECK(policy.find("'unsafe-inline'") == policy.rfind("'unsafe-inline'")); // styles only
    CHECK(policy.find("frame-ancestors 'self' https://portal.example") != std::string::npos);
    CHECK(inline_script_hashes("<script src=x></script>").empty());
    CHECK(inline_script_hashes("<script>1</script><script>2</script>").find("' 'sha256-") != std::string::npos);
    CHECK(inline_script_hashes("<script>1").empty());
}

TEST_CASE("answers carry what keeps browsers from taking them for something else") {
    Door door;
    const Response response = door.get("/api/version");
    CHECK(response.status == 200);
    CHECK(response.headers.get("X-Content-Type-Options") == "nosniff");
    CHECK(response.headers.get("Content-Security-Policy").find("sandbox") != std::string::npos);
    CHECK(door.get("/api/version", Method::post).status == 405);
    CHECK(door.get("/api/version", Method::post).headers.get("Allow") == "GET");
    CHECK(door.get("/api/nothing").status == 404);
    CHECK(door.get("/health").body == R"({"status": "UP"})");
}
