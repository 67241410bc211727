// `tagwright serve`: from settings to a server that runs until it is told to stop.
#pragma once

#include "cli/cli.hpp"
#include "cli/opened_data.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace tw::cli {

/// What the flags of a command that works on a data directory said, before variables and config file.
struct SettingFlags {
    std::map<std::string, std::string> values;
    std::string config;
};
/// Flags for all options, or only those that say where the data is.
std::shared_ptr<SettingFlags> add_setting_flags(CLI::App& command, bool all);
/// Errors: those of read_settings.
Result<server::Settings> settings_of(const SettingFlags& flags);
/// Opens the data the flags name. Errors: those of settings_of and OpenedData::open.
Result<std::unique_ptr<OpenedData>> open_data(const SettingFlags& flags);

/// Learns the address and how to stop, once the server listens; what it answers is called after the last answer, before
/// the server goes.
using Ready = std::function<std::function<void()>(const std::string& address, std::function<void()> stop)>;
/// Serves until it is stopped.
Result<void> serve(OpenedData& data, const Ready& ready);

} // namespace tw::cli
