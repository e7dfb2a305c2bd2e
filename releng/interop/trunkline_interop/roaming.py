"""The web phone on the move: its network changes its address, is gone for half a minute, and loses packets."""
import json
import threading
import time

from .browser import HEARD, WS_PORT, TonePhone
from .calls import same
from .conferences import room
from .flows import closing
from .router import Router
from .sipp import wait_until
from .webphone import WebPhone, talk

OUTAGE = 30
"""Seconds without any network."""
# The page reaches the node through the router alone: its WebSocket and its only candidate are there.
ROUTED = """
const direct = window.WebSocket;
window.WebSocket = class extends direct {
    constructor(url, ...more) {
        super(url.replace(/:\\d+/, ":%(ws)d"), ...more);
    }

    send(data) {
        window.pings += data === "\\r\\n\\r\\n";
        super.send(data);
    }
};
window.pings = 0;
window.RTCPeerConnection = class extends RTCPeerConnection {
    setRemoteDescription({type, sdp}) {
        const at = /^a=candidate:\\S+ \\d+ udp \\d+ (\\S+) (\\d+)/m.exec(sdp);
        if (at)
            nodeIsAt(JSON.stringify([at[1], Number(at[2])]));
        const routed = sdp?.replace(/^a=candidate:.* tcp .*\\r\\n/gm, "")
            .replace(/^(a=candidate:\\S+ \\d+ udp \\d+) \\S+ \\d+/gm, "$1 127.0.0.1 %(udp)d");
        return super.setRemoteDescription({type, sdp: routed});
    }
};
window.came = async () => [...(await connection.getStats()).values()].find(each => each.type === "inbound-rtp")?.packetsReceived ?? 0;
window.sent = async () => [...(await connection.getStats()).values()].find(each => each.type === "outbound-rtp").bytesSent;
window.limit = () => connection.getSenders()[0].getParameters().encodings[0].maxBitrate ?? 0;
window.path = () => connection.iceConnectionState;
"""


class RoamingPhone(WebPhone):
    """Behind a router."""

    def __init__(self, stage, name):
        self.router = Router(stage.node.HOST, WS_PORT, stage.node.http_port)
        super().__init__(stage, name, f"http://localhost:{self.router.doors[stage.node.http_port]}")
        self.send("Page.setBypassCSP", enabled=True)  # the policy knows the node's ports only
        self.send("Runtime.addBinding", name="nodeIsAt")
        self.send("Page.addScriptToEvaluateOnNewDocument", source=ROUTED % {"ws": self.router.doors[WS_PORT], "udp": self.router.port})

    def take(self, message):
        if message.get("method") == "Runtime.bindingCalled":
            host, port = json.loads(message["params"]["payload"])
            self.router.node = (host, port)
        super().take(message)

    def ready(self):
        self.open()
        self.sign_in()
        self.reads("status", "^Ready$")


def flows(page, phone, began):
    """A second of speech arrives at both. @return seconds since then, without that second"""
    before = page.run("came()")
    del phone.samples[:]
    wait_until(f"speech at {phone.user}", lambda: phone.share() > 0.8)
    up = time.monotonic() - began
    wait_until(f"speech at {page.user}", lambda: page.run("came()") > before + 50)
    page.hears(HEARD)
    return max(0.0, up - 1)


def web_phone_changes_networks(stage):
    """RFC 8445 §9, RFC 8839 §4.4.1.1, RFC 7675 §5.1: a call survives that its address changes, and 30 s without network after which the
    address is another too: both sides hear each other again, in the same call."""
    with closing(RoamingPhone(stage, stage.user()), TonePhone(stage, stage.user())) as (page, phone):
        phone.register()
        phone.left = ("INVITE",)
        page.ready()
        talk(page, phone)
        phone.left = ()  # it answers the ICE restart
        byes = []
        waiting = threading.Thread(target=lambda: byes.append(phone.next("^BYE ")))
        waiting.start()

        page.router.moves()
        moved = flows(page, phone, time.monotonic())

        page.router.down()
        time.sleep(OUTAGE)
        assert page.run("path()") in ("disconnected", "failed"), page.run("path()")
        page.router.up()
        back = flows(page, phone, time.monotonic())
        page.reads("status", "^Ready$")
        page.reads("call-state", "^Connected$")
        page.click("hang-up")
        waiting.join()
        assert byes
    record = stage.api.record_to(phone.user)
    same(record, cause="normal", sipStatus=200, endedBy="caller")
    return f"heard {moved:.1f} s after another address, {back:.1f} s after {OUTAGE} s without network"


def web_phone_sends_less_where_much_is_lost(stage):
    """RFC 6716 §2.1.7, RFC 7587 §6.1: Opus with in-band FEC at a lower rate while the node reports loss, and as before once it reports none."""
    room(stage, "8013")
    with closing(RoamingPhone(stage, stage.user())) as (page,):
        page.ready()
        ready = time.monotonic()
        page.fill(number="8013")
        page.click("dial-audio")
        page.reads("call-state", "^Connected$")
        for side in "localDescription", "remoteDescription":
            assert "useinbandfec=1" in page.run(f"connection.{side}.sdp"), side
        assert page.run("limit()") == 0
        page.router.loss = 0.2
        began = time.monotonic()
        wait_until("less is sent", lambda: page.run("limit()") == 16_000)
        after = time.monotonic() - began
        time.sleep(1)
        before, then = page.run("sent()"), time.monotonic()
        time.sleep(4)
        rate = (page.run("sent()") - before) * 8 / (time.monotonic() - then)
        assert rate < 22_000, rate
        page.router.loss = 0.0
        wait_until("as much is sent as before", lambda: page.run("limit()") == 0, 120)
        time.sleep(max(0.0, ready + 51 - time.monotonic()))  # RFC 5626 §4.4.1, at 80 to 100% of 50 s
        pings, elapsed = page.run("pings"), time.monotonic() - ready
        assert 1 <= pings <= (elapsed + 1) / 40, (pings, elapsed)
        page.click("hang-up")
    same(stage.api.record_to("8013"), cause="normal", sipStatus=200)
    return f"{rate / 1000:.1f} kbit/s {after:.1f} s after 20% of loss began"


TESTS = [web_phone_changes_networks, web_phone_sends_less_where_much_is_lost]
