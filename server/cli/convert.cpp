#include "cli/cli.hpp"

#include "formats/ls_json.hpp"
#include "formats/row_import.hpp"

#include <memory>

namespace tw::cli {
namespace {

struct Options {
    std::string input, output = "-";
    bool prediction_ids_only = false;
    int indent = -1;
};

int convert(const Options& options, Streams streams) {
    const auto bytes = read_input(options.input, streams);
    if (!bytes)
        return report(bytes.error(), streams);
    Diagnostics diagnostics;
    const auto tasks = import_file(*bytes, options.input, diagnostics);
    if (!tasks) {
        report(diagnostics, streams);
        return report(tasks.error(), streams);
    }
    const Json out = export_tasks(*tasks, {.prediction_ids_only = options.prediction_ids_only});
    const auto written = write_output(options.output, dump_json(out, options.indent) + "\n", streams);
    const int status = report(diagnostics, streams);
    return written ? status : report(written.error(), streams);
}

} // namespace

void add_convert(CLI::App& app, Streams streams, int& status) {
    const auto options = std::make_shared<Options>();
    CLI::App* const command =
        app.add_subcommand("convert", "Read a task file and write it as Label Studio's JSON export");
    command->add_option("IN", options->input, "Task JSON, .jsonl, .csv, .tsv or .txt; - for JSON on standard input")
        ->required();
    command->add_option("OUT", options->output, "Where to write; - for standard output, which is the default");
    command->add_flag("--prediction-ids", options->prediction_ids_only, "Name predictions by id alone");
    command->add_option("--indent", options->indent, "Spaces a level; compact without it")->check(CLI::Range(0, 8));
    command->callback([options, streams, &status] { status = convert(*options, streams); });
}

} // namespace tw::cli
