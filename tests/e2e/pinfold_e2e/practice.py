# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice server as a test uses it: started, told to misbehave, asked what it saw."""

import base64
import json
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
READS = "user_accounts:read boards:read boards:read_secret pins:read pins:read_secret"


@dataclass
class Board:
    """A board as the server lists it, with what is on it; pins by their ids."""
    id: str
    name: str
    description: str
    privacy: str
    pin_count: int
    sections: dict = field(default_factory=dict)  # id -> name
    pins: dict = field(default_factory=dict)  # id -> record

    def titles(self):
        return sorted(pin.get("title") or "" for pin in self.pins.values())

    def titles_by_section(self):
        """Name of a section, or "", -> titles."""
        found = {}
        for pin in self.pins.values():
            section = self.sections[pin["board_section_id"]] if pin.get("board_section_id") else ""
            found.setdefault(section, []).append(pin.get("title") or "")
        return {name: sorted(titles) for name, titles in found.items()}


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
            self.process = session.start("practice", [*session.practice_command(), *arguments,
                                                      f"--runtime-file={session.inside(self.runtime_file)}"])
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

    def boards(self):
        """All there is of annaskitchen, name -> Board, as another app is told it over the API."""
        token = self._ask("oauth/token", {"Authorization": "Basic " + base64.b64encode(b"7700:practice-secret").decode()},
                          urllib.parse.urlencode({"grant_type": "client_credentials", "scope": READS}).encode())
        reader = {"Authorization": "Bearer " + token["access_token"]}
        boards = {}
        for record in self._list("boards", reader):
            board = Board(record["id"], record["name"], record.get("description") or "", record["privacy"],
                          record["pin_count"])
            assert board.name not in boards, f"two boards are named {board.name!r}"
            boards[board.name] = board
            board.sections = {s["id"]: s["name"] for s in self._list(f"boards/{board.id}/sections", reader)}
        by_id = {board.id: board for board in boards.values()}
        for pin in self._list("pins", reader):
            board = by_id[pin["board_id"]]
            assert pin["id"] not in board.pins, f"pin {pin['id']} is listed twice"
            board.pins[pin["id"]] = pin
        return boards

    def _ask(self, path, headers, body=None):
        request = urllib.request.Request(f"{self.base}/v5/{path}", data=body, headers=headers)
        with OPENER.open(request, timeout=20) as reply:
            return json.load(reply)

    def _list(self, path, headers):
        bookmark = ""
        while bookmark is not None:
            page = self._ask(f"{path}?page_size=250" + (f"&bookmark={bookmark}" if bookmark else ""), headers)
            yield from page["items"]
            bookmark = page.get("bookmark")

    def picture(self, pin):
        """The bytes that were received for it."""
        return self.control(f"picture/{pin['id']}")

    def stop(self):
        return self.process.stop()
