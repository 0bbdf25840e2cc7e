#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Analytics by keyboard alone: the days, the filter, reading a chart, and taking it away."""

import time

from pinfold_e2e import Session, run_cases, steps
from pinfold_e2e.processes import wait_until
from pinfold_e2e.user import User


def finish(app):
    app.session.hands.key("Escape")
    time.sleep(0.3)
    assert app.quit() == 0, "it did not end well"
    complaints = app.complaints()
    assert not complaints, complaints


def choose_days(app, user):
    """Opened on what is chosen; arrows go on, Escape leads back to where it was opened."""
    user.on("Last 30 days")
    user.key("space")
    steps.see(app, "Compared with")
    wait_until(lambda: user.focus().role != "push button", 5, "the focus to be in the popover")
    user.on("Last 30 days")
    user.key("Up")
    user.on("Last 7 days")
    user.key("space")
    steps.see(app, "Days: Last 7 days", timeout=20)
    user.tab_to("As many days before")
    user.key("Down")
    user.on("Nothing")
    user.key("space")
    user.key("Escape")
    steps.unseen(app, "Compared with")
    user.on("Last 7 days")
    # Dates of one's own: in a window, which closes the popover.
    user.key("space")
    steps.see(app, "Compared with")
    user.tab_to("Other Days…")
    user.key("Return")
    user.window("Show Days")
    steps.unseen(app, "Compared with")
    user.key("Escape")
    wait_until(lambda: user.hands.active() == app.window, 10, "the window to have the keyboard")


def filter_numbers(app, user):
    """One is picked from a list, told in words, and taken back."""
    user.tab_to("Filter")
    user.key("space")
    steps.see(app, "Reset", "button")
    user.on("Content")
    user.tab_to("Device")
    user.key("space")
    user.on("All")
    user.key("Down")
    user.on("Phones")
    user.key("Return")
    user.on("Device")
    steps.see(app, "Only Device: Phones", contains=True, timeout=20)
    user.tab_to("Reset")
    user.key("Return")
    steps.unseen(app, "Only Device: Phones", contains=True, timeout=20)
    user.on("Filter")


def read_chart(app, user):
    """Day by day, and as a table, which is one key away."""
    user.tab_to("Impressions", "image")
    user.key("Home")
    user.key("Right")
    user.key("t")
    wait_until(lambda: user.focus().role != "image", 10, "the focus to go along to the table")
    user.key("t")
    wait_until(lambda: user.focus().role == "image", 10, "the focus to come back")


def take_away(app, session, user):
    """From its menu; the file chooser is left once and used once."""
    target = session.scratch / "numbers.csv"

    def ask():
        user.tab_to("Take This Chart Away", back=True)
        user.open_menu(lambda: user.key("space"), "Save as Table (CSV)…")
        user.window("Save Chart")
    ask()
    user.key("Escape")
    wait_until(lambda: user.hands.active() == app.window, 10, "the window to have the keyboard")
    user.tab_to("Impressions", "image")
    ask()
    user.replace(str(target))
    user.key("Return")
    steps.see(app, "Chart saved", timeout=15)
    rows = target.read_text().splitlines()
    assert len(rows) == 8, rows


def by_keyboard_alone():
    with Session(browser="form") as session:
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        user = User(app, session, mouse=False)
        user.key("ctrl+5")
        steps.see(app, "Best pins", timeout=30)
        choose_days(app, user)
        filter_numbers(app, user)
        read_chart(app, user)
        take_away(app, session, user)
        finish(app)


run_cases([
    ("/e2e/numbers/AX-2/keyboard-alone", by_keyboard_alone),
], timeout=120)
