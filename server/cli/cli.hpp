// The command line: one file a command. Each command registers itself on the app, checks its own arguments and leaves an
// exit status: 0 all well, 1 the input had errors (they are on stderr, and the rest was done), 2 it was called wrongly.
#pragma once

#include "base/error.hpp"

#include <CLI/CLI.hpp>

#include <iosfwd>
#include <string>

namespace tw::cli {

/// What a command reads and writes besides files, so that tests can hold it.
struct Streams {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
};

/// Runs a whole command line without the program's name; answers the exit status.
int run(const std::vector<std::string>& arguments, Streams streams);

void add_backup(CLI::App& app, Streams streams, int& status);
void add_convert(CLI::App& app, Streams streams, int& status);
void add_projects(CLI::App& app, Streams streams, int& status); ///< and import, export
void add_replay(CLI::App& app, Streams streams, int& status);
void add_serve(CLI::App& app, Streams streams, int& status); ///< and start
void add_users(CLI::App& app, Streams streams, int& status);
void add_validate(CLI::App& app, Streams streams, int& status);

/// The whole of a file, or of `streams.in` for "-". Errors: "file-read".
Result<std::string> read_input(const std::string& path, Streams streams);
/// Errors: "file-write".
Result<void> write_output(const std::string& path, const std::string& text, Streams streams);
/// Each diagnostic on a line of `streams.err`; 1 when one of them is an error, else 0.
int report(const Diagnostics& diagnostics, Streams streams);
int report(const Error& error, Streams streams);

} // namespace tw::cli
