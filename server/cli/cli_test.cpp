#include "cli/cli.hpp"

#include "edit/op.hpp"
#include "formats/ls_json.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

using namespace tw;

namespace {

struct Ran {
    int status = 0;
    std::string out, err;
};

Ran ran(const std::vector<std::string>& arguments, const std::string& input = {}) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const int status = cli::run(arguments, {in, out, err});
    return {status, out.str(), err.str()};
}

/// A file of its own that goes when the test goes.
class ScratchFile {
public:
    explicit ScratchFile(const std::string& text = {})
        : path_(std::filesystem::temp_directory_path() /
                ("tagwright-cli-test-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~ScratchFile() { std::filesystem::remove(path_); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    [[nodiscard]] std::string path() const { return path_.string(); }
    [[nodiscard]] std::string text() const {
        std::ifstream in(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

private:
    std::filesystem::path path_;
};

std::string op_line(const std::string& document, std::uint64_t sequence, int x) {
    return dump_json(to_json(Op{document,
                                "c",
                                sequence,
                                sequence,
                                "history.move",
                                {sequence, 0, "c"},
                                {RegisterKind::region_geometry, "r", ""},
                                {{"to_name", "t"}, {"value", {{"x", x}}}}})) +
           "\n";
}

} // namespace

TEST_CASE("the command line explains itself and refuses what it does not know") {
    CHECK(ran({}).status == 0);
    CHECK(ran({}).out.find("convert") != std::string::npos);
    CHECK(ran({"--help"}).status == 0);
    CHECK(ran({"--version"}).out.starts_with("tagwright "));
    CHECK(ran({"nonsense"}).status == 2);
    CHECK(ran({"convert"}).status == 2);
    CHECK(ran({"validate"}).status == 2);
    CHECK(ran({"validate", "-"}, "<View>").status == 1);
    CHECK(ran({"convert", "-", "-", "--indent", "99"}).status == 2);
}

TEST_CASE("convert reads and writes streams and files") {
    const Ran bare = ran({"convert", "-"}, R"([{"text":"a"}])");
    CHECK(bare.status == 0);
    CHECK(bare.err.empty());
    CHECK((*parse_json(bare.out))[0]["data"]["text"] == "a");
    const Ran again = ran({"convert", "-"}, bare.out);
    CHECK(again.out == bare.out);

    const ScratchFile in("\xff\xfe[\0]\0");
    const ScratchFile out;
    const ScratchFile tasks(R"([{"data":{"a":1}}])");
    CHECK(ran({"convert", tasks.path(), out.path(), "--indent", "1"}).status == 0);
    CHECK(out.text().starts_with("[\n {"));
}

TEST_CASE("convert tells what is wrong and writes the rest") {
    const Ran ran_with_error = ran({"convert", "-"}, R"([5,{"data":{"a":1}}])");
    CHECK(ran_with_error.status == 1);
    CHECK(ran_with_error.err.find("error: - /0: ") == 0);
    CHECK(parse_json(ran_with_error.out)->size() == 1);
    CHECK(ran({"convert", "-"}, "{").status == 1);
    CHECK(ran({"convert", "/nowhere/at/all.json"}).err.find("[file-read]") != std::string::npos);
    CHECK(ran({"convert", "-", "/nowhere/at/all.json"}, "[]").err.find("[file-write]") != std::string::npos);
}

TEST_CASE("replay leads from a base through a log to a result") {
    const ScratchFile base(R"([{"data":{},"annotations":[{"unique_id":"doc","result":[
      {"id":"r","from_name":"f","to_name":"t","type":"ellipse","value":{"x":1}}]}]}])");
    const std::string log = op_line("doc", 2, 7) + "\n" + op_line("doc", 1, 5);
    const Ran replayed = ran({"replay", "-", "--base", base.path()}, log);
    CHECK(replayed.status == 0);
    CHECK(*parse_json(replayed.out) ==
          *parse_json(R"([{"id":"r","from_name":"f","to_name":"t","type":"ellipse","value":{"x":7}}])"));
    CHECK(ran({"replay", "-"}, log).out == "[]\n"); // geometry alone, without a control, says nothing
}

TEST_CASE("replay skips damaged lines and asks which document is meant") {
    const Ran damaged = ran({"replay", "-"}, op_line("doc", 1, 5) + "{\"document\":\n" + op_line("doc", 2, 6));
    CHECK(damaged.status == 1);
    CHECK(damaged.out == "[]\n");
    CHECK(damaged.err.find("error: -:2:") == 0);
    const std::string both = op_line("doc", 1, 5) + op_line("other", 2, 6);
    CHECK(ran({"replay", "-"}, both).status == 1);
    CHECK(ran({"replay", "-"}, both).err.find("[document-unknown]") != std::string::npos);
    CHECK(ran({"replay", "-", "--document", "other"}, both).status == 0);
    const ScratchFile base(R"([{"data":{},"annotations":[{"result":[]},{"result":[]}]}])");
    CHECK(ran({"replay", "-", "--base", base.path()}, op_line("doc", 1, 5)).err.find("[base-unknown]") !=
          std::string::npos);
}
