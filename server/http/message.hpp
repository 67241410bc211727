// What a handler sees of HTTP: plain values, no sockets and no Beast. A request's large body lies in a file that goes
// away with the request; a response is text, a file (served with ranges) or a source of chunks that is asked again and
// again until it has no more. Whoever fills a Response need not think of compression, ranges or connections.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tw::server {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };
std::string_view to_string(Method method);

/// Names are compared without regard to case; the first of a name wins.
class Headers {
public:
    void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
    void set(std::string name, std::string value);
    [[nodiscard]] const std::string* find(std::string_view name) const;
    [[nodiscard]] std::string_view get(std::string_view name) const; ///< "" when there is none
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

private:
    std::vector<std::pair<std::string, std::string>> items_;
};

/// Decoded name=value pairs of a query or of a form.
class Fields {
public:
    static Fields parse(std::string_view encoded);
    void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
    [[nodiscard]] const std::string* find(std::string_view name) const;
    [[nodiscard]] std::string get(std::string_view name, std::string_view fallback = {}) const;
    /// As text clients send it: true/yes/on/1 of any case; everything else is false.
    [[nodiscard]] bool flag(std::string_view name, bool fallback = false) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

private:
    std::vector<std::pair<std::string, std::string>> items_;
};

/// A temporary file, deleted with its last owner.
class TemporaryFile {
public:
    explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile();
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// The file was moved elsewhere and is no longer ours to delete.
    void keep() { path_.clear(); }

private:
    std::filesystem::path path_;
};

struct Body {
    std::string text;                    ///< all of it, when `file` is not set
    std::shared_ptr<TemporaryFile> file; ///< set for bodies too large to hold
    std::uint64_t size_bytes = 0;

    /// Calls `take` with piece after piece; stops early when it answers false. Errors: "body-read".
    Result<void> read(const std::function<bool(std::string_view piece)>& take) const;
    /// The whole as text. Errors: "body-too-large" over `limit_bytes`, "body-read".
    [[nodiscard]] Result<std::string> load(std::uint64_t limit_bytes = 64U << 20U) const;
};

constexpr std::size_t max_form_bytes = 16U << 20U;
constexpr std::size_t max_form_fields = 1000;
/// A body that was sent as application/x-www-form-urlencoded. Errors: "body-too-large", "body-read".
Result<Fields> read_form(const Body& body);

struct Request {
    Method method = Method::get;
    std::string target; ///< as sent
    std::string path;   ///< decoded, without the query
    Fields query;
    Headers headers;
    Body body;
    std::string remote_address; ///< of the client, after trusted proxies
    bool secure = false;        ///< came over TLS, here or at a trusted proxy
    std::string host;           ///< as the client knows us
    std::string id;             ///< of this request, in logs and in X-Request-Id
    /// Found on the way, for the log and the figures.
    mutable std::string route;
    mutable std::int64_t user_id = 0;

    [[nodiscard]] std::string_view header(std::string_view name) const { return headers.get(name); }
    [[nodiscard]] std::string cookie(std::string_view name) const; ///< "" when there is none
    [[nodiscard]] std::string content_type() const;                ///< lower case, without parameters
    /// "http://host:port", for absolute addresses in answers.
    [[nodiscard]] std::string origin() const { return (secure ? "https://" : "http://") + host; }
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    std::filesystem::path file;              ///< served instead of `body` when not empty
    std::function<bool(std::string&)> chunk; ///< appends the next piece; false when that was the last

    Response& header(std::string name, std::string value) {
        headers.set(std::move(name), std::move(value));
        return *this;
    }
};

Response text_response(int status, std::string body, std::string content_type);
Response json_response(int status, std::string json);
Response json_response(int status, const Json& json);
Response empty_response(int status);
Response redirect(std::string location, int status = 302);

/// %-decoding; '+' is a blank when `form`. Bad escapes stay as they are.
std::string url_decode(std::string_view text, bool form = false);
std::string url_encode(std::string_view text);
bool same_ignoring_case(std::string_view a, std::string_view b);
std::string html_escape(std::string_view text);

} // namespace tw::server
