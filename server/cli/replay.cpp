#include "cli/cli.hpp"

#include "base/text.hpp"
#include "edit/document.hpp"
#include "formats/ls_json.hpp"

#include <memory>
#include <set>

namespace tw::cli {
namespace {

struct Options {
    std::string log, base, document_uid;
    int indent = -1;
};

/// Ops of a log, one JSON text a line; a line that cannot be read is reported and skipped.
std::vector<Op> read_ops(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    std::vector<Op> ops;
    std::uint32_t number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty())
            continue;
        const auto json = parse_json(line);
        auto op = json ? op_from_json(*json) : Result<Op>(std::unexpected(json.error()));
        if (op) {
            ops.push_back(std::move(*op));
            continue;
        }
        Error error = std::move(op.error());
        error.where = {file, number, error.where.column, error.where.pointer};
        diagnostics.add(Severity::error, std::move(error));
    }
    return ops;
}

/// The result the document began with: of the annotation with its uid, or of the only one there is.
Result<Json> base_result(const Options& options, const std::string& uid, Streams streams, Diagnostics& diagnostics) {
    if (options.base.empty())
        return Json::array();
    const auto bytes = read_input(options.base, streams);
    if (!bytes)
        return std::unexpected(bytes.error());
    const auto tasks = import_tasks(decode_text(*bytes).text, options.base, diagnostics);
    if (!tasks)
        return std::unexpected(tasks.error());
    std::vector<const Annotation*> all;
    for (const Task& task : *tasks) {
        for (const Annotation& annotation : task.annotations) {
            if (annotation.uid == uid)
                return annotation.result;
            all.push_back(&annotation);
        }
    }
    if (all.size() == 1)
        return all.front()->result;
    return fail("base-unknown", "No annotation of this file has the unique_id " + uid + ", and it holds not just one.",
                {options.base, 0, 0, {}});
}

int replay(const Options& options, Streams streams) {
    const auto bytes = read_input(options.log, streams);
    if (!bytes)
        return report(bytes.error(), streams);
    Diagnostics diagnostics;
    const std::vector<Op> ops = read_ops(*bytes, options.log, diagnostics);
    std::set<std::string> uids;
    for (const Op& op : ops)
        uids.insert(op.document_uid);
    std::string uid = options.document_uid;
    if (uid.empty() && uids.size() == 1)
        uid = *uids.begin();
    if (uid.empty()) {
        report(diagnostics, streams);
        for (const std::string& known : uids)
            streams.err << known << '\n';
        return report(
            Error{"document-unknown",
                  "The log holds changes of " + std::to_string(uids.size()) + " documents; name one with --document.",
                  {options.log, 0, 0, {}}},
            streams);
    }
    const auto base = base_result(options, uid, streams, diagnostics);
    if (!base) {
        report(diagnostics, streams);
        return report(base.error(), streams);
    }
    Document document = Document::from_result(uid, *base, diagnostics);
    document.apply(ops);
    streams.out << dump_json(document.to_result(), options.indent) << '\n';
    return report(diagnostics, streams);
}

} // namespace

void add_replay(CLI::App& app, Streams streams, int& status) {
    const auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("replay", "Apply a log of changes and print the result it leads to");
    command->add_option("OPLOG", options->log, "One change as JSON a line; - for standard input")->required();
    command->add_option("--base", options->base, "Task JSON with the annotation the changes began with");
    command->add_option("--document", options->document_uid, "Whose changes, when the log holds those of several");
    command->add_option("--indent", options->indent, "Spaces a level; compact without it")->check(CLI::Range(0, 8));
    command->callback([options, streams, &status] { status = replay(*options, streams); });
}

} // namespace tw::cli
