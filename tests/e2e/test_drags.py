#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pins dragged with a real pointer: onto a board of the sidebar, with Ctrl, and held until it opens;
a picture dropped on a section."""

import time

from pinfold_e2e import Session, pictures, run_cases, steps
from pinfold_e2e.practice import Practice
from pinfold_e2e.processes import wait_until

FROM = "The fruit bowl"
TO = "Daily bread"
WITH_SECTIONS, SECTION = "Soups and stews", "Creamy"


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
    # On a busy machine the board that was dropped on before may have opened meanwhile, and the
    # picture that was dragged may still fly back under the pointer.
    while not steps.seen(app, "Colour first, sugar second."):
        session.hands.click(app.window, *session.hands.middle_of(row_of(app, FROM)))
        time.sleep(1)
    time.sleep(0.5)
    wall = steps.see(app, "Pins")
    pin = next(n for n in wall.walk() if n.role == "list item" and steps.shown(n))
    x, y, width, _ = pin.extents()
    session.hands.drag(app.window, (x + width / 2, y + 60), session.hands.middle_of(to), hold, keys)


def asked(practice):
    """How many moves and how many copies were asked for since the start."""
    requests = practice.state()["requests"]
    return requests.get("pins/update", 0), requests.get("pins/save", 0)


def wait_for(practice, moves, copies, what):
    wait_until(lambda: asked(practice) == (moves, copies), 40, what)


def drop_on_section(app, session):
    """A picture from another application on a section of a board."""
    session.hands.click(app.window, *session.hands.middle_of(row_of(app, WITH_SECTIONS)))
    chip = steps.see(app, SECTION, "button", timeout=20)
    place = f"{WITH_SECTIONS} › {SECTION}"
    picture = pictures.photograph(session.place / "artefacts" / "loaf.jpg", 400, 600)
    assert session.hands.drag_files([picture], app.window, *session.hands.middle_of(chip),
                                    hover=lambda: steps.see(app, f"Drop to pin on {place}")), "the drop was refused"
    steps.see(app, f"Board: {place}", "button", timeout=30)
    steps.composer_ready(app)
    session.hands.key("Escape")
    steps.unseen(app, f"Board: {place}")


def with_ctrl_move_and_spring():
    """One after the other, each on the pin that is first by then."""
    with Session(browser="form") as session:
        app = begin(session)
        practice = Practice(session)
        drag_first_pin(app, session, row_of(app, TO), keys=["ctrl"])
        wait_for(practice, 0, 1, "the copy")
        drag_first_pin(app, session, row_of(app, TO))
        wait_for(practice, 1, 1, "the move")
        drag_first_pin(app, session, row_of(app, TO), hold=2)
        wait_for(practice, 2, 1, "the second move")
        # It is the page of the board by now, with what came to it.
        steps.see(app, "9 pins", contains=True)
        drop_on_section(app, session)
        assert app.quit() == 0
        assert not app.complaints(), app.complaints()


run_cases([
    ("/e2e/drags/AX-2/copy-with-ctrl-move-a-board-that-opens-and-a-section", with_ctrl_move_and_spring),
], timeout=120)
