"""Our server for the clients of this folder, and what they label with."""

import sys
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from server_process import EMAIL, PASSWORD, ROOT, TOKEN, ServerProcess  # the first three are for the tests

CHOICES = """<View><Text name="text" value="$text"/>
<Choices name="sentiment" toName="text"><Choice value="Positive"/><Choice value="Negative"/></Choices></View>"""
BOXES = """<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image">
<Label value="Cat"/><Label value="Dog"/></RectangleLabels></View>"""


def choice(value):
    return {"from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": [value]}}


class OurServer(ServerProcess):
    def call(self, method, path, token=TOKEN, **options):
        headers = {"Authorization": f"Token {token}"} if token else {}
        return requests.request(method, self.url + path, headers=headers | options.pop("headers", {}), timeout=60,
                                allow_redirects=options.pop("allow_redirects", False), **options)

    def close(self):
        """Ends it and checks how it ended, and that its log holds no secret."""
        log = self.log()
        status = self.stop()
        self.remove()
        assert status == 0, f"the server ended with {status}: {log[-2000:]}"
        for secret in (TOKEN, PASSWORD):
            assert secret not in log, "a secret stands in the log"
