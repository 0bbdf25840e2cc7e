# SPDX-License-Identifier: GPL-3.0-or-later
"""Byte search for planted secrets, in files and in what /proc shows of processes."""

import base64
import os
import urllib.parse
from pathlib import Path


def spellings(value):
    """The ways a text may be written down."""
    raw = value.encode()
    return {
        raw,
        raw.hex().encode(),
        base64.b64encode(raw).rstrip(b"="),
        base64.urlsafe_b64encode(raw).rstrip(b"="),
        urllib.parse.quote(value, safe="").encode(),
        value.encode("utf-16-le"),
    }


def files_with(values, folders):
    """List (file, value) for each file below the folders that has a value in any spelling."""
    wanted = {v: spellings(v) for v in values}
    found = []
    for folder in folders:
        for path in Path(folder).rglob("*"):
            if path.is_symlink() or not path.is_file():
                continue
            try:
                data = path.read_bytes()
            except OSError:
                continue
            found += [(path, v) for v, forms in wanted.items() if any(f in data for f in forms)]
    return found


def processes_with(values, pids):
    """List (pid, what, value) for arguments and environments that have a value."""
    wanted = {v: spellings(v) for v in values}
    found = []
    for pid in pids:
        for what in ("cmdline", "environ"):
            try:
                data = Path(f"/proc/{pid}/{what}").read_bytes()
            except OSError:
                continue
            found += [(pid, what, v) for v, forms in wanted.items() if any(f in data for f in forms)]
    return found


def own_processes():
    """Ids of all running processes of this user."""
    mine = os.geteuid()
    result = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                if os.stat(f"/proc/{entry}").st_uid == mine:
                    result.append(int(entry))
            except OSError:
                pass
    return result
