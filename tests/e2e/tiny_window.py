#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The smallest window with a button, an entry, a link and a drop target."""

import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402


def main():
    if "--complain" in sys.argv:
        GLib.log_default_handler("tiny", GLib.LogLevelFlags.LEVEL_WARNING, "a planted warning")
    Gtk.init()
    loop = GLib.MainLoop()
    window = Gtk.Window(title="Tiny", default_width=320, default_height=240)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
    label = Gtk.Label(label="Ready")
    count = 0

    def pressed(_button):
        nonlocal count
        count += 1
        label.set_label(f"Pressed {count}")

    button = Gtk.Button(label="Press Me")
    button.connect("clicked", pressed)
    entry = Gtk.Entry()
    entry.update_property([Gtk.AccessibleProperty.LABEL], ["Name"])
    box.append(button)
    box.append(entry)
    if "--open" in sys.argv:
        address = sys.argv[sys.argv.index("--open") + 1]
        link = Gtk.Button(label="Open Browser")
        link.connect("clicked", lambda *_: Gio.AppInfo.launch_default_for_uri_async(address, None, None, None))
        box.append(link)
    box.append(label)
    window.set_child(box)

    def dropped(_target, files, _x, _y):
        label.set_label("Dropped: " + ", ".join(f.get_basename() for f in files.get_files()))
        return True

    target = Gtk.DropTarget.new(Gdk.FileList, Gdk.DragAction.COPY)
    target.connect("drop", dropped)
    box.set_vexpand(True)
    window.add_controller(target)
    window.connect("close-request", lambda *_: loop.quit())
    window.present()
    loop.run()


main()
