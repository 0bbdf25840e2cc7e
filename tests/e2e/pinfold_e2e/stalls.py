# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what the application's own stall probe wrote (src/app/probe): how long the main loop was
busy each time, and how long each frame took. For the tests here and for benchmarks.

    probe = stalls.Probe(session)
    app = session.start_app(env=probe.env)
    ...
    app.quit()
    report = probe.report()
    print(report.words())

A stall is "ms" less what was not the product's: "queued_ms", while the kernel had no processor for
the thread; and the share of the looks that found it waiting for the answer of an X server,
here a program that fights for the same processors; and what the answer to our own looks takes on
an idle main loop (the median of all looks), where one was asked for in it. Spans in which a window comes up, has its
first frame or goes away are told apart: GTK builds and tears down its tree there in one piece.
"""

import json
import re
import statistics
import subprocess

from . import place


WAITS_FOR_X = ("_XReply", "_XReadEvents", "xcb_wait_for_reply", "xcb_wait_for_event")


def x_ms(span):
    """What of it went into waiting for the X server; never more than it was idle."""
    looks = span.get("where") or ["-"]
    share = sum(any(call in look for call in WAITS_FOR_X) for look in looks) / len(looks)
    idle = span["ms"] - span["queued_ms"] - span["cpu_ms"]
    return max(0.0, min(idle, share * span["ms"]))


def own_ms(span):
    return max(0.0, span["ms"] - span["queued_ms"] - x_ms(span) - span.get("look_ms", 0.0))


def tell_looks(spans):
    """How much of each went into answering us. Most looks find the main loop idle, so the median of
    them is what one costs; a look that had to wait for something longer hides nothing of that."""
    from .a11y import Look
    if not Look.calls:
        return
    cost = 1000 * statistics.median(ended - began for began, ended in Look.calls)
    for span in spans:
        until = span["at"] + span["ms"] / 1000
        looks = sum(began < until and ended > span["at"] for began, ended in Look.calls)
        span["look_ms"] = min(looks * cost, span["cpu_ms"])


def of_window(span):
    return span["opens"] or span["closes"]


class Report:
    def __init__(self, path, began=None, ended=None):
        """Between two moments of time.monotonic(), or all of it."""
        self.found = json.loads(path.read_text())
        self.began = began or self.found["began"]
        self.ended = ended or self.found["ended"]
        self.spans = [s for s in self.found["spans"] if self.began <= s["at"] <= self.ended]
        tell_looks(self.spans)
        self.frames = [f for f in self.found["frames"] if self.began <= f["at"] <= self.ended]

    @property
    def median_frame_ms(self):
        return statistics.median([f["ms"] for f in self.frames]) if self.frames else 0.0

    def longest(self, window=False):
        """The longest span; among those in which a window came or went, or among the others."""
        return max((s for s in self.spans if of_window(s) == window), key=own_ms, default={
            "at": self.began, "ms": 0.0, "queued_ms": 0.0, "cpu_ms": 0.0, "opens": window, "closes": False})

    @property
    def stall_ms(self):
        return own_ms(self.longest())

    @property
    def ratio(self):
        """Of the longest stall to the median frame (performance.md P19)."""
        return self.stall_ms / self.median_frame_ms if self.median_frame_ms else 0.0

    def words(self):
        window = self.longest(window=True)
        return (f"longest stall {self.stall_ms:.0f} ms = {self.ratio:.1f} x median frame {self.median_frame_ms:.1f} ms "
                f"({len(self.frames)} frames); where a window comes or goes {own_ms(window):.0f} ms; with the waits for "
                f"the busy machine {self.longest()['ms']:.0f} and {window['ms']:.0f} ms")

    def where(self, span=None, depth=14):
        """The calls that a long span was found in, innermost first, by name where there are names."""
        lines = []
        for sample in (span or self.longest()).get("where", ()):
            lines.append(" < ".join(named(sample.split()[:depth])))
        return lines

    def over(self, limit_ms, window=False):
        return [s for s in self.spans if own_ms(s) > limit_ms and of_window(s) == window]


def named(calls):
    """"pinfold+0x12" becomes a function where the program has its debugging names."""
    ours = [c.split("+")[1] for c in calls if c.startswith("pinfold+")]
    names = {}
    if ours:
        try:
            told = subprocess.run(["addr2line", "-f", "-e", place.program("pinfold"), *ours], capture_output=True,
                                  text=True, check=True, timeout=30).stdout.splitlines()
            names = dict(zip(ours, told[::2]))
        except (OSError, subprocess.SubprocessError):
            pass
    return [names.get(c.split("+")[1], c) if c.startswith("pinfold+") else
            (re.sub(r".*\((.*)\)", r"\1", c)) for c in calls]


def blocked_ms(span):
    """What of it was spent asleep in a call: that takes as long on a busy machine as on an idle one."""
    return own_ms(span) - span["cpu_ms"]


def expect_no_wait(report, limit_ms=1000):
    """No freeze: nothing made the main loop wait for somebody who does not answer; D-Bus gives up
    after 25 s. For a test that others run beside: there the same computing takes as long as they let
    it, and so does a look at Pango's own thread. expect_none() judges by what a person notices."""
    tell(report)
    over = [s for s in report.spans if blocked_ms(s) > limit_ms]
    assert not over, f"the main loop waited: {[round(blocked_ms(s)) for s in over]} ms"


def tell(report):
    """The longest, and where they were found."""
    for span in sorted(report.spans, key=own_ms, reverse=True)[:5]:
        kind = ", a window opens" if span["opens"] else ", a window closes" if span["closes"] else ""
        print(f"# {own_ms(span):.0f} ms of {span['ms']:.0f} ms: {span['cpu_ms']:.0f} computing, {span['queued_ms']:.0f} "
              f"without a processor, {x_ms(span):.0f} for the X server, "
              f"{span.get('look_ms', 0.0):.0f} to answer us{kind}, at {span['at'] - report.began:.1f} s")
        for line in report.where(span)[:3]:
            print(f"#   {line}")


def expect_none(report, limit_ms=100, window_limit_ms=250):
    """No freeze: nothing the product did kept the main loop that long. For a test that runs alone."""
    tell(report)
    over = report.over(limit_ms) + report.over(window_limit_ms, window=True)
    assert not over, f"the main loop stood still: {[round(own_ms(s)) for s in over]} ms"


class Probe:
    def __init__(self, session, name="stalls"):
        session.scratch.mkdir(parents=True, exist_ok=True)
        self.path = session.scratch / f"{name}.json"
        self.env = {"PINFOLD_STALL_PROBE": str(self.path)}

    def report(self, began=None, ended=None):
        return Report(self.path, began, ended)
