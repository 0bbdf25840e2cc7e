#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: demo.py --build TREE --shots FOLDER
Drives the real window without a screen, from the first start to a pinned picture: real
keyring, real Chromium, real drag and drop, the practice server as it comes. One line a step;
pictures of each state are left in the folder."""

import argparse
import os
import sys
import time
from pathlib import Path

parser = argparse.ArgumentParser(description="Drive the real window from the first start to a pinned picture.")
parser.add_argument("--build", required=True, type=Path, help="the build tree")
parser.add_argument("--shots", required=True, type=Path, help="where pictures go")
options = parser.parse_args()
os.environ["PINFOLD_BUILD_ROOT"] = str(options.build.resolve())

# Only now: where things are is settled when they are imported.
from pinfold_e2e import Session, pictures, place, steps  # noqa: E402
from pinfold_e2e.practice import Practice  # noqa: E402
from pinfold_e2e.processes import wait_until  # noqa: E402

BOARD = "The fruit bowl"
TITLE = "Evening sail"


class Teller:
    """Says what was done and how long it took, and takes the picture."""

    def __init__(self, session, folder, app=None):
        self.session, self.folder, self.app = session, folder, app
        self.began = self.last = time.monotonic()

    def step(self, words):
        now = time.monotonic()
        print(f"{now - self.began:6.1f} s  (+{now - self.last:4.1f})  {words}", flush=True)
        self.last = time.monotonic()

    def shot(self, name, window=True):
        time.sleep(0.4)
        self.session.screenshot(self.folder / f"{name}.png", self.app.window if window else None)
        self.last = time.monotonic()


def connect(teller):
    session, app = teller.session, teller.app
    steps.see(app, "Connect your Pinterest account", timeout=20)
    teller.step("Pinfold is open, connected to nothing")
    teller.shot("01-first-start")
    steps.open_picker(app)
    teller.step("Connect: the picker, with the Practice card first")
    teller.shot("02-picker")
    steps.inside(steps.see(app, "Practice. ", contains=True), "Connect", "button").press()
    steps.see(app, "Continue in Browser", "button")
    teller.step("Practice, Connect: the permissions in plain words")
    teller.shot("03-permissions", window=False)
    steps.press(app, "Continue in Browser")
    steps.see(app, "Finish in your browser")
    teller.step("Continue in Browser: Pinfold waits, Chromium opens the consent page")
    teller.shot("04-waiting", window=False)
    steps.see(app, "See Boards", "button", timeout=40)
    arrived = time.time()
    visit = session.browser.wait_for_visit()
    if "error" in visit:
        raise AssertionError(visit["error"])
    steps.see(app, steps.ANNA)
    teller.step(f"Chromium pressed Allow; {arrived - visit['clicked']:.1f} s later: "
                f"{steps.ANNA}, Connected")
    teller.shot("05-connected", window=False)


def pin(teller, picture):
    session, app = teller.session, teller.app
    steps.see_boards(app)
    steps.see(app, f"{BOARD}, ", contains=True, timeout=15)
    teller.step("See Boards: the boards with their covers")
    teller.shot("06-boards")
    steps.open_board(app, session, BOARD)
    steps.see(app, "Poached pears, vanilla", timeout=15)
    teller.step(f"{BOARD}: its pins")
    teller.shot("07-board")
    steps.drop_picture(app, session, picture,
                       hover=lambda: session.screenshot(teller.folder / "08-dragging.png"))
    steps.composer_ready(app)
    teller.step(f"dropped {picture.name}: 4000 x 6000, {picture.stat().st_size / 1e6:.1f} MB, with a GPS position")
    session.hands.type(TITLE)
    teller.shot("09-composer", window=False)
    teller.step(f"typed the title: {TITLE}")
    steps.press(app, "Pin")
    steps.see(app, "Pinning to ", contains=True)
    teller.step("Pin: on its way, Undo is possible for 5 s")
    teller.shot("10-on-its-way")
    practice = Practice(session)
    wait_until(lambda: [p for p in practice.new_pins() if p["title"] == TITLE], 30, "the pin at the server")
    found = [p for p in practice.new_pins() if p["title"] == TITLE]
    received = practice.picture(found[0])
    clean = not any(mark in received for mark in pictures.MARKS)
    assert len(found) == 1 and clean, "there is not exactly one clean pin"
    wait_until(lambda: not steps.seen(app, f"{TITLE}, ", contains=True), 20, "the tile to say it is pinned")
    teller.step(f"pinned: one pin at the practice server, {len(received) / 1e6:.1f} MB, no GPS, no camera data")
    teller.shot("11-pinned")


def look_around(teller):
    """The same pages on a narrow window."""
    session, app = teller.session, teller.app
    session.hands.place(app.window, 40, 20, 380, 720)
    teller.shot("12-narrow-board")
    session.hands.key("alt+Left")
    teller.shot("13-narrow-boards")
    teller.step("the same on a narrow window")


def tour(dark):
    folder = options.shots / ("dark" if dark else "light")
    folder.mkdir(exist_ok=True)
    with Session(dark=dark) as session:
        picture = pictures.photograph(session.place / "artefacts" / "evening.jpg")
        teller = Teller(session, folder)
        print("In the dark:" if dark else "By daylight:", flush=True)
        teller.app = app = session.start_app()
        connect(teller)
        pin(teller, picture)
        look_around(teller)
        complaints = app.complaints()
        if complaints or app.quit() != 0:
            sys.exit("Pinfold complained:\n" + "\n".join(complaints))
        teller.step("closed")


def main():
    options.shots.mkdir(parents=True, exist_ok=True)
    place.alone()
    for dark in (False, True):
        # One session a process: the accessibility library stays with its first bus.
        child = os.fork()
        if child == 0:
            tour(dark)
            sys.exit()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            sys.exit(status)
    print(f"Pictures: {options.shots}")


main()
