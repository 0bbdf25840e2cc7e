#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest asks for the least, and says why."""

import json
import re

from tap import SOURCE, expect, main

MANIFEST = SOURCE / "flatpak" / "io.github.pinfold.Pinfold.json"
ALLOWED = ["--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"]


def no_repeated_keys(pairs):
    keys = [k for k, _ in pairs]
    assert len(keys) == len(set(keys)), f"a key stands twice: {keys}"
    return dict(pairs)


def manifest():
    return json.loads(MANIFEST.read_text(), object_pairs_hook=no_repeated_keys)


def parses():
    data = manifest()
    assert data["id"] == MANIFEST.stem and data["command"] == "pinfold"
    assert data["runtime"] == "org.gnome.Platform" and data["sdk"] == "org.gnome.Sdk"
    assert re.fullmatch(r"\d+", data["runtime-version"])
    assert data["modules"][-1]["name"] == "pinfold"


def exact_permissions():
    args = manifest()["finish-args"]
    expect(set(args) - set(ALLOWED), "asks for more than it has a reason for")
    expect(set(ALLOWED) - set(args), "lacks")
    assert len(args) == len(set(args))


def nested_options_add_none():
    def walk(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "finish-args" and node is not data:
                    yield f"finish-args inside {node.get('name')}"
                if key == "build-args" and any("network" in str(v) for v in value):
                    yield "building needs the network"
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    data = manifest()
    expect(walk(data), "hidden permissions")


def reasons():
    text = (SOURCE / "flatpak" / "README.md").read_text()
    rows = re.findall(r"^\| `(--[^`]+)` \| (.{20,}) \|$", text, re.M)
    assert [r[0] for r in rows] == ALLOWED, f"reasons are given for {[r[0] for r in rows]}"


main([
    ("/static/flatpak/manifest-parses", parses),
    ("/static/flatpak/FP-1/exact-permissions", exact_permissions),
    ("/static/flatpak/FP-1/no-hidden-permissions", nested_options_add_none),
    ("/static/flatpak/FP-1/reasons-are-written", reasons),
])
