"""The node's own web phone in headless Chromium, used as a person uses it: by its fields and buttons."""
import base64
import hashlib
import http.server
import json
import os
import queue
import re
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request

from .api import Api
from .browser import HEARD, SPOKEN, Chromium, TonePhone, VideoPhone, of_quality
from .calls import same
from .flows import Phone, closing, digest, header
from .lamps import PresenceWatcher
from .node import Node, free_port, let_go
from .parking import lot
from .secure import certificate_of, certify, key_hash
from .sipp import Scenario, wait_until
from .stage import PASSWORD, Stage

# the microphone as it is: its filters take a steady tone for noise; and what the page's connection hears
EARS = """
const plain = {echoCancellation: false, noiseSuppression: false, autoGainControl: false};
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = wanted => ask({...wanted, ...(wanted.audio ? {audio: plain} : {})});
const sockets = [];
window.WebSocket = class extends WebSocket {
    constructor(...more) {
        super(...more);
        sockets.push(this);
    }
};
window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...more) {
        super(...more);
        window.connection = this;
        this.addEventListener("track", ({track}) => {
            if (track.kind !== "audio")
                return;
            const context = new AudioContext();
            window.ear = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
            context.createMediaStreamSource(new MediaStream([track])).connect(window.ear);
        });
    }
};
window.breakSocket = () => sockets.at(-1).close(4000);
window.openSockets = () => sockets.filter(each => each.readyState === WebSocket.OPEN).length;
window.heard = async () => {
    const bins = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(bins);
    const at = bins.reduce((best, power, i) => power > bins[best] ? i : best, 0);
    const frames = [...(await connection.getStats()).values()].find(each => each.type === "inbound-rtp" && each.kind === "video")?.framesDecoded;
    return {hertz: at * ear.context.sampleRate / ear.fftSize, level: bins[at], frames, state: connection.connectionState};
};
"""
SIZES = {"wide": (1024, 900, False), "narrow": (360, 740, True)}


class Hands:
    """What a person does with the page, in whichever browser, which has {@code go} to an address and can {@code run} a script."""

    def open(self):
        self.go(self.base + "/phone/")
        self.shows("sign-in")

    def shows(self, name):
        """An element with that id that is visible."""
        wait_until(f"{name} is shown to {self.user}",
                   lambda: self.run(f"document.getElementById('{name}')?.checkVisibility() ?? false"))

    def reads(self, name, pattern):
        """A text that fits. @return it"""
        seen = []

        def fits():
            seen[:] = [self.run(f"document.getElementById('{name}')?.textContent ?? ''")]
            return re.search(pattern, seen[0])
        try:
            wait_until(f"{name} reads {pattern} for {self.user}", fits)
        except AssertionError as error:
            raise AssertionError(f"{error}; it reads {seen}, notice {self.run('document.getElementById(`notice`).textContent')!r},"
                                 f" {self.problems}") from None
        return seen[0]

    def focus(self):
        return self.run("document.activeElement.id")

    def click(self, name):
        self.shows(name)
        self.run(f"document.getElementById('{name}').click()")

    def fill(self, **fields):
        for name, text in fields.items():
            self.run(f"document.getElementById('{name}').value = {json.dumps(text)}")

    def sign_in(self, password=PASSWORD):
        self.fill(user=self.user, password=password)
        self.run("document.querySelector('#sign-in button').click()")

    def hears(self, hertz):
        def heard():
            now = self.run("window.ear ? heard() : null")
            return now and abs(now["hertz"] - hertz) < 12 and now["level"] > -50 and now
        wait_until(f"{hertz} Hz at {self.user}", heard)
        time_of_silence = 0
        for _ in range(5):  # not only once
            time_of_silence += not heard()
        assert time_of_silence <= 1, self.run("heard()")

    def sees(self):
        return wait_until(f"video at {self.user}", lambda: (self.run("heard()").get("frames") or 0) > 30 and self.run("heard()")["frames"])


class WebPhone(Hands, Chromium):
    """Driven over Chromium's debugging pipe (Chrome DevTools Protocol)."""

    def __init__(self, stage, name, base=None, *options, sound=None):
        """@param sound environment of a sound server whose devices it uses, with the browser's filters"""
        self.user = name
        self.base = base or stage.node.base.replace("127.0.0.1", "localhost")
        down, self.commands = os.pipe()
        self.answers, up = os.pipe()
        # bash: other shells redirect files of one digit only
        super().__init__(os.path.join(stage.folder, "webphone", name), "about:blank", "--remote-debugging-pipe",
                         "--lang=en", *options, before=("bash", "-c", f'exec "$@" 3<&{down} 4>&{up}', "bash"), pass_fds=(down, up),
                         devices=bool(sound), env=sound)
        os.close(down)
        os.close(up)
        self.count = 0
        self.results = {}
        self.told = threading.Condition()
        self.session = None
        self.problems = []
        threading.Thread(target=self.listen, daemon=True).start()
        page = next(each for each in self.send("Target.getTargets")["targetInfos"] if each["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in "Page", "Runtime", "Log":
            self.send(domain + ".enable")
        if not sound:
            self.send("Page.addScriptToEvaluateOnNewDocument", source=EARS)

    def listen(self):
        with open(self.answers, "rb") as pipe:
            rest = b""
            while more := os.read(pipe.fileno(), 1 << 16):
                *whole, rest = (rest + more).split(b"\0")
                for text in whole:
                    self.take(json.loads(text))

    def take(self, message):
        with self.told:
            if "id" in message:
                self.results[message["id"]] = message
                self.told.notify_all()
            elif message["method"] == "Runtime.exceptionThrown":
                self.problems.append(message["params"]["exceptionDetails"])
            elif message["method"] == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
                self.problems.append(message["params"]["entry"]["text"] + " " + message["params"]["entry"].get("url", ""))
            elif message["method"] == "Page.javascriptDialogOpening":
                threading.Thread(target=self.send, args=("Page.handleJavaScriptDialog",), kwargs={"accept": True}, daemon=True).start()

    def send(self, method, **parameters):
        with self.told:
            self.count += 1
            number = self.count
            message = {"id": number, "method": method, "params": parameters}
            if self.session and not method.startswith(("Browser.", "Target.")):
                message["sessionId"] = self.session
            os.write(self.commands, json.dumps(message).encode() + b"\0")
            assert self.told.wait_for(lambda: number in self.results, 60), f"Chromium does not answer to {method}"
            answer = self.results.pop(number)
        assert "error" not in answer, f"{method}: {answer}"
        return answer["result"]

    def run(self, script):
        done = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def go(self, url):
        self.send("Page.navigate", url=url)

    def picture(self, name):
        """As it looks wide and narrow, light and dark."""
        for size, (width, height, mobile) in SIZES.items():
            self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
            for scheme in "light", "dark":
                self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                overflow = self.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert overflow <= 0, f"{name} is {overflow} pixels wider than a {size} window"
                image = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
                with open(os.path.join(self.folder, f"{name}-{size}-{scheme}.png"), "wb") as file:
                    file.write(base64.b64decode(image))

    def close(self):
        super().close()
        os.close(self.commands)


def talk(page, phone):
    """The page calls the phone, which answers at once."""
    page.fill(number=phone.user)
    page.click("dial-audio")
    invite = phone.next("^INVITE ")
    phone.reply(invite, "200 OK", phone.description())
    phone.next("^ACK ")
    phone.talk(invite)
    hear_each_other(page, phone)


def hear_each_other(page, phone):
    page.hears(HEARD)
    del phone.samples[:]
    wait_until(f"{SPOKEN} Hz at {phone.user}", lambda: phone.share() > 0.8)


def web_phone_calls(stage):
    """RFC 7118, RFC 3264 §8.4, RFC 4733: sign-in with a wrong and the right password; a call with mute, hold and keys; a refused call; each text in four languages."""
    with closing(WebPhone(stage, stage.user()), TonePhone(stage, stage.user())) as (page, phone):
        phone.register()
        phone.left = ("INVITE",)
        page.open()
        assert page.focus() == "user", page.focus()
        page.picture("sign-in")
        page.sign_in("wrong")
        page.reads("notice", "wrong")
        del page.problems[:]  # Chromium notes nothing of it, but where it does that is not the page's fault
        page.sign_in()
        page.reads("status", "^Ready$")
        page.shows("dial")
        page.fill(number=phone.user)
        page.click("dial-audio")
        invite = phone.next("^INVITE ")
        phone.reply(invite, "180 Ringing")
        page.reads("call-state", "Ringing")
        phone.reply(invite, "200 OK", phone.description())
        phone.next("^ACK ")
        phone.talk(invite)
        page.reads("call-state", "^Connected$")
        hear_each_other(page, phone)
        page.picture("call")

        page.click("mute")
        del phone.samples[:]
        wait_until("silence after Mute", lambda: len(phone.samples) > 8000 and phone.share() < 0.1)
        page.click("mute")
        hear_each_other(page, phone)

        page.click("keys")
        page.run("for (const key of '5#109') [...document.querySelectorAll('#keypad button')].find(each => each.textContent === key).click()")
        page.picture("keypad")
        wait_until("the keys are on the wire", lambda: len(phone.keys) == 5)
        assert "".join(key for key, _ in phone.keys) == "5#109", phone.keys
        assert all(40 <= millis <= 1000 for _, millis in phone.keys), phone.keys

        for refused in "hold", "video":  # RFC 3261 §14.1: what was agreed stays
            page.click(refused)
            again = phone.next("^INVITE ")
            assert ("a=sendonly" if refused == "hold" else "m=video") in again, again
            phone.reply(again, "488 Not Acceptable Here")
            phone.next("^ACK ")
            page.reads("notice", "488")
            page.reads("call-state", "^Connected$")
            hear_each_other(page, phone)
        page.click("hold")
        again = phone.next("^INVITE ")
        assert "a=sendonly" in again and "m=video" not in again, again
        phone.reply(again, "200 OK", phone.description() + "a=recvonly\r\n")
        phone.next("^ACK ")
        page.reads("call-state", "^On hold$")
        del phone.samples[:]
        wait_until("packets on hold", lambda: len(phone.samples) > 8000)
        assert phone.share() < 0.1, phone.share()
        page.click("hold")
        again = phone.next("^INVITE ")
        phone.reply(again, "200 OK", phone.description())
        phone.next("^ACK ")
        page.reads("call-state", "^Connected$")
        hear_each_other(page, phone)
        page.click("hang-up")
        phone.next("^BYE ")
        page.shows("dial")
        of_quality(stage, phone.user, endedBy="caller")

        page.fill(number=phone.user)
        page.click("dial-audio")
        phone.reply(phone.next("^INVITE "), "486 Busy Here")
        page.reads("notice", f"^{phone.user} is busy")
        for language, ready in ("sv", "Klar"), ("zh", "就绪"), ("id", "Siap"), ("en", "Ready"):
            page.run(f"language.value = '{language}'; language.dispatchEvent(new Event('change'))")
            page.reads("status", ready)
            page.picture("language-" + language)
        assert not page.problems, page.problems
        page.click("sign-out")
        page.shows("sign-in")
        wait_until("it is not registered", lambda: not registrations(stage, page.user))


def web_phone_transfers(stage):
    """RFC 3515: a number that is none leaves the call, a good one connects both others."""
    with closing(WebPhone(stage, stage.user()), TonePhone(stage, stage.user()), TonePhone(stage, stage.user(), SPOKEN)) as (page, phone, third):
        for each in (phone, third):
            each.register()
            each.left = ("INVITE",)
        page.open()
        page.sign_in()
        page.reads("status", "^Ready$")
        page.fill(number=phone.user)
        page.click("dial-audio")
        phone.takes()
        page.reads("call-state", "^Connected$")
        page.click("transfer")
        assert page.focus() == "transfer-to", page.focus()
        page.fill(**{"transfer-to": "nobody-here"})
        page.click("transfer-go")
        page.reads("notice", r"^The transfer failed \(404\)")
        hear_each_other(page, phone)
        page.fill(**{"transfer-to": third.user})
        page.picture("transfer")
        page.click("transfer-go")
        third.takes()
        phone.takes()
        page.shows("dial")
        wait_until("the others hear each other", lambda: phone.share() > 0.8 and third.share(HEARD) > 0.8)
        for call in stage.api.get("/calls")["items"]:
            if phone.user in (call["fromDialled"], call["toDialled"]):
                stage.api.delete(f"/calls/{call['id']}")
        for each in (phone, third):
            each.next("^BYE ")


def web_phone_parks(stage):
    """RFC 3515, RFC 3420: the button says why it cannot park, then in which slot it did; the page takes the call back by dialling it."""
    with closing(WebPhone(stage, stage.user()), TonePhone(stage, stage.user())) as (page, phone):
        phone.register()
        phone.left = ("INVITE",)
        page.open()
        page.sign_in()
        page.reads("status", "^Ready$")
        page.fill(number=phone.user)
        page.click("dial-audio")
        phone.takes()
        page.reads("call-state", "^Connected$")
        page.click("park")
        page.reads("notice", r"^The transfer failed \(404\)")
        lot(stage)
        page.click("park")
        page.reads("notice", "^The call is parked in slot 701\\. Dial 701 to take it back\\.$")
        phone.takes()
        page.shows("dial")
        page.picture("parked")
        page.fill(number="701")
        page.click("dial-audio")
        phone.takes()
        page.reads("call-state", "^Connected$")
        hear_each_other(page, phone)
        page.click("hang-up")
        phone.next("^BYE ")


def cancel(phone, user, call):
    uri = f"sip:{user}@{phone.domain}:{phone.node[1]}"
    phone.send("CANCEL", uri, call, f"<{uri}>", 2, branch=phone.branches["INVITE", call, 2])


def web_phone_is_called(stage):
    """RFC 7118, RFC 3264 §8.1: an incoming call is announced and answered by keyboard, video is added and taken away, the caller hangs up."""
    with closing(WebPhone(stage, stage.user()), VideoPhone(stage, stage.user())) as (page, phone):
        page.open()
        page.sign_in()
        page.reads("status", "^Ready$")
        dialog = {}
        ringing = threading.Thread(target=lambda: dialog.update(known=phone.call(page.user, f"to-page-{phone.port}")))
        ringing.start()
        page.reads("incoming-peer", "is calling$")
        assert page.focus() == "answer", page.focus()
        assert page.run("document.getElementById('incoming').getAttribute('role')") == "alertdialog"
        page.picture("incoming")
        for kind in "rawKeyDown", "char", "keyUp":
            page.send("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", text="\r" if kind == "char" else "",
                      windowsVirtualKeyCode=13)
        page.reads("call-state", "^Connected$")
        ringing.join()
        TonePhone.talk(phone, phone.answer)
        hear_each_other(page, phone)
        phone.left = ("INVITE",)
        page.click("video")
        again = phone.next("^INVITE ")
        phone.reply(again, "200 OK", phone.answer_to(again))
        phone.next("^ACK ")
        phone.start_mirror(again)
        frames = page.sees()
        page.picture("video")
        page.click("video")
        wait_until("the camera is off", lambda: page.run("document.getElementById('here').hidden"))
        phone.within(dialog["known"], "BYE", 3)
        phone.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        page.shows("dial")

        phone.invite(page.user, f"declined-{phone.port}")
        page.click("decline")
        phone.next("^SIP/2.0 603")
        page.shows("dial")
        call = f"missed-{phone.port}"
        phone.invite(page.user, call)
        page.shows("incoming")
        cancel(phone, page.user, call)
        page.reads("log", f"^Missed call from {phone.user.title()} [0-9:]+")
        assert page.run("document.querySelectorAll('#log li').length") == 1, "one that was declined is not missed"
        assert not page.problems, page.problems
    return f"{frames} frames"


def registrations(stage, user):
    return [each for each in stage.api.get("/registrations")["items"] if each["username"] == user]


def break_connection(stage, page):
    """Ends the WebSocket. @return after how many seconds the page is registered over another one"""
    before = registrations(stage, page.user)
    page.run("breakSocket()")
    began = time.monotonic()
    wait_until("it registered again", lambda: page.run("openSockets()") == 1 and registrations(stage, page.user) != before)
    return time.monotonic() - began


def web_phone_comes_back(stage):
    """RFC 5626 §3.1, RFC 8839 §4.4, RFC 7675 §5.1: a call survives that the WebSocket breaks, and 30 s of sleep; a page that is loaded again ends its call at once."""
    with closing(WebPhone(stage, stage.user()), TonePhone(stage, stage.user())) as (page, phone):
        phone.register()
        phone.left = ("INVITE",)
        page.open()
        page.sign_in()
        page.reads("status", "^Ready$")
        talk(page, phone)
        again = break_connection(stage, page)
        assert len(registrations(stage, page.user)) == 1, registrations(stage, page.user)
        page.reads("status", "^Ready$")
        hear_each_other(page, phone)

        phone.left = ()  # it answers the ICE restart
        byes = []
        waiting = threading.Thread(target=lambda: byes.append(phone.next("^BYE ")))
        waiting.start()
        os.killpg(page.process.pid, signal.SIGSTOP)
        time.sleep(30)
        os.killpg(page.process.pid, signal.SIGCONT)
        page.reads("status", "^Ready$")
        page.reads("call-state", "^Connected$")
        hear_each_other(page, phone)

        page.send("Page.reload")
        waiting.join()
        assert byes
        page.shows("sign-in")
        page.sign_in()
        page.reads("status", "^Ready$")
        assert len(registrations(stage, page.user)) == 1, registrations(stage, page.user)
    record = stage.api.record_to(phone.user)
    same(record, cause="normal", sipStatus=200, endedBy="caller")
    return f"registered again after {again:.1f} s"


def web_phone_registers_until_it_is_accepted(stage):
    """RFC 3261 §10.2.7, §21.5.4: a registration that the node cannot take for a while is tried again, and the user stays signed in."""
    with closing(WebPhone(stage, stage.user())) as (page,):
        page.open()
        page.sign_in()
        page.reads("status", "^Ready$")
        page.run(r"""(() => {
            const socket = sockets.at(-1);
            const send = socket.send.bind(socket);
            window.refusals = 2;
            socket.send = text => {
                if (!refusals || !text.startsWith("REGISTER "))
                    return send(text);
                refusals--;
                const same = text.split("\r\n").filter(each => /^(Via|From|To|Call-ID|CSeq):/i.test(each));
                const refusal = ["SIP/2.0 503 Service Unavailable", ...same, "Content-Length: 0", "", ""].join("\r\n");
                setTimeout(() => socket.dispatchEvent(new MessageEvent("message", {data: refusal})));
            };
            navigator.serviceWorker.dispatchEvent(new MessageEvent("message", {data: {woken: "rings"}}));
        })()""")
        page.reads("notice", r"\(503\)")
        assert page.run("document.getElementById('sign-in').hidden")
        wait_until("it was refused twice", lambda: page.run("refusals") == 0)
        page.reads("status", "^Ready$")
        page.reads("notice", "^$")
        assert len(registrations(stage, page.user)) == 1, registrations(stage, page.user)
        assert not page.problems, page.problems


def web_phone_sends_no_secret(stage):
    """RFC 6265 (no cookies): what is served without a token is the page alone, with a strict policy; the password goes to the registrar only."""
    with urllib.request.urlopen(stage.node.base + "/phone/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, policy
        assert not answer.headers["Set-Cookie"], answer.headers
    for path in "/phone/../api/v1/status", "/phone/openapi.json", "/phone/sip.js/../../../x.js", "/phone/index.html/":
        try:
            urllib.request.urlopen(stage.node.base + path)
            raise AssertionError(path + " is answered")
        except urllib.error.HTTPError as error:
            assert error.code in (400, 401, 404), (path, error.code)


def web_phone_has_the_library_as_published(stage):
    """The library is what releng/webphone-library.sh makes of the npm packages."""
    name = re.search(r"sip-[0-9.]+\.js", urllib.request.urlopen(stage.node.base + "/phone/line.js").read().decode()).group()
    os.makedirs(stage.folder, exist_ok=True)
    made = os.path.join(stage.folder, name)
    script = os.path.join(os.path.dirname(__file__), "..", "..", "webphone-library.sh")
    subprocess.run([script, made], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with urllib.request.urlopen(f"{stage.node.base}/phone/{name}") as answer, open(made, "rb") as file:
        served = answer.read()
        assert served == file.read(), f"{name} is not what {script} makes: run it"
    return f"{len(served)} bytes"


def web_phone_knows_sha_256(stage):
    """RFC 8760 §2.4: the first challenge of a known algorithm is answered, the one with SHA-256 included."""
    hashes = ("MD5", hashlib.md5), ("SHA-256", hashlib.sha256)
    with closing(WebPhone(stage, stage.user())) as (page,):
        page.open()
        for algorithm, digest in hashes:
            for qop in "auth", None:
                told = page.run(f"""(async () => {{
                    const {{Digest, Secret}} = await import("./digest.js");
                    const digest = new Digest('o"år', new Secret('o"år', "hemligt åäö"));
                    const can = digest.authenticate({{method: "REGISTER", ruri: "sip:x"}},
                        {{algorithm: "{algorithm}", realm: "r", nonce: "n", opaque: "o", qop: {"['auth']" if qop else "undefined"}}});
                    return can && digest.toString();
                }})()""")
                value = dict(re.findall(r'(\w+)="?((?:\\.|[^",])*)', told))
                assert value["username"] == 'o\\"år' and value["opaque"] == "o" and value["algorithm"] == algorithm, value

                def of(text):
                    return digest(text.encode()).hexdigest()
                middle = ["n", value["nc"], value["cnonce"], "auth"] if qop else ["n"]
                assert value["response"] == of(":".join([of('o"år:r:hemligt åäö'), *middle, of("REGISTER:sip:x")])), told
        kept = page.run("""(async () => {
            await import("./digest.js");
            const {IncomingMessage} = await import("./line.js").then(() => import(performance.getEntriesByType("resource")
                .find(each => /sip-[0-9.]+[.]js$/.test(each.name)).name));
            return [["SHA-512-256", "SHA-256", "MD5"], ["MD5", "SHA-256"], ["SHA-256", "MD5"], ["", "SHA-256"]].map(offered => {
                const message = new IncomingMessage();
                for (const each of offered)
                    message.setHeader("www-authenticate", `Digest realm="a", nonce="b"${each && `, algorithm=${each}`}, qop="auth"`);
                return message.parseHeader("www-authenticate").algorithm ?? "";
            });
        })()""")
        assert kept == ["SHA-256", "MD5", "SHA-256", ""], kept
        assert not page.problems, page.problems


def web_phone_messages(stage):
    """RFC 3428: between two pages, to one that is closed and is opened later, and to a ring group with a page and a plain phone."""
    group = stage.number()
    with closing(WebPhone(stage, stage.user()), WebPhone(stage, stage.user()), Phone(stage, stage.user())) as (one, two, plain):
        plain.register()
        for page in (one, two):
            page.open()
            page.sign_in()
            page.reads("status", "^Ready$")

        def write(page, to, text):
            page.fill(to=to, text=text)
            page.run("document.querySelector('#write button').click()")
            page.reads("log", text)
        write(one, two.user, "online: grüße, 你好 <b>")
        two.reads("log", f"{one.user.title()}.*online: grüße, 你好 <b>")
        assert two.run("document.querySelectorAll('#log b').length") == 1, "the text became elements of the page"
        assert two.run("document.getElementById('to').value") == one.user

        two.click("sign-out")
        wait_until("it is not registered", lambda: not registrations(stage, two.user))
        write(one, two.user, "stored for later")
        wait_until("it waits", lambda: stage.api.get(f"/messages?recipient={two.user}")["total"] == 1)
        two.sign_in()
        two.reads("log", "stored for later")
        wait_until("nothing waits", lambda: stage.api.get(f"/messages?recipient={two.user}")["total"] == 0)

        stage.api.post("/ring-groups", {"name": f"texts-{two.user}", "number": group, "members": [one.user, two.user, plain.user]})
        write(one, group, "to all of us")
        two.reads("log", "to all of us")
        assert plain.next("^MESSAGE ").endswith("to all of us")
        two.fill(to="nobody-here", text="lost")
        two.run("document.querySelector('#write button').click()")
        two.reads("notice", r"not delivered \(404\)")
        two.reads("log", r"lostThe message was not delivered \(404\)\. Send again$")
        assert not one.problems and not two.problems, (one.problems, two.problems)


def cpim(sender, to, number, kind, content, asks=""):
    """As a phone nobody here wrote sends it: another prefix, and lines ended by a line feed alone."""
    wants = f"i.Disposition-Notification: {asks}\n" if asks else ""
    return (f"From: <sip:{sender}@example.org>\nTo: <sip:{to}@example.org>\nNS: i <urn:ietf:params:imdn>\n"
            f"i.Message-ID: {number}\nDateTime: 2026-01-02T03:04:05Z\n{wants}\nContent-Type: {kind}\n\n{content}")


def notification(number, status):
    kind = "display" if status == "displayed" else "delivery"
    return (f'<?xml version="1.0"?><n:imdn xmlns:n="urn:ietf:params:xml:ns:imdn"><n:message-id>{number}</n:message-id>'
            f"<n:{kind}-notification><n:status><n:{status}/></n:status></n:{kind}-notification></n:imdn>")


def message_of(phone, to, call, body, content="message/cpim"):
    """A message of a phone by hand, through the challenge."""
    uri = f"sip:{to}@{phone.domain}:{phone.node[1]}"
    phone.send("MESSAGE", uri, call, f"<{uri}>", 1, body=body, content=content)
    refusal = phone.next(rf"^SIP/2.0 407[^$]*Call-ID: {call}\r")
    phone.send("MESSAGE", uri, call, f"<{uri}>", 2, ["Proxy-Authorization: " + digest(refusal, "MESSAGE", uri, phone.user)], body, content=content)
    return phone.next(rf"^SIP/2.0 [2-6](?=[^$]*Call-ID: {call}\r)(?=[^$]*CSeq: 2 MESSAGE)")


def types(page, words):
    page.fill(text=words)
    page.run("document.getElementById('text').dispatchEvent(new Event('input', {bubbles: true}))")


def sends(page, to, words):
    page.fill(to=to, text=words)
    page.run("document.querySelector('#write button').click()")


def web_phone_confirms_messages(stage):
    """RFC 3862, RFC 5438, RFC 3994, RFC 3428 §8: delivered and read in both directions, typing, a repeated message, and phones that read plain
    text alone."""
    with closing(WebPhone(stage, stage.user()), WebPhone(stage, stage.user()), Phone(stage, stage.user())) as (one, two, phone):
        phone.register()
        for page in (one, two):
            page.open()
            page.sign_in()
            page.reads("status", "^Ready$")
        sends(one, two.user, "are you there?")
        one.reads("log", f"^Me to {two.user} [0-9:]+.*are you there[?]Read$")
        types(one, "is nobody told")
        types(two, "one moment")
        one.reads("typing", f"^{two.user.title()} is typing…$")
        one.picture("typing")
        types(two, "")
        one.reads("typing", "^$")
        assert two.run("document.getElementById('typing').hidden"), "a side that never wrote is told that somebody types"

        sends(one, phone.user, "grüße\nfrom a page")
        sent = phone.next("^MESSAGE ")
        assert header(sent, "Content-Type") == "message/cpim" and "\r\nDateTime: " in sent, sent
        assert sent.endswith("\r\n\r\ngrüße\r\nfrom a page"), sent
        assert "imdn.Disposition-Notification: positive-delivery, negative-delivery, display\r\n" in sent, sent
        one.reads("log", "from a pageSent$")
        number = re.search(r"imdn\.Message-ID: (\S+)", sent).group(1)
        for status, shown in ("delivered", "Delivered"), ("displayed", "Read"), ("delivered", "Read"):
            body = cpim(phone.user, one.user, f"about-{status}", "message/imdn+xml", notification(number, status))
            assert message_of(phone, one.user, f"{status}-{shown}-{phone.port}", body).startswith("SIP/2.0 200")
            one.reads("log", f"from a page{shown}$")

        asks = cpim(phone.user, one.user, "m<1", "text/plain", "to a page <b>", "positive-delivery, display")
        for copy in range(2):
            assert message_of(phone, one.user, f"copy{copy}-{phone.port}", asks).startswith("SIP/2.0 200")
        told = [phone.next("^MESSAGE [^$]*imdn\\+xml") for _ in range(3)]
        assert all("<message-id>m&lt;1</message-id>" in each and "2026-01-02T03:04:05Z" in each for each in told), told
        assert sorted(re.search("<status><(.*?)/>", each).group(1) for each in told) == ["delivered", "delivered", "displayed"], told
        assert one.run("document.getElementById('log').textContent.split('to a page <b>').length") == 2, "a repeated message is shown twice"

        phone.left = ("MESSAGE",)
        sends(one, phone.user, "in plain words")
        for kind, answer in ("message/cpim", "415 Unsupported Media Type"), ("text/plain", "200 OK"):
            came = phone.next("^MESSAGE ")
            assert kind in header(came, "Content-Type"), came
            phone.reply(came, answer)
        one.reads("log", "in plain wordsSent$")
        types(one, "on and on")
        came = phone.next("^MESSAGE ")
        assert "<state>active</state>" in came and "<refresh>60</refresh>" in came, came
        phone.reply(came, "415 Unsupported Media Type")
        assert not one.problems and not two.problems, (one.problems, two.problems)


def web_phone_sends_plain_text_to_servers_without_cpim(stage):
    """RFC 3261 §21.4.13: a text whose CPIM is refused goes out as plain text with the same id, and so do later ones; typing is told seldom."""
    with closing(WebPhone(stage, stage.user())) as (page,):
        page.open()
        sent = page.run("""(async () => {
            const {Messages} = await import("./messages.js");
            const sent = [];
            const line = {address: "sip:a@b", peer: to => to, target: to => `sip:${to}@b`, send: async (peer, body, type) => {
                sent.push(`${peer} ${type} ${/<state>\\w+/.exec(body)?.[0] ?? ""}`.trim());
                if (type === "message/cpim")
                    throw {code: "notDelivered", args: [415]};
                return 202;
            }};
            const book = new Messages(line, {changed: () => {}, received: () => {}});
            await book.send("x", "one");
            await book.send("x", "two");
            book.wrote("x", "a");
            book.received({key: "1", peer: "x", name: "X", group: "", at: Date.now(), type: "text/plain", body: "hi"});
            for (const text of ["a", "ab", "", "a", "", "a"])
                book.wrote("x", text);
            await new Promise(done => setTimeout(done));
            await book.send("x", "three");
            return [...sent, ...book.all.map(each => each.state)];
        })()""")
        plain = "x text/plain;charset=UTF-8"
        typing = "x application/im-iscomposing+xml <state>"
        assert sent == ["x message/cpim", plain, plain, typing + "active", typing + "idle", plain, "stored", "stored", "unread", "stored"], sent
        assert not page.problems, page.problems


def web_phone_keeps_messages(stage):
    """RFC 3428 §8: what was answered 200 is not lost: a browser keeps the messages of a user until sign-out, shows them to nobody else, and encrypted; a conversation can be deleted."""
    with closing(WebPhone(stage, stage.user()), Phone(stage, stage.user()), Phone(stage, stage.user())) as (page, phone, other):
        def signs_in(user):
            page.user = user
            page.sign_in()
            page.reads("status", "^Ready$")

        def kept(user):
            return page.run(f"import('./history.js').then(({{History}}) => new History('{user}').read()).then(all => all.map(it => it.text))")
        owner = page.user
        for each in (phone, other):
            each.register()
        page.open()
        signs_in(owner)
        for each in (phone, other):
            sends(page, each.user, f"kept for {each.user}")
            each.next("^MESSAGE ")
            page.reads("log", f"kept for {each.user}Sent$")
        assert message_of(phone, owner, f"kept-{phone.port}", cpim(phone.user, owner, "kept", "text/plain", "an answer")).startswith("SIP/2.0 200")
        page.reads("log", "an answer")
        wait_until("they are kept", lambda: len(kept(owner)) == 3)

        page.open()
        signs_in(other.user)
        assert kept(other.user) == [] and page.run("document.getElementById('log').textContent") == ""
        page.open()
        page.fill(user=owner, password="wrong")
        page.run("document.querySelector('#sign-in button').click()")
        page.reads("notice", "wrong")
        assert page.run("document.getElementById('log').textContent") == "", "messages are shown before the node knows who it is"
        del page.problems[:]
        stored = page.run("""(async () => {
            const database = await new Promise(done => indexedDB.open("phone").onsuccess = event => done(event.target.result));
            const all = await new Promise(done => database.transaction("kept").objectStore("kept").getAll().onsuccess = event => done(event.target.result));
            database.close();
            return all.map(({key, sealed}) => [key.extractable, new TextDecoder().decode(sealed).includes("kept for")]);
        })()""")
        assert stored and all(each == [False, False] for each in stored), stored

        signs_in(owner)
        for words in f"kept for {phone.user}Sent", f"kept for {other.user}Sent", "an answer":
            page.reads("log", words)
        assert message_of(phone, owner, f"again-{phone.port}", cpim(phone.user, owner, "kept", "text/plain", "an answer")).startswith("SIP/2.0 200")
        assert page.run("document.getElementById('log').textContent.split('an answer').length") == 2, "a message from before the reload is shown twice"
        page.fill(to=phone.user)
        page.run("document.getElementById('to').dispatchEvent(new Event('input', {bubbles: true}))")
        page.click("delete")
        wait_until("the conversation is gone", lambda: kept(owner) == [f"kept for {other.user}"])
        page.open()
        signs_in(owner)
        page.reads("log", f"^Me to {other.user} [0-9:]+.*kept for {other.user}Sent$")
        page.click("sign-out")
        wait_until("it is not registered", lambda: not registrations(stage, owner))
        signs_in(owner)
        assert kept(owner) == [] and page.run("document.getElementById('log').textContent") == "", "messages are kept after sign-out"
        assert not page.problems, page.problems


# a picture of noise, so that every byte counts, sent as a person does who drops it on the messages
PICTURE = """(async () => {
    const canvas = new OffscreenCanvas(300, 200);
    const context = canvas.getContext("2d");
    const noise = context.createImageData(300, 200);
    for (let at = 0; at < noise.data.length; at += 65536)
        crypto.getRandomValues(noise.data.subarray(at, at + 65536));
    context.putImageData(noise, 0, 0);
    const file = new File([await canvas.convertToBlob({type: "image/png"})], "semester & sol.png", {type: "image/png"});
    const drop = new DataTransfer();
    drop.items.add(file);
    document.getElementById("messages").dispatchEvent(new DragEvent("drop", {dataTransfer: drop, bubbles: true, cancelable: true}));
    return hash(await file.arrayBuffer());
})()"""
HASH = """const hash = async bytes => [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map(byte => byte.toString(16).padStart(2, "0")).join("");"""


def setting(stage, **values):
    stage.api.put("/settings", {"values": {"trunkline." + name.replace("_", "."): value for name, value in values.items()}})


def web_phone_sends_a_picture(stage):
    """GSMA RCC.07 §3.2.5, RFC 3428, RFC 7616: a dropped picture is shown by the other page, byte for byte; a phone that takes text alone gets the link; a file too large and of a wrong type is refused with a sentence; curl uploads as Linphone does."""
    setting(stage, files="yes", files_size="1", files_types="image/png,text/plain")
    with closing(WebPhone(stage, stage.user()), WebPhone(stage, stage.user()), Phone(stage, stage.user())) as (one, two, plain):
        plain.register()
        for page in (one, two):
            page.open()
            page.run(HASH + "window.hash = hash")
            page.sign_in()
            page.reads("status", "^Ready$")
        one.fill(to=two.user)
        sent = one.run(PICTURE)
        for page in (two, one):
            page.reads("log", r"semester & sol\.png \(\d+ KB\)")
            wait_until(f"the picture is shown to {page.user}", lambda: page.run("document.querySelector('#log img')?.naturalWidth") == 300)
        page.picture("file")
        link = two.run("document.querySelector('#log a').href")
        assert two.run("fetch(document.querySelector('#log a').href).then(it => it.arrayBuffer()).then(hash)") == sent
        with urllib.request.urlopen(link) as answer:
            assert hashlib.sha256(answer.read()).hexdigest() == sent
            assert answer.headers["Content-Disposition"].startswith("attachment;"), answer.headers
            assert "sandbox" in answer.headers["Content-Security-Policy"], answer.headers
        stored = os.path.join(stage.node.data, "files")
        names = os.listdir(stored)
        assert len(names) == 1 and b"PNG" not in open(os.path.join(stored, names[0]), "rb").read(), names

        one.fill(to=plain.user)
        plain.left = ("MESSAGE",)
        again = one.run(PICTURE)
        for kind in "message/cpim", "application/vnd.gsma.rcs-ft-http+xml":
            document = plain.next("^MESSAGE ")
            assert kind in header(document, "Content-Type") and "semester &amp; sol.png" in document, document
            plain.reply(document, "415 Unsupported Media Type")
        text = plain.next("^MESSAGE ")
        plain.reply(text, "200 OK")
        assert "text/plain" in text and "semester & sol.png (" in text, text
        with urllib.request.urlopen(text.rsplit("\n", 1)[1].strip()) as answer:
            assert hashlib.sha256(answer.read()).hexdigest() == again

        for name, kind, length, said in ("film.txt", "text/plain", 2 << 20, "film.txt is larger than 1 MB"), ("page.html", "text/html", 9, "not allowed"):
            one.run(f"""(() => {{
                const drop = new DataTransfer();
                drop.items.add(new File([new Uint8Array({length})], "{name}", {{type: "{kind}"}}));
                document.getElementById("messages").dispatchEvent(new DragEvent("drop", {{dataTransfer: drop, bubbles: true, cancelable: true}}));
            }})()""")
            one.reads("notice", said)
        problems = [each for each in one.problems + two.problems if "status of 4" not in str(each)]
        assert not problems, problems
        uploaded = as_linphone_does(stage, plain.user)
    return f"{uploaded} bytes by curl"


def as_linphone_does(stage, user):
    """An empty POST, 401, digest, 204; then the file as a form: 200 with the document for the message."""
    file = os.path.join(stage.folder, "linphone.txt")
    with open(file, "wb") as out:
        out.write(os.urandom(300_000))

    def curl(*more):
        return subprocess.run(["curl", "-sS", "--digest", "-u", f"{user}:{PASSWORD}", "-w", "\n%{http_code}", *more, stage.node.base + "/files"],
                              check=True, capture_output=True, text=True).stdout.rsplit("\n", 1)
    body, status = curl("-X", "POST", "-d", "")
    assert (body, status) == ("", "204"), (body, status)
    body, status = curl("-F", f"File=@{file};type=text/plain")
    assert status == "200", (body, status)
    assert "<file-size>300000</file-size>" in body and 'type="file"' in body, body
    with urllib.request.urlopen(re.search(r'<data url="([^"]+)" until="20', body).group(1)) as answer, open(file, "rb") as original:
        assert answer.read() == original.read()
    return 300_000


class SecureNode(Node):
    """Its admin API is on all addresses, hence over HTTPS."""

    def _healthy(self):
        certify_once(os.path.join(self.data, "tls"))
        try:
            with urllib.request.urlopen(f"https://{self.HOST}:{self.http_port}/health", timeout=10, context=trusting(self)) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False


def certify_once(folder):
    if not os.path.exists(os.path.join(folder, "node.pem")):
        certify(folder)


def trusting(node):
    return ssl.create_default_context(cafile=os.path.join(node.data, "tls", "ca.pem"))


def web_phone_over_tls(dist, folder):
    """RFC 7118 §5: page over HTTPS and signalling over WSS, both with the node's certificate, and nothing on another port."""
    port = free_port(socket.SOCK_STREAM)
    let_go(port)
    node = SecureNode(dist, folder, f"-Dtrunkline.http.bind=0.0.0.0 -Dtrunkline.wss.port={port} -Dtrunkline.http.phone=yes")
    certify_once(os.path.join(node.data, "tls"))
    node.start()
    stage = Stage(node, folder)
    try:
        secure = f"https://{node.HOST}:{node.http_port}"
        stage.api = Api(secure, stage.api.token, trusting(node))
        trusted = "--ignore-certificate-errors-spki-list=" + key_hash(os.path.join(node.data, "tls"))
        with closing(WebPhone(stage, stage.user(), secure, trusted), TonePhone(stage, stage.user())) as (page, phone):
            phone.register()
            phone.left = ("INVITE",)
            page.open()
            page.sign_in()
            page.reads("status", "^Ready$")
            assert page.run("isSecureContext && location.protocol") == "https:"
            assert [each["transport"] for each in registrations(stage, page.user)] == ["wss"]
            talk(page, phone)
            page.click("hang-up")
            phone.next("^BYE ")
            wait_until("the service worker runs", lambda: page.run("navigator.serviceWorker.ready.then(() => true)"))
            assert not page.problems, page.problems
        of_quality(stage, phone.user, endedBy="caller")
    finally:
        stage.close()
        node.stop()


def notified(what, shown):
    """Chromium forgets a notification that is read while it is being shown (98 of 100 tries): read late and rarely."""
    time.sleep(1)
    wait_until(what, shown, pause=2)


def web_phone_in_the_background(stage):
    """Notifications API: a page in a tab that is not shown announces a call until it ends, and who wrote, but not what."""
    with closing(WebPhone(stage, stage.user()), TonePhone(stage, stage.user()), WebPhone(stage, stage.user())) as (page, phone, writer):
        page.send("Browser.resetPermissions")
        for each in (page, writer):
            each.open()
            each.sign_in()
            each.reads("status", "^Ready$")
        assert page.run("Notification.permission") != "granted" or page.run("document.getElementById('notifications').hidden")
        page.send("Browser.grantPermissions", origin=page.base, permissions=["notifications", "audioCapture", "videoCapture"])
        assert page.run("Notification.permission") == "granted"
        page.run("navigator.serviceWorker.ready.then(() => true)")
        page.send("Target.createTarget", url="about:blank")
        wait_until("the page is hidden", lambda: page.run("document.hidden"))

        def shown():
            return page.run("navigator.serviceWorker.ready.then(it => it.getNotifications()).then(all => all.map(it => it.title + it.body))")
        phone.invite(page.user, f"to-hidden-{phone.port}")
        notified("the call is announced", lambda: shown() == [f"{phone.user.title()} is calling"])
        phone.send("CANCEL", f"sip:{page.user}@{phone.domain}:{phone.node[1]}", f"to-hidden-{phone.port}",
                   f"<sip:{page.user}@{phone.domain}:{phone.node[1]}>", 2, branch=phone.branches["INVITE", f"to-hidden-{phone.port}", 2])
        wait_until("it is no more", lambda: shown() == [])
        writer.fill(to=page.user, text="between us")
        writer.run("document.querySelector('#write button').click()")
        notified("the message is announced", lambda: shown() == [f"Message from {writer.user.title()}"])
        writer.reads("log", "between usDelivered$")
        page.send("Page.bringToFront")
        writer.reads("log", "between usRead$")
        assert not page.problems, page.problems


def web_phone_signs_in_with_sha_256_alone(dist, folder):
    """RFC 8760 §2.4: a node that offers no MD5."""
    port = free_port(socket.SOCK_STREAM)
    let_go(port)
    node = Node(dist, folder, f"-Dtrunkline.digest=SHA-256 -Dtrunkline.http.phone=yes -Dtrunkline.ws.port={port}").start()
    stage = Stage(node, folder)
    try:
        with closing(WebPhone(stage, stage.user())) as (page,):
            page.open()
            page.sign_in("wrong")
            page.reads("notice", "wrong")
            page.sign_in()
            page.reads("status", "^Ready$")
            wait_until("it is registered", lambda: registrations(stage, page.user))
    finally:
        stage.close()
        node.stop()


class PushService(http.server.ThreadingHTTPServer):
    """RFC 8030 over TLS with a certificate of its own; keeps what it gets."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), PushRequest)
        self.messages = queue.Queue()
        self.folder = os.path.join(folder, "push")
        certify(self.folder)
        certificate_of(self.folder, "push", "DNS:localhost")
        self.trust = os.path.join(self.folder, "trust.p12")
        subprocess.run([os.path.join(os.environ["TRUNKLINE_JAVA_HOME"], "bin", "keytool"), "-importcert", "-noprompt", "-alias", "ca", "-file",
                        os.path.join(self.folder, "ca.pem"), "-keystore", self.trust, "-storepass", "changeit"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(self.folder, "push.pem"), os.path.join(self.folder, "push.key"))
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.keys = json.loads(of_push("keys"))
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def endpoint(self):
        return f"https://localhost:{self.server_port}/push/a?b=c"

    def next(self):
        """@return headers and decrypted text of the next message"""
        headers, body = self.messages.get(timeout=30)
        return headers, json.loads(of_push("read", self.keys["private"], self.keys["auth"], stdin=body))


class PushRequest(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        assert self.path == "/push/a?b=c", self.path
        self.server.messages.put((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def of_push(*arguments, stdin=b""):
    """Keys of a browser, and what it reads, by Node.js."""
    script = os.path.join(os.path.dirname(__file__), "push.mjs")
    return subprocess.run(["node", script, *arguments], input=stdin, capture_output=True, check=True).stdout


class PushedPhone(WebPhone):
    """Its browser has a push service, whose messages the test delivers."""

    def __init__(self, stage, name, service):
        self.registration = None
        super().__init__(stage, name)
        keys = json.dumps({name: service.keys[name] for name in ("p256dh", "auth")})
        self.send("Page.addScriptToEvaluateOnNewDocument", source=f"""
            const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), each => each.charCodeAt(0)).buffer;
            const keys = {keys};
            const subscription = {{endpoint: {json.dumps(service.endpoint)}, getKey: name => bytes(keys[name]),
                unsubscribe: async () => localStorage.removeItem("subscribed")}};
            PushManager.prototype.subscribe = async asked => {{
                window.asked = asked;
                localStorage.setItem("subscribed", "yes");
                return subscription;
            }};
            PushManager.prototype.getSubscription = async () => localStorage.getItem("subscribed") && subscription;""")
        self.send("Browser.grantPermissions", origin=self.base, permissions=["notifications", "audioCapture", "videoCapture"])
        self.send("ServiceWorker.enable")

    def take(self, message):
        if message.get("method") == "ServiceWorker.workerRegistrationUpdated":
            for each in message["params"]["registrations"]:
                self.registration = each["registrationId"]
        super().take(message)

    def leave(self):
        """The page is closed, with or without time to unregister; the tab stays at the same origin, for the debugger."""
        self.send("Page.navigate", url=self.base + "/health")
        wait_until("the page is closed", lambda: self.run("location.pathname") == "/health")

    def deliver(self, message):
        self.send("ServiceWorker.deliverPushMessage", origin=self.base + "/", registrationId=self.registration, data=json.dumps(message))

    def shown(self):
        return self.run("navigator.serviceWorker.getRegistration('/phone/').then(it => it.getNotifications())"
                        ".then(all => all.map(it => [it.title, ...it.actions.map(each => each.title)].join('|')))")


def web_phone_rings_while_closed(dist, folder):
    """RFC 8030, RFC 8291, RFC 8292, RFC 8599 §5.3: a closed page is woken by a push message and takes the call; a missed call is told, and who
    wrote meanwhile; not after sign-out."""
    port = free_port(socket.SOCK_STREAM)
    let_go(port)
    service = PushService(folder)
    node = Node(dist, folder, f"-Dtrunkline.http.phone=yes -Dtrunkline.ws.port={port} -Dtrunkline.push.hosts=localhost"
                f" -Djavax.net.ssl.trustStore={service.trust} -Djavax.net.ssl.trustStorePassword=changeit").start()
    stage = Stage(node, folder)
    try:
        with closing(PushedPhone(stage, stage.user(), service), TonePhone(stage, stage.user())) as (page, phone):
            phone.register()
            page.open()
            page.sign_in()
            page.reads("status", "^Ready$")
            page.click("wake")
            wait_until("it is pushed to", lambda: page.run("wake.getAttribute('aria-pressed')") == "true")
            page.picture("wake")
            assert len(base64.urlsafe_b64decode(page.run("asked.applicationServerKey") + "=")) == 65
            page.run("language.value = 'sv'; language.dispatchEvent(new Event('change'))")
            page.run("navigator.serviceWorker.ready.then(() => true)")
            wait_until("it is stored", lambda: [each["contact"] for each in registrations(stage, page.user) if "pn-" not in each["contact"]])
            page.leave()

            dialog = {}
            calling = threading.Thread(target=lambda: dialog.update(known=phone.call(page.user, f"to-closed-{phone.port}")))
            began = time.monotonic()
            calling.start()
            headers, message = service.next()
            assert message["kind"] == "rings" and message["number"] == phone.user and message["caller"] == phone.user.title(), message
            assert headers["Urgency"] == "high" and 1 <= int(headers["TTL"]) <= 60 and headers["Topic"] == message["call"], headers
            assert headers["Authorization"].startswith("vapid t="), headers
            page.deliver(message)
            notified("the call is shown", lambda: page.shown() == [f"{phone.user.title()} ringer|Svara|Avvisa"])
            page.send("Page.navigate", url=f"{page.base}/phone/#answer={phone.user}")  # as the service worker opens it
            page.reads("call-state", "^I samtal$")
            answered = time.monotonic() - began
            calling.join()
            TonePhone.talk(phone, phone.answer)
            hear_each_other(page, phone)
            phone.within(dialog["known"], "BYE", 3)
            phone.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
            page.shows("dial")
            assert page.shown() == [], page.shown()
            page.leave()

            call = f"missed-{phone.port}"
            phone.invite(page.user, call)
            _, message = service.next()
            phone.next("^SIP/2.0 180")
            page.deliver(message)
            notified("the call is shown again", lambda: page.shown() == [f"{phone.user.title()} ringer|Svara|Avvisa"])
            cancel(phone, page.user, call)
            _, missed = service.next()
            assert missed["kind"] == "missed" and missed["call"] == message["call"], missed
            page.deliver(missed)
            notified("it is told as missed", lambda: page.shown() == [f"Missat samtal från {phone.user.title()}"])

            wrote = Scenario("writes").message(phone.user, page.user, "lunch at noon", PASSWORD, 202)
            stage.caller("writes_to_closed", wrote).done()
            headers, message = service.next()
            assert message["kind"] == "message" and message["number"] == phone.user and "text" not in message, message
            assert headers["Urgency"] == "normal" and headers["Topic"] == message["call"], headers
            page.deliver(message)
            notified("who wrote is shown", lambda: f"Meddelande från {phone.user.title()}" in page.shown())

            phone.invite(page.user, f"declined-{phone.port}")
            service.next()
            page.send("Page.navigate", url=f"{page.base}/phone/#decline={phone.user}")
            phone.next("^SIP/2.0 603")
            page.reads("status", "^Klar$")
            assert page.run("location.hash") == ""
            page.reads("messages", "lunch at noon")
            stage.caller("writes_to_open", Scenario("writes again").message(phone.user, page.user, "or at one", PASSWORD, 200)).done()
            page.reads("messages", "or at one")
            assert service.messages.empty(), "a page that is open is pushed to"
            page.click("sign-out")
            page.shows("sign-in")
            wait_until("it is signed out", lambda: not registrations(stage, page.user))
            phone.invite(page.user, f"gone-{phone.port}")
            phone.next("^SIP/2.0 480")
            assert service.messages.empty()
            assert not [each for each in page.problems if "favicon" not in str(each)], page.problems  # of /health
        return f"answered {answered:.1f} s after the call began"
    finally:
        service.shutdown()
        stage.close()
        node.stop()


def change(page, **fields):
    """As a person does who leaves each field after it."""
    page.fill(**fields)
    for name in fields:
        page.run(f"document.getElementById('{name}').dispatchEvent(new Event('change', {{bubbles: true}}))")


LANGUAGES = "en", "sv", "zh", "id"


def speak(page, language):
    page.run(f"language.value = '{language}'; language.dispatchEvent(new Event('change'))")


def web_phone_is_installable(stage):
    """W3C Web Application Manifest: Chromium finds nothing wrong and offers to install the page as an app, named in the language of the page."""
    with closing(WebPhone(stage, stage.user())) as (page,):
        page.open()
        names = []
        for language in LANGUAGES:
            speak(page, language)
            manifest = page.send("Page.getAppManifest")
            assert manifest["url"] == f"{page.base}/phone/phone-{language}.webmanifest" and not manifest["errors"], manifest
            names.append(json.loads(manifest["data"])["name"])
            problems = page.send("Page.getInstallabilityErrors")["installabilityErrors"]
            assert not problems, (language, problems)
        assert len(set(names)) == len(LANGUAGES), names
        assert page.send("Page.getAppId")["appId"] == page.base + "/phone/"
        assert not page.problems, page.problems
    return ", ".join(names)


# WCAG 2.2 §1.4.3, §1.4.10, §1.4.11, §2.5.8, of what is shown now
SEEN = """(() => {
    const rgba = color => [...color.match(/[\\d.]+/g).map(Number), 1].slice(0, 4);
    const light = color => rgba(color).slice(0, 3).map(each => each / 255)
        .reduce((sum, each, i) => sum + [.2126, .7152, .0722][i] * (each <= .03928 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4), .05);
    const contrast = (...colors) => colors.map(light).sort((a, b) => b - a).reduce((a, b) => a / b);
    const ground = element => !element || rgba(getComputedStyle(element).backgroundColor)[3] === 1
        ? getComputedStyle(element ?? document.documentElement).backgroundColor : ground(element.parentElement);
    const {scrollWidth, clientWidth} = document.documentElement;
    const wrong = scrollWidth > clientWidth ? ["the page is too wide"] : [];
    for (const each of [...document.querySelectorAll("body *")].filter(it => it.checkVisibility() && !it.disabled)) {
        const name = each.id || each.textContent.trim();
        const style = getComputedStyle(each);
        const field = each.matches("input, textarea, select");
        if (each.scrollWidth > each.clientWidth + 1 && !field && style.display !== "inline")
            wrong.push(name + " is cut off");
        if ((field || [...each.childNodes].some(it => it.nodeType === Node.TEXT_NODE && it.data.trim())) && contrast(style.color, ground(each)) < 4.5)
            wrong.push(name + " has a contrast of " + contrast(style.color, ground(each)));
        if (field && contrast(style.borderTopColor, ground(each.parentElement)) < 3)
            wrong.push(name + " has a border of a contrast of " + contrast(style.borderTopColor, ground(each.parentElement)));
        const {width, height} = each.getBoundingClientRect();
        if ((field || each.matches("button")) && Math.min(width, height) < 24)
            wrong.push(name + " is " + width + " by " + height);
    }
    return wrong;
})()"""
# a small phone, light, and a window of 1280 by 800 at 200%, dark
ZOOMED = (360, 740, 1, "light"), (640, 400, 2, "dark")
NAMED = {"alertdialog", "button", "combobox", "group", "link", "log", "progressbar", "textbox", "Video"}


def anybody_can_use(page):
    """What is shown now, in each language."""
    for language in LANGUAGES:
        speak(page, language)
        for width, height, scale, scheme in ZOOMED:
            page.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=scale == 1)
            page.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            wrong = page.run(SEEN)
            assert not wrong, (language, width, scheme, wrong)
        for node in page.send("Accessibility.getFullAXTree")["nodes"]:
            if not node["ignored"] and node["role"]["value"] in NAMED:
                assert node["name"]["value"].strip(), f"a {node['role']['value']} has no name ({language}): {node}"
    speak(page, "en")


def tab_order(page):
    """What the tab key comes to from the top of the page, each with an outline around it."""
    page.run("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    order = []
    while True:
        for kind in "rawKeyDown", "keyUp":
            page.send("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        name, outline = page.run("[document.activeElement.id || document.activeElement.textContent, getComputedStyle(document.activeElement).outline]")
        if name in order or page.run("document.activeElement === document.body"):
            return order
        assert " solid 3px" in outline, f"the focus on {name} cannot be seen: {outline}"
        order.append(name)


def web_phone_is_accessible(stage):
    """WCAG 2.2: contrast, reflow, names of controls, focus by keyboard alone, and a page that stays where it is when a message comes."""
    with closing(WebPhone(stage, stage.user()), VideoPhone(stage, stage.user())) as (page, phone):
        phone.register()
        phone.left = ("INVITE",)
        page.open()
        page.sign_in("wrong")
        page.reads("notice", "^The user name or the password is wrong")
        anybody_can_use(page)
        speak(page, "sv")
        page.reads("notice", "^Fel användarnamn")
        speak(page, "en")
        assert tab_order(page) == ["user", "password", "Sign in", "language"], tab_order(page)
        del page.problems[:]  # Chromium notes nothing of it, but where it does that is not the page's fault
        page.sign_in()
        page.reads("status", "^Ready$")
        assert page.focus() == "number", page.focus()
        page.send("Emulation.setDeviceMetricsOverride", width=360, height=400, deviceScaleFactor=1, mobile=True)
        for i in range(8):
            text = cpim(phone.user, page.user, f"seen{i}", "text/plain", f"number {i} " + "x" * 40)
            assert message_of(phone, page.user, f"seen{i}-{phone.port}", text).startswith("SIP/2.0 200")
        page.reads("log", "number 7")
        assert page.run("scrollY") == 0, "the page is moved by a message"
        assert page.run("log.scrollHeight > log.clientHeight && log.scrollHeight - log.scrollTop - log.clientHeight < 2"), "the list does not show its end"
        sends(page, "nobody-here", "lost")
        page.reads("log", "Send again$")
        assert page.run("log.scrollHeight - log.scrollTop - log.clientHeight < 2"), "the list does not show why the message was not sent"

        page.fill(number=phone.user)
        page.click("dial-video")
        invite = phone.next("^INVITE ")
        phone.reply(invite, "200 OK", phone.answer_to(invite))
        phone.next("^ACK ")
        phone.talk(invite)
        page.shows("there")
        page.shows("here")
        page.click("keys")
        page.click("transfer")
        page.run("document.getElementById('upload-name').textContent = 'harbour.png'; document.getElementById('upload').hidden = false")
        anybody_can_use(page)
        order = tab_order(page)
        assert order[:10] == ["sign-out", "mute", "hold", "video", "keys", "transfer", "park", "hang-up", "transfer-to", "transfer-go"], order
        assert order[10:22] == [*"123456789*0#"], order
        assert order[22:] == ["own-state", "own-note", "log", "Send again", "to", "text", "Send", "delete",
                              "upload-cancel", "wake", "notifications", "language"], order
        page.click("hang-up")
        phone.next("^BYE ")
        assert not page.problems, page.problems


def web_phone_presence(stage):
    """RFC 3903, RFC 3856, RFC 4480: the state chosen in the page is seen by a phone, kept for the next sign-in and gone after sign-out; the
    page shows the state and the note of who is named in its fields."""
    with closing(WebPhone(stage, stage.user()), Phone(stage, stage.user())) as (page, phone):
        page.open()
        page.sign_in()
        page.reads("status", "^Ready$")
        watcher = PresenceWatcher(phone, page.user)
        assert watcher.subscribe(600).startswith("SIP/2.0 200")
        watcher.told("<basic>open</basic>")
        change(page, **{"own-state": "busy"})
        watcher.told("<rpid:busy/>")
        change(page, **{"own-note": "Back <at> 3"})
        watcher.told("<rpid:busy/></rpid:activities><dm:note>Back &lt;at&gt; 3</dm:note>")

        change(page, to=phone.user)
        page.reads("to-presence", "^Offline$")
        phone.register()
        page.reads("to-presence", "^Available$")
        uri = f"sip:{phone.user}@{phone.domain}:{phone.node[1]}"
        body = ('<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:d="urn:ietf:params:xml:ns:pidf:data-model"'
                f' xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" entity="{uri}"><tuple id="t"><status><basic>open</basic></status></tuple>'
                '<d:person id="p"><r:activities><r:lunch/></r:activities><d:note>Until &lt;one&gt;</d:note></d:person></presence>')
        extra = ["Event: presence", "Expires: 600"]
        phone.send("PUBLISH", uri, "own", f"<{uri}>", 1, extra, body, content="application/pidf+xml")
        refusal = phone.next("^SIP/2.0 401[^$]*CSeq: 1 PUBLISH")
        phone.send("PUBLISH", uri, "own", f"<{uri}>", 2, [*extra, "Authorization: " + digest(refusal, "PUBLISH", uri, phone.user)], body,
                   content="application/pidf+xml")
        phone.next("^SIP/2.0 200[^$]*CSeq: 2 PUBLISH")
        page.reads("to-presence", "^Away – Until <one>$")
        page.picture("presence")

        change(page, **{"own-state": "disturb"})
        watcher.told("<basic>closed</basic>[^$]*<rpid:busy/>")
        phone.invite(page.user, "disturbs")
        phone.next("^SIP/2.0 486[^$]*CSeq: 2 INVITE")
        page.click("sign-out")
        page.shows("sign-in")
        watcher.told("<basic>closed</basic>")
        page.sign_in()
        page.reads("status", "^Ready$")
        watcher.told("<rpid:busy/>")
        assert page.run("document.getElementById('own-state').value") == "disturb"
        change(page, **{"own-state": "available", "own-note": ""})
        assert "person" not in watcher.told("<basic>open</basic>")

        page.reads("to-presence", "^Away – Until <one>$")
        break_connection(stage, page)
        page.reads("to-presence", "^Away – Until <one>$")
        assert not page.problems, page.problems


def web_phone_takes_its_presence_back(stage):
    """RFC 3903 §4.5: a state is removed by the tag of the last answer, also where the first request or a refresh is under way."""
    with closing(WebPhone(stage, stage.user())) as (page,):
        page.open()
        sent = page.run("""(async () => {
            const {Publication} = await import("./presence.js");
            const sent = [];
            const asked = [];
            const core = {
                makeOutgoingRequestMessage: (method, target, from, to, options, headers) => headers.slice(1),
                publish: (headers, delegate) => sent.push(headers.join()) && asked.push(delegate)
            };
            const answer = tag => asked.shift().onAccept({message: {getHeader: name => name === "SIP-ETag" ? tag : undefined}});
            for (const refreshed of [false, true]) {
                const publication = new Publication(core, "sip:a@b");
                publication.online();
                publication.publish({state: "busy", note: ""});
                if (refreshed) {
                    answer("one");
                    publication.publish({state: "away", note: ""});
                }
                const over = publication.end();
                answer("two");
                await new Promise(done => setTimeout(done));
                answer("three");
                await over;
            }
            return sent;
        })()""")
        first, last = "Expires: 600", "Expires: 0,SIP-If-Match: two"
        assert sent == [first, last, first, "Expires: 600,SIP-If-Match: one", last], sent
        assert not page.problems, page.problems


TESTS = [web_phone_is_installable, web_phone_is_accessible, web_phone_presence, web_phone_takes_its_presence_back, web_phone_has_the_library_as_published, web_phone_knows_sha_256, web_phone_calls, web_phone_transfers, web_phone_parks, web_phone_messages,
         web_phone_confirms_messages, web_phone_sends_plain_text_to_servers_without_cpim, web_phone_keeps_messages,
         web_phone_sends_a_picture, web_phone_is_called, web_phone_comes_back,
         web_phone_in_the_background, web_phone_registers_until_it_is_accepted, web_phone_sends_no_secret]
OF_THEIR_OWN = [web_phone_signs_in_with_sha_256_alone, web_phone_over_tls, web_phone_rings_while_closed]
