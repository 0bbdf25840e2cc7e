#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: drag_source.py FILE... A window whose whole area drags the files, as a file manager would."""

import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402


def main():
    files = [Gio.File.new_for_path(str(Path(a).resolve())) for a in sys.argv[1:]]
    Gtk.init()
    loop = GLib.MainLoop()
    window = Gtk.Window(title="drag source", default_width=140, default_height=90, decorated=False)
    window.set_child(Gtk.Label(label="drag me"))
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    listing = Gdk.FileList.new_from_list(files)
    source.connect("prepare", lambda *_: Gdk.ContentProvider.new_for_value(listing))
    source.connect("drag-begin", lambda *_: print("BEGIN", flush=True))

    def cancelled(_source, _drag, reason):
        print("END refused", reason.value_nick, flush=True)
        return False

    def ended(_source, drag, _delete):
        print("END copy" if drag.get_selected_action() else "END nothing", flush=True)

    source.connect("drag-cancel", cancelled)
    source.connect("drag-end", ended)
    window.add_controller(source)
    window.connect("close-request", lambda *_: loop.quit())
    window.connect("map", lambda *_: print("READY", flush=True))
    window.present()
    loop.run()


main()
