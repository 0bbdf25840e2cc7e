#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the finished programs are made of."""

import re
import sys
from pathlib import Path

from tap import expect, main, run

PROGRAMS = [Path(p) for p in sys.argv[1:]]


def each(check):
    def over_all():
        assert PROGRAMS
        expect((f"{p.name}: {why}" for p in PROGRAMS for why in check(p)), "not as it must be")
    return over_all


def position_independent(path):
    if not re.search(r"Type:\s+DYN", run("readelf", "-hW", path)):
        yield "not position independent"


def full_relro(path):
    if "GNU_RELRO" not in run("readelf", "-lW", path):
        yield "no RELRO"
    dynamic = run("readelf", "-dW", path)
    if not re.search(r"\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*NOW|\(BIND_NOW\)", dynamic):
        yield "not bound at start"
    if re.search(r"\((RPATH|RUNPATH)\).*\[/", dynamic):
        yield "an absolute library path"


def no_exec_stack(path):
    line = re.search(r"GNU_STACK.*", run("readelf", "-lW", path))
    if not line or "RWE" in line.group(0):
        yield "executable stack"


def symbols(path):
    return run("readelf", "-sW", "--dyn-syms", path)


def stack_protector(path):
    if "__stack_chk_fail" not in symbols(path):
        yield "no stack protector"


def fortified(path):
    # Only meaningful where something is there to fortify.
    table = symbols(path)
    plain = re.search(r"\b(memcpy|snprintf|read|memset|strcpy|fprintf)@", table)
    if plain and not re.search(r"__\w+_chk@", re.sub("__stack_chk_fail", "", table)):
        yield "calls nothing fortified"


def control_flow(path):
    if "Machine:" in (head := run("readelf", "-hW", path)) and "X86-64" not in head:
        return
    # Start files of some distributions lack the note; then the program has none either,
    # and the code itself must show the landing pads.
    if "IBT" not in run("readelf", "-nW", path) and "endbr64" not in run("objdump", "-d", "-j", ".text", path):
        yield "no landing pads for indirect calls"


def no_web_view(path):
    if re.search(r"NEEDED.*webkit", run("readelf", "-dW", path), re.I):
        yield "linked with a web view"


def no_secret(path):
    text = run("strings", "-n", "20", path)
    for match in re.finditer(r"\bpin[ac]_[A-Za-z0-9]{20,}|-----BEGIN [A-Z ]*PRIVATE KEY", text):
        yield f"{match.group(0)[:10]}..."
    for match in re.finditer(r"(?m)^[0-9a-f]{40}$", text):
        yield f"40 hex digits, as an app secret has: {match.group(0)[:6]}..."


def core_links_no_screen(path):
    if path.name != "pinfold" and re.search(r"NEEDED.*(libgtk|libadwaita)", run("readelf", "-dW", path)):
        yield "linked with the screen"


main([
    ("/static/binaries/FP-7/position-independent", each(position_independent)),
    ("/static/binaries/FP-7/full-relro", each(full_relro)),
    ("/static/binaries/FP-7/no-executable-stack", each(no_exec_stack)),
    ("/static/binaries/FP-7/stack-protector", each(stack_protector)),
    ("/static/binaries/FP-7/fortified", each(fortified)),
    ("/static/binaries/FP-7/control-flow", each(control_flow)),
    ("/static/binaries/OA-3/no-web-view", each(no_web_view)),
    ("/static/binaries/OA-17+AP-11/no-secret-compiled-in", each(no_secret)),
    ("/static/binaries/helpers-without-screen", each(core_links_no_screen)),
])
