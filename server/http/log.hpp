// The server's log: one line an event, as text for people or as JSON for programs. An event has a name, a level and
// fields; secrets never become fields (loggable() cuts them out of addresses). Started once by whoever starts the server;
// until then nothing is written.
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace tw::server {

enum class LogLevel : std::uint8_t { debug, info, warning, error, off };
/// "DEBUG", "warning", ... in any case. Errors: "log-level".
Result<LogLevel> log_level_from(std::string_view name);

struct LogField {
    std::string_view name;
    std::string value;
    bool number = false;
    LogField(std::string_view name_in, std::string value_in) : name(name_in), value(std::move(value_in)) {}
    LogField(std::string_view name_in, std::string_view value_in) : name(name_in), value(value_in) {}
    LogField(std::string_view name_in, const char* value_in) : name(name_in), value(value_in) {}
    LogField(std::string_view name_in, std::int64_t value_in)
        : name(name_in), value(std::to_string(value_in)), number(true) {}
    LogField(std::string_view name_in, int value_in) : LogField(name_in, static_cast<std::int64_t>(value_in)) {}
    LogField(std::string_view name_in, double value_in);
};

/// Lines go to standard error. May be called again; the last call counts.
void start_log(LogLevel level, bool as_json);
void stop_log(); ///< writes what is left
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

/// One line of the log without its time and level: `event` and fields as text, or as the members of a JSON object.
std::string log_line(std::string_view event, std::initializer_list<LogField> fields, bool as_json);

/// A request's target for the log: the values of what may be secret (tokens, tickets, passwords, keys, signatures) are
/// replaced, control characters too.
std::string loggable(std::string_view target);

} // namespace tw::server
