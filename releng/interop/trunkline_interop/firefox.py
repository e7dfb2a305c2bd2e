"""The node's web phone and a page of SIP.js in headless Firefox, driven by WebDriver BiDi."""
import json
import os
import signal
import subprocess
import threading
import time

from .browser import SPOKEN, TonePhone, of_quality
from .calls import same
from .desk_phone import Pulse
from .flows import closing
from .node import ENDS_WITH_US
from .sipp import wait_until
from .webphone import EARS, Hands, WebPhone, hear_each_other, registrations, talk
from .websocket import WebSocket

# a tone for its microphone and a picture for its camera; a page that may not record has no candidate at the loopback address
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "permissions.default.microphone": 1,
    "permissions.default.camera": 1,
    "media.navigator.audio.fake_frequency": SPOKEN,
    "media.peerconnection.ice.loopback": True,
    "media.autoplay.default": 0,
    "media.gmp-manager.url": "",
    "intl.locale.requested": "en-US",
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "services.settings.server": "data:,",
    "browser.shell.checkDefaultBrowser": False,
}


def plain(value):
    """A value as WebDriver BiDi tells it (its section on script.RemoteValue)."""
    kind, told = value["type"], value.get("value")
    if kind == "array":
        return [plain(each) for each in told]
    if kind == "object":
        return {name: plain(each) for name, each in told}
    return float(told.replace("Infinity", "inf")) if kind == "number" and isinstance(told, str) else told


SLEEP = 8
"""Seconds: longer than the node waits for a packet, shorter than consent (RFC 7675) lasts."""
# both directions of the sound, by the browser's own count
STATS = """connection.getStats().then(all => {
    const of = type => [...all.values()].find(each => each.type === type && each.kind === "audio");
    const got = of("inbound-rtp");
    return {received: got.packetsReceived, lost: got.packetsLost, codec: all.get(got.codecId).mimeType, sent: of("outbound-rtp").packetsSent};
})"""


class FirefoxPhone(Hands):
    """The node's own web phone."""

    def __init__(self, stage, name, base=None):
        self.user = name
        self.base = base or stage.node.base.replace("127.0.0.1", "localhost")
        self.folder = os.path.join(stage.folder, "firefox", name)
        profile = os.path.join(self.folder, "profile")
        os.makedirs(profile)
        with open(os.path.join(profile, "user.js"), "w", encoding="utf-8") as file:
            for key, value in PREFERENCES.items():
                file.write(f"user_pref({json.dumps(key)}, {json.dumps(value)});\n")
        self.pulse = Pulse(self.folder)  # its clock of sound stands still without a device
        with open(os.path.join(self.folder, "log"), "wb") as log:
            self.process = subprocess.Popen(
                [*ENDS_WITH_US, "firefox-esr", "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile,
                 "about:blank"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=self.pulse.env)
        listening = os.path.join(profile, "WebDriverBiDiServer.json")
        wait_until("Firefox takes commands", lambda: os.path.exists(listening) and os.path.getsize(listening))
        with open(listening, encoding="utf-8") as file:
            port = json.load(file)["ws_port"]
        self.remote = WebSocket("127.0.0.1", port, "127.0.0.1", "/session", "")
        self.remote.settimeout(None)
        self.count = 0
        self.results = {}
        self.told = threading.Condition()
        self.problems = []
        threading.Thread(target=self.listen, daemon=True).start()
        self.send("session.new", capabilities={})
        self.page = self.send("browsingContext.getTree")["contexts"][0]["context"]
        self.send("session.subscribe", events=["log.entryAdded"])
        self.send("script.addPreloadScript", functionDeclaration=f"() => {{if (!navigator.mediaDevices) return;{EARS}}}")

    def listen(self):
        try:
            while True:
                self.take(json.loads(self.remote.recv(None)))
        except (OSError, ValueError, AssertionError):
            return  # it is closed

    def take(self, message):
        with self.told:
            if "id" in message:
                self.results[message["id"]] = message
                self.told.notify_all()
            elif message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.problems.append(message["params"]["text"])

    def send(self, method, **parameters):
        with self.told:
            self.count += 1
            number = self.count
            self.remote.sendto(json.dumps({"id": number, "method": method, "params": parameters}).encode(), None)
            assert self.told.wait_for(lambda: number in self.results, 60), f"Firefox does not answer to {method}"
            answer = self.results.pop(number)
        assert answer["type"] == "success", f"{method}: {answer}"
        return answer["result"]

    def go(self, url):
        self.send("browsingContext.navigate", context=self.page, url=url, wait="complete")

    def reload(self):
        self.send("browsingContext.reload", context=self.page, wait="complete")

    def run(self, script):
        done = self.send("script.evaluate", expression=script, target={"context": self.page}, awaitPromise=True, userActivation=True)
        assert done["type"] == "success", done
        return plain(done["result"])

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.remote.close()
        self.pulse.close()


def firefox_calls(stage):
    """RFC 8445, RFC 5763, RFC 7118, RFC 4733: a wrong password; calls, is called; hold, mute, keys; each hears the other's tone."""
    with closing(FirefoxPhone(stage, stage.user()), TonePhone(stage, stage.user())) as (page, phone):
        phone.register()
        phone.left = ("INVITE",)
        page.open()
        page.sign_in("wrong")
        page.reads("notice", "wrong")
        page.sign_in()
        page.reads("status", "^Ready$")
        talk(page, phone)
        page.click("mute")
        del phone.samples[:]
        wait_until("silence after Mute", lambda: len(phone.samples) > 8000 and phone.share() < 0.1)
        page.click("mute")
        hear_each_other(page, phone)
        page.click("keys")
        page.run("for (const key of '5#1') [...document.querySelectorAll('#keypad button')].find(each => each.textContent === key).click()")
        wait_until("the keys are on the wire", lambda: len(phone.keys) == 3)
        assert "".join(key for key, _ in phone.keys) == "5#1", phone.keys
        for held in True, False:
            page.click("hold")
            again = phone.next("^INVITE ")
            assert ("a=sendonly" in again) == held, again
            phone.reply(again, "200 OK", phone.description() + ("a=recvonly\r\n" if held else ""))
            phone.next("^ACK ")
            page.reads("call-state", "^On hold$" if held else "^Connected$")
        hear_each_other(page, phone)
        stats = page.run(STATS)
        page.click("hang-up")
        phone.next("^BYE ")
        page.shows("dial")
        of_quality(stage, phone.user, endedBy="caller")

        dialog = {}
        ringing = threading.Thread(target=lambda: dialog.update(known=phone.call(page.user, f"to-firefox-{phone.port}")))
        ringing.start()
        page.reads("incoming-peer", "is calling$")
        assert page.focus() == "answer", page.focus()
        page.click("answer")
        page.reads("call-state", "^Connected$")
        ringing.join()
        phone.talk(phone.answer)
        hear_each_other(page, phone)
        phone.within(dialog["known"], "BYE", 3)
        phone.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        page.shows("dial")
        of_quality(stage, page.user, endedBy="caller")
        assert not page.problems, page.problems
    # the other phone goes on sending while it is held, which is not passed on
    assert stats["codec"] == "audio/PCMA" and stats["received"] > 100 and stats["sent"] > 100 and stats["lost"] < 25, stats
    return f"{stats['received']} packets in, {stats['sent']} out"


def firefox_and_chromium(stage):
    """RFC 9143, RFC 7742, RFC 4585 §4.2: the two browsers hear and see each other, each on one transport."""
    with closing(FirefoxPhone(stage, stage.user()), WebPhone(stage, stage.user())) as (fox, chromium):
        for page in (fox, chromium):
            page.open()
            page.sign_in()
            page.reads("status", "^Ready$")
        frames = []
        for caller, callee in (fox, chromium), (chromium, fox):
            caller.fill(number=callee.user)
            caller.click("dial-video")
            callee.reads("incoming-peer", "is calling")
            callee.click("answer-video")
            for page in (caller, callee):
                page.reads("call-state", "^Connected$")
                page.hears(SPOKEN)
                frames.append(page.sees())
            callee.click("hang-up")
            caller.shows("dial")
        assert not fox.problems and not chromium.problems, (fox.problems, chromium.problems)
    for number in fox.user, chromium.user:
        record = stage.api.record_to(number)
        same(record, cause="normal", sipStatus=200, endedBy="callee")
        media = sorted((stream["from"], stream["media"]) for stream in record["quality"])
        assert media == [(side, kind) for side in ("callee", "caller") for kind in ("audio", "video")], record["quality"]
    return f"{frames} frames"


def firefox_comes_back(stage):
    """RFC 5626 §3.1, RFC 7675 §5.1: a call survives that the WebSocket breaks, and that the browser stands still; a page that is loaded again ends it."""
    with closing(FirefoxPhone(stage, stage.user()), TonePhone(stage, stage.user())) as (page, phone):
        phone.register()
        phone.left = ("INVITE",)
        page.open()
        page.sign_in()
        page.reads("status", "^Ready$")
        talk(page, phone)
        before = registrations(stage, page.user)
        page.run("breakSocket()")
        wait_until("it registered again", lambda: page.run("openSockets()") == 1 and registrations(stage, page.user) != before)
        page.reads("status", "^Ready$")
        hear_each_other(page, phone)
        os.killpg(page.process.pid, signal.SIGSTOP)
        time.sleep(SLEEP)
        os.killpg(page.process.pid, signal.SIGCONT)
        page.reads("call-state", "^Connected$")
        hear_each_other(page, phone)
        page.reload()  # it sends no BYE: its WebSocket is gone before
        began = time.monotonic()
        phone.next("^BYE ")
        took = time.monotonic() - began
        page.shows("sign-in")
        page.sign_in()
        page.reads("status", "^Ready$")
        assert len(registrations(stage, page.user)) == 1, registrations(stage, page.user)
    record = stage.api.record_to(phone.user)
    assert record["sipStatus"] == 200 and record["cause"] in ("normal", "consent-expired"), record
    assert took < 20, f"the call of a page that was loaded again ended after {took:.0f} s"
    return f"the call ended {took:.1f} s after the page was loaded again"


TESTS = [firefox_calls, firefox_and_chromium, firefox_comes_back]
"""Only where they are named."""
