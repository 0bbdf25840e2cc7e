#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the practice server's answers, and recorded requests, against openapi.json.

Without arguments: starts $PINFOLD_PRACTICE, calls every operation it offers and validates each
answer (status documented, body fits the schema); an operation of practice-routes.c that was not
called with success is a failure. With --requests FILE: validates the requests that
`pinfold-practice --record FILE` wrote. Prints TAP. The validator is python3-jsonschema.
"""

import base64
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zlib

import contract_analytics

SPEC = os.path.join(
    os.environ.get("PINFOLD_SOURCE_ROOT", "."), "..", "shared", "pinterest", "openapi.json"
)
SCOPES = (
    "user_accounts:read boards:read boards:read_secret boards:write boards:write_secret "
    "pins:read pins:read_secret pins:write pins:write_secret"
)
REDIRECT = "http://localhost:8085/"

count = 0
failed = 0


def ok(good, name, why=""):
    global count, failed
    count += 1
    if not good:
        failed += 1
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    for line in str(why).splitlines() if not good else []:
        print(f"# {line}")
    sys.stdout.flush()


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    print(f"{why}: THE CONTRACT WAS NOT CHECKED", file=sys.stderr)
    sys.exit(0)


def convert(node):
    """OpenAPI 3.0 to JSON Schema: nullable, and references into `definitions`."""
    if isinstance(node, list):
        return [convert(n) for n in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"].replace("#/components/schemas/", "#/definitions/")}
    out = {
        k: convert(v)
        for k, v in node.items()
        if k not in ("nullable", "discriminator", "example", "xml", "externalDocs", "readOnly")
    }
    if node.get("nullable"):
        out = {"anyOf": [out, {"type": "null"}]}
    return out


class Contract:
    def __init__(self, spec):
        import jsonschema

        self.jsonschema = jsonschema
        self.spec = spec
        self.definitions = convert(copy.deepcopy(spec["components"]["schemas"]))
        self.paths = []
        for template, item in spec["paths"].items():
            pattern = re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", template) + "$")
            self.paths.append((template.count("{"), pattern, template, item))
        self.paths.sort(key=lambda p: p[0])

    def find(self, method, path):
        path = path[3:] if path.startswith("/v5/") else path
        for _, pattern, template, item in self.paths:
            if pattern.match(path) and method.lower() in item:
                return template, item, item[method.lower()]
        return None, None, None

    def resolve(self, node):
        while "$ref" in node:
            target = self.spec
            for part in node["$ref"].split("/")[1:]:
                target = target[part]
            node = target
        return node

    def errors(self, schema, value):
        whole = {"definitions": self.definitions, "allOf": [convert(copy.deepcopy(schema))]}
        found = self.jsonschema.Draft7Validator(whole).iter_errors(value)
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in found]

    def check_response(self, method, path, status, content_type, body):
        template, _, operation = self.find(method, path)
        if operation is None:
            return [f"{method} {path} is not in the description"]
        responses = operation["responses"]
        response = responses.get(str(status))
        if response is None:
            # 5.28 documents 401, 403, 404 and 429 for nearly all; the default answer covers them.
            if status < 400:
                return [f"{template} does not document {status}"]
            response = responses.get("default")
            if response is None:
                return [f"{template} has no default answer for {status}"]
        response = self.resolve(response)
        content = response.get("content")
        if not content:
            return [] if not body else ["a body where none is documented"]
        if content_type not in content:
            return [f"content type {content_type}"]
        return self.errors(content[content_type]["schema"], json.loads(body))

    def check_request(self, line):
        method, path = line["method"], line["path"]
        template, item, operation = self.find(method, path)
        if operation is None:
            return [f"{method} {path} is not in the description"]
        problems = []
        declared = {}
        for parameter in item.get("parameters", []) + operation.get("parameters", []):
            parameter = self.resolve(parameter)
            declared[(parameter["in"], parameter["name"])] = parameter
        sent = urllib.parse.parse_qs(line.get("query", ""), keep_blank_values=True)
        for name, values in sent.items():
            parameter = declared.get(("query", name))
            if parameter is None:
                problems.append(f"query parameter {name} is not declared")
                continue
            problems += self.check_parameter(parameter, values)
        for (place, name), parameter in declared.items():
            if place == "query" and parameter.get("required") and name not in sent:
                problems.append(f"query parameter {name} is missing")
        segments = dict(zip(re.findall(r"\{([^}]+)\}", template), self.segments(template, path)))
        for name, value in segments.items():
            parameter = declared.get(("path", name))
            if parameter is not None:
                problems += self.check_parameter(parameter, [value])
        problems += self.check_body(operation, line)
        return problems

    @staticmethod
    def segments(template, path):
        path = path[3:] if path.startswith("/v5/") else path
        pattern = "^" + re.sub(r"\{[^}]+\}", "([^/]+)", template) + "$"
        return re.match(pattern, path).groups()

    def check_parameter(self, parameter, values):
        schema = self.resolve(parameter["schema"])
        kind = schema.get("type")
        if "oneOf" in schema.get("items", {}):
            # Two sets of words that overlap: a word of both would fit neither (api-facts,
            # section 11, "Spec defect").
            schema = {**schema, "items": {"anyOf": schema["items"]["oneOf"]}}
        if kind == "array":
            value = [v for part in values for v in part.split(",")]
        elif len(values) != 1:
            return [f"{parameter['name']} was sent {len(values)} times"]
        elif kind in ("integer", "number"):
            if not re.fullmatch(r"-?\d+", values[0]):
                return [f"{parameter['name']} is not a number"]
            value = int(values[0])
        elif kind == "boolean":
            value = {"true": True, "false": False}.get(values[0], values[0])
        else:
            value = values[0]
        return [f"{parameter['name']} {e}" for e in self.errors(schema, value)]

    def check_body(self, operation, line):
        declared = operation.get("requestBody")
        body = line.get("body")
        if declared is None:
            return [] if body is None else ["a body where none is declared"]
        declared = self.resolve(declared)
        if body is None:
            return ["the body is missing"] if declared.get("required") else []
        headers = {k.lower(): v for k, v in line.get("headers", {}).items()}
        content_type = headers.get("content-type", "").split(";")[0]
        if content_type not in declared["content"]:
            return [f"content type {content_type or 'missing'}"]
        schema = declared["content"][content_type]["schema"]
        problems = self.errors(schema, body) + self.errors(self.choose(schema, body), body)
        # One parameter is declared only in words.
        in_words = re.findall(r"<code>(\w+)</code> parameter", operation.get("description", ""))
        known = {k: v for k, v in body.items() if k not in in_words}
        return problems + self.undeclared(schema, known)

    def choose(self, schema, body):
        """What a body has to be by its discriminator, which a validator does not follow."""
        schema = self.resolve(schema)
        chosen = schema.get("discriminator")
        kind = chosen["mapping"].get(body.get(chosen["propertyName"])) if chosen else None
        return {"$ref": kind} if kind else {}

    def undeclared(self, schema, body, where=""):
        """Keys of the body that the description does not know: a misspelling would pass otherwise."""
        schema = self.resolve(schema)
        if isinstance(body, list):
            inner = schema.get("items", {})
            return [p for value in body for p in self.undeclared(inner, value, where)]
        if not isinstance(body, dict):
            return []
        if "discriminator" in schema:
            return self.undeclared(self.choose(schema, body), body, where)
        known = self.properties(schema)
        problems = [f"{where}{k} is not declared" for k in body if known and k not in known]
        for key, value in body.items():
            problems += self.undeclared(known.get(key, {}), value, f"{where}{key}/")
        return problems

    def properties(self, schema):
        schema = self.resolve(schema)
        known = dict(schema.get("properties", {}))
        for part in schema.get("allOf", []):
            known.update(self.properties(part))
        return known


class Server:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        runtime = os.path.join(self.folder.name, "practice.json")
        self.record = os.path.join(self.folder.name, "record.jsonl")
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", os.environ["PINFOLD_PRACTICE"], "--runtime-file", runtime, "--record", self.record],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.base = self.process.stdout.readline().split()[1]
        with open(runtime, encoding="utf-8") as f:
            self.secret = json.load(f)["control_secret"]
        self.token = None

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

    def send(self, method, path, body=None, headers=None, form=None, data=None):
        headers = dict(headers or {})
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if self.token and "Authorization" not in headers and path.startswith("/v5/"):
            headers["Authorization"] = "Bearer " + self.token
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers.get_content_type(), answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers.get_content_type(), answer.read()

    def state(self):
        headers = {"X-Practice-Control": self.secret}
        return json.loads(self.send("GET", "/control/state", headers=headers)[2])

    def control(self, path, body):
        status, _, answer = self.send(
            "POST", "/control" + path, body, {"X-Practice-Control": self.secret}
        )
        assert status == 200, answer
        return json.loads(answer)


def png():
    def chunk(name, data):
        crc = zlib.crc32(name + data)
        return len(data).to_bytes(4, "big") + name + data + crc.to_bytes(4, "big")

    rows = b"".join(b"\0" + b"\xc0\x40\x20" * 20 for _ in range(30))
    head = (20).to_bytes(4, "big") + (30).to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return base64.b64encode(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    ).decode()


def video():
    """As much of one as tells that it is one: the box ftyp."""
    return (24).to_bytes(4, "big") + b"ftypmp42\0\0\0\0mp42isom" + bytes(200)


def multipart(fields, file):
    """RFC 7578; the file last, as api-facts section 10 asks for."""
    boundary = "contract0boundary"
    head = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
        for k, v in fields.items()
    )
    head += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="v.mp4"\r\n'
        "Content-Type: video/mp4\r\n\r\n"
    ).encode()
    data = head + file + f"\r\n--{boundary}--\r\n".encode()
    return data, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def offered():
    """(method, template) of every operation below /v5 that the practice server has."""
    source = os.path.join(
        os.environ["PINFOLD_SOURCE_ROOT"], "src", "practice", "practice-routes.c"
    )
    with open(source, encoding="utf-8") as f:
        found = re.findall(r'{ "([A-Z]+)", "/v5(/[^"]*)"', f.read())
    return [(method, re.sub(r"\*", "1", path)) for method, path in found]


def check_server(contract):
    server = Server()
    try:
        done = walk(contract, server)
        for method, path in offered():
            template = contract.find(method, path)[0]
            ok((method, template) in done, f"{method} {template or path} was called")
        contract_analytics.check_routes(contract, ok)
        check_requests(contract, server.record, "our own requests")
    finally:
        server.stop()


def walk(contract, server):
    """Returns the operations that were answered with success."""
    done = set()

    def call(method, path, body=None, expect=200, **kw):
        status, content_type, answer = server.send(method, "/v5" + path, body, **kw)
        clean = path.split("?")[0]
        problems = contract.check_response(method, clean, status, content_type, answer)
        if status != expect:
            problems.insert(0, f"answered {status}, expected {expect}: {answer[:200]}")
        template = contract.find(method, clean)[0]
        ok(not problems, f"{method} {template or clean} {status}", "\n".join(problems))
        if status < 300:
            done.add((method, template))
        return json.loads(answer) if answer else None

    basic = base64.b64encode(b"1234:practice-secret").decode()
    query = urllib.parse.urlencode(
        {
            "client_id": "1234",
            "redirect_uri": REDIRECT,
            "response_type": "code",
            "scope": SCOPES,
            "state": "x",
        }
    )
    answer = server.control("/consent", {"url": "/oauth/?" + query, "account": "annaskitchen"})
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(answer["location"]).query)["code"][0]
    auth = {"Authorization": "Basic " + basic}
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    pair = call("POST", "/oauth/token", form=form, headers=auth)
    call("POST", "/oauth/token", form=form, headers=auth, expect=400)
    form = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}
    pair = call("POST", "/oauth/token", form=form, headers=auth)
    form = {"grant_type": "client_credentials", "scope": "boards:read"}
    call("POST", "/oauth/token", form=form, headers=auth)
    server.token = pair["access_token"]

    call("GET", "/user_account")
    call("GET", "/user_account/businesses")
    boards = call("GET", "/boards?page_size=250&privacy=ALL")["items"]
    call("GET", "/boards?page_size=2")
    board = boards[1]["id"]
    made = call("POST", "/boards", {"name": "Kites", "description": "d"}, expect=201)
    call("GET", f"/boards/{made['id']}")
    call("PATCH", f"/boards/{made['id']}", {"name": "Paper kites", "privacy": "SECRET"})
    section = call("POST", f"/boards/{made['id']}/sections", {"name": "Box"}, expect=201)
    at = f"/boards/{made['id']}/sections/{section['id']}"
    call("PATCH", at, {"name": "Delta"})
    call("GET", f"/boards/{board}/sections")
    call("GET", f"/boards/{board}/pins?page_size=250")
    seeded = call("GET", f"/boards/{board}/sections")["items"][0]["id"]
    call("GET", f"/boards/{board}/sections/{seeded}/pins")

    pins = call("GET", "/pins?page_size=250")["items"]
    call("GET", f"/pins/{pins[0]['id']}")
    source = {"source_type": "image_base64", "content_type": "image/png", "data": png()}
    new = {
        "board_id": made["id"],
        "board_section_id": section["id"],
        "title": "t",
        "description": "d",
        "alt_text": "a",
        "link": "https://kites.example/",
        "media_source": source,
    }
    pin = call("POST", "/pins", new, expect=201)
    several = {
        "source_type": "multiple_image_base64",
        "items": [{"content_type": "image/png", "data": png(), "title": "one"}] * 3,
    }
    call("POST", "/pins", {"board_id": made["id"], "media_source": several}, expect=201)
    walk_addresses(call, made["id"], pins)
    walk_video(contract, server, call, made["id"])
    call("PATCH", f"/pins/{pin['id']}", {"title": "u", "board_section_id": None})
    call("POST", f"/pins/{pin['id']}/save", {"board_id": board}, expect=201)
    call("DELETE", f"/pins/{pin['id']}", expect=204)
    call("DELETE", at, expect=204)
    call("DELETE", f"/boards/{made['id']}", expect=204)

    contract_analytics.walk(contract, server, call, ok)

    call("GET", f"/pins/{pin['id']}", expect=404)
    call("GET", f"/boards/{made['id']}", expect=404)
    call("POST", "/boards", {"description": "no name"}, expect=400)
    server.control("/switch", {"trial": True})
    call("POST", "/pins", new, expect=403)
    server.control("/switch", {"trial": False})
    server.control("/fault", {"kind": "429"})
    call("GET", "/boards", expect=429)
    server.control("/fault", {"kind": "token-revoked"})
    call("GET", "/boards", expect=401)
    return done


def walk_addresses(call, board, pins):
    """Pins of pictures that the server is to fetch."""
    urls = [
        pin["media"]["images"]["600x"]["url"] for pin in pins if pin["media"]["media_type"] == "image"
    ]
    source = {"source_type": "image_url", "url": urls[0]}
    pin = call("POST", "/pins", {"board_id": board, "media_source": source}, expect=201)
    ok(pin["media"]["images"]["600x"]["url"] == urls[0], "the picture of an address is that picture")
    source = {
        "source_type": "multiple_image_urls",
        "items": [{"url": u, "title": "t", "link": "https://kites.example/"} for u in urls[:3]],
    }
    pin = call("POST", "/pins", {"board_id": board, "media_source": source}, expect=201)
    items = pin["media"].get("items", [])
    got = [item["images"]["600x"]["url"] for item in items]
    ok(got == urls[:3], "a carousel of addresses has their pictures, in order", got)
    call("GET", f"/pins/{pin['id']}")
    source = {"source_type": "image_url", "url": "https://elsewhere.example/picture.jpg"}
    call("POST", "/pins", {"board_id": board, "media_source": source}, expect=400)
    source = {"source_type": "multiple_image_urls", "items": [{"url": urls[0]}]}
    call("POST", "/pins", {"board_id": board, "media_source": source}, expect=400)


def walk_video(contract, server, call, board):
    """A video's whole way; the upload itself is the storage host's and not in the description."""
    call("POST", "/media", {"media_type": "picture"}, expect=400)
    call("GET", "/media/123456789", expect=404)
    media = call("POST", "/media", {"media_type": "video"}, expect=201)
    at = f"/media/{media['media_id']}"
    named = contract.definitions["MediaUploadParameters"]["properties"]
    ok(set(media["upload_parameters"]) == set(named), "the upload form has every field")
    ok(call("GET", at)["status"] == "registered", "a video that was not sent is registered")

    source = {"source_type": "video_id", "media_id": media["media_id"]}
    new = {"board_id": board, "media_source": {**source, "cover_image_key_frame_time": 1}}
    call("POST", "/pins", new, expect=400)

    path = urllib.parse.urlsplit(media["upload_url"]).path
    data, headers = multipart(media["upload_parameters"], video())
    status = server.send("POST", path, data=data, headers={**headers, "Authorization": "x"})[0]
    ok(status == 403, f"the storage host refuses a token: {status}")
    wrong = multipart({**media["upload_parameters"], "policy": "x"}, video())
    status = server.send("POST", path, data=wrong[0], headers=wrong[1])[0]
    ok(status == 403, f"the storage host refuses another form: {status}")
    status, _, answer = server.send("POST", path, data=data, headers=headers)
    ok((status, answer) == (204, b""), f"the upload is answered with nothing: {status}")
    ok(call("GET", at)["status"] == "processing", "a video that was sent is processing")

    cover = {"cover_image_content_type": "image/png", "cover_image_data": png()}
    early = {"board_id": board, "media_source": {**source, **cover}}
    early = call("POST", "/pins", early, expect=201)
    ok(early["media"]["duration"] is None, "a video in processing has no length yet")
    server.control("/clock", {"advance_s": 10})
    ok(call("GET", at)["status"] == "succeeded", "a video is done after a while")
    call("GET", "/media")
    ready = call("GET", f"/pins/{early['id']}")
    ok(ready["media"]["media_type"] == "video" and ready["media"]["duration"], "then it has one")
    call("POST", "/pins", new, expect=201)
    cover = {"cover_image_url": ready["media"]["cover_image_url"]}
    call("POST", "/pins", {"board_id": board, "media_source": {**source, **cover}}, expect=201)
    call("POST", "/pins", {"board_id": board, "media_source": source}, expect=400)

    server.control("/switch", {"media_fails": True})
    ok(call("GET", at)["status"] == "failed", "a video may fail")
    server.control("/switch", {"media_fails": False})


def check_requests(contract, path, name):
    with open(path, encoding="utf-8") as f:
        lines = [json.loads(line) for line in f]
    ok(bool(lines), f"{name}: {len(lines)} recorded")
    for number, line in enumerate(lines, 1):
        # A request that was refused on purpose need not fit.
        if line["status"] == 400:
            continue
        problems = contract.check_request(line)
        if problems or name != "our own requests":
            ok(not problems, f"{name}: {number} {line['method']} {line['path']}",
               "\n".join(problems))
    if name != "our own requests":
        contract_analytics.check_sent(contract, lines, ok)


def main():
    if not os.path.exists(SPEC):
        skip_all("openapi.json is absent")
    try:
        import jsonschema  # noqa: F401
    except ImportError:
        skip_all("python3-jsonschema is absent")
    with open(SPEC, encoding="utf-8") as f:
        contract = Contract(json.load(f))
    if len(sys.argv) == 3 and sys.argv[1] == "--requests":
        check_requests(contract, sys.argv[2], "request")
    elif len(sys.argv) == 1:
        check_server(contract)
    else:
        sys.exit("usage: contract.py [--requests FILE]")
    print(f"1..{count}")
    sys.exit(1 if failed else 0)


main()
