#include "cli/serve_options.hpp"

#include "support/scratch_dir.hpp"

#include <fstream>

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::cli;

namespace {

using Map = std::map<std::string, std::string>;

Result<server::Settings> settings(const Map& flags, const Map& variables = {}, const std::string& config = {}) {
    return read_settings(flags, config, [variables](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

} // namespace

TEST_CASE("a flag wins over our variable, that over Label Studio's, that over the file") {
    const test::ScratchDir dir;
    const std::string file = (dir.path() / "tagwright.yaml").string();
    std::ofstream(file) << "port: 1\nallow_origin: [https://a.example, 'https://b.example:8443']\n";
    CHECK(settings({})->port == 8080);
    CHECK(settings({}, {}, file)->port == 1);
    CHECK(settings({}, {}, file)->allowed_origins ==
          std::vector<std::string>{"https://a.example", "https://b.example:8443"});
    CHECK(settings({}, {{"PORT", "2"}}, file)->port == 2);
    CHECK(settings({}, {{"PORT", "2"}, {"LABEL_STUDIO_PORT", "3"}}, file)->port == 3);
    CHECK(settings({}, {{"LABEL_STUDIO_PORT", "3"}, {"TAGWRIGHT_PORT", "4"}}, file)->port == 4);
    CHECK(settings({{"port", "5"}}, {{"TAGWRIGHT_PORT", "4"}}, file)->port == 5);
    std::ofstream(file) << R"({"port": 6, "log-format": "json"})";
    CHECK(settings({}, {}, file)->port == 6);
    CHECK(settings({}, {}, file)->log_json);
}

TEST_CASE("Label Studio's names mean what they mean there") {
    const auto read = settings({}, {{"LABEL_STUDIO_USERNAME", "a@b.c"},
                                    {"LABEL_STUDIO_PASSWORD", "p"},
                                    {"LABEL_STUDIO_USER_TOKEN", "t"},
                                    {"LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN", "False"},
                                    {"LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK", "1"},
                                    {"SSRF_PROTECTION_ENABLED", "no"},
                                    {"HEARTEX_BASE_DATA_DIR", "/data"},
                                    {"HOST", "my-machine"}});
    REQUIRE(read.has_value());
    CHECK(read->first_username == "a@b.c");
    CHECK(read->first_token == "t");
    CHECK_FALSE(read->legacy_tokens);
    CHECK(read->signup_needs_link);
    CHECK_FALSE(read->ssrf_protection);
    CHECK(read->data_dir == "/data");
    CHECK(read->public_url.empty());
    // Whose login name this is has nothing to do with us.
    CHECK(settings({}, {{"USERNAME", "root"}, {"PASSWORD", "x"}})->first_username.empty());
    CHECK(settings({}, {{"LABEL_STUDIO_HOST", "https://labels.example/base"}})->public_url ==
          "https://labels.example/base");
}

TEST_CASE("what cannot be understood is named with its place") {
    const auto problem = [](const Map& flags, const Map& variables = {}) {
        return settings(flags, variables).error().message;
    };
    CHECK(problem({{"port", "x"}}).starts_with("--port: "));
    CHECK(problem({{"port", "65536"}}).starts_with("--port: "));
    CHECK(problem({}, {{"TAGWRIGHT_LEGACY_TOKENS", "maybe"}}).starts_with("TAGWRIGHT_LEGACY_TOKENS: "));
    CHECK(problem({{"host", "labels.example"}}).find("http://") != std::string::npos);
    CHECK(problem({{"allow-origin", "https://a.example,nonsense"}}).find("nonsense") != std::string::npos);
    CHECK(problem({{"log-level", "loud"}}).find("loud") != std::string::npos);
    CHECK(problem({{"cert", "c.pem"}}).find("--key") != std::string::npos);

    const test::ScratchDir dir;
    const std::string file = (dir.path() / "c.yaml").string();
    CHECK(settings({}, {}, file).error().code == "config-file");
    std::ofstream(file) << "port: 1\nprot: 2\n";
    CHECK(settings({}, {}, file).error().where.line == 2);
    std::ofstream(file) << "port: [1\n";
    CHECK(settings({}, {}, file).error().code == "config-file");
    std::ofstream(file) << "just words";
    CHECK(settings({}, {}, file).error().code == "config-file");
    std::ofstream(file) << "port: {a: 1}";
    CHECK(settings({}, {}, file).error().code == "config-file");
}

TEST_CASE("data lies in the person's own folder unless told otherwise") {
    CHECK(settings({}, {{"HOME", "/h"}})->data_dir == "/h/.local/share/tagwright");
    CHECK(settings({}, {{"HOME", "/h"}, {"XDG_DATA_HOME", "/x"}})->data_dir == "/x/tagwright");
    CHECK(settings({{"data", "here"}}, {{"HOME", "/h"}})->data_dir == "here");
}
