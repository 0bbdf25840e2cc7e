# SPDX-License-Identifier: GPL-3.0-or-later
"""Start programs, keep what they print, end exactly those that were started."""

import os
import signal
import subprocess
import time
from pathlib import Path


# Seconds here are those of an idle computer. Beside other tests everything takes longer, and a wait
# that ends in vain is a failure however long it was, so that this can hide none.
PATIENCE = 4


class Process:
    """One program; what it prints goes to a file that can be read at any time."""

    def __init__(self, name, command, env, log_folder, stdin=None, pass_fds=()):
        self.name = name
        number = len(list(Path(log_folder).glob(f"{name}*.log")))
        self.log_path = Path(log_folder) / (f"{name}-{number}.log" if number else f"{name}.log")
        self._log = self.log_path.open("wb")
        self.popen = subprocess.Popen(
            [str(c) for c in command], env=env, stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=self._log, stderr=subprocess.STDOUT, pass_fds=pass_fds)
        if stdin is not None:
            self.popen.stdin.write(stdin)
            self.popen.stdin.close()

    @property
    def pid(self):
        return self.popen.pid

    @property
    def log(self):
        return self.log_path.read_text(errors="replace")

    def alive(self):
        return self.popen.poll() is None

    def wait_for_log(self, text, timeout=10):
        wait_until(lambda: text in self.log or not self.alive(), timeout,
                   f"{self.name} to print {text!r}")
        if text not in self.log:
            raise AssertionError(f"{self.name} ended with {self.popen.returncode}:\n{self.log[-2000:]}")

    def stop(self, how=signal.SIGTERM, timeout=5):
        """End it and return its exit status; a program that will not go is killed."""
        if self.alive():
            self.popen.send_signal(how)
            try:
                self.popen.wait(timeout)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        self._log.close()
        return self.popen.returncode


def wait_until(condition, timeout, what, every=0.03):
    """Poll until condition() is true and return its value. what: words, or a function that has them."""
    end = time.monotonic() + PATIENCE * timeout
    while True:
        began = time.monotonic()
        value = condition()
        if value:
            return value
        now = time.monotonic()
        if now > end:
            raise AssertionError(f"waited {PATIENCE * timeout} s in vain for {what() if callable(what) else what}")
        # The program has to answer most questions: twice as long as that took it is left alone.
        time.sleep(max(every, min(2 * (now - began), 0.25)))


def insist(act, condition, timeout, what, tries=3):
    """Do something until it has its effect, as a person does who clicks again.

    Under X11 an input may get lost while windows come and go: GDK grabs for a popup, and a release
    that comes just then reaches nobody; the next click goes to what was pressed before. What is
    done must be such that doing it again does no harm.
    """
    for left in reversed(range(tries)):
        act()
        try:
            return wait_until(condition, timeout, what)
        except AssertionError:
            if not left:
                raise
            print(f"# once more, for {what}", flush=True)
    return None


def children(pid):
    """Process ids of everything below a process."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry))
    found, todo = [], [pid]
    while todo:
        below = parents.get(todo.pop(), [])
        found += below
        todo += below
    return found


def end_leftovers(timeout=3):
    """End what our programs left behind; they are our children by adoption."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + timeout
        left = children(os.getpid())
        for pid in left:
            try:
                os.kill(pid, how)
            except ProcessLookupError:
                pass
        while left and time.monotonic() < end:
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                pass
            left = children(os.getpid())
            time.sleep(0.02)
        if not left:
            return
