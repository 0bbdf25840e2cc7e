#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: flatpak_proof.py --installation FOLDER --bundles N NEXT --shots FOLDER [--only STEP,STEP...]
Pinfold as an installed Flatpak, used as a person would; build-aux/flatpak-proof makes all that it needs.
One line a step, with its seconds."""

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

parser = argparse.ArgumentParser(description="Use the installed Flatpak as a person would.")
parser.add_argument("--installation", required=True, type=Path, help="FLATPAK_USER_DIR, with the runtime in it")
parser.add_argument("--bundles", required=True, type=Path, nargs=2, help="this version and the next one")
parser.add_argument("--shots", required=True, type=Path, help="where pictures go")
parser.add_argument("--only", help="these steps alone, with commas between them")
options = parser.parse_args()

# Only now: the accessibility library reads the environment when it is imported.
from pinfold_e2e import pictures, place, steps  # noqa: E402
from pinfold_e2e.processes import insist, wait_until  # noqa: E402

BOARD = "The fruit bowl"
CHOSEN, DROPPED = "Chosen in the portal", "Dropped from outside"
# As Flatpak writes them down: "fallback-x11" is "x11", and only where there is no Wayland.
ALLOWED = {"shared": {"network", "ipc"}, "sockets": {"wayland", "x11", "fallback-x11"}, "devices": {"dri"}}


class Proof:
    """The steps; each public method is one."""

    began = last = time.monotonic()

    def __init__(self, session=None):
        self.session = session
        self.app = None
        self.pinned = 0

    @classmethod
    def tell(cls, words):
        now = time.monotonic()
        print(f"{now - cls.began:6.1f} s  (+{now - cls.last:5.1f})  {words}", flush=True)
        cls.last = now

    def shot(self, name, window=True):
        time.sleep(0.4)
        self.session.screenshot(options.shots / f"{name}.png", self.app.window if window else None)

    def finish(self):
        self.session.hands.key("Escape")
        time.sleep(0.3)
        status = self.app.quit(timeout=20)
        complaints = self.app.complaints()
        assert status == 0 and not complaints, (status, complaints)
        # The practice server goes some seconds after its last client, and the sandbox with it.
        wait_until(lambda: self.session.app_id not in self.session.flatpak("ps", "--columns=application"), 20,
                   "the sandbox to end", every=0.3)

    def install(self):
        self.session.flatpak("uninstall", "--user", "-y", "--noninteractive", self.session.app_id, check=False)
        self.session.flatpak("install", "--user", "-y", "--noninteractive", "--bundle", options.bundles[0])
        held = self.session.flatpak("info", "--show-permissions", self.session.app_id)
        asked = dict(re.findall(r"^(\w+)=(.*)$", held, re.M))
        found = {key: set(filter(None, value.split(";"))) for key, value in asked.items()}
        assert found == ALLOWED, f"permissions: {found}"
        files = self.session.flatpak("info", self.session.app_id)
        size = re.search(r"Installed:\s*(.*)", files).group(1)
        version = re.search(r"Version:\s*(.*)", files).group(1)
        self.tell(f"installed {options.bundles[0].name}: version {version}, {size}, exactly the reasoned permissions")

    def see_nothing_outside(self):
        """Of the person's files the sandbox has its own folder alone."""
        secret = self.session.place / "home" / "diary.txt"
        secret.write_text("dear diary")
        seen = self.session.run_inside("sh", "-c", f"ls -A ~; cat {secret}; ls -A /run/user/*/bus /var/tmp", check=False)
        assert "dear diary" not in seen and "diary.txt" not in seen.replace(str(secret), ""), seen
        talked = self.session.run_inside("gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path",
                                         "/org/freedesktop/secrets", "--method", "org.freedesktop.DBus.Peer.Ping", check=False)
        assert "ServiceUnknown" in talked or "AccessDenied" in talked, f"the keyring answered: {talked}"
        self.tell("inside, the person's files and the desktop's keyring are not there")

    def sign_in_inside(self):
        """The requirements of signing in and of secrets that a sandbox could break, by the tests for them:
        each has a session of its own."""
        self._run("test_connect.py", "OA-9", "OA-10", "OA-1+OA-6", "OA-4", "OA-7")
        self._run("test_secrets.py", "SE-3", "SE-4")

    def _run(self, name, *cases):
        said = []
        with subprocess.Popen([sys.executable, place.SOURCE / "tests/e2e" / name, *cases], text=True, stdout=subprocess.PIPE,
                              env=os.environ | {"PINFOLD_FLATPAK": str(options.installation)}) as tests:
            for line in tests.stdout:
                said.append(line)
                if line.startswith("ok "):
                    self.tell(line.strip())
        assert tests.returncode == 0, "".join(said)

    def start(self):
        self.app = self.session.start_app()
        steps.see(self.app, "Connect your Pinterest account", timeout=30)
        self.tell("the window is there, connected to nothing")
        self.shot("01-first-start")

    def connect(self):
        visit, seconds = steps.connect(self.app, self.session, timeout=60)
        steps.see(self.app, steps.ANNA)
        self.tell(f"connected to Practice: the portal opened Chromium, which pressed Allow; {seconds:.1f} s later it was told")
        self.shot("02-connected", window=False)
        assert visit["url"].startswith("http://127.0.0.1:") or visit["url"].startswith("http://localhost:"), visit["url"]
        steps.see_boards(self.app)
        self._card(30)
        self.tell("its boards")
        self.shot("03-boards")

    def find_the_token_again(self):
        self.finish()
        kept = sorted((self.session.var / "data" / "keyrings").glob("*"))
        assert kept, "the Secret portal's keyring is not there"
        assert self.session.keyring.items() <= 1, "an item of ours is in the desktop's own keyring"
        self.app = self.session.start_app()
        self._card(40)
        steps.see(self.app, "Connected, Practice")
        self.tell("after a restart it is connected: the key came through the Secret portal")

    def choose_a_picture(self):
        picture = pictures.photograph(self.session.place / "artefacts" / "chosen.jpg")
        hands = self.session.hands
        insist(lambda: hands.click(self.app.window, *hands.middle_of(self._card())),
               lambda: steps.seen(self.app, "New Pin on This Board", "button"), 15, f"the page of {BOARD!r}")
        steps.see(self.app, "Pins")
        self.shot("04-board")
        steps.press(self.app, "New Pin on This Board")
        chooser = hands.window(title="Choose Pictures", timeout=20)
        hands.activate(chooser)
        time.sleep(0.5)
        self.shot("05-file-chooser", window=False)
        # A place is typed there, not looked for.
        hands.key("ctrl+l")
        time.sleep(0.5)
        hands.type(str(picture))
        time.sleep(0.5)
        hands.key("Return")
        self._pin(CHOSEN, "06-composer")
        self.tell("a picture chosen through the FileChooser portal is pinned")

    def drop_a_picture(self):
        picture = pictures.photograph(self.session.place / "artefacts" / "dropped.jpg")
        steps.drop_picture(self.app, self.session, picture)
        self._pin(DROPPED, "07-dropped")
        self.tell("a picture dropped from outside is pinned")

    def _card(self, timeout=10):
        """Its name beside the sidebar, which has it too."""
        def there():
            found = [n for n in steps.hits(self.app, BOARD, "label") if n.extents()[0] > 260]
            return found[0] if found else None
        return wait_until(there, timeout, f"the card of {BOARD!r}")

    def _pin(self, title, name):
        hands = self.session.hands
        steps.see(self.app, "Board: ", "button", 30, contains=True)
        steps.composer_ready(self.app)
        hands.activate(hands.window(title="^New Pin"))
        hands.type(title)
        self.shot(name, window=False)
        steps.press(self.app, "Pin")
        self.pinned += 1
        wait_until(lambda: steps.seen(self.app, "Pinned to ", contains=True), 40, "the words that it is pinned")
        steps.see(self.app, title, "list item", timeout=20)

    def open_with(self):
        """As a file manager does it."""
        picture = pictures.photograph(self.session.place / "artefacts" / "opened.jpg")
        self.session.launch_with(self.session.app_id, picture)
        steps.see(self.app, "Board: not chosen", "button", 30)
        steps.composer_ready(self.app)
        self.shot("08-opened-with", window=False)
        self.session.hands.key("Escape", "Escape")  # the list of boards, then the window
        steps.unseen(self.app, "Board: not chosen", "button")
        self.tell("a picture opened with Pinfold is a draft")

    def update(self):
        self.finish()
        before = {p.relative_to(self.session.var) for p in self.session.var.rglob("*") if p.is_file()}
        self.session.flatpak("install", "--user", "-y", "--noninteractive", "--or-update", "--bundle", options.bundles[1])
        version = re.search(r"Version:\s*(.*)", self.session.flatpak("info", self.session.app_id)).group(1)
        assert version in options.bundles[1].name, version
        self.app = self.session.start_app()
        self._card(40)
        steps.see(self.app, "Connected, Practice")
        steps.show_page(self.app, self.session, "Drafts")
        steps.see(self.app, "Draft without a title", "list item", contains=True, timeout=20)
        self.shot("09-after-the-update")
        after = {p.relative_to(self.session.var) for p in self.session.var.rglob("*") if p.is_file()}
        lost = [p for p in before - after if p.parts[0] == "data"]
        assert not lost, f"lost: {lost}"
        self.tell(f"updated to {version}: still connected, the draft is there")
        self.finish()

    def uninstall(self):
        self.session.flatpak("uninstall", "--user", "-y", "--noninteractive", self.session.app_id)
        exports = [p for p in (self.session.installation / "exports").rglob("*") if self.session.app_id in p.name]
        deployed = list((self.session.installation / "app").glob(f"{self.session.app_id}*"))
        assert not exports and not deployed, (exports, deployed)
        kept = sorted(p.name for p in (self.session.var / "data").iterdir())
        self.tell(f"uninstalled; what the user made is left: {', '.join(kept)}")
        self.session.flatpak("uninstall", "--user", "-y", "--noninteractive", "--delete-data", self.session.app_id, check=False)
        if self.session.var.exists():
            # Nothing is installed any more that --delete-data would be asked about.
            self.session.flatpak("install", "--user", "-y", "--noninteractive", "--bundle", options.bundles[1])
            self.session.flatpak("uninstall", "--user", "-y", "--noninteractive", "--delete-data", self.session.app_id)
        assert not self.session.var.exists(), f"{self.session.var} stayed"
        self.tell("uninstalled with its data: nothing is left")


# Each act has a session: its programs, its folders and its bus are those of nobody else.
ACTS = (("install", "see_nothing_outside"), ("sign_in_inside",),
        ("start", "connect", "find_the_token_again", "choose_a_picture", "drop_a_picture", "open_with", "update", "uninstall"))


def main():
    how = place.alone()
    print(f"# {place.step_down((place.SOURCE / 'tests/e2e', options.installation, options.bundles[0].parent))}, {how}", flush=True)
    from pinfold_e2e.flatpak import FlatpakSession
    only = options.only.split(",") if options.only else [step for act in ACTS for step in act]
    for act in ACTS:
        steps_of_it = [step for step in act if step in only]
        if steps_of_it == ["sign_in_inside"]:
            Proof().sign_in_inside()
        elif steps_of_it:
            with FlatpakSession(installation=options.installation, shared=False) as session:
                proof = Proof(session)
                for step in steps_of_it:
                    getattr(proof, step)()


main()
