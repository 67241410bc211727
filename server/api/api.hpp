// The door of the REST API: wraps handlers with authentication, the error bodies of Label Studio, and the permission
// question, so that a file per resource holds only what is special to it. Handlers hold no SQL; they call services.
#pragma once

#include "http/router.hpp"
#include "model/caller.hpp"
#include "model/given.hpp"
#include "services/services.hpp"

#include <functional>
#include <string>

namespace tw::server {

/// One request on its way through a handler.
struct Call {
    const Request& request;
    const Params& params;
    const Caller& caller; ///< user_id 0 when nobody signed in (only where that is allowed)
    Services& services;

    /// The body as JSON, or a form or multipart body as an object, its values read as JSON where a form may hold JSON; {}
    /// when there is none. Errors: "json-parse", "body-too-large", "unsupported-media-type".
    [[nodiscard]] Result<Json> json() const;
};

/// The version of Label Studio whose API this one speaks.
constexpr std::string_view label_studio_version = "1.23.2";

using ApiHandler = std::function<Result<Response>(Call&)>;
enum class Access : std::uint8_t { anyone, signed_in };

class Api {
public:
    Api(Router& router, Services& services) : router_(&router), services_(&services) {}
    void add(Method method, std::string_view pattern, ApiHandler handler, Access access = Access::signed_in);
    [[nodiscard]] Services& services() const { return *services_; }
    [[nodiscard]] Router& router() const { return *router_; }

private:
    Router* router_;
    Services* services_;
};

/// Label Studio's error body. Codes and their status: "not-found" 404, "forbidden" 403, "unauthorized" 401, "conflict" 409,
/// "method" 405, "unsupported-media-type" 415, "body-too-large" 413, "rate-limited" 429, "storage-*" 503; "validation" 400
/// with validation_errors by the field that `where.pointer` names ("/title"; none: non_field_errors); all others 400.
Response error_response(const Error& error);
/// A body too large to hold is taken from people who are known; the answer to anybody else's, before it was sent.
std::optional<Response> refuse_body(Services& services, const Request& request);
/// The page that unknown addresses answer with.
Response not_found_page();

/// One page of a list that is numbered from 1.
struct Page {
    std::int64_t number = 1, size = 100;
    [[nodiscard]] std::int64_t offset() const { return (number - 1) * size; }
};
/// `page` and `page_size` of a request; sizes over `max_size` are cut to it (0: no limit), nonsense sizes are `fallback`.
/// Errors: "not-found" "Invalid page." for a page that is no number above 0.
Result<Page> page_of(const Request& request, std::int64_t fallback_size, std::int64_t max_size);
/// {count, next, previous, results} with absolute addresses; `results` is JSON text of a list.
std::string page_answer(const Request& request, const Page& page, std::int64_t count, std::string_view results);

// One function a resource; each adds its routes.
void add_account_routes(Api& api); ///< users, current user, tokens, organizations, invites
void add_sign_in_routes(Api& api); ///< /user/login, /user/signup, /logout
void add_service_routes(Api& api); ///< health, version, metrics, docs
void add_project_routes(Api& api);
void add_task_routes(Api& api);
void add_annotation_routes(Api& api); ///< and drafts
void add_prediction_routes(Api& api);
void add_import_routes(Api& api); ///< and uploads
void add_export_routes(Api& api);
void add_data_manager_routes(Api& api); ///< views, columns, actions, next task
void add_sync_routes(Api& api);

} // namespace tw::server
