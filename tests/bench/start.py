#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: start.py empty | 100k | vs-peer
From the start of a process to what can be seen on the screen, warm. P1: without an account, the first frame
with something in it. P2: with a kept copy of 100,000 pins, the first picture on the wall. Both against a bare
window with a label. P3: P2 against nautilus and the first thumbnail of a folder with ten pictures."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench import BUILD, NOT_JUDGED, Bench

# Only now: the path to it is bench.py's.
from pinfold_e2e import Session, eyes, pictures, place, steps  # noqa: E402
from pinfold_e2e.processes import insist  # noqa: E402

# A label, an icon or a form of the style has fewer, a picture more.
COLOURS_OF_A_PICTURE = 400
ON_THE_WALL = (0.35, 0.15, 0.95, 0.6)
BARE = BUILD / "tests" / "bench" / "bare-window"


class Program:
    """Started again and again; where it draws what is waited for stands still."""

    def __init__(self, session, sight, command, box, env=None, stays=False):
        self.session, self.sight, self.command, self.env = session, sight, command, env
        self.stays = stays  # its process, for a while after its window
        self.box = None
        self.part = box
        self.cpu = []

    def start(self):
        """Seconds until it is seen."""
        if self.box is None:
            self.learn()
        began = time.monotonic()
        app = self.session.start_app(command=self.command, env=self.env)
        seen = eyes.wait(lambda: self.sight(self.box), 30, f"{self.command[0]} on the screen")
        self.cpu.append(cpu_seconds(app.pid))
        self.end(app)
        return seen - began

    def learn(self):
        app = self.session.start_app(command=self.command, env=self.env)
        self.session.hands.activate(app.window)
        self.box = eyes.within(self.session.hands.geometry(app.window), *self.part)
        eyes.wait(lambda: self.sight(self.box), 30, f"{self.command[0]} on the screen")
        self.end(app)

    def end(self, app):
        time.sleep(0.3)
        if self.stays:
            app.process.stop()
        else:
            app.quit()
        eyes.wait(lambda: not self.sight(self.box), 10, "an empty screen")
        # What is written and tidied up after the end is not in the next start.
        time.sleep(0.5)


def cpu_seconds(pid):
    """Of all its threads so far."""
    spent = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        try:
            spent += int((thread / "schedstat").read_text().split()[0])
        except OSError:  # it ended meanwhile
            pass
    return spent / 1e9


def bare(session, sight):
    return Program(session, sight, [BARE], (0.4, 0.4, 0.6, 0.6))


def start_empty():
    bench = Bench("P1", "start-empty", "s", 1.25, 1.10)
    with Session(watched=True) as session:
        seen = eyes.Eyes(session)
        floor = bare(session, lambda box: not seen.is_flat(box))
        product = Program(session, floor.sight, [place.program("pinfold")], (0.3, 0.3, 0.7, 0.7))
        bench.measure(floor.start, product.start)
        note_cpu(bench, floor, product)
    return bench.finish()


def note_cpu(bench, floor, product):
    bench.note("floor's CPU", sorted(floor.cpu)[len(floor.cpu) // 2])
    bench.note("CPU", sorted(product.cpu)[len(product.cpu) // 2])


def is_remembered(session, page):
    """Whether the next start shows it."""
    kept = session.place / "config" / "glib-2.0" / "settings" / "keyfile"
    return kept.exists() and f"last-page='{page}'" in kept.read_text()


def fill(session, seen, env):
    """An account with a kept copy, the wall of all its pins as the last page."""
    # The first of its accounts has five pins of six.
    session.start_practice("--pins", "120000", "--no-limits")
    app = session.start_app(env=env)
    steps.connect(app, session)
    steps.see_boards(app)
    assert app.quit() == 0
    subprocess.run([BUILD / "tests" / "bench" / "fill-copy"], env=session.env | env, check=True, timeout=600)
    app = session.start_app(env=env)
    steps.see(app, "All Pins", "label")

    def click():
        row = steps.seen(app, "All Pins", "label")
        session.hands.click(app.window, *session.hands.middle_of(row))
    insist(click, lambda: is_remembered(session, "all-pins"), 10, "the page of all pins")
    box = eyes.within(session.hands.geometry(app.window), *ON_THE_WALL)
    eyes.wait(lambda: seen.colours(box) > COLOURS_OF_A_PICTURE, 30, "a picture of the wall")
    assert app.quit() == 0
    # Any other page with pictures would look like a fast start.
    assert is_remembered(session, "all-pins")


def wall(session, seen):
    # The page that was open last is remembered.
    env = {"GSETTINGS_BACKEND": "keyfile"}
    fill(session, seen, env)
    return Program(session, lambda box: seen.colours(box) > COLOURS_OF_A_PICTURE, [place.program("pinfold")],
                   ON_THE_WALL, env)


def start_100k():
    bench = Bench("P2", "start-100k", "s", 1.35, 1.10)
    with Session(watched=True) as session:
        seen = eyes.Eyes(session)
        product = wall(session, seen)
        floor = bare(session, lambda box: not seen.is_flat(box))
        bench.measure(floor.start, product.start)
        note_cpu(bench, floor, product)
    return bench.finish()


def thumbnail(session, picture):
    """As the file manager would have made it before (freedesktop.org, Thumbnail Managing Standard)."""
    uri = picture.as_uri()
    for folder, size in (("normal", 128), ("large", 256), ("x-large", 512)):
        path = session.place / "cache" / "thumbnails" / folder / f"{hashlib.md5(uri.encode()).hexdigest()}.png"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The noise that every camera adds: it makes a thumbnail known from a symbol.
        subprocess.run(["convert", picture, "-resize", f"{size}x{size}", "-attenuate", "0.4", "+noise", "Gaussian",
                        "-set", "Thumb::URI", uri, "-set", "Thumb::MTime", str(int(picture.stat().st_mtime)), path],
                       check=True, timeout=60)


def start_vs_peer():
    peer = shutil.which("nautilus")
    if peer is None or shutil.which("convert") is None:
        print("P3 start-vs-peer: NOT MEASURED, nautilus or ImageMagick is not installed")
        return NOT_JUDGED
    bench = Bench("P3", "start-vs-peer", "s", 0.55, 0.40)
    with Session(watched=True) as session:
        seen = eyes.Eyes(session)
        folder = session.place / "home" / "Pictures"
        folder.mkdir()
        for number in range(10):
            picture = folder / f"{number}.jpg"
            pictures.photograph(picture, 1200, 1600)
            os.utime(picture, (1700000000, 1700000000))
            thumbnail(session, picture)
        product = wall(session, seen)
        floor = Program(session, product.sight, [peer, "--new-window", folder], (0.3, 0.15, 0.95, 0.8), stays=True)
        bench.measure(floor.start, product.start)
        note_cpu(bench, floor, product)
    return bench.finish()


def main():
    place.alone()
    place.step_down()
    return {"empty": start_empty, "100k": start_100k, "vs-peer": start_vs_peer}[sys.argv[1]]()


sys.exit(main())
