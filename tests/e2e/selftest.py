#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that the screen, bus, keyring, browser and hands that the tests of the
window lean on work here, on a tiny window instead of Pinfold."""

import os
import subprocess
import sys
from pathlib import Path

from pinfold_e2e import Session, run_cases
from pinfold_e2e import a11y, search
from pinfold_e2e.processes import children, wait_until

TINY = Path(__file__).with_name("tiny_window.py")


def tiny(session, *arguments):
    from pinfold_e2e.app import App
    return App(session, arguments, command=[sys.executable, TINY], name="tiny")


def window_by_name_mouse_and_keys():
    with Session(keyring="none") as session:
        app = tiny(session)
        app.find("Press Me", "push button").press()
        app.find("Pressed 1")
        entry = app.find("Name", "entry")
        entry.type("typed")
        wait_until(lambda: entry.text == "typed", 5, "the text")
        session.hands.activate(app.window)
        button = app.find("Press Me", "push button")
        session.hands.click(app.window, *session.hands.middle_of(button))
        app.find("Pressed 2")
        # What is told in one answer, most of it read before, is what each thing says alone.
        program = app.root.program
        items = a11y.Look(program).items
        assert len(items) > 5, items
        for path, item in items.items():
            alone = a11y.ask_item(program, path)
            assert (item.name, item.role, item.states) == (alone.name, alone.role, alone.states), (item, alone)
        session.hands.key("Tab", "Tab")
        picture = app.screenshot(session.place / "artefacts" / "tiny.png")
        assert picture.stat().st_size > 1000
        assert not a11y.nameless(app.root), a11y.nameless(app.root)
        assert not app.complaints(), app.complaints()
        assert app.quit() == 0


def complaints_are_noticed():
    with Session(keyring="none") as session:
        app = tiny(session, "--complain")
        app.find("Press Me", "push button")
        assert any("a planted warning" in c for c in app.complaints()), app.process.log


def files_are_dropped():
    with Session(keyring="none") as session:
        app = tiny(session)
        app.find("Press Me", "push button")
        session.hands.place(app.window, 300, 60)
        first = session.place / "artefacts" / "a picture.jpg"
        second = session.place / "artefacts" / "übung.png"
        for path in (first, second):
            path.write_bytes(b"x")
        assert session.hands.drag_files([first, second], app.window, 120, 150)
        app.find(f"Dropped: {first.name}, {second.name}")


def keyring_keeps_a_secret():
    with Session(keyring="unlocked") as session:
        subprocess.run(["secret-tool", "store", "--label=test", "what", "selftest"], input=b"canary-5231",
                       env=session.env, check=True, timeout=10)
        found = subprocess.run(["secret-tool", "lookup", "what", "selftest"], env=session.env,
                               capture_output=True, check=True, timeout=10).stdout
        assert found == b"canary-5231"
        assert session.keyring.items() == 1
        # Sealed on disk: the byte search finds no trace of it.
        assert not search.files_with(["canary-5231"], [session.place.root])


def locked_keyring_stays_locked():
    with Session(keyring="locked") as session:
        done = subprocess.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path",
                               "/org/freedesktop/secrets/collection/login", "--method",
                               "org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Collection", "Locked"],
                              env=session.env, capture_output=True, text=True, check=True, timeout=10)
        assert "true" in done.stdout, done.stdout


def no_keyring_on_a_closed_bus():
    with Session(keyring="none") as session:
        done = subprocess.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path",
                               "/org/freedesktop/secrets", "--method", "org.freedesktop.DBus.Peer.Ping"],
                              env=session.env, capture_output=True, text=True, timeout=10, check=False)
        assert done.returncode != 0 and "ServiceUnknown" in done.stderr, done.stderr


def browser_reads_and_clicks():
    with Session(keyring="none") as session:
        practice = session.start_practice("--pins", "4")
        app = tiny(session, "--open", f"{practice.base}/oauth/?response_type=code&client_id=1&redirect_uri=x")
        app.find("Press Me", "push button")
        session.browser.will("look")
        app.find("Open Browser", "push button").press()
        seen = session.browser.wait_for_visit(done=False)
        wait_until(lambda: "text" in session.browser.visits[0] or session.browser.visits[0]["done"], 20, "a page")
        session.browser.leave()
        seen = session.browser.wait_for_visit()
        assert "error" not in seen, seen["error"]
        assert seen["url"].startswith(practice.base) and "Practice" in seen["title"] + seen["text"], seen
        assert session.browser.profiles()


def nothing_is_left_behind():
    with Session() as session:
        folder = session.place.root
        tiny(session).find("Press Me", "push button")
        assert len(children(os.getpid())) >= 5
    assert not children(os.getpid())
    assert not folder.exists()


def planted_values_are_found():
    with Session(keyring="none") as session:
        folder = session.place / "artefacts"
        (folder / "clear").write_bytes(b"..canary-77..")
        (folder / "hex").write_bytes(b"canary-77".hex().encode())
        (folder / "clean").write_bytes(b"nothing")
        assert {p.name for p, _ in search.files_with(["canary-77"], [folder])} == {"clear", "hex"}
        process = session.start("leaky", ["sleep", "30"], env={"LEAK": "canary-77"})
        wait_until(lambda: search.processes_with(["canary-77"], [process.pid])
                   == [(process.pid, "environ", "canary-77")], 5, "the planted value")


run_cases([
    ("/e2e/harness/window-by-name-mouse-and-keys", window_by_name_mouse_and_keys),
    ("/e2e/harness/complaints-are-noticed", complaints_are_noticed),
    ("/e2e/harness/files-are-dropped", files_are_dropped),
    ("/e2e/harness/keyring-unlocked", keyring_keeps_a_secret),
    ("/e2e/harness/keyring-locked", locked_keyring_stays_locked),
    ("/e2e/harness/keyring-none", no_keyring_on_a_closed_bus),
    ("/e2e/harness/browser-reads-and-clicks", browser_reads_and_clicks),
    ("/e2e/harness/nothing-is-left-behind", nothing_is_left_behind),
    ("/e2e/harness/planted-values-are-found", planted_values_are_found),
], timeout=40)
