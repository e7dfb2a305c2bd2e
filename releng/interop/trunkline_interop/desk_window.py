"""The packaged desk in a window of its own, worked by its keys alone: its node inside, its phone, real sound."""
import contextlib
import os
import re
import signal
import socket
import subprocess
import time

from .api import Api
from .browser import HEARD, TonePhone
from .desk_phone import Pulse, answered
from .desk_video import Display
from .flows import closing
from .node import BOTH, ENDS_WITH_US, free_port, free_port_at, let_go
from .sipp import wait_until
from .stage import Stage

START = 180
"""Seconds until a desk is there, on a busy machine."""


class Desk:
    """A desk with a node inside, as a test's node is too."""
    HOST = "127.0.0.1"

    def __init__(self, folder, display, pulse):
        self.data = os.path.join(folder, "home", "node")
        self.env = dict(pulse.env, DISPLAY=display.name, TRUNKLINE_HOME=os.path.join(folder, "home"), LANG="C.UTF-8", NO_AT_BRIDGE="1")
        self.sip_port, self.http_port, web = free_port_at([self.HOST], BOTH), free_port(socket.SOCK_STREAM), free_port(socket.SOCK_STREAM)
        for each in (self.sip_port, self.http_port, web):
            let_go(each)
        with open(os.path.join(folder, "openbox.log"), "wb") as log:
            self.manager = subprocess.Popen([*ENDS_WITH_US, "openbox"], env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.log = os.path.join(folder, "desk.log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [*ENDS_WITH_US, os.path.join(os.environ["TRUNKLINE_DESK"], "trunkline"), f"-Dtrunkline.sip.port={self.sip_port}",
                 f"-Dtrunkline.http.port={self.http_port}", f"-Dtrunkline.ws.port={web}", "-Duser.language=en", "-nl", "en"],
                env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        wait_until("the node inside", lambda: os.path.exists(os.path.join(self.data, "node.ready")), START)
        with open(os.path.join(self.data, "admin.token"), encoding="ascii") as file:
            self.api = Api(f"http://{self.HOST}:{self.http_port}", file.read().strip())
        self.window("^Trunkline$", START)

    def run(self, *words):
        return subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True, timeout=60).stdout

    def window(self, title, seconds=30):
        """Waits until a window of that title has the keyboard, and is used to it."""
        wait_until(f"a window {title} with the keyboard", lambda: re.search(title, self.run("getactivewindow", "getwindowname").strip()), seconds)
        time.sleep(1)

    def key(self, *keys):
        self.run("key", "--clearmodifiers", *keys)

    def types(self, text):
        self.run("type", "--delay", "30", text)

    def registered(self):
        return [each["username"] for each in self.api.get("/registrations")["items"]]

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.manager.terminate()
        self.manager.wait()


def desk_window_calls(_, folder):
    """A desk becomes a phone, calls, is called, hangs up; sound is heard both ways, and both calls leave their records."""
    with contextlib.ExitStack() as parts:
        display, pulse = (parts.enter_context(contextlib.closing(each)) for each in (Display(folder, (1280, 900)), Pulse(folder)))
        desk = parts.enter_context(contextlib.closing(Desk(folder, display, pulse)))
        stage = Stage(desk, folder)
        desk.key("ctrl+6")
        time.sleep(3)  # the view is there
        desk.key("Return")  # its one button of note
        desk.window("Use this desk as a phone")
        desk.key("Return")  # a new subscriber, named as the user of the system
        user, = wait_until("a registration of the desk", desk.registered)
        desk.window("^Trunkline$")
        pulse.speak()
        with closing(TonePhone(stage, stage.user())) as (other,):
            other.register()
            other.left = ("INVITE",)
            desk.types(other.user)  # the keyboard is in the number field
            desk.key("Return")
            other.takes()
            pulse.plays("headset", HEARD)
            wait_until("the voice is heard", lambda: other.share() > 0.4)
            desk.key("ctrl+shift+h")
            other.next("^BYE ")
            other.invite(user, f"to-window-{other.port}")
            other.next("^SIP/2.0 180")
            time.sleep(1)
            desk.key("ctrl+shift+a")
            answered(other)
            pulse.plays("headset", HEARD)
            desk.key("ctrl+shift+m")
            wait_until("nothing is heard", lambda: max(other.samples[-4000:]) < 100)
            desk.key("ctrl+shift+h")
            other.next("^BYE ")
        records = wait_until("two records", lambda: len(found := desk.api.get("/cdrs", q=user)["items"]) == 2 and found)
        assert all(each["sipStatus"] == 200 and each["mos"] > 4 for each in records), records
    with open(desk.log, encoding="utf-8") as log:
        faults = [line for line in log if "Exception" in line or "\tat " in line]
    assert not faults, faults


LONG = [desk_window_calls]
