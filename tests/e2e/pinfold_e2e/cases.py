# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP, with each case in a process of its own: one session a process."""

import faulthandler
import os
import signal
import sys
import time
import traceback

from . import place
from .processes import PATIENCE


class Skip(Exception):
    """This cannot be tried here; the text says why."""


def _one(check, timeout):
    """Run in the child; the exit status is the result."""
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError(f"took over {timeout} s")))
    signal.alarm(timeout)
    try:
        check()
        return 0
    except Skip as why:
        print(f"# skip: {why}")
        return 77
    except BaseException:  # also KeyboardInterrupt: a case never ends silently
        for line in traceback.format_exc().splitlines():
            print(f"# {line}")
        return 1


def run_cases(cases, timeout=90):
    """Run (name, function) pairs; arguments of the command choose by a part of the name.

    timeout: seconds of an idle computer, as in all waits (processes.PATIENCE).
    """
    chosen = [c for c in cases if not sys.argv[1:] or any(a in c[0] for a in sys.argv[1:])]
    print(f"1..{len(chosen)}")
    how = place.alone()
    print(f"# {place.step_down()}, {how}", flush=True)
    faulthandler.enable()
    failed = 0
    for number, (name, check) in enumerate(chosen, 1):
        began = time.monotonic()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            status = _one(check, PATIENCE * timeout)
            sys.stdout.flush()
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        took = f"# {time.monotonic() - began:.1f} s"
        if status == 77:
            print(f"ok {number} {name} # SKIP")
        elif status == 0:
            print(f"ok {number} {name}")
        else:
            failed += 1
            print(f"not ok {number} {name}")
        print(took, flush=True)
    sys.exit(1 if failed else 0)
