#include "services/server_report.hpp"

#include "base/version.hpp"
#include "services/permissions.hpp"

namespace tw::server {
namespace {

struct Weight {
    std::uintmax_t bytes = 0, database_bytes = 0;
    std::size_t files = 0;
};

/// A file that goes while we look is not counted.
Weight weigh(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    Weight weight;
    std::error_code failed;
    for (auto at = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, failed);
         !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
        std::error_code gone;
        if (!at->is_regular_file(gone))
            continue;
        const std::uintmax_t size = at->file_size(gone);
        if (gone)
            continue;
        weight.bytes += size;
        ++weight.files;
        if (at.depth() == 0 && at->path().filename().string().find(".sqlite3") != std::string::npos)
            weight.database_bytes += size;
    }
    return weight;
}

} // namespace

Result<Json> server_report(const Services& services, const Caller& caller, const std::string& origin) {
    if (auto allowed = allow(caller, Right::manage_server); !allowed)
        return std::unexpected(allowed.error());
    const Settings& settings = services.settings;
    const Weight weight = weigh(settings.data_dir);
    std::error_code failed;
    const std::filesystem::space_info space = std::filesystem::space(settings.data_dir, failed);
    return Json{{"version", version()},
                {"address", settings.public_url.empty() ? origin : settings.public_url},
                {"listens_on", settings.bind_address},
                {"tls", !settings.tls_certificate.empty()},
                {"trusted_proxies", settings.trusted_proxies},
                {"sign_up_needs_link", settings.signup_needs_link},
                {"session_age_s", settings.session_age_s},
                {"allowed_origins", settings.allowed_origins},
                {"embedding_origins", settings.embedding_origins},
                {"data_dir", settings.data_dir.string()},
                {"database_bytes", weight.database_bytes},
                {"data_bytes", weight.bytes},
                {"data_files", weight.files},
                {"free_bytes", failed ? Json() : Json(space.available)},
                {"max_body_bytes", settings.max_body_bytes},
                {"ssrf_protection", settings.ssrf_protection}};
}

} // namespace tw::server
