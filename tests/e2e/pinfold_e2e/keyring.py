# SPDX-License-Identifier: GPL-3.0-or-later
"""A real GNOME keyring: unlocked, locked, or not there."""

import subprocess

PASSWORD = b"a test's own keyring"


class Keyring:
    def __init__(self, session, state):
        assert state in ("unlocked", "locked", "none"), state
        self.session = session
        self.process = None
        if state != "none":
            self.start()
        if state == "locked":
            self.lock()

    def start(self):
        self.process = self.session.start(
            "keyring", ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=PASSWORD)
        self._gdbus("wait", "--session", "--timeout", "10", "org.freedesktop.secrets")

    def stop(self):
        """The service goes away in the middle of everything."""
        self.process.stop()

    def lock(self):
        """Lock the login collection; nobody will answer a prompt to unlock it."""
        self._call("Lock", "['/org/freedesktop/secrets/collection/login']")

    def items(self):
        """How many items the login collection holds."""
        answer = self._gdbus("call", "--session", "--dest", "org.freedesktop.secrets", "--object-path",
                             "/org/freedesktop/secrets/collection/login", "--method",
                             "org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Collection", "Items")
        return answer.count("/org/freedesktop/secrets/collection/login/")

    def _call(self, method, argument):
        return self._gdbus("call", "--session", "--dest", "org.freedesktop.secrets", "--object-path",
                           "/org/freedesktop/secrets", "--method",
                           f"org.freedesktop.Secret.Service.{method}", argument)

    def _gdbus(self, *arguments):
        return subprocess.run(["gdbus", *arguments], env=self.session.env, check=True, timeout=20,
                              capture_output=True, text=True).stdout
