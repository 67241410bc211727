#include "cli/validate_command.hpp"

#include "base/text.hpp"
#include "config/config_tree.hpp"
#include "layout/style.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

namespace tw::cli {
namespace {

std::string read_all(std::istream& input) {
    return {std::istreambuf_iterator<char>(input), {}};
}

std::optional<std::string> read_input(const std::string& path, std::istream& input) {
    if (path == "-")
        return read_all(input);
    std::ifstream file(path, std::ios::binary);
    // A folder opens but cannot be read.
    if (!file || (file.peek() == std::ifstream::traits_type::eof() && !file.eof()))
        return std::nullopt;
    file.clear();
    return read_all(file);
}

} // namespace

int validate(const ValidateOptions& options, std::istream& input, std::ostream& out, std::ostream& err) {
    const auto bytes = read_input(options.path, input);
    if (!bytes) {
        err << "tagwright: cannot read " << options.path << '\n';
        return 2;
    }
    const TagRegistry registry(all_tags());
    Diagnostics diagnostics;
    const std::string file = options.path == "-" ? "stdin" : options.path;
    const auto tree = ConfigTree::parse(decode_text(*bytes).text, registry, diagnostics, file);
    check_styles(*tree, diagnostics);
    if (options.json) {
        Json report = to_json(diagnostics);
        report["valid"] = !diagnostics.has_errors();
        out << dump_json(report, 2) << '\n';
    } else {
        out << to_text(diagnostics);
        if (diagnostics.empty())
            out << file << ": nothing to complain about\n";
    }
    return diagnostics.has_errors() ? 1 : 0;
}

} // namespace tw::cli
