#include "api/page.hpp"
#include "support/test_server.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;
using tw::test::TestServer;

namespace {

struct Pages : TestServer {
    Pages() { add_sign_in_routes(api); }
    Response post(const std::string& target, const std::string& fields,
                  const std::string& token = std::string(32, 'a')) {
        return send(
            Method::post, target, "csrfmiddlewaretoken=" + token + "&" + fields,
            {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", "csrftoken=" + std::string(32, 'a')}});
    }
};

} // namespace

TEST_CASE("pages speak the language that the reader wants most") {
    CHECK(language_of("") == Language::en);
    CHECK(language_of("zh-CN,zh;q=0.9,en;q=0.8") == Language::zh_cn);
    CHECK(language_of("en-US,en;q=0.9,zh;q=0.8") == Language::en);
    CHECK(language_of("en,zh") == Language::en);
    CHECK(language_of("fr-FR,fr;q=0.9,zh-TW;q=0.5") == Language::zh_cn);
    CHECK(language_of("zh;q=0") == Language::en);
    for (int word = 0; word <= static_cast<int>(Word::api_only); ++word) {
        CHECK_FALSE(say(Language::en, static_cast<Word>(word)).empty());
        CHECK_FALSE(say(Language::zh_cn, static_cast<Word>(word)).empty());
    }
}

TEST_CASE("what people wrote comes back as text, never as HTML") {
    Pages pages;
    pages.add("ann@example.com");
    const Response page = pages.post("/user/login/?next=%2F%22%3E%3Cscript%3E",
                                     "email=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&password=x");
    CHECK(page.status == 200);
    CHECK(page.body.find("<script") == std::string::npos);
    CHECK(page.body.find("&lt;script&gt;alert(1)") != std::string::npos);
    CHECK(page.headers.get("Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos);
    CHECK(filled("a {} b", "<&>") == "a &lt;&amp;&gt; b");
}

TEST_CASE("a form needs the token of its cookie") {
    Pages pages;
    pages.add("ann@example.com");
    CHECK(pages.post("/user/login/", "email=ann@example.com&password=password").status == 302);
    CHECK(pages.post("/user/login/", "email=ann@example.com&password=password", std::string(32, 'b')).status == 403);
    CHECK(pages.post("/user/login/", "email=ann@example.com&password=password", "").status == 403);
    CHECK(pages
              .send(Method::post, "/user/login/", R"({"email":"ann@example.com","password":"password"})",
                    {{"Cookie", "csrftoken=" + std::string(32, 'a')}, {"X-CSRFToken", std::string(32, 'a')}})
              .status == 302);
    pages.settings.enforce_csrf = false;
    CHECK(pages.post("/user/login/", "email=ann@example.com&password=password", "").status == 302);
}

TEST_CASE("the way in leads to where one wanted to go, on this server") {
    Pages pages;
    pages.add("ann@example.com");
    const auto goes_to = [&](const std::string& next) {
        return std::string(
            pages.post("/user/login/?next=" + url_encode(next), "email=ann@example.com&password=password")
                .headers.get("Location"));
    };
    CHECK(goes_to("/projects/1?tab=2") == "/projects/1?tab=2");
    for (const char* const elsewhere :
         {"https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\r\nSet-Cookie: x=y"})
        CHECK_MESSAGE(goes_to(elsewhere) == "/", elsewhere);
}

TEST_CASE("sessions are kept only when asked to") {
    Pages pages;
    pages.add("ann@example.com");
    const auto cookie_of = [&](const std::string& more) {
        const Response response = pages.post("/user/login/", "email=ann@example.com&password=password" + more);
        for (const auto& [name, value] : response.headers.items())
            if (name == "Set-Cookie" && value.starts_with("sessionid="))
                return value;
        return std::string();
    };
    CHECK(cookie_of("").find("Max-Age") == std::string::npos);
    CHECK(cookie_of("&persist_session=on").find("Max-Age=1209600") != std::string::npos);
}

TEST_CASE("only an allowed origin's page is given a token, and only by whoever is signed in") {
    Pages pages;
    const UserRow ann = pages.add("ann@example.com");
    pages.settings.allowed_origins = {"https://studio.example"};
    const std::string here = "/user/connect/?origin=https%3A%2F%2Fstudio.example";
    CHECK(pages.send(Method::get, "/user/connect/?origin=https%3A%2F%2Fevil.example").status == 403);
    CHECK(pages.send(Method::get, here).headers.get("Location").find("/user/login/?next=%2Fuser%2Fconnect%2F") == 0);
    const std::string session =
        Pages::cookie(pages.post("/user/login/", "email=ann@example.com&password=password"), "sessionid");
    const std::string cookies = session + "; csrftoken=" + std::string(32, 'a');
    CHECK(pages.send(Method::get, here, {}, {{"Cookie", cookies}}).status == 200);
    // A token proves who one is, but not that a person sits there.
    CHECK(pages.send_as(ann, Method::get, here).status == 302);
    const auto give = [&](const std::string& target, const std::string& token) {
        return pages.send(Method::post, target, "csrfmiddlewaretoken=" + token,
                          {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", cookies}});
    };
    CHECK(give(here, std::string(32, 'b')).status == 403);
    CHECK(give("/user/connect/?origin=https%3A%2F%2Fevil.example", std::string(32, 'a')).status == 403);
    const Response given = give(here, std::string(32, 'a'));
    CHECK(given.status == 200);
    CHECK(given.body.find("postMessage({type: 'tagwright:token'") != std::string::npos);
    CHECK(given.body.find("}, \"https://studio.example\")") != std::string::npos);
}
