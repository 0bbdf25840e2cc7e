#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what text is in the clipboard, as JSON."""

import json

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main():
    Gtk.init()
    loop = GLib.MainLoop()
    clipboard = Gdk.Display.get_default().get_clipboard()

    def told(_source, result):
        try:
            text = clipboard.read_text_finish(result)
        except GLib.Error:  # there is none
            text = None
        print("TEXT " + json.dumps(text), flush=True)
        loop.quit()

    clipboard.read_text_async(None, told)
    loop.run()


main()
