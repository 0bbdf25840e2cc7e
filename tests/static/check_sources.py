#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules that can be read off the sources: walls between rooms, form, secrets."""

import ast
import re
import subprocess

from tap import SOURCE, expect, main, run, short, sources

CODE = ("*.c", "*.h")
SCRIPTS = ("*.py", "*.sh", "*/meson.build", "meson.build", "meson_options.txt", "*.ui", "*.css",
           "*.xml", "*.svg", "*.in", "build-aux/*", ".ci/run", "tests/bare-root/*")
ROOMS_BELOW = {
    "base": set(),
    "api": {"base"},
    "media": {"base"},
    "store": {"base", "api", "media"},
    "account": {"base", "api", "media", "store"},
    "sync": {"base", "api", "media", "store", "account"},
    "outbox": {"base", "api", "media", "store", "account"},
    "insights": {"base", "api", "media", "store", "account"},
    "model": {"base", "api", "media", "store", "account", "sync", "outbox", "insights"},
}
# Where each function of a header has its /** name: above it.
DESCRIBED = ("app", "core/account", "core/api", "core/base", "core/media", "core/sync")


def includes(path):
    return re.findall(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', path.read_text(errors="replace"), re.M)


def licence_lines():
    missing = []
    for path in sources(*CODE, *SCRIPTS):
        if path.name in ("POTFILES.in", "LINGUAS") or path.suffix == ".md":
            continue
        head = "\n".join(path.read_text(errors="replace").splitlines()[:5])
        if "SPDX-License-Identifier: " not in head:
            missing.append(short(path))
    expect(missing, "no SPDX-License-Identifier in the first lines")


def formatting():
    files = sources(*CODE)
    assert files
    run("clang-format", "--dry-run", "--Werror", "--ferror-limit=1", *files)


def file_sizes():
    expect((f"{short(p)}: {n} lines" for p in sources("src/*.c", "src/*.h", "tests/*.c", "tests/*.py")
            if (n := len(p.read_text(errors="replace").splitlines())) > 900),
           "files that nobody can know by heart: split them")


def core_without_gtk():
    bad = []
    for path in sources("src/core/*.c", "src/core/*.h"):
        bad += [f"{short(path)}: {i}" for i in includes(path)
                if re.match(r"(gtk|gdk|gsk|adwaita|pango)[/.]", i) or i.startswith("app/")]
    expect(bad, "core includes the screen")
    core = (SOURCE / "src/core/meson.build").read_text()
    expect(re.findall(r"\b(?:gtk|adw)_dep\b", core), "core is linked with the screen")


def rooms_stand_on_floors():
    bad = []
    for path in sources("src/core/*/*.c", "src/core/*/*.h"):
        room = path.relative_to(SOURCE).parts[2]
        if room not in ROOMS_BELOW:
            bad.append(f"{short(path)}: unknown room {room}")
            continue
        for include in includes(path):
            parts = include.split("/")
            if parts[0] == "core" and len(parts) > 2:
                if parts[1] != room and parts[1] not in ROOMS_BELOW[room]:
                    bad.append(f"{short(path)} includes {include}")
            elif parts[0] == "core" or include.startswith(".."):
                bad.append(f"{short(path)} includes {include}")
    expect(bad, "a room includes what is not below it")


def faces_and_practice_apart():
    bad = []
    for face in ("app", "cli", "mcp", "practice"):
        others = {"app", "cli", "mcp", "practice"} - {face}
        if face == "practice":
            others.add("core")
        for path in sources(f"src/{face}/*.c", f"src/{face}/*.h"):
            bad += [f"{short(path)} includes {i}" for i in includes(path) if i.split("/")[0] in others]
    expect(bad, "a face includes another, or practice shares code with core")


def own_header_first():
    bad = []
    for path in sources("src/*.c"):
        found = includes(path)
        if not found or found[0] != "config.h":
            bad.append(f"{short(path)}: config.h is not first")
    expect(bad, "order of includes")


def public_functions():
    """(header, function) of each function that a header of these parts declares."""
    for path in sources(*(f"src/{part}/*.h" for part in DESCRIBED), "src/core/pf-go-live.h"):
        if path.name.endswith("-private.h"):
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(errors="replace"), flags=re.S)
        macros = dict(re.findall(r"^#\s*define\s+(\w+)\s*\(name\b[^)]*\)((?:[^\n]*\\\n)*[^\n]*)", text, re.M))
        text = re.sub(r"^#(?:[^\n]*\\\n)*[^\n]*\n", "", text, flags=re.M)
        for macro, body in macros.items():
            for name in re.findall(rf"^\s*{macro}\s*\(\s*(\w+)", text, re.M):
                for function in re.findall(r"\b(pf_\w*##name##\w+)\s*\(", body):
                    yield path, function.replace("##name##", name)
        text = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"\{[^{}]*\}", "{}", text))
        for declaration in text.split(";"):
            found = re.match(r"(?s)\s*(?!typedef\b|struct\b.*\}|static\b)[\w\s\*]*?\b(pf_\w+)\s*\(", declaration)
            if found and not found[1].endswith(("_get_type", "_quark")) and "(*" not in declaration[:found.end()]:
                yield path, found[1]


def every_function_says_what_it_does():
    described = set()
    for path in sources("src/core/*.c", "src/core/*.h", "src/app/*.c", "src/app/*.h"):
        described |= set(re.findall(r"/\*\*\n \* (pf_\w+):", path.read_text(errors="replace")))
    declared = sorted({(short(path), function) for path, function in public_functions()})
    assert len(declared) > 300, "the search for functions finds too few"
    expect((f"{path}: {function}" for path, function in declared if function not in described),
           "no comment /** name: above the function says what it does")


def no_web_view():
    bad = [f"{short(p)}: {i}" for p in sources(*CODE) for i in includes(p) if "webkit" in i.lower()]
    bad += [short(p) for p in sources("*/meson.build", "meson.build") if "webkit" in p.read_text().lower()]
    expect(bad, "a web view could see a password")


def strong_random_only():
    expect((short(p) for p in sources("src/core/*.c")
            if p.relative_to(SOURCE).parts[2] in ("account", "base")
            and re.search(r"\bg_(rand_|random_)\w*\s*\(", p.read_text())),
           "g_random_* near secrets")


def no_secret_in_the_repository():
    """Nothing that looks like a key, a token or an app secret is committed."""
    marks = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bpin[ac]_[A-Za-z0-9]{20,}|"
                       r"\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}")
    preset = re.compile(r"(?i)\b(client|app)_?secret\b\s*(=|:)\s*\"[0-9a-f]{40}\"")
    bad = []
    for path in sources():
        if path.suffix in (".png", ".jpg", ".webp", ".gif"):
            continue
        text = path.read_text(errors="replace")
        bad += [f"{short(path)}: {m.group(0)[:12]}..." for m in marks.finditer(text)]
        if path.is_relative_to(SOURCE / "src") or path.is_relative_to(SOURCE / "data"):
            bad += [f"{short(path)}: {m.group(0)[:20]}..." for m in preset.finditer(text)]
    expect(bad, "looks like a secret")
    options = (SOURCE / "meson_options.txt").read_text()
    names = re.findall(r"option\('([^']+)'", options)
    expect((n for n in names if "secret" in n), "a secret could be compiled in")


def no_workplace_paths():
    """The product names neither the machine it was written on nor a mirror."""
    words = re.compile(r"(?<![\w.$}*-])/(?:" + "|".join(("work", "farm", "root", "home/[a-z]+")) + r")/[\w.-]|"
                       + "deb" + r"\.debian\.org|registry\.npm" + "js|pypi" + r"\.org")
    bad = []
    for path in sources():
        if path.suffix in (".png", ".jpg", ".webp", ".gif"):
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if words.search(line) and path.name != "COPYING":
                bad.append(f"{short(path)}:{number}: {line.strip()[:80]}")
    expect(bad, "names a path of one machine, or a registry")


def nothing_unfinished():
    bad = []
    for path in sources("src/*.c", "src/*.h", "src/*.ui", "data/*"):
        if path.suffix == ".png":
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if re.search(r"\b(TODO|FIXME|XXX)\b", line) or re.search(r"(?i)not implemented|lorem ipsum", line):
                bad.append(f"{short(path)}:{number}: {line.strip()[:80]}")
    expect(bad, "unfinished")


def potfiles():
    run("bash", SOURCE / "build-aux" / "check-potfiles.sh")


def scripts_parse():
    shell, bad = [], []
    for path in sources():
        if path.suffix in (".png", ".jpg", ".svg"):
            continue
        with path.open("rb") as file:
            first = file.readline(80)
        if path.suffix == ".sh" or re.match(rb"#!.*\b(ba)?sh\b", first):
            shell.append(path)
        elif path.suffix == ".py" or re.match(rb"#!.*python3?\b", first):
            try:
                ast.parse(path.read_text(), short(path))
            except SyntaxError as why:
                bad.append(f"{short(path)}: {why}")
        if first.startswith(b"#!") and not path.stat().st_mode & 0o111:
            bad.append(f"{short(path)}: starts with #! but cannot be executed")
    for path in shell:
        done = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False)
        if done.returncode:
            bad.append(done.stderr.strip())
    assert shell
    expect(bad, "scripts")


def no_deprecation_silenced():
    bad = [short(p) for p in sources("*/meson.build", "meson.build", "src/*.c")
           if re.search("-Wno-deprecated|G_GNUC_BEGIN_IGNORE_" "DEPRECATIONS", p.read_text())]
    expect(bad, "deprecations are answered, not silenced")


def remote_text_never_markup():
    """safety.md UI-10: libadwaita 1.2 parses these as markup, so one helper file has them."""
    traps = re.compile(r"\b(adw_toast_new|adw_toast_set_title|adw_status_page_set_description|"
                       r"adw_preferences_row_set_title|gtk_label_set_markup)\s*\(")
    bad = []
    for path in sources("src/app/*.c"):
        if path.name == "pf-text.c":
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if traps.search(line) and not re.search(r"\(\s*\w+,\s*_\s*\(|\(\s*_\s*\(", line):
                bad.append(f"{short(path)}:{number}: {line.strip()[:90]}")
    expect(bad, "text that may be remote is parsed as markup; use pf-text")


main([
    ("/static/sources/licence-lines", licence_lines),
    ("/static/sources/clang-format", formatting),
    ("/static/sources/file-sizes", file_sizes),
    ("/static/sources/core-without-gtk", core_without_gtk),
    ("/static/sources/rooms-stand-on-floors", rooms_stand_on_floors),
    ("/static/sources/faces-and-practice-apart", faces_and_practice_apart),
    ("/static/sources/config-h-first", own_header_first),
    ("/static/sources/OA-3+MO-8/no-web-view", no_web_view),
    ("/static/sources/OA-1/strong-random-only", strong_random_only),
    ("/static/sources/AP-11+OA-17/no-secret-in-the-repository", no_secret_in_the_repository),
    ("/static/sources/names-no-machine", no_workplace_paths),
    ("/static/sources/nothing-unfinished", nothing_unfinished),
    ("/static/sources/potfiles", potfiles),
    ("/static/sources/scripts-parse", scripts_parse),
    ("/static/sources/no-deprecation-silenced", no_deprecation_silenced),
    ("/static/sources/every-function-says-what-it-does", every_function_says_what_it_does),
    ("/static/sources/UI-10/remote-text-is-never-markup", remote_text_never_markup),
])
