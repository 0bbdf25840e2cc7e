# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in Pinfold, step by step, in the words that stand on the screen."""

import time

from .processes import PATIENCE, insist, wait_until

ANNA = "Anna's Kitchen"


def shown(node):
    """Whether it has a place in its window: a page of a stack that was never shown has none."""
    try:
        _, _, width, height = node.extents()
    except Exception:  # it went away while being asked
        return False
    return width > 0 and height > 0


def hits(app, name, role=None, contains=False):
    """The nodes with that name that have a place on the screen, newest window first."""
    from .a11y import matches
    root = app.root
    for window in reversed(list(root.children()) if root else []):
        for node in window.walk():
            if matches(node, name, role, contains) and shown(node):
                yield node


def seen(app, name, role=None, contains=False):
    return next(hits(app, name, role, contains), None)


def see(app, name, role=None, timeout=10, contains=False):
    """Wait until something with that name, or one that the pattern fits, is on the screen."""
    end = time.monotonic() + PATIENCE * timeout
    while True:
        began = time.monotonic()
        found = seen(app, name, role, contains)
        if found:
            return found
        took = time.monotonic() - began
        if not app.process.alive():
            raise AssertionError(f"the program ended with {app.process.popen.returncode} while looking for {name!r}:\n"
                                 f"{app.process.log[-2000:]}")
        if time.monotonic() > end:
            there = sorted({repr(n) for n in app.root.walk() if n.name and shown(n)}) if app.root else []
            raise AssertionError(f"no {role or 'thing'} named {name!r} within {PATIENCE * timeout} s; there is:\n"
                                 + "\n".join(there[:120]))
        # The program has to answer each look: at least as long it is left alone.
        time.sleep(max(0.04, took))


def unseen(app, name, role=None, timeout=10, contains=False):
    wait_until(lambda: not seen(app, name, role, contains), timeout, f"{name!r} to go away")


def press(app, name, timeout=10, contains=False):
    """Press the button of that name, as soon as it can be pressed."""
    def ready():
        return next((n for n in hits(app, name, "button", contains) if n.has("sensitive")), None)
    wait_until(ready, timeout, f"the button {name!r} to be usable").press()


def inside(node, name, role=None):
    from .a11y import matches
    found = next((n for n in node.walk() if matches(n, name, role, False)), None)
    if found is None:
        raise AssertionError(f"no {name!r} in {node!r}; there is: {[repr(n) for n in node.walk() if n.name]}")
    return found


def open_picker(app):
    """From the first page to the cards."""
    page = see(app, "Connect your Pinterest account")
    assert page
    press(app, "Connect")
    return see(app, "Kinds of connection")


def ask_consent(app):
    """First page, picker, card, and the sheet with the permissions."""
    open_picker(app)
    inside(see(app, "Practice. ", contains=True), "Connect", "button").press()
    return see(app, "Continue in Browser", "button")


def go_to_browser(app):
    press(app, "Continue in Browser")
    see(app, "Finish in your browser")


def connect(app, session, account=None, timeout=30):
    """The whole way to Connected; returns the browser's visit and the seconds it took after the click."""
    session.browser.will("allow", account=account)
    before = len(session.browser.visits)
    ask_consent(app)
    press(app, "Continue in Browser")
    wait_until(lambda: len(session.browser.visits) > before, timeout, "the browser")
    # It is timed: nothing is asked anew meanwhile, which keeps the program busy for a second or two.
    end = time.monotonic() + 8
    while not seen(app, "See Boards", "button") and time.monotonic() < end:
        time.sleep(0.1)
    see(app, "See Boards", "button", timeout)
    arrived = time.time()
    visit = session.browser.wait_for_visit(before + 1)
    assert "error" not in visit, visit["error"]
    return visit, arrived - visit["clicked"]


def see_boards(app):
    press(app, "See Boards")
    unseen(app, "See Boards")
    # What is clicked while the dialog still goes is not clicked in the window behind it.
    wait_until(lambda: app.session.hands.active() == app.window, 10, "the window to have the keyboard")


def open_board(app, session, name, timeout=15):
    """Click a board's card and wait for its pins."""
    see(app, f"{name}, ", timeout=timeout, contains=True)

    def click():
        card = seen(app, f"{name}, ", contains=True)
        if card:
            session.hands.click(app.window, *session.hands.middle_of(card))
    insist(click, lambda: seen(app, "New Pin on This Board", "button"), 10, f"the page of {name!r}")
    return see(app, "Pins")


def drop_picture(app, session, picture, timeout=30, hover=None):
    """Drag a picture from a window beside it onto the board that is open."""
    _, _, width, height = session.hands.geometry(app.window)
    assert session.hands.drag_files([picture], app.window, width * 0.6, height * 0.5, hover), "the drop was refused"
    return see(app, "Board: ", "button", timeout, contains=True)


def field(app, name, role=None):
    """A field of the composer; its name begins so."""
    return see(app, name, role or "entry")


def composer_ready(app, timeout=30):
    """Wait until the picture is taken in and pinning is possible."""
    unseen(app, "Getting the picture ready", timeout=timeout)


def show_page(app, session, name):
    """Click its row in the sidebar."""
    def row():
        return next((n for n in hits(app, name, "label") if n.extents()[0] < 260), None)

    def chosen():
        item = row()
        while item and item.role not in ("list item", "frame"):
            item = item.parent
        return item and item.has("selected")
    wait_until(row, 10, f"{name!r} in the sidebar")
    insist(lambda: session.hands.click(app.window, *session.hands.middle_of(row())), chosen, 10, f"the page {name!r}")


def pick_board(app, session, name):
    """In the popover with all boards that is open: the first letters, and Enter."""
    see(app, "Search boards")
    session.hands.type(name)
    wait_until(lambda: [n for n in hits(app, name, "list item", True)], 10, f"{name!r} among the boards")
    session.hands.key("Return")


def board_menu(app, session, board, item):
    """What the secondary button offers on a board's card."""
    card = see(app, f"{board}, ", contains=True)
    session.hands.click(app.window, *session.hands.middle_of(card), button=3)
    choice = see(app, item, "menu item")
    choice.press()


def wall(app, name="Pins"):
    return see(app, name, "list")


def names_on(app, name="Pins"):
    """What the tiles in view are called, in their order."""
    return [n.name for n in wall(app, name).children() if n.role == "list item" and shown(n)]


def read_wall(app, session, name="Pins"):
    """All that a wall shows, from its top to its end, each name once. It has the focus."""
    found = {}
    session.hands.key("Home")
    idle = 0
    while idle < 3:  # a page that is hardly longer than the view shows nothing new
        before = len(found)
        end = time.monotonic() + 0.4
        while len(found) == before and time.monotonic() < end:
            found.update(dict.fromkeys(names_on(app, name)))
        idle = 0 if len(found) > before else idle + 1
        session.hands.key("Page_Down")
    return list(found)
