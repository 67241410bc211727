"""The REST wrapper that the guide's chapter 5.2 prints: its addresses, its bodies, and what it does with the answers."""

import unittest

from our_server import CHOICES, OurServer, choice


def setUpModule():
    global server
    server = OurServer()


def tearDownModule():
    server.close()


class Guide(unittest.TestCase):
    def call(self, method, endpoint, expected=(200, 201, 204), **options):
        answer = server.call(method, f"/api{endpoint}", headers={"Content-Type": "application/json"}, **options)
        self.assertIn(answer.status_code, expected, f"{method} {endpoint}: {answer.text}")
        return answer.json() if answer.content else None

    def project(self):
        return self.call("POST", "/projects/", json={"title": "图像分类项目", "description": "d", "label_config": CHOICES})["id"]

    def test_projects(self):
        project = self.project()
        page = self.call("GET", "/projects/", params={"page": 1, "page_size": 20})
        self.assertIn(project, [one["id"] for one in page["results"]])
        self.assertEqual(self.call("GET", f"/projects/{project}/")["title"], "图像分类项目")
        self.assertEqual(self.call("PATCH", f"/projects/{project}/", json={"title": "Another"})["title"], "Another")
        self.call("DELETE", f"/projects/{project}/")
        self.call("GET", f"/projects/{project}/", expected=(404,))

    def test_unknown_keys_of_a_project_are_named_in_a_warning(self):
        body = {"title": "Guide", "label_config": CHOICES, "show_skip": False, "quality": {"agreement": 0.8}, "b\r\nad": 1}
        answer = server.call("POST", "/api/projects/", json=body)
        self.assertEqual((answer.status_code, answer.json()["show_skip_button"]), (201, False))
        self.assertEqual(answer.headers["Warning"], '299 tagwright "not known and ignored: quality"')
        self.assertNotIn("Warning", server.call("POST", "/api/projects/", json={"title": "Guide", "task_number": 3}).headers)

    def test_tasks(self):
        project = self.project()
        self.assertEqual(self.call("POST", f"/projects/{project}/import", json=[{"data": {"text": "a"}}, {"data": {"text": "b"}}])["task_count"], 2)
        # `view=data` names no view and is ignored.
        page = self.call("GET", "/tasks/", params={"project": project, "view": "data", "page": 1, "page_size": 100})
        self.assertEqual(page["total"], 2)
        task = page["tasks"][0]["id"]
        self.assertEqual(self.call("PATCH", f"/tasks/{task}/", json={"data": {"text": "c"}})["data"], {"text": "c"})
        self.assertEqual(self.call("GET", f"/tasks/{task}/")["data"], {"text": "c"})
        self.call("DELETE", f"/tasks/{task}/")
        self.assertEqual(self.call("POST", f"/projects/{project}/import", json={"tasks": [{"data": {"text": "unwrapped"}}]})["task_count"], 1)

    def test_annotations_with_completed(self):
        project = self.project()
        self.call("POST", f"/projects/{project}/import", json=[{"data": {"text": "a"}}])
        task = self.call("GET", "/tasks/", params={"project": project})["tasks"][0]["id"]
        made = self.call("POST", "/annotations/", json={"task": task, "result": [choice("Positive")], "completed": False})
        self.assertIn(made["id"], [one["id"] for one in self.call("GET", "/annotations/", params={"task": task})])
        self.assertFalse(self.call("GET", f"/tasks/{task}/")["is_labeled"])
        self.call("PATCH", f"/annotations/{made['id']}/", json={"result": [choice("Negative")], "completed": True})
        self.assertTrue(self.call("GET", f"/tasks/{task}/")["is_labeled"])
        self.assertEqual(self.call("GET", "/annotations/", params={"task": task})[0]["result"][0]["value"]["choices"], ["Negative"])
        self.call("DELETE", f"/annotations/{made['id']}/")
        self.assertEqual(self.call("GET", "/annotations/", params={"task": task}), [])
