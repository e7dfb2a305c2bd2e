"""The calls of first-plugin.sh: a node with two trunks and one subscriber, and who is called.

    first_plugin_calls.py URL TOKEN SIP_HOST:PORT        reads commands, one on a line, and answers each with one line:
      hold   places a call that stays, on the first trunk
      call   places a call, answers it, ends it; tells the trunk that it went to and the advice of its why-record
      view   tells the classes of the views that the node offers to desks, each of which is in its bundle
      end    ends the calls that stay
"""
import hashlib
import io
import json
import re
import socket
import sys
import threading
import time
import urllib.request
import uuid
import xml.etree.ElementTree
import zipfile

HOST = "127.0.0.1"
SDP = f"v=0\r\no=- 1 1 IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\nm=audio {{}} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
TRIES = 5  # on a machine with no time a policy answers late, and the call goes by the dial plan
BUSY_SECONDS = 40  # a node that has just started on such a machine may refuse by 503 for this long
USER, PASSWORD, NUMBER = "anna", "correct horse 7", "+46701234567"


def headers(text, name):
    return re.findall(rf"(?im)^{name}\s*:\s*(.*?)\r$", text)


class Trunk(threading.Thread):
    """Answers each call with 200 and its own name remembered."""

    def __init__(self, name):
        super().__init__(daemon=True)
        self.name_of_trunk = name
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((HOST, 0))
        self.port = self.socket.getsockname()[1]
        self.invites = []
        self.start()

    def run(self):
        while True:
            data, source = self.socket.recvfrom(65536)
            text = data.decode(errors="replace")
            method = text.split(" ", 1)[0]
            if method in ("ACK", "SIP/2.0"):
                continue
            if method == "INVITE":
                self.invites.append(time.monotonic())
            answer = ["SIP/2.0 200 OK"]
            answer += [f"Via: {via}" for via in headers(text, "Via")]
            answer += [f"Record-Route: {route}" for route in headers(text, "Record-Route")]
            to = headers(text, "To")[0]
            answer += [f"From: {headers(text, 'From')[0]}", "To: " + (to if ";tag=" in to else to + ";tag=" + self.name_of_trunk),
                       f"Call-ID: {headers(text, 'Call-ID')[0]}", f"CSeq: {headers(text, 'CSeq')[0]}",
                       f"Contact: <sip:{HOST}:{self.port}>"]
            body = SDP.format(self.port) if method == "INVITE" else ""
            if body:
                answer.append("Content-Type: application/sdp")
            self.socket.sendto(("\r\n".join(answer) + f"\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode(), source)


class Phone:
    """Places one call of the subscriber's, with its credentials."""

    def __init__(self, node):
        self.node = node
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((HOST, 0))
        self.socket.settimeout(BUSY_SECONDS)
        self.port = self.socket.getsockname()[1]
        self.call_id, self.tag = uuid.uuid4().hex, uuid.uuid4().hex[:8]
        self.to = f"<sip:{NUMBER}@{node[0]}>"
        self.target = f"sip:{NUMBER}@{node[0]}:{node[1]}"

    def send(self, method, number, extra="", body=""):
        branch = "z9hG4bK" + uuid.uuid4().hex
        kind = "Content-Type: application/sdp\r\n" if body else ""
        self.socket.sendto((f"{method} {self.target} SIP/2.0\r\nVia: SIP/2.0/UDP {HOST}:{self.port};branch={branch}\r\n"
                            f"Max-Forwards: 70\r\nFrom: <sip:{USER}@{self.node[0]}>;tag={self.tag}\r\nTo: {self.to}\r\n"
                            f"Call-ID: {self.call_id}\r\nCSeq: {number} {method}\r\nContact: <sip:{USER}@{HOST}:{self.port}>\r\n"
                            f"{extra}{kind}Content-Length: {len(body)}\r\n\r\n{body}").encode(), self.node)

    def final(self, method):
        while True:
            text = self.socket.recv(65536).decode(errors="replace")
            if text.startswith("SIP/2.0 ") and not text.startswith("SIP/2.0 1") and method in headers(text, "CSeq")[0]:
                return int(text[8:11]), text

    def credentials(self, text, method):
        name = "Proxy-Authenticate" if "Proxy-Authenticate" in text else "WWW-Authenticate"
        for challenge in headers(text, name):
            values = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge))
            make = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}.get(values.get("algorithm", "MD5").upper())
            if make:
                break
        digest = lambda *parts: make(":".join(parts).encode()).hexdigest()
        response = digest(digest(USER, values["realm"], PASSWORD), values["nonce"], "00000001", "c0ffee", "auth",
                          digest(method, self.target))
        return (f'{name.replace("enticate", "orization")}: Digest username="{USER}", realm="{values["realm"]}", '
                f'nonce="{values["nonce"]}", uri="{self.target}", qop=auth, nc=00000001, cnonce="c0ffee", response="{response}", '
                f'algorithm={values.get("algorithm", "MD5")}'
                + (f', opaque="{values["opaque"]}"' if "opaque" in values else "") + "\r\n")

    def invite(self):
        body = SDP.format(self.port)
        self.send("INVITE", 1, body=body)
        status, text = self.final("INVITE")
        if status in (401, 407):
            self.to = headers(text, "To")[0]
            self.send("ACK", 1)
            self.to = f"<sip:{NUMBER}@{self.node[0]}>"
            self.send("INVITE", 2, self.credentials(text, "INVITE"), body)
            status, text = self.final("INVITE")
        return status, text

    def accepted(self, text):
        self.to = headers(text, "To")[0]
        self.target = re.search(r"<([^>]*)>", headers(text, "Contact")[0]).group(1)
        self.send("ACK", 2)
        return self

    def end(self):
        self.send("BYE", 3)
        self.final("BYE")


def call(node):
    """A call that was answered."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        phone = Phone(node)
        status, text = phone.invite()
        if status == 200:
            return phone.accepted(text)
        if status != 503 or time.monotonic() > end:
            raise AssertionError(f"the call was refused: {text.splitlines()[0]}")
        time.sleep(0.5)


def request(base, token, method, path, body=None):
    asked = urllib.request.Request(base + "/api/v1" + path, None if body is None else json.dumps(body).encode(), method=method)
    asked.add_header("Authorization", "Bearer " + token)
    asked.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.loads(answer.read() or b"null")


def last_record(base, token, count):
    """The newest record, once there are that many: a record may take a second to be found."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        items = request(base, token, "GET", "/cdrs?limit=50&sort=-started")["items"]
        if len(items) >= count:
            return request(base, token, "GET", "/cdrs/" + items[0]["id"])
        time.sleep(0.2)
    raise AssertionError(f"{len(items)} records after 30 s, expected {count}")


def views(base, token):
    """As a desk gets them: the archive, of it the bundles for desks, of these what they contribute."""
    asked = urllib.request.Request(base + "/api/v1/plugins/com.example.leastloaded/desk")
    asked.add_header("Authorization", "Bearer " + token)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))
    found = []
    for path in json.loads(archive.read("plugin.json"))["bundles"]["desk"]:
        bundle = zipfile.ZipFile(io.BytesIO(archive.read(path)))
        for view in xml.etree.ElementTree.fromstring(bundle.read("plugin.xml")).iterfind("extension[@point='org.eclipse.ui.views']/e4view"):
            bundle.getinfo(view.get("class").replace(".", "/") + ".class")
            found.append(view.get("class"))
    return found


def main(base, token, node):
    host, port = node.rsplit(":", 1)
    trunks = [Trunk("north"), Trunk("south")]
    for trunk in trunks:
        request(base, token, "POST", "/trunks", {"name": trunk.name_of_trunk, "host": HOST, "port": trunk.port, "maxCalls": 10, "region": "SE", "optionsSeconds": 0})
    request(base, token, "POST", "/routes", {"prefix": "+46", "trunks": [trunk.name_of_trunk for trunk in trunks]})
    request(base, token, "POST", "/subscribers", {"username": USER, "password": PASSWORD, "displayName": "Anna"})
    print("ready", flush=True)
    held, ended = [], 0
    for line in sys.stdin:
        before = [len(trunk.invites) for trunk in trunks]
        if line.strip() == "end":
            for phone in held:
                phone.end()
            ended += len(held)
            held.clear()
            print("ended", flush=True)
            continue
        if line.strip() == "view":
            try:
                print(" ".join(views(base, token)), flush=True)
            except (OSError, KeyError, ValueError) as error:
                print(f"none: {error!r}", flush=True)
            continue
        if line.strip() == "hold":
            phone = call((host, int(port)))
            held.append(phone)
            print(went_to(trunks, before), flush=True)
            continue
        for _ in range(TRIES):
            before = [len(trunk.invites) for trunk in trunks]
            phone = call((host, int(port)))
            went = went_to(trunks, before)
            time.sleep(0.1)
            phone.end()
            ended += 1
            said = last_record(base, token, ended).get("why", {}).get("advice", [])
            if not any(advice.get("verdict") == "late" for advice in said):
                break
        print(went, "; ".join(advice.get("reason", "") for advice in said), flush=True)


def went_to(trunks, before):
    return [trunk.name_of_trunk for trunk, count in zip(trunks, before) if len(trunk.invites) > count][-1]


if __name__ == "__main__":
    main(*sys.argv[1:])
