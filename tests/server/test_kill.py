"""kill -9 under concurrent writes: what was acknowledged is there after the restart, nothing is there twice, and what was
being written is there whole or not at all.

TAGWRIGHT_FULL=1 runs 200 rounds; TAGWRIGHT_ROUNDS says how many. TW_SEED replays the choices (not the races).
"""

import collections
import http.client
import os
import random
import sqlite3
import threading
import time
import unittest
import uuid

from our_server import FULL, Server

ROUNDS = int(os.environ.get("TAGWRIGHT_ROUNDS", "200" if FULL else "5"))
WRITERS, DEVICES, TASKS, BATCH = 4, 2, 12, 25
GONE = (ConnectionError, http.client.HTTPException, TimeoutError, OSError)


def result(mark):
    return [{"id": mark, "from_name": "mark", "to_name": "text", "type": "choices", "value": {"choices": ["Yes"]}}]


class Writer(threading.Thread):
    """Makes, changes and deletes annotations of its own until the server is gone. `known` maps an annotation to the marks
    it may have: the acknowledged one, and the one of a request that nobody answered. None stands for deleted."""

    def __init__(self, server, tasks, name, seed):
        super().__init__()
        self.server, self.tasks, self.mark, self.random = server, tasks, name, random.Random(seed)
        self.known, self.maybe_made, self.count, self.acknowledged = {}, set(), 0, 0
        self.problem = ""

    def run(self):
        try:
            client = self.server.client()
            while True:
                self.write(client)
        except GONE:
            pass

    def write(self, client):
        self.count += 1
        mark = f"{self.mark}-{self.count}"
        mine = [number for number, marks in self.known.items() if marks[-1] is not None]
        what = self.random.choice(["make", "make", "change", "delete"]) if mine else "make"
        if what == "make":
            self.maybe_made.add(mark)
            status, answer = client.call("POST", f"/api/tasks/{self.random.choice(self.tasks)}/annotations/", {"result": result(mark)})
            if self.expect(status == 201, what, status, answer):
                self.maybe_made.discard(mark)
                self.known[answer["id"]] = [mark]
            return
        number = self.random.choice(mine)
        if what == "change":
            self.known[number].append(mark)
            status, answer = client.call("PATCH", f"/api/annotations/{number}/", {"result": result(mark)})
            wanted = status == 200
        else:
            self.known[number].append(None)
            status, answer = client.call("DELETE", f"/api/annotations/{number}/")
            wanted = status == 204
        if self.expect(wanted, what, status, answer):
            del self.known[number][:-1]

    def expect(self, holds, what, status, answer):
        if not holds:
            self.problem = self.problem or f"{what}: {status} {answer}"
        self.acknowledged += holds
        return holds


class Importer(threading.Thread):
    """Imports lists of tasks: each is there whole or not at all."""

    def __init__(self, server, project, name):
        super().__init__()
        self.server, self.project, self.mark, self.known, self.problem = server, project, name, {}, ""

    def run(self):
        try:
            client = self.server.client()
            for number in range(1_000_000):
                batch = f"{self.mark}-{number}"
                self.known[batch] = {0, BATCH}
                status, answer = client.call("POST", f"/api/projects/{self.project}/import", [{"text": batch}] * BATCH)
                if status != 201:
                    self.problem = f"import: {status} {answer}"
                    return
                self.known[batch] = {BATCH}
        except GONE:
            pass


class Device(threading.Thread):
    """Pushes edits of a document of its own as a studio does (src/sync/wire.hpp): a batch is there whole or not at all, and
    what was not answered is sent again."""

    def __init__(self, server, project, task, seed):
        super().__init__()
        chance = random.Random(seed)
        self.server, self.project, self.task, self.random = server, project, task, chance
        self.document = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        self.client_id = f"{chance.getrandbits(64):016x}"
        self.kept, self.unsent, self.sequence, self.acknowledged, self.problem = {}, [], 0, 0, ""

    def op(self):
        self.sequence += 1
        return {"document": self.document, "client": self.client_id, "sequence": self.sequence, "transaction": self.sequence,
                "action": "history.draw", "stamp": {"ms": int(time.time() * 1000), "counter": self.sequence},
                "register": {"kind": "region_geometry", "id": f"region{self.random.randrange(8)}", "name": ""},
                "value": {"to_name": "text", "value": {"n": self.sequence}}}

    def push(self, client):
        if not self.unsent:
            self.unsent = [self.op() for _ in range(self.random.randint(1, 5))]
        status, answer = client.call("POST", f"/api/tagwright/projects/{self.project}/ops",
                                     {"ops": [{"task": self.task, "op": op} for op in self.unsent]})
        if status != 200 or answer["refused"]:
            self.problem = self.problem or f"ops: {status} {answer}"
            return
        self.acknowledged += len(self.unsent)
        self.kept.update((op["register"]["id"], op["value"]) for op in self.unsent)
        self.unsent = []

    def run(self):
        try:
            client = self.server.client()
            while not self.problem:
                self.push(client)
        except GONE:
            pass

    def values(self):
        """Of the regions of the document, as the server has it."""
        status, answer = self.server.call("GET", f"/api/tagwright/projects/{self.project}/mirrored?ids={self.task}")
        documents = [one for one in answer["tasks"][0]["documents"] if one["document"] == self.document]
        return {entry[1]: entry[3] for one in documents for entry in one["registers"] if entry[0] == "region_geometry"}


class Killed(unittest.TestCase):
    def test_what_was_acknowledged_is_there_after_kill_9_and_nothing_twice(self):
        seed = int(os.environ.get("TW_SEED", random.randrange(1 << 32)))
        print(f"kill -9: {ROUNDS} rounds, TW_SEED={seed}", flush=True)
        chance = random.Random(seed)
        acknowledged, rounds = 0, []
        with Server("--log-level", "error") as server:
            for number in range(ROUNDS):
                project = server.project(f"Round {number}")
                server.call("POST", f"/api/projects/{project}/import", [{"text": f"task {i}"} for i in range(TASKS)])
                tasks = [task["id"] for task in server.call("GET", f"/api/tasks/?project={project}&page_size=100")[1]["tasks"]]
                writers = [Writer(server, tasks, f"r{number}w{i}", chance.random()) for i in range(WRITERS)]
                importer = Importer(server, project, f"r{number}i")
                devices = [Device(server, project, chance.choice(tasks), chance.random()) for _ in range(DEVICES)]
                for thread in (*writers, *devices, importer):
                    thread.start()
                time.sleep(chance.uniform(0, 0.7))
                server.kill()
                for thread in (*writers, *devices, importer):
                    thread.join(60)
                    self.assertFalse(thread.is_alive())
                    self.assertEqual(thread.problem, "")
                acknowledged += sum(writer.acknowledged for writer in (*writers, *devices))
                server.start()
                for device in devices:
                    values, sent = device.values(), {op["register"]["id"]: op["value"] for op in device.unsent}
                    self.assertIn(values, [device.kept, {**device.kept, **sent}], f"document {device.document}")
                    if device.unsent:
                        device.push(server)
                    self.assertEqual((device.problem, device.unsent), ("", []))
                rounds.append((project, writers, devices, importer))
                self.check(server, *rounds[-1])
            for one in rounds:  # later kills took nothing from earlier rounds
                self.check(server, *one)
            self.assertEqual(server.stop(), 0)
            with sqlite3.connect(server.folder / "tagwright.sqlite3") as database:
                for device in (one for _, _, devices, _ in rounds for one in devices):
                    stored = database.execute("SELECT sequence FROM ops WHERE client_id = ? ORDER BY sequence", [device.client_id])
                    self.assertEqual([row[0] for row in stored], list(range(1, device.sequence + 1)), "each op once")
                self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
                self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])
        self.assertGreater(acknowledged, ROUNDS)
        print(f"kill -9: {acknowledged} acknowledged writes in {ROUNDS} rounds", flush=True)

    def check(self, server, project, writers, devices, importer):
        for device in devices:
            self.assertEqual(device.values(), device.kept)
        status, tasks = server.call("GET", f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true")
        self.assertEqual(status, 200)
        found = {a["id"]: a["result"][0]["id"] for task in tasks for a in task["annotations"]}
        marks = collections.Counter(found.values())
        self.assertEqual([mark for mark, count in marks.items() if count > 1], [], "there twice")
        for writer in writers:
            for number, possible in writer.known.items():
                self.assertIn(found.pop(number, None), possible, f"annotation {number} of {writer.mark}")
            for number, mark in list(found.items()):
                if mark in writer.maybe_made:
                    del found[number]
        self.assertEqual(found, {}, "nobody made these")
        batches = collections.Counter(task["data"]["text"] for task in tasks)
        for batch, possible in importer.known.items():
            self.assertIn(batches[batch], possible, f"tasks of {batch}")
        # What is counted as it goes is what is there.
        counted = server.call("GET", f"/api/projects/{project}/")[1]
        self.assertEqual(counted["task_number"], len(tasks))
        self.assertEqual(counted["total_annotations_number"], sum(marks.values()))
        self.assertEqual(counted["num_tasks_with_annotations"], sum(1 for task in tasks if task["annotations"]))
        self.assertEqual(list((server.folder / "tmp").iterdir()), [])
