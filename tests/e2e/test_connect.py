#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first start to a pin, in the real window; then each way connecting can fail, with
the words it has for it."""

import json
import re
import socket
import subprocess
import time
import urllib.parse
import urllib.request

from pinfold_e2e import Session, pictures, place, run_cases, stalls, steps
from pinfold_e2e.practice import Practice
from pinfold_e2e.processes import wait_until

BOARD, TITLE = "The fruit bowl", "Evening sail"
PORT = 8085
ALLOWED = ("/v5/", "/img/", "/pin/", "/avatar/", "/pictures/", "/oauth/", "/control/lease", "/favicon.ico")


def finish(app):
    complaints = app.complaints()
    assert not complaints, complaints
    app.session.hands.key("Escape")  # a sheet in front goes first
    time.sleep(0.3)
    assert app.quit() == 0, "it did not end well"
    complaints = app.complaints()
    assert not complaints, complaints


def callback(query, port=PORT, host="localhost"):
    """What a program that is not the browser gets from the address of the way back."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/?{query}", headers={"Host": f"{host}:{port}"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code


def consent_of(visit):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(visit["url"]).query))


def main_path():
    with Session() as session:
        picture = pictures.photograph(session.place / "artefacts" / "evening.jpg")
        probe = stalls.Probe(session)
        app = session.start_app(env=probe.env)
        visit, seconds = steps.connect(app, session)
        steps.see(app, steps.ANNA)
        steps.see(app, "Connected, Practice")
        assert seconds <= 3, f"Connected came {seconds:.1f} s after the click"
        assert not [n for n in app.root.walk() if n.role == "password text"], "a field for a password"
        steps.see_boards(app)
        steps.open_board(app, session, BOARD)
        practice = Practice(session)
        before = practice.new_pins()
        steps.drop_picture(app, session, picture)
        steps.composer_ready(app)
        session.hands.type(TITLE)
        steps.press(app, "Pin")
        wait_until(lambda: len(practice.new_pins()) > len(before), 25, "the pin")
        wait_until(lambda: steps.seen(app, "Pinned to ", contains=True), 15, "the words that it is pinned")
        time.sleep(1)
        made = practice.new_pins()[len(before):]
        assert len(made) == 1, made
        assert made[0]["title"] == TITLE, made[0]
        received = session.place / "artefacts" / "received.jpg"
        received.write_bytes(practice.picture(made[0]))
        check_picture(picture, received)
        requests = practice.control("requests")
        check_requests(requests)
        used = time.monotonic()
        finish(app)
        print(f"# Connected {seconds:.2f} s after the click; {probe.report(ended=used).words()}")
        stalls.expect_none(probe.report())


def check_picture(given, received):
    data = received.read_bytes()
    found = [mark for mark in pictures.MARKS if mark in data]
    assert not found, f"metadata was uploaded: {found}"
    told = json.loads(subprocess.run(["exiftool", "-j", "-G", received], capture_output=True, check=True, timeout=30).stdout)[0]
    groups = {key.split(":")[0] for key in told}
    assert not groups & {"EXIF", "XMP", "IPTC", "MakerNotes"}, told
    assert pictures.size(received) == pictures.size(given), (pictures.size(received), pictures.size(given))
    assert pictures.distance(pictures.looks(given), pictures.looks(received)) < 2, "another picture"


def check_requests(requests):
    requests = requests["items"] if isinstance(requests, dict) else requests
    paths = [r["path"].split("?")[0] for r in requests]
    strange = sorted({p for p in paths if not p.startswith(ALLOWED)})
    assert paths and not strange, f"asked for other things: {strange}"


def denied():
    with Session() as session:
        app = session.start_app()
        session.browser.will("deny")
        steps.ask_consent(app)
        steps.press(app, "Continue in Browser")
        steps.see(app, "You Declined", timeout=30)
        steps.see(app, "The answer was no, so nothing changed here. You can ask again at any time.")
        session.browser.wait_for_visit()
        session.browser.will("allow")
        steps.press(app, "Try Again")
        steps.see(app, "See Boards", "button", 30)
        finish(app)


def wrong_state():
    with Session() as session:
        app = session.start_app()
        session.browser.will("nothing")
        steps.ask_consent(app)
        steps.go_to_browser(app)
        visit = session.browser.wait_for_visit()
        asked = consent_of(visit)
        assert len(asked["state"]) >= 43, "less than 256 bits"
        practice = Practice(session)
        for hostile in ("code=stolen&state=" + "A" * 43, "code=stolen", "error=access_denied&state=wrong",
                        f"state={asked['state'][:-1]}&code=stolen"):
            assert 400 <= callback(hostile) < 500, hostile
        assert 400 <= callback(f"code=stolen&state={asked['state']}", host="evil.example") < 500
        assert practice.state()["token_requests"] == 0
        steps.see(app, "Finish in your browser")
        answer = practice.control("consent", {"url": visit["url"], "account": "annaskitchen"})
        code = callback(urllib.parse.urlsplit(answer["location"]).query)
        assert code in (200, 303), code
        steps.see(app, "See Boards", "button", 20)
        assert practice.state()["token_requests"] == 1
        finish(app)


def port_taken(family, address):
    def check():
        with Session() as session, socket.socket(family, socket.SOCK_STREAM) as intruder:
            if family == socket.AF_INET6:
                intruder.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            intruder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            intruder.bind((address, PORT))
            intruder.listen(8)
            intruder.settimeout(0)
            app = session.start_app()
            steps.ask_consent(app)
            steps.press(app, "Continue in Browser")
            steps.see(app, "The Way Back Is Taken", timeout=20)
            steps.see(app, "Another program listens where the browser's answer should arrive.")
            steps.see(app, str(PORT), contains=True)
            time.sleep(1)
            assert not session.browser.visits, "the browser was opened although the way back is taken"
            try:
                intruder.accept()
                raise AssertionError("somebody came to the intruder")
            except BlockingIOError:
                pass
            intruder.close()
            steps.press(app, "Try Again")
            steps.see(app, "See Boards", "button", 30)
            finish(app)
    return check


def browser_closed():
    with Session() as session:
        app = session.start_app()
        session.browser.will("close")
        steps.ask_consent(app)
        steps.go_to_browser(app)
        session.browser.wait_for_visit()
        steps.see(app, "Finish in your browser")
        session.browser.will("allow")
        steps.press(app, "Open Again")
        steps.see(app, "See Boards", "button", 30)
        assert session.browser.wait_for_visit(2)["url"] == session.browser.visits[0]["url"]
        finish(app)


def cancelled():
    with Session() as session:
        app = session.start_app()
        session.browser.will("nothing")
        steps.ask_consent(app)
        steps.go_to_browser(app)
        session.browser.wait_for_visit()
        steps.press(app, "Cancel")
        steps.unseen(app, "Finish in your browser")

        def free():
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", PORT)) != 0
        wait_until(free, 5, "the way back to close")
        steps.see(app, "Kinds of connection")
        finish(app)


def expired_code():
    with Session() as session:
        practice = session.start_practice("--pins", "40")
        practice.control("switch", {"code_lifetime_s": 0})
        app = session.start_app()
        steps.ask_consent(app)
        steps.press(app, "Continue in Browser")
        steps.see(app, "The Answer Was Too Old", timeout=30)
        steps.see(app, "An answer can be used once, and soon. Start again.")
        time.sleep(1)
        assert practice.state()["token_requests"] == 1, "the same code was tried again"
        practice.control("switch", {"code_lifetime_s": 600})
        session.browser.wait_for_visit()
        steps.press(app, "Try Again")
        steps.see(app, "See Boards", "button", 30)
        finish(app)


def address_mismatch():
    with Session() as session:
        practice = session.start_practice("--pins", "40")
        practice.control("switch", {"redirect_uris": ["http://localhost:8085"]})
        session.browser.will("look")
        app = session.start_app()
        steps.ask_consent(app)
        steps.go_to_browser(app)
        wait_until(lambda: session.browser.visits and "text" in session.browser.visits[0], 20, "the page")
        assert "http://localhost:8085" in session.browser.visits[0]["text"], session.browser.visits[0]
        assert consent_of(session.browser.visits[0])["redirect_uri"] == "http://localhost:8085/"
        session.browser.leave()
        steps.see(app, "Finish in your browser")
        assert practice.state()["token_requests"] == 0
        finish(app)


def in_the_browser():
    with Session() as session:
        app = session.start_app()
        visit, _ = steps.connect(app, session)
        assert "code=" not in visit["final_url"] and "state=" not in visit["final_url"], visit["final_url"]
        assert visit["scripts"] == 0 and "code=" not in (visit["referrer"] or ""), visit
        said = [m for m in visit["console"] if f"localhost:{PORT}" in m and "favicon" not in m]
        assert not said, said
        practice = Practice(session)
        before = practice.state()["token_requests"]
        # The history may hold the spent code; it is worth nothing any more.
        history = b"".join(p.read_bytes() for f in session.browser.profiles() for p in f.rglob("History*") if p.is_file())
        spent = re.findall(rb"localhost:8085/\?[^\0 ]*code=([A-Za-z0-9._~-]+)", history)
        for code in {c.decode() for c in spent}:
            body = urllib.parse.urlencode({"grant_type": "authorization_code", "code": code,
                                           "redirect_uri": "http://localhost:8085/"}).encode()
            request = urllib.request.Request(practice.base + "/v5/oauth/token", body, {
                "Authorization": "Basic MTIzNDU2NzpwcmFjdGljZS1zZWNyZXQ="})
            try:
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5)
                raise AssertionError("the code of the history gave a token")
            except urllib.error.HTTPError as error:
                assert error.code in (400, 401), error.code
        print(f"# codes in the browser's history: {len(set(spent))}; token requests before {before}")
        finish(app)


def no_web_view():
    done = subprocess.run(["ldd", place.program("pinfold")], capture_output=True, text=True, check=True, timeout=30)
    assert "webkit" not in done.stdout.lower() and "libgtk-4" in done.stdout, done.stdout
    data = place.program("pinfold").read_bytes()
    assert b"client_secret=" not in data


if __name__ == "__main__":
    run_cases([
        ("/e2e/connect/MO-1+MO-8+MO-10+UI-4/picker-to-pin", main_path),
        ("/e2e/connect/OA-3+OA-17/no-web-view", no_web_view),
        ("/e2e/connect/OA-9/address-bar-and-history", in_the_browser),
        ("/e2e/connect/OA-10/denied", denied),
        ("/e2e/connect/OA-1+OA-6/wrong-state-then-the-right-one", wrong_state),
        ("/e2e/connect/OA-4/port-taken-on-ipv4", port_taken(socket.AF_INET, "127.0.0.1")),
        ("/e2e/connect/OA-4/port-taken-on-ipv6", port_taken(socket.AF_INET6, "::1")),
        ("/e2e/connect/OA-7/browser-closed", browser_closed),
        ("/e2e/connect/OA-7/cancelled", cancelled),
        ("/e2e/connect/OA-12/expired-code", expired_code),
        ("/e2e/connect/OA-5/address-does-not-match", address_mismatch),
    ], timeout=80)
