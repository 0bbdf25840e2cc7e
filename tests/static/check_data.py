#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop is told about Pinfold: desktop file, metainfo, schema, icons."""

import re
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from tap import BUILD, SOURCE, expect, main, run, short, sources

APP_ID = sys.argv[1]
DATA = BUILD / "data"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def metainfo():
    return ET.parse(DATA / f"{APP_ID}.metainfo.xml").getroot()


def plain(element):
    return [e for e in element if XML_LANG not in e.attrib]


def desktop_file():
    text = run("desktop-file-validate", DATA / f"{APP_ID}.desktop")
    expect([text] if text else [], "desktop-file-validate has something to say")


def metainfo_valid():
    # AppStream 1.0 replaced <developer_name> by <developer>; software centres of
    # both ages are out there, so the file has both, and each validator objects
    # to the one of the other age. Everything else is held to --strict.
    version = re.search(r"(\d+)\.\d+", run("appstreamcli", "--version")).group(1)
    tree = ET.parse(DATA / f"{APP_ID}.metainfo.xml")
    other = "developer" if int(version) < 1 else "developer_name"
    tree.getroot().remove(tree.getroot().find(other))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"{APP_ID}.metainfo.xml"
        tree.write(copy, encoding="utf-8", xml_declaration=True)
        run("appstreamcli", "validate", "--strict", "--no-net", "--explain", copy)


def schema():
    run("glib-compile-schemas", "--strict", "--dry-run", DATA)
    root = ET.parse(DATA / f"{APP_ID}.gschema.xml").getroot()
    expect((k.get("name") for k in root.iter("key")
            if not (k.findtext("summary") or "").strip()
            or not (k.findtext("description") or "").strip().endswith(".")),
           "keys without a summary and a description")


def well_formed():
    files = sources("*.svg", "*.ui", "*.xml", "*.gresource.xml", "*.xml.in")
    assert files
    run("xmllint", "--noout", "--nonet", *files)


def app_id_rules():
    parts = APP_ID.split(".")
    assert 4 <= len(parts) <= 5, f"{APP_ID} has {len(parts)} parts"
    assert parts[:2] == ["io", "github"] and parts[2] == parts[2].lower()
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", p) for p in parts[:-1])
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", parts[-1])
    assert parts[-1].lower() not in ("app", "desktop", "linux")
    root = metainfo()
    assert root.findtext("id") == APP_ID
    assert root.find("launchable").text == f"{APP_ID}.desktop"
    desktop = (DATA / f"{APP_ID}.desktop").read_text()
    assert f"\nIcon={APP_ID}\n" in desktop and "\nDBusActivatable=true\n" in desktop
    service = (DATA / f"{APP_ID}.service").read_text()
    assert f"\nName={APP_ID}\n" in service and "--gapplication-service" in service


def name_and_summary():
    root = metainfo()
    name, summary = root.findtext("name"), root.findtext("summary")
    assert len(name) < 20 or APP_ID.endswith(".Devel"), name
    assert len(summary) <= 35, f"{summary!r} has {len(summary)} characters"
    assert not re.match(r"(?i)(a|an|the)\b", summary), summary
    assert not summary.endswith("."), summary
    assert not re.search(r"(?i)\b(gtk|gnome|libadwaita|python|client|app)\b", summary), summary


def not_pinterest():
    root = metainfo()
    desktop = (DATA / f"{APP_ID}.desktop").read_text()
    names = [root.findtext("name"), root.findtext("summary"), APP_ID]
    names += [line for line in desktop.splitlines() if re.match(r"(Name|GenericName|Icon)\b", line)]
    expect((n for n in names if "pinterest" in n.lower()), "names Pinterest as if it were ours")
    text = " ".join(root.find("description").itertext())
    assert "endorsed by Pinterest" in text, "metainfo does not say that Pinterest has no part in it"


def brand_colours():
    colours = {c.get("scheme_preference"): c.text for c in metainfo().iter("color")
               if c.get("type") == "primary"}
    assert set(colours) == {"light", "dark"}, colours
    assert all(re.fullmatch(r"#[0-9a-f]{6}", c) for c in colours.values()), colours
    assert colours["light"] != colours["dark"]


def rating_developer_releases():
    root = metainfo()
    assert root.find("content_rating").get("type") == "oars-1.1"
    assert root.find("developer").get("id") == "io.github.pinfold"
    releases = root.findall("releases/release")
    version = re.search(r"\n  version: '([^']+)'", (SOURCE / "meson.build").read_text()).group(1)
    assert releases and releases[0].get("version") == version, "the newest release is not this one"
    for release in releases:
        notes = " ".join(" ".join(release.itertext()).split())
        assert len(notes) > 40, f"{release.get('version')} has no notes"
        assert "bug fix" not in notes.lower(), f"{release.get('version')}: say what changed"


def png_size(path):
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n", f"{path} is no PNG"
    return struct.unpack(">II", head[16:24])


def screenshots():
    shots = metainfo().findall("screenshots/screenshot")
    assert 3 <= len(shots) <= 6, f"{len(shots)} screenshots"
    assert [s.get("type") for s in shots].count("default") == 1
    for shot in shots:
        caption = plain(shot.findall("caption"))
        assert caption and not caption[0].text.endswith("."), "caption missing, or with a full stop"
        for image in shot.findall("image"):
            name = image.text.rsplit("/data/screenshots/", 1)
            assert len(name) == 2, image.text
            path = SOURCE / "data" / "screenshots" / name[1]
            assert path.is_file(), f"{short(path)} is not there"
            scale = int(image.get("scale", "1"))
            width, height = png_size(path)
            assert (width, height) == (int(image.get("width")) * scale, int(image.get("height")) * scale)
            assert width <= 1000 * scale and height <= 700 * scale, f"{name[1]} is {width}x{height}"


def icons():
    root = SOURCE / "data" / "icons" / "hicolor"
    app = ET.parse(root / "scalable" / "apps" / f"{APP_ID}.svg").getroot()
    assert app.get("viewBox") == "0 0 128 128"
    for path in sources("data/icons/*-symbolic.svg"):
        icon = ET.parse(path).getroot()
        assert icon.get("viewBox") == "0 0 16 16", short(path)
        tags = {e.tag.rsplit("}", 1)[-1] for e in icon.iter()}
        # GTK recolours the fill of these three and nothing else.
        assert tags <= {"svg", "g", "path", "rect", "circle"}, f"{short(path)}: {tags}"
        text = path.read_text()
        assert "stroke" not in text, f"{short(path)}: strokes are not recoloured"
        assert set(re.findall(r'fill="([^"]+)"', text)) == {"#2e3436"}, short(path)
    for path in sources("data/icons/*.svg"):
        done = subprocess.run(["rsvg-convert", "-w", "16", "-h", "16", str(path)],
                              capture_output=True, check=False)
        assert done.returncode == 0 and done.stdout[:4] == b"\x89PNG", short(path)
        assert "<image" not in path.read_text(), f"{short(path)} is not drawn but a picture"


def icons_exist():
    """Every icon a source names is in the system's theme or drawn here."""
    theme = Path("/usr/share/icons/Adwaita")
    assert theme.is_dir(), "the Adwaita icon theme is not installed"
    known = {p.stem for p in sources("data/icons/*.svg")}
    known |= {re.sub(r"\.(svg|png|symbolic\.png)$", "", p.name) for p in theme.rglob("*-symbolic*")}
    used = {}
    for path in sources("src/*.c", "src/*.ui"):
        for name in re.findall(r'["\'>]([a-z][a-z-]+-symbolic)["\'<]', path.read_text()):
            used.setdefault(name, short(path))
    assert used
    # libadwaita brings its own, under its own prefix.
    expect((f"{name} in {place}" for name, place in sorted(used.items())
            if name not in known and not name.startswith("adw-")), "icons that nobody has drawn")
    listed = {p.rsplit("/", 1)[-1] for p in
              re.findall(r"icons/hicolor/[^<]+\.svg", (SOURCE / "data/pinfold.gresource.xml").read_text())}
    expect(sorted(p.name for p in sources("data/icons/hicolor/scalable/actions/*.svg")
                  if p.name not in listed), "icons that are not in the resource")


def style_sheet():
    for path in sources("data/*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        rules = re.sub(r"@define-color[^;]*;", "", text)
        expect(re.findall(r"(?<![\w-])#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])", rules),
               f"{short(path)}: colours without a name")
        expect(re.findall(r"var\(|@media", text), f"{short(path)}: too new for GTK 4.8")


def help_pictures():
    """requirements.md MO-25: each picture of an article has words, and the article stands without it."""
    folder = SOURCE / "data/help"
    shown = set()
    for article in sorted(folder.glob("*.ui")):
        objects = list(ET.parse(article).getroot().iter("object"))
        kinds = {o.get("class") for o in objects}
        expect(kinds & {"GtkImage", "GtkPicture", "AdwAvatar"}, f"{article.name}: pictures without words")
        paragraphs = [o for o in objects if o.get("class") == "GtkLabel"]
        pictures = [o for o in objects if o.get("class") == "PfHelpPicture"]
        assert len(paragraphs) > len(pictures) + 1, f"{article.name}: less told than shown"
        for picture in pictures:
            properties = {p.get("name"): p for p in picture.findall("property")}
            words = properties["words"]
            assert words.get("translatable") == "yes" and len(words.text.split()) >= 5, f"{article.name}: {words.text}"
            shown.add(properties["file"].text)
    assert len(shown) >= 6
    there = {p.stem for p in (folder / "pictures").glob("*.png")}
    expect(sorted(there ^ {name + style for name in shown for style in ("", "-dark")}),
           "pictures of articles missing in one style, or shown by none")


main([
    ("/static/data/MO-25/help-pictures-have-words", help_pictures),
    ("/static/data/FP-4/desktop-file", desktop_file),
    ("/static/data/FP-4/metainfo-is-valid", metainfo_valid),
    ("/static/data/FP-4/name-and-summary", name_and_summary),
    ("/static/data/FP-4/brand-colours", brand_colours),
    ("/static/data/FP-4/screenshots", screenshots),
    ("/static/data/FP-4/rating-developer-releases", rating_developer_releases),
    ("/static/data/FP-3/application-id", app_id_rules),
    ("/static/data/FP-5+AP-22/imitates-nothing-of-pinterest", not_pinterest),
    ("/static/data/AP-14/settings-schema", schema),
    ("/static/data/xml-is-well-formed", well_formed),
    ("/static/data/icons-are-drawn-well", icons),
    ("/static/data/icons-exist", icons_exist),
    ("/static/data/style-sheet", style_sheet),
])
