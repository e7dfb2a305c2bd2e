"""Keys of the desk's phone while another program has the keyboard, and a headset: a pseudo terminal that speaks as hidraw does."""
import ctypes
import os
import select
import subprocess
import threading
import tty

from .desk_phone import Lab, answered
from .desk_video import Display
from .flows import closing
from .node import ENDS_WITH_US
from .sipp import wait_until

NAME = "Jabra Evolve"
DESCRIPTOR = bytes.fromhex("050B0905A101850215002501 7501 9502 0920 0997 8122 9503 092F 0921 0926 8106 950B 8101"
                           " 0508 9506 0917 091E 0909 0918 0920 092A 9122 050B 9501 099E 9122 9509 9101 C0")
"""Hook switch, busy, mute, flash, drop; lamps for off-hook, speaker, mute, ring, hold, microphone; ringer (HID Usage Tables 1.5)."""
HOOK, MUTE_BUTTON = 1, 4
OFF_HOOK_LAMP, MUTE_LAMP, RING_LAMP, RINGER = 1, 4, 8, 64
SHARED_KEY, MUTE_KEY = "CTRL+ALT+A", "CTRL+ALT+M"


class Headset:
    """As a headset does, it repeats its off-hook lamp in its hook switch."""

    def __init__(self, folder):
        self.folders = os.path.join(folder, "class"), os.path.join(folder, "dev")
        self.host, slave = os.openpty()
        tty.setraw(slave)
        device = os.path.join(self.folders[0], "hidraw0", "device")
        os.makedirs(device)
        os.makedirs(self.folders[1])
        with open(os.path.join(device, "uevent"), "w", encoding="ascii") as file:
            file.write(f"HID_ID=0003:00000B0E:00000412\nHID_NAME={NAME}\n")
        with open(os.path.join(device, "report_descriptor"), "wb") as file:
            file.write(DESCRIPTOR)
        os.symlink(os.ttyname(slave), os.path.join(self.folders[1], "hidraw0"))
        self.slave = slave
        self.lamps = 0
        self.hook = 0
        self.plugged = True
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        while self.plugged:
            if not select.select([self.host], [], [], 0.1)[0]:
                continue
            report = os.read(self.host, 3)
            assert len(report) == 3 and report[0] == 2, report
            self.lamps = report[1]
            if (self.lamps & OFF_HOOK_LAMP) != self.hook:
                self.hook = self.lamps & OFF_HOOK_LAMP
                self.says(self.hook)

    def says(self, buttons):
        os.write(self.host, bytes((2, buttons, 0)))

    def lifted(self, hook):
        self.hook = hook
        self.says(hook)

    def mutes(self):
        self.says(self.hook | MUTE_BUTTON)
        self.says(self.hook)

    def shows(self, lamps):
        wait_until(f"lamps {lamps:07b}", lambda: self.lamps == lamps)

    def unplug(self):
        self.plugged = False
        self.reader.join()
        os.close(self.slave)
        os.close(self.host)


class OtherProgram:
    """A window with the keyboard, which writes down what is typed in it."""

    def __init__(self, display, folder):
        self.env = dict(os.environ, DISPLAY=display)
        self.log = os.path.join(folder, "xev.log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([*ENDS_WITH_US, "xev", "-event", "keyboard"], env=self.env, stdout=log, stderr=log)
        window = wait_until("the other program", lambda: self.run("search", "--name", "Event Tester"))
        self.run("windowfocus", "--sync", window.split()[0])

    def run(self, *words):
        return subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True, timeout=60).stdout

    def types(self, key):
        self.run("key", key)

    def saw(self):
        with open(self.log, encoding="utf-8") as file:
            return [line.split("keysym")[1].split(",")[1].strip(" )") for line in file if "keysym" in line]

    def misses(self, key, letter):
        """Whether another program gets this key."""
        before = len(self.saw())
        self.types(key)
        self.types("y")
        wait_until("what is typed after it", lambda: self.saw()[before:].count("y") == 2)  # down and up
        return letter not in self.saw()[before:]

    def close(self):
        self.process.kill()
        self.process.wait()


class Grab:
    """Another program that has a key."""

    def __init__(self, display, keysym):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        code = self.x11.XKeysymToKeycode(self.display, ctypes.c_ulong(keysym))
        self.x11.XGrabKey(self.display, code, 0, ctypes.c_ulong(self.x11.XDefaultRootWindow(self.display)), 0, 1, 1)
        self.x11.XSync(self.display, 0)

    def close(self):
        self.x11.XCloseDisplay(self.display)


def muted(phone, on):
    phone.shows(f"muted {on}", lambda it: it["lines"][0]["muted"] == on)


def desk_phone_keys_and_headset(dist, folder):
    """Another program has the keyboard: a key answers, mutes, hangs up, also with NumLock; what else is typed is that program's. A headset does
    the same, its lamps are those of the call whatever changed it, and it can be unplugged in a call."""
    display = Display(folder)
    headset = Headset(folder)
    with closing(display, OtherProgram(display.name, folder)) as (_, other), Lab(dist, folder, display=display.name, headsets=headset.folders) as lab:
        phone = lab.phone
        user = phone.registered(lab.stage, lab.port)
        phone.does("controls", SHARED_KEY, SHARED_KEY, MUTE_KEY, "true")
        wait_until("the headset", lambda: phone.controls.get("headsets") == [NAME])
        wait_until("the keys", lambda: other.misses("ctrl+alt+m", "m"))
        before = len(other.saw())
        with closing(lab.plain()) as (caller,):
            caller.invite(user, f"by-key-{caller.port}")
            line = phone.line("RINGING")["id"]
            headset.shows(RING_LAMP | RINGER)
            other.types("ctrl+alt+a")
            answered(caller)
            phone.line("TALKING")
            headset.shows(OFF_HOOK_LAMP)
            other.types("ctrl+alt+m")
            muted(phone, True)
            headset.shows(OFF_HOOK_LAMP | MUTE_LAMP)
            other.types("Num_Lock")
            other.types("ctrl+alt+m")
            muted(phone, False)
            headset.shows(OFF_HOOK_LAMP)
            headset.mutes()
            muted(phone, True)
            headset.shows(OFF_HOOK_LAMP | MUTE_LAMP)
            phone.does("mute", line, "false")  # in the window
            headset.shows(OFF_HOOK_LAMP)
            headset.lifted(0)
            caller.next("^BYE ")
            headset.shows(0)
        with closing(lab.plain()) as (caller,):
            caller.invite(user, f"by-headset-{caller.port}")
            headset.shows(RING_LAMP | RINGER)
            headset.lifted(HOOK)
            answered(caller)
            headset.shows(OFF_HOOK_LAMP)
            headset.unplug()
            wait_until("no headset", lambda: phone.controls["headsets"] == [])
            phone.line("TALKING")
            other.types("ctrl+alt+a")
            caller.next("^BYE ")
            phone.line("ENDED")
        other.types("x")
        wait_until("what is typed is the other program's", lambda: "x" in other.saw())
        assert not {"a", "m", "A", "M"} & set(other.saw()[before:]), other.saw()
        with closing(Grab(display.name, 0xFFC6)):  # F9
            phone.does("controls", "F8", "_", "F9", "true")
            wait_until("the key of another program", lambda: phone.controls["refusedKeys"] == {"MUTE": "phone-key-taken"})
        phone.does("controls", "_", "_", "_", "false")
        wait_until("no keys", lambda: phone.controls["keys"] == 0)
        wait_until("a key that was given back", lambda: not other.misses("ctrl+alt+m", "m"))


TESTS = [desk_phone_keys_and_headset]
