#include "http/log.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "http/message.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace tw::server {
namespace {

constexpr const char* json_name = "tagwright json";
constexpr const char* text_name = "tagwright text";

spdlog::level::level_enum spd(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warning:
        return spdlog::level::warn;
    case LogLevel::error:
        return spdlog::level::err;
    case LogLevel::off:
        break;
    }
    return spdlog::level::off;
}

bool may_be_secret(std::string_view name) {
    static constexpr std::array<std::string_view, 8> words = {"token", "ticket", "password", "secret",
                                                              "key",   "sig",    "auth",     "credential"};
    const std::string lower = to_lower_ascii(name);
    return std::ranges::any_of(words, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

void append_printable(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            out += c;
    }
}

/// As it is, or in quotes when it would be read as more than one word.
std::string as_word(const std::string& value) {
    const bool plain = !value.empty() && std::ranges::none_of(value, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\\' || c == '\x7f';
    });
    return plain ? value : dump_json(Json(value));
}

} // namespace

LogField::LogField(std::string_view name_in, double value_in)
    : name(name_in), value(fmt::format("{:.3f}", value_in)), number(true) {}

Result<LogLevel> log_level_from(std::string_view name) {
    const std::string lower = to_lower_ascii(name);
    if (lower == "debug")
        return LogLevel::debug;
    if (lower == "info" || lower.empty())
        return LogLevel::info;
    if (lower == "warning" || lower == "warn")
        return LogLevel::warning;
    if (lower == "error" || lower == "critical")
        return LogLevel::error;
    if (lower == "off")
        return LogLevel::off;
    return fail("log-level", fmt::format("\"{}\" is no log level; one of debug, info, warning, error, off is.", name));
}

void start_log(LogLevel level, bool as_json) {
    auto logger = std::make_shared<spdlog::logger>(as_json ? json_name : text_name,
                                                   std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_level(spd(level));
    logger->set_pattern(as_json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                                : "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v",
                        spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::debug);
    spdlog::set_default_logger(std::move(logger));
}

void stop_log() {
    spdlog::shutdown();
}

void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    // spdlog keeps the logger; which of the two it is says how lines look.
    const std::shared_ptr<spdlog::logger> logger = spdlog::default_logger();
    const bool as_json = logger && logger->name() == json_name;
    if (!logger || (!as_json && logger->name() != text_name) || !logger->should_log(spd(level)))
        return;
    logger->log(spd(level), "{}", log_line(event, fields, as_json));
}

std::string log_line(std::string_view event, std::initializer_list<LogField> fields, bool as_json) {
    std::string line = as_json ? "\"event\":" + dump_json(Json(event)) : std::string(event);
    for (const LogField& field : fields) {
        const std::string value = field.number ? field.value
                                  : as_json    ? dump_json(Json(field.value))
                                               : as_word(field.value);
        line += as_json ? fmt::format(",{}:{}", dump_json(Json(field.name)), value)
                        : fmt::format(" {}={}", field.name, value);
    }
    return line;
}

std::string loggable(std::string_view target) {
    constexpr std::size_t longest = 2000;
    const std::size_t question = std::min(target.find('?'), target.size());
    std::string out;
    append_printable(out, target.substr(0, std::min(question, longest)));
    std::string_view query = question < target.size() ? target.substr(question + 1) : std::string_view();
    for (char separator = '?'; !query.empty() && out.size() < longest; separator = '&') {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const std::string_view name = pair.substr(0, pair.find('='));
        out += separator;
        append_printable(out, name.size() < pair.size() && may_be_secret(url_decode(name)) ? name : pair);
        if (name.size() < pair.size() && may_be_secret(url_decode(name)))
            out += "=***";
    }
    return out;
}

} // namespace tw::server
