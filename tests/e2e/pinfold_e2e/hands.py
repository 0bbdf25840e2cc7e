# SPDX-License-Identifier: GPL-3.0-or-later
"""Keyboard and mouse of the session, by xdotool, as a person would use them."""

import json
import subprocess
import sys
import time
from pathlib import Path

from .processes import wait_until


POINTER = {"mousemove", "mousemove_relative", "mousedown", "mouseup", "click"}


class Hands:
    def __init__(self, session):
        self.session = session
        self.mouse = True

    def leave_the_mouse(self):
        """From now on there is the keyboard alone; the pointer rests where nothing is."""
        width, height = map(int, self.session.size.split("x"))
        self.do("mousemove", width - 1, height - 1)
        self.mouse = False

    def do(self, *arguments, timeout=15):
        assert self.mouse or not POINTER.intersection(map(str, arguments)), f"by keyboard alone: {arguments}"
        done = subprocess.run(["xdotool", *[str(a) for a in arguments]], env=self.session.env,
                              capture_output=True, text=True, timeout=timeout, check=False)
        if done.returncode:
            raise AssertionError(f"xdotool {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done.stdout.strip()

    def window(self, title=None, pid=None, timeout=15):
        """X id of a visible window, by a pattern of its title or by process."""
        rule = ["--name", title] if title else ["--pid", str(pid)]

        def search():
            done = subprocess.run(["xdotool", "search", "--onlyvisible", *rule], env=self.session.env,
                                  capture_output=True, text=True, check=False)
            return done.stdout.split()
        return wait_until(search, timeout, f"a window {title or pid}")[-1]

    def managed(self):
        """Whether a window manager is there: it alone says how many desktops there are."""
        done = subprocess.run(["xdotool", "get_num_desktops"], env=self.session.env,
                              capture_output=True, text=True, check=False)
        return done.returncode == 0 and done.stdout.strip().isdigit()

    def active(self):
        """The window that has the keyboard; None while there is none, as between two of them."""
        done = subprocess.run(["xdotool", "getactivewindow"], env=self.session.env,
                              capture_output=True, text=True, timeout=15, check=False)
        return done.stdout.strip() or None

    def activate(self, window):
        self.do("windowactivate", "--sync", window)

    def place(self, window, x, y, width=None, height=None):
        if width:
            self.do("windowsize", window, width, height)
        self.do("windowmove", window, x, y)
        time.sleep(0.3)

    def geometry(self, window):
        """x, y, width, height on the screen."""
        values = dict(line.split("=") for line in self.do("getwindowgeometry", "--shell", window).splitlines())
        return tuple(int(values[k]) for k in ("X", "Y", "WIDTH", "HEIGHT"))

    def key(self, *keys):
        """As in key("ctrl+n") or key("Tab", "Tab", "Return")."""
        for key in keys:
            self.do("key", "--clearmodifiers", key)
            time.sleep(0.04)

    def type(self, text):
        self.do("type", "--delay", "12", text, timeout=60)

    def point(self, window, x, y):
        self.do("mousemove", "--window", window, int(x), int(y))

    def click(self, window, x, y, button=1):
        self.point(window, x, y)
        time.sleep(0.05)
        self.do("click", button)

    def middle_of(self, node):
        x, y, width, height = node.extents()
        return x + width / 2, y + height / 2

    def drag(self, window, start, end, hold=0.4, keys=()):
        """Drag what lies at a point of a window to another point of it, with keys held, and let go."""
        origin_x, origin_y, _, _ = self.geometry(window)
        end_x, end_y = int(origin_x + end[0]), int(origin_y + end[1])
        self.point(window, *start)
        time.sleep(0.1)
        self.do("mousedown", 1)
        try:
            time.sleep(0.1)
            for _ in range(6):  # pass the threshold, slowly enough to be seen
                self.do("mousemove_relative", "--", 10, 4)
                time.sleep(0.05)
            for key in keys:
                self.do("keydown", key)
            self.do("mousemove", end_x - 6, end_y - 3)
            for _ in range(6):
                self.do("mousemove_relative", "--", 1, 0)
                time.sleep(0.05)
            time.sleep(hold)
        finally:
            self.do("mouseup", 1)
            time.sleep(0.3)
            for key in keys:
                self.do("keyup", key)

    def copied(self):
        """The text that is in the clipboard, or None."""
        reader = self.session.start("clipboard", [sys.executable, Path(__file__).with_name("clipboard.py")])
        try:
            reader.wait_for_log("TEXT ", 15)
            line = wait_until(lambda: [x for x in reader.log.split("\n")[:-1] if x.startswith("TEXT ")], 5, "the text")
            return json.loads(line[0].removeprefix("TEXT "))
        finally:
            reader.stop()

    def drag_files(self, files, window, x, y, hover=None):
        """Drag files from a small window of our own to (x, y) in a window, and let go.

        hover is called while the pointer rests over the target, before the drop.
        """
        script = Path(__file__).with_name("drag_source.py")
        source = self.session.start("drag-source", [sys.executable, script, *files])
        try:
            source.wait_for_log("READY", 15)
            own = self.window(title="^drag source$")
            target_x, target_y, _, height = self.geometry(window)
            self.place(own, 0, max(0, int(self.session.size.split("x")[1]) - 130))
            self.do("windowraise", own)
            time.sleep(0.3)
            self.point(own, 60, 50)
            time.sleep(0.1)
            self.do("mousedown", 1)
            try:
                time.sleep(0.1)
                for _ in range(6):  # pass the threshold, slowly enough to be seen
                    self.do("mousemove_relative", "--", 12, -4)
                    time.sleep(0.05)
                end_x, end_y = int(target_x + x), int(target_y + y)
                self.do("mousemove", end_x - 30, end_y - 20)
                time.sleep(0.15)
                for step in range(1, 6):
                    self.do("mousemove", end_x - 30 + 6 * step, end_y - 20 + 4 * step)
                    time.sleep(0.05)
                time.sleep(0.35)
                if hover:
                    hover()
            finally:
                self.do("mouseup", 1)
            wait_until(lambda: "END" in source.log, 10, "the drop to end")
            return "END move" in source.log or "END copy" in source.log
        finally:
            source.stop()
