#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: clipboard.py --read | PICTURE. Says what text is in the clipboard, or puts a picture in it and
stays as long as that is to be there, as another application would."""

import json
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main():
    Gtk.init()
    loop = GLib.MainLoop()
    clipboard = Gdk.Display.get_default().get_clipboard()

    def told(_source, result):
        print("TEXT " + json.dumps(clipboard.read_text_finish(result)), flush=True)
        loop.quit()

    if sys.argv[1] == "--read":
        clipboard.read_text_async(None, told)
    else:
        clipboard.set_content(Gdk.ContentProvider.new_for_value(Gdk.Texture.new_from_filename(sys.argv[1])))
        print("READY", flush=True)
    loop.run()


main()
