"""Users, tokens, organizations and the sign-in pages, as HTTP clients of Label Studio use them."""

import re
import threading
import time
import unittest

import requests

from our_server import EMAIL, PASSWORD, TOKEN, OurServer


def setUpModule():
    global server
    server = OurServer()


def tearDownModule():
    server.close()


def signed_in(url, email=EMAIL, password=PASSWORD):
    session = requests.Session()
    session.get(f"{url}/user/login/", timeout=60)
    answer = session.post(f"{url}/user/login/", timeout=60, allow_redirects=False,
                          data={"csrfmiddlewaretoken": session.cookies["csrftoken"], "email": email, "password": password})
    return session, answer


def sign_up(url, email, password="long enough", **query):
    session = requests.Session()
    session.get(f"{url}/user/signup/", params=query, timeout=60)
    return session, session.post(f"{url}/user/signup/", params=query, timeout=60, allow_redirects=False,
                                 data={"csrfmiddlewaretoken": session.cookies.get("csrftoken", ""), "email": email, "password": password})


class Credentials(unittest.TestCase):
    def test_none_and_wrong_ones_answer_401_with_the_usual_body(self):
        for headers, detail in (({}, "Authentication credentials were not provided."), ({"Authorization": "Token wrong"}, "Invalid token.")):
            answer = requests.get(server.url + "/api/current-user/whoami", headers=headers, timeout=60)
            self.assertEqual(answer.status_code, 401)
            self.assertEqual(answer.json()["detail"], detail)
            self.assertEqual(answer.json()["status_code"], 401)

    def test_a_key_may_come_as_x_api_key(self):
        answer = requests.get(server.url + "/api/current-user/whoami", headers={"X-Api-Key": TOKEN}, timeout=60)
        self.assertEqual(answer.json()["email"], EMAIL)

    def test_the_slash_at_the_end_may_be_left_out_but_not_added(self):
        for path, status in (("/api/users/", 200), ("/api/users", 200), ("/api/current-user/whoami", 200),
                             ("/api/current-user/whoami/", 404), ("/api/nothing-here", 404)):
            self.assertEqual(server.call("GET", path).status_code, status, path)

    def test_a_wrong_method_answers_405(self):
        answer = server.call("PUT", "/api/users/1/", json={})
        self.assertEqual(answer.status_code, 405)
        self.assertEqual(answer.json()["detail"], 'Method "PUT" not allowed.')


class Users(unittest.TestCase):
    def test_whoami_has_the_keys_that_clients_read(self):
        server.call("PATCH", "/api/users/1/", json={"first_name": "", "last_name": ""})
        user = server.call("GET", "/api/current-user/whoami").json()
        for key in ("id", "first_name", "last_name", "username", "email", "last_activity", "custom_hotkeys", "avatar", "initials", "phone",
                    "active_organization", "active_organization_meta", "allow_newsletters", "date_joined", "permissions"):
            self.assertIn(key, user)
        self.assertEqual(user["initials"], "ad")

    def test_a_user_is_made_changed_and_removed(self):
        made = server.call("POST", "/api/users/", json={"username": "bo", "email": "bo@example.com", "first_name": "Bo"})
        self.assertEqual(made.status_code, 201, made.text)
        user = made.json()
        path = f"/api/users/{user['id']}/"
        self.assertIn(user["id"], [one["id"] for one in server.call("GET", "/api/users/").json()])
        changed = server.call("PATCH", path, json={"last_name": "Peep", "phone": "123"})
        self.assertEqual((changed.status_code, changed.json()["last_name"], changed.json()["initials"]), (200, "Peep", "BP"))
        mail = server.call("PATCH", path, json={"email": "other@example.com"})
        self.assertEqual((mail.status_code, mail.json()["detail"]), (405, "Cannot update read-only field: email"))
        self.assertEqual(server.call("DELETE", path).status_code, 204)
        self.assertEqual(server.call("GET", path).status_code, 404)

    def test_what_is_missing_or_taken_is_named(self):
        for body, field in (({"email": "x@example.com"}, "username"), ({"username": "x"}, "email"), ({"username": "x", "email": EMAIL}, "email"),
                            ({"username": "x", "email": "no address"}, "email")):
            answer = server.call("POST", "/api/users/", json=body)
            self.assertEqual(answer.status_code, 400, answer.text)
            self.assertIn(field, answer.json()["validation_errors"])

    def test_hotkeys_are_kept_and_checked(self):
        keys = {"annotation:submit": {"key": "ctrl+enter", "active": True}}
        answer = server.call("PATCH", "/api/current-user/hotkeys/", json={"custom_hotkeys": keys})
        self.assertEqual((answer.status_code, answer.json()), (200, {"custom_hotkeys": keys}))
        self.assertEqual(server.call("GET", "/api/current-user/hotkeys/").json(), {"custom_hotkeys": keys})
        self.assertEqual(server.call("GET", "/api/current-user/whoami").json()["custom_hotkeys"], keys)
        bad = server.call("PATCH", "/api/current-user/hotkeys/", json={"custom_hotkeys": {"submit": {"key": "x"}}})
        self.assertEqual(bad.status_code, 400)
        self.assertEqual(set(bad.json()), {"error", "details"})

    def test_an_avatar_is_kept_and_shown(self):
        png = bytes.fromhex("89504e470d0a1a0a") + b"rest"
        answer = server.call("POST", "/api/users/1/avatar/", files={"avatar": ("me.png", png, "image/png")})
        self.assertEqual((answer.status_code, answer.json()), (200, {"detail": "avatar saved"}))
        address = server.call("GET", "/api/users/1/").json()["avatar"]
        shown = server.call("GET", address)
        self.assertEqual((shown.status_code, shown.content, shown.headers["Content-Type"]), (200, png, "image/png"))
        self.assertEqual(server.call("GET", address, token=None).status_code, 401)
        self.assertEqual(server.call("POST", "/api/users/1/avatar/", files={"avatar": ("me.svg", b"<svg/>", "image/svg+xml")}).status_code, 400)
        self.assertEqual(server.call("DELETE", "/api/users/1/avatar/").status_code, 204)
        self.assertIsNone(server.call("GET", "/api/users/1/").json()["avatar"])


class Tokens(unittest.TestCase):
    def refresh(self, token):
        return server.call("POST", "/api/token/refresh/", token=None, json={"refresh": token})

    def test_a_personal_access_token_lives_from_making_to_revoking(self):
        made = server.call("POST", "/api/token/")
        self.assertEqual(made.status_code, 201, made.text)
        token = made.json()["token"]
        self.assertEqual(server.call("POST", "/api/token/").status_code, 409)
        self.assertEqual(server.call("GET", "/api/token/").json(), [{"token": token.rsplit(".", 1)[0]}])
        access = self.refresh(token).json()["access"]
        bearer = {"Authorization": f"Bearer {access}"}
        who = requests.get(server.url + "/api/current-user/whoami", headers=bearer, timeout=60)
        self.assertEqual(who.json()["email"], EMAIL)
        for wrong in (token, access + "x", "garbage"):
            answer = requests.get(server.url + "/api/current-user/whoami", headers={"Authorization": f"Bearer {wrong}"}, timeout=60)
            self.assertEqual(answer.status_code, 401)
        rotated = server.call("POST", "/api/token/rotate/", json={"refresh": token}).json()["refresh"]
        self.assertEqual((self.refresh(token).status_code, self.refresh(token).json()["detail"]), (401, "Token is blacklisted"))
        self.assertEqual(self.refresh(rotated).status_code, 200)
        self.assertEqual(server.call("POST", "/api/token/blacklist/", json={"refresh": rotated}).status_code, 204)
        self.assertEqual(server.call("POST", "/api/token/blacklist/", json={"refresh": rotated}).status_code, 404)
        self.assertEqual(self.refresh("garbage").status_code, 401)
        self.assertEqual(server.call("POST", "/api/token/refresh/", token=None, json={}).status_code, 400)
        self.assertEqual(server.call("GET", "/api/token/").json(), [])

    def test_legacy_tokens_can_be_shown_replaced_and_switched_off(self):
        with OurServer() as own:
            self.assertEqual(own.call("GET", "/api/current-user/token").json(), {"token": TOKEN})
            reset = own.call("POST", "/api/current-user/reset-token/")
            self.assertEqual(reset.status_code, 201)
            fresh = reset.json()["token"]
            self.assertRegex(fresh, "^[0-9a-f]{40}$")
            self.assertEqual(own.call("GET", "/api/users/").status_code, 401)
            self.assertEqual(own.call("GET", "/api/jwt/settings", token=fresh).json(),
                             {"api_tokens_enabled": True, "legacy_api_tokens_enabled": True})
            switched = own.call("POST", "/api/jwt/settings", token=fresh, json={"api_tokens_enabled": True, "legacy_api_tokens_enabled": False})
            self.assertEqual(switched.json()["legacy_api_tokens_enabled"], False)
            refused = own.call("GET", "/api/users/", token=fresh)
            self.assertEqual(refused.status_code, 401)
            self.assertIn("legacy token authentication has been disabled", refused.json()["detail"])


class Organizations(unittest.TestCase):
    def test_the_organization_and_its_members(self):
        organization = server.call("GET", "/api/organizations/").json()[0]
        self.assertEqual(set(organization), {"id", "title", "contact_info", "created_at"})
        path = f"/api/organizations/{organization['id']}"
        whole = server.call("GET", path).json()
        self.assertEqual(whole["created_by"], 1)
        self.assertIn(1, whole["users"])
        self.assertEqual(server.call("PATCH", path, json={"title": "Our team"}).json()["title"], "Our team")
        page = server.call("GET", path + "/memberships").json()
        self.assertEqual(page["results"][0]["user"]["email"], EMAIL)
        member = server.call("GET", path + "/memberships/1/").json()
        self.assertEqual((member["user"], member["contributed_projects_count"]), (1, 0))
        self.assertEqual(server.call("DELETE", path + "/memberships/1/").status_code, 405)
        self.assertEqual(server.call("PATCH", path + "/memberships/1/", json={"role": "annotator"}).status_code, 409)
        self.assertEqual(server.call("GET", "/api/organizations/999").status_code, 404)

    def test_an_annotator_manages_nobody(self):
        _, answer = sign_up(server.url, "worker@example.com")
        self.assertEqual(answer.status_code, 302)
        session, _ = signed_in(server.url, "worker@example.com", "long enough")
        for method, path in (("POST", "/api/users/"), ("DELETE", "/api/users/1/"), ("PATCH", "/api/users/1/"), ("GET", "/api/invite"),
                             ("POST", "/api/invite/reset-token"), ("POST", "/api/jwt/settings"), ("PATCH", "/api/organizations/1")):
            answer = session.request(method, server.url + path, json={"username": "x", "email": "x@example.com"} if method != "GET" else None, timeout=60)
            self.assertEqual(answer.status_code, 403, f"{method} {path}: {answer.text}")
        me = session.get(server.url + "/api/current-user/whoami", timeout=60).json()
        self.assertEqual(me["role"], "annotator")
        self.assertEqual(session.patch(f"{server.url}/api/users/{me['id']}/", json={"first_name": "Wo"}, timeout=60).status_code, 200)


class SignIn(unittest.TestCase):
    def test_the_form_signs_in_and_out(self):
        page = requests.get(server.url + "/user/login/", timeout=60)
        self.assertIn("csrftoken", page.cookies)
        for name in ("csrfmiddlewaretoken", "email", "password", "persist_session"):
            self.assertRegex(page.text, f'name="{name}"')
        session, answer = signed_in(server.url)
        self.assertEqual((answer.status_code, answer.headers["Location"]), (302, "/"))
        cookie = next(value for value in answer.raw.headers.getlist("Set-Cookie") if value.startswith("sessionid="))
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Lax", cookie)
        self.assertNotIn("Max-Age", cookie)
        self.assertEqual(session.get(server.url + "/api/current-user/whoami", timeout=60).json()["email"], EMAIL)
        created = session.patch(server.url + "/api/users/1/", json={"first_name": "Ada"}, timeout=60)
        self.assertEqual(created.status_code, 200)  # with a session and without any CSRF header
        again = session.get(server.url + "/user/login/?next=/api/users/", timeout=60, allow_redirects=False)
        self.assertEqual((again.status_code, again.headers["Location"]), (302, "/api/users/"))
        kept = session.cookies["sessionid"]
        out = session.get(server.url + "/logout", timeout=60, allow_redirects=False)
        self.assertEqual((out.status_code, out.headers["Location"]), (302, "/"))
        self.assertEqual(requests.get(server.url + "/api/users/", cookies={"sessionid": kept}, timeout=60).status_code, 401)

    def test_wrong_words_and_missing_csrf_tokens_are_refused(self):
        _, answer = signed_in(server.url, password="wrong password")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("The email and password you entered don&#x27;t match.", answer.text)
        bare = requests.post(server.url + "/user/login/", data={"email": EMAIL, "password": PASSWORD}, timeout=60, allow_redirects=False)
        self.assertEqual(bare.status_code, 403)

    def test_afterwards_one_stays_on_this_server(self):
        for place in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"):
            session = requests.Session()
            session.get(server.url + "/user/login/", timeout=60)
            answer = session.post(server.url + "/user/login/", params={"next": place}, timeout=60, allow_redirects=False,
                                  data={"csrfmiddlewaretoken": session.cookies["csrftoken"], "email": EMAIL, "password": PASSWORD})
            self.assertEqual((answer.status_code, answer.headers["Location"]), (302, "/"), place)

    def test_pages_of_other_sites_cannot_use_a_session(self):
        session, _ = signed_in(server.url)
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            answer = session.patch(server.url + "/api/users/1/", json={"first_name": "Mallory"}, headers=headers, timeout=60)
            self.assertEqual(answer.status_code, 403, headers)
        answer = session.patch(server.url + "/api/users/1/", json={"first_name": "Ada"}, headers={"Origin": server.url}, timeout=60)
        self.assertEqual(answer.status_code, 200)

    def test_other_origins_get_no_cors_headers_unless_allowed(self):
        origin = {"Origin": "https://studio.example"}
        self.assertNotIn("Access-Control-Allow-Origin", server.call("GET", "/api/users/", headers=origin).headers)
        with OurServer("--allow-origin", "https://studio.example") as own:
            answer = own.call("GET", "/api/users/", headers=origin)
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "https://studio.example")
            self.assertNotIn("Access-Control-Allow-Credentials", answer.headers)
            self.assertIn("Origin", answer.headers["Vary"])
            asked = own.call("OPTIONS", "/api/projects/", token=None,
                             headers=origin | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"})
            self.assertEqual(asked.status_code, 204)
            self.assertIn("POST", asked.headers["Access-Control-Allow-Methods"])
            other = own.call("GET", "/api/users/", headers={"Origin": "https://other.example"})
            self.assertNotIn("Access-Control-Allow-Origin", other.headers)
            # The pop-up: whoever is signed in gives that page a token, and no other page.
            session, _ = signed_in(own.url)
            page = session.get(own.url + "/user/connect/", params={"origin": "https://studio.example"}, timeout=60)
            self.assertEqual(page.status_code, 200)
            self.assertEqual(session.get(own.url + "/user/connect/", params={"origin": "https://other.example"}, timeout=60).status_code, 403)
            given = session.post(own.url + "/user/connect/", params={"origin": "https://studio.example"}, timeout=60,
                                 data={"csrfmiddlewaretoken": session.cookies["csrftoken"]})
            token = re.search(r"token: '([^']+)'", given.text)[1]
            self.assertIn('"https://studio.example"', given.text)
            bearer = {"Authorization": f"Bearer {token}"} | origin
            self.assertEqual(requests.get(own.url + "/api/current-user/whoami", headers=bearer, timeout=60).json()["email"], EMAIL)
            renewed = requests.post(own.url + "/api/tagwright/token", headers=bearer, timeout=60)
            self.assertEqual(renewed.status_code, 200, renewed.text)
            session.get(own.url + "/logout/", timeout=60)
            self.assertEqual(requests.get(own.url + "/api/current-user/whoami", headers=bearer, timeout=60).status_code, 401)

    def test_sign_up_says_what_is_wrong(self):
        for email, password, words in (("nobody", "long enough", "valid email"), ("x@example.com", "short", "8-128"),
                                       (EMAIL, "long enough", "already exists")):
            _, answer = sign_up(server.url, email, password)
            self.assertEqual(answer.status_code, 200)
            self.assertIn("field_errors", answer.text)
            self.assertIn(words, answer.text)

    def test_invitations(self):
        invite = server.call("GET", "/api/invite").json()
        self.assertEqual(invite["invite_url"], f"/user/signup/?token={invite['token']}")
        _, refused = sign_up(server.url, "wrong@example.com", token="wrong")
        self.assertEqual(refused.status_code, 403)
        session, answer = sign_up(server.url, "invited@example.com", token=invite["token"])
        self.assertEqual((answer.status_code, answer.headers["Location"]), (302, "/"))
        self.assertEqual(session.get(server.url + "/api/current-user/whoami", timeout=60).json()["username"], "invited")
        with OurServer(DISABLE_SIGNUP_WITHOUT_LINK="true") as own:
            self.assertEqual(sign_up(own.url, "x@example.com")[1].status_code, 403)
            token = own.call("GET", "/api/invite").json()["token"]
            self.assertEqual(sign_up(own.url, "x@example.com", token=token)[1].status_code, 302)

    def test_guessing_is_slowed_down(self):
        with OurServer() as own:
            statuses = [signed_in(own.url, "admin@example.com", "guess")[1].status_code for _ in range(7)]
            self.assertEqual(statuses[0], 200)
            self.assertEqual(statuses[-1], 429)

    def test_a_flood_of_sign_ins_is_survived(self):
        with OurServer() as own:
            done = []

            def attempt(number):
                done.append(signed_in(own.url, f"nobody{number}@example.com", "guess")[1].status_code)

            threads = [threading.Thread(target=attempt, args=(number,)) for number in range(40)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(len(done), 40)
            self.assertTrue(set(done) <= {200, 429}, done)
            self.assertEqual(own.call("GET", "/api/current-user/whoami").status_code, 200)


class FirstVisit(unittest.TestCase):
    def test_an_empty_server_asks_for_its_first_administrator(self):
        with OurServer(first_admin=False) as own:
            answer = own.call("GET", "/user/login/", token=None)
            self.assertEqual((answer.status_code, answer.headers["Location"]), (302, "/user/signup/"))
            session = own.call("GET", "/api/tagwright/session", token=None).json()
            self.assertLess(abs(session.pop("now_ms") - time.time() * 1000), 60_000)
            self.assertEqual(session, {"signed_in": False, "empty": True, "sign_up_needs_link": False})
            session, made = sign_up(own.url, "first@example.com")
            self.assertEqual(made.status_code, 302)
            me = session.get(own.url + "/api/current-user/whoami", timeout=60).json()
            self.assertEqual((me["role"], me["active_organization_meta"]["email"]), ("admin", "first@example.com"))
            second, _ = sign_up(own.url, "second@example.com")
            self.assertEqual(second.get(own.url + "/api/current-user/whoami", timeout=60).json()["role"], "annotator")

    def test_the_administrator_is_still_there_after_a_restart(self):
        with OurServer() as own:
            self.assertEqual(own.stop(), 0)
            again = OurServer(data=own.folder, first_admin=False)
            try:
                self.assertEqual(again.call("GET", "/api/current-user/whoami").json()["email"], EMAIL)
            finally:
                again.stop()

    def test_two_servers_do_not_share_a_data_directory(self):
        with self.assertRaisesRegex(RuntimeError, "serves .* already"):
            OurServer(data=server.folder)


class Service(unittest.TestCase):
    def test_health_version_and_figures(self):
        self.assertEqual(server.call("GET", "/health", token=None).json(), {"status": "UP"})
        version = server.call("GET", "/api/version", token=None).json()
        self.assertEqual(version["edition"], "Community")
        for key in ("backend", "dm2", "label-studio-converter", "label-studio-frontend", "label-studio-os-backend", "label-studio-os-package", "lsf", "release"):
            self.assertIn(key, version)
        self.assertIn("<pre>", server.call("GET", "/version/", token=None).text)
        figures = server.call("GET", "/metrics", token=None)
        self.assertIn('tagwright_http_requests_total{method="GET",route="/health/",status="200"}', figures.text)

    def test_the_api_describes_itself(self):
        self.assertEqual(server.call("GET", "/docs/api/", token=None).status_code, 302)
        described = server.call("GET", "/docs/api/schema/json/", token=None).json()
        self.assertTrue(described["openapi"].startswith("3.0"))
        self.assertIn("patch", described["paths"]["/api/users/{id}/"])
        self.assertIn("/api/users/{id}/", server.call("GET", "/docs/api/schema/redoc/", token=None).text)

    def test_samples(self):
        csv = server.call("GET", "/samples/time-series.csv?time=t&values=a,b&sep=;", token=None).text.splitlines()
        self.assertEqual(csv[0], "t;a;b")
        self.assertEqual(len(csv[1].split(";")), 3)
        lines = server.call("GET", "/samples/paragraphs.json?nameKey=who&textKey=what", token=None).json()
        self.assertEqual(set(lines[0]), {"who", "what"})

    def test_one_time_tickets_are_given_to_people_only(self):
        self.assertEqual(server.call("POST", "/api/tagwright/ticket", token=None).status_code, 401)
        ticket = server.call("POST", "/api/tagwright/ticket")
        self.assertEqual(ticket.status_code, 201)
        self.assertEqual(len(ticket.json()["ticket"]), 43)
