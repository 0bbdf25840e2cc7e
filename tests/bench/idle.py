#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""P20: what an open window costs while nobody does anything and a pin waits in the queue, in ms of
processor time over 30 s. The floor is one millisecond, so the ratio is the figure."""

import sys
import time
from pathlib import Path

from bench import Bench

# Only now: the path to it is bench.py's.
from pinfold_e2e import Session, pictures, place, steps  # noqa: E402
from pinfold_e2e.processes import wait_until  # noqa: E402

IDLE_S = 30
BOARD = "The fruit bowl"


def spent_ms(pid):
    """By thread: one that ended meanwhile takes its time with it, and is told."""
    return {t.name: int((t / "schedstat").read_text().split()[0]) / 1e6 for t in Path(f"/proc/{pid}/task").iterdir()}


def idle(pid):
    before = spent_ms(pid)
    time.sleep(IDLE_S)
    after = spent_ms(pid)
    for name in before.keys() ^ after.keys():
        print(f"# thread {name} {'ended' if name in before else 'began'}")
    return sum(ms - before.get(name, 0) for name, ms in after.items())


def queue_a_pin(app, session, practice):
    """Pinterest says that there were too many requests and when to come back: the pin waits."""
    practice.control("fault", {"kind": "429", "op": "pins/create", "value": 67150, "times": -1})
    steps.open_board(app, session, BOARD)
    steps.drop_picture(app, session, pictures.photograph(session.place / "artefacts" / "small.jpg", 400, 600))
    steps.composer_ready(app)
    session.hands.type("Waits")
    steps.press(app, "Pin")
    wait_until(lambda: practice.state()["requests"].get("pins/create"), 30, "the pin to be refused")


def main():
    place.alone()
    place.step_down()
    bench = Bench("P20", "idle", "ms", 60, 5)
    with Session() as session:
        practice = session.start_practice("--pins", "2000", "--no-limits")
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        queue_a_pin(app, session, practice)
        # Toasts go, pictures arrive; and after a glance nobody is left who has to be told.
        time.sleep(20)
        for _ in range(bench.pairs):
            bench.add_pair(1.0, idle(app.pid))
        assert app.quit() == 0
    return bench.finish()


sys.exit(main())
