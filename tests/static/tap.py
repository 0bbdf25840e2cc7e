# SPDX-License-Identifier: GPL-3.0-or-later
"""A few lines of TAP, so that every static check is a case with its own name."""

import os
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

SOURCE = Path(os.environ["PINFOLD_SOURCE_ROOT"])
BUILD = Path(os.environ["PINFOLD_BUILD_ROOT"])


class Skip(Exception):
    """Raised by a check that cannot be made here; the text says why."""


def sources(*patterns):
    """Every file of the project that matches: what git knows, committed or about
    to be, else (in a release tarball) what lies there."""
    listing = None
    if (SOURCE / ".git").exists():
        listing = subprocess.run(
            ["git", "-c", f"safe.directory={SOURCE}", "-C", str(SOURCE), "ls-files", "-z",
             "--cached", "--others", "--exclude-standard", "--", *patterns],
            capture_output=True, text=True, check=False)
    if listing is not None and listing.returncode == 0:
        names = [n for n in listing.stdout.split("\0") if n]
        return sorted({SOURCE / n for n in names if (SOURCE / n).is_file()})
    skip = ("build", "_build", ".git", "screenshots")
    return sorted(p for p in SOURCE.rglob("*")
                  if p.is_file() and (name := p.relative_to(SOURCE)).parts[0] not in skip
                  and (not patterns or any(fnmatch(str(name), pattern) for pattern in patterns)))


def run(*command, ok=(0,)):
    """Run a checking program; its words are the reason when it is not content."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    text = (done.stdout + done.stderr).strip()
    if done.returncode not in ok:
        raise AssertionError(f"{Path(str(command[0])).name} exited {done.returncode}:\n{text}")
    return text


def expect(wrong, what):
    """Fail with the list of what is wrong, when there is any."""
    wrong = list(wrong)
    if wrong:
        raise AssertionError(what + ":\n" + "\n".join(str(w) for w in wrong))


def short(path):
    return str(path.relative_to(SOURCE)) if path.is_relative_to(SOURCE) else str(path)


def main(cases):
    """Run (name, function) pairs; each is one test case."""
    print(f"1..{len(cases)}")
    failed = 0
    for number, (name, check) in enumerate(cases, 1):
        try:
            check()
            print(f"ok {number} {name}")
        except Skip as why:
            print(f"ok {number} {name} # SKIP {why}")
        except Exception as why:  # a crash of a check is a failure of that check
            failed += 1
            for line in f"{type(why).__name__}: {why}".splitlines():
                print(f"# {line}")
            print(f"not ok {number} {name}")
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
