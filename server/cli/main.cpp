// The command line. Links core only; each subcommand validates its own arguments and returns the exit status.
#include "base/version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

int main(int argc, char** argv) {
    CLI::App app{"Tagwright, a local-first annotation studio", "tagwright"};
    app.set_version_flag("--version", fmt::format("tagwright {}", tw::version()));
    CLI11_PARSE(app, argc, argv);
    fmt::print("{}", app.help());
}
