#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The last line of a test run is believed, so the program that writes it is tested."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tap import SOURCE, main

SUITE = '<testsuite name="pinfold.pinfold:{0} / {1}">{2}</testsuite>'


def report(suites, ends):
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder) / "meson-logs"
        logs.mkdir()
        if suites is not None:
            (logs / "testlog.junit.xml").write_text("<testsuites>" + "".join(suites) + "</testsuites>")
            (logs / "testlog.json").write_text("".join(json.dumps(e) + "\n" for e in ends))
        listing = Path(folder) / "cases.txt"
        done = subprocess.run([sys.executable, str(SOURCE / "build-aux" / "test-report"), "--list",
                               str(listing), f"plain={folder}"],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines(), listing.read_text() if listing.exists() else ""


def case(name, inside=""):
    return f'<testcase name="{name}">{inside}</testcase>'


def end(room, program, result, code=0):
    return {"name": f"pinfold:{room} / {program}", "result": result, "returncode": code}


def counts_cases():
    code, lines, listing = report(
        [SUITE.format("api", "test-a", case("1 /api/one") + case("2 /api/two")),
         SUITE.format("base", "test-b", case("1 /base/one"))],
        [end("api", "test-a", "OK"), end("base", "test-b", "OK")])
    assert (code, lines[-1]) == (0, "3 passed, 0 failed"), lines
    assert "plain: /api/two" in listing and "/base/one" in listing


def failures_and_skips():
    code, lines, _ = report(
        [SUITE.format("api", "test-a", case("1 /api/one", "<failure/>") + case("2 /api/two", "<skipped/>")
                      + case("3 /api/three"))],
        [end("api", "test-a", "FAIL", 1)])
    assert (code, lines[-1]) == (1, "1 passed, 1 failed, 1 skipped"), lines
    assert any("/api/one" in line for line in lines) and any("/api/two" in line for line in lines)


def died_after_good_cases():
    for result in ("ERROR", "TIMEOUT", "FAIL", "INTERRUPT"):
        code, lines, _ = report([SUITE.format("api", "test-a", case("1 /api/one"))],
                                [end("api", "test-a", result, -11)])
        assert (code, lines[-1]) == (1, "1 passed, 1 failed"), (result, lines)


def nothing_ran():
    code, lines, _ = report(None, [])
    assert code == 1 and lines[-1] == "0 passed, 1 failed", lines
    code, lines, _ = report([], [])
    assert code == 1 and lines[-1] == "0 passed, 0 failed", lines


main([
    ("/static/report/counts-cases", counts_cases),
    ("/static/report/failures-and-skips-are-listed", failures_and_skips),
    ("/static/report/a-program-that-died-fails", died_after_good_cases),
    ("/static/report/nothing-ran-is-a-failure", nothing_ran),
])
