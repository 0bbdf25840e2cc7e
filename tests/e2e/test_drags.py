#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pins dragged with a real pointer: onto a board of the sidebar, with Ctrl, and held until it opens."""

import time

from pinfold_e2e import Session, run_cases, steps
from pinfold_e2e.practice import Practice
from pinfold_e2e.processes import wait_until

FROM = "The fruit bowl"
TO = "Daily bread"


def begin(session):
    app = session.start_app()
    steps.connect(app, session)
    steps.see_boards(app)
    session.hands.place(app.window, 20, 20, 1180, 760)
    steps.open_board(app, session, FROM)
    steps.see(app, "Poached pears, vanilla", timeout=20)
    time.sleep(1)
    return app


def row_of(app, name):
    return next(n for n in steps.hits(app, name) if n.role == "label" and n.extents()[0] < 260)


def drag_first_pin(app, session, to, hold=0.4, keys=()):
    wall = steps.see(app, "Pins")
    x, y, _, _ = wall.extents()
    session.hands.drag(app.window, (x + 120, y + 160), session.hands.middle_of(to), hold, keys)


def moved(practice):
    return practice.state()["requests"].get("pins/update", 0)


def saved(practice):
    return practice.state()["requests"].get("pins/save", 0)


def move():
    with Session() as session:
        app = begin(session)
        practice = Practice(session)
        drag_first_pin(app, session, row_of(app, TO))
        wait_until(lambda: moved(practice) == 1, 40, "the move")
        assert saved(practice) == 0
        assert app.quit() == 0
        assert not app.complaints(), app.complaints()


def copy():
    with Session() as session:
        app = begin(session)
        practice = Practice(session)
        drag_first_pin(app, session, row_of(app, TO), keys=["ctrl"])
        wait_until(lambda: saved(practice) == 1, 40, "the copy")
        assert moved(practice) == 0
        assert app.quit() == 0
        assert not app.complaints(), app.complaints()


def spring():
    with Session() as session:
        app = begin(session)
        practice = Practice(session)
        drag_first_pin(app, session, row_of(app, TO), hold=2)
        wait_until(lambda: moved(practice) == 1, 40, "the move")
        # It is the page of the board by now, with the pin on it.
        steps.see(app, "7 pins", contains=True)
        assert app.quit() == 0
        assert not app.complaints(), app.complaints()


run_cases([
    ("/e2e/drags/AX-2/onto-a-board-moves", move),
    ("/e2e/drags/with-ctrl-a-copy", copy),
    ("/e2e/drags/held-over-a-board-opens-it", spring),
], timeout=90)
