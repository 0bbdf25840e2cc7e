# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which a program asked the kernel for things, as strace saw it."""

import re
import subprocess
from dataclasses import dataclass

CALLS = "pwrite64,write,writev,fsync,fdatasync,ftruncate,sendto,sendmsg,sendmmsg"
LINE = re.compile(r"^(\d+)\s+[\d.]+ (?:<\.\.\. )?(\w+)(?: resumed>)?(.*)$")


@dataclass
class Call:
    """A finished call: its name, the file or socket (with strace's decoding), its text and when it
    began and ended, as line numbers of the trace."""
    name: str
    file: str
    text: str
    result: str
    began: int
    ended: int


def command(output):
    """Goes before the program; the program stays our child, the tracer is a stranger to it."""
    return ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-ttt", "-y", "-s", "8192", "-e", f"trace={CALLS}",
            "-e", "signal=none", "-o", output]


def why_not():
    """None when a process may be traced here, else the reason in words."""
    try:
        done = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True, timeout=20,
                              check=False)
    except FileNotFoundError:
        return "strace is not installed"
    return None if done.returncode == 0 else f"strace may not trace here: {done.stderr.strip()}"


def read(path):
    """All finished calls, by the time they ended; a call that another thread interrupted in
    the trace is put together again."""
    begun, found = {}, []
    for number, line in enumerate(path.read_text(errors="replace").splitlines()):
        match = LINE.match(line)
        if not match:
            continue
        thread, name, rest = match.groups()
        if rest.endswith("<unfinished ...>"):
            begun[thread] = (number, rest.removesuffix("<unfinished ...>"))
            continue
        began, head = begun.pop(thread, (number, "")) if " resumed>" in line else (number, "")
        text = head + rest
        target = re.match(r"\(\d+<([^>]*)>", text)
        result = text.rsplit(" = ", 1)[-1]
        found.append(Call(name, target.group(1) if target else "", text, result, began, number))
    return found
