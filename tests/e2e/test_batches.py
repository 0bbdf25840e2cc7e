#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process killed in the middle of a move of 200 pins, of a merge and of a composer with 40 drafts: nothing
is lost, nothing is done twice, and the window says where it stands."""

import collections
import contextlib
import re
import sqlite3
import time

from pinfold_e2e import Session, pictures, run_cases, steps
from pinfold_e2e.processes import wait_until

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


def count(session, op, *states):
    """How many changes of that kind are in one of those states, as they were written down."""
    path = next((session.place / "data").rglob("pinfold.db"))
    # Not read-only: after a kill the journal may have to be rolled back first.
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=5)) as db:
        rows = db.execute("SELECT state, COUNT (*) FROM outbox WHERE op = ? GROUP BY state", (op,)).fetchall()
    return sum(n for state, n in rows if state in states)


def asked(practice, method, path):
    """The addresses that were asked so, one for each request."""
    return [r["path"] for r in practice.control("requests") if r["method"] == method and re.fullmatch(path, r["path"])]


def fault(practice, kind, op=None, value=0, times=-1):
    practice.control("fault", {"kind": kind, "op": op, "value": value, "times": times} if op else {"kind": kind})


def start(session):
    app = session.start_app()
    session.hands.activate(app.window)
    return app


def says(app, before, done, total):
    """The window says where it stands, as soon as it is there: no less than was done, and not all."""
    pattern = re.compile(f"{re.escape(before)}[^:]*: (\\d+) of {total} done")

    said = set()

    def there():
        said.update(n.name for n in steps.hits(app, " done", contains=True))
        return next((m for words in said if (m := pattern.fullmatch(words))), None)
    try:
        found = wait_until(there, 15, f"“{before}: n of {total} done”")
    except AssertionError as why:
        raise AssertionError(f"{why}; it said {sorted(said)}") from None
    assert done <= int(found.group(1)) < total, f"{found.group(0)}, but {done} were done when it was killed"
    return found.group(0)


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


def kill_while(app, session, op, n_done, practice, tell):
    """Kill it while requests of that kind are in the air and so many are done. Returns how many are."""
    wait_until(lambda: count(session, op, "done") >= n_done and count(session, op, "sending"), 30,
               f"{n_done} of {op} to be done")
    app.kill()
    done = count(session, op, "done")
    in_the_air = count(session, op, "sending")
    assert in_the_air, "nothing was in the air"
    tell(f"killed with {done} done and {in_the_air} in the air")
    return done


def move(session, practice, app, tell):
    hands = session.hands
    steps.open_board(app, session, FROM)
    select_all(app, session, MANY)
    steps.press(app, "Move to…")
    steps.pick_board(app, session, TO)
    wait_until(lambda: count(session, "update-pin", "held") == MANY, 20, "the batch to be kept")
    app.kill()
    assert not asked(practice, "PATCH", r"/v5/pins/\d+"), "it left before Undo was over"
    tell("200 pins moved, killed while Undo was offered")

    fault(practice, "delay-reply", "pins/update", 600)
    app = start(session)
    done = kill_while(app, session, "update-pin", 6, practice, tell)

    app = start(session)
    words = says(app, f"Moving {MANY} pins", done, MANY)
    steps.press(app, "Show")
    steps.see(app, f"Moving {MANY} pins to {TO}, ", "list item", contains=True)
    tell(f"it says “{words}”, and Activity does")
    hands.key("Escape")
    fault(practice, "none")
    wait_until(lambda: count(session, "update-pin", "done") == MANY, 60, "all to be moved")
    steps.see(app, f"Moved {MANY} pins to {TO}", timeout=15)
    times = collections.Counter(asked(practice, "PATCH", r"/v5/pins/\d+"))
    # Those in the air when it died were asked for again: the same place once more.
    assert len(times) == MANY and max(times.values()) <= 2, times.most_common(3)
    assert times.total() <= MANY + 2, f"{times.total()} requests for {MANY} pins"
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
    steps.board_menu(app, session, SECTIONED, "Merge into…")
    steps.see(app, "Board: not chosen", "button")
    session.hands.key("space")
    steps.pick_board(app, session, FROM)
    fault(practice, "delay-reply", "board_sections/create", 4000, 1)
    steps.press(app, "Merge")
    # The section is there, and nobody was told.
    wait_until(lambda: practice.state()["sections"], 30, "the first section")
    app.kill()
    assert count(session, "create-section", "sending") == 1
    fault(practice, "none")
    fault(practice, "delay-reply", "pins/update", 600)
    tell("a merge, killed while a section was made")

    app = start(session)
    moved = count(session, "update-pin", "done")
    tell(f"it says “{says(app, words, 0, total)}”")
    done = kill_while(app, session, "update-pin", moved + 6, practice, tell) - moved

    fault(practice, "none")
    fault(practice, "delay-reply", "boards/delete", 4000, 1)
    app = start(session)
    wait_until(lambda: [b for b in practice.state()["boards"] if b.get("deleted")], 60, "the board to be deleted")
    app.kill()
    assert count(session, "merge-board", "sending") == 1
    tell(f"{done} were moved; killed while the board was deleted")

    app = start(session)
    says(app, words, total - 1, total)
    wait_until(lambda: count(session, "merge-board", "done") == 1, 30, "the merge to be over")
    steps.see(app, f"Merged “{SECTIONED}” into “{FROM}”", timeout=15)
    tell("merged")
    assert len(asked(practice, "DELETE", r"/v5/boards/\d+")) == 1
    assert len(asked(practice, "POST", r"/v5/boards/\d+/sections")) == len(before[SECTIONED].sections)
    return app, before


def check_merge(before, after):
    assert after.keys() == before.keys() - {SECTIONED}
    assert after[FROM].pins.keys() == before[SECTIONED].pins.keys()
    assert after[FROM].titles_by_section() == before[SECTIONED].titles_by_section()
    assert after[TO] == before[TO]


def boards():
    with Session() as session:
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
        finish(app)


def words_of(i):
    return f"Letter {i:02}"


def drafts():
    with Session() as session:
        tell = Tell()
        practice = session.start_practice(*WORLD)
        hands = session.hands
        files = pictures.pile(session.place / "artefacts", DRAFTS)
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        steps.open_board(app, session, TO)
        tell("connected")
        before = practice.boards()
        _, _, width, height = hands.geometry(app.window)
        assert hands.drag_files(files, app.window, width * 0.6, height * 0.5), "the drop was refused"
        steps.see(app, f"Pin All {DRAFTS}", timeout=30)
        steps.composer_ready(app)
        tell("40 pictures dropped")
        for i in range(DRAFTS):
            hands.type(words_of(i))
            hands.key("ctrl+Page_Down")
        # What is typed is on disk half a second after the last letter.
        time.sleep(0.8)
        app.kill()
        tell("40 titles typed, killed")

        app = start(session)
        steps.see(app, f"{DRAFTS}", "label", timeout=20)
        steps.show_page(app, session, "Drafts")
        steps.wall(app, "Drafts")
        hands.key(*["ctrl+minus"] * 4)
        titles = sorted(name.split(",")[0] for name in steps.read_wall(app, session, "Drafts"))
        assert titles == [words_of(i) for i in range(DRAFTS)], titles
        tell("all 40 are there with their words")
        hands.key("ctrl+a", "ctrl+Return")
        fault(practice, "delay-reply", "pins/create", 600)
        wait_until(lambda: count(session, "create-pin", "held") == DRAFTS, 20, "the batch to be kept")
        done = kill_while(app, session, "create-pin", 5, practice, tell)

        app = start(session)
        words = says(app, f"Pinning {DRAFTS} pins", done, DRAFTS)
        tell(f"it says “{words}”")
        fault(practice, "none")
        wait_until(lambda: count(session, "create-pin", "done") == DRAFTS, 60, "all to be pinned")
        made = practice.new_pins()
        assert sorted(p["title"] for p in made) == [words_of(i) for i in range(DRAFTS)], made
        assert len({p["receipts"][0]["sha256"] for p in made}) == DRAFTS, "not each its own picture"
        after = practice.boards()
        assert len(after[TO].pins) == len(before[TO].pins) + DRAFTS
        assert after[FROM] == before[FROM] and after[SECTIONED] == before[SECTIONED]
        steps.see(app, f"{TO}, {len(after[TO].pins)} pins", timeout=20, contains=True)
        steps.show_page(app, session, "Drafts")
        steps.see(app, "No Drafts")
        tell("all pinned once")
        finish(app)


run_cases([
    ("/e2e/batches/PQ-1+PQ-5/kill-in-a-200-pin-move-and-a-merge", boards),
    ("/e2e/batches/PQ-1+PQ-5/kill-with-40-drafts", drafts),
], timeout=200)
