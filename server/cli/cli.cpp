#include "cli/cli.hpp"

#include "base/version.hpp"
#include "cli/validate_command.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>

#include <fmt/format.h>

namespace tw::cli {
namespace {

/// Label Studio takes options before its command too (`-p 9000 start`).
std::vector<std::string> command_first(std::vector<std::string> arguments) {
    const auto command =
        std::ranges::find_if(arguments, [](const std::string& one) { return one == "start" || one == "serve"; });
    const bool option_first = !arguments.empty() && arguments.front().starts_with('-');
    if (option_first && command != arguments.end())
        std::rotate(arguments.begin(), command, command + 1);
    return arguments;
}

} // namespace

int run(const std::vector<std::string>& arguments, Streams streams) {
    CLI::App app{"Tagwright, a local-first annotation studio", "tagwright"};
    app.set_version_flag("--version", fmt::format("tagwright {}", version()));
    app.require_subcommand(0, 1);
    int status = 0;
    add_serve(app, streams, status);
    add_users(app, streams, status);
    add_projects(app, streams, status);
    add_backup(app, streams, status);
    add_convert(app, streams, status);
    add_validate(app, streams, status);
    add_replay(app, streams, status);
    app.add_subcommand("version", "Print the version")->callback([streams] { streams.out << version() << '\n'; });
    try {
        // CLI11 takes them from the back.
        const std::vector<std::string> ordered = command_first(arguments);
        app.parse(std::vector<std::string>(ordered.rbegin(), ordered.rend()));
    } catch (const CLI::ParseError& error) {
        return app.exit(error, streams.out, streams.err) == 0 ? 0 : 2;
    }
    if (app.get_subcommands().empty())
        streams.out << app.help();
    return status;
}

void add_validate(CLI::App& app, Streams streams, int& status) {
    const auto options = std::make_shared<ValidateOptions>();
    CLI::App* const command = app.add_subcommand("validate", "Check a labeling config");
    command->add_option("config", options->path, "The config's XML file, or - for standard input")->required();
    command->add_flag("--json", options->json, "Write the diagnostics as JSON");
    command->callback(
        [options, streams, &status] { status = validate(*options, streams.in, streams.out, streams.err); });
}

Result<std::string> read_input(const std::string& path, Streams streams) {
    if (path == "-")
        return std::string(std::istreambuf_iterator<char>(streams.in), {});
    std::ifstream file(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), {});
    if (!file.is_open() || file.bad())
        return fail("file-read", "This file cannot be read.", {path, 0, 0, {}});
    return text;
}

Result<void> write_output(const std::string& path, const std::string& text, Streams streams) {
    if (path == "-") {
        streams.out << text;
        return {};
    }
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
        return fail("file-write", "This file cannot be written.", {path, 0, 0, {}});
    return {};
}

int report(const Diagnostics& diagnostics, Streams streams) {
    for (const Diagnostic& diagnostic : diagnostics.items())
        streams.err << to_string(diagnostic.severity) << ": " << to_string(diagnostic.error) << '\n';
    return diagnostics.has_errors() ? 1 : 0;
}

int report(const Error& error, Streams streams) {
    streams.err << "error: " << to_string(error) << '\n';
    return 1;
}

} // namespace tw::cli
