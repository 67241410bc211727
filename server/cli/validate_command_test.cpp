#include "cli/validate_command.hpp"

#include "base/json.hpp"
#include "support/repo_dir.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace tw;

namespace {

struct Run {
    std::ostringstream out, err;
    int status;
    Run(std::string path, bool json, const std::string& input = "") {
        std::istringstream in(input);
        status = cli::validate({std::move(path), json}, in, out, err);
    }
};

constexpr const char* good = "<View><Text name='t' value='$t'/><TextArea name='a' toName='t'/></View>";

} // namespace

TEST_CASE("validate is content with a good config") {
    const Run run("-", false, good);
    CHECK(run.status == 0);
    CHECK(run.out.str() == "stdin: nothing to complain about\n");
}

TEST_CASE("validate names places and fails for errors only") {
    const Run broken("-", false, "<View>\n  <Text></View>");
    CHECK(broken.status == 1);
    CHECK(broken.out.str().starts_with("stdin:2:9: error: "));
    const Run warned("-", false, "<View><Text name='t' value='$t'/><Blink/></View>");
    CHECK(warned.status == 0);
    CHECK(warned.out.str() == "stdin:1:34: warning: <Blink> is no tag of the config language. [unknown-tag]\n");
}

TEST_CASE("validate writes JSON for programs") {
    const Run run("-", true, "<View/>");
    CHECK(run.status == 1);
    const auto report = parse_json(run.out.str());
    REQUIRE(report.has_value());
    CHECK((*report)["valid"] == false);
    CHECK((*report)["diagnostics"][0]["code"] == "no-object");
    CHECK((*report)["diagnostics"][0]["line"] == 1);
    CHECK(parse_json(Run("-", true, good).out.str())->at("valid") == true);
}

TEST_CASE("validate reads files and says when it cannot") {
    const std::string guide = (test::repo_dir() / "tests/golden/guide/01-boxes.xml").string();
    CHECK(Run(guide, false).status == 0);
    CHECK(Run(guide + ".gone", false).status == 2);
    CHECK(Run(test::repo_dir().string(), false).status == 2);
    CHECK(Run(guide + ".gone", false).err.str().find(".gone") != std::string::npos);
}
