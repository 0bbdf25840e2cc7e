#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept: drafts and pins after the process was killed, in what order, and the server gone;
first boards, and everything by keyboard."""

import contextlib
import signal
import sqlite3
import time

from pinfold_e2e import Session, Skip, calls, pictures, place, run_cases, search, steps
from pinfold_e2e.practice import Practice
from pinfold_e2e.processes import wait_until

BOARD = "The fruit bowl"


def finish(app):
    app.session.hands.key("Escape")
    time.sleep(0.3)
    assert app.quit() == 0, "it did not end well"
    complaints = app.complaints()
    assert not complaints, complaints


def compose(app, session, title, width=400, height=600):
    """An open composer with a small picture and a title, on the board that is open."""
    picture = session.place / "artefacts" / "small.jpg"
    if not picture.exists():
        pictures.photograph(picture, width, height)
    steps.drop_picture(app, session, picture)
    steps.composer_ready(app)
    session.hands.type(title)
    return picture


def killed_twice():
    """First in the middle of typing, then while a pin waits for its Undo to be over."""
    with Session(browser="form") as session:
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        steps.open_board(app, session, BOARD)
        compose(app, session, "Kept while typing")
        time.sleep(2)
        app.kill()
        app = session.start_app()
        steps.see(app, "Connected, Practice", timeout=20)
        row = next(n for n in steps.hits(app, "Drafts") if n.role == "label")
        session.hands.click(app.window, *session.hands.middle_of(row))
        steps.see(app, "Kept while typing", contains=True, timeout=15)
        session.hands.key("Escape")
        steps.unseen(app, "Board: ", contains=True)
        row = next(n for n in steps.hits(app, BOARD) if n.role == "label" and n.extents()[0] < 260)
        session.hands.click(app.window, *session.hands.middle_of(row))
        steps.see(app, "New Pin on This Board", "button")
        pinned_once(app, session)


def held_pins(session):
    """How many wait for their Undo to be over; their words are on the screen for five seconds only, which a
    look through the whole window can take on a busy machine."""
    path = next((session.place / "data").rglob("pinfold.db"))
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as db:
        return db.execute("SELECT count(*) FROM outbox WHERE state = 'held'").fetchone()[0]


def pinned_once(app, session):
    practice = Practice(session)
    before = len(practice.new_pins())
    compose(app, session, "Once and only once")
    steps.press(app, "Pin")
    wait_until(lambda: held_pins(session), 10, "the pin to be kept")
    app.kill()
    assert len(practice.new_pins()) == before, "it left before Undo was over"
    app = session.start_app()
    practice = Practice(session)
    wait_until(lambda: len(practice.new_pins()) > before, 40, "the pin")
    time.sleep(2)
    made = practice.new_pins()[before:]
    assert [p["title"] for p in made] == ["Once and only once"], made
    finish(app)


def intent_is_synced_first():
    """What the kernel was asked for, in its order: the row that says "sending" is written, synced and
    committed before the first byte of the request is given to a socket."""
    why = calls.why_not()
    if why:
        raise Skip(why)
    with Session(browser="form") as session:
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        finish(app)
        trace = session.place / "artefacts" / "trace"
        app = session.start_app(command=[*calls.command(trace), place.program("pinfold")])
        steps.see(app, "Connected, Practice", timeout=40)
        steps.open_board(app, session, BOARD)
        practice = Practice(session)
        before = len(practice.new_pins())
        compose(app, session, "Synced before it is sent")
        steps.press(app, "Pin")
        wait_until(lambda: len(practice.new_pins()) > before, 40, "the pin")
        finish(app)
        wait_until(lambda: not traced(trace), 10, "strace to end")
        check_order(calls.read(trace))


def traced(trace):
    return search.processes_with([str(trace)], search.own_processes())


def check_order(made):
    sends = [c for c in made if c.name.startswith(("send", "write")) and "POST /v5/pins HTTP" in c.text]
    assert len(sends) == 1, f"{len(sends)} requests for a pin among {len(made)} calls"
    post = sends[0]
    intent = [c for c in made if c.name == "pwrite64" and c.file.endswith("/pinfold.db") and "sending" in c.text
              and "Synced before it is sent" in c.text and c.ended < post.began]
    assert intent, "the intent was not written before the request"
    kept = intent[0]

    def next_call(name, ending, after):
        found = next((c for c in made if c.name == name and c.file.endswith(ending) and c.began > after.ended
                      and c.result.startswith("0")), None)
        assert found, f"no {name} of {ending} after the intent"
        return found
    synced = next_call("fdatasync", "/pinfold.db", kept)
    # With its roll-back journal emptied the transaction holds, also after the power went.
    committed = next_call("ftruncate", "/pinfold.db-journal", synced)
    journal_synced = next_call("fdatasync", "/pinfold.db-journal", committed)
    order = [kept, synced, committed, journal_synced, post]
    print("# lines of the trace: " + ", ".join(f"{c.name} {c.file.rsplit('/', 1)[-1]} {c.began}" for c in order))
    assert all(a.ended < b.began for a, b in zip(order, order[1:])), order


def server_gone():
    with Session(browser="form") as session:
        server = session.start_practice("--pins", "40", "--state", session.place / "artefacts" / "world.json")
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        steps.see(app, f"{BOARD}, ", contains=True)
        server.process.stop(signal.SIGKILL)
        session.hands.key("F5")
        steps.see(app, "Offline, Practice", timeout=20)
        steps.see(app, f"{BOARD}, ", contains=True)  # what is here stays
        finish(app)


def no_board_at_all():
    with Session(browser="form") as session:
        app = session.start_app()
        steps.connect(app, session, account="freshpage")
        steps.see(app, "freshpage")
        steps.see_boards(app)
        steps.see(app, "Create Your First Board", timeout=15)
        steps.press(app, "New Board…")
        steps.see(app, "Create", "button")
        session.hands.type("First of all")
        session.hands.key("Return")
        practice = Practice(session)
        wait_until(lambda: [b for b in practice.state()["boards"] if b.get("name") == "First of all"], 20, "the board")
        steps.see(app, "First of all, ", contains=True)
        finish(app)


def by_keyboard_alone():
    with Session(browser="form") as session:
        picture = pictures.photograph(session.place / "artefacts" / "small.jpg", 400, 600)
        app = session.start_app()
        hands = session.hands
        steps.see(app, "Connect your Pinterest account")
        hands.activate(app.window)
        hands.key("alt+c")
        steps.see(app, "Kinds of connection")
        hands.type("practice")
        hands.key("Return")
        steps.see(app, "Continue in Browser", "button")
        hands.key("Return")
        steps.see(app, "See Boards", "button", 30)
        hands.key("Return")
        steps.unseen(app, "See Boards")
        steps.see(app, f"{BOARD}, ", contains=True)
        hands.key("ctrl+f")
        hands.type("fruit")
        time.sleep(1)
        hands.key("Return")
        steps.see(app, "New Pin on This Board", "button")
        hands.key("ctrl+n")
        steps.see(app, "Choose Pictures", timeout=10)
        time.sleep(0.5)
        hands.type(str(picture))
        time.sleep(0.5)
        hands.key("Return")
        steps.see(app, "Board: ", "button", 20, contains=True)
        steps.composer_ready(app)
        hands.type("By hand")
        practice = Practice(session)
        before = len(practice.new_pins())
        hands.key("ctrl+Return")
        wait_until(lambda: len(practice.new_pins()) > before, 25, "the pin")
        assert practice.new_pins()[-1]["title"] == "By hand"
        finish(app)


run_cases([
    ("/e2e/keep/PQ-5/draft-and-pin-after-two-kills", killed_twice),
    ("/e2e/keep/PQ-1/intent-is-synced-before-the-first-byte", intent_is_synced_first),
    ("/e2e/keep/server-gone", server_gone),
    ("/e2e/keep/MO-4/no-board-at-all", no_board_at_all),
    ("/e2e/keep/MO-6/keyboard-alone", by_keyboard_alone),
], timeout=90)
