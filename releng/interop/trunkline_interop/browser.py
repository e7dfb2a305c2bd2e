"""Phones in browsers: headless Chromium with a page of SIP.js, as anybody would write it, and phones without WebRTC."""
import glob
import http.server
import io
import json
import math
import os
import queue
import random
import re
import shutil
import socket
import struct
import subprocess
import threading
import time
import urllib.parse
import wave

from .calls import same
from .conferences import room, seats
from .flows import Phone, closing
from .node import ENDS_WITH_US, free_port, let_go
from .router import Router
from .secure import certify, key_hash
from .sipp import wait_until
from .sound import told_address
from .stage import PASSWORD
from .voice import Baresip, goertzel

WS_PORT, WSS_PORT = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_STREAM)
let_go(WS_PORT)
let_go(WSS_PORT)
JAVA_OPTIONS = f"-Dtrunkline.ws.port={WS_PORT} -Dtrunkline.wss.port={WSS_PORT} -Dtrunkline.tls.port=0 -Dtrunkline.http.phone=yes -Dtrunkline.media.tcp.port=0"
HERE = os.path.join(os.path.dirname(__file__), "page")
SPOKEN = 700
"""Hertz that a browser says."""
HEARD = 1000
"""Hertz that a plain phone says."""
RATE = 8000
KEY_EVENT = 101
"""Payload type of telephone events, where this side chooses it."""
SECONDS = 30


def a_law(sample):
    """ITU-T G.711, of 13 bits."""
    sign, size = (0x80, sample) if sample >= 0 else (0, -sample - 1)
    exponent = max(0, size.bit_length() - 5)
    return (sign | exponent << 4 | size >> max(1, exponent) & 0x0F) ^ 0x55


def a_law_to_linear(octet):
    octet ^= 0x55
    exponent, mantissa = octet >> 4 & 7, octet & 0x0F
    size = (mantissa << 1 | 1) if exponent == 0 else (mantissa << 1 | 0x21) << exponent - 1
    return size if octet & 0x80 else -size


def hear_into(rtp, stopped, samples, pressed):
    """Takes G.711 A-law and telephone events (RFC 4733) until it is stopped. @param rtp gives the socket, which may change @param pressed told of each key
    the code, the payload type and milliseconds"""
    last = None
    while not stopped.is_set():
        try:
            packet = rtp().recv(2048)
        except TimeoutError:
            continue
        kind = packet[1] & 0x7F
        if len(packet) == 172 and kind == 8:
            samples.extend(map(a_law_to_linear, packet[12:]))
        elif len(packet) == 16 and kind > 95 and packet[13] & 0x80 and packet[4:8] != last:
            last = packet[4:8]  # an end is sent three times, with one timestamp
            pressed(packet[12], kind, int.from_bytes(packet[14:16], "big") / 8)


class TonePhone(Phone):
    """Says a tone over plain RTP and keeps what it hears."""

    def __init__(self, stage, user, hertz=HEARD):
        super().__init__(stage, user)
        self.hertz = hertz
        self.to = None
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind((self.host, 0))
        self.rtp.settimeout(0.2)
        self.samples = []
        self.keys = []
        """Pressed by the other side (RFC 4733), each with its milliseconds."""
        self.stopped = threading.Event()
        self.threads = []

    def description(self):
        return (f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\n"
                f"m=audio {self.rtp.getsockname()[1]} RTP/AVP 8 {KEY_EVENT}\r\na=rtpmap:8 PCMA/8000\r\n"
                f"a=rtpmap:{KEY_EVENT} telephone-event/8000\r\n")

    def talk(self, told):
        self.to = told_address(told)
        if not self.threads:
            self.threads = [threading.Thread(target=self.say), threading.Thread(target=self.hear)]
            for thread in self.threads:
                thread.start()

    def takes(self):
        """Answers an INVITE, the first or another."""
        invite = self.next("^INVITE ")
        self.reply(invite, "200 OK", self.description() + ("a=recvonly\r\n" if "a=sendonly" in invite else ""))
        self.next("^ACK ")
        self.talk(invite)

    def say(self):
        tone = bytes(a_law(int(1500 * math.sin(2 * math.pi * self.hertz * i / RATE))) for i in range(160))  # whole periods
        due = time.monotonic()
        ssrc, n = random.getrandbits(32), 0
        while not self.stopped.wait(max(0.0, due - time.monotonic())):
            self.rtp.sendto(struct.pack(">BBHII", 0x80, 8, n & 0xFFFF, n * 160, ssrc) + tone, self.to)
            due += 0.02
            n += 1

    def hear(self):
        hear_into(lambda: self.rtp, self.stopped, self.samples, self.pressed)

    def pressed(self, code, kind, millis):
        if kind == KEY_EVENT:
            self.keys.append(("0123456789*#ABCD"[code], millis))

    def share(self, hertz=SPOKEN):
        """Of a tone in the last half second."""
        return goertzel(self.samples[-RATE // 2:], hertz) if len(self.samples) >= RATE and any(self.samples[-RATE // 2:]) else 0.0

    def close(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()
        super().close()
        self.rtp.close()


class VideoPhone(TonePhone):
    """Sends back the pictures that it gets, as a stream of its own on a port of its own, and asks for whole ones."""
    OWN = 0x0A0B0C0D

    def __init__(self, stage, user):
        super().__init__(stage, user)
        self.video, self.reports = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        for each in (self.video, self.reports):
            each.bind((self.host, 0))
        self.video.settimeout(0.2)
        self.type = 0
        self.frames = 0

    def answer_to(self, invite):
        self.type = int(re.search(r"(?m)^a=rtpmap:(\d+) VP8/90000", invite).group(1))
        return self.description() + self.video_line("VP8")

    def video_line(self, kind, more=""):
        """@param kind of format @param more attributes"""
        return (f"m=video {self.video.getsockname()[1]} RTP/AVP {self.type}\r\na=rtcp:{self.reports.getsockname()[1]}\r\n"
                f"a=rtpmap:{self.type} {kind}/90000\r\na=rtcp-fb:{self.type} nack pli\r\n{more}")

    def talk(self, told):
        super().talk(told)
        self.start_mirror(told)

    def start_mirror(self, told):
        port = int(re.search(r"(?m)^m=video (\d+)", told).group(1))
        mirror = threading.Thread(target=self.mirror, args=(told_address(told)[0], port))
        self.threads.append(mirror)
        mirror.start()

    def mirror(self, host, port):
        asked = 0
        while not self.stopped.is_set():
            try:
                packet = self.video.recv(2048)
            except TimeoutError:
                continue
            assert packet[0] & 0x90 == 0x80, "a header extension that nobody agreed on"
            if packet[1] & 0x7F == self.type:
                self.frames += packet[1] >> 7
                self.video.sendto(packet[:8] + struct.pack(">I", self.OWN) + packet[12:], (host, port))
            if time.monotonic() - asked > 1:
                asked = time.monotonic()
                self.reports.sendto(struct.pack(">BBHIBBHI4s", 0x80, 201, 1, self.OWN, 0x81, 206, 2, self.OWN, packet[8:12]), (host, port + 1))

    def close(self):
        super().close()
        self.video.close()
        self.reports.close()


class Page(http.server.ThreadingHTTPServer):
    """Serves the pages and the libraries; takes what the page tells, and gives it commands."""
    daemon_threads = True

    def __init__(self):
        self.told = []
        self.commands = queue.Queue()
        super().__init__(("127.0.0.1", 0), PageRequest)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """A browser that is closed while it asks."""

    def of(self, what):
        return [each for each in list(self.told) if each["what"] == what]

    def last(self, what, name):
        told = self.of(what)
        return told[-1].get(name) if told else None


class PageRequest(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, kind="text/plain", content=b""):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        path = urllib.parse.urlparse(self.path).path
        if path == "/command":
            try:
                self.reply(200, "application/json", json.dumps(self.server.commands.get(timeout=5)).encode())
            except queue.Empty:
                self.reply(204)
            return
        root, name = (os.environ["TRUNKLINE_MODULES"], path[9:]) if path.startswith("/modules/") else (HERE, path.lstrip("/") or "index.html")
        file = os.path.join(root, *name.split("/"))
        if not os.path.isfile(file):
            self.reply(404)
            return
        with open(file, "rb") as content:
            self.reply(200, "text/javascript" if file.endswith(".js") else "text/html", content.read())

    def do_POST(self):
        self.server.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.reply(204)


class Chromium:
    """Headless, with a tone for its microphone and a test picture for its camera."""

    def __init__(self, folder, url, *options, before=(), says=SPOKEN, microphone=True, devices=False, **popen):
        """@param before of the command line @param says Hertz @param microphone whether all pages may use it
        @param devices whether those of the sound server are used @param popen more for the process"""
        self.folder = folder
        os.makedirs(folder)
        tone = os.path.join(folder, "tone.wav")
        with wave.open(tone, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(48000)
            second = b"".join(struct.pack("<h", int(12000 * math.sin(2 * math.pi * says * i / 48000))) for i in range(48000))
            file.writeframes(second * 2)
        with open(os.path.join(folder, "log"), "wb") as log:
            self.process = subprocess.Popen(
                [*ENDS_WITH_US, *before, shutil.which("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--no-first-run",
                 "--autoplay-policy=no-user-gesture-required",
                 *([] if devices else ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={tone}"]),
                 *(["--use-fake-ui-for-media-stream"] if microphone else []), *options,
                 f"--user-data-dir={folder}/profile", url],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **popen)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Browser(Chromium):
    """With the page of one phone."""

    def __init__(self, stage, user, page="", secure=False, says=SPOKEN, **asked):
        """@param secure whether over WSS, with the node's certificate as the only one that it trusts
        @param asked of the page: {@code video}; {@code bundle}, a bundle policy of browsers, or {@code none} for no bundles; {@code closed}, no UDP;
        {@code router}, the port of one; {@code tone}, Hertz that it says without a microphone"""
        self.user = user
        self.page = Page()
        query = urllib.parse.urlencode({"user": user, "password": PASSWORD, "domain": stage.node.HOST,
                                        "server": f"wss://{stage.node.HOST}:{WSS_PORT}" if secure else f"ws://{stage.node.HOST}:{WS_PORT}",
                                        **asked})
        trusted = [f"--ignore-certificate-errors-spki-list={stage.node.certificate}"] if secure else []
        super().__init__(os.path.join(stage.folder, "browser", user), f"http://localhost:{self.page.server_port}/{page}?{query}", *trusted, says=says,
                         microphone="tone" not in asked)

    def registered(self):
        return self.wait("registration", "state", "Registered")

    def wait(self, what, name, value):
        def seen():
            errors = self.page.of("error")
            assert not errors, errors
            return self.page.last(what, name) == value
        return wait_until(f"{name} {value} of {self.user}", seen)

    def does(self, what, **more):
        self.page.commands.put({"what": what, **more})

    def hears(self, hertz):
        """Several times one after the other. @return what it last told"""
        def heard():
            last = self.page.of("heard")[-3:]
            return len(last) == 3 and all(abs(each["hertz"] - hertz) < 12 and each["level"] > -50 for each in last) and last
        try:
            return wait_until(f"{hertz} Hz at {self.user}", heard)[-1]
        except AssertionError as error:
            raise AssertionError(f"{error}; last: {self.page.told[-3:]}") from None

    def close(self):
        super().close()
        self.page.shutdown()
        self.page.server_close()


def both_hear(browser, phone):
    last = browser.hears(HEARD)
    wait_until(f"{SPOKEN} Hz at {phone.user}", lambda: phone.share() > 0.8)
    return last


def of_quality(stage, number, cause="normal", **more):
    record = stage.api.record_to(number)
    same(record, cause=cause, sipStatus=200, **more)
    streams = {stream["from"]: stream for stream in record["quality"]}
    assert {"caller", "callee"} == set(streams), record["quality"]
    for stream in streams.values():
        assert stream["codec"] == "PCMA" and stream["packets"] >= 40 and stream["mos"] > 3.5, stream
    return record


def calls_and_is_called(stage, **how):
    """A page calls a phone that has plain RTP, and is called by one. Each hears the other's tone, each hangs up once, and the
    record rates both directions. @return what was heard last in each call"""
    with closing(Browser(stage, stage.user(), **how), TonePhone(stage, stage.user()), TonePhone(stage, stage.user())) \
            as (browser, called, calling):
        called.register()
        browser.registered()
        called.left = ("INVITE",)
        browser.does("call", user=called.user)
        invite = called.next("^INVITE ")
        for line in ("a=ice-", "a=fingerprint", "SAVP", "a=candidate", "a=ssrc", "a=mid"):
            assert line not in invite, f"{line} went to a phone without it: {invite}"
        called.reply(invite, "200 OK", called.description())
        called.next("^ACK ")
        called.talk(invite)
        heard = both_hear(browser, called)
        browser.does("hangUp")
        called.next("^BYE ")
        of_quality(stage, called.user, endedBy="caller")

        del browser.page.told[:]
        dialog = calling.call(browser.user, f"to-browser-{calling.port}")
        calling.talk(calling.answer)
        warm = both_hear(browser, calling)
        calling.within(dialog, "BYE", 3)
        calling.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        browser.wait("state", "state", "Terminated")
        of_quality(stage, browser.user, endedBy="caller")
        return heard, warm


def browser_and_plain_phone(stage):
    """RFC 8445 §2.5, RFC 5763, RFC 5764, RFC 7118: a page of SIP.js and phones with plain RTP."""
    heard, warm = calls_and_is_called(stage)
    assert heard["connect"] < 5000 and (heard["protocol"], warm["protocol"]) == ("udp", "udp"), (heard, warm)
    return f"{heard['suite']}, ICE and DTLS {heard['connect']:.0f} and {warm['connect']:.0f} ms, jitter buffer {heard['delay'] * 1000:.0f} ms"


def browser_without_udp(stage):
    """RFC 6544, RFC 4571: a page in a network that lets no UDP through calls and is called over TCP; both sides hear each other."""
    heard, warm = calls_and_is_called(stage, closed=1)
    assert (heard["protocol"], warm["protocol"]) == ("tcp", "tcp"), (heard, warm)
    return f"ICE and DTLS {heard['connect']:.0f} and {warm['connect']:.0f} ms, jitter buffer {heard['delay'] * 1000:.0f} ms"


def browser_that_names_no_address(stage):
    """RFC 8828 §5.2: a page that may use no microphone names nothing but an mDNS host, which the node need not resolve: it is found by its checks."""
    heard, _ = calls_and_is_called(stage, tone=SPOKEN)
    assert heard["addresses"] and all(each.endswith(".local") for each in heard["addresses"]), heard["addresses"]
    return f"ICE and DTLS {heard['connect']:.0f} ms"


def jssip_over_secure_websocket(stage):
    """RFC 7118 §5, RFC 5763: the same with JsSIP and TLS, whose only trusted certificate is the node's."""
    node = stage.node
    tls = os.path.join(node.data, "tls")
    certify(tls)
    node.certificate = key_hash(tls)
    wait_until("the secure WebSocket port is open", lambda: any(each.startswith("wss ") for each in node.api.get("/status")["listeners"]))
    heard, _ = calls_and_is_called(stage, page="jssip.html", secure=True)
    return heard["suite"]


def browsers_with_video(stage):
    """RFC 7742, RFC 4585 §4.2: two pages see and hear each other, one with all of it on one transport and one without bundles,
    and an ICE restart (RFC 8839 §4.4.1.1) in the middle of it harms nothing."""
    with closing(Browser(stage, stage.user(), video=1, bundle="max-bundle"), Browser(stage, stage.user(), video=1, bundle="none")) \
            as (caller, callee):
        caller.registered()
        callee.registered()
        caller.does("call", user=callee.user)
        for each in (caller, callee):
            each.hears(SPOKEN)
            sees(each)
        caller.does("restartIce")
        caller.wait("restarted", "done", True)
        for each in (caller, callee):
            del each.page.told[:]
            each.hears(SPOKEN)
            frames = sees(each)
        assert (caller.page.last("heard", "transports"), callee.page.last("heard", "transports")) == (1, 2)
        callee.does("hangUp")
        caller.wait("state", "state", "Terminated")
    record = stage.api.record_to(callee.user)
    same(record, cause="normal", sipStatus=200, endedBy="callee")
    media = sorted((stream["from"], stream["media"]) for stream in record["quality"])
    assert media == [(side, kind) for side in ("callee", "caller") for kind in ("audio", "video")], record["quality"]
    return f"{frames} frames"


def browsers_over_a_lossy_network(stage):
    """RFC 4585 §6.2.1, RFC 4588, draft-holmer-rmcat-transport-wide-cc-extensions §3.1: of a page's pictures 5% are lost on the way. The other page
    asks for them and gets them, and what it tells of each packet's arrival lets the first raise its rate from the 300 kbit/s where it begins."""
    router = Router(stage.node.HOST)
    with closing(Browser(stage, stage.user(), video=1, bundle="max-bundle", router=router.port), Browser(stage, stage.user(), video=1, bundle="max-bundle")) \
            as (caller, callee):
        caller.registered()
        callee.registered()
        caller.does("call", user=callee.user)
        node = wait_until("the node is known", lambda: caller.page.of("node"))[-1]
        router.node = node["host"], node["port"]
        sees(callee)
        rate = wait_until(f"{caller.user} may send more", lambda: (caller.page.last("heard", "rate") or 0) > 400_000 and caller.page.last("heard", "rate"))
        router.loss = 0.05
        asked = wait_until(f"{callee.user} asks again", lambda: (callee.page.last("heard", "asked") or 0) >= 20 and callee.page.last("heard", "asked"))
        wait_until(f"{caller.user} sends again", lambda: caller.page.last("heard", "sentAgain") >= 20 and caller.page.last("heard", "askedFor"))
        before = callee.page.last("heard", "frames")
        wait_until("pictures go on", lambda: callee.page.last("heard", "frames") > before + 60)
        callee.does("hangUp")
        caller.wait("state", "state", "Terminated")
    same(stage.api.record_to(callee.user), cause="normal", sipStatus=200, endedBy="callee")
    return f"{rate / 1000:.0f} kbit/s, {asked} questions"


def bundle_and_plain_video_phone(stage):
    """RFC 9143: a page with the policy max-bundle calls a phone with plain RTP on two ports: audio both ways and video
    arrive, each on its line."""
    with closing(Browser(stage, stage.user(), video=1, bundle="max-bundle"), VideoPhone(stage, stage.user())) as (browser, phone):
        phone.register()
        browser.registered()
        phone.left = ("INVITE",)
        browser.does("call", user=phone.user)
        invite = phone.next("^INVITE ")
        for line in ("BUNDLE", "a=mid", "a=bundle-only", "m=video 0"):
            assert line not in invite, f"{line} went to a phone without it: {invite}"
        phone.reply(invite, "200 OK", phone.answer_to(invite))
        phone.next("^ACK ")
        phone.talk(invite)
        both_hear(browser, phone)
        frames = sees(browser)
        assert phone.frames > 20 and browser.page.last("heard", "transports") == 1, (phone.frames, browser.page.told[-1])
        browser.does("hangUp")
        phone.next("^BYE ")
    record = stage.api.record_to(phone.user)
    same(record, cause="normal", sipStatus=200, endedBy="caller")
    media = sorted((stream["from"], stream["media"], stream["codec"]) for stream in record["quality"])
    assert media == [(side, kind, codec) for side in ("callee", "caller") for kind, codec in (("audio", "PCMA"), ("video", "VP8"))], media
    return f"{frames} frames"


def sees(browser):
    """@return frames decoded, once there are more than a second's"""
    return wait_until(f"video at {browser.user}", lambda: (browser.page.last("heard", "frames") or 0) > 30
                      and browser.page.last("heard", "frames"))


def wideband_room(stage):
    """RFC 7587 in a room: a page and baresip, both in Opus; of a tone that telephone speech does not have, all is heard."""
    room(stage, "8010")
    wide, rate = 5000, 48000
    phone = Baresip(stage, stage.user(), 440, False, "opus/48000/2")
    try:
        with closing(Browser(stage, stage.user(), says=wide)) as (browser,):
            browser.registered()
            browser.does("call", user="8010")
            phone.start(f"/dial sip:8010@{stage.target}")
            wait_until("both are in the room", lambda: len(seats(stage, "8010")) == 2)
            browser.hears(440)

            def share():
                files = glob.glob(os.path.join(phone.folder, "dump-*-dec.wav"))
                with open(files[0], "rb") if files else io.BytesIO() as file:
                    data = file.read()
                if len(data) < 44 + 4 * rate or struct.unpack_from("<I", data, 24)[0] != rate:
                    return 0
                channels = struct.unpack_from("<H", data, 22)[0]
                last = data[44 + (len(data) - 44) // (2 * channels) * 2 * channels - rate // 2 * 2 * channels:]
                samples = struct.unpack(f"<{len(last) // 2}h", last[:len(last) // 2 * 2])[::channels]
                return goertzel(samples, wide * RATE / rate)
            wait_until(f"{wide} Hz at {phone.folder}", lambda: share() > 0.7)
            phone.hang_up()
            browser.does("hangUp")
            browser.wait("state", "state", "Terminated")
    finally:
        phone.stop()
    for record in stage.api.record_to("8010", 2):
        same(record, sipStatus=200)
        assert [leg["codec"] for leg in record["legs"]] == ["opus", "opus"], record["legs"]
        assert {stream["codec"] for stream in record["quality"]} == {"opus"}, record["quality"]


TESTS = [wideband_room, browser_and_plain_phone, browser_without_udp, browser_that_names_no_address, jssip_over_secure_websocket, browsers_with_video,
         browsers_over_a_lossy_network, bundle_and_plain_video_phone]
