# SPDX-License-Identifier: GPL-3.0-or-later
"""The "default browser" of a session: a real Chromium that does as it is told, or what only fills in a form."""

import json
import os
import stat
import sys
from pathlib import Path

from .processes import wait_until


class Browser:
    """What the next opened page meets is chosen with `will`; `visits` tells what was seen.

    Choices: "allow", "deny", "look" (read the page and leave it open until
    `leave`), "close" (go away without an answer), "nothing" (no browser starts,
    as when a person never looks at it).

    kind is "chromium", or "form" where connecting is not what is tested: the application opens it in the
    same way, and it sends what the consent page would send. It knows "allow", "deny" and "nothing".
    """

    def __init__(self, session, kind):
        assert kind in ("chromium", "form"), kind
        self.kind = kind
        self.folder = session.place / "browser"
        self.folder.mkdir(mode=0o700)
        self.will("allow")
        script = session.place / "test-browser"
        script.write_text(f'#!/bin/sh\nexec {sys.executable} {Path(__file__).parent / "test_browser.py"} '
                          f'{self.folder} "$@"\n')
        script.chmod(stat.S_IRWXU)
        applications = session.place / "data" / "applications"
        applications.mkdir()
        (applications / "test-browser.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName=Test Browser\nExec={script} %u\nNoDisplay=true\n"
            "MimeType=x-scheme-handler/http;x-scheme-handler/https;\n")
        (session.place / "config" / "mimeapps.list").write_text(
            "[Default Applications]\nx-scheme-handler/http=test-browser.desktop\n"
            "x-scheme-handler/https=test-browser.desktop\n")

    def will(self, choice, account=None, wait=15):
        """account is a user name on the practice server; wait is how long to see a result page."""
        known = ("allow", "deny", "nothing") if self.kind == "form" else ("allow", "deny", "look", "close", "nothing")
        assert choice in known, choice
        temporary = self.folder / "control.new"
        temporary.write_text(json.dumps({"browser": self.kind, "do": choice, "account": account, "wait": wait}))
        os.replace(temporary, self.folder / "control.json")

    def leave(self):
        """Let browsers that look go away."""
        (self.folder / "leave").touch()

    @property
    def visits(self):
        """Finished and running visits, oldest first: dictionaries with url, title, text,
        final_url, final_title, final_text, console, done, error."""
        found = []
        for path in sorted(self.folder.glob("visit-*.json")):
            try:
                found.append(json.loads(path.read_text()))
            except json.JSONDecodeError:
                pass
        return found

    def wait_for_visit(self, number=1, timeout=30, done=True):
        """The visit of that number (from 1), when it is there (and done)."""
        def there():
            visits = self.visits
            return len(visits) >= number and (visits[number - 1].get("done") or not done)
        wait_until(there, timeout, f"visit {number} of the browser")
        return self.visits[number - 1]

    def profiles(self):
        """Folders with everything Chromium kept on disk, for byte searches."""
        return sorted(self.folder.glob("profile-*"))
