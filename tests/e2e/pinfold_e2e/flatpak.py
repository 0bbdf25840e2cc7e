# SPDX-License-Identifier: GPL-3.0-or-later
"""Pinfold as an installed Flatpak: its sandbox, and the portals of a desktop around it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import a11y, place
from .app import App
from .session import Session

PORTALS = ("org.freedesktop.portal.Desktop", "org.freedesktop.portal.Documents", "org.freedesktop.portal.Flatpak",
           "org.freedesktop.impl.portal.PermissionStore", "org.freedesktop.impl.portal.desktop.gtk",
           "org.freedesktop.Flatpak")
# Its own main loop waits until the other program has answered.
LAUNCH = """
import sys
from gi.repository import Gio, GLib
loop = GLib.MainLoop()
def done(app, result):
    app.launch_uris_finish(result)
    loop.quit()
Gio.DesktopAppInfo.new(sys.argv[1]).launch_uris_async(sys.argv[2:], None, None, done)
loop.run()
"""


class FlatpakSession(Session):
    """A desktop with portals. What they start (the browser) has the environment of the bus."""

    services = ("org.a11y.Bus", *PORTALS)

    def __init__(self, *args, installation=place.FLATPAK, app_id=place.APP_ID, shared=True, **kwargs):
        """shared: the runtime folder of the practice server is the same inside and outside, so that a
        test can talk to it. Nothing else differs from what is installed."""
        super().__init__(*args, **kwargs)
        self.app_id = app_id
        self.installation = Path(installation)
        self.options = ["--filesystem=xdg-run/pinfold"] if shared else []
        self.usual = None
        self.service_folders = (self.installation / "exports/share/dbus-1/services",)

    def _move_runtime(self):
        """The portal for documents names files by the path outside, which is the same inside only where
        the runtime folder has its usual name. build-aux/flatpak-proof makes one."""
        usual = Path(f"/run/user/{os.getuid()}")
        if os.access(usual, os.W_OK) and not any(usual.iterdir()):
            (self.place / "runtime").rmdir()
            (self.place / "runtime").symlink_to(usual)
            self.env["XDG_RUNTIME_DIR"] = str(usual)
            self.usual = usual

    def close(self):
        """The next session finds the folder as this one did."""
        super().close()
        if self.usual is None:
            return
        subprocess.run(["fusermount3", "-u", "-q", "-z", self.usual / "doc"], check=False, timeout=20)
        for path in self.usual.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
        self.usual = None

    def _write_settings(self):
        self._move_runtime()
        # A build tree's own places would lead the sandbox astray.
        for name in ("GSETTINGS_SCHEMA_DIR", "PINFOLD_LIBEXEC_DIR"):
            del self.env[name]
        self.env.update(FLATPAK_USER_DIR=str(self.installation),
                        XDG_DATA_DIRS=f"{self.installation}/exports/share:/usr/local/share:/usr/share")
        super()._write_settings()
        (self.place / "runtime" / "pinfold").mkdir(mode=0o700)
        gtk = self.var / "config" / "gtk-4.0"
        gtk.mkdir(parents=True, exist_ok=True)
        (gtk / "settings.ini").write_text(
            "[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\n")

    @property
    def var(self):
        """What the sandbox keeps, seen from outside."""
        return self.place / "home" / ".var" / "app" / self.app_id

    @property
    def data(self):
        return self.var / "data"

    @property
    def scratch(self):
        return self.var / "cache"

    def flatpak(self, *arguments, check=True, timeout=240):
        """Run the flatpak command as this user; returns what it printed."""
        # "flatpak install" asks the system bus; where there is none, another one will do.
        env = dict(self.env)
        if not Path("/run/dbus/system_bus_socket").exists():
            env["DBUS_SYSTEM_BUS_ADDRESS"] = env["DBUS_SESSION_BUS_ADDRESS"]
        done = subprocess.run(["flatpak", *map(str, arguments)], env=env, capture_output=True, text=True,
                              timeout=timeout, check=False)
        if check and done.returncode:
            raise AssertionError(f"flatpak {' '.join(map(str, arguments))}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def practice_command(self):
        return ["flatpak", "run", *self.options, "--command=/app/libexec/pinfold/pinfold-practice", self.app_id]

    def inside(self, path):
        runtime = self.place / "runtime"
        return Path(f"/run/user/{os.getuid()}") / path.relative_to(runtime) if path.is_relative_to(runtime) else path

    def start_app(self, *arguments, **kwargs):
        return FlatpakApp(self, arguments, **kwargs)

    def launch_with(self, app_id, *files):
        """Open files with an installed program, as a file manager does."""
        uris = [Path(f).as_uri() for f in files]
        done = subprocess.run([sys.executable, "-c", LAUNCH, f"{app_id}.desktop", *uris], env=self.env,
                              capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr

    def run_inside(self, *command, check=True):
        """A command in a sandbox of its own, with the permissions of the application."""
        return self.flatpak("run", f"--command={command[0]}", self.app_id, *command[1:], check=check)


class FlatpakApp(App):
    """The application in its sandbox: seen by its name, as its process ids are other ones outside."""

    def __init__(self, session, arguments=(), env=None, name="flatpak"):
        # Settings and files are kept and read by the sandbox's own means.
        options = ["--unset-env=GSETTINGS_BACKEND", "--unset-env=GIO_USE_VFS", "--unset-env=GDK_DEBUG",
                   *(f"--env={k}={v}" for k, v in (env or {}).items())]
        super().__init__(session, arguments, ["flatpak", "run", *session.options, *options, session.app_id], name=name)

    @property
    def root(self):
        return a11y.application(name=self.session.app_id)

    @property
    def window(self):
        if self._window is None:
            self._window = self.session.hands.window(title="^Pinfold")
        return self._window
