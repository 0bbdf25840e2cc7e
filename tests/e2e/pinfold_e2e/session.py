# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole desktop of our own: screen, window manager, bus, keyring, browser."""

import os
import subprocess
import time
from pathlib import Path

from . import place
from .app import App
from .browser import Browser
from .hands import Hands
from .keyring import Keyring
from .practice import Practice
from .processes import Process, end_leftovers, wait_until

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><keep_umask/><listen>unix:dir={runtime}</listen>
<auth>EXTERNAL</auth>{services}
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""
SERVICES = Path("/usr/share/dbus-1/services")


class Session:
    """Context manager. keyring is "unlocked", "locked" or "none"; browser as in browser.py.

    The bus is closed: it offers accessibility and the keyring asked for, and
    nothing else of the machine's, so no test depends on what happens to be
    installed there.
    """

    services = ("org.a11y.Bus",)
    service_folders = ()  # besides, with all that is or will be in them

    def __init__(self, keyring="unlocked", size="1280x800", dark=False, watched=False, browser="chromium"):
        self.keyring_state = keyring
        self.size = size
        self.dark = dark
        self.watched = watched  # for eyes.py
        self.browser_kind = browser
        self._processes = []

    def __enter__(self):
        place.adopt_orphans()
        self.place = place.PrivatePlace()
        self.env = {k: v for k, v in os.environ.items()
                    if k in ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TZ")}
        self.env.update(self.place.env)
        self.env.update(
            LANG="C.UTF-8", GSK_RENDERER="cairo", GDK_BACKEND="x11", GDK_DEBUG="gl-disable", GSETTINGS_BACKEND="memory",
            GIO_USE_VFS="local", GTK_A11Y="atspi", NO_AT_BRIDGE="0",
            GSETTINGS_SCHEMA_DIR=str(place.BUILD / "data"),
            PINFOLD_LIBEXEC_DIR=str(self.place / "libexec"),
            XDG_DATA_DIRS="/usr/local/share:/usr/share", XDG_CURRENT_DESKTOP="GNOME")
        try:
            self._write_settings()
            self._start_screen()
            self._start_bus()
            # The accessibility library of this very process uses both.
            os.environ.update({k: self.env[k] for k in (
                "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME", "GDK_BACKEND", "GSK_RENDERER",
                "GSETTINGS_BACKEND", "GIO_USE_VFS")})
            self.hands = Hands(self)
            self._start_window_manager()
            self.keyring = Keyring(self, self.keyring_state)
            self.browser = Browser(self, self.browser_kind)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None and hasattr(self, "hands"):
            self._explain()
        self.close()

    def start(self, name, command, **kwargs):
        """Start a program in this session."""
        process = Process(name, command, self.env | kwargs.pop("env", {}), self.place / "log", **kwargs)
        self._processes.append(process)
        return process

    def practice_command(self):
        return [place.program("pinfold-practice")]

    def inside(self, path):
        """What the program calls a file of this session."""
        return path

    @property
    def data(self):
        """Where the application keeps what it keeps."""
        return self.place / "data"

    @property
    def scratch(self):
        """Where the application can write for a test, by the same path."""
        return self.place / "artefacts"

    def start_practice(self, *arguments):
        return Practice(self, arguments)

    def start_app(self, *arguments, **kwargs):
        return App(self, arguments, **kwargs)

    def screenshot(self, path, window=None):
        """Save a PNG of one window (an X id), else of the whole screen."""
        path = Path(path)
        subprocess.run(["import", "-silent", "-window", window or "root", str(path)],
                       env=self.env, check=True, timeout=20)
        return path

    def close(self):
        for process in reversed(self._processes):
            process.stop()
        self._processes.clear()
        end_leftovers()
        self.place.remove()

    def _write_settings(self):
        gtk = self.place / "config" / "gtk-4.0"
        gtk.mkdir()
        (gtk / "settings.ini").write_text(
            "[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\n")
        if self.dark:
            # libadwaita takes this where no settings portal answers.
            self.env["ADW_DEBUG_COLOR_SCHEME"] = "prefer-dark"

    def _start_screen(self):
        reading, writing = os.pipe()
        self.start("xvfb", ["Xvfb", f":{place.screen_number()}", "-displayfd", str(writing), "-screen", "0", f"{self.size}x24",
                            "-nolisten", "tcp", "-noreset", "-dpi", "96",
                            *(["-fbdir", str(self.place / "artefacts")] if self.watched else [])], pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise AssertionError("Xvfb did not start:\n" + self._processes[-1].log)
        self.env["DISPLAY"] = f":{number}"

    def _start_window_manager(self):
        manager = self.start("openbox", ["openbox", "--sm-disable"])
        # A window that comes while it starts may never be shown.
        wait_until(lambda: not manager.alive() or self.hands.managed(), 15, "the window manager")

    def _start_bus(self):
        services = self.place / "services"
        services.mkdir()
        for name in self.services:
            (services / f"{name}.service").write_text((SERVICES / f"{name}.service").read_text())
        folders = "".join(f"<servicedir>{folder}</servicedir>" for folder in (services, *self.service_folders))
        config = self.place / "bus.conf"
        config.write_text(BUS.format(runtime=self.place / "runtime", services=folders))
        bus = self.start("bus", ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"])
        wait_until(lambda: "\n" in bus.log or not bus.alive(), 10, "the bus")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.log.strip().splitlines()[0]

    def _explain(self):
        """After a failure, leave the screen and what was printed where they can be found."""
        try:
            place.FAILED.mkdir(parents=True, exist_ok=True)
            picture = place.FAILED / f"failed-{int(time.time())}-{os.getpid()}.png"
            self.screenshot(picture)
            print(f"# the screen as it was: {picture}")
        except (OSError, subprocess.SubprocessError):
            pass
        for process in self._processes:
            tail = process.log[-1500:].strip()
            if tail and process.name not in ("xvfb", "openbox", "bus"):
                print("\n".join(f"# {process.name}| {line}" for line in tail.splitlines()))
