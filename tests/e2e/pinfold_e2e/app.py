# SPDX-License-Identifier: GPL-3.0-or-later
"""A running program with a window: Pinfold, or any other that a test starts."""

import re
import signal

from . import a11y, place
from .processes import wait_until

# What GLib prints for warnings and worse: "(pinfold:12): Gtk-WARNING **: ..."
COMPLAINT = re.compile(r"^(?:\(.*\): |\*\* ?).*?(?:WARNING|CRITICAL|ERROR)\b.*$|"
                       r"^.*(?:ERROR: (?:Address|Leak|Undefined)\w*Sanitizer|runtime error:).*$", re.M)


class App:
    def __init__(self, session, arguments=(), command=None, env=None, name="pinfold"):
        self.session = session
        self.process = session.start(name, [*(command or [place.program("pinfold")]), *arguments], env=env or {})
        self._window = None

    @property
    def pid(self):
        return self.process.pid

    @property
    def root(self):
        return a11y.application(self.pid)

    @property
    def window(self):
        """X id of its window."""
        if self._window is None:
            self._window = self.session.hands.window(pid=self.pid)
        return self._window

    def find(self, name=None, role=None, timeout=10, contains=False):
        return a11y.find(lambda: self.root, name, role, timeout, contains, self.process.alive)

    def find_all(self, role=None, contains=None):
        """Every node on the screen of that role (and with that text in its name)."""
        root = self.root
        return [n for n in (root.walk() if root else ()) if a11y.matches(n, contains, role, True)]

    def gone(self, name, role=None, timeout=10):
        """Wait until nothing with that name is on the screen."""
        wait_until(lambda: self.root is None or not any(a11y.matches(n, name, role, False) for n in self.root.walk()),
                   timeout, f"{name!r} to go away")

    def screenshot(self, path):
        return self.session.screenshot(path, self.window)

    def complaints(self):
        """Warnings and worse in what it printed; there must be none."""
        return [m.group(0) for m in COMPLAINT.finditer(self.process.log)]

    def quit(self, timeout=10):
        """Close the window as a person does, wait, and return the exit status."""
        self.session.hands.activate(self.window)
        self.session.hands.key("alt+F4")
        try:
            wait_until(lambda: not self.process.alive(), timeout, "the program to end")
        finally:
            self.process.stop()
        return self.process.popen.returncode

    def kill(self):
        return self.process.stop(signal.SIGKILL)
