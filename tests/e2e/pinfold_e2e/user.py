# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who works in Pinfold: by mouse and keyboard, or by keyboard alone. What the focus is on is
told by the accessibility bus, so a user who presses Tab knows where it went."""

import time

from gi.repository import GLib

from . import a11y, steps
from .processes import insist, wait_until


class User:
    def __init__(self, app, session, mouse):
        self.app, self.session, self.hands, self.mouse = app, session, session.hands, mouse
        self._focus = None
        self._kept = {}
        a11y.listen(self._heard)
        if not mouse:
            self.hands.leave_the_mouse()
            a11y.Node.hands_off = True

    def _heard(self, node):
        self._focus = node

    # What a person sees of the keyboard's place.

    def focus(self):
        """What has the focus, when all is told that the program has done."""
        if self._focus:
            a11y.hear_out(self._focus.program)
        while GLib.MainContext.default().iteration(False):
            pass
        return self._focus

    def key(self, *keys):
        self.hands.key(*keys)

    def type(self, text):
        self.hands.type(text)

    def replace(self, text):
        """Write something else into the field that has the focus."""
        self.key("ctrl+a")
        self.type(text) if text else self.key("Delete")

    def go(self, keys, there):
        """Press them, and wait until they brought it there. A program that is busy gets none of them anew:
        it would do both."""
        self.key(*keys)
        try:
            wait_until(there, 5, "the keys to have their effect")
        except AssertionError:  # what they went through has changed meanwhile
            print(f"# {' '.join(keys)} led to {self.focus()!r}", flush=True)

    def on(self, name, timeout=5):
        """Wait until what has the focus begins so."""
        wait_until(lambda: (found := self.focus()) and found.name.startswith(name), timeout,
                   f"{name!r} to have the focus, not {self._focus!r}")

    def window(self, title, timeout=10):
        """Wait until the window of that title has the keyboard; its id."""
        def active():
            try:
                found = self.hands.do("getactivewindow")
                return self.hands.do("getwindowname", found) == title and found
            except AssertionError:  # it went while it was asked about
                return False
        return wait_until(active, timeout, f"the window {title!r}")

    def tab_to(self, name, role=None, back=False, contains=False):
        """Go on by Tab until that has the focus."""
        for _ in range(40):
            before = self.focus()
            self.go(["shift+Tab" if back else "Tab"], lambda: self.focus() is not before)
            found = self.rest()
            if found and a11y.matches(found, name, role, contains):
                return found
        raise AssertionError(f"Tab does not come to {name!r}; it is on {self._focus!r}")

    def rest(self):
        """What has the focus when it goes no further."""
        while True:
            found = self.focus()
            time.sleep(0.06)
            if self.focus() is found:
                return found

    def press(self, name, role="button", contains=False, back=False):
        """The button of that name, in the window that has the keyboard."""
        if self.mouse:
            self.click(name, role, contains)
        else:
            self.tab_to(name, role, back, contains)
            self.key("space")

    def click(self, name, role=None, contains=False, button=1):
        node = steps.see(self.app, name, role, contains=contains)
        self.hands.click(self.hands.do("getactivewindow"), *self.hands.middle_of(node), button=button)

    def _find_item(self, item):
        # Both in one look: from one to the next a menu may lose its place on the screen.
        for menu in steps.hits(self.app, "", "menu", True):
            for node in menu.walk():
                if node.name == item and "menu item" in node.role and steps.shown(node):
                    return node, menu
        return None

    def open_menu(self, ask, item):
        """Ask for a menu in that way, and choose that in it, as soon as it can be chosen."""
        def usable():
            found = self._find_item(item)
            return found and found[0].has("sensitive")

        def ask_anew():
            if self._find_item(item):  # grey: what it is about is still being made
                self.key("Escape")
                wait_until(lambda: not self._find_item(item), 10, "the menu to close")
            ask()
        insist(ask_anew, usable, 3, f"{item!r} in a menu")
        self.menu(item)

    def menu(self, item):
        """Choose that in the menu that is open."""
        node, menu = wait_until(lambda: self._find_item(item), 10, f"{item!r} in a menu")
        if self.mouse:
            x, y, width, height = node.extents()
            left, top, wide, high = menu.extents()

            def open_there():
                for window in self.hands.do("search", "--onlyvisible", "--pid", self.app.pid).split():
                    _, _, w, h = self.hands.geometry(window)
                    if abs(w - wide) < 60 and abs(h - high) < 60:
                        return window
                return None
            window = wait_until(open_there, 5, "the menu's window")
            self.hands.click(window, x - left + width / 2, y - top + height / 2)
            return
        items = [c for c in menu.walk() if "menu item" in c.role and steps.shown(c) and c.has("sensitive")]
        wanted = next(i for i, c in enumerate(items) if c.name == item)

        def on_it():
            at = next((i for i, c in enumerate(items) if c.has("focused")), None)
            if at is not None and at != wanted:
                self.go(["Down" if at < wanted else "Up"] * abs(wanted - at), lambda: items[wanted].has("focused"))
            return at == wanted
        wait_until(on_it, 5, f"{item!r} to be chosen")
        self.key("Return")

    # Boards

    def _cells(self):
        if "boards" not in self._kept:
            self._kept["boards"] = steps.see(self.app, "Boards", "table")
        return [n for n in self._kept["boards"].children() if n.role == "table cell"]

    def cards(self):
        """What the cards of the boards say."""
        return [cell.name for cell in self._cells()]

    def to_boards(self):
        self.key("ctrl+2")

    def to_card(self, name):
        """By the arrow keys to a board's card."""
        self.to_boards()

        def there():
            cells = self._cells()
            at = next((i for i, c in enumerate(cells) if c.has("focused")), None)
            wanted = next((i for i, c in enumerate(cells) if self._is_card(c, name)), None)
            if at is not None and wanted is not None and at != wanted:
                self.go(["Right" if at < wanted else "Left"] * abs(wanted - at), lambda: cells[wanted].has("focused"))
            return at is not None and at == wanted
        wait_until(there, 10, f"the card of {name!r} to have the focus")

    def card_menu(self, name, item):
        def ask():
            if self.mouse:
                self.to_boards()
                self.hands.click(self.app.window, *self.hands.middle_of(self._card(name)), button=3)
            else:
                self.to_card(name)
                self.key("shift+F10")
        self.open_menu(ask, item)

    def _card(self, name):
        return wait_until(lambda: next((c for c in self._cells() if self._is_card(c, name)), None), 10, f"the card of {name!r}")

    @staticmethod
    def _is_card(cell, name):
        """A card's name is that of its board and what it holds."""
        return cell.name == name or cell.name.startswith(f"{name}, ")

    def open_board(self, name):
        def go():
            if self.mouse:
                self.to_boards()
                self.hands.click(self.app.window, *self.hands.middle_of(self._card(name)))
            else:
                self.to_card(name)
                self.key("Return")
        insist(go, lambda: self._page(name), 4, f"the page of {name!r}")

    def _page(self, name):
        """The page that was pushed last, if it is that of the board."""
        pages = [n for n in steps.hits(self.app, name, "panel")]
        self._kept["page"] = pages[-1] if pages else None
        return self._kept["page"]

    # Pins

    def pins(self):
        """The tiles of the board that is open."""
        wall = next((n for n in self._kept["page"].walk() if n.role == "list" and n.name == "Pins"), None)
        return [n for n in wall.children() if n.role == "list item" and steps.shown(n)] if wall else []

    def titles(self):
        return sorted(n.name for n in self.pins())

    def find_pin(self, title):
        """Its tile, also while something becomes of it, which is said behind the title."""
        return next((n for n in self.pins() if n.name == title or n.name.startswith(f"{title}, ")), None)

    def pin(self, title):
        return wait_until(lambda: self.find_pin(title), 10, f"the pin {title!r}")

    def to_pin(self, title):
        """By the first letters of its title, as one looks for it in a list."""
        self.pin(title)
        if self.focus() is None or not self.focus().name.startswith(title):
            self.key("Home")
            self.type(title.split()[0].strip(",").lower())
        self.on(title)

    def pin_menu(self, title, item):
        def ask():
            if self.mouse:
                self.hands.click(self.app.window, *self.hands.middle_of(self.pin(title)), button=3)
            else:
                self.to_pin(title)
                self.key("shift+F10")
        self.open_menu(ask, item)

    def select(self, *titles):
        if self.mouse:
            self.hands.do("keydown", "ctrl")
            for title in titles:
                self.hands.click(self.app.window, *self.hands.middle_of(self.pin(title)))
            self.hands.do("keyup", "ctrl")
        else:
            for title in titles:
                self.to_pin(title)
                self.key("ctrl+space")
        steps.see(self.app, f"{len(titles)} selected", "label")

    def pick_board(self, name):
        steps.pick_board(self.app, self.session, name)

    def pick_section(self, board, name):
        """As a board, and then what is below it."""
        steps.see(self.app, "Search boards")
        self.type(board)
        wait_until(lambda: [n for n in steps.hits(self.app, board, "list item", True)], 10, f"{board!r} among the boards")
        self.key("Right")
        steps.see(self.app, name, "list item", contains=True)
        self.key("Down", "Return")
