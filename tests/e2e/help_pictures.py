#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: help_pictures.py --build TREE [--out FOLDER]
Takes the pictures of the help articles from the real application, over the practice server, in
the light and in the dark style, and leaves them in data/help/pictures/."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
parser = argparse.ArgumentParser(description="Take the pictures of the help articles.")
parser.add_argument("--build", required=True, type=Path, help="the build tree")
parser.add_argument("--out", type=Path, default=ROOT / "data/help/pictures", help="where pictures go")
options = parser.parse_args()
os.environ["PINFOLD_BUILD_ROOT"] = str(options.build.resolve())

# Only now: where things are is settled when they are imported.
from pinfold_e2e import Session, pictures, place, steps  # noqa: E402

WIDTH = 524  # of an article's column


class Camera:
    def __init__(self, session, dark):
        self.session, self.hands = session, session.hands
        self.suffix = "-dark" if dark else ""
        self.app = session.start_app()
        steps.see(self.app, "Connect your Pinterest account", timeout=30)

    def front(self):
        """X id of the window that has just come to the front."""
        time.sleep(1)
        return self.hands.do("getactivewindow")

    def take(self, name, window, width, height):
        self.hands.place(window, 60, 30, width, height)
        time.sleep(1.2)
        raw = self.session.place / "artefacts" / "raw.png"
        x, y, width, height = self.hands.geometry(window)
        self.session.screenshot(raw)
        target = options.out / f"{name}{self.suffix}.png"
        subprocess.run(["convert", str(raw), "-crop", f"{width}x{height}+{x}+{y}", "+repage", "-resize", f"{WIDTH}x",
                        "-dither", "None", "-colors", "160", "-strip", "-define", "png:compression-level=9",
                        str(target)], check=True, timeout=60)
        print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB", flush=True)


def take_setup(camera):
    app = camera.app
    steps.inside(steps.see(app, "Pinterest. ", contains=True), "Set Up", "button").press()
    window = camera.front()
    for _ in range(12):
        if steps.seen(app, "http://localhost:8085/", contains=True):
            camera.take("redirect", window, 700, 520)
        if steps.seen(app, "Test Connection", "button"):
            camera.take("keys", window, 700, 560)
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


def take_composer(camera):
    app, session = camera.app, camera.session
    picture = pictures.photograph(session.place / "artefacts" / "evening.jpg")
    steps.open_board(app, session, "The fruit bowl")
    steps.see(app, "Poached pears, vanilla", timeout=15)
    time.sleep(1)
    camera.take("board", app.window, 760, 520)
    steps.drop_picture(app, session, picture)
    steps.composer_ready(app)
    session.hands.type("Evening sail")
    camera.take("composer", camera.front(), 860, 620)
    camera.hands.key("Escape")
    time.sleep(0.5)


def tour(dark):
    with Session(dark=dark) as session:
        camera = Camera(session, dark)
        app = camera.app
        steps.open_picker(app)
        camera.take("picker", app.window, 700, 560)
        take_setup(camera)
        camera.hands.activate(app.window)
        camera.hands.place(app.window, 40, 20, 1000, 700)
        steps.inside(steps.see(app, "Practice. ", contains=True), "Connect", "button").press()
        steps.see(app, "Continue in Browser", "button")
        camera.take("permissions", camera.front(), 480, 560)
        steps.press(app, "Continue in Browser")
        steps.see(app, "See Boards", "button", timeout=40)
        session.browser.wait_for_visit()
        steps.see_boards(app)
        steps.see(app, "The fruit bowl, ", contains=True, timeout=15)
        time.sleep(2)
        take_composer(camera)
        camera.hands.activate(app.window)
        camera.hands.key("ctrl+comma")
        preferences = camera.front()
        camera.take("preferences", preferences, 640, 560)
        camera.hands.key("Escape")
        complaints = app.complaints()
        if complaints or app.quit() != 0:
            sys.exit("Pinfold complained:\n" + "\n".join(complaints))


def main():
    options.out.mkdir(parents=True, exist_ok=True)
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


main()
