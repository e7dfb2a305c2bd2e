"""What stopped a whole node: its JVM's own log of safepoints, of which a collection is the longest part."""
import os
import re

LINE = re.compile(r'^\[([\d.]+)s\].*Safepoint "(\w+)".*Reaching safepoint: *(\d+) ns.* Total: *(\d+) ns')


class Pauses:
    def __init__(self, work):
        self.path = os.path.join(work, "pauses.log")

    def option(self):
        """@return for the command line of a JVM"""
        return f"-Xlog:safepoint,gc:file={self.path}:uptime,tags"

    def count(self):
        return len(self._all())

    def longest(self, since=0):
        """@param since how many came before @return of the others the longest in ms, and what it was for"""
        return max(self._all()[since:], default=(0.0, "none"))

    def _all(self):
        try:
            with open(self.path, encoding="utf-8", errors="replace") as file:
                found = [LINE.match(line) for line in file]
        except FileNotFoundError:
            return []
        return [(int(each[4]) / 1e6, f"{each[2]} after {each[1]} s, {int(each[3]) / 1e6:.0f} ms to reach") for each in found if each]
