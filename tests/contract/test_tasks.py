"""Tasks, annotations, drafts and predictions, endpoint by endpoint: statuses, keys, errors, body forms."""

import json
import uuid

from http_case import HttpCase, setUpModule, tearDownModule
from label_studio_keys import TASK, LISTED, WHOLE, ANNOTATION, DRAFT, PREDICTION
from our_server import EMAIL, choice


class Tasks(HttpCase):
    def test_creating(self):
        project = self.project()
        self.assertEqual(self.fields(self.ask(400, "POST", "/api/tasks/", json={})), {"data", "project"})
        self.assertEqual(self.fields(self.ask(400, "POST", "/api/tasks/", json={"data": {"text": "x"}})), {"project"})
        self.ask(404, "POST", "/api/tasks/", json={"data": {"text": "x"}, "project": 99999})
        self.assertEqual(self.ask(201, "POST", "/api/tasks/", data={"data": '{"text": "form"}', "project": project})["data"], {"text": "form"})
        made = self.ask(201, "POST", "/api/tasks/", json={"data": {"text": "x"}, "project": project, "meta": {"a": 1}, "overlap": 3,
                                                          "inner_id": 77, "is_labeled": True, "annotations": [{"result": []}]})
        self.assertEqual(set(made), TASK)
        self.assertEqual((made["meta"], made["overlap"], made["inner_id"], made["is_labeled"]), ({"a": 1}, 3, 77, True))

    def test_the_keys_of_each_form(self):
        project = self.project()
        task = self.tasks(project, {"text": "a"})[0]
        self.ask(201, "POST", f"/api/tasks/{task}/annotations/", json={"result": [choice("Positive")]})
        one = self.ask(200, "GET", f"/api/tasks/{task}/")
        self.assertEqual(set(one), WHOLE)
        self.assertEqual(set(one["annotations"][0]["completed_by"]), {"id", "first_name", "last_name", "avatar", "email", "initials"})
        page = self.ask(200, "GET", f"/api/tasks?project={project}")
        self.assertEqual((set(page), set(page["tasks"][0])), ({"tasks", "total", "total_annotations", "total_predictions"}, LISTED))
        self.assertEqual(set(self.ask(200, "GET", f"/api/tasks?project={project}&fields=all")["tasks"][0]), WHOLE)
        self.assertEqual(set(self.ask(200, "GET", f"/api/tasks?project={project}&include=id&include=data")["tasks"][0]), {"id", "data"})
        self.assertEqual(set(self.ask(200, "PATCH", f"/api/tasks/{task}/", json={"meta": {}})), TASK | {"annotations", "predictions"})
        self.assertEqual(set(self.ask(200, "GET", f"/api/projects/{project}/tasks/?page_size=-1")[0]), TASK | {"annotations", "predictions"})

    def test_pages(self):
        project = self.project()
        self.tasks(project, {"text": "a"}, {"text": "b"})
        for size in ("0", "-1", "text", "10000000"):
            self.assertEqual(len(self.ask(200, "GET", f"/api/tasks/?project={project}&page_size={size}")["tasks"]), 2)
        for page in ("2", "0", "x"):
            self.assertEqual(self.ask(404, "GET", f"/api/tasks/?project={project}&page={page}")["detail"], "Invalid page.")
        self.assertEqual(self.ask(404, "GET", "/api/tasks/"), {"detail": "Neither project nor view id specified"})
        self.ask(404, "GET", "/api/tasks/?view=99999")
        self.ask(404, "GET", f"/api/tasks/?project={project}&view=99999")
        self.ask(400, "GET", f"/api/tasks/?project={project}&query=rubbish")

    def test_changing(self):
        project = self.project()
        task = self.tasks(project, {"text": "a"})[0]
        self.assertEqual(self.ask(200, "PATCH", f"/api/tasks/{task}/", json={"data": {"other": 1}})["data"], {"other": 1})
        self.ask(400, "PATCH", f"/api/tasks/{task}/", json={"data": "x"})
        self.assertEqual(self.fields(self.ask(400, "PATCH", f"/api/tasks/{task}/", json={"project": 99999})), {"project"})
        self.ask(200, "PUT", f"/api/tasks/{task}/", json={"data": {"text": "b"}, "project": project})
        self.ask(204, "DELETE", f"/api/tasks/{task}")
        self.assertEqual(self.ask(404, "GET", f"/api/tasks/{task}/")["detail"], "No Task matches the given query.")


class Annotations(HttpCase):
    def setUp(self):
        self.task = self.tasks(self.project(), {"text": "a"})[0]
        self.path = f"/api/tasks/{self.task}/annotations/"

    def test_bodies(self):
        empty = self.ask(201, "POST", self.path, json={})
        self.assertEqual((set(empty), empty["result"], empty["created_username"]), (ANNOTATION, None, f" {EMAIL}, 1"))
        self.assertIn("\u00a0", empty["created_ago"])
        as_text = self.ask(201, "POST", self.path, json={"result": json.dumps([choice("Positive")])})
        self.assertEqual(as_text["result"], [choice("Positive")])
        self.assertTrue(self.ask(201, "POST", self.path, data={"result": "[]", "was_cancelled": "true"})["was_cancelled"])
        self.assertTrue(self.ask(201, "POST", self.path + "?was_cancelled=1", json={"result": []})["was_cancelled"])
        self.ask(201, "POST", self.path, json={"result": [], "started_at": "2026-01-01T00:00:00Z", "unknown": 1, "draft_id": 99999})
        for body in ({"result": {}}, {"result": "text"}, {"unique_id": "x"}, {"completed_by": 999}, {"task": 99999}, {"project": 99999}):
            self.ask(400, "POST", self.path, json=body)
        self.assertEqual([one["was_cancelled"] for one in self.ask(200, "GET", self.path)], [False] * 3)

    def test_unique_ids(self):
        body = {"result": [], "unique_id": str(uuid.uuid4())}
        self.ask(201, "POST", self.path, json=body)
        self.assertEqual(self.ask(409, "POST", self.path, json=body)["detail"], "Annotation with this unique id already exists")

    def test_changing(self):
        made = self.ask(201, "POST", self.path, json={"result": [choice("Positive")], "lead_time": 2.5, "ground_truth": True})
        path = f"/api/annotations/{made['id']}/"
        changed = self.ask(200, "PATCH", path, json={"result": [choice("Negative")], "lead_time": 9})
        self.assertEqual((changed["lead_time"], changed["ground_truth"], changed["last_action"]), (9.0, True, None))
        self.ask(200, "PUT", path, json={"result": []})
        draft = self.ask(201, "POST", f"{path}convert-to-draft", json={})
        self.assertEqual(set(draft), DRAFT)
        self.assertEqual(self.ask(404, "GET", path)["detail"], "No Annotation matches the given query.")

    def test_drafts(self):
        draft = self.ask(201, "POST", f"/api/tasks/{self.task}/drafts", json={"result": [choice("Positive")]})
        self.assertEqual((set(draft), draft["user"]), (DRAFT, EMAIL))
        self.ask(404, "POST", f"/api/tasks/{self.task}/drafts/", json={"result": []})
        self.assertEqual(len(self.ask(200, "GET", f"/api/tasks/{self.task}/drafts")), 1)
        self.assertTrue(self.ask(200, "PATCH", f"/api/drafts/{draft['id']}/", json={"was_postponed": True})["was_postponed"])
        made = self.ask(201, "POST", self.path, json={"result": [], "draft_id": draft["id"]})
        self.assertEqual(made["draft_created_at"], draft["created_at"])
        self.ask(404, "GET", f"/api/drafts/{draft['id']}/")
        of_annotation = self.ask(201, "POST", f"{self.path}{made['id']}/drafts", json={"result": []})
        self.assertEqual(of_annotation["annotation"], made["id"])

    def test_predictions(self):
        self.assertEqual(self.fields(self.ask(400, "POST", "/api/predictions/", json={})), {"task", "result"})
        short = self.ask(201, "POST", "/api/predictions/", json={"task": self.task, "result": "Positive"})
        self.assertEqual((set(short), short["model_version"], short["result"][0]["value"]), (PREDICTION, "", {"choices": ["Positive"]}))
        self.assertIsNone(self.ask(201, "POST", "/api/predictions/", json={"task": self.task, "result": "Neither"})["result"])
        form = self.ask(201, "POST", "/api/predictions/", data={"task": self.task, "result": json.dumps([choice("Negative")]), "score": "0.5"})
        self.assertEqual(form["result"], [choice("Negative")])
        for body in ({"task": self.task, "result": None}, {"task": 99999, "result": []}, {"task": None, "result": []}):
            self.ask(400, "POST", "/api/predictions/", json=body)
        path = f"/api/predictions/{short['id']}/"
        self.ask(200, "PATCH", path, json={"score": 0.5})
        self.assertEqual(self.ask(200, "PATCH", path, json={"result": [choice("Negative")]})["score"], 0.5)
