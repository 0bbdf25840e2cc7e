#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifests ask for the least, and say why; the rules of Flathub's linter that apply.

The linter itself is in no distribution, so its rules are checked here under their own names
(docs.flathub.org, "Flatpak builder lint")."""

import re

import yaml
from tap import SOURCE, expect, main

FOLDER = SOURCE / "flatpak"
NAME = "io.github.pinfold.Pinfold"
MANIFESTS = {id: FOLDER / f"{id}.yml" for id in (NAME, f"{NAME}.Devel")}
ALLOWED = ["--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"]


class Strict(yaml.SafeLoader):
    """YAML keeps the last of two equal keys; a second list of permissions would hide the first."""


def mapping(loader, node):
    keys = [loader.construct_object(key) for key, _ in node.value]
    assert len(keys) == len(set(keys)), f"a key stands twice: {keys}"
    return {loader.construct_object(k): loader.construct_object(v, deep=True) for k, v in node.value}


Strict.add_constructor("tag:yaml.org,2002:map", mapping)


def read(path):
    return yaml.load(path.read_text(), Loader=Strict)


def manifests():
    assert set(MANIFESTS.values()) == set(FOLDER.glob("*.yml")) | set(FOLDER.glob("*.json")), "unknown manifests"
    return {id: read(path) for id, path in MANIFESTS.items()}


def parses():
    for id, data in manifests().items():
        assert data["id"] == id and data["command"] == "pinfold"
        assert data["runtime"] == "org.gnome.Platform" and data["sdk"] == "org.gnome.Sdk"
        assert re.fullmatch(r"\d+", data["runtime-version"])
        assert data["modules"][-1]["name"] == "pinfold"


def exact_permissions():
    for id, data in manifests().items():
        args = data["finish-args"]
        expect(set(args) - set(ALLOWED), f"{id} asks for more than it has a reason for")
        expect(set(ALLOWED) - set(args), f"{id} lacks")
        assert len(args) == len(set(args))


def walk(node, path=()):
    """Each key of a manifest, wherever it stands, with its path and value."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key), value
            yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, path)


def nested_options_add_none():
    hidden = ("finish-args", "add-extensions", "add-build-extensions", "inherit-extensions", "base", "metadata",
              "metadata-platform", "tags", "build-runtime", "build-extension", "secret-opts", "secret-env")
    for id, data in manifests().items():
        expect(("/".join(p) for p, _ in walk(data) if p[-1] in hidden and p != ("finish-args",)),
               f"{id}: hidden permissions")
        expect(("/".join(p) for p, v in walk(data) if p[-1] in ("build-args", "test-args") and "network" in str(v)),
               f"{id}: building needs the network")


def reasons():
    """Each permission stands below a comment of its own, and those of the README say the same."""
    lines = MANIFESTS[NAME].read_text().splitlines()
    at = lines.index("finish-args:")
    for argument in ALLOWED:
        line = lines.index(f"  - {argument}")
        assert line > at and re.match(r"  # .{8,}\.$", lines[line - 1]), f"{argument} stands without a reason"
    text = (FOLDER / "README.md").read_text()
    rows = re.findall(r"^\| `(--[^`]+)` \| (.{20,}) \|$", text, re.M)
    assert [r[0] for r in rows] == ALLOWED, f"reasons are given for {[r[0] for r in rows]}"


def variants_differ_in_name_alone():
    released, devel = manifests().values()
    devel["id"] = released["id"]
    options = devel["modules"][-1]["config-opts"]
    options.remove("-Dprofile=development")
    assert devel == released, "the development variant differs in more than its profile"


def pinned():
    """Everything but the checkout itself is named by what it must be."""
    for id, data in manifests().items():
        for module in data["modules"]:
            for source in module.get("sources", ()):
                if source["type"] == "dir":
                    assert module["name"] == "pinfold" and source["path"] == "..", source
                elif source["type"] == "git":
                    assert re.fullmatch(r"[0-9a-f]{40}", source.get("commit", "")), f"{id}: {source}"
                else:
                    assert re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")), f"{id}: {source}"
                    assert source["url"].startswith("https://"), f"{id}: {source}"


# Rule of the linter -> whether a manifest breaks it.
def starts(args, *prefixes):
    return [a for a in args if a.startswith(prefixes)]


FINISH = {
    "finish-args-not-defined": lambda a, _: not a,
    "finish-args-absolute-run-media-path": lambda a, _: [x for x in a if "/run/media" in x],
    "finish-args-arbitrary-dbus-access": lambda a, _: {"--socket=session-bus", "--socket=system-bus"} & set(a),
    "finish-args-arbitrary-autostart-access": lambda a, _: [x for x in a if "autostart" in x],
    "finish-args-arbitrary-xdg-data-access": lambda a, _: starts(a, "--filesystem=xdg-data"),
    "finish-args-contains-both-x11-and-fallback": lambda a, _: {"--socket=x11", "--socket=fallback-x11"} <= set(a),
    "finish-args-contains-both-x11-and-wayland": lambda a, _: {"--socket=x11", "--socket=wayland"} <= set(a),
    "finish-args-direct-dconf-path": lambda a, _: [x for x in a if "dconf" in x],
    "finish-args-fallback-x11-without-wayland":
        lambda a, _: "--socket=fallback-x11" in a and "--socket=wayland" not in a,
    "finish-args-flatpak-spawn-access": lambda a, _: [x for x in a if "org.freedesktop.Flatpak" in x],
    "finish-args-flatpak-system-talk-name": lambda a, _: starts(a, "--system-talk-name", "--system-own-name"),
    "finish-args-freedesktop-dbus-talk-name": lambda a, _: [x for x in a if x.endswith("=org.freedesktop.DBus")],
    "finish-args-has-dev-input": lambda a, _: starts(a, "--device=input"),
    "finish-args-has-socket-gpg-agent": lambda a, _: "--socket=gpg-agent" in a,
    "finish-args-has-socket-ssh-auth": lambda a, _: "--socket=ssh-auth" in a,
    "finish-args-has-nodevice-dri": lambda a, _: "--nodevice=dri" in a,
    "finish-args-only-wayland": lambda a, _: "--socket=wayland" in a and not starts(a, "--socket=fallback-x11", "--socket=x11"),
    "finish-args-own-name-of-others":
        lambda a, id: [x for x in starts(a, "--own-name=") if not re.fullmatch(f"--own-name={re.escape(id)}(\\..+)?", x)],
    "finish-args-portal-impl-permissionstore-talk-name": lambda a, _: [x for x in a if "impl.portal" in x],
    "finish-args-portal-talk-name": lambda a, _: [x for x in a if "org.freedesktop.portal" in x],
    "finish-args-unnecessary-appid-own-name": lambda a, id: [x for x in a if x == f"--own-name={id}"],
    "finish-args-unnecessary-filesystem": lambda a, _: starts(a, "--filesystem="),
    "finish-args-uses-no-talk-name": lambda a, _: starts(a, "--no-talk-name"),
    "finish-args-wildcard-name":
        lambda a, _: [x for x in starts(a, "--talk-name", "--own-name", "--system-talk-name") if "*" in x],
    "finish-args-x11-without-ipc":
        lambda a, _: starts(a, "--socket=x11", "--socket=fallback-x11") and "--share=ipc" not in a,
}
TOPLEVEL = {
    "toplevel-no-command": lambda m: not m.get("command"),
    "toplevel-command-is-path": lambda m: "/" in m["command"],
    "toplevel-no-modules": lambda m: not m.get("modules"),
    "toplevel-cleanup-debug": lambda m: any("debug" in str(c) for c in m.get("cleanup", ())),
    "toplevel-unnecessary-branch": lambda m: "branch" in m or "default-branch" in m,
    "no-finish-args-in-modules": lambda m: any("finish-args" in x for x in m["modules"]),
    "appid-length": lambda m: len(m["id"]) > 255,
    "appid-component-count": lambda m: not 3 <= len(m["id"].split(".")) <= 5,
    "appid-domainpart-lowercase": lambda m: any(p != p.lower() for p in m["id"].split(".")[:3]),
    "appid-code-host": lambda m: m["id"].startswith("com.github."),
    "appid-ends-with-lowercase-desktop": lambda m: m["id"].endswith((".desktop", ".app", ".linux")),
    "module-buildsystem-is-plain-cmake": lambda m: any(x.get("buildsystem") == "cmake" for x in m["modules"]),
    "module-source-sha1-or-md5": lambda m: any({"sha1", "md5"} & set(s) for x in m["modules"] for s in x["sources"]),
    "module-source-git-branch":
        lambda m: any(s["type"] == "git" and "branch" in s for x in m["modules"] for s in x["sources"]),
    "module-checker-tracks-commits":
        lambda m: any(s.get("x-checker-data", {}).get("type") == "git" for x in m["modules"] for s in x["sources"]),
}


def linter():
    for id, data in manifests().items():
        expect((name for name, breaks in FINISH.items() if breaks(data["finish-args"], id)), f"{id} breaks")
        expect((name for name, breaks in TOPLEVEL.items() if breaks(data)), f"{id} breaks")


def linter_sees():
    """The rules above find what they are there for."""
    wrong = {
        "finish-args-arbitrary-dbus-access": ["--socket=session-bus"],
        "finish-args-contains-both-x11-and-fallback": ["--socket=x11", "--socket=fallback-x11"],
        "finish-args-fallback-x11-without-wayland": ["--socket=fallback-x11"],
        "finish-args-flatpak-spawn-access": ["--talk-name=org.freedesktop.Flatpak"],
        "finish-args-own-name-of-others": ["--own-name=org.example.Other"],
        "finish-args-portal-talk-name": ["--talk-name=org.freedesktop.portal.Secret"],
        "finish-args-unnecessary-appid-own-name": [f"--own-name={NAME}"],
        "finish-args-unnecessary-filesystem": ["--filesystem=home"],
        "finish-args-wildcard-name": ["--talk-name=org.gnome.*"],
        "finish-args-x11-without-ipc": ["--socket=x11"],
    }
    expect((name for name, args in wrong.items() if not FINISH[name](args, NAME)), "rules that see nothing")


main([
    ("/static/flatpak/manifest-parses", parses),
    ("/static/flatpak/FP-1/exact-permissions", exact_permissions),
    ("/static/flatpak/FP-1/no-hidden-permissions", nested_options_add_none),
    ("/static/flatpak/FP-1/reasons-are-written", reasons),
    ("/static/flatpak/FP-1/linter-rules", linter),
    ("/static/flatpak/FP-1/linter-rules-can-fail", linter_sees),
    ("/static/flatpak/FP-3/variants-differ-in-name-alone", variants_differ_in_name_alone),
    ("/static/flatpak/FP-6/sources-are-pinned", pinned),
])
