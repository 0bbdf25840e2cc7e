#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process killed in the middle of a move of 200 pins, of a merge and of 40 drafts that are pinned: nothing is
lost, nothing is done twice, and the window says where it stands."""

import collections
import contextlib
import re
import sqlite3
import time

from pinfold_e2e import Session, pictures, run_cases, steps
from pinfold_e2e.processes import insist, wait_until

# Three boards: 200 pins, 100 in four sections and beside them, 400.
WORLD = ("--boards", "3", "--pins", "700", "--limit", "org_write=100000")
FROM, SECTIONED, TO = "Weeknight suppers", "Soups and stews", "The fruit bowl"
MANY = 200
DRAFTS = 40


class Tell:
    """How long each step took."""

    def __init__(self):
        self.last = time.monotonic()

    def __call__(self, words):
        now = time.monotonic()
        print(f"# {now - self.last:5.1f} s  {words}", flush=True)
        self.last = now


def ask(session, question, *values):
    """The changes as they were written down."""
    path = next((session.place / "data").rglob("pinfold.db"))
    # Not read-only: after a kill the journal may have to be rolled back first.
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=20)) as db:
        return db.execute(question, values).fetchall()


def count(session, op, state):
    """How many changes of that kind are in that state."""
    return ask(session, "SELECT COUNT (*) FROM outbox WHERE op = ? AND state = ?", op, state)[0][0]


def standing(session, app):
    """For a person who asks why: the changes that are not done, and what is on the screen."""
    lines = [" ".join(map(str, row)) for row in ask(
        session, "SELECT COUNT (*), op, state, error_kind, error_message, sent_at IS NOT NULL, (not_before -"
        " unixepoch () * 1000000) / 1000000 || ' s' FROM outbox GROUP BY op, state, error_kind ORDER BY MIN (seq)")]
    words = sorted({n.name for n in app.root.walk() if n.name and steps.shown(n)}) if app.root else []
    return "; ".join(lines) + f"; on the screen: {words}"


def wait(session, app, condition, timeout, what):
    try:
        # Each look at the database keeps the program from writing to it.
        return wait_until(condition, timeout, what, every=0.1)
    except AssertionError as why:
        raise AssertionError(f"{why}: {standing(session, app)}") from None


def asked(practice, method, path):
    """The addresses that were asked so, one for each request."""
    return [r["path"] for r in practice.control("requests") if r["method"] == method and re.fullmatch(path, r["path"])]


def fault(practice, kind, op=None, value=0, times=-1):
    practice.control("fault", {"kind": "none"})
    if kind == "black-hole":
        # It is done, and nobody is told.
        practice.control("fault", {"kind": kind, "op": op, "times": times, "commit": True})
    elif kind != "none":
        practice.control("fault", {"kind": kind, "op": op, "value": value, "times": times})


def start(session):
    app = session.start_app()
    session.hands.activate(app.window)
    return app


@contextlib.contextmanager
def silent(practice, op="*"):
    """Not a word from the service: what is under way stays so."""
    fault(practice, "hold", op)
    yield
    fault(practice, "none")


def start_and_read(session, practice, before, done, total, goal=""):
    """Begin anew: the window says where it stands before the service says anything, and, when it knows the
    boards, where to. Activity is open then."""
    pattern = re.compile(f"{re.escape(before)}[^,]*, (\\d+) of {total} done")
    with silent(practice):
        app = start(session)
        button = steps.see(app, "Activity: ", "button", 30, contains=True)
        insist(lambda: session.hands.click(app.window, *session.hands.middle_of(button)),
               lambda: steps.seen(app, "Activity", "label"), 5, "Activity to be open")
        try:
            words = steps.see(app, pattern, "list item", 30).name
        except AssertionError as why:
            raise AssertionError(f"{why}\n{standing(session, app)}") from None
    if goal:
        with silent(practice, "pins/update"):
            steps.see(app, f"{before}{goal}, ", "list item", 30, contains=True)
    found = pattern.fullmatch(words)
    assert found and int(found.group(1)) == done, f"{words}, but {done} were done when it was killed"
    return app, words


def close_activity(app):
    """A click while it is open would only close it."""
    def closed():
        if not steps.seen(app, "Activity", "label"):
            return True
        app.session.hands.key("Escape")
        return False
    wait_until(closed, 20, "Activity to be closed", every=0.2)


def finish(app):
    app.session.hands.key("Escape")
    assert app.quit() == 0, "it did not end well"
    complaints = app.complaints()
    assert not complaints, complaints


def select_all(app, session, n):
    """All that is loaded, until these are so many; further pages come as one goes down."""
    def chosen():
        session.hands.key("End", "ctrl+a")
        bar = steps.seen(app, " selected", "label", contains=True)
        return bar and int(bar.name.split()[0]) == n
    wait_until(chosen, 30, f"{n} pins to be selected")


def kill_in_the_air(app, session, practice, tell, op, operation, n_done, n_air):
    """When so many are done let the next be done without an answer, and kill it then. Returns how many are done."""
    wait(session, app, lambda: count(session, op, "done") >= n_done, 60, f"{n_done} of {op} to be done")
    fault(practice, "black-hole", operation)

    def hits():
        return next(f["hits"] for f in practice.state()["faults"] if f["kind"] == "black-hole")
    wait(session, app, lambda: hits() == n_air and count(session, op, "sending") == n_air, 30,
         f"{n_air} of {op} to be in the air")
    app.kill()
    done = count(session, op, "done")
    assert count(session, op, "sending") == n_air
    fault(practice, "none")
    tell(f"killed with {done} done and {n_air} in the air")
    return done


def move(session, practice, app, tell):
    hands = session.hands
    steps.open_board(app, session, FROM)
    select_all(app, session, MANY)
    steps.press(app, "Move to…")
    steps.pick_board(app, session, TO)
    wait(session, app, lambda: count(session, "update-pin", "held") == MANY, 20, "the batch to be kept")
    app.kill()
    assert not asked(practice, "PATCH", r"/v5/pins/\d+"), "it left before Undo was over"
    tell("200 pins moved, killed while Undo was offered")

    fault(practice, "delay-reply", "pins/update", 100)
    app = start(session)
    done = kill_in_the_air(app, session, practice, tell, "update-pin", "pins/update", 6, 2)
    app, words = start_and_read(session, practice, f"Moving {MANY} pins", done, MANY, f" to {TO}")
    tell(f"it says “{words}”")
    wait(session, app, lambda: count(session, "update-pin", "done") == MANY, 150, "all to be moved")
    # Activity keeps it; a toast would be gone before a busy machine looks.
    steps.see(app, f"Moved {MANY} pins to {TO}, Done", "list item", timeout=15)
    close_activity(app)
    times = collections.Counter(asked(practice, "PATCH", r"/v5/pins/\d+"))
    # Those in the air when it died were asked for again: the same place once more.
    assert len(times) == MANY and max(times.values()) == 2, times.most_common(3)
    assert times.total() == MANY + 2, f"{times.total()} requests for {MANY} pins"
    tell(f"all moved with {times.total()} requests")
    return app


def check_move(before, after):
    assert not after[FROM].pins and after[FROM].pin_count == 0, f"{len(after[FROM].pins)} pins are left"
    assert after[TO].pins.keys() == before[TO].pins.keys() | before[FROM].pins.keys(), "not the pins that were moved"
    assert after[SECTIONED] == before[SECTIONED]


def merge(session, practice, app, tell):
    """The second board into the first, which is empty by now."""
    before = practice.boards()
    total = len(before[SECTIONED].pins) + len(before[SECTIONED].sections) + 1
    words = f"Merging “{SECTIONED}” into another board"
    moved = count(session, "update-pin", "done")
    steps.board_menu(app, session, SECTIONED, "Merge into…")
    steps.see(app, "Board: not chosen", "button")
    session.hands.key("space")
    steps.pick_board(app, session, FROM)
    fault(practice, "black-hole", "board_sections/create", times=1)
    steps.press(app, "Merge")
    # The section is there, and nobody was told.
    wait(session, app, lambda: practice.state()["sections"], 30, "the first section")
    app.kill()
    assert count(session, "create-section", "sending") == 1
    tell("a merge, killed while a section was made")

    # Pins without a section need not wait for one.
    done = count(session, "update-pin", "done") - moved
    app, said = start_and_read(session, practice, words, done, total)
    tell(f"it says “{said}”")
    fault(practice, "delay-reply", "pins/update", 100)
    moved = kill_in_the_air(app, session, practice, tell, "update-pin", "pins/update", moved + done + 6, 2) - moved

    fault(practice, "black-hole", "boards/delete", times=1)
    app = start(session)
    wait(session, app, lambda: [b for b in practice.state()["boards"] if b.get("deleted")], 60,
         "the board to be deleted")
    app.kill()
    assert count(session, "merge-board", "sending") == 1
    tell(f"{moved} were moved; killed while the board was deleted")

    app, said = start_and_read(session, practice, words, total - 1, total)
    wait(session, app, lambda: count(session, "merge-board", "done") == 1, 30, "the merge to be over")
    steps.see(app, f"Merged “{SECTIONED}” into “{FROM}”", timeout=15)
    close_activity(app)
    tell(f"it said “{said}”, and then that it was merged")
    assert len(asked(practice, "DELETE", r"/v5/boards/\d+")) == 1
    assert len(asked(practice, "POST", r"/v5/boards/\d+/sections")) == len(before[SECTIONED].sections)
    return app, before


def check_merge(before, after):
    assert after.keys() == before.keys() - {SECTIONED}
    assert after[FROM].pins.keys() == before[SECTIONED].pins.keys()
    assert after[FROM].titles_by_section() == before[SECTIONED].titles_by_section()
    assert after[TO] == before[TO]


def words_of(i):
    return f"No {i:02}"


def pin_drafts(session, practice, app, tell):
    hands = session.hands
    files = pictures.pile(session.place / "artefacts", DRAFTS)
    steps.open_board(app, session, TO)
    before = practice.boards()
    known = len(practice.new_pins())
    _, _, width, height = hands.geometry(app.window)
    assert hands.drag_files(files, app.window, width * 0.6, height * 0.5), "the drop was refused"
    steps.see(app, f"Pin All {DRAFTS}", timeout=60)
    steps.composer_ready(app, 60)
    tell("40 pictures dropped")
    for i in range(DRAFTS):
        hands.type(words_of(i))
        hands.key("ctrl+Page_Down")
    # What is typed is on disk half a second after the last letter.
    titles = {words_of(i) for i in range(DRAFTS)}
    wait(session, app, lambda: {row[0] for row in ask(session, "SELECT title FROM draft")} == titles, 20,
         "all that was typed to be kept")
    app.kill()
    tell("40 titles typed, killed")

    app = start(session)
    steps.see(app, f"{DRAFTS}", "label", timeout=30)
    steps.show_page(app, session, "Drafts")
    steps.wall(app, "Drafts")
    hands.key(*["ctrl+minus"] * 4)
    found = sorted(name.split(",")[0] for name in steps.read_wall(app, session, "Drafts"))
    assert found == sorted(titles), found
    tell("all 40 are there with their words")
    fault(practice, "delay-reply", "pins/create", 100)
    hands.key("ctrl+a", "ctrl+Return")
    done = kill_in_the_air(app, session, practice, tell, "create-pin", "pins/create", 5, 1)
    app, words = start_and_read(session, practice, f"Pinning {DRAFTS} pins", done, DRAFTS)
    close_activity(app)
    tell(f"it says “{words}”")
    wait(session, app, lambda: count(session, "create-pin", "done") == DRAFTS, 150, "all to be pinned")
    made = practice.new_pins()[known:]
    assert sorted(p["title"] for p in made) == sorted(titles), made
    assert len({p["receipts"][0]["sha256"] for p in made}) == DRAFTS, "not each its own picture"
    after = practice.boards()
    assert len(after[TO].pins) == len(before[TO].pins) + DRAFTS
    assert after[FROM] == before[FROM]
    steps.see(app, f"{TO}, {len(after[TO].pins)} pins", timeout=30, contains=True)
    steps.show_page(app, session, "Drafts")
    steps.see(app, "No Drafts")
    tell("all pinned once")
    return app


def kills():
    with Session(browser="form") as session:
        tell = Tell()
        practice = session.start_practice(*WORLD)
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        tell("connected")
        before = practice.boards()
        app = move(session, practice, app, tell)
        check_move(before, practice.boards())
        app, before = merge(session, practice, app, tell)
        after = practice.boards()
        check_merge(before, after)
        # What the window shows is what is there.
        for board in after.values():
            steps.see(app, f"{board.name}, {len(board.pins)} pins", timeout=20, contains=True)
        assert not steps.seen(app, f"{SECTIONED}, ", contains=True)
        tell("looked at")
        app = pin_drafts(session, practice, app, tell)
        finish(app)


run_cases([
    ("/e2e/batches/PQ-1+PQ-5/kill-in-a-200-pin-move-a-merge-and-40-drafts", kills),
], timeout=420)
