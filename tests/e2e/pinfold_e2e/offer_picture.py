#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: offer_picture.py FILE. Has a PNG in the clipboard while it runs, as a browser after Copy Image."""

import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main():
    Gtk.init()
    display = Gdk.Display.get_default()
    content = GLib.Bytes.new(Path(sys.argv[1]).read_bytes())
    display.get_clipboard().set_content(Gdk.ContentProvider.new_for_bytes("image/png", content))
    display.sync()
    print("READY", flush=True)
    GLib.MainLoop().run()


main()
