// How a server is told what to do: one table of options, each with its flag, its variables and its key in a config file.
// A flag wins over TAGWRIGHT_*, that over Label Studio's own variables (LABEL_STUDIO_*, HEARTEX_*, then the bare name), that
// over the config file, that over the default. What cannot be understood is an error that names where it came from.
#pragma once

#include "services/settings.hpp"

#include "base/error.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tw::cli {

struct ServeOption {
    std::string_view name;  ///< "allow-origin": --allow-origin, TAGWRIGHT_ALLOW_ORIGIN, allow_origin of the config file
    std::string_view flags; ///< other names of the flag: "-p" or "--internal-host", separated by commas
    std::string_view value; ///< what stands after the flag: "PORT"; "" for one that may stand alone and then means yes
    std::string_view help;
    std::vector<std::string_view> label_studio; ///< its names there, without prefix
    bool prefixed_only = false;                 ///< the bare name means something else on many machines
    std::function<Result<void>(server::Settings&, const std::string&)> set;
};
const std::vector<ServeOption>& serve_options();

using Variables = std::function<std::optional<std::string>(const std::string& name)>;
std::optional<std::string> environment(const std::string& name);

/// `flags`: by option name, what the command line gave; several values joined by commas. `config`: a YAML or JSON file, or
/// empty. Errors: "option" and "config-file", each saying which option and where.
Result<server::Settings> read_settings(const std::map<std::string, std::string>& flags, const std::string& config,
                                       const Variables& variables);

} // namespace tw::cli
