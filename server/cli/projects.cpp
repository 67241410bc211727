#include "cli/projects.hpp"

#include "base/number.hpp"
#include "cli/serve.hpp"
#include "ports/clock.hpp"
#include "services/projects.hpp"
#include "services/task_export.hpp"
#include "services/task_import.hpp"
#include "storage/organizations.hpp"

#include <fstream>
#include <ostream>

#include <fmt/format.h>

namespace tw::cli {
namespace {

using namespace server;

std::string api_sampling(const std::string& name) {
    if (name == "uniform")
        return "Uniform sampling";
    return name == "prediction-score-min" ? "Uncertainty sampling" : "Sequential sampling";
}

struct Options {
    std::string user, project, config_file;
    ProjectDraft draft;
    std::vector<std::string> files;
    std::string out = "-";
    bool all_tasks = false, json = false;
};

/// A command on opened data in somebody's name.
struct Work {
    Services& services;
    Caller caller;
    const Options& options;
    Streams streams;
};
using Run = Result<void> (*)(Work&);

Result<std::int64_t> existing_project(Work& work) {
    const auto found = project_named(work.services, work.caller, work.options.project);
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return fail("not-found", fmt::format("There is no project \"{}\"; tagwright project list names them.",
                                             work.options.project));
    return **found;
}

Result<void> list(Work& work) {
    return work.services.database.read([&](Transaction& transaction) -> Result<void> {
        Json all = Json::array();
        constexpr std::int64_t piece = 500;
        ProjectFilter filter;
        filter.ordering = "id";
        for (std::int64_t offset = 0;; offset += piece) {
            const auto rows = list_projects(transaction, work.caller.organization_id, filter, offset, piece);
            for (const ProjectRow& row : rows) {
                if (work.options.json)
                    all.push_back({{"id", row.id},
                                   {"title", row.title},
                                   {"task_number", row.task_number},
                                   {"finished_task_number", row.finished_task_number}});
                else
                    work.streams.out << fmt::format("{:>5}  {:>9}/{:<9}  {}\n", row.id, row.finished_task_number,
                                                    row.task_number, row.title);
            }
            if (rows.size() < static_cast<std::size_t>(piece))
                break;
        }
        if (work.options.json)
            work.streams.out << dump_json(all, 2) << '\n';
        return {};
    });
}

Result<void> create(Work& work) {
    ProjectDraft draft = work.options.draft;
    if (!work.options.config_file.empty()) {
        auto config = read_input(work.options.config_file, work.streams);
        if (!config)
            return std::unexpected(config.error());
        draft.label_config = std::move(*config);
    }
    const auto made = make_project(work.services, work.caller, draft);
    if (!made)
        return std::unexpected(made.error());
    work.streams.out << *made << '\n';
    return {};
}

Result<void> import_all(Work& work) {
    const auto project = existing_project(work);
    if (!project)
        return std::unexpected(project.error());
    std::vector<UploadedFile> files;
    for (const std::string& path : work.options.files) {
        // The import may move what it is given, and these files are the person's own.
        const auto copy = std::make_shared<TemporaryFile>(
            work.services.settings.data_dir / "tmp" / fmt::format("import-{:016x}", work.services.random.next_u64()));
        std::error_code failed;
        std::filesystem::copy_file(path, copy->path(), failed);
        if (failed)
            return fail("file-read", "This file cannot be read.", {.file = path});
        const std::uint64_t size = std::filesystem::file_size(copy->path(), failed);
        files.push_back({"file", std::filesystem::path(path).filename().string(), {}, copy, size});
    }
    const auto answer = import_files(work.services, work.caller, *project, std::move(files), {});
    if (!answer)
        return std::unexpected(answer.error());
    for (const std::string& warning : answer->warnings)
        work.streams.err << "warning: " << warning << '\n';
    work.streams.out << import_answer_json(*answer, false) << '\n';
    return {};
}

Result<void> export_all(Work& work) {
    const auto project = existing_project(work);
    if (!project)
        return std::unexpected(project.error());
    auto row = work.services.database.read([&](Transaction& transaction) -> Result<ProjectRow> {
        return project_for(transaction, work.caller, *project);
    });
    if (!row)
        return std::unexpected(row.error());
    std::ofstream file;
    if (work.options.out != "-")
        file.open(work.options.out, std::ios::binary);
    std::ostream& out = work.options.out == "-" ? work.streams.out : file;
    ExportOptions options;
    options.all_tasks = work.options.all_tasks;
    TaskExporter exporter(work.services, work.caller, std::move(*row), options);
    for (bool more = true; more && out;) {
        std::string piece;
        more = exporter.next(piece);
        out << piece;
    }
    out << '\n' << std::flush;
    if (exporter.error())
        return std::unexpected(*exporter.error());
    if (!out)
        return fail("file-write", "This file cannot be written.", {.file = work.options.out});
    work.streams.err << fmt::format("{} tasks\n", exporter.tasks());
    return {};
}

CLI::App* command(CLI::App& parent, const std::string& name, const std::string& help,
                  const std::shared_ptr<Options>& options, Run run, Streams streams, int& status) {
    CLI::App* const added = parent.add_subcommand(name, help);
    const auto flags = add_setting_flags(*added, false);
    added->add_option("--user", options->user,
                      "Email of the account in whose name it is done; else the administrator's");
    added->callback([flags, options, run, streams, &status] {
        const auto data = open_data(*flags);
        if (!data) {
            status = report(data.error(), streams);
            return;
        }
        Services& services = (*data)->services();
        const auto caller = acting_user(services, options->user);
        if (!caller) {
            status = report(caller.error(), streams);
            return;
        }
        Work work{services, *caller, *options, streams};
        const auto done = run(work);
        status = done ? 0 : report(done.error(), streams);
    });
    return added;
}

} // namespace

Result<Caller> acting_user(Services& services, const std::string& email) {
    return services.database.read([&](Transaction& transaction) -> Result<Caller> {
        std::int64_t id = 0;
        if (!email.empty()) {
            const auto user = find_user_by_email(transaction, email);
            if (!user)
                return fail("not-found", fmt::format("There is no user with the email {}.", email));
            id = user->id;
        } else if (const auto organization = first_organization(transaction)) {
            for (const MemberRow& member : members(transaction, organization->id))
                if (member.role == Role::admin && (id == 0 || member.user.id == organization->created_by))
                    id = member.user.id;
        }
        const auto identity = identity_by_user(transaction, id);
        if (!identity)
            return fail("not-found", "There is no account yet; tagwright user add makes the first.");
        return Caller{identity->user_id, identity->organization_id, role_from(identity->role), Caller::By::session,
                      identity->email};
    });
}

Result<std::int64_t> make_project(Services& services, const Caller& caller, const ProjectDraft& draft) {
    Json body = {
        {"title", draft.title}, {"description", draft.description}, {"sampling", api_sampling(draft.sampling)}};
    if (!draft.label_config.empty())
        body["label_config"] = draft.label_config;
    return services.database.write([&](Transaction& transaction) -> Result<std::int64_t> {
        const auto row = create_project(services, transaction, caller, body);
        return row ? Result<std::int64_t>(row->id) : std::unexpected(row.error());
    });
}

Result<std::optional<std::int64_t>> project_named(Services& services, const Caller& caller, const std::string& name) {
    using Answer = Result<std::optional<std::int64_t>>;
    const auto number = parse_integer(name);
    return services.database.read([&](Transaction& transaction) -> Answer {
        if (number && organization_of_project(transaction, *number) == caller.organization_id)
            return number;
        ProjectFilter filter;
        filter.title = name;
        filter.ordering = "-id";
        for (const ProjectRow& row : list_projects(transaction, caller.organization_id, filter, 0, 100))
            if (row.title == name)
                return std::optional(row.id);
        return std::optional<std::int64_t>();
    });
}

void add_projects(CLI::App& app, Streams streams, int& status) {
    CLI::App* const project = app.add_subcommand("project", "Projects: list, create");
    project->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    command(*project, "list", "List the projects with their finished and all tasks", options, list, streams, status)
        ->add_flag("--json", options->json, "As JSON");
    CLI::App* const creating =
        command(*project, "create", "Make a project and print its number", options, create, streams, status);
    creating->add_option("TITLE", options->draft.title, "Its title")->required();
    creating->add_option("--label-config", options->config_file, "File with its labeling config; - for standard input");
    creating->add_option("--description", options->draft.description, "What it is about");
    creating->add_option("--sampling", options->draft.sampling, "Order of tasks")
        ->check(CLI::IsMember({"sequential", "uniform", "prediction-score-min"}));

    CLI::App* const importing =
        command(app, "import", "Import files of tasks, or media, into a project", options, import_all, streams, status);
    importing->add_option("PROJECT", options->project, "Its number or title")->required();
    importing->add_option("FILES", options->files, "JSON, CSV, TSV, TXT, pictures, sounds, videos")
        ->required()
        ->check(CLI::ExistingFile);
    CLI::App* const exporting =
        command(app, "export", "Export a project's annotations as JSON", options, export_all, streams, status);
    exporting->add_option("PROJECT", options->project, "Its number or title")->required();
    exporting->add_option("OUT", options->out, "File to write; - for standard output, which is the default");
    exporting->add_flag("--all", options->all_tasks, "Also tasks without an annotation");
}

} // namespace tw::cli
