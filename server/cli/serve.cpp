#include "cli/serve.hpp"

#include "api/front_door.hpp"
#include "api/live.hpp"
#include "base/version.hpp"
#include "cli/projects.hpp"
#include "cli/serve_options.hpp"
#include "http/log.hpp"
#include "http/server.hpp"
#include "services/accounts.hpp"

#include <csignal>
#include <filesystem>
#include <ostream>
#include <thread>

#include <fmt/format.h>
#include <pthread.h>

namespace tw::cli {
namespace {

using namespace server;

/// Waits for SIGINT and SIGTERM on a thread of its own, where anything may be called; every other thread, if started
/// afterwards, never sees them.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&signals_);
        for (const int signal : {SIGINT, SIGTERM, SIGUSR1})
            sigaddset(&signals_, signal);
        pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    }
    ~StopSignals() {
        finish();
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    void finish() {
        if (!waiting_.joinable())
            return;
        pthread_kill(waiting_.native_handle(), SIGUSR1);
        waiting_.join();
    }
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    void then(std::function<void()> stop) {
        waiting_ = std::thread([this, stop = std::move(stop)] {
            int signal = 0;
            sigwait(&signals_, &signal);
            if (signal == SIGUSR1)
                return; // from finish()
            log_event(LogLevel::info, "stopping");
            stop();
        });
    }

private:
    sigset_t signals_{}, before_{};
    std::thread waiting_;
};

std::string address_of(const Settings& settings, std::uint16_t port) {
    const bool everywhere = settings.bind_address == "0.0.0.0" || settings.bind_address == "::";
    const bool six = !everywhere && settings.bind_address.find(':') != std::string::npos;
    const std::string host = everywhere ? "127.0.0.1" : six ? "[" + settings.bind_address + "]" : settings.bind_address;
    return fmt::format("{}://{}:{}/", settings.tls_certificate.empty() ? "http" : "https", host, port);
}

/// The studio lies beside the program when nobody says otherwise: build/tagwright and build/site.
std::filesystem::path site_beside_program() {
    std::error_code failed;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
    for (const char* const place : {"site", "../share/tagwright/site"})
        if (const auto site = program.parent_path() / place;
            !failed && std::filesystem::is_regular_file(site / "index.html", failed))
            return site;
    return {};
}

struct StartOptions {
    std::string project, label_config, description, sampling;
    std::vector<std::string> ml_backends;
    bool init = false, debug = false, no_browser = false;
};

/// What `label-studio start PROJECT --init` promises: a project of that title is there.
Result<void> prepare_project(OpenedData& data, const StartOptions& start, Streams streams) {
    if (start.project.empty())
        return {};
    const auto caller = acting_user(data.services(), {});
    if (!caller) {
        // Whoever comes first becomes the administrator; only then is there somebody to own a project.
        streams.err << "No project was made: " << caller.error().message << '\n';
        return {};
    }
    const auto found = project_named(data.services(), *caller, start.project);
    if (!found)
        return std::unexpected(found.error());
    if (*found)
        return {};
    if (!start.init)
        return fail("not-found", fmt::format("There is no project \"{}\"; --init makes it.", start.project));
    ProjectDraft draft{start.project, {}, start.description, start.sampling};
    if (!start.label_config.empty()) {
        auto config = read_input(start.label_config, streams);
        if (!config)
            return std::unexpected(config.error());
        draft.label_config = std::move(*config);
    }
    const auto made = make_project(data.services(), *caller, draft);
    return made ? Result<void>() : std::unexpected(made.error());
}

int run_serve(const SettingFlags& flags, const StartOptions& start, Streams streams) {
    auto settings = settings_of(flags);
    if (!settings)
        return report(settings.error(), streams) + 1;
    if (!start.ml_backends.empty())
        return report({"option",
                       "--ml-backends: this server cannot connect model backends yet. Start it without that option; "
                       "predictions can be imported (POST /api/projects/ID/import/predictions).",
                       {}},
                      streams) +
               1;
    if (settings->site_dir.empty())
        settings->site_dir = site_beside_program();
    start_log(start.debug ? LogLevel::debug : *log_level_from(settings->log_level), settings->log_json);
    // Before the first thread, so that none of them takes the signals.
    StopSignals signals;
    auto data = OpenedData::open(std::move(*settings), true);
    if (!data)
        return report(data.error(), streams);
    if (auto made = make_first_admin((*data)->services()); !made)
        return report(made.error(), streams);
    if (auto prepared = prepare_project(**data, start, streams); !prepared)
        return report(prepared.error(), streams);
    const auto served =
        serve(**data, [&](const std::string& address, std::function<void()> stop) -> std::function<void()> {
            streams.out << address << std::endl;
            signals.then(std::move(stop));
            return [&signals] { signals.finish(); };
        });
    const int status = served ? 0 : report(served.error(), streams);
    stop_log();
    return status;
}

} // namespace

std::shared_ptr<SettingFlags> add_setting_flags(CLI::App& command, bool all) {
    auto flags = std::make_shared<SettingFlags>();
    for (const ServeOption& option : serve_options()) {
        if (!all && option.name != "data")
            continue;
        const std::string name(option.name);
        std::string names = "--" + name;
        if (!option.flags.empty())
            names += "," + std::string(option.flags);
        const auto keep = [flags, name](const CLI::results_t& given) {
            std::string& value = flags->values[name];
            for (const std::string& one : given)
                value += (value.empty() ? "" : ",") + one;
            return true;
        };
        CLI::Option* const added = command.add_option(names, keep, std::string(option.help));
        added->group("Options");
        if (option.value.empty())
            added->expected(0, 1)->default_str("yes")->type_name("[yes|no]");
        else
            added->type_name(std::string(option.value));
    }
    command.add_option("--config", flags->config, "A YAML or JSON file with any of these options as keys")
        ->type_name("FILE")
        ->envname("TAGWRIGHT_CONFIG")
        ->group("Options");
    return flags;
}

Result<Settings> settings_of(const SettingFlags& flags) {
    return read_settings(flags.values, flags.config, environment);
}

Result<std::unique_ptr<OpenedData>> open_data(const SettingFlags& flags) {
    auto settings = settings_of(flags);
    if (!settings)
        return std::unexpected(settings.error());
    return OpenedData::open(std::move(*settings), false);
}

Result<void> serve(OpenedData& data, const Ready& ready) {
    const Settings& settings = data.settings();
    Router router;
    Api api(router, data.services());
    add_all_routes(api);
    const FrontDoor door(router, data.services());
    Live live(data.services());
    data.services().project_changed = [&live](std::int64_t project_id) { live.changed(project_id); };
    ServerOptions options;
    options.bind_address = settings.bind_address;
    options.port = settings.port;
    options.tls_certificate = settings.tls_certificate;
    options.tls_key = settings.tls_key;
    options.temporary_dir = settings.data_dir / "tmp";
    options.max_body_bytes = settings.max_body_bytes;
    options.trusted_proxies = settings.trusted_proxies;
    options.idle_timeout = std::chrono::seconds(settings.idle_timeout_s);
    options.slow_timeout = std::chrono::seconds(settings.slow_timeout_s);
    options.refuse_body = [&data](const Request& request) { return refuse_body(data.services(), request); };
    options.respond = [&door](Request& request) { return door.respond(request); };
    options.open_socket = [&live](const Request& request, std::shared_ptr<SocketSender> sender) {
        return live.open(request, std::move(sender));
    };
    options.done = [&door](const RequestRecord& record) { door.done(record); };
    auto server = HttpServer::listen(std::move(options));
    if (!server) {
        if (server.error().code == "address-in-use")
            return fail(
                "address-in-use",
                fmt::format(
                    "{} is taken: another program listens there. Stop it, or choose another --port (0 takes any).",
                    address_of(settings, settings.port)));
        return std::unexpected(server.error());
    }
    const std::string address = address_of(settings, (*server)->port());
    log_event(LogLevel::info, "started",
              {{"address", address},
               {"version", version()},
               {"data", settings.data_dir.string()},
               {"site", settings.site_dir.string()}});
    const std::function<void()> ended = ready(address, [&server] { (*server)->stop(); });
    (*server)->run();
    ended();
    data.services().project_changed = {};
    log_event(LogLevel::info, "stopped");
    return {};
}

void add_serve(CLI::App& app, Streams streams, int& status) {
    for (const bool label_studio : {false, true}) {
        CLI::App* const command = app.add_subcommand(label_studio ? "start" : "serve",
                                                     label_studio ? "The same as serve, with Label Studio's arguments"
                                                                  : "Serve the studio and the API");
        command->footer("Each option may also be given as a variable (TAGWRIGHT_PORT for --port), or as a key of the "
                        "config file (port).\n"
                        "Label Studio's variables (LABEL_STUDIO_PORT, LABEL_STUDIO_USERNAME, ...) work where they mean "
                        "the same.\n\n"
                        "  tagwright serve                            on this machine only, http://127.0.0.1:8080\n"
                        "  tagwright serve --bind 0.0.0.0             for the whole network\n"
                        "  tagwright serve --bind 0.0.0.0 --cert chain.pem --key key.pem --port 443");
        const auto flags = add_setting_flags(*command, true);
        const auto start = std::make_shared<StartOptions>();
        if (label_studio) {
            command->add_option("project", start->project,
                                "A project to open; made with --init when there is none of that title");
            command->add_flag("--init", start->init, "Make the project when it is missing");
            command->add_option("--ml-backends", start->ml_backends, "Model backends cannot be connected yet: refused");
            command->add_option("-l,--label-config", start->label_config, "Labeling config of a project that is made");
            command->add_option("--initial-project-description", start->description,
                                "Description of a project that is made");
            command->add_option("--sampling", start->sampling, "sequential, uniform or prediction-score-min");
            command->add_flag("-d,--debug", start->debug, "Log more");
            command->add_flag("-b,--no-browser,--agree-fix-sqlite,--skip-long-migrations", start->no_browser,
                              "Accepted, and not needed here");
        }
        command->callback([flags, start, streams, &status] { status = run_serve(*flags, *start, streams); });
    }
}

} // namespace tw::cli
