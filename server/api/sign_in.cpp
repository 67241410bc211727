// Label Studio's sign-in pages: its addresses, form fields and status codes, which its scripts post to, with our own looks.
#include "api/api.hpp"
#include "api/page.hpp"
#include "base/hash.hpp"
#include "services/accounts.hpp"
#include "services/api_tokens.hpp"
#include "services/csrf.hpp"
#include "services/members.hpp"
#include "services/origins.hpp"

namespace tw::server {
namespace {

Language reader_of(const Call& call) {
    return language_of(call.request.header("accept-language"));
}

std::string words(Language language, Word word) {
    return html_escape(say(language, word));
}

/// Where to go afterwards: a place on this server, whatever the address asks for.
std::string next_of(const Call& call) {
    std::string next = call.request.query.get("next");
    const bool here =
        next.starts_with('/') && !next.starts_with("//") && next.find_first_of("\\\r\n") == std::string::npos;
    return here ? next : "/";
}

std::string with_next(std::string address, const Call& call) {
    if (const std::string next = next_of(call); next != "/")
        address += (address.contains('?') ? "&next=" : "?next=") + url_encode(next);
    return address;
}

std::string field(Language language, Word label, std::string_view name, std::string_view attributes,
                  std::string_view error, std::string_view hint = {}) {
    std::string html = "<label for=\"" + std::string(name) + "\">" + words(language, label) + "</label><input id=\"" +
                       std::string(name) + "\" name=\"" + std::string(name) + "\" " + std::string(attributes);
    if (!error.empty())
        html += " aria-invalid=\"true\" aria-describedby=\"" + std::string(name) + "-error\"";
    html += ">";
    if (!error.empty())
        html += "<ul class=\"field_errors\" id=\"" + std::string(name) + "-error\"><li>" + html_escape(error) +
                "</li></ul>";
    else if (!hint.empty())
        html += "<div class=\"hint\">" + html_escape(hint) + "</div>";
    return html;
}

std::string form_begin(const std::string& action, const std::string& token) {
    return "<form method=\"post\" action=\"" + html_escape(action) +
           "\"><input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"" + html_escape(token) + "\">";
}

std::string above(std::string_view error) {
    return error.empty() ? std::string()
                         : "<ul class=\"field_errors above\" role=\"alert\"><li>" + html_escape(error) + "</li></ul>";
}

struct Problem {
    int status = 200;
    std::string_view general = {}, email = {}, password = {};
};

Response with_csrf(const Call& call, const std::string& token, Response response) {
    response.headers.add("Set-Cookie", csrf_cookie(call.request, token));
    return response;
}

Response sign_in_page(const Call& call, const std::string& email, const Problem& problem) {
    const Language language = reader_of(call);
    const std::string token = csrf_token(call.request);
    std::string body = "<h1>" + words(language, Word::sign_in_title) + "</h1>" + above(problem.general) +
                       form_begin(with_next("/user/login/", call), token) +
                       field(language, Word::email, "email",
                             "type=\"email\" autocomplete=\"username\" required value=\"" + html_escape(email) + "\"" +
                                 (email.empty() ? " autofocus" : ""),
                             problem.email) +
                       field(language, Word::password, "password",
                             "type=\"password\" autocomplete=\"current-password\" required", problem.password) +
                       "<label class=\"check\"><input type=\"checkbox\" name=\"persist_session\" checked>" +
                       words(language, Word::keep) + "</label><button type=\"submit\">" +
                       words(language, Word::sign_in_button) + "</button></form>";
    if (!call.services.settings.signup_needs_link)
        body += "<p class=\"other\">" + words(language, Word::no_account) + " <a href=\"" +
                html_escape(with_next("/user/signup/", call)) + "\">" + words(language, Word::sign_up) + "</a></p>";
    return with_csrf(
        call, token,
        html_page(problem.status, {language, std::string(say(language, Word::sign_in)), std::move(body), {}}));
}

Response sign_up_page(const Call& call, bool first, const std::string& email, const Problem& problem) {
    const Language language = reader_of(call);
    const std::string token = csrf_token(call.request);
    const std::string invite = call.request.query.get("token");
    std::string body = "<h1>" + words(language, first ? Word::first_title : Word::sign_up_title) + "</h1>";
    if (first || !invite.empty())
        body += "<p>" + words(language, first ? Word::first_text : Word::invited_text) + "</p>";
    const std::string action =
        with_next(invite.empty() ? "/user/signup/" : "/user/signup/?token=" + url_encode(invite), call);
    body += above(problem.general) + form_begin(action, token) +
            field(language, Word::email, "email",
                  "type=\"email\" autocomplete=\"username\" required value=\"" + html_escape(email) + "\"" +
                      (email.empty() ? " autofocus" : ""),
                  problem.email) +
            field(language, Word::password, "password",
                  "type=\"password\" autocomplete=\"new-password\" required minlength=\"8\" maxlength=\"128\"",
                  problem.password, say(language, Word::password_hint)) +
            "<button type=\"submit\">" + words(language, first ? Word::first_button : Word::sign_up_button) +
            "</button></form>";
    if (!first)
        body += "<p class=\"other\">" + words(language, Word::have_account) + " <a href=\"" +
                html_escape(with_next("/user/login/", call)) + "\">" + words(language, Word::sign_in) + "</a></p>";
    return with_csrf(
        call, token,
        html_page(problem.status, {language, std::string(say(language, Word::sign_up)), std::move(body), {}}));
}

Response refused_page(const Call& call, Word title, Word text) {
    const Language language = reader_of(call);
    return html_page(403, {language,
                           std::string(say(language, title)),
                           "<h1>" + words(language, title) + "</h1><p>" + words(language, text) +
                               "</p><p class=\"other\"><a href=\"/user/login/\">" + words(language, Word::sign_in) +
                               "</a></p>",
                           {}});
}

/// The fields of the form. Errors: those of Call::json, "csrf" when its token is missing.
Result<Json> form_of(const Call& call) {
    auto form = call.json();
    if (form && !form->is_object())
        return fail("validation", "This is no form.");
    if (form && call.services.settings.enforce_csrf &&
        !csrf_fits(call.request, string_or(*form, "csrfmiddlewaretoken", "")))
        return fail("csrf", "CSRF token missing or incorrect.");
    return form;
}

Response signed_in_response(const Call& call, const SignedIn& signed_in, bool keep) {
    Response response = redirect(next_of(call));
    response.headers.add("Set-Cookie", session_cookie(call.services, call.request, signed_in.session_token, keep));
    response.headers.add("Set-Cookie", csrf_cookie(call.request, csrf_token(call.request)));
    response.header("Cache-Control", "no-store");
    return response;
}

Result<Response> show_sign_in(Call& call) {
    if (call.caller.user_id != 0)
        return redirect(next_of(call));
    const auto empty = is_empty_server(call.services);
    if (!empty)
        return std::unexpected(empty.error());
    return *empty ? redirect(with_next("/user/signup/", call)) : sign_in_page(call, {}, {});
}

Result<Response> do_sign_in(Call& call) {
    const Language language = reader_of(call);
    const auto form = form_of(call);
    if (!form)
        return form.error().code == "csrf" ? Result<Response>(refused_page(call, Word::csrf_title, Word::csrf_text))
                                           : std::unexpected(form.error());
    const std::string email = string_or(*form, "email", "");
    const auto signed_in = sign_in(call.services, email, string_or(*form, "password", ""), call.request.remote_address);
    if (signed_in)
        return signed_in_response(call, *signed_in, find(*form, "persist_session") != nullptr);
    const std::string& code = signed_in.error().code;
    if (code == "wrong-credentials")
        return sign_in_page(call, email, {.general = say(language, Word::wrong)});
    if (code == "rate-limited") {
        Response response = sign_in_page(call, email, {.status = 429, .general = say(language, Word::too_many)});
        response.header("Retry-After", "60");
        return response;
    }
    return std::unexpected(signed_in.error());
}

Result<Response> show_sign_up(Call& call) {
    if (call.caller.user_id != 0)
        return redirect(next_of(call));
    const auto empty = is_empty_server(call.services);
    if (!empty)
        return std::unexpected(empty.error());
    if (!*empty) {
        const std::string invite = call.request.query.get("token");
        const auto good = check_invite(call.services, invite);
        if (!good && good.error().code != "forbidden")
            return std::unexpected(good.error());
        if (!good)
            return refused_page(call, Word::sign_up_title, invite.empty() ? Word::need_invite : Word::bad_invite);
    }
    return sign_up_page(call, *empty, {}, {});
}

Result<Response> do_sign_up(Call& call) {
    const Language language = reader_of(call);
    const auto form = form_of(call);
    if (!form)
        return form.error().code == "csrf" ? Result<Response>(refused_page(call, Word::csrf_title, Word::csrf_text))
                                           : std::unexpected(form.error());
    const auto empty = is_empty_server(call.services);
    if (!empty)
        return std::unexpected(empty.error());
    const std::string email = string_or(*form, "email", "");
    const std::string invite = call.request.query.get("token");
    const auto signed_in = sign_up(call.services, {.email = email,
                                                   .password = string_or(*form, "password", ""),
                                                   .invite = invite,
                                                   .allow_newsletters = find(*form, "allow_newsletters") != nullptr,
                                                   .remote_address = call.request.remote_address});
    if (signed_in)
        return signed_in_response(call, *signed_in, false);
    const Error& error = signed_in.error();
    if (error.code == "forbidden")
        return refused_page(call, Word::sign_up_title, invite.empty() ? Word::need_invite : Word::bad_invite);
    if (error.code == "rate-limited") {
        Response response =
            sign_up_page(call, *empty, email, {.status = 429, .general = say(language, Word::too_many)});
        response.header("Retry-After", "60");
        return response;
    }
    if (error.code != "validation")
        return std::unexpected(error);
    if (error.where.pointer == "/password")
        return sign_up_page(call, *empty, email, {.password = say(language, Word::bad_password)});
    return sign_up_page(call, *empty, email,
                        {.email = say(language, check_email(email) ? Word::known_email : Word::bad_email)});
}

Result<Response> do_sign_out(Call& call) {
    if (const std::string token = call.request.cookie("sessionid"); !token.empty())
        if (auto done = sign_out(call.services, token); !done)
            return std::unexpected(done.error());
    Response response = redirect("/");
    response.headers.add("Set-Cookie", ended_session_cookie(call.request));
    return response;
}

// --- the pop-up in which somebody lets a page of another origin work in their name ---

Result<Response> show_connect(Call& call) {
    const Language language = reader_of(call);
    const std::string origin = origin_of(call.request.query.get("origin"));
    if (!is_allowed_origin(call.services.settings, origin))
        return refused_page(call, Word::csrf_title, Word::connect_refused);
    const std::string here = "/user/connect/?origin=" + url_encode(origin);
    if (call.caller.user_id == 0 || call.caller.by != Caller::By::session)
        return redirect("/user/login/?next=" + url_encode(here));
    const std::string token = csrf_token(call.request);
    std::string body = "<h1>" + filled(say(language, Word::connect_title), origin) + "</h1><p>" +
                       filled(say(language, Word::connect_text), origin) + "</p>" + form_begin(here, token) +
                       "<button type=\"submit\" autofocus>" +
                       filled(say(language, Word::connect_button), call.caller.email) + "</button></form>";
    return with_csrf(call, token,
                     html_page(200, {language, std::string(say(language, Word::sign_in)), std::move(body), {}}));
}

Result<Response> do_connect(Call& call) {
    const Language language = reader_of(call);
    const std::string origin = origin_of(call.request.query.get("origin"));
    const auto form = form_of(call);
    if (!form || !is_allowed_origin(call.services.settings, origin) || call.caller.user_id == 0 ||
        call.caller.by != Caller::By::session)
        return refused_page(call, Word::csrf_title, Word::csrf_text);
    const PageToken issued =
        page_token(call.services, call.caller.user_id, sha256_hex(call.request.cookie("sessionid")));
    // A token has no character that would end a string, and an origin none either.
    const std::string script = "if (window.opener) window.opener.postMessage({type: 'tagwright:token', token: '" +
                               issued.token + "', expires_in: " + std::to_string(issued.expires_in_s) + "}, " +
                               dump_json(Json(origin)) + "); window.close();";
    return html_page(200, {language, std::string(say(language, Word::sign_in)),
                           "<h1>" + words(language, Word::connected) + "</h1>", script});
}

} // namespace

void add_sign_in_routes(Api& api) {
    api.add(Method::get, "/user/login/", show_sign_in, Access::anyone);
    api.add(Method::post, "/user/login/", do_sign_in, Access::anyone);
    api.add(Method::get, "/user/signup/", show_sign_up, Access::anyone);
    api.add(Method::post, "/user/signup/", do_sign_up, Access::anyone);
    api.add(Method::get, "/logout/", do_sign_out, Access::anyone);
    api.add(Method::post, "/logout/", do_sign_out, Access::anyone);
    api.add(Method::get, "/user/connect/", show_connect, Access::anyone);
    api.add(Method::post, "/user/connect/", do_connect, Access::anyone);
}

} // namespace tw::server
