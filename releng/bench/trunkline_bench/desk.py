"""How long until a person can work with the desk; needs a display and xdotool."""
import contextlib
import os
import signal
import subprocess
import time

from trunkline_interop.node import free_port, free_sip_port, let_go

from .process import cpu_ms, rss_mib

LONGEST = 60
CALM = 0.3  # a window is usable once its process has drawn it and waits: less than a third of a core for this long
MIN_WIDTH = 400


class Desk:
    def __init__(self, launcher, home):
        self.home = home
        sip, http = free_sip_port(), free_port()
        let_go(sip)
        let_go(http)
        options = {"trunkline.sip.port": sip, "trunkline.http.port": http, "trunkline.bind": "127.0.0.1"}
        self.command = [launcher, *(f"-D{name}={value}" for name, value in options.items())]

    def start(self):
        """@return seconds to the window, to a calm window with a node that takes calls, and MiB then"""
        ready = os.path.join(self.home, "node", "node.ready")
        if os.path.exists(ready):
            os.remove(ready)
        os.makedirs(self.home, exist_ok=True)
        began = time.monotonic()
        with open(os.path.join(self.home, "desk.log"), "ab") as log:
            process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       env=environment(self.home), start_new_session=True)
        try:
            window = self._until(process, began, lambda: visible(java_of(process.pid)))
            usable = self._until(process, began, lambda: os.path.exists(ready) and calm(java_of(process.pid))) - CALM
            return window, max(window, usable), rss_mib(java_of(process.pid))
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _until(self, process, began, condition):
        while not condition():
            if process.poll() is not None or time.monotonic() - began > LONGEST:
                raise AssertionError(f"the desk did not come up; see {self.home}/desk.log")
            time.sleep(0.02)
        return time.monotonic() - began


def environment(home):
    """That of a user: a packaged desk takes its own Java."""
    env = dict(os.environ, TRUNKLINE_HOME=home)
    env.pop("TRUNKLINE_JAVA_HOME", None)
    env.pop("JAVA_HOME", None)
    return env


def java_of(pid):
    """The desk itself: its start script stays to start it again. @return the script's own until Java runs"""
    with contextlib.suppress(OSError):
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
            for child in children.read().split():
                with open(f"/proc/{child}/comm", encoding="ascii", errors="replace") as name:
                    if name.read().strip() == "java":
                        return int(child)
    return pid


def visible(pid):
    """A window of this process that is not a splash or a tool tip."""
    ids = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid), "--name", "."], capture_output=True,
                         text=True, check=False).stdout.split()
    for window in ids:
        shape = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window], capture_output=True, text=True,
                               check=False).stdout
        values = dict(line.split("=", 1) for line in shape.split() if "=" in line)
        if int(values.get("WIDTH", 0)) >= MIN_WIDTH:
            return True
    return False


def calm(pid):
    before = cpu_ms(pid)
    time.sleep(CALM)
    return cpu_ms(pid) - before < CALM * 1000 / 3


def measure(figures, launcher, folder):
    desk = Desk(launcher, os.path.join(folder, "desk"))
    first, first_usable, _ = desk.start()
    later = sorted(desk.start() for _ in range(3))
    window, usable, memory = later[1]
    figures.add("desk start to window, new workspace", first, "s")
    figures.add("desk start to usable window, new workspace", first_usable, "s", 4.5)
    figures.add("desk start to window", window, "s")
    figures.add("desk start to usable window", usable, "s", 3.5)
    figures.add("desk memory then", memory, "MiB")
