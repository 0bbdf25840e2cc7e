#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""More that can be done with boards and pins, by mouse and keyboard, and by keyboard alone: what is not
loaded is found, pins are filtered, moved into a section, links copied, a picture pasted, a board made
secret, another deleted."""

import contextlib
import sys
from pathlib import Path

from pinfold_e2e import Session, pictures, run_cases, steps
from pinfold_e2e.processes import insist, wait_until
from test_hands import BREAD, FRUIT, SOUPS, SUPPERS, Story

# The fifth board, which is secret, with 24 pins.
MUM = "Birthday surprise for Mum"
STEW = "Fish stew with saffron"
PASTED = "A pot from elsewhere"
LINKED = ["Green shakshuka", "Tomato rice for tired days"]


class More(Story):
    # Finding

    def search_everything(self):
        """On a board, on all of them, and in what was never loaded."""
        user = self.user
        user.key("ctrl+f")
        steps.see(self.app, "Search This Board")
        user.type("loaf")
        steps.see(self.app, "No pin on this board has these words", contains=True)
        user.press("Search All Boards")
        steps.see(self.app, "Not all pins are loaded yet", contains=True)
        user.press("Search Everything")
        for title in ("Country loaf, 78%", "Seeded tin loaf"):
            steps.see(self.app, title, "list item", 20)
        steps.see(self.app, "All 36 pins are searched")
        user.key("Escape")
        wait_until(lambda: user.find_pin("Green shakshuka"), 10, "the board again")
        self.tell("everything searched")

    def filter(self):
        """Pins without alternative text, and all again."""
        user = self.user
        pins = self.practice.boards()[SUPPERS].pins.values()
        bare = sorted(pin["title"] for pin in pins if not pin["alt_text"])
        for button, wanted in (("View", bare), ("View: Some Pins Are Hidden", sorted(pin["title"] for pin in pins))):
            self.view_menu(button, "Without Alternative Text")
            wait_until(lambda w=wanted: user.titles() == w, 10, f"{wanted}, not {user.titles()}")
        self.tell("pins filtered")

    # Pins

    def copy_links(self):
        user = self.user
        user.open_board(SUPPERS)
        user.select(*LINKED)
        if self.mouse:
            user.press("Copy Links")
        else:
            user.key("ctrl+c")
        pins = self.practice.boards()[SUPPERS].pins.values()
        wanted = sorted(pin["link"] for pin in pins if pin["title"] in LINKED)
        wait_until(lambda: sorted((self.session.hands.copied() or "").split()) == wanted, 20, f"{wanted} in the clipboard")
        user.key("Escape")
        steps.unseen(self.app, "2 selected", "label")
        self.tell("links copied")

    def to_section(self):
        user = self.user
        user.open_board(SOUPS)
        if self.mouse:
            chip = steps.see(self.app, "Clear", "button")
            self.session.hands.drag(self.app.window, self.session.hands.middle_of(user.pin(STEW)),
                                    self.session.hands.middle_of(chip))
        else:
            user.pin_menu(STEW, "Move to…")
            # Not now, and then.
            steps.see(self.app, "Search boards")
            user.key("Escape")
            user.on(STEW)
            user.pin_menu(STEW, "Move to…")
            user.pick_section(SOUPS, "Clear")
        self.tell("a pin moved into a section")

    @contextlib.contextmanager
    def copied_picture(self):
        """Somewhere else a picture was copied."""
        picture = pictures.pile(self.session.place / "artefacts", 1, 640, 960)[0]
        png = pictures.as_png(picture)
        owner = self.session.start("copied", [sys.executable, Path(pictures.__file__).with_name("offer_picture.py"), png])
        try:
            owner.wait_for_log("READY")
            yield
        finally:
            owner.stop()

    def paste(self):
        """A picture from the clipboard, onto the board that is open."""
        user = self.user
        with self.copied_picture():
            # What can be pasted is told to the program a moment after it was copied.
            insist(lambda: user.key("ctrl+v"), lambda: self.session.hands.active() not in (None, self.app.window), 4,
                   "a window after pasting")
            user.window("New Pin")
            steps.see(self.app, "640 × 960", "label", contains=True)
        user.type(PASTED)
        wait_until(lambda: steps.field(self.app, "Title").text == PASTED, 10, "the title")
        user.key("ctrl+Return")
        self.back_in_main()
        wait_until(lambda: user.find_pin(PASTED), 20, "its tile")
        self.tell("a picture pasted")

    # Boards

    def allow_secret(self):
        """The account is asked for secret boards, and they are there."""
        user = self.user
        user.to_boards()
        self.session.browser.will("allow")
        user.press("Allow…")
        user.window("Connect")
        user.press("Continue in Browser")
        steps.see(self.app, "See Boards", "button", 40)
        user.window("Connect")
        user.press("See Boards")
        self.back_in_main()
        wait_until(lambda: f"{MUM}, 24 pins" in user.cards(), 20, "the secret board")
        self.secrets = True
        self.tell("secret boards allowed")

    def make_secret(self):
        user = self.user
        user.card_menu(BREAD, "Edit…")
        user.window("Edit Board")
        user.tab_to("Keep Secret", "check box")
        user.key("space")
        user.press("Save")
        self.back_in_main()
        self.until(lambda: self.practice.boards()[BREAD].privacy == "SECRET", "the board to be secret")
        self.tell("a board made secret")

    def only_secret(self):
        user = self.user
        user.to_boards()
        names = [c.split(", ")[0] for c in user.cards()[1:]]
        for item, wanted in (("Secret Boards", [n for n in names if n in (MUM, BREAD)]), ("All Boards", names)):
            self.view_menu("Sort and Filter", item)
            wait_until(lambda w=wanted: [c.split(", ")[0] for c in user.cards()[1:]] == w, 10, f"{item}: {wanted}")
        self.tell("boards filtered")

    def delete_board(self):
        user = self.user
        card = f"{MUM}, 24 pins"
        user.card_menu(MUM, "Delete…")
        user.press("Delete Board")
        self.back_in_main()
        wait_until(lambda: card not in user.cards(), 10, "the board to go")
        user.key("ctrl+z")
        wait_until(lambda: card in user.cards(), 10, "the board to be back")
        user.key("ctrl+shift+z")
        wait_until(lambda: card not in user.cards(), 10, "the board to go again")
        self.tell("a board deleted, Undo, Redo")

    def end(self):
        """The board that most was done with is shown as it is, and nothing else was changed."""
        user = self.user
        self.settle()
        boards = self.practice.boards()
        secret = {name for name, board in boards.items() if board.privacy == "SECRET"}
        # Without the permission nobody is told of the one there is from the beginning.
        assert secret == ({MUM} if self.mouse else {BREAD}), secret
        assert boards.keys() == {SUPPERS, SOUPS, FRUIT, BREAD} | secret, boards.keys()
        soups = boards[SOUPS].titles_by_section()
        assert soups["Clear"] == sorted([STEW, "Roast pumpkin soup"]) and soups[""].count(PASTED) == 1, soups
        user.open_board(SOUPS)
        user.key("Home")
        seen = set()

        def all_seen():
            before = len(seen)
            seen.update(user.titles())
            if len(seen) == before:
                user.key("Page_Down")
            return seen >= set(boards[SOUPS].titles())
        wait_until(all_seen, 20, f"{boards[SOUPS].titles()}, not {sorted(seen)}")
        user.key("Escape")
        assert self.app.quit() == 0, "it did not end well"
        assert not self.app.complaints(), self.app.complaints()
        self.tell("all of it is there")

    def rest(self):
        """Wait until the cards stand where they will: what moves under the pointer is not clicked."""
        places = []

        def still():
            steps.see(self.app, "Allow…", "button")
            places.append([n.extents() for n in steps.see(self.app, "Boards", "table").children()])
            return len(places) > 3 and all(p == places[-1] for p in places[-3:])
        wait_until(still, 20, "the boards to stand still", every=0.2)

    def run(self):
        """What a mouse does otherwise than in test_hands.py; the rest is the same by the keyboard."""
        self.rest()
        self.user.open_board(SUPPERS)
        if not self.mouse:
            self.search_everything()
        self.filter()
        self.copy_links()
        self.to_section()
        self.paste()
        if not self.mouse:
            self.allow_secret()
            self.make_secret()
            self.only_secret()
            self.delete_board()
        self.end()


def by_mouse():
    with Session(size="1600x1200", browser="form") as session:
        More(session, True).run()


def by_keyboard():
    with Session(size="1600x1200", browser="form") as session:
        More(session, False).run()


if __name__ == "__main__":
    run_cases([
        ("/e2e/verbs/AX-2/mouse-and-keyboard", by_mouse),
        ("/e2e/verbs/AX-2+MO-6/keyboard-alone", by_keyboard),
    ], timeout=300)
