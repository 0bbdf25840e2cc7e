# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and uses what assistive technology sees. Import only inside a session.

A program tells all it shows in one answer (a Look, the Cache interface of AT-SPI), instead of one
for each name, role and state of each thing: a test that looks twenty times a second would keep the
program, the bus and itself busier than anything that is tested.
"""

import functools
import os
import re
import time
from dataclasses import dataclass

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402  # Atspi for its names of roles and states alone

from .processes import PATIENCE  # noqa: E402

# GTK 4.8 and later releases name some roles differently.
ROLES = {
    "button": ("push button", "button", "toggle button"),
    "push button": ("push button", "button"),
    "entry": ("text", "entry", "password text"),
    "window": ("frame", "window", "dialog"),
}
FRESH = 0.05  # seconds for which a look is believed
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
NULL = "/org/a11y/atspi/null"
VISIBLE = 1 << int(Atspi.StateType.VISIBLE)
_buses = {}
_programs = {}
_roles = {}
_read = {}


def bus():
    """The accessibility bus of the session that runs now."""
    address = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    if address not in _buses:
        own = _connect(address)
        told = own.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                             Gio.DBusCallFlags.NONE, 10000, None)
        _buses[address] = _connect(told.unpack()[0])
    return _buses[address]


def _connect(address):
    return Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
        None, None)


def ask(program, path, interface, method, arguments=None, default=None):
    """The answer to one question; an object may go away between finding and asking it."""
    answer = _answer(program, path, interface, method, arguments)
    return answer.unpack() if answer else default


def _answer(program, path, interface, method, arguments=None):
    try:
        return bus().call_sync(program, path, interface, method, arguments, None, Gio.DBusCallFlags.NO_AUTO_START,
                               15000 * PATIENCE, None)
    except GLib.Error:
        return None


@dataclass
class Item:
    """What a program told of one thing."""
    path: str
    parent: str
    index: int
    count: int
    name: str
    role: str
    description: str
    states: int


def _items(told):
    """The entries of GetItems. From one look to the next most of them are the same byte by byte, and are
    read once: an array of GVariant ends with where each entry does, which begins at the next multiple of four."""
    count = told.n_children()
    size = told.get_size()
    data = told.get_data_as_bytes().get_data() if count else b""
    width = next(width for width in (1, 2, 4, 8) if size < 1 << 8 * width)
    start = 0
    for at in range(count):
        mark = size - (count - at) * width
        end = int.from_bytes(data[mark:mark + width], "little")
        raw = data[start:end]
        if raw not in _read:
            _read[raw] = _item(told.get_child_value(at))
        yield _read[raw]
        start = (end + 3) & ~3


def _item(told):
    """One entry of GetItems; by hand, for there are a thousand, and unpack() reads also what nobody asks."""
    def part(at):
        return told.get_child_value(at)
    return Item(part(0).get_child_value(1).get_string(), part(2).get_child_value(1).get_string(), part(3).get_int32(),
                part(4).get_int32(), part(6).get_string(), _role(part(7).get_uint32()), part(8).get_string(),
                _bits(part(9).unpack()))


@functools.cache
def _role(number):
    return Atspi.role_get_name(Atspi.Role(number))


def _bits(states):
    return sum(word << 32 * at for at, word in enumerate(states))


class Look:
    """All that a program shows, at one moment."""

    # When the program was busy answering, for who judges how long it was busy (stalls.py).
    calls = []

    def __init__(self, program):
        self.program = program
        self.items = {}
        began = time.monotonic()
        told = _answer(program, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems")
        self.calls.append((began, time.monotonic()))
        for item in _items(told.get_child_value(0)) if told else ():
            self.items[item.path] = item
        self.made = time.monotonic()
        self._below = {}
        for item in self.items.values():
            self._below.setdefault(item.parent, []).append(item)
        for items in self._below.values():
            items.sort(key=lambda item: item.index)

    @property
    def fresh(self):
        return time.monotonic() - self.made < FRESH

    def below(self, item):
        """What is in it. A program tells also of what is hidden, and need not tell of what nobody asked
        for yet: where the number is another, it is asked which they are."""
        known = [found for found in self._below.get(item.path, []) if found.states & VISIBLE]
        if len(known) != item.count and not (item.path == ROOT and known):
            told = ask(self.program, item.path, "org.a11y.atspi.Accessible", "GetChildren", default=([],))[0]
            known = [found for _, path in told if (found := self.items.get(path) or self._ask(path, item.path))]
            self._below[item.path] = known
        return known

    def _ask(self, path, parent):
        item = ask_item(self.program, path)
        if item:
            item.parent = parent
            self.items[path] = item
        return item


def ask_item(program, path):
    """What is told of one thing alone; None when it is gone."""
    accessible = "org.a11y.atspi.Accessible"
    told = ask(program, path, "org.freedesktop.DBus.Properties", "GetAll", GLib.Variant("(s)", (accessible,)))
    states = ask(program, path, accessible, "GetState")
    key = program, path
    if key not in _roles:  # the one thing that never changes
        role = ask(program, path, accessible, "GetRole")
        if role:
            _roles[key] = _role(role[0])
    if not (told and states and key in _roles):
        return None
    about = told[0]
    return Item(path, about.get("Parent", ("", ""))[1], -1, about.get("ChildCount", 0), about.get("Name", ""),
                _roles[key], about.get("Description", ""), _bits(states[0]))


class Node:
    """One accessible object, with the few things a test asks of it. What was told a moment ago is
    believed, else it is asked anew."""

    hands_off = False  # what it offers is read, and nothing is done by it

    def __init__(self, program, path, look=None):
        self._program, self._path, self._look = program, path, look
        self._told = look.items.get(path) if look else None

    def at_first(self):
        """What was told of it when it was found."""
        if self._told is None:
            self._told = ask_item(self._program, self._path)
        return self._told

    def _now(self):
        if self._told is None or self._look is None or not self._look.fresh:
            return ask_item(self._program, self._path)
        return self._told

    def _ask(self, interface, method, arguments=None, default=None):
        return ask(self._program, self._path, f"org.a11y.atspi.{interface}", method, arguments, default)

    @property
    def program(self):
        """Its name on the bus."""
        return self._program

    def __eq__(self, other):
        return isinstance(other, Node) and (self._program, self._path) == (other._program, other._path)

    def __hash__(self):
        return hash((self._program, self._path))

    @property
    def name(self):
        now = self._now()
        return now.name if now else ""

    @property
    def role(self):
        told = self.at_first()
        return told.role if told else ""

    @property
    def description(self):
        now = self._now()
        return now.description if now else ""

    @property
    def text(self):
        count = ask(self._program, self._path, "org.freedesktop.DBus.Properties", "Get",
                    GLib.Variant("(ss)", ("org.a11y.atspi.Text", "CharacterCount")), (0,))[0]
        return self._ask("Text", "GetText", GLib.Variant("(ii)", (0, count)), ("",))[0]

    def has(self, state):
        """state as in "focused", "visible", "sensitive", "checked", "selected", "expanded"."""
        now = self._now()
        return bool(now and now.states >> int(getattr(Atspi.StateType, state.upper())) & 1)

    @property
    def parent(self):
        now = self._now()
        return Node(self._program, now.parent, self._look) if now and now.parent not in ("", NULL) else None

    def children(self):
        look = self._look if self._look and self._look.fresh else Look(self._program)
        item = look.items.get(self._path) or ask_item(self._program, self._path)
        for child in look.below(item) if item else ():
            yield Node(self._program, child.path, look)

    def walk(self, hidden=False):
        """Everything below, itself first, without what is hidden.

        GTK 4.8 sets "showing" on windows only, so a page of a stack that is not
        the current one cannot be told from the current one here.
        """
        look = self._look if self._look and self._look.fresh else Look(self._program)
        item = look.items.get(self._path) or ask_item(self._program, self._path)
        if item is None:
            return
        todo = [item]
        while todo:
            item = todo.pop()
            yield Node(self._program, item.path, look)
            todo += [child for child in reversed(look.below(item))
                     if hidden or child.states & VISIBLE or child.role == "application"]

    def press(self):
        """Do its first action, as Enter or a screen reader would."""
        assert not self.hands_off, f"by keyboard alone: {self!r}"
        if not self._ask("Action", "DoAction", GLib.Variant("(i)", (0,)), (False,))[0]:
            raise AssertionError(f"{self!r} cannot be pressed")
        return self

    def type(self, text):
        """Replace the whole text of an entry."""
        assert not self.hands_off, f"by keyboard alone: {self!r}"
        if not self._ask("EditableText", "SetTextContents", GLib.Variant("(s)", (text,)), (False,))[0]:
            raise AssertionError(f"{self!r} takes no text")
        return self

    def extents(self):
        """x, y, width, height inside its window, in pixels; nothing of what is gone."""
        return self._ask("Component", "GetExtents", GLib.Variant("(u)", (int(Atspi.CoordType.WINDOW),)),
                         ((0, 0, 0, 0),))[0]

    def __repr__(self):
        return f"<{self.role} {self.name!r}>"


def application(pid=None, name=None):
    """The accessible application of a process, or with that name, or None.

    One in a sandbox speaks through a proxy, whose process it seems to be."""
    key = os.environ["DBUS_SESSION_BUS_ADDRESS"], pid, name
    if key not in _programs:
        found = next((there for there in _registered() if (_called(*there) == name if name else _owner(there[0]) == pid)),
                     None)
        if found is None:
            return None
        _programs[key] = found
    program, path = _programs[key]
    look = Look(program)
    if not look.items:  # it ended; another may have its name
        del _programs[key]
        return None
    return Node(program, path, look)


def _registered():
    return ask(REGISTRY, ROOT, "org.a11y.atspi.Accessible", "GetChildren", default=([],))[0]


def _owner(program):
    return ask("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
               GLib.Variant("(s)", (program,)), (-1,))[0]


def _called(program, path):
    return ask(program, path, "org.freedesktop.DBus.Properties", "Get",
               GLib.Variant("(ss)", ("org.a11y.atspi.Accessible", "Name")), ("",))[0]


def hear_out(program):
    """Ask what is answered after all that the program told before."""
    ask(program, ROOT, "org.freedesktop.DBus.Properties", "Get",
        GLib.Variant("(ss)", ("org.a11y.atspi.Accessible", "ChildCount")))


def listen(heard):
    """Calls heard(node) for each thing that gets the keyboard's focus, while the main context runs."""
    def signal(_bus, program, path, _interface, _name, told):
        if told.unpack()[1]:
            heard(Node(program, path))
    return bus().signal_subscribe(None, "org.a11y.atspi.Event.Object", "StateChanged", None, "focused",
                                  Gio.DBusSignalFlags.NONE, signal)


def matches(node, name, role, contains):
    """Whether it is that, as it was told when it was found."""
    told = node.at_first()
    if told is None:
        return False
    if isinstance(name, re.Pattern):
        if not name.fullmatch(told.name):
            return False
    elif name is not None and not (name in told.name if contains else told.name == name):
        return False
    return role is None or told.role in ROLES.get(role, (role,))


def find(root, name=None, role=None, timeout=10, contains=False, alive=lambda: True):
    """The first node with that name and role; root may be a function that finds it anew."""
    end = time.monotonic() + PATIENCE * timeout
    while True:
        began = time.monotonic()
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
        time.sleep(max(0.05, min(2 * (time.monotonic() - began), 0.25)))


def nameless(root):
    """Controls without a name: each would be a riddle to a screen reader."""
    interactive = {"push button", "button", "toggle button", "check box", "radio button", "text", "entry",
                   "password text", "combo box", "slider", "switch", "menu item", "list item", "link"}
    return [n for n in root.walk() if n.role in interactive and not n.name.strip() and n.has("sensitive")]
