// `tagwright validate CONFIG.xml [--json]`: what is wrong with a labeling config, with places. Reads one file, writes to
// the stream it is given, changes nothing.
#pragma once

#include <iosfwd>
#include <string>

namespace tw::cli {

struct ValidateOptions {
    std::string path; ///< "-" reads standard input
    bool json = false;
};

/// 0: no error (warnings and infos may have been told); 1: the config has errors; 2: the file cannot be read.
int validate(const ValidateOptions& options, std::istream& input, std::ostream& out, std::ostream& err);

} // namespace tw::cli
