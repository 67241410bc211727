"""Projects, and the lists of what there is none of, endpoint by endpoint: statuses, keys, errors, body forms."""

from http_case import HttpCase, setUpModule, tearDownModule
from label_studio_keys import PROJECT
from our_server import CHOICES, EMAIL


class Projects(HttpCase):
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
        self.assertTrue(page["next"].startswith(self.server.url))
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


class NotKeptHere(HttpCase):
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
