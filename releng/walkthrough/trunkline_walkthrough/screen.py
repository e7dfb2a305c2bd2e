"""The screen as a screen reader tells it (AT-SPI), and a mouse and a keyboard (xdotool)."""
import os
import re
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 20
LOOK_AGAIN = 0.1
DEEPEST = 40


class Stuck(AssertionError):
    """Something that a person looks for is not on the screen."""


class Thing:
    """One thing on the screen. @param box x, y, width, height on the screen"""

    def __init__(self, accessible, role, name, text, tip, box, states):
        self.accessible = accessible
        self.role = role
        self.name = name
        self.text = text
        self.tip = tip
        self.box = box
        self.states = states

    @property
    def enabled(self):
        return "sensitive" in self.states or "enabled" in self.states

    def at(self, across=0.5, down=0.5):
        x, y, width, height = self.box
        return int(x + width * across), int(y + height * down)

    def words(self):
        return " ".join(part for part in (self.name, self.text, self.tip) if part)

    def __repr__(self):
        return f"{self.role} {self.name!r} {self.text[:40]!r} {self.box}"


def things(pid, deepest=DEEPEST):
    """Whatever the windows of a process show now, the newest window last."""
    Atspi.get_desktop(0).clear_cache()
    found = []
    desk = Atspi.get_desktop(0)
    for i in range(desk.get_child_count()):
        try:
            app = desk.get_child_at_index(i)
            if app is not None and app.get_process_id() == pid:
                for window in range(app.get_child_count()):
                    gather(app.get_child_at_index(window), found, deepest)
        except GLib.Error:
            continue
    return found


def gather(accessible, found, deepest):
    if accessible is None or deepest == 0:
        return
    try:
        states = accessible.get_state_set()
        if not states.contains(Atspi.StateType.SHOWING) and not states.contains(Atspi.StateType.VISIBLE):
            return
        role = accessible.get_role_name()
        component = accessible.get_component_iface()
        box = (0, 0, 0, 0)
        if component is not None:
            extents = accessible.get_extents(Atspi.CoordType.SCREEN)
            box = extents.x, extents.y, extents.width, extents.height
        text = ""
        if role in ("text", "entry", "password text", "label", "spin button", "combo box") and accessible.get_text_iface() is not None:
            text = Atspi.Text.get_text(accessible, 0, -1) or ""
        if states.contains(Atspi.StateType.SHOWING) or role in ("frame", "dialog", "window", "application", "menu"):
            names = {state.value_nick for state in states.get_states()}
            found.append(Thing(accessible, role, (accessible.get_name() or "").strip(), text, accessible.get_description() or "", box, names))
        for i in range(min(accessible.get_child_count(), 300)):
            gather(accessible.get_child_at_index(i), found, deepest - 1)
    except GLib.Error:
        return  # it went away


def matches(wanted, value):
    return wanted.search(value) is not None if isinstance(wanted, re.Pattern) else wanted == value


def xdotool(*arguments):
    subprocess.run(["xdotool", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, timeout=60)


def picture(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    subprocess.run(["import", "-window", "root", path], check=False, timeout=60)


def wait_until(what, condition, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Stuck(f"{what}: not within {seconds:g} s")
        time.sleep(LOOK_AGAIN)
