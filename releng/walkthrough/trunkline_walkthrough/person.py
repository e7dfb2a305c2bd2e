"""A person at the desk: looks, clicks, types. Each click, key chord and typed text is one action."""
import os
import re
import time

from .screen import PATIENCE, Stuck, matches, picture, things, wait_until, xdotool

HEAD = 27
ROW = 26


class Person:
    def __init__(self, pid, folder):
        self.pid = pid
        self.folder = folder
        self.actions = 0
        self.steps = 0

    # --- looking: no action ---

    def look(self, name=None, role=None, text=None, tip=None, enabled=None, within=None):
        """All that is shown now and is so named; strings are the whole name, patterns are searched."""
        return [it for it in things(self.pid)
                if (name is None or matches(name, it.name)) and (role is None or it.role == role)
                and (text is None or matches(text, it.text)) and (tip is None or matches(tip, it.tip))
                and (enabled is None or it.enabled == enabled) and it.box[2] > 0 and (within is None or inside(it.box, within.box))]

    def find(self, name=None, seconds=PATIENCE, nth=0, **more):
        what = " ".join(str(part.pattern if isinstance(part, re.Pattern) else part) for part in (more.get("role"), name, more.get("text"))
                        if part is not None)

        def there():
            found = self.look(name, **more)
            return found[nth] if len(found) > nth or (nth < 0 and len(found) >= -nth) else None
        return wait_until(what or "something", there, seconds)

    def sees(self, words, seconds=PATIENCE):
        """Waits until the words (a pattern) stand somewhere."""
        pattern = words if isinstance(words, re.Pattern) else re.compile(re.escape(words))
        return wait_until(f'"{pattern.pattern}" on the screen',
                          lambda: next((it for it in things(self.pid) if pattern.search(it.words())), None), seconds)

    def shows(self, words):
        return any(words in it.words() for it in things(self.pid))

    # --- doing ---

    def _did(self, what, *arguments):
        xdotool(*arguments)
        self.actions += 1
        self.steps += 1
        time.sleep(0.15)  # what a person takes to look; the desk has painted then
        picture(os.path.join(self.folder, f"{self.steps:02d}-{re.sub('[^a-z0-9]+', '-', what.lower())[:40].strip('-')}.png"))

    def click(self, name=None, button=1, double=False, across=0.5, down=0.5, seconds=PATIENCE, nth=0, **more):
        if "enabled" not in more and more.get("role") != "label":
            more["enabled"] = True
        thing = self.find(name, seconds=seconds, nth=nth, **more)
        self.click_at(*thing.at(across, down), what=f"{'right ' if button == 3 else ''}click {thing.name or thing.text}", button=button,
                      double=double)
        return thing

    def click_at(self, x, y, what="click", button=1, double=False):
        self._did(what, "mousemove", x, y, "sleep", 0.1, "click", *(["--repeat", 2, "--delay", 60] if double else []), button)

    def key(self, *chords):
        """Each chord is an action of its own."""
        for chord in chords:
            self._did("key " + chord, "key", "--clearmodifiers", chord)

    def type(self, text):
        self._did("type " + text[:20], "type", "--delay", 4, text)

    def replace(self, text):
        """Types over all that stands in the field; one text."""
        xdotool("key", "ctrl+a")
        self.type(text)

    def enter(self, text):
        """The same, and Return: two actions."""
        self.replace(text)
        self.key("Return")

    # --- the desk's tables, which paint themselves ---

    def table(self, name, seconds=PATIENCE):
        return self.find(re.compile("^" + re.escape(name)), role="table", seconds=seconds)

    def row(self, table, number, button=1, double=False, across=0.2, filtered=False):
        """@param number from 0 @param filtered whether a filter row is shown"""
        x, y, width, height = self.table(table).box if isinstance(table, str) else table.box
        top = y + HEAD + (ROW if filtered else 0) + ROW * number + ROW // 2
        if top > y + height:
            raise Stuck(f"row {number} of {table} is not visible")
        self.click_at(int(x + min(width, 800) * across), top, f"row {number} of {table}", button, double)

    def menu(self, *path):
        """Of the menu bar or of a menu that is open: a click for each."""
        for part in path:
            item = wait_until(f"menu {part}", lambda part=part: next((it for it in things(self.pid) if it.role in (
                "menu", "menu item", "check menu item", "radio menu item") and it.name.replace("_", "").startswith(part) and it.box[2] > 0
                and "showing" in it.states), None))
            self.click_at(*item.at(), what="menu " + part)


def inside(box, outer):
    return (outer[0] <= box[0] and outer[1] <= box[1] and box[0] + box[2] <= outer[0] + outer[2] + 2
            and box[1] + box[3] <= outer[1] + outer[3] + 2)
