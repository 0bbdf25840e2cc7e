#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser with one purpose: answers the consent page it is opened with.

consent-browser.py FILE URL: the first line of FILE is "allow", "deny" or "nothing"; a second
line may name the account to choose. Every answer is noted in FILE.log, without addresses.
"""

import html
import re
import sys
import urllib.parse
import urllib.request


def main():
    wish, url = sys.argv[1:3]
    with open(wish, encoding="utf-8") as file:
        lines = file.read().split("\n")
    answer = lines[0].strip()
    with open(wish + ".log", "a", encoding="utf-8") as log:
        log.write(answer + "\n")
    if answer == "nothing":
        return
    with urllib.request.urlopen(url, timeout=10) as reply:
        page = reply.read().decode()
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        at = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if at.get("type") == "hidden" or at["name"] not in fields:
            fields[at["name"]] = html.unescape(at.get("value", ""))
    if len(lines) > 1 and lines[1].strip():
        fields["account"] = lines[1].strip()
    fields["answer"] = answer
    target = urllib.parse.urljoin(url, "/oauth/decide")
    body = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(target, body, timeout=10) as reply:
        reply.read()


main()
