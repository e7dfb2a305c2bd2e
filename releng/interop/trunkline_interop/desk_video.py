"""Video and sharing on the phone of the desk: an X server's moving picture for a camera, which the machine need not have."""
import os
import re
import socket
import subprocess
import time

from . import desk_phone
from .browser import TonePhone, VideoPhone
from .desk_phone import DeskPhone, Lab, Pulse
from .flows import closing, header
from .node import ENDS_WITH_US, Node, free_port, let_go
from .sipp import wait_until
from .stage import Stage
from .webphone import WebPhone

SIZE = 960, 540


class Display:
    """An X server with a window that moves."""

    def __init__(self, folder, size=SIZE):
        reading, writing = os.pipe()
        with open(os.path.join(folder, "xvfb.log"), "wb") as log:
            self.server = subprocess.Popen([*ENDS_WITH_US, "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size[0]}x{size[1]}x24"],
                                           stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as number:
            self.name = ":" + number.readline().strip()
        self.window = None

    def moves(self):
        self.window = subprocess.Popen(
            [*ENDS_WITH_US, os.path.join(os.environ["TRUNKLINE_JAVA_HOME"], "bin", "java"), "-Xmx64m", "-XX:TieredStopAtLevel=1",
             os.path.join(desk_phone.HERE, "MovingPicture.java"), *map(str, SIZE)], env=dict(os.environ, DISPLAY=self.name))

    def window_closes(self):
        self.window.kill()
        self.window.wait()
        self.window = None

    def close(self):
        if self.window:
            self.window_closes()
        self.server.terminate()
        self.server.wait()


class VideoLab(Lab):
    """A node that serves the web phone, a phone of the desk on a display with a moving picture."""

    def __init__(self, dist, folder):
        self.display = Display(folder)
        self.display.moves()
        self.folder = folder
        self.port = free_port(socket.SOCK_STREAM)
        let_go(self.port)
        self.node = Node(dist, folder, f"-Dtrunkline.ws.port={self.port} -Dtrunkline.wss.port=0 -Dtrunkline.tls.port=0"
                                       " -Dtrunkline.http.phone=yes").start()
        self.stage = Stage(self.node, folder)
        self.pulse = Pulse(folder)
        self.phone = DeskPhone(folder, dict(self.pulse.env, DISPLAY=self.display.name))

    def __exit__(self, *more):
        super().__exit__(*more)
        self.display.close()

    def sources(self, kind):
        """@return what can be shared of a kind, once there is any"""
        def found():
            self.phone.does("sources")
            time.sleep(1)
            return [each for each in self.phone.sources if each["kind"] == kind]
        return wait_until(f"a {kind} to share", found)


def spaceless(word):
    return word.replace(" ", "_")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def video_of(phone, what, check, seconds=30):
    return phone.shows(what, lambda it: it["lines"] and check(it["lines"][0]["video"]), seconds)["lines"][0]["video"]


def desk_video_with_a_browser(dist, folder):
    """A browser shows its camera: it is asked for, taken, seen. The desk shares its screen: the browser sees it. Off again, both."""
    with VideoLab(dist, folder) as lab:
        phone = lab.phone
        phone.registered(lab.stage, lab.port)
        screen = lab.sources("SCREEN")[0]
        assert screen["picture"] > 100, screen
        with closing(WebPhone(lab.stage, lab.stage.user())) as (page,):
            page.open()
            page.sign_in()
            page.reads("status", "^Ready$")
            phone.does("call", page.user)
            page.click("answer")
            page.reads("call-state", "^Connected$")
            line = phone.line("TALKING")["id"]
            page.click("video")
            asked = video_of(phone, "question for the other's video", lambda it: it["asked"])
            assert not asked["received"], asked
            phone.does("take", line, "true")
            video_of(phone, "the camera of the page", lambda it: it["received"] and it["quality"]["framesIn"] > 30)
            phone.does("look", line, "THERE", "320", "240")
            watched = phone.sees("THERE", 20)
            assert watched["width"] <= 320 and watched["height"] <= 240 and 20 < watched["bright"] < 240, watched
            phone.does("show", line, "SCREEN", spaceless(screen["id"]))
            frames = page.sees()
            video = video_of(phone, "what it sends", lambda it: it["quality"]["framesOut"] > 30 and it["quality"]["widthOut"])["quality"]
            assert video["codec"] == "VP8", video
            child, began = lab.phone.child(), time.monotonic()
            before = cpu_seconds(child), video["framesIn"], video["framesOut"]
            time.sleep(5)
            after = video_of(phone, "figures", lambda it: it["quality"]["framesOut"] > before[2])["quality"]
            passed = time.monotonic() - began
            load = 100 * (cpu_seconds(child) - before[0]) / passed
            rates = (after["framesIn"] - before[1]) / passed, (after["framesOut"] - before[2]) / passed
            phone.does("stop", line)
            video_of(phone, "nothing sent", lambda it: not it["sent"])
            phone.does("take", line, "false")
            video_of(phone, "nothing taken", lambda it: not it["received"])
            assert phone.line("TALKING")["id"] == line
            phone.does("hangUp", line)
            page.shows("dial")
        assert not page.problems, page.problems
    return (f"{after['widthIn']}x{after['heightIn']} in at {rates[0]:.0f}/s, {after['widthOut']}x{after['heightOut']} out at {rates[1]:.0f}/s,"
            f" {frames} frames in the browser, sound process {load:.0f} % of a core")


def desk_video_between_two_desks(dist, folder):
    """One shares a window, the other takes it; then the window is closed: the reason is said and the sound goes on. A screen that is gone is said too."""
    with VideoLab(dist, folder) as lab:
        lab.phone.registered(lab.stage, lab.port)
        second = DeskPhone(folder, dict(lab.pulse.env, DISPLAY=lab.display.name))
        with closing(second) as (second,):
            user = second.registered(lab.stage, lab.port)
            lab.phone.shows("devices", lambda it: it["devices"])
            second.shows("devices", lambda it: it["devices"])
            window = next(each for each in lab.sources("WINDOW") if each["name"] == "Moving picture")
            lab.phone.does("call", user)
            second.does("answer", second.line("RINGING")["id"])
            line, other = lab.phone.line("TALKING")["id"], second.line("TALKING")["id"]
            lab.phone.does("show", line, "WINDOW", window["id"])
            video_of(second, "question", lambda it: it["asked"])
            second.does("take", other, "true")
            seen = video_of(second, "the window", lambda it: it["quality"]["framesIn"] > 30)["quality"]
            second.does("look", other, "THERE", "480", "270")
            lab.phone.does("look", line, "HERE", "240", "135")
            there, here = second.sees("THERE", 30), lab.phone.sees("HERE", 30)
            assert (there["width"], there["height"]) == (480, 270) and (here["width"], here["height"]) == (240, 134), (there, here)
            assert there["changed"] > 20 and 60 < there["bright"] < 240, there
            began = second.watched["THERE"], time.monotonic()
            children = lab.phone.child(), second.child()
            before = [cpu_seconds(each) for each in (*children, second.process.pid)]
            time.sleep(5)
            second.sees("THERE", began[0]["pictures"] + 20)
            passed = time.monotonic() - began[1]
            loads = [100 * (cpu_seconds(pid) - used) / passed for pid, used in zip((*children, second.process.pid), before)]
            rate = (second.watched["THERE"]["pictures"] - began[0]["pictures"]) / passed
            second.does("hold", other, "true")
            lab.phone.shows("hold", lambda it: it["lines"][0]["heldByOther"])
            second.does("hold", other, "false")
            counted = second.watched["THERE"]["pictures"]
            second.sees("THERE", counted + 20)
            lab.phone.does("black", line, "true")
            wait_until("a black picture", lambda: second.watched["THERE"]["bright"] < 30)
            lab.phone.does("black", line, "false")
            wait_until("the picture again", lambda: second.watched["THERE"]["bright"] > 60)
            lab.display.window_closes()
            gone = video_of(lab.phone, "the reason", lambda it: it["trouble"])
            assert gone["trouble"] == "phone-video-window-gone" and not gone["sent"], gone
            lab.phone.does("show", line, "SCREEN", "none")
            video_of(lab.phone, "the reason", lambda it: it["trouble"] == "phone-video-no-screen")
            lab.phone.does("show", line, "CAMERA", "none")
            video_of(lab.phone, "the reason", lambda it: it["trouble"] == "phone-video-no-camera")
            lab.phone.line("TALKING")
            lab.phone.does("hangUp", line)
            assert lab.phone.line("ENDED")["end"] == "phone-hung-up"
            leftover = [each for each in os.listdir("/dev/shm") if re.match("trunkline-view", each)]
            assert not leftover, leftover
    return (f"{seen['widthIn']}x{seen['heightIn']} at {rate:.0f}/s; CPU of a core: sharing {loads[0]:.0f} %, watching {loads[1]:.0f} %,"
            f" its desk {loads[2]:.0f} %")


def desk_video_that_nobody_takes(dist, folder):
    """A plain telephone takes no video: the reason is said, the sound goes on."""
    with VideoLab(dist, folder) as lab:
        lab.phone.registered(lab.stage, lab.port)
        screen = lab.sources("SCREEN")[0]
        with closing(lab.plain()) as (other,):
            line = lab.talks(other)["id"]
            lab.phone.does("show", line, "SCREEN", spaceless(screen["id"]))
            other.reply(other.next("^INVITE "), "200 OK", other.description() + "m=video 0 RTP/AVP 96\r\n")
            other.next("^ACK ")
            video_of(lab.phone, "the reason", lambda it: it["trouble"] == "phone-video-not-taken" and not it["sent"])
            lab.phone.does("show", line, "SCREEN", spaceless(screen["id"]))
            other.reply(other.next("^INVITE "), "488 Not Acceptable Here")
            other.next("^ACK ")
            video_of(lab.phone, "the reason", lambda it: it["trouble"] == "phone-video-not-taken" and not it["sent"])
            lab.heard("headset", desk_phone.HEARD)
            lab.phone.does("hangUp", line)
            other.next("^BYE ")


class H264Phone(VideoPhone):
    """A video telephone that knows H.264 alone, and sends back what it gets."""
    PROFILE = "42e01f"
    invited = ""
    """The first INVITE of its call."""

    def answer_to(self, invite, profile=PROFILE):
        """@param profile and level that it decodes (RFC 6184 §8.1), of those offered or a lower level"""
        offered = dict(re.findall(r"(?m)^a=fmtp:(\d+) (\S+)", invite))
        h264 = re.findall(r"(?m)^a=rtpmap:(\d+) H264/90000", invite)
        assert h264, f"no H.264 is offered: {invite}"
        self.type = int(next(each for each in h264 if {f"profile-level-id={self.PROFILE}", "packetization-mode=1"} <= set(offered[each].split(";"))))
        return self.description() + self.h264_line(profile)

    def h264_line(self, profile=PROFILE):
        return self.video_line("H264", f"a=fmtp:{self.type} profile-level-id={profile};packetization-mode=1\r\n")


def shows_to(lab, other, line, profile):
    """The desk shows its screen to a video telephone of H.264, which sends it back. @return what both saw"""
    screen = lab.sources("SCREEN")[0]
    lab.phone.does("show", line, "SCREEN", spaceless(screen["id"]))
    invite = other.next("^INVITE ")
    first = re.search(r"(?m)^m=video \d+ \S+ (\d+)", invite).group(1)
    assert f"a=rtpmap:{first} VP8/90000" in invite, f"VP8 is not the first: {invite}"
    other.reply(invite, "200 OK", other.answer_to(invite, profile))
    other.next("^ACK ")
    other.start_mirror(invite)
    seen = video_of(lab.phone, "the picture back", lambda it: it["received"] and it["quality"]["framesIn"] > 30 and it["quality"]["framesOut"] > 30
                    and it["quality"]["codec"] == "H264")["quality"]
    assert other.frames > 30, other.frames
    return seen


def shows_less(lab, other):
    """The telephone says with another offer that it decodes level 1.3 alone, 396 macroblocks. @return what both saw then"""
    dialog = other.dialog(other.invited)
    other.within(dialog, "INVITE", 1, body=other.description() + other.h264_line("42e00d"))
    other.next(r"^SIP/2.0 200[^$]*CSeq: 1 INVITE")
    other.within(dialog, "ACK", 1)

    def small(video):
        return video["quality"]["widthOut"] and -(-video["quality"]["widthOut"] // 16) * -(-video["quality"]["heightOut"] // 16) <= 396
    count = video_of(lab.phone, "a small picture", small)["quality"]["framesIn"]
    return video_of(lab.phone, "it back", lambda it: it["quality"]["framesIn"] > count + 20 and it["quality"]["widthIn"] == it["quality"]["widthOut"])["quality"]


def offers_h264(lab, other, user, taken):
    """The telephone calls with video of H.264 alone. @param taken whether the desk asks its user for it, or says why not"""
    call = f"h264-{taken}-{other.port}"
    other.invite(user, call, offer=other.description() + other.h264_line())
    lab.phone.does("answer", lab.phone.line("RINGING")["id"])
    answer = other.next(r"^SIP/2.0 200[^$]*CSeq: 2 INVITE")
    dialog = call, header(answer, "To"), re.search("<(.*?)>", header(answer, "Contact")).group(1), "p"
    other.within(dialog, "ACK", 2)
    line = lab.phone.line("TALKING")["id"]
    port = int(re.search(r"(?m)^m=video (\d+)", answer).group(1))
    if taken:
        assert port and re.search(r"(?m)^a=fmtp:\d+ .*profile-level-id=42e01f", answer), answer
        video_of(lab.phone, "the question", lambda it: it["asked"])
    else:
        assert not port, answer
        video_of(lab.phone, "the reason", lambda it: it["trouble"] == "phone-video-h264-off" and not it["asked"])
    lab.phone.does("hangUp", line)
    other.next("^BYE ")


def desk_video_with_h264(dist, folder):
    """RFC 6184 §8.1, §8.2.2: with H.264 on, a telephone that knows nothing else shows and sees pictures; its level limits their size. The node passes
    profile, level and packetization mode. A call from it is taken too, and with H.264 off it has sound, and its user is told why."""
    with VideoLab(dist, folder) as lab:
        lab.phone.does("h264", "true")
        user = lab.phone.registered(lab.stage, lab.port)
        with closing(H264Phone(lab.stage, lab.stage.user())) as (other,):
            other.register()
            other.left = ("INVITE",)
            lab.phone.does("call", other.user)
            invite = other.next("^INVITE ")
            other.invited = invite
            other.reply(invite, "200 OK", other.description())
            other.next("^ACK ")
            TonePhone.talk(other, invite)
            line = lab.phone.line("TALKING")["id"]
            seen = shows_to(lab, other, line, H264Phone.PROFILE)
            assert (seen["widthOut"], seen["heightOut"]) == (seen["widthIn"], seen["heightIn"]) == SIZE, seen
            lab.phone.does("look", line, "THERE", "320", "180")
            watched = lab.phone.sees("THERE", 30)
            assert watched["changed"] > 10 and 20 < watched["bright"] < 240, watched
            lower = shows_less(lab, other)
            lab.phone.does("hangUp", line)
            other.next("^BYE ")
            offers_h264(lab, other, user, True)
            lab.phone.does("h264", "false")
            offers_h264(lab, other, user, False)
    return f"{seen['widthIn']}x{seen['heightIn']}, {seen['framesOut']} frames out, {seen['framesIn']} in; level 1.3: {lower['widthOut']}x{lower['heightOut']}"


TESTS = [desk_video_with_a_browser]
LONG = [desk_video_between_two_desks, desk_video_that_nobody_takes, desk_video_with_h264]
"""Only where they are named."""
