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


def write(logs, base, suites, ends):
    (logs / f"{base}.junit.xml").write_text("<testsuites>" + "".join(suites) + "</testsuites>")
    (logs / f"{base}.json").write_text("".join(json.dumps(e) + "\n" for e in ends))


def report(suites, ends, again=None):
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder) / "meson-logs"
        logs.mkdir()
        if suites is not None:
            write(logs, "testlog", suites, ends)
        if again:
            write(logs, "again", *again)
        listing = Path(folder) / "cases.txt"
        done = subprocess.run([sys.executable, str(SOURCE / "build-aux" / "test-report"), "--again", "again",
                               "--list", str(listing), f"plain={folder}"],
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


def failures_are_told():
    """With the end of what the program printed, so that a log from elsewhere says why."""
    printed = "".join(f"# step {n}\n" for n in range(90)) + "# waited in vain\nok 2 /api/two\n"
    code, lines, _ = report([SUITE.format("api", "test-a", case("1 /api/one", "<failure/>"))],
                            [end("api", "test-a", "FAIL", 1) | {"stdout": printed}])
    assert code == 1 and "| # waited in vain" in lines and "| # step 89" in lines, lines
    assert "| # step 1" not in lines and not any("ok 2" in line for line in lines), lines


def second_try():
    """It counts, both are told, and a program that fails twice has failed."""
    first = [SUITE.format("e2e", "a", case("1 /e2e/one", "<failure/>") + case("2 /e2e/two")),
             SUITE.format("api", "b", case("1 /api/one"))]
    ends = [end("e2e", "a", "FAIL", 1), end("api", "b", "OK")]
    well = [SUITE.format("e2e", "a", case("1 /e2e/one") + case("2 /e2e/two"))]
    code, lines, _ = report(first, ends, (well, [end("e2e", "a", "OK")]))
    assert (code, lines[-1]) == (0, "3 passed, 0 failed"), lines
    assert any("failed beside others, alone OK" in line for line in lines), lines
    code, lines, _ = report(first, ends, (first[:1], ends[:1]))
    assert (code, lines[-1]) == (1, "2 passed, 1 failed"), lines
    code, lines, _ = report(first, ends, (well, [end("e2e", "a", "TIMEOUT")]))
    assert (code, lines[-1]) == (1, "3 passed, 1 failed"), lines


def failed_of_a_suite():
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "meson-logs").mkdir()
        write(Path(folder) / "meson-logs", "testlog", [],
              [end("e2e", "a", "ERROR", 1), end("e2e", "b", "OK"), end("api", "c", "FAIL", 1)])
        done = subprocess.run([sys.executable, str(SOURCE / "build-aux" / "test-report"), "--failed", "e2e", folder],
                              capture_output=True, text=True, check=True)
        assert done.stdout.split() == ["a"], done.stdout


def nothing_ran():
    code, lines, _ = report(None, [])
    assert code == 1 and lines[-1] == "0 passed, 1 failed", lines
    code, lines, _ = report([], [])
    assert code == 1 and lines[-1] == "0 passed, 0 failed", lines


main([
    ("/static/report/counts-cases", counts_cases),
    ("/static/report/failures-and-skips-are-listed", failures_and_skips),
    ("/static/report/a-program-that-died-fails", died_after_good_cases),
    ("/static/report/why-it-failed-is-told", failures_are_told),
    ("/static/report/second-try-counts-and-is-told", second_try),
    ("/static/report/which-get-a-second-try", failed_of_a_suite),
    ("/static/report/nothing-ran-is-a-failure", nothing_ran),
])
