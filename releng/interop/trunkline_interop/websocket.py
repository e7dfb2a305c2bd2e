"""Phones in browsers: SIP over WebSocket (RFC 7118), with a client of few lines."""
import base64
import hashlib
import os
import re
import socket
import struct
import uuid

from .calls import same
from .crash import JAVA_OPTIONS
from .dialogs import connect, hang_up
from .flows import Phone, closing, digest, header
from .node import Node
from .sipp import wait_until
from .stage import Stage

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class WebSocket:
    """One connection that looks like a socket of datagrams to a {@link Phone}: each message is a frame (RFC 6455 §5)."""

    def __init__(self, host, port, source, path="/", protocol="sip"):
        self.socket = socket.create_connection((host, port), 60, (source, 0))
        self.bytes = self.socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        wanted = f"Sec-WebSocket-Protocol: {protocol}" if protocol else ""
        self.socket.sendall((f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{wanted and wanted + chr(13) + chr(10)}\r\n").encode())
        answer = []
        while not answer or answer[-1] != b"\r\n":
            answer.append(self.bytes.readline())
            assert answer[-1], f"the node closed the connection: {answer}"
        text = b"".join(answer).decode()
        expected = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        assert text.startswith("HTTP/1.1 101 ") and expected in text and wanted in text, text

    def settimeout(self, seconds):
        self.socket.settimeout(seconds)

    def sendto(self, text, _, kind=TEXT):
        mask = os.urandom(4)
        size = len(text)
        length = (struct.pack(">B", 0x80 | size) if size < 126 else struct.pack(">BH", 0x80 | 126, size) if size < 1 << 16
                  else struct.pack(">BQ", 0x80 | 127, size))
        self.socket.sendall(struct.pack(">B", 0x80 | kind) + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(text)))

    def recv(self, _):
        while True:
            kind, payload = self.frame()
            if kind == TEXT:
                return payload
            assert kind != CLOSE, "the node closed the WebSocket"

    def frame(self):
        first, second = self.bytes.read(2)
        assert first & 0x80 and not second & 0x80, "frames of the node are whole and have no mask"
        size = second if second < 126 else int.from_bytes(self.bytes.read(2 if second == 126 else 8))
        return first & 0x0f, self.bytes.read(size)

    def ping(self):
        self.sendto(b"are you there", None, PING)
        while self.frame() != (PONG, b"are you there"):
            pass

    def close(self):
        self.bytes.close()
        self.socket.close()


class Voice:
    """What a phone says and hears: packets of its own user."""

    def __init__(self, phone):
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind((phone.host, 0))
        self.rtp.settimeout(0.1)
        self.payload = hashlib.sha256(phone.user.encode()).digest() * 5

    def description(self, host):
        return (f"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
                f"m=audio {self.rtp.getsockname()[1]} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n")

    def hears(self, other, its_node):
        """Whether packets that the other sends to its port of the node arrive here."""
        for n in range(100):
            other.rtp.sendto(struct.pack(">BBHII", 0x80, 8, n, n * 160, 4711) + other.payload, its_node)
            try:
                if self.rtp.recv(2048).endswith(other.payload):
                    return True
            except TimeoutError:
                continue
        return False


class TalkingPhone(Phone):
    """Has a socket for media of its own."""

    def __init__(self, stage, user):
        super().__init__(stage, user)
        self.voice = Voice(self)

    def description(self):
        return self.voice.description(self.host)

    def close(self):
        self.voice.rtp.close()
        super().close()


class WebPhone(TalkingPhone):
    """As a page in a browser is: nobody knows its address, and it registers anew when it is loaded again (RFC 7118 §5)."""
    OVER = "WS"

    def __init__(self, stage, user, port):
        super().__init__(stage, user)
        self.instance = f"urn:uuid:{uuid.uuid4()}"
        self.port_of_node = port
        self.udp.close()
        self.load()

    def load(self):
        self.udp = WebSocket(self.node[0], self.port_of_node, self.host)
        self.at = f"{uuid.uuid4().hex[:12]}.invalid"
        self.calls = uuid.uuid4().hex

    def reconnect(self):
        """The connection broke; the page is the same, and so is its Contact."""
        self.udp.close()
        self.udp = WebSocket(self.node[0], self.port_of_node, self.host)
        self.calls = uuid.uuid4().hex
        self.register()

    def contact(self, uri):
        return f'Contact: <sip:{self.user}@{self.at};transport=ws>;reg-id=1;+sip.instance="<{self.instance}>"'

    def register(self):
        uri, to = f"sip:{self.domain}:{self.node[1]}", f"<sip:{self.user}@{self.domain}>"
        self.send("REGISTER", uri, self.calls, to, 1, ["Supported: path, outbound", "Expires: 600"])
        refusal = self.next(r"^SIP/2.0 401")
        self.send("REGISTER", uri, self.calls, to, 2, ["Supported: path, outbound", "Expires: 600", "Authorization: "
                                                      + digest(refusal, "REGISTER", uri, self.user)])
        answer = self.next(r"^SIP/2.0 200[^$]*CSeq: 2 REGISTER")
        assert header(answer, "Require") == "outbound", answer  # RFC 5626 §6
        assert len(re.findall("(?m)^Contact:", answer)) == 1, answer


def media_of(message, node):
    return node[0], int(re.search(r"(?m)^m=audio (\d+)", message).group(1))


def talk(caller, callee, name):
    """They hear each other through the relay. @return when they have hung up"""
    invites = []

    def answer(invite):
        invites.append(invite)

    dialog, _ = connect(caller, callee, name, answer)
    to_caller, to_callee = media_of(caller.answer, caller.node), media_of(invites[0], callee.node)
    assert callee.voice.hears(caller.voice, to_caller), f"{callee.user} does not hear {caller.user}"
    assert caller.voice.hears(callee.voice, to_callee), f"{caller.user} does not hear {callee.user}"
    hang_up(caller, callee, dialog, 3)


def phones_over_websocket(dist, folder):
    """RFC 7118, RFC 5626 §6, §7: two phones over WebSocket register with digest, call each other and a phone over UDP, and
    hear what they say; a page that is loaded again takes the place of the former; calls survive that a connection breaks."""
    node = Node(dist, folder, f"{JAVA_OPTIONS} -Dtrunkline.ws.port=0 -Dtrunkline.webrtc=no", data=os.path.join(folder, "data")).start()
    stage = Stage(node, folder)
    try:
        port = wait_until("the WebSocket port is shown", lambda: [int(each.rsplit(":", 1)[1]) for each in node.api.get(
            "/status")["listeners"] if each.startswith(f"ws {node.HOST}:")])[0]
        with closing(WebPhone(stage, stage.user(), port), WebPhone(stage, stage.user(), port),
                     TalkingPhone(stage, stage.user())) as (one, two, plain):
            for phone in (one, two, plain):
                phone.register()
            one.udp.ping()
            talk(one, two, "web-to-web")
            talk(two, plain, "web-to-udp")
            talk(plain, one, "udp-to-web")
            two.udp.close()
            two.load()
            two.register()
            talk(plain, two, "loaded-again")
            dialog, _ = connect(plain, two, "breaks-at-the-callee")
            two.reconnect()
            hang_up(plain, two, dialog, 3)
            for hangs_up in two, plain:
                called, calling = connect(two, plain, "breaks-at-the-caller-" + hangs_up.user)
                two.reconnect()
                hang_up(*((two, plain, called, 3) if hangs_up is two else (plain, two, calling, 1)))
            shown = [each for each in node.api.get("/registrations")["items"] if each["username"] == two.user]
            assert [(each["instance"], each["regId"], each["transport"]) for each in shown] == [(two.instance, 1, "ws")], shown
        for record in node.api.record_to(two.user, 3):
            same(record, cause="normal", sipStatus=200)
            assert record["legs"][-1]["transport"] == "ws" and len(record["legs"]) == 2, record["legs"]
    finally:
        stage.close()
        node.stop()


TESTS = [phones_over_websocket]
