# SPDX-License-Identifier: GPL-3.0-or-later
"""Analytics and trends against openapi.json: every documented parameter with every documented
word, every refusal, and every field of the answers."""

import datetime
import os
import re
import urllib.parse

DAY = datetime.timedelta(1)
OPERATIONS = {
    "/user_account/analytics": [],
    "/user_account/analytics/top_pins": [],
    "/user_account/analytics/top_video_pins": [],
    "/pins/{pin_id}/analytics": ["pin_id"],
    "/pins/analytics": [],
    "/trends/keywords/{region}/top/{trend_type}": ["region", "trend_type"],
}


def parameters(contract, template):
    item = contract.spec["paths"][template]
    found = item.get("parameters", []) + item["get"].get("parameters", [])
    return {p["name"]: p for p in (contract.resolve(p) for p in found)}


def words_of(contract, parameter):
    """(right values, wrong values) of a parameter by its schema."""
    schema = contract.resolve(parameter["schema"])
    if schema["type"] == "array":
        items = contract.resolve(schema["items"])
        words = [w for part in items.get("oneOf", [items]) for w in part.get("enum", [])]
        words = list(dict.fromkeys(words))
        if words:
            return words + [",".join(words)], ["GUESSWORK", words[0] + ",GUESSWORK"]
        most = schema.get("maxItems", 1)
        if items.get("maxLength"):
            many = ",".join(f"word {n}" for n in range(most + 1))
            return ["cake", "cake,soup", "é" * items["maxLength"]], ["x" * 101, many]
        return [], ["x", ",".join(["1"] * (most + 1))]
    if "enum" in schema:
        return [str(w) for w in schema["enum"]], ["GUESSWORK", str(schema["enum"][0]) + "x"]
    if schema["type"] == "boolean":
        return ["true", "false"], ["yes", "1"]
    if schema["type"] in ("integer", "number"):
        low, high = schema["minimum"], schema["maximum"]
        return [str(low), str(high)], [str(low - 1), str(high + 1), "x", "1.5"]
    return [], []


def seen_fields(contract, schema, value, seen, where=""):
    """Notes which declared properties have a value; open maps count as one property, `*`."""
    schema = contract.resolve(schema)
    if isinstance(value, list):
        for one in value:
            seen_fields(contract, schema.get("items", {}), one, seen, where + "/[]")
    elif isinstance(value, dict):
        declared = schema.get("properties", {})
        extra = schema.get("additionalProperties")
        for name, inner in value.items():
            if isinstance(extra, dict):
                seen.add(where + "/*")
                seen_fields(contract, extra, inner, seen, where + "/*")
            elif name in declared:
                seen.add(f"{where}/{name}")
                seen_fields(contract, declared[name], inner, seen, f"{where}/{name}")


def all_fields(contract, schema, where=""):
    schema = contract.resolve(schema)
    if "items" in schema:
        yield from all_fields(contract, schema["items"], where + "/[]")
    extra = schema.get("additionalProperties")
    if isinstance(extra, dict):
        # Properties declared beside it are the names of the keys (an enum, or a date).
        yield where + "/*"
        yield from all_fields(contract, extra, where + "/*")
        return
    for name, inner in schema.get("properties", {}).items():
        yield f"{where}/{name}"
        yield from all_fields(contract, inner, f"{where}/{name}")


class Walk:
    def __init__(self, contract, server, call, ok):
        self.contract, self.server, self.call, self.ok = contract, server, call, ok
        now = server.state()["now"]
        self.today = datetime.date.fromisoformat(now[:10])
        self.seen = {template: set() for template in OPERATIONS}

    def ask(self, template, sent, expect=200):
        sent = dict(sent)
        path = template
        for name in OPERATIONS[template]:
            path = path.replace("{" + name + "}", urllib.parse.quote(sent.pop(name), safe=""))
        query = urllib.parse.urlencode(sent, safe=",")
        answer = self.call("GET", path + ("?" + query if query else ""), expect=expect)
        if expect == 200 and answer is not None:
            operation = self.contract.spec["paths"][template]["get"]
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            seen_fields(self.contract, schema, answer, self.seen[template])
        return answer

    def usual(self, template, pin):
        """The smallest right request."""
        needed = {
            name
            for name, p in parameters(self.contract, template).items()
            if p.get("required")
        }
        values = {
            "start_date": str(self.today - 10 * DAY),
            "end_date": str(self.today),
            "sort_by": "SAVE",
            "metric_types": "IMPRESSION",
            "pin_id": pin,
            "pin_ids": pin,
            "region": "DE+AT+CH",
            "trend_type": "growing",
        }
        return {name: values[name] for name in needed}

    def every_word(self, template, pin):
        usual = self.usual(template, pin)
        for name, parameter in parameters(self.contract, template).items():
            right, wrong = words_of(self.contract, parameter)
            for word in right:
                self.ask(template, {**usual, name: word})
            for word in wrong:
                self.ask(template, {**usual, name: word}, expect=400)
            if parameter.get("required") and parameter["in"] == "query":
                rest = {k: v for k, v in usual.items() if k != name}
                self.ask(template, rest, expect=400)
            if name == "ad_account_id":
                self.ask(template, {**usual, name: "123456789012345678"}, expect=403)
                self.ask(template, {**usual, name: "1234567890123456789"}, expect=400)
                self.ask(template, {**usual, name: "12x"}, expect=400)
            if name == "start_date":
                self.dates(template, usual)

    def dates(self, template, usual):
        def ask(start, end, expect):
            self.ask(template, {**usual, "start_date": start, "end_date": end}, expect=expect)

        today = self.today
        ask(str(today - 90 * DAY), str(today), 200)
        ask(str(today - 91 * DAY), str(today), 400)
        ask(str(today), str(today + 90 * DAY), 200)
        ask(str(today), str(today + 91 * DAY), 400)
        ask(str(today), str(today - DAY), 400)
        for bad in ("", "today", "2026-02-30", "2026-1-1", f"{today}T00:00:00", "01.02.2026"):
            ask(bad, str(today), 400)
            ask(str(today), bad, 400)

    def covered(self, template):
        operation = self.contract.spec["paths"][template]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        for field in dict.fromkeys(all_fields(self.contract, schema)):
            self.ok(field in self.seen[template], f"{template} was seen to answer {field}")


def walk(contract, server, call, ok):
    server.control("/switch", {"limits_off": True, "trends_beta": True})
    w = Walk(contract, server, call, ok)
    items = call("GET", "/pins?page_size=250&pin_metrics=true")["items"]
    young = next(i for i in items if i["pin_metrics"] and "lifetime_metrics" in i["pin_metrics"])
    pin = young["id"]
    ok(
        set(young["pin_metrics"]) == {"90d", "lifetime_metrics"}
        and set(young["pin_metrics"]["90d"]) == {"pin_click", "impression", "clickthrough"}
        and set(young["pin_metrics"]["lifetime_metrics"])
        == {"pin_click", "impression", "clickthrough", "reaction", "comment"},
        "pin_metrics is as its example shows it",
        young["pin_metrics"],
    )
    call("GET", f"/pins/{pin}?pin_metrics=true")
    call("GET", f"/pins/{pin}?pin_metrics=maybe", expect=400)
    call("GET", f"/boards/{young['board_id']}/pins?pin_metrics=true")
    call("GET", f"/boards/{young['board_id']}/pins?pin_metrics=maybe", expect=400)
    call("GET", "/pins?pin_metrics=maybe", expect=400)

    for template in OPERATIONS:
        w.every_word(template, pin)
        w.covered(template)
    usual = w.usual("/pins/analytics", pin)
    for ids in ([i["id"] for i in items[:100]], [i["id"] for i in items[:2]]):
        w.ask("/pins/analytics", {**usual, "pin_ids": ",".join(ids)})
    repeated = urllib.parse.urlencode(
        {**usual, "pin_ids": [i["id"] for i in items[:3]]}, doseq=True
    )
    answer = call("GET", "/pins/analytics?" + repeated)
    ok(len(answer) == 3, "pin_ids may be repeated")
    w.ask("/pins/analytics", {**usual, "pin_ids": "1"}, expect=404)
    w.ask("/pins/{pin_id}/analytics", {**w.usual("/pins/{pin_id}/analytics", "1")}, expect=404)
    w.ask(
        "/trends/keywords/{region}/top/{trend_type}",
        {"region": "Atlantis", "trend_type": "growing"},
        expect=400,
    )
    refusals(w, server, pin)


def refusals(w, server, pin):
    trends = "/trends/keywords/{region}/top/{trend_type}"
    for template in OPERATIONS:
        if template != trends:
            server.control("/switch", {"no_analytics": True})
            w.ask(template, w.usual(template, pin), expect=403)
            server.control("/switch", {"no_analytics": False, "sandbox": True})
            w.ask(template, w.usual(template, pin), expect=403)
            server.control("/switch", {"sandbox": False})
    server.control("/switch", {"no_multi_pins": True})
    w.ask("/pins/analytics", w.usual("/pins/analytics", pin), expect=401)
    server.control("/switch", {"no_multi_pins": False, "trends_beta": False})
    for name in ("include_prediction", "include_demographics"):
        w.ask(trends, {**w.usual(trends, pin), name: "true"}, expect=401)
    # What the description does not know must still fit it: its maps are open.
    server.control("/switch", {"unknown_names": True})
    for template in OPERATIONS:
        w.ask(template, w.usual(template, pin))
    server.control("/switch", {"unknown_names": False, "limits_off": False})
    # Sixty a minute and an account; the clock goes to the beginning of a minute first.
    server.control("/clock", {"advance_s": 60 - int(server.state()["now"][-2:])})
    account = "/user_account/analytics"
    query = urllib.parse.urlencode(w.usual(account, pin))
    for _ in range(60):
        status = server.send("GET", f"/v5{account}?{query}")[0]
    w.ok(status == 200, f"the sixtieth request of a minute is granted: {status}")
    w.ask(account, w.usual(account, pin), expect=429)
    server.control("/clock", {"advance_s": 60})
    w.ask(account, w.usual(account, pin))


def check_sent(contract, lines, ok):
    """Every documented parameter with every documented word is among recorded requests."""
    sent = {template: {} for template in OPERATIONS}
    for line in lines:
        template, _, operation = contract.find(line["method"], line["path"])
        if line["method"] != "GET" or template not in sent or operation is None:
            continue
        query = urllib.parse.parse_qs(line.get("query", ""))
        names = re.findall(r"\{([^}]+)\}", template)
        found = {
            **query,
            **{n: [v] for n, v in zip(names, contract.segments(template, line["path"]))},
        }
        for name, values in found.items():
            words = [urllib.parse.unquote(w) for v in values for w in v.split(",")]
            sent[template].setdefault(name, set()).update(words)
    for template, found in sent.items():
        for name, parameter in parameters(contract, template).items():
            right = [w for w in words_of(contract, parameter)[0] if "," not in w]
            schema = contract.resolve(parameter["schema"])
            closed = schema["type"] != "boolean" and (
                "enum" in schema
                or "enum" in str(contract.resolve(schema.get("items", {})))
            )
            missing = sorted(set(right) - found.get(name, set())) if closed else []
            ok(
                name in found and not missing,
                f"{template} was asked with {name}" + (" in every word" if closed else ""),
                f"missing: {missing}",
            )


def check_routes(contract, ok):
    """Category, scopes and sandbox of each operation of practice-routes.c."""
    path = os.path.join(os.environ["PINFOLD_SOURCE_ROOT"], "src", "practice", "practice-routes.c")
    with open(path, encoding="utf-8") as f:
        source = f.read()
    macros = dict(re.findall(r'#define (\w+) "([^"]*)"', source))
    rows = re.findall(
        r'{ "([A-Z]+)",\s*"/v5(/[^"]*)",\s*"([^"]*)",\s*(\w+|"[^"]*"),\s*(\w+|"[^"]*"),\s*'
        r"(\w+)(,\s*TRUE)? }",
        source,
    )
    ok(len(rows) == source.count('"/v5/'), "every route was read")
    for method, path, name, category, scopes, _, not_in_sandbox in rows:
        operation = contract.find(method, path.replace("*", "1"))[2]
        if category == "NULL":
            continue
        oauth = next(s for s in operation["security"] if "pinterest_oauth2" in s)
        here = (
            name,
            category.strip('"'),
            set(macros.get(scopes, scopes.strip('"')).split()),
            "disabled" if not_in_sandbox else "enabled",
        )
        there = (
            operation["operationId"],
            operation["x-ratelimit-category"],
            set(oauth["pinterest_oauth2"]),
            operation["x-sandbox"],
        )
        ok(here == there, f"{method} {path} has its name, category, scopes and sandbox",
           f"{here}\n{there}")
