#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can be done with boards and pins, in one window: by mouse and keyboard, and by keyboard alone.
In the end the practice server has what the screen shows."""

import collections
import contextlib
import sqlite3
import time

from pinfold_e2e import Session, pictures, run_cases, steps
from pinfold_e2e.processes import wait_until
from pinfold_e2e.user import User

# Four boards of one's own with 8, 5, 19 and 4 pins; the second and the fourth have sections.
WORLD = ("--boards", "5", "--pins", "60", "--limit", "org_write=100000")
SUPPERS, SOUPS, FRUIT, BREAD = "Weeknight suppers", "Soups and stews", "The fruit bowl", "Daily bread"
NEW = "Summer picnics"


class Story:
    """One user, one window, one verb after the other."""

    secrets = False  # whether secret boards are seen

    def __init__(self, session, mouse):
        self.session, self.mouse = session, mouse
        self.practice = session.start_practice(*WORLD)
        self.last = time.monotonic()
        self.picture = pictures.photograph(session.place / "artefacts" / "sail.jpg", 400, 600)
        self.pile = pictures.pile(session.place / "artefacts", 3)
        self.app = session.start_app()
        steps.connect(self.app, session)
        steps.see_boards(self.app)
        session.hands.place(self.app.window, 10, 10, 1500, 1100)
        session.hands.activate(self.app.window)
        self.user = User(self.app, session, mouse)
        self.tell("connected")

    def tell(self, words):
        now = time.monotonic()
        print(f"# {now - self.last:5.1f} s  {words}", flush=True)
        self.last = now

    def until(self, condition, words, timeout=25):
        """Wait until the server has it."""
        return wait_until(condition, timeout, words)

    def back_in_main(self):
        self.user.window("Pinfold")

    # Boards and sections

    def new_board(self):
        user = self.user
        if self.mouse:
            user.click("New Board", "button")
        else:
            user.key("ctrl+shift+n")
        user.window("New Board")
        user.type("Picnics")
        user.key("Return")
        self.back_in_main()
        self.tell("a board made")

    def edit_board(self):
        user = self.user
        self.until(lambda: [b for b in self.practice.state()["boards"] if b["name"] == "Picnics"], "the board")
        if self.mouse:
            user.card_menu("Picnics", "Edit…")
        else:
            user.to_card("Picnics")
            user.key("F2")
        user.window("Edit Board")
        user.replace(NEW)
        user.key("Tab")
        user.type("Baskets and rugs")
        user.key("Return")
        self.back_in_main()
        self.tell("renamed and described")

    def favourite(self):
        user = self.user
        user.card_menu(FRUIT, "Favourite")
        steps.see(self.app, "Favourite boards", "list")
        self.tell("a favourite")

    def sections(self):
        user = self.user
        for name in ("Rolls", "Drinks"):
            user.card_menu(NEW, "New Section…")
            user.window("New Section")
            user.type(name)
            user.key("Return")
            self.back_in_main()
        self.until(lambda: {s["name"] for s in self.practice.state()["sections"] if s["created"]} >= {"Rolls", "Drinks"},
                   "the sections")
        user.open_board(NEW)
        self.section_verb("Rolls", "Rename…", "F2")
        user.window("Rename Section")
        user.replace("Sandwiches")
        user.key("Return")
        self.back_in_main()
        self.section_verb("Drinks", "Delete…", "Delete")
        user.press("Delete Section")
        self.back_in_main()
        self.tell("sections made, renamed, deleted")

    def section_verb(self, name, item, key):
        user = self.user
        if self.mouse:
            user.open_menu(lambda: user.click(name, "label", button=3), item)
        else:
            user.tab_to(name, back=True)
            user.key(key)

    # Pins

    def edit_pin(self):
        """Title, description, alternative text, link and board, in one go."""
        user = self.user
        user.open_board(SUPPERS)
        title = "Lemon and thyme traybake"
        if self.mouse:
            user.click(title, "list item")
            user.press("Edit")
        else:
            user.to_pin(title)
            user.key("F2")
        steps.see(self.app, "Edit Pin", "label")
        texts = {"Title": "Traybake for two", "Description": "Lemons first",
                 "Alternative Text": "A tin with chicken and lemons", "Link": "https://annas-kitchen.example/two"}
        for name, text in texts.items():
            if self.mouse:
                user.click(name, "text")
            user.replace(text)
            user.key("Tab")
        if self.mouse:
            user.click(f"Board: {SUPPERS}", "button")
        else:
            user.tab_to(f"Board: {SUPPERS}", "button", back=True)
            user.key("space")
        user.pick_board(NEW)
        user.key("ctrl+Return")
        wait_until(lambda: not user.find_pin(title) and not user.find_pin("Traybake for two"), 10, "the pin to go")
        self.tell("a pin edited and moved")

    def delete_undo_redo(self):
        user = self.user
        title = "Green shakshuka"
        if self.mouse:
            user.pin_menu(title, "Delete Pin")
        else:
            user.to_pin(title)
            user.key("Delete")
        wait_until(lambda: not user.find_pin(title), 10, "the pin to go")
        user.key("ctrl+z")
        wait_until(lambda: user.find_pin(title), 10, "the pin to be back")
        user.key("ctrl+shift+z")
        wait_until(lambda: not user.find_pin(title), 10, "the pin to go again")
        self.tell("a pin deleted, Undo, Redo")

    def save_and_move(self):
        user = self.user
        user.pin_menu("Miso noodles with greens", "Save to…")
        user.pick_board(SOUPS)
        if self.mouse:
            self.drag_to_row("Sheet pan halloumi", NEW)
        else:
            user.pin_menu("Sheet pan halloumi", "Move to…")
            user.pick_board(NEW)
        wait_until(lambda: not user.find_pin("Sheet pan halloumi"), 10, "the pin to go")
        self.tell("one saved to another board, one moved")

    def drag_to_row(self, title, board):
        tile = self.user.pin(title)
        row = next(n for n in steps.hits(self.app, board, "label") if n.extents()[0] < 260)
        self.session.hands.drag(self.app.window, self.session.hands.middle_of(tile),
                                self.session.hands.middle_of(row))

    def many(self):
        """Two pins at once: link tags, other words, their links, and another board."""
        user = self.user
        titles = ["Butter beans in broth", "Crisp chickpeas, soft egg"]
        user.open_board(SUPPERS)
        user.select(*titles)
        self.selected_verb(titles[1], "Link Tags…")
        user.window("Link Tags")
        user.key("ctrl+Return")
        self.back_in_main()
        self.selected_verb(titles[1], "Find and Replace…")
        user.window("Find and Replace")
        user.type("in broth")
        user.key("Tab")
        user.type("in a pot")
        self.until_ready("Apply")
        user.key("ctrl+Return")
        self.back_in_main()
        user.key("ctrl+c")
        self.selected_verb(titles[1], "Move to…")
        user.pick_board(BREAD)
        wait_until(lambda: not user.find_pin(titles[1]), 10, "the pins to go")
        self.tell("two pins with link tags, other words, and on another board")

    def until_ready(self, name):
        wait_until(lambda: any(n.has("sensitive") for n in steps.hits(self.app, name, "button")), 10, name)

    def selected_verb(self, title, item):
        user = self.user
        def ask():
            if self.mouse:
                self.session.hands.click(self.app.window, *self.session.hands.middle_of(user.pin(title)), button=3)
            else:
                user.key("shift+F10")
        user.open_menu(ask, item)

    def merge(self):
        user = self.user
        user.card_menu(BREAD, "Merge into…")
        user.window("Merge Board")
        if self.mouse:
            user.click("Board: not chosen", "button")
        else:
            user.key("space")
        user.pick_board(SOUPS)
        user.press("Merge")
        self.back_in_main()
        self.tell("a board merged into another")

    # Writing pins

    def choose(self, *files):
        """In the file chooser."""
        self.user.window("Choose Pictures")
        self.user.type(str(files[0]))
        self.user.key("Return")

    def fresh_pin(self):
        user = self.user
        user.open_board(FRUIT)
        title = "Plum galette"
        if self.mouse:
            user.click(title, "list item")
        else:
            user.to_pin(title)
            user.key("Return")
        steps.see(self.app, "Show Large", "button")
        # As large as the window, and back.
        user.press("Show Large")
        user.key("plus", "0", "Escape")
        user.press("More")
        user.menu("Fresh Pin…")
        user.window("New Pin")
        user.press("Choose Picture…")
        self.choose(self.picture)
        steps.see(self.app, "400 × 600", "label", contains=True)
        user.key("ctrl+Return")
        self.back_in_main()
        user.key("Escape")
        self.tell("a fresh pin")

    def several_pins(self):
        """Three pictures in one window: one is turned, two become a carousel."""
        user = self.user
        if self.mouse:
            _, _, width, height = self.session.hands.geometry(self.app.window)
            assert self.session.hands.drag_files(self.pile, self.app.window, width * 0.5, height * 0.8)
        else:
            user.key("ctrl+n")
            self.choose(self.pile[0])
            for n, picture in enumerate(self.pile[1:], 1):
                if n == 1:
                    user.window("New Pin")
                    user.press("Other Ways to Keep It")
                    user.menu("Add Pictures…")
                else:
                    user.window(f"{n} New Pins")
                    steps.see(self.app, f"{n} New Pins", "label")
                    user.press("Add Pictures…")
                self.choose(picture)
        user.window("3 New Pins")
        steps.see(self.app, "Pin All 3", "label")
        if self.mouse:
            user.click("Title", "text")
        else:
            user.tab_to("Board: ", "button", contains=True)
            user.key("Tab", "Tab")
        for title in ("One of three", "Two of three", "Three of three"):
            user.replace(title)
            user.key("ctrl+Page_Down")
        user.press("Rotate")
        user.press("Crop")
        user.press("1:1")
        self.tell("three pictures, one turned and cropped")
        # The first two as one.
        if self.mouse:
            user.click("1. One of three. Ready", "list item")
            self.session.hands.do("keydown", "ctrl")
            user.click("2. Two of three. Ready", "list item")
            self.session.hands.do("keyup", "ctrl")
        else:
            user.tab_to(" of three. Ready", "list item", contains=True)
            user.key("Home", "shift+Right")
        user.press("Make a Carousel")
        steps.see(self.app, "Take Apart", "button")
        user.key("ctrl+Return")
        self.back_in_main()
        self.tell("two pins sent, one of them a carousel")

    def draft(self):
        """Kept as it is closed, opened again and thrown away."""
        user = self.user
        user.key("ctrl+n")
        self.choose(self.picture)
        steps.see(self.app, "400 × 600", "label", contains=True)
        user.type("Not yet")
        user.key("Escape")
        self.back_in_main()
        if self.mouse:
            steps.show_page(self.app, self.session, "Drafts")
            user.click("Not yet, ", "list item", contains=True)
        else:
            user.key("ctrl+4")
            user.on("Not yet")
            user.key("Return")
        user.window("New Pin")
        user.key("Escape")
        self.back_in_main()
        if self.mouse:
            user.open_menu(lambda: user.click("Not yet, ", "list item", contains=True, button=3), "Delete")
        else:
            user.key("Delete")
        steps.see(self.app, "No Drafts")
        self.tell("a draft kept, opened, deleted")

    # Finding

    def search(self):
        """Words in any order: boards, and pins."""
        user = self.user
        user.to_boards()
        steps.see(self.app, "Boards", "table")
        user.key("ctrl+3")
        steps.see(self.app, "Pins", "list")
        user.key("ctrl+f")
        steps.see(self.app, "Search Your Pins", contains=True)
        user.type("bowl fru")
        steps.see(self.app, f"{FRUIT}, ", contains=True, timeout=15)
        user.key("ctrl+a")
        user.type("traybake")
        steps.see(self.app, "Traybake for two", "list item", timeout=15)
        user.key("Escape")
        self.tell("searched for")

    def order(self):
        """By name, and as Pinterest has them."""
        user = self.user
        user.to_boards()
        names = [c.split(", ")[0] for c in user.cards()[1:]]
        for item, wanted in (("By Name", sorted(names)), ("As on Pinterest", names)):
            self.view_menu("Sort and Filter", item)
            wait_until(lambda w=wanted: [c.split(", ")[0] for c in user.cards()[1:]] == w, 10,
                       lambda w=wanted, i=item: f"boards {i}, {w}, not {user.cards()}; {user.focus()!r} has the focus")
        self.tell("boards in another order")

    def view_menu(self, button, item):
        """Choose that in the menu of a button at the top, where the keyboard stays when it was chosen."""
        user = self.user

        def ask():
            if self.mouse:
                user.click(button, "button")
            else:
                if not (user.focus() and user.focus().name == button):
                    user.tab_to(button, "button", back=True)
                user.key("space")
        user.open_menu(ask, item)

    # What is there, and what is seen

    def settle(self):
        """All of it is done, and the window says so."""
        path = next((self.session.place / "data").rglob("pinfold.db"))

        def left():
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=5)) as db:
                return dict(db.execute("SELECT state, COUNT (*) FROM outbox GROUP BY state").fetchall())
        wait_until(lambda: not left().keys() & {"held", "queued", "sending", "unknown"}, 40, "all to be done")
        assert not left().keys() & {"failed", "ask"}, left()
        self.tell("all of it done")

    def compare(self):
        """Each board, each section, each pin."""
        user = self.user
        user.to_boards()
        user.key("F5")
        boards = self.practice.boards()
        if not self.secrets:
            boards = {name: b for name, b in boards.items() if b.privacy != "SECRET"}

        def counted(n):
            return f"{n} pin" if n == 1 else f"{n} pins"
        wanted = sorted(f"{name}, {counted(len(board.pins))}" for name, board in boards.items())
        wait_until(lambda: sorted(user.cards()[1:]) == wanted, 10, f"{wanted} on the cards, not {user.cards()[1:]}")
        for board in boards.values():
            user.open_board(board.name)
            user.key(*["ctrl+minus"] * 4)
            user.key("Home")
            titles, seen = {title or "Pin without a title" for title in board.titles()}, set()

            def all_seen(wanted=titles, seen=seen):
                before = len(seen)
                seen.update(user.titles())
                if len(seen) == before:
                    user.key("Page_Down")
                return seen >= wanted
            wait_until(all_seen, 15, f"{sorted(titles)} on {board.name!r}")
            assert seen == titles, f"{sorted(seen)} on {board.name!r}, not {sorted(titles)}"
            assert len(board.pins) == board.pin_count, board.name
            chips = {n.name for n in steps.hits(self.app, "", "button", True)}
            assert set(board.sections.values()) <= chips, f"{board.sections} on {board.name!r}, not {chips}"
        self.tell("the screen shows what is there")
        return boards

    def check(self, boards):
        """That each verb did what it says."""
        assert boards.keys() == {SUPPERS, SOUPS, FRUIT, NEW}, boards.keys()
        assert boards[NEW].description == "Baskets and rugs"
        self.user.open_board(NEW)
        steps.see(self.app, "Baskets and rugs", "label")
        edited = self.find(boards[NEW], "Traybake for two")
        assert edited["description"] == "Lemons first" and edited["alt_text"] == "A tin with chicken and lemons", edited
        assert edited["link"] == "https://annas-kitchen.example/two", edited
        assert set(boards[NEW].sections.values()) == {"Sandwiches"}
        assert boards[NEW].titles() == ["Sheet pan halloumi", "Traybake for two"]
        assert "Green shakshuka" not in boards[SUPPERS].titles()
        assert "Miso noodles with greens" in boards[SUPPERS].titles() and "Miso noodles with greens" in boards[SOUPS].titles()
        tagged = self.find(boards[SOUPS], "Butter beans in a pot")
        assert "utm_source=pinterest" in tagged["link"], tagged
        assert "utm_source=pinterest" in self.find(boards[SOUPS], "Crisp chickpeas, soft egg")["link"]
        fruit = collections.Counter(boards[FRUIT].titles())
        assert fruit["One of three"] + fruit["Three of three"] == 2 and fruit["Plum galette"] == self.plums + 1, fruit
        carousel = self.find(boards[FRUIT], "One of three")
        assert carousel["media"]["media_type"] == "multiple_images", carousel
        # A square of what was 300 wide and 450 high.
        sizes = self.find(boards[FRUIT], "Three of three")["media"]["images"]["originals"]
        assert sizes["width"] == sizes["height"], sizes
        fresh = [p for p in self.practice.new_pins() if p["title"] == "Plum galette"]
        assert len(fresh) == 1 and fresh[0]["link"], fresh

    @staticmethod
    def find(board, title):
        found = [p for p in board.pins.values() if p.get("title") == title]
        assert len(found) == 1, f"{title!r} is {len(found)} times on {board.name!r}: {board.titles()}"
        return found[0]

    def run(self):
        self.plums = self.practice.boards()[FRUIT].titles().count("Plum galette")
        self.new_board()
        self.favourite()
        self.edit_board()
        self.sections()
        self.edit_pin()
        self.delete_undo_redo()
        self.save_and_move()
        self.many()
        self.merge()
        self.fresh_pin()
        self.several_pins()
        self.draft()
        self.search()
        self.order()
        self.end()

    def end(self):
        self.settle()
        self.check(self.compare())
        self.user.key("Escape")
        assert self.app.quit() == 0, "it did not end well"
        assert not self.app.complaints(), self.app.complaints()


def by_mouse():
    with Session(size="1600x1200", browser="form") as session:
        Story(session, True).run()


def by_keyboard():
    with Session(size="1600x1200", browser="form") as session:
        Story(session, False).run()


if __name__ == "__main__":
    run_cases([
        ("/e2e/hands/AX-2+FR-1/mouse-and-keyboard", by_mouse),
        ("/e2e/hands/AX-2+MO-6+FR-1/keyboard-alone", by_keyboard),
    ], timeout=300)
