#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the window fares with a hundred and with a hundred thousand pins: time to the boards, to
a board's first pins, and peak memory. Prints a table and a line of JSON; fails when the times
grow by half or memory by 100 MB (what a run on a busy machine adds is allowed for by taking
the better of three runs)."""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from pinfold_e2e import Session, place, steps
from pinfold_e2e.processes import wait_until

SIZES = (100, 100_000)
RUNS = 3
BOARD = "The fruit bowl"


def peak_mb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no peak memory in /proc")


def measure(pins):
    """Start again, already connected, so that neither browser nor typing is in the figures."""
    with Session(browser="form") as session:
        session.start_practice("--pins", str(pins), "--no-limits")
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        app.quit()
        app = session.start_app()
        began = time.monotonic()
        steps.see(app, f"{BOARD}, ", contains=True, timeout=40)
        boards = time.monotonic() - began
        card = steps.see(app, f"{BOARD}, ", contains=True)
        session.hands.activate(app.window)
        began = time.monotonic()
        session.hands.click(app.window, *session.hands.middle_of(card))
        wall = steps.see(app, "Pins", "list", timeout=40)
        # Only below the wall: looking through the whole window takes longer than the pins do.
        wait_until(lambda: any(n.role == "list item" and n.name for n in wall.walk()), 40, "the first pins")
        first = time.monotonic() - began
        time.sleep(3)
        return {"boards_s": boards, "pins_s": first, "peak_mb": peak_mb(app.pid)}


def in_a_process(pins):
    """One session a process, as everywhere here."""
    with tempfile.TemporaryFile("w+") as answer:
        child = os.fork()
        if child == 0:
            try:
                json.dump(measure(pins), answer)
                answer.flush()
                os._exit(0)
            except BaseException as why:
                print(why, file=sys.stderr, flush=True)
                os._exit(1)
        if os.waitpid(child, 0)[1]:
            sys.exit(f"the run with {pins} pins failed")
        answer.seek(0)
        return json.load(answer)


def main():
    place.alone()
    place.step_down()
    best = {}
    for _ in range(RUNS):
        for pins in SIZES:
            found = in_a_process(pins)
            best[pins] = {k: min(v, best.get(pins, found)[k]) for k, v in found.items()}
    small, large = (best[s] for s in SIZES)
    print(f"{'':22}{SIZES[0]:>12,} pins{SIZES[1]:>12,} pins{'ratio':>9}")
    for key, words in (("boards_s", "boards page, s"), ("pins_s", "first pins, s"), ("peak_mb", "peak memory, MB")):
        print(f"{words:22}{small[key]:>17.2f}{large[key]:>17.2f}{large[key] / small[key]:>9.2f}")
    print(json.dumps({"small": small, "large": large, "sizes": SIZES, "runs": RUNS}))
    if large["boards_s"] > 1.5 * small["boards_s"] or large["pins_s"] > 1.5 * small["pins_s"] \
            or large["peak_mb"] > small["peak_mb"] + 100:
        sys.exit("It does not scale as it should.")


main()
