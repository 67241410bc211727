"""The REST API as HTTP clients of Label Studio 1.23.2 use it, endpoint by endpoint: statuses, keys, errors, body forms."""

import json
import unittest
import uuid

from our_server import CHOICES, EMAIL, OurServer, choice

PROJECT = set("""id title description label_config expert_instruction show_instruction show_skip_button enable_empty_annotation
show_annotation_history organization color maximum_annotations is_published model_version is_draft created_by created_at
min_annotations_to_start_training start_training_on_annotation_update show_collab_predictions num_tasks_with_annotations task_number
useful_annotation_number ground_truth_number skipped_annotations_number total_annotations_number total_predictions_number sampling
show_ground_truth_first annotator_evaluation_enabled show_overlap_first overlap_cohort_percentage task_data_login task_data_password
control_weights parsed_label_config evaluate_predictions_automatically config_has_control_tags skip_queue
reveal_preannotations_interactively pinned_at finished_task_number queue_total queue_done config_suitable_for_bulk_annotation state""".split())
TASK = set("""id data meta created_at updated_at is_labeled overlap inner_id total_annotations cancelled_annotations total_predictions
comment_count unresolved_comment_count last_comment_updated_at project updated_by file_upload comment_authors""".split())
LISTED = TASK | set("""drafts annotators annotations_results predictions_results storage_filename annotations_ids
predictions_model_versions""".split())
WHOLE = LISTED | {"annotations", "predictions", "predictions_score", "avg_lead_time", "completed_at", "draft_exists"}
NEXT = TASK | {"annotations", "predictions", "drafts", "unique_lock_id", "queue"}
ANNOTATION = set("""id result created_username created_ago completed_by was_cancelled ground_truth created_at updated_at
draft_created_at lead_time import_id last_action bulk_created task project updated_by parent_prediction parent_annotation
last_created_by""".split())
DRAFT = set("""id user created_username created_ago result lead_time was_postponed import_id created_at updated_at task
annotation""".split())
PREDICTION = set("""id result model_version created_ago score cluster neighbors mislabeling created_at updated_at model model_run task
project""".split())
IMPORTED = set("""task_count annotation_count prediction_count duration file_upload_ids could_be_tasks_list found_formats
data_columns""".split())
EXPORTED = set("""id annotations drafts predictions data meta created_at updated_at allow_skip inner_id total_annotations
cancelled_annotations total_predictions comment_count unresolved_comment_count last_comment_updated_at project updated_by
comment_authors""".split())


def setUpModule():
    global server
    server = OurServer()


def tearDownModule():
    log = server.log()
    status = server.stop()
    server.remove()
    assert status == 0, f"the server ended with {status}: {log[-2000:]}"


class Case(unittest.TestCase):
    def ask(self, status, method, path, **options):
        answer = server.call(method, path, **options)
        self.assertEqual(answer.status_code, status, f"{method} {path} {str(options)[:200]}: {answer.text[:300]}")
        try:
            return answer.json()
        except ValueError:
            return None

    def fields(self, answer):
        """The fields that a 400 names."""
        self.assertEqual((answer["status_code"], answer["detail"]), (400, "Validation error"))
        self.assertEqual(set(answer), {"id", "status_code", "version", "detail", "exc_info", "validation_errors"})
        return set(answer["validation_errors"])

    def project(self, config=CHOICES, **more):
        return self.ask(201, "POST", "/api/projects/", json={"title": self.id()[-50:], "label_config": config} | more)["id"]

    def tasks(self, project, *data):
        return self.ask(201, "POST", f"/api/projects/{project}/import?return_task_ids=true", json=list(data))["task_ids"]


class Projects(Case):
    def test_bodies_may_be_json_forms_or_multipart(self):
        self.assertEqual(set(self.ask(201, "POST", "/api/projects/", json={})), PROJECT)
        self.assertEqual(self.ask(201, "POST", "/api/projects", data={"title": "a form", "label_config": CHOICES})["title"], "a form")
        self.assertEqual(self.ask(201, "POST", "/api/projects/", files={"title": (None, "parts")})["title"], "parts")

    def test_a_new_projects_counters_are_null_and_zero_afterwards(self):
        made = self.ask(201, "POST", "/api/projects/", json={"title": "counted"})
        counters = ("task_number", "total_annotations_number", "finished_task_number", "queue_total", "queue_done")
        self.assertEqual([made[name] for name in counters], [None] * 5)
        got = self.ask(200, "GET", f"/api/projects/{made['id']}/")
        self.assertEqual([got[name] for name in counters], [0] * 5)
        self.assertEqual(set(self.ask(200, "GET", f"/api/projects/{made['id']}/?include=id,title")), {"id", "title"})

    def test_what_may_be_changed_to_what(self):
        path = f"/api/projects/{self.project()}/"
        for status, body in ((400, {"title": "ab"}), (400, {"title": "a" * 51}), (200, {"title": None}), (200, {"title": ""}),
                             (400, {"sampling": "x"}), (200, {"sampling": None}), (200, {"sampling": "Uniform sampling"}),
                             (400, {"skip_queue": "x"}), (200, {"skip_queue": "IGNORE_SKIPPED"}), (400, {"color": "red"}),
                             (400, {"color": ""}), (400, {"color": None}), (200, {"color": "#ffAA00"}), (400, {"maximum_annotations": None}),
                             (200, {"maximum_annotations": "2"}), (400, {"label_config": ""}), (400, {"label_config": None}),
                             (200, {"label_config": CHOICES}), (200, {"control_weights": {"zz": {}}}), (400, {"control_weights": None}),
                             (400, {"model_version": "none such"}), (200, {"model_version": ""}), (400, {"organization": 99}),
                             (200, {"task_number": 5, "unknown": 1, "id": 7}), (400, {"overlap_cohort_percentage": None}),
                             (200, {"pinned_at": "2026-01-01T00:00:00Z"}), (400, {"pinned_at": "rubbish"}), (200, {"pinned_at": None}),
                             (400, {"is_published": "maybe"}), (200, {"show_skip": False}), (400, [])):
            self.ask(status, "PATCH", path, json=body)
        got = self.ask(200, "GET", path)
        self.assertEqual((got["task_number"], got["maximum_annotations"], got["show_skip_button"]), (0, 2, False))

    def test_a_config_is_checked_as_it_is_written(self):
        text = '<View><Text name="t" value="$t"/>'
        choices = '<Choices name="c" toName="t"><Choice value="A"/></Choices></View>'
        for status, config in ((201, text + choices), (201, "<View><Unknown/></View>"),
                               (400, text + choices.replace('toName="t"', 'toName="zz"')), (400, text + choices.replace(' toName="t"', "")),
                               (400, text + choices.replace(' name="c"', "")), (400, text + '<Choices name="c" toName="t"/></View>'),
                               (400, '<View><Text name="t"/></View>'), (400, '<View><Text value="$t"/></View>'),
                               (400, text + text[6:] + "</View>")):
            answer = self.ask(status, "POST", "/api/projects/", json={"title": "config", "label_config": config})
            if status == 400:
                self.assertEqual(self.fields(answer), {"label_config"}, config)
        broken = self.ask(400, "POST", "/api/projects/", json={"label_config": "<View><Text"})
        self.assertNotIn("validation_errors", broken)
        self.ask(204, "POST", "/api/projects/validate/", token=None, json={"label_config": text + choices})
        self.assertEqual(set(self.ask(400, "POST", "/api/projects/validate/", token=None, json={"label_config": "x"})), {"label_config"})

    def test_lists(self):
        made = [self.project() for _ in range(3)]
        page = self.ask(200, "GET", "/api/projects/?page_size=2")
        self.assertEqual(set(page), {"count", "next", "previous", "results"})
        self.assertEqual([one["id"] for one in page["results"]], made[:0:-1])
        self.assertTrue(page["next"].startswith(server.url))
        for query in ("page=99", "page=0", "page=abc"):
            self.assertEqual(self.ask(404, "GET", "/api/projects/?" + query)["detail"], "Invalid page.")
        self.assertEqual({one["id"] for one in self.ask(200, "GET", f"/api/projects/?ids={made[0]},{made[2]}")["results"]}, {made[0], made[2]})
        self.assertEqual(len(self.ask(200, "GET", "/api/projects/counts/")["results"][0]), 9)

    def test_what_hangs_on_a_project(self):
        project = self.project()
        self.assertEqual(set(self.ask(200, "GET", f"/api/projects/{project}/summary/")),
                         set("project created_at all_data_columns common_data_columns created_annotations created_labels "
                             "created_labels_drafts".split()))
        for path in ("annotators/", "label-stream-history/", "export/formats", "exports/"):
            self.assertIsInstance(self.ask(200, "GET", f"/api/projects/{project}/{path}"), list)
        self.assertEqual(self.ask(404, "GET", f"/api/projects/{project}/next/")["detail"], f"There are no tasks for {EMAIL}")
        self.assertEqual(self.ask(404, "GET", f"/api/projects/{project}/tasks/")["detail"], "Not found.")
        self.assertEqual(self.ask(404, "GET", "/api/projects/99999/")["detail"], "No Project matches the given query.")
        sample = self.ask(200, "POST", f"/api/projects/{project}/sample-task/", json={"label_config": CHOICES})
        self.assertEqual(list(sample["sample_task"]), ["text"])

    def test_model_versions(self):
        project = self.project()
        task = self.tasks(project, {"text": "a"})[0]
        for version in ("m1", "m2", "m2"):
            self.ask(201, "POST", "/api/predictions/", json={"task": task, "result": [], "model_version": version})
        path = f"/api/projects/{project}/model-versions/"
        self.assertEqual(self.ask(200, "GET", path), {"m1": 1, "m2": 2})
        extended = self.ask(200, "GET", path + "?extended=true&include_live_models=true&limit=1")
        self.assertEqual((len(extended["static"]), set(extended["static"][0]), extended["live"]), (1, {"model_version", "count", "latest"}, []))
        self.assertEqual(self.ask(200, "DELETE", path, json={"model_version": "m2"}), {"deleted_predictions": 2})


class Tasks(Case):
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


class Annotations(Case):
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


class Import(Case):
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
            answer = server.call("GET", address, headers={"Range": asked})
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


class DataManager(Case):
    def test_views(self):
        project = self.project()
        view = self.ask(201, "POST", "/api/dm/views/", json={"project": project, "data": {"title": "T", "x": 1, "ordering": ["tasks:id"]},
                                                            "selectedItems": {"all": False, "included": [1]}})
        self.assertEqual(set(view), {"id", "data", "order", "user", "project"})
        path = f"/api/dm/views/{view['id']}/"
        self.assertEqual(self.ask(200, "PATCH", path, json={"data": {"title": "U"}})["data"], {"title": "U", "ordering": ["tasks:id"]})
        self.assertEqual(self.fields(self.ask(400, "POST", "/api/dm/views/", json={"data": {}})), {"project"})
        second = self.ask(201, "POST", "/api/dm/views/", json={"project": project})["id"]
        self.ask(200, "POST", "/api/dm/views/order/", json={"project": project, "ids": [second, view["id"]]})
        self.assertEqual([one["id"] for one in self.ask(200, "GET", f"/api/dm/views/?project={project}")], [second, view["id"]])
        self.assertIn(second, [one["id"] for one in self.ask(200, "GET", "/api/dm/views/")])
        self.ask(400, "DELETE", "/api/dm/views/reset/")
        self.ask(204, "DELETE", f"/api/dm/views/reset/?project={project}")

    def test_filters(self):
        project = self.project()
        ids = self.tasks(project, {"text": "a", "tags": ["x", "y"]}, {"text": "b", "tags": ["y"]}, {"text": "c", "tags": []})

        def found(column, operator, kind, value):
            items = [{"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}]
            answer = self.ask(200, "GET", "/api/tasks/", params={
                "project": project, "query": json.dumps({"filters": {"conjunction": "and", "items": items}})})
            return [ids.index(one["id"]) for one in answer["tasks"]]

        self.assertEqual(found("data.tags", "contains", "List", ["x"]), [0])
        self.assertEqual(found("data.tags", "contains", "List", ["x", "y"]), [0, 1])
        self.assertEqual(found("data.tags", "not_contains", "List", ["x"]), [1, 2])
        self.assertEqual(found("unresolved_comment_count", "greater", "Number", 0), [])
        self.assertEqual(found("comment_count", "equal", "Number", 0), [0, 1, 2])

    def act(self, status, project, action, **form):
        return self.ask(status, "POST", f"/api/dm/actions/?id={action}&project={project}", json=form)

    def test_actions_that_write_into_tasks(self):
        project = self.project()
        ids = self.tasks(project, {"text": "a"}, {"text": "b"}, {"text": "c"})
        made = self.ask(201, "POST", f"/api/tasks/{ids[0]}/annotations/", json={"result": [choice("Positive")]})
        everything = {"all": True, "excluded": []}
        answer = self.act(200, project, "propagate_annotations", source_annotation_id=made["id"], selectedItems=everything)
        self.assertEqual(answer["detail"], "Created 2 annotations")
        copy = self.ask(200, "GET", f"/api/tasks/{ids[1]}/annotations/")[0]
        self.assertEqual((copy["result"], copy["parent_annotation"]), (made["result"], made["id"]))
        answer = self.act(200, project, "rename_labels", control_tag="sentiment", old_label_name="Positive", new_label_name="Negative",
                          selectedItems={"all": False, "included": ids[:2]})
        self.assertEqual(answer["detail"], "Updated 2 labels in 2")
        self.act(200, project, "cache_labels", control_tag="ALL", with_counters="Yes", source="Annotations", selectedItems=everything)
        self.act(200, project, "add_data_field", value_name="n", value_type="Number", value="2", selectedItems=everything)
        data = [self.ask(200, "GET", f"/api/tasks/{one}/")["data"] for one in ids]
        self.assertEqual([one["cache_all"] for one in data], ["Negative: 1", "Negative: 1", "Positive: 1"])
        self.assertEqual([one["n"] for one in data], [2.0] * 3)
        self.assertEqual(self.ask(200, "GET", f"/api/projects/{project}/summary/")["created_labels"], {"sentiment": {"Negative": 2, "Positive": 1}})
        self.act(400, project, "add_data_field", value_name="n", value_type="Expression", value="range(2)", selectedItems=everything)
        self.act(404, project, "propagate_annotations", source_annotation_id=99999, selectedItems=everything)
        self.act(400, project, "no_such_action")
        self.act(400, project, "delete_tasks", selectedItems={"all": False, "included": []})

    def test_forms_of_actions(self):
        project = self.project()
        listed = self.ask(200, "GET", f"/api/dm/actions/?project={project}")
        for action in listed:
            self.assertLessEqual({"id", "title", "order", "permission", "dialog"}, set(action))
            self.ask(200, "GET", f"/api/dm/actions/{action['id']}/form/?project={project}")
        form = self.ask(200, "GET", f"/api/dm/actions/rename_labels/form/?project={project}")
        self.assertEqual([one["name"] for one in form[0]["fields"]], ["control_tag", "old_label_name", "new_label_name"])
        self.assertEqual(self.ask(200, "GET", f"/api/dm/actions/delete_tasks/form/?project={project}"), [])
        self.ask(400, "GET", f"/api/dm/actions/none_such/form/?project={project}")

    def test_next_and_the_project(self):
        project = self.project()
        self.tasks(project, {"text": "a"})
        task = self.ask(200, "POST", f"/api/dm/actions/?id=next_task&project={project}", json={})
        self.assertEqual(set(task), NEXT)
        self.assertEqual(self.ask(200, "GET", f"/api/projects/{project}/next")["queue"], "Task lock")
        self.assertLess(PROJECT, set(self.ask(200, "GET", f"/api/dm/project/?project={project}")))


class Exports(Case):
    def setUp(self):
        self.id_ = self.project()
        self.ids = self.tasks(self.id_, {"text": "a"}, {"text": "b"})
        self.ask(201, "POST", f"/api/tasks/{self.ids[0]}/annotations/", json={"result": [choice("Positive")]})
        self.ask(201, "POST", f"/api/tasks/{self.ids[0]}/drafts", json={"result": [choice("Negative")]})
        self.ask(201, "POST", "/api/predictions/", json={"task": self.ids[0], "result": [choice("Negative")]})
        self.path = f"/api/projects/{self.id_}/exports/"

    def test_at_once(self):
        path = f"/api/projects/{self.id_}/export"
        exported = self.ask(200, "GET", path)
        self.assertEqual(([one["id"] for one in exported], set(exported[0])), (self.ids[:1], EXPORTED))
        self.assertEqual((type(exported[0]["drafts"][0]), type(exported[0]["predictions"][0])), (dict, int))
        self.assertEqual(len(self.ask(200, "GET", path + "?export_type=JSON&download_all_tasks=True")), 2)
        self.assertEqual([one["id"] for one in self.ask(200, "GET", f"{path}?download_all_tasks=true&ids[]={self.ids[1]}")], self.ids[1:])
        self.assertEqual(self.ask(200, "GET", f"{path}?ids[]={self.ids[1]}"), [])  # without an annotation
        answer = server.call("GET", path)
        self.assertEqual(answer.headers["Content-Type"], "application/.json")
        self.assertRegex(answer.headers["filename"], rf"^project-{self.id_}-at-\d{{4}}-\d\d-\d\d-\d\d-\d\d-[0-9a-f]{{8}}\.json$")
        for wrong in ("json", "NO_SUCH"):
            self.ask(400, "GET", f"{path}?exportType={wrong}")
        self.ask(404, "GET", path + "/")

    def snapshot(self, status=201, **body):
        return self.ask(status, "POST", self.path, json=body)

    def downloaded(self, snapshot):
        return self.ask(200, "GET", f"{self.path}{snapshot['id']}/download?exportType=JSON")

    def test_a_snapshot_from_making_to_deleting(self):
        made = self.snapshot()
        self.assertEqual((made["status"], made["counters"]), ("completed", {"task_number": 2}))
        path = f"{self.path}{made['id']}"
        self.assertEqual(set(made) - set(self.ask(200, "GET", path)),
                         {"task_filter_options", "annotation_filter_options", "serialization_options"})
        self.ask(404, "GET", path + "/")
        self.assertEqual(self.ask(200, "POST", path + "/convert", json={"export_type": "JSON"})["export_type"], "JSON")
        self.ask(400, "POST", path + "/convert", json={"export_type": "JSON"})
        self.ask(400, "POST", path + "/convert", json={"export_type": "NO_SUCH"})
        self.ask(204, "DELETE", path)
        self.ask(404, "GET", path)

    def test_what_is_an_id_and_what_an_object(self):
        task = self.downloaded(self.snapshot())[0]
        self.assertEqual([type(task[name][0]) for name in ("drafts", "predictions")] + [type(task["annotations"][0]["completed_by"])], [int] * 3)
        whole = {name: {"only_id": False} for name in ("drafts", "predictions", "annotations__completed_by")}
        task = self.downloaded(self.snapshot(serialization_options=whole))[0]
        self.assertEqual(task["annotations"][0]["completed_by"], {"id": 1, "email": EMAIL, "first_name": "", "last_name": ""})
        self.assertEqual((set(task["drafts"][0]), set(task["predictions"][0])), (DRAFT, PREDICTION))

    def test_the_tasks_of_a_view(self):
        items = [{"filter": "filter:tasks:id", "operator": "equal", "type": "Number", "value": self.ids[1]}]
        view = self.ask(201, "POST", "/api/dm/views/", json={"project": self.id_, "data": {"filters": {"conjunction": "and", "items": items}}})
        self.assertEqual([one["id"] for one in self.downloaded(self.snapshot(task_filter_options={"view": view["id"]}))], self.ids[1:])
        self.snapshot(400, task_filter_options={"view": None})
        self.snapshot(404, task_filter_options={"view": 99999})
        none = [{"filter": "filter:tasks:id", "operator": "equal", "type": "Number", "value": 0}]
        view = self.ask(201, "POST", "/api/dm/views/", json={"project": self.id_, "data": {"filters": {"conjunction": "and", "items": none}}})
        self.assertEqual(self.downloaded(self.snapshot(task_filter_options={"view": view["id"]})), [])


class NotKeptHere(Case):
    def test_lists_of_what_there_is_none_are_empty(self):
        project = self.project()
        kinds = ("s3", "gcs", "azure", "redis", "localfiles")
        for path in ("/api/ml/", "/api/webhooks/", "/api/storages/", "/api/storages/export", *(f"/api/storages/{kind}/" for kind in kinds),
                     *(f"/api/storages/export/{kind}" for kind in kinds)):
            self.assertEqual(self.ask(200, "GET", f"{path}?project={project}"), [], path)
        for path in ("/api/labels/", "/api/label_links/"):
            self.assertEqual(self.ask(200, "GET", path), {"count": 0, "next": None, "previous": None, "results": []})
        for path in ("/api/storages/types", "/api/storages/export/types"):
            self.assertEqual([one["name"] for one in self.ask(200, "GET", path)], list(kinds))
        self.assertIn("organization-only", self.ask(200, "GET", "/api/webhooks/info/")["TASKS_CREATED"])
        self.assertEqual(set(self.ask(200, "GET", "/api/webhooks/info/?organization-only=true")), {"PROJECT_CREATED", "PROJECT_DELETED"})

    def test_making_one_is_refused_in_words(self):
        for path in ("/api/ml/", "/api/webhooks/", "/api/storages/s3/", "/api/storages/export/gcs", "/api/labels/"):
            self.assertIn("not part of this version", self.ask(400, "POST", path, json={})["detail"])
        for path in ("/api/ml/1", "/api/ml/1/versions", "/api/webhooks/1/", "/api/storages/s3/1", "/api/labels/1/"):
            self.ask(404, "GET", path)

    def test_nothing_of_it_is_open_to_everybody(self):
        for path in ("/api/ml/", "/api/webhooks/", "/api/storages/", "/api/labels/"):
            self.ask(401, "GET", path, token=None)
