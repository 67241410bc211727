// How this server was started: what flags, environment and config file add up to (cli/serve_options reads them, in that
// order of precedence). Plain values, never changed while the server runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tw::server {

struct Settings {
    std::filesystem::path data_dir; ///< database, uploads, exports, temporary files and the secret lie here
    std::filesystem::path site_dir; ///< the built studio; empty: only the API is served
    std::string bind_address = "127.0.0.1";
    std::uint16_t port = 8080; ///< 0: any free one
    std::string public_url;    ///< as people reach it, may hold a path prefix; empty: as each request says
    std::filesystem::path tls_certificate, tls_key;
    std::vector<std::string> trusted_proxies;   ///< addresses whose X-Forwarded-* headers are believed
    std::vector<std::string> allowed_origins;   ///< pages of other origins that may call us; "*": all
    std::vector<std::string> embedding_origins; ///< sites that may show the studio in a frame
    bool log_json = false;
    std::string log_level = "info";

    std::uint64_t max_body_bytes = 250ULL << 20U; ///< DATA_UPLOAD_MAX_MEMORY_SIZE
    std::size_t max_files = 100;                  ///< DATA_UPLOAD_MAX_NUMBER_FILES
    std::int64_t task_lock_ttl_s = 86'400;        ///< TASK_LOCK_TTL
    std::int64_t session_age_s = 14 * 86'400;     ///< MAX_SESSION_AGE
    std::int64_t session_idle_s = 14 * 86'400;    ///< MAX_TIME_BETWEEN_ACTIVITY
    std::uint32_t idle_timeout_s = 75;            ///< of a connection: for the next request's head to be there
    std::uint32_t slow_timeout_s = 30;            ///< of a connection: for the next piece of a body or an answer
    std::size_t label_stream_limit = 100;         ///< LABEL_STREAM_HISTORY_LIMIT
    bool signup_needs_link = false;               ///< DISABLE_SIGNUP_WITHOUT_LINK
    bool legacy_tokens = true;                    ///< LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN; on from the start here
    bool enforce_csrf = true;                     ///< USE_ENFORCE_CSRF_CHECKS
    bool unknown_emails = false;                  ///< ALLOW_IMPORT_TASKS_WITH_UNKNOWN_EMAILS
    bool ssrf_protection = true;                  ///< SSRF_PROTECTION_ENABLED
    std::string first_username, first_password, first_token; ///< the first admin on an empty data directory
};

} // namespace tw::server
