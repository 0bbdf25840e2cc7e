#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: help_pictures.py --build TREE [--out FOLDER]
Takes the pictures of the help articles from the real application, over the practice server, in
the light and in the dark style, and leaves them in data/help/pictures/."""

import argparse
import os
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
parser = argparse.ArgumentParser(description="Take the pictures of the help articles.")
parser.add_argument("--build", required=True, type=Path, help="the build tree")
parser.add_argument("--out", type=Path, default=ROOT / "data/help/pictures", help="where pictures go")
options = parser.parse_args()
os.environ["PINFOLD_BUILD_ROOT"] = str(options.build.resolve())

# Only now: where things are is settled when they are imported.
from pinfold_e2e import pictures, steps  # noqa: E402
from pinfold_e2e.camera import tours  # noqa: E402

WIDTH = 524  # of an article's column


def take_setup(camera):
    app = camera.app
    steps.inside(steps.see(app, "Pinterest. ", contains=True), "Set Up", "button").press()
    window = camera.front()
    for _ in range(12):
        if steps.seen(app, "http://localhost:8085/", contains=True):
            camera.take("redirect", window, (700, 520), WIDTH)
        if steps.seen(app, "Test Connection", "button"):
            camera.take("keys", window, (700, 560), WIDTH)
            break
        for box in app.find_all("check box"):
            if "terms" in box.name and not box.has("checked") and steps.shown(box):
                camera.hands.activate(window)
                camera.hands.click(window, *camera.hands.middle_of(box))
        time.sleep(0.3)
        steps.press(app, "Continue")
        time.sleep(0.8)
    camera.hands.activate(window)
    camera.hands.key("Escape")
    time.sleep(0.5)


def take_board(camera):
    app, hands = camera.app, camera.hands
    steps.open_board(app, camera.session, "The fruit bowl")
    steps.see(app, "Poached pears, vanilla", timeout=15)
    hands.do("mousemove", "--window", app.window, 2, 2)
    time.sleep(1)
    camera.take("board", app.window, (760, 520), WIDTH)
    hands.key("Down")
    hands.key("ctrl+a")
    steps.see(app, " selected", contains=True)
    camera.take("selection", app.window, (760, 560), WIDTH)
    hands.key("Escape")
    steps.unseen(app, "26 selected")


def take_composer(camera):
    app, session = camera.app, camera.session
    picture = pictures.photograph(session.place / "artefacts" / "evening.jpg")
    steps.drop_picture(app, session, picture)
    steps.composer_ready(app)
    session.hands.type("Evening sail")
    camera.take("composer", camera.front(), (860, 620), WIDTH)
    camera.hands.key("Escape")
    time.sleep(0.5)


def take_analytics(camera):
    app = camera.app
    camera.hands.activate(app.window)
    camera.hands.place(app.window, 40, 20, 1000, 700)
    time.sleep(1)
    steps.show_page(app, camera.session, "Analytics")
    steps.see(app, "Impressions", contains=True, timeout=20)
    time.sleep(2)
    camera.take("analytics", app.window, (760, 640), WIDTH)


def tour(camera):
    app, session = camera.app, camera.session
    steps.see(app, "Connect your Pinterest account", timeout=30)
    steps.open_picker(app)
    camera.take("picker", app.window, (700, 560), WIDTH)
    take_setup(camera)
    camera.hands.activate(app.window)
    camera.hands.place(app.window, 40, 20, 1000, 700)
    steps.inside(steps.see(app, "Practice. ", contains=True), "Connect", "button").press()
    steps.see(app, "Continue in Browser", "button")
    camera.take("permissions", camera.front(), (480, 560), WIDTH)
    steps.press(app, "Continue in Browser")
    steps.see(app, "See Boards", "button", timeout=40)
    session.browser.wait_for_visit()
    steps.see_boards(app)
    steps.see(app, "The fruit bowl, ", contains=True, timeout=15)
    time.sleep(2)
    take_board(camera)
    take_analytics(camera)
    steps.show_page(app, session, "Boards")
    steps.open_board(app, session, "The fruit bowl")
    take_composer(camera)
    camera.hands.activate(app.window)
    camera.hands.key("ctrl+comma")
    camera.take("preferences", camera.front(), (640, 560), WIDTH)
    camera.hands.key("Escape")


tours(options.out, tour)
