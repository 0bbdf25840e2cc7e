#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: readme_pictures.py --build TREE [--out FOLDER]
Takes the pictures that the README and software centres show from the real application, over the
practice server, in the light and in the dark style. Of those in --out (data/screenshots/) whoever
takes them keeps what is shown."""

import argparse
import os
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
parser = argparse.ArgumentParser(description="Take the pictures of the README.")
parser.add_argument("--build", required=True, type=Path, help="the build tree")
parser.add_argument("--out", type=Path, default=ROOT / "data/screenshots", help="where pictures go")
options = parser.parse_args()
os.environ["PINFOLD_BUILD_ROOT"] = str(options.build.resolve())

# Only now: where things are is settled when they are imported.
from pinfold_e2e import pictures, steps  # noqa: E402
from pinfold_e2e.camera import tours  # noqa: E402

# Software centres show 1000 x 700 at most; what has room in a larger window is shown smaller.
SIZE, WIDE, WIDTH = (1180, 800), (1280, 816), 1000
BOARD, PIN = "The fruit bowl", "Poached pears, vanilla"


def tour(camera):
    app, session, hands = camera.app, camera.session, camera.hands
    steps.see(app, "Connect your Pinterest account", timeout=30)
    steps.connect(app, session)
    steps.see_boards(app)
    hands.place(app.window, 20, 10, *SIZE)
    steps.see(app, f"{BOARD}, ", contains=True, timeout=15)
    time.sleep(2)
    camera.take("boards", app.window, SIZE, WIDTH)

    steps.show_page(app, session, "Analytics")
    steps.see(app, "Impressions", contains=True, timeout=20)
    time.sleep(2)
    camera.take("analytics", app.window, SIZE, WIDTH)

    steps.show_page(app, session, "Boards")
    steps.open_board(app, session, BOARD)
    tile = steps.see(app, PIN, timeout=15, contains=True)
    time.sleep(2)
    hands.click(app.window, *hands.middle_of(tile))
    steps.see(app, "Close Pin", "button")
    hands.do("mousemove", "--window", app.window, 2, 2)
    camera.take("pin", app.window, WIDE, WIDTH)
    hands.key("Escape")
    time.sleep(1)
    hands.key("ctrl+a")
    steps.see(app, " selected", contains=True)
    camera.take("wall", app.window, WIDE, WIDTH)
    hands.key("Escape")

    picture = pictures.photograph(session.place / "artefacts" / "evening.jpg")
    steps.drop_picture(app, session, picture)
    steps.composer_ready(app)
    hands.type("Evening sail")
    camera.take("composer", camera.front(), (950, 670))


tours(options.out, tour, colours=255)
