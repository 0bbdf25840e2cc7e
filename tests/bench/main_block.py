#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""P19: the longest that the main loop stands still while a person scrolls, pages arrive and are stored,
pictures are decoded and photographs are uploaded; against the median frame of the same seconds. The
application's own probe measures both; what is not its own fault is taken off, see stalls.py."""

import sys
import threading
import time

from bench import Bench

# Only now: the path to it is bench.py's.
from pinfold_e2e import Session, pictures, place, stalls, steps  # noqa: E402
from pinfold_e2e.practice import Practice  # noqa: E402
from pinfold_e2e.processes import wait_until  # noqa: E402

BOARD = "The fruit bowl"
SCROLL_S = 8


def pin(app, session, picture, title):
    steps.drop_picture(app, session, picture)
    steps.composer_ready(app)
    session.hands.type(title)
    steps.press(app, "Pin")


def busy_seconds(app, session, practice, pair):
    """From, to: everything at once."""
    before = len(practice.new_pins())
    for number in range(2):
        picture = session.place / "artefacts" / f"photo-{pair}-{number}.jpg"
        pictures.photograph(picture, 4000, 3000 + pair)
        pin(app, session, picture, f"Photograph {pair} {number}")
    _, _, width, height = session.hands.geometry(app.window)
    session.hands.point(app.window, width * 0.6, height * 0.6)
    session.hands.key("F5")
    began = time.monotonic()
    while time.monotonic() < began + SCROLL_S:
        session.hands.do("click", "--repeat", 10, "--delay", 16, 5)
    ended = time.monotonic()
    arrived = len(practice.new_pins()) - before
    print(f"# {arrived} of 2 photographs arrived while scrolling")
    wait_until(lambda: len(practice.new_pins()) == before + 2, 30, "both photographs at the server")
    return began, ended


def main():
    place.alone()
    place.step_down()
    bench = Bench("P19", "main-block", "ms", 3, 1.2)
    with Session() as session:
        practice = session.start_practice("--pins", "100000", "--no-limits")
        probe = stalls.Probe(session)
        app = session.start_app(env=probe.env)
        steps.connect(app, session)
        steps.see_boards(app)
        steps.open_board(app, session, BOARD)
        times = [busy_seconds(app, session, practice, pair) for pair in range(bench.pairs + 1)]
        assert app.quit() == 0
        for began, ended in times[1:]:
            report = probe.report(began, ended)
            print(f"# {report.words()}")
            for line in report.where()[:2]:
                print(f"#   {line}")
            bench.add_pair(report.median_frame_ms, report.stall_ms)
            bench.note("frames", len(report.frames))
    return bench.finish()


sys.exit(main())
