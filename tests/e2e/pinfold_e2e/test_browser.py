#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: test_browser.py FOLDER URL. Opened by the application as the default browser."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

FOLDER, URL = Path(sys.argv[1]), sys.argv[2]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", "--window-size=1000,760", "--lang=en-US"]


def write(path, value):
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(value, indent=1))
    os.replace(temporary, path)


class Chromium:
    """chromedriver, spoken to over HTTP with the standard library alone."""

    def __init__(self, profile, log):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.driver = subprocess.Popen([shutil.which("chromedriver"), f"--port={self.port}", "--allowed-ips=127.0.0.1"],
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for _ in range(200):
            try:
                self.ask("GET", "/status")
                break
            except OSError:
                time.sleep(0.05)
        binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "pageLoadStrategy": "normal",
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {"binary": binary, "args": ARGUMENTS + [f"--user-data-dir={profile}"]}}}})
        self.base = f"/session/{answer['sessionId']}"

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        with OPENER.open(request, timeout=30) as reply:
            return json.load(reply)["value"]

    def get(self, what):
        return self.ask("GET", f"{self.base}/{what}")

    def post(self, what, body):
        return self.ask("POST", f"{self.base}/{what}", body)

    def script(self, text):
        return self.post("execute/sync", {"script": text, "args": []})

    def click(self, selector):
        element = list(self.post("element", {"using": "css selector", "value": selector}).values())[0]
        self.post(f"element/{element}/click", {})

    def close(self):
        try:
            self.ask("DELETE", self.base)
        except (OSError, AttributeError):
            pass
        self.driver.terminate()
        self.driver.wait()


def page(browser):
    return browser.get("url"), browser.get("title"), browser.script("return document.body ? document.body.innerText : ''")


class Form(HTMLParser):
    """What the consent page would send: hidden fields, and the account that is chosen as it opens."""

    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "input" and (told["type"] == "hidden" or "checked" in told):
            self.fields[told["name"]] = told["value"]


def fill_in(control, record):
    """Answer the consent page as its form does, without a browser."""
    with OPENER.open(URL, timeout=30) as reply:
        record["first_url"], record["text"] = reply.url, reply.read().decode()
    fields = Form(record["text"]).fields | {"answer": control["do"]}
    if control["account"]:
        fields["account"] = control["account"]
    record["clicked"] = time.time()
    target = urllib.parse.urljoin(URL, "/oauth/decide")
    with OPENER.open(target, urllib.parse.urlencode(fields).encode(), timeout=control["wait"]) as reply:
        record["final_url"], record["final_text"] = reply.url, reply.read().decode()


def visit(number):
    control = json.loads((FOLDER / "control.json").read_text())
    record = {"url": URL, "did": control["do"], "started": time.time(), "done": False}
    report = FOLDER / f"visit-{number:03}.json"
    write(report, record)
    if control["do"] == "nothing":
        write(report, record | {"done": True})
        return
    if control["browser"] == "form":
        try:
            fill_in(control, record)
        except (OSError, KeyError, ValueError) as why:
            record["error"] = f"{type(why).__name__}: {why}"
        write(report, record | {"done": True})
        return
    browser = None
    with (FOLDER / f"browser-{number:03}.log").open("wb") as log:
        try:
            browser = Chromium(FOLDER / f"profile-{number:03}", log)
            browser.post("url", {"url": URL})
            record["first_url"], record["title"], record["text"] = page(browser)
            write(report, record)
            if control["do"] == "look":
                while not (FOLDER / "leave").exists():
                    time.sleep(0.1)
            elif control["do"] in ("allow", "deny"):
                if control["account"]:
                    browser.click(f"#account-{control['account']}")
                record["clicked"] = time.time()
                browser.click(f"#{control['do']}")
                end = time.monotonic() + control["wait"]
                while time.monotonic() < end:
                    url, title, text = page(browser)
                    if url != record["first_url"] and text:
                        break
                    time.sleep(0.05)
                time.sleep(0.3)  # a redirect to the clean page may follow
                record["final_url"], record["final_title"], record["final_text"] = page(browser)
                record["referrer"] = browser.script("return document.referrer")
                record["scripts"] = browser.script("return document.scripts.length")
                (FOLDER / f"page-{number:03}.html").write_text(browser.get("source"))
            record["console"] = [entry["message"] for entry in browser.post("se/log", {"type": "browser"})]
        except (OSError, KeyError, ValueError, urllib.error.HTTPError) as why:
            detail = why.read().decode(errors="replace")[:400] if isinstance(why, urllib.error.HTTPError) else ""
            record["error"] = f"{type(why).__name__}: {why} {detail}"
        finally:
            if browser is not None:
                browser.close()
            write(report, record | {"done": True})


for free in range(1, 1000):
    try:
        (FOLDER / f"taken-{free:03}").mkdir()
        break
    except FileExistsError:
        continue
visit(free)
