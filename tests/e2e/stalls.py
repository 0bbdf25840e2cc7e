#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: stalls.py PID. Asks the window a small question 50 times a second and prints how many
seconds each answer took. While the main loop of the window is busy there is no answer."""

import sys
import time

from pinfold_e2e import a11y

pid = int(sys.argv[1])
print("READY", flush=True)
while True:
    root = a11y.application(pid)
    if root is None:
        time.sleep(0.1)
        continue
    began = time.monotonic()
    root._at.get_child_count()
    print(f"{time.monotonic() - began:.4f}", flush=True)
    time.sleep(0.02)
