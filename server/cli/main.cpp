// The command line. Links core only; each subcommand validates its own arguments and returns the exit status.
#include "base/version.hpp"
#include "cli/validate_command.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>

int main(int argc, char** argv) {
    CLI::App app{"Tagwright, a local-first annotation studio", "tagwright"};
    app.set_version_flag("--version", fmt::format("tagwright {}", tw::version()));
    int status = 0;

    tw::cli::ValidateOptions validate;
    CLI::App* const validate_command = app.add_subcommand("validate", "Check a labeling config");
    validate_command->add_option("config", validate.path, "The config's XML file, or - for standard input")->required();
    validate_command->add_flag("--json", validate.json, "Write the diagnostics as JSON");
    validate_command->callback([&] { status = tw::cli::validate(validate, std::cin, std::cout, std::cerr); });

    CLI11_PARSE(app, argc, argv);
    if (!app.get_subcommands().empty())
        return status;
    fmt::print("{}", app.help());
}
