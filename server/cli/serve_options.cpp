#include "cli/serve_options.hpp"

#include "base/text.hpp"
#include "http/log.hpp"
#include "model/given.hpp"
#include "services/origins.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace tw::cli {
namespace {

using server::Settings;
using Set = std::function<Result<void>(Settings&, const std::string&)>;

std::unexpected<Error> bad(std::string message) {
    return fail("option", std::move(message));
}

template <class Member>
Set path(Member member) {
    return [member](Settings& settings, const std::string& value) -> Result<void> {
        settings.*member = value;
        return {};
    };
}

template <class Member>
Set text(Member member) {
    return [member](Settings& settings, const std::string& value) -> Result<void> {
        settings.*member = value;
        return {};
    };
}

template <class Number>
Set number(Number Settings::* member, std::uint64_t least, std::uint64_t most) {
    return [=](Settings& settings, const std::string& value) -> Result<void> {
        std::uint64_t whole = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), whole);
        if (error != std::errc() || end != value.data() + value.size() || whole < least || whole > most)
            return bad(fmt::format("\"{}\" is no whole number from {} to {}", value, least, most));
        settings.*member = static_cast<Number>(whole);
        return {};
    };
}

Set yes_no(bool Settings::* member, bool negated = false) {
    return [=](Settings& settings, const std::string& value) -> Result<void> {
        const auto yes = value.empty() ? std::nullopt : server::flag_of_text(value);
        if (!yes)
            return bad(fmt::format("\"{}\" is neither yes nor no", value));
        settings.*member = *yes != negated;
        return {};
    };
}

Set origins(std::vector<std::string> Settings::* member) {
    return [=](Settings& settings, const std::string& value) -> Result<void> {
        std::vector<std::string> list = split_trimmed(value, ',');
        for (const std::string& origin : list)
            if (origin != "*" && server::origin_of(origin).empty())
                return bad(fmt::format("\"{}\" is no origin such as https://labels.example", origin));
        settings.*member = std::move(list);
        return {};
    };
}

Result<void> set_host(Settings& settings, const std::string& value) {
    if (!value.empty() && server::origin_of(value).empty())
        return bad(fmt::format("\"{}\" must begin with http:// or https://", value));
    settings.public_url = value;
    return {};
}

Result<void> set_log_level(Settings& settings, const std::string& value) {
    if (const auto level = server::log_level_from(value); !level)
        return bad(level.error().message);
    settings.log_level = to_lower_ascii(value);
    return {};
}

Result<void> set_log_format(Settings& settings, const std::string& value) {
    if (value != "text" && value != "json")
        return bad(fmt::format("\"{}\" is neither text nor json", value));
    settings.log_json = value == "json";
    return {};
}

std::string variable_of(std::string_view name) {
    std::string variable = "TAGWRIGHT_";
    for (const char c : name)
        variable += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    return variable;
}

struct Given {
    std::string value, from;
};

std::optional<Given> from_label_studio(const ServeOption& option, const Variables& variables) {
    for (const std::string_view name : option.label_studio) {
        for (const std::string_view prefix : {"LABEL_STUDIO_", "HEARTEX_", ""}) {
            if (prefix.empty() && option.prefixed_only)
                continue;
            const std::string full = name.starts_with(prefix) ? std::string(name) : fmt::format("{}{}", prefix, name);
            auto value = variables(full);
            // Shells keep the machine's name in HOST.
            if (value && full == "HOST" && server::origin_of(*value).empty())
                continue;
            if (value)
                return Given{std::move(*value), full};
        }
    }
    return std::nullopt;
}

Result<std::map<std::string, std::string>> read_config(const std::string& file) {
    std::map<std::string, std::string> values;
    try {
        const YAML::Node root = YAML::LoadFile(file);
        if (root.IsNull())
            return values;
        if (!root.IsMap())
            return fail("config-file", "The config file holds no keys with values.", {.file = file});
        for (const auto& entry : root) {
            std::string name = entry.first.as<std::string>();
            std::ranges::replace(name, '_', '-');
            std::string value;
            if (entry.second.IsSequence()) {
                for (const auto& item : entry.second)
                    value += (value.empty() ? "" : ",") + item.as<std::string>();
            } else {
                value = entry.second.as<std::string>();
            }
            const auto& options = serve_options();
            if (std::ranges::none_of(options, [&](const ServeOption& option) { return option.name == name; }))
                return fail("config-file",
                            fmt::format("There is no option \"{}\"; tagwright serve --help lists them.", name),
                            {.file = file, .line = static_cast<std::uint32_t>(entry.first.Mark().line + 1)});
            values[name] = std::move(value);
        }
    } catch (const YAML::BadFile&) {
        return fail("config-file", "The config file cannot be read.", {.file = file});
    } catch (const YAML::Exception& thrown) {
        return fail("config-file", fmt::format("The config file is neither YAML nor JSON: {}.", thrown.msg),
                    {.file = file, .line = static_cast<std::uint32_t>(thrown.mark.line + 1)});
    }
    return values;
}

std::filesystem::path default_data_dir(const Variables& variables) {
    if (const auto xdg = variables("XDG_DATA_HOME"); xdg && !xdg->empty())
        return std::filesystem::path(*xdg) / "tagwright";
    return std::filesystem::path(variables("HOME").value_or(".")) / ".local/share/tagwright";
}

} // namespace

const std::vector<ServeOption>& serve_options() {
    constexpr std::uint64_t gigabyte = 1ULL << 30U;
    static const std::vector<ServeOption> options = {
        {"data",
         "--data-dir",
         "DIR",
         "Where all data lies: database, uploads, secret",
         {"BASE_DATA_DIR"},
         false,
         path(&Settings::data_dir)},
        {"site",
         "",
         "DIR",
         "The built studio; without it only the API and the sign-in pages are served",
         {},
         false,
         path(&Settings::site_dir)},
        {"bind",
         "--internal-host",
         "ADDRESS",
         "Address to listen on; 0.0.0.0 lets other machines in",
         {},
         false,
         text(&Settings::bind_address)},
        {"port",
         "-p",
         "PORT",
         "Port to listen on; 0 takes any that is free",
         {"PORT"},
         false,
         number(&Settings::port, 0, 65'535)},
        {"host", "", "URL", "How people reach the server, for links and behind a proxy", {"HOST"}, false, set_host},
        {"cert", "", "FILE", "Certificate chain (PEM), for TLS", {}, false, path(&Settings::tls_certificate)},
        {"key", "", "FILE", "Its private key (PEM)", {}, false, path(&Settings::tls_key)},
        {"trust-proxy",
         "",
         "ADDRESSES",
         "Proxies whose X-Forwarded-* headers are believed",
         {},
         false,
         [](Settings& settings, const std::string& value) -> Result<void> {
             settings.trusted_proxies = split_trimmed(value, ',');
             return {};
         }},
        {"allow-origin",
         "",
         "ORIGINS",
         "Pages of other origins that may use the API with a token; * for all",
         {"CORS_ALLOWED_ORIGINS"},
         false,
         origins(&Settings::allowed_origins)},
        {"embed-origin",
         "",
         "ORIGINS",
         "Sites that may show the studio in a frame; * for all",
         {},
         false,
         origins(&Settings::embedding_origins)},
        {"log-level", "", "LEVEL", "debug, info, warning, error or off", {"LOG_LEVEL"}, false, set_log_level},
        {"log-format", "", "FORMAT", "text for people, json for programs", {}, false, set_log_format},
        {"max-body",
         "",
         "BYTES",
         "Largest body of a request",
         {"DATA_UPLOAD_MAX_MEMORY_SIZE"},
         false,
         number(&Settings::max_body_bytes, 1024, 1024 * gigabyte)},
        {"max-files",
         "",
         "N",
         "Most files of one upload",
         {"DATA_UPLOAD_MAX_NUMBER_FILES"},
         false,
         number(&Settings::max_files, 1, 1'000'000)},
        {"task-lock-ttl",
         "",
         "SECONDS",
         "How long a task stays reserved for whoever opened it",
         {"TASK_LOCK_TTL"},
         false,
         number(&Settings::task_lock_ttl_s, 1, 31'536'000)},
        {"session-age",
         "",
         "SECONDS",
         "How long people stay signed in",
         {"MAX_SESSION_AGE"},
         false,
         number(&Settings::session_age_s, 60, 315'360'000)},
        {"session-idle",
         "",
         "SECONDS",
         "How long people stay signed in without doing anything",
         {"MAX_TIME_BETWEEN_ACTIVITY"},
         false,
         number(&Settings::session_idle_s, 60, 315'360'000)},
        {"idle-timeout",
         "",
         "SECONDS",
         "How long a connection may wait for the whole head of its next request",
         {},
         false,
         number(&Settings::idle_timeout_s, 1, 86'400)},
        {"slow-timeout",
         "",
         "SECONDS",
         "How long a client may take for the next 64 KB of a body or an answer",
         {},
         false,
         number(&Settings::slow_timeout_s, 1, 86'400)},
        {"label-stream-limit",
         "",
         "N",
         "Tasks that the label stream's history holds",
         {"LABEL_STREAM_HISTORY_LIMIT"},
         false,
         number(&Settings::label_stream_limit, 0, 100'000)},
        {"signup-needs-link",
         "",
         "",
         "Accounts are made by invitation link only",
         {"DISABLE_SIGNUP_WITHOUT_LINK"},
         false,
         yes_no(&Settings::signup_needs_link)},
        {"legacy-tokens",
         "--enable-legacy-api-token",
         "",
         "Whether a new organization takes legacy API tokens (yes)",
         {"LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN"},
         true,
         yes_no(&Settings::legacy_tokens)},
        {"enforce-csrf",
         "",
         "",
         "Whether the sign-in forms ask for a CSRF token (yes)",
         {"USE_ENFORCE_CSRF_CHECKS"},
         false,
         yes_no(&Settings::enforce_csrf)},
        {"unknown-emails",
         "",
         "",
         "Imports may name annotators that have no account",
         {"ALLOW_IMPORT_TASKS_WITH_UNKNOWN_EMAILS"},
         false,
         yes_no(&Settings::unknown_emails)},
        {"ssrf-protection",
         "",
         "",
         "Whether addresses given by users must not lead into the local network (yes)",
         {"SSRF_PROTECTION_ENABLED"},
         false,
         yes_no(&Settings::ssrf_protection)},
        {"username",
         "",
         "EMAIL",
         "First administrator, made when there is no account yet",
         {"USERNAME"},
         true,
         text(&Settings::first_username)},
        {"password",
         "",
         "PASSWORD",
         "Its password; better given as a variable, which other users do not see",
         {"PASSWORD"},
         true,
         text(&Settings::first_password)},
        {"user-token",
         "",
         "TOKEN",
         "Its legacy API token, of more than 5 characters",
         {"USER_TOKEN"},
         true,
         text(&Settings::first_token)},
    };
    return options;
}

std::optional<std::string> environment(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

Result<Settings> read_settings(const std::map<std::string, std::string>& flags, const std::string& config,
                               const Variables& variables) {
    Settings settings;
    settings.data_dir = default_data_dir(variables);
    std::map<std::string, std::string> from_file;
    if (!config.empty()) {
        auto read = read_config(config);
        if (!read)
            return std::unexpected(read.error());
        from_file = std::move(*read);
    }
    for (const ServeOption& option : serve_options()) {
        const std::string name(option.name);
        const std::string variable = variable_of(option.name);
        std::optional<Given> given;
        if (const auto flag = flags.find(name); flag != flags.end())
            given = {flag->second, "--" + name};
        else if (auto value = variables(variable))
            given = {std::move(*value), variable};
        else if (auto found = from_label_studio(option, variables))
            given = std::move(found);
        else if (const auto kept = from_file.find(name); kept != from_file.end())
            given = {kept->second, config + ": " + name};
        if (!given)
            continue;
        if (auto set = option.set(settings, given->value); !set)
            return bad(fmt::format("{}: {}.", given->from, set.error().message));
    }
    if (settings.tls_certificate.empty() != settings.tls_key.empty())
        return bad("--cert and --key go together.");
    return settings;
}

} // namespace tw::cli
