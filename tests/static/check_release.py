#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a release is made of: the archive, which is the same whenever it is made, and its components."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile

from tap import BUILD, SOURCE, Skip, expect, main, run

# The checkout may be somebody else's.
GIT = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}

OTHER_NAMES = {"gtk-4": "gtk4", "gdk_pixbuf-2.0": "gdk-pixbuf-2.0"}
# The C library is the system's; the others come with GTK.
WITH_OTHERS = {"c", "m", "pango-1.0", "pangocairo-1.0", "cairo", "cairo-gobject", "graphene-1.0"}


def make_archive():
    done = subprocess.run(["meson", "dist", "-C", str(BUILD), "--no-tests", "--formats", "xztar", "--allow-dirty"],
                          env=os.environ | GIT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = list((BUILD / "meson-dist").glob("pinfold-*.tar.xz"))
    assert len(made) == 1, made
    return made[0]


def archive():
    if not (SOURCE / ".git").exists():
        raise Skip("an archive is made of a git checkout only")
    hashes = set()
    for _ in range(2):
        path = make_archive()
        hashes.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(hashes) == 1, f"two archives of one commit: {hashes}"
    with tarfile.open(path) as tar:
        names = {name.split("/", 1)[1] for name in tar.getnames() if "/" in name}
        times = {member.mtime for member in tar.getmembers()}
    assert {"meson.build", "NEWS", "COPYING", "src/app/main.c"} <= names, sorted(names)[:20]
    assert len(times) == 1, "files of more than one time"


def components():
    command = (sys.executable, SOURCE / "build-aux/sbom", BUILD, SOURCE / "NEWS")
    text = run(*command)
    assert text == run(*command), "twice, and not the same"
    told = json.loads(text)
    own, *libraries = told["packages"]
    assert own["checksums"][0]["checksumValue"] == hashlib.sha256((SOURCE / "NEWS").read_bytes()).hexdigest()
    assert all(library["versionInfo"][0].isdigit() for library in libraries), libraries
    known = {library["name"].removeprefix("lib") for library in libraries}
    linked = {name for name in re.findall(r"\(NEEDED\).*\[lib(.*)\.so", run("readelf", "--dynamic", BUILD / "src/app/pinfold"))}
    assert "glib-2.0" in linked, linked
    expect({OTHER_NAMES.get(name, name) for name in linked} - known - WITH_OTHERS, "linked with, and not listed")


main([
    ("/static/release/two-archives-of-one-commit", archive),
    ("/static/release/components", components),
])
