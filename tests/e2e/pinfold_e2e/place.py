# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things are, and as whom they run."""

import ctypes
import os
import pwd
import shutil
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ.get("PINFOLD_SOURCE_ROOT") or Path(__file__).resolve().parents[3])
BUILD = Path(os.environ.get("PINFOLD_BUILD_ROOT") or SOURCE / "_build" / "plain")
FLATPAK = os.environ.get("PINFOLD_FLATPAK")  # FLATPAK_USER_DIR of an installation to try instead of the build
FAILED = BUILD / "meson-logs" / "e2e"  # pictures of the screen at a failure
APP_ID = "io.github.pinfold.Pinfold"
PROGRAMS = {
    "pinfold": "src/app/pinfold",
    "pinfold-decode": "src/core/media/decode/pinfold-decode",
    "pinfold-practice": "src/practice/pinfold-practice",
}
PR_SET_CHILD_SUBREAPER = 36
sys.path.append(str(SOURCE / "tests"))
from alone import alone, screen_number  # noqa: E402,F401


def program(name):
    path = BUILD / PROGRAMS[name]
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not built")
    return path


def adopt_orphans():
    """Daemons that detach become our children, so that each can be ended by its id."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def step_down(needed=None):
    """Root hides faults (safety.md SE-8), so as root go on as an ordinary user.

    Returns what was done, in words; stays root when that user could not read the
    checkout or the build tree, or else what is needed.
    """
    if needed is None:
        needed = (FLATPAK,) if FLATPAK else (SOURCE, SOURCE / "tests/e2e", BUILD, program("pinfold-practice"))
    if os.geteuid() != 0:
        return f"running as user {os.geteuid()}"
    try:
        user = pwd.getpwnam("nobody")
    except KeyError:
        return "running as root: there is no user nobody"
    FAILED.mkdir(parents=True, exist_ok=True)
    FAILED.chmod(0o1777)
    socket_dir = Path("/tmp/.X11-unix")
    if not socket_dir.exists():
        socket_dir.mkdir()
        socket_dir.chmod(0o1777)
    child = os.fork()
    if child == 0:
        readable = False
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            readable = all(os.access(p, os.R_OK | os.X_OK) for p in needed)
        finally:
            os._exit(0 if readable else 1)
    if os.waitpid(child, 0)[1] != 0:
        return "running as root: an ordinary user cannot read this checkout"
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    # A process that changed its user is not dumpable, and then its /proc entries
    # belong to root; what it starts by exec() is ordinary again.
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    return "running as user nobody"


class PrivatePlace:
    """A home and the XDG folders of one session, all 0700, gone at the end."""

    FOLDERS = {
        "HOME": "home",
        "XDG_RUNTIME_DIR": "runtime",
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "TMPDIR": "tmp",
    }

    def __init__(self):
        # A short path: a socket's may have 107 bytes.
        self.root = Path(tempfile.mkdtemp(prefix="pf-", dir="/tmp"))
        self.keep = bool(os.environ.get("PINFOLD_E2E_KEEP"))
        self.env = {}
        for variable, name in self.FOLDERS.items():
            folder = self.root / name
            folder.mkdir(mode=0o700)
            self.env[variable] = str(folder)
        for name in ("log", "artefacts", "libexec"):
            (self.root / name).mkdir(mode=0o700)
        for name in ("pinfold-decode", "pinfold-practice"):
            if (BUILD / PROGRAMS[name]).is_file():
                (self.root / "libexec" / name).symlink_to(BUILD / PROGRAMS[name])

    def __truediv__(self, name):
        return self.root / name

    def remove(self):
        if self.keep:
            print(f"# kept: {self.root}")
        else:
            shutil.rmtree(self.root, ignore_errors=True)
