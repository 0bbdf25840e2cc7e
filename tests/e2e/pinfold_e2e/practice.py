# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice server as a test uses it: started, told to misbehave, asked what it saw."""

import json
import time
import urllib.request

from . import place

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Practice:
    """Started by the test with its arguments; without any, the one that the application starts."""

    def __init__(self, session, arguments=None):
        folder = session.place / "runtime" / "pinfold"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.runtime_file = folder / "practice.json"
        self.process = None
        if arguments is not None:
            if "--runtime-file" in arguments:
                raise ValueError("the harness names the runtime file")
            self.process = session.start("practice", [place.program("pinfold-practice"), *arguments,
                                                      f"--runtime-file={self.runtime_file}"])
        end = time.monotonic() + 20
        while True:
            try:
                found = json.loads(self.runtime_file.read_text())
                break
            except (OSError, json.JSONDecodeError):
                if time.monotonic() > end or (self.process and not self.process.alive()):
                    log = self.process.log if self.process else ""
                    raise AssertionError("the practice server did not start:\n" + log) from None
                time.sleep(0.02)
        self.port = found["port"]
        self.pid = found["pid"]
        self.secret = found["control_secret"]
        self.base = f"http://127.0.0.1:{self.port}"

    def get(self, path):
        """The bytes of any address of the server, without signing in."""
        with OPENER.open(self.base + path, timeout=10) as reply:
            return reply.read()

    def control(self, what, body=None):
        """Ask or order the control endpoint; src/practice/README.md lists what there is."""
        request = urllib.request.Request(
            f"{self.base}/control/{what}", method="GET" if body is None else "POST",
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Practice-Control": self.secret, "Content-Type": "application/json"})
        with OPENER.open(request, timeout=20) as reply:
            data = reply.read()
            kind = reply.headers.get_content_type()
        return json.loads(data or b"null") if kind == "application/json" else data

    def state(self):
        return self.control("state")

    def new_pins(self):
        """Pins that were made since the start, as the server keeps them."""
        return [pin for pin in self.state()["pins"] if pin.get("created", True)]

    def picture(self, pin):
        """The bytes that were received for it."""
        return self.control(f"picture/{pin['id']}")

    def stop(self):
        return self.process.stop()
