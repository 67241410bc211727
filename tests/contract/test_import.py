"""Import in every body form, and uploaded files: statuses, keys, errors, body forms."""

import json

from http_case import HttpCase, setUpModule, tearDownModule
from label_studio_keys import IMPORTED
from our_server import CHOICES, choice


class Import(HttpCase):
    def setUp(self):
        self.id_ = self.project()
        self.path = f"/api/projects/{self.id_}/import"

    def test_json(self):
        answer = self.ask(201, "POST", self.path, json=[{"text": "a"}, {"data": {"text": "b"}, "meta": {"k": 1}}])
        self.assertEqual((set(answer), answer["task_count"], answer["found_formats"]), (IMPORTED, 2, []))
        answer = self.ask(201, "POST", self.path + "?return_task_ids=1", json={
            "data": {"text": "a"}, "annotations": [{"id": 55, "result": [choice("Positive")]}], "predictions": [{"result": [choice("Positive")]}]})
        task = self.ask(200, "GET", f"/api/tasks/{answer['task_ids'][0]}/")
        annotation = task["annotations"][0]
        self.assertEqual((annotation["import_id"], annotation["ground_truth"], annotation["updated_by"]), (55, True, None))
        self.assertEqual(task["predictions"][0]["model_version"], "undefined")
        self.assertEqual(self.ask(200, "GET", f"/api/projects/{self.id_}")["model_version"], "undefined")
        nothing = self.ask(201, "POST", self.path + "?commit_to_project=false", json=[{"text": "z"}])
        self.assertEqual((nothing["task_count"], nothing["annotation_count"], nothing["prediction_count"]), (1, None, None))
        self.assertEqual(self.ask(201, "POST", self.path, json={"tasks": [{"data": {"text": "b"}}]})["task_count"], 1)
        self.ask(201, "POST", f"/api/projects/{self.id_}/tasks/bulk/", json=[{"text": "b"}])

    def test_what_is_refused(self):
        for item in ({"nokey": 1}, "text", None, {"data": {"text": {"x": 1}}}, {"data": {"text": "a"}, "annotations": {}},
                     {"data": {"text": "a"}, "annotations": [{}]}, {"data": {"text": "a"}, "annotations": [{"result": {}}]},
                     {"data": {"text": "a"}, "annotations": [{"result": [], "completed_by": 999}]},
                     {"data": {"text": "a"}, "annotations": [{"result": [], "completed_by": {"email": "nobody@example.com"}}]}):
            self.ask(400, "POST", self.path, json=[{"text": "good"}, item])
        self.assertEqual(self.ask(200, "GET", f"/api/projects/{self.id_}")["task_number"], 0)
        self.ask(400, "POST", self.path, json=[])
        self.ask(400, "POST", self.path, data='{"a":', headers={"Content-Type": "application/json"})
        self.ask(415, "POST", self.path, data="x", headers={"Content-Type": "text/plain"})
        self.ask(400, "POST", self.path, data={"url": "http://127.0.0.1:1/x.json"})
        self.ask(404, "POST", self.path + "/", json=[])
        self.ask(404, "POST", "/api/projects/99999/import", json=[{"text": "a"}])

    def upload(self, status, name, content, query=""):
        return self.ask(status, "POST", self.path + query, files={"any name": (name, content)})

    def test_files(self):
        for name, content, count, formats in (("a.csv", "text,n\nx,1\ny,\n", 2, {".csv": 1}), ("b.csv", "text;n\nx;1\n", 1, {".csv": 1}),
                                              ("c.tsv", "text\tn\nx\t1\n", 1, {".tsv": 1}), ("d.txt", "one\n\ntwo\n", 3, {".txt": 1}),
                                              ("e.json", '[{"text": "x"}]', 1, {".json": 1})):
            answer = self.upload(201, name, content)
            self.assertEqual((answer["task_count"], answer["found_formats"], answer["could_be_tasks_list"]), (count, formats, name != "e.json"))
        self.assertIn(".jsonl extension is not supported", json.dumps(self.upload(400, "f.jsonl", "{}")))
        mixed = self.ask(400, "POST", self.path, files=[("a", ("a.csv", "text\nx\n")), ("b", ("b.txt", "y\n"))])
        self.assertIn("You're trying to import inconsistent data", json.dumps(mixed))
        self.assertEqual(self.ask(201, "POST", self.path, data={"url": '[{"text": "u"}]'})["task_count"], 1)
        columns = self.ask(200, "GET", f"/api/dm/columns/?project={self.id_}")["columns"]
        self.assertEqual([one["id"] for one in columns[:3]], ["n", "text", "id"])

    def test_uploads_are_listed_served_and_read_again(self):
        ids = self.upload(201, "a b.csv", "text\nhello\nbye\n")["file_upload_ids"]
        base = f"/api/projects/{self.id_}"
        upload = self.ask(200, "GET", f"{base}/file-uploads?all=true")[0]
        self.assertEqual((set(upload), upload["id"], " " in upload["file"]), ({"id", "file", "size"}, ids[0], False))
        self.assertEqual(self.ask(200, "GET", f"{base}/file-uploads"), [])
        for query in (f"ids=[{ids[0]}]", f"ids={ids[0]}", f"ids={ids[0]},99999", f"ids=99999&ids={ids[0]}"):
            self.assertEqual([one["id"] for one in self.ask(200, "GET", f"{base}/file-uploads?{query}")], ids, query)
        for method in ("GET", "PATCH"):
            self.assertEqual(self.ask(200, method, f"/api/import/file-upload/{ids[0]}"), upload)
        address = "/data/" + upload["file"]
        self.ask(401, "GET", address, token=None)
        for asked, status, content in (("bytes=0-3", 206, b"text"), ("bytes=-4", 206, b"bye\n"), ("bytes=9999-", 416, None)):
            answer = self.server.call("GET", address, headers={"Range": asked})
            self.assertEqual(answer.status_code, status, asked)
            self.assertIn(content, (None, answer.content))
        self.ask(404, "GET", "/data/upload/1/none.csv")
        nothing = self.ask(200, "POST", f"{base}/reimport", json={})
        self.assertEqual((nothing["task_count"], nothing["file_upload_ids"]), (0, []))
        again = self.ask(201, "POST", f"{base}/reimport", json={"file_upload_ids": ids, "files_as_tasks_list": True})
        self.assertEqual((set(again), again["task_count"]), (IMPORTED - {"could_be_tasks_list"}, 2))
        whole = self.ask(201, "POST", f"{base}/reimport", json={"file_upload_ids": ids, "files_as_tasks_list": False})
        self.assertEqual(whole["task_count"], 1)
        tasks = self.ask(200, "GET", f"/api/tasks?project={self.id_}")["tasks"]
        self.assertEqual([one["data"] for one in tasks], [{"text": address}])
        self.assertEqual(self.ask(200, "DELETE", f"{base}/file-uploads", json={"file_upload_ids": ids}), {"deleted": 1})

    def test_predictions(self):
        task = self.tasks(self.id_, {"text": "a"})[0]
        other = self.tasks(self.project(), {"text": "a"})[0]
        path = self.path + "/predictions"
        self.assertEqual(self.ask(201, "POST", path, json=[{"task": task, "result": [choice("Positive")], "score": 0.3}]), {"created": 1})
        for wrong in ({"from_name": "zz"}, {"to_name": "zz"}, {"value": {"choices": ["Unknown"]}}):
            answer = self.ask(201, "POST", path, json=[{"task": task, "result": [choice("Positive") | wrong]}])
            self.assertEqual((answer["created"], len(answer["warnings"])), (0, 1))
        self.ask(400, "POST", path, json=[{"task": other, "result": []}])
        self.ask(400, "POST", path, json={})

    def test_tasks_that_lack_a_key_of_many_are_taken_with_a_warning(self):
        config = CHOICES.replace("<View>", '<View><Image name="picture" value="$image"/>').replace(
            "</View>", '<Choices name="c" toName="picture"><Choice value="A"/></Choices></View>')
        project = self.project(config)
        answer = self.ask(201, "POST", f"/api/projects/{project}/import", json=[{"text": "a", "image": "/i.png"}, {"text": "b"}])
        self.assertEqual((answer["task_count"], len(answer["warnings"])), (2, 1))
        self.assertIn('"image"', answer["warnings"][0])
        self.ask(400, "POST", f"/api/projects/{project}/import", json=[{"neither": "a"}])
