#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding pins, by keyboard alone: all pins, the search, and everything that is not loaded yet."""

import time

from pinfold_e2e import Session, run_cases, steps


def finish(app):
    app.session.hands.key("Escape")
    time.sleep(0.3)
    assert app.quit() == 0, "it did not end well"
    complaints = app.complaints()
    assert not complaints, complaints


def by_keyboard_alone():
    with Session(browser="form") as session:
        app = session.start_app()
        hands = session.hands
        steps.connect(app, session)
        steps.see_boards(app)
        hands.key("ctrl+3")
        steps.see(app, "pins loaded", contains=True, timeout=20)
        # Words in any order; the board first, then its pins.
        hands.key("ctrl+f")
        steps.see(app, "Search Your Pins", contains=True)
        hands.type("bowl fru")
        steps.see(app, "The fruit bowl, 26 pins", timeout=15)
        hands.key("Down")
        hands.key("Return")
        steps.see(app, "New Pin on This Board", timeout=15)
        hands.key("alt+Left")
        steps.see(app, "The fruit bowl, 26 pins", timeout=15)
        # Nothing of what is loaded, and then nothing at all.
        hands.key("ctrl+f")
        hands.type("zzqq")
        steps.see(app, "Not all pins are loaded yet", contains=True, timeout=15)
        # Past the main menu to Search Everything.
        hands.key("Tab")
        hands.key("Tab")
        hands.key("Return")
        steps.see(app, "pins are searched", contains=True, timeout=30)
        steps.see(app, "No pin of this account has these words", contains=True)
        hands.key("Escape")
        steps.unseen(app, "pins are searched", contains=True)
        steps.see(app, "All Pins")
        finish(app)


run_cases([
    ("/e2e/find/AX-2/keyboard-alone", by_keyboard_alone),
], timeout=120)
