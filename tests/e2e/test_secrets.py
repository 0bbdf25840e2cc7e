#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets are in no file, log or process; the keyring gone or locked, without a freeze."""

import re
import secrets as secrets_module
import sys
import time
import urllib.parse
from pathlib import Path

from pinfold_e2e import Session, run_cases, search, stalls, steps
from pinfold_e2e.processes import wait_until

BOARD = "The fruit bowl"


def finish(app):
    app.session.hands.key("Escape")
    time.sleep(0.3)
    assert app.quit() == 0, "it did not end well"
    complaints = app.complaints()
    assert not complaints, complaints


def recorded_secrets(record):
    """Every secret that passed between the application and the server."""
    text = record.read_bytes().decode("latin-1")
    found = set(re.findall(r'"(?:access|refresh)_token"\s*:\s*"([^"]+)"', text))
    found |= set(re.findall(r"[Aa]uthorization: (?:Bearer|Basic) ([^\r\n]+)", text))
    found |= set(re.findall(r"(?:^|&|\?)code=([A-Za-z0-9._~%-]{16,})", text))
    found |= set(re.findall(r"[?&]state=([A-Za-z0-9._~%-]{43,})", text))
    found |= set(re.findall(r"code_verifier=([A-Za-z0-9._~-]{43,})", text))
    return found


def command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def search_all(session, secrets, when):
    """In every file that was written and every process but the browser, which must know the state."""
    kept = [session.place / name for name in ("home", "data", "config", "cache", "state", "runtime", "log", "tmp")]
    found = search.files_with(secrets, kept)
    assert not found, f"{when}: {[(str(p), v[:6]) for p, v in found]}"
    pids = [p for p in search.own_processes() if "test_browser" not in command(p) and "chrom" not in command(p)]
    found = search.processes_with(secrets, pids)
    assert not found, f"{when}: {[(command(p), w) for p, w, _ in found]}"


def app_secret_anywhere():
    """A developer app's secret is typed into the set-up as a person does, is kept, and used to ask for consent."""
    with Session() as session:
        secret = secrets_module.token_hex(20)
        app = session.start_app(env={"G_MESSAGES_DEBUG": "all"})
        hands = session.hands
        steps.open_picker(app)
        steps.inside(steps.see(app, "Pinterest. ", contains=True), "Set Up", "button").press()
        through_setup(app, session, secret)
        search_all(session, [secret], "while it is in its field")
        steps.press(app, "Save and Connect")
        steps.see(app, "Continue in Browser", "button", 20)
        search_all(session, [secret], "when it is kept")
        sealed = [p for p in (session.place / "data").rglob("*") if p.is_file() and "seal" in str(p)]
        assert sealed and session.keyring.items() >= 1, "nothing was sealed"
        session.browser.will("nothing")
        steps.go_to_browser(app)
        visit = session.browser.wait_for_visit()
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(visit["url"]).query))
        assert asked["client_id"] == "1234567" and len(asked["state"]) >= 43, asked.keys()
        search_all(session, [secret, asked["state"]], "while it waits")
        steps.press(app, "Cancel")
        steps.unseen(app, "Finish in your browser")
        hands.key("Escape")
        time.sleep(0.3)
        assert app.quit() == 0
        search_all(session, [secret, asked["state"]], "after the end")
        app = session.start_app(env={"G_MESSAGES_DEBUG": "all"})
        steps.open_picker(app)
        search_all(session, [secret, asked["state"]], "at the next start")
        print(f"# {len(sealed)} sealed records")
        finish(app)


def through_setup(app, session, secret):
    """Through the terms to the last step, whose fields are then filled in."""
    hands = session.hands
    steps.press(app, "Continue")
    terms = steps.see(app, "I have read and accept", "check box", contains=True)
    window = hands.window(title="Set Up Your App")
    hands.activate(window)
    hands.click(window, *hands.middle_of(terms))
    steps.press(app, "Continue")
    steps.see(app, "App name")
    hands.click(window, *hands.middle_of(steps.see(app, "Keys and permissions")))
    for name, text in (("App ID", "1234567"), ("App secret key", secret)):
        hands.click(window, *hands.middle_of(steps.see(app, name)))
        hands.type(text)


def no_secret_anywhere():
    with Session() as session:
        server = session.start_practice("--pins", "40")
        record = session.place / "artefacts" / "wire"
        relay = session.start("relay", [sys.executable, Path(__file__).parent / "pinfold_e2e" / "relay.py",
                                        server.port, record])
        relay.wait_for_log("READY")
        port = int(relay.log.split()[1])
        server.runtime_file.write_text(server.runtime_file.read_text().replace(str(server.port), str(port)))
        app = session.start_app(env={"G_MESSAGES_DEBUG": "all"})
        visit, _ = steps.connect(app, session)
        steps.see_boards(app)
        steps.see(app, f"{BOARD}, ", contains=True)
        secrets = recorded_secrets(record)
        assert len([s for s in secrets if len(s) > 20]) >= 5, "the relay saw no secrets"
        state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(visit["url"]).query))["state"]
        assert state in secrets, "the relay did not see the state"

        search_all(session, secrets, "while it runs")
        sealed = [p for p in (session.place / "data").rglob("*") if p.is_file() and "seal" in str(p)]
        assert session.keyring.items() >= 1, "no key in the keyring"
        before = {p for p in (session.place / "data").rglob("*") if p.is_file()}
        session.hands.key("ctrl+9")
        disconnect(app, session)
        wait_until(lambda: session.keyring.items() == 0, 5, "the key to go")
        left = [p for p in sealed if p.exists()]
        assert not left, f"sealed records stayed: {left} of {before}"
        search_all(session, secrets, "after Disconnect")
        finish(app)
        search_all(session, secrets, "after the end")
        print(f"# {len(secrets)} secrets, {len(sealed)} sealed records, asked by {visit['url'].split('?')[0]}")


def show_connections(app, session):
    steps.show_page(app, session, "Connections")
    return steps.see(app, "New Connection", "button")


def disconnect(app, session):
    show_connections(app, session)
    row = next(n for n in steps.hits(app, steps.ANNA) if n.extents()[0] > 260)
    session.hands.click(app.window, *session.hands.middle_of(row))
    steps.press(app, "Disconnect…")
    steps.press(app, "Disconnect")
    # A toast says so, but not for long.
    steps.see(app, "Connect your Pinterest account")
    steps.unseen(app, steps.ANNA)


def no_keyring():
    with Session(keyring="none", browser="form") as session:
        probe = stalls.Probe(session)
        app = session.start_app(env=probe.env)
        steps.connect(app, session)
        steps.see(app, "No keyring can keep it, so this connection ends with this session.")
        steps.see_boards(app)
        steps.see(app, f"{BOARD}, ", contains=True)
        assert session.data.is_dir()
        sealed = [p for p in session.data.rglob("*") if p.is_file() and "seal" in str(p)]
        assert not sealed, sealed
        finish(app)
        print(f"# {probe.report().words()}")
        stalls.expect_no_wait(probe.report())


def locked_keyring():
    with Session(browser="form") as session:
        app = session.start_app()
        steps.connect(app, session)
        steps.see_boards(app)
        finish(app)
        session.keyring.lock()
        probe = stalls.Probe(session)
        app = session.start_app(env=probe.env)
        began = time.monotonic()
        steps.see(app, "Keyring locked, Practice", timeout=40)
        print(f"# the locked keyring is told after {time.monotonic() - began:.1f} s")
        steps.see(app, steps.ANNA)
        steps.see(app, "The keyring is locked. Your accounts wait behind it.")
        steps.see(app, "Unlock", "button")
        steps.press(app, "Unlock")  # nobody answers the prompt
        time.sleep(2)
        steps.see(app, steps.ANNA)
        finish(app)
        print(f"# {probe.report().words()}")
        stalls.expect_no_wait(probe.report())


run_cases([
    ("/e2e/secrets/OA-13+SE-7+MO-15+MO-19/no-secret-in-files-logs-processes", no_secret_anywhere),
    ("/e2e/secrets/OA-13+AL-12+SE-7/app-secret-of-the-set-up-nowhere", app_secret_anywhere),
    ("/e2e/secrets/SE-3+MO-16/no-keyring-session-only", no_keyring),
    ("/e2e/secrets/SE-4+SE-11/locked-keyring", locked_keyring),
], timeout=90)
