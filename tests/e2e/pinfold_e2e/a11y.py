# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and uses what assistive technology sees. Import only inside a session."""

import re
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from .processes import PATIENCE  # noqa: E402

_started = False
# GTK 4.8 and later releases name some roles differently.
ROLES = {
    "button": ("push button", "button", "toggle button"),
    "push button": ("push button", "button"),
    "entry": ("text", "entry", "password text"),
    "window": ("frame", "window", "dialog"),
}


def _start():
    global _started
    if not _started:
        Atspi.init()
        _started = True


def _tries(function, *arguments, default=None):
    """An object may go away between finding and asking it."""
    try:
        return function(*arguments)
    except GLib.Error:
        return default


class Node:
    """One accessible object, with the few things a test asks of it."""

    hands_off = False  # what it offers is read, and nothing is done by it

    def __init__(self, accessible):
        self._at = accessible

    @property
    def name(self):
        return _tries(self._at.get_name, default="") or ""

    @property
    def role(self):
        return _tries(self._at.get_role_name, default="") or ""

    @property
    def description(self):
        return _tries(self._at.get_description, default="") or ""

    @property
    def text(self):
        try:
            return Atspi.Text.get_text(self._at, 0, Atspi.Text.get_character_count(self._at))
        except GLib.Error:
            return ""

    def has(self, state):
        """state as in "focused", "visible", "sensitive", "checked", "selected", "expanded"."""
        states = _tries(self._at.get_state_set)
        return bool(states and states.contains(getattr(Atspi.StateType, state.upper())))

    @property
    def parent(self):
        above = _tries(self._at.get_parent)
        return Node(above) if above is not None else None

    def children(self):
        for index in range(_tries(self._at.get_child_count, default=0)):
            child = _tries(self._at.get_child_at_index, index)
            if child is not None:
                yield Node(child)

    def walk(self, hidden=False):
        """Everything below, itself first, without what is hidden.

        GTK 4.8 sets "showing" on windows only, so a page of a stack that is not
        the current one cannot be told from the current one here.
        """
        yield self
        for child in self.children():
            if hidden or child.has("visible") or child.role == "application":
                yield from child.walk(hidden)

    def forget(self):
        """Ask anew for whatever is remembered of it and what is below."""
        self._at.clear_cache()

    def press(self):
        """Do its first action, as Enter or a screen reader would."""
        assert not self.hands_off, f"by keyboard alone: {self!r}"
        if not _tries(Atspi.Action.do_action, self._at, 0, default=False):
            raise AssertionError(f"{self!r} cannot be pressed")
        return self

    def type(self, text):
        """Replace the whole text of an entry."""
        assert not self.hands_off, f"by keyboard alone: {self!r}"
        if not Atspi.EditableText.set_text_contents(self._at, text):
            raise AssertionError(f"{self!r} takes no text")
        return self

    def extents(self):
        """x, y, width, height inside its window, in pixels."""
        box = Atspi.Component.get_extents(self._at, Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height

    def __repr__(self):
        return f"<{self.role} {self.name!r}>"


def application(pid=None, name=None):
    """The accessible application of a process, or with that name, or None.

    One in a sandbox speaks through a proxy, whose process it seems to be."""
    _start()
    # What the library keeps is mended by events, which come while the main context runs.
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(False)
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for index in range(_tries(desktop.get_child_count, default=0)):
        found = _tries(desktop.get_child_at_index, index)
        if found is not None and (_tries(found.get_name) == name if name else
                                  _tries(found.get_process_id, default=-1) == pid):
            return Node(found)
    return None


def matches(node, name, role, contains):
    # Every question goes to the other process; the name rules out most.
    if isinstance(name, re.Pattern):
        if not name.fullmatch(node.name):
            return False
    elif name is not None and not (name in node.name if contains else node.name == name):
        return False
    return role is None or node.role in ROLES.get(role, (role,))


def find(root, name=None, role=None, timeout=10, contains=False, alive=lambda: True):
    """The first node with that name and role; root may be a function that finds it anew."""
    end = time.monotonic() + PATIENCE * timeout
    while True:
        top = root() if callable(root) else root
        if top is not None:
            for node in top.walk():
                if matches(node, name, role, contains):
                    return node
        if not alive():
            raise AssertionError(f"the program ended while looking for {role} {name!r}")
        if time.monotonic() > end:
            seen = sorted({f"{n.role} {n.name!r}" for n in top.walk() if n.name}) if top else ["nothing"]
            raise AssertionError(f"no {role or 'thing'} named {name!r} within {PATIENCE * timeout} s; there is:\n"
                                 + "\n".join(seen[:120]))
        time.sleep(0.05)


def nameless(root):
    """Controls without a name: each would be a riddle to a screen reader."""
    interactive = {"push button", "button", "toggle button", "check box", "radio button", "text", "entry",
                   "password text", "combo box", "slider", "switch", "menu item", "list item", "link"}
    return [n for n in root.walk() if n.role in interactive and not n.name.strip() and n.has("sensitive")]
