"""Scanners learn nothing and are dropped: by hand, and with sipvicious where it is installed (Debian: sipvicious)."""
import hashlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import time
import uuid

from .node import free_sip_port
from .sipp import wait_until
from .stage import PASSWORD

ROUNDS = 6
NAMES = 9


class Asker:
    """A client that sends one request at a time from an address of its own."""

    def __init__(self, stage):
        self.stage = stage
        self.host = stage.host()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((self.host, 0))
        self.socket.settimeout(10)
        self.node = (stage.node.HOST, stage.node.sip_port)

    def ask(self, method, user, credentials=""):
        """@return status, the answer, milliseconds"""
        call = uuid.uuid4().hex
        name = "Authorization" if method == "REGISTER" else "Proxy-Authorization"
        port = self.socket.getsockname()[1]
        text = (f"{method} sip:{user}@{self.node[0]} SIP/2.0\r\nVia: SIP/2.0/UDP {self.host}:{port};rport;"
                f"branch=z9hG4bK{call}\r\nMax-Forwards: 70\r\nFrom: <sip:{user}@{self.node[0]}>;tag=t{call[:6]}\r\n"
                f"To: <sip:{user}@{self.node[0]}>\r\nCall-ID: {call}\r\nCSeq: 1 {method}\r\n"
                f"Contact: <sip:{user}@{self.host}:{port}>\r\n" + (f"{name}: {credentials}\r\n" if credentials else "")
                + "Content-Length: 0\r\n\r\n")
        began = time.perf_counter()
        self.socket.sendto(text.encode(), self.node)
        while True:
            answer = self.socket.recv(65536).decode()
            if f"Call-ID: {call}\r\n" in answer and not answer.startswith("SIP/2.0 1"):
                return int(answer[8:11]), answer, (time.perf_counter() - began) * 1000

    def guess(self, method, user, password):
        _, challenge, _ = self.ask(method, user)
        field = {k: v for k, v in re.findall(r'(\w+)="?([^",\r]+)"?', re.search(r"Digest (.*algorithm=MD5.*|.*)", challenge).group(1))}
        uri = f"sip:{user}@{self.node[0]}"
        algorithm = field.get("algorithm", "MD5")
        h = lambda t: (hashlib.sha256 if algorithm == "SHA-256" else hashlib.md5)(t.encode()).hexdigest()
        response = h(":".join((h(f"{user}:{field['realm']}:{password}"), field["nonce"], "00000001", "abc", "auth",
                               h(f"{method}:{uri}"))))
        return self.ask(method, user, f'Digest username="{user}", realm="{field["realm"]}", nonce="{field["nonce"]}", '
                        f'uri="{uri}", response="{response}", algorithm={algorithm}, qop=auth, nc=00000001, cnonce="abc"')

    def free(self):
        if any(b["source"] == self.host for b in self.stage.api.get("/blocked-sources")["items"]):
            self.stage.api.delete(f"/blocked-sources/{self.host}")


def known_and_unknown_users_look_alike(stage):
    """Status and, by the median, time: for REGISTER and INVITE, without and with a wrong password."""
    users = [stage.user() for _ in range(NAMES)]
    nobody = [f"nobody{i}" for i in range(NAMES)]
    notes = []
    for method in ("REGISTER", "INVITE"):
        asker = Asker(stage)
        times = {True: [], False: []}
        for _ in range(ROUNDS):
            for pair in zip(users, nobody):
                plain = [asker.ask(method, name)[0] for name in pair]
                assert plain[0] == plain[1] and plain[0] in (401, 407), plain
                guessed = [asker.guess(method, name, "wrong") for name in pair]
                assert guessed[0][0] == guessed[1][0], [g[0] for g in guessed]
                for is_known, (_, _, ms) in zip((True, False), guessed):
                    times[is_known].append(ms)
                asker.free()
        known, unknown = statistics.median(times[True]), statistics.median(times[False])
        assert abs(known - unknown) < max(1.0, 0.5 * min(known, unknown)), f"{method}: {known:.2f} and {unknown:.2f} ms"
        notes.append(f"{method} {known:.2f}/{unknown:.2f} ms")
    return "known/unknown " + ", ".join(notes)


def guessing_ends_in_silence_and_can_be_undone(stage):
    user = stage.user()
    asker = Asker(stage)
    asker.socket.settimeout(2)
    tries = 0
    try:
        for tries in range(1, 200):
            asker.guess("REGISTER", f"{user}x{tries}", "wrong")
    except TimeoutError:
        pass
    blocked = [b for b in stage.api.get("/blocked-sources")["items"] if b["source"] == asker.host]
    assert len(blocked) == 1 and blocked[0]["reason"] == "guessing" and tries < 40, (tries, blocked)
    assert stage.api.get("/status")["border"]["blocked"] >= 1
    stage.api.delete(f"/blocked-sources/{asker.host}")
    assert asker.guess("REGISTER", user, PASSWORD)[0] == 200
    return f"after {tries} wrong passwords"


def sipvicious_finds_nothing(stage):
    """svmap, svwar and svcrack as they come: no account is confirmed, no password found, the source is dropped."""
    if not shutil.which("svwar"):
        return "sipvicious is not installed: not run"
    user = stage.user()
    words = os.path.join(stage.folder, "words.txt")
    with open(words, "w", encoding="ascii") as file:
        file.write(f"wrong\n{PASSWORD}\n")
    names = os.path.join(stage.folder, "names.txt")
    with open(names, "w", encoding="ascii") as file:
        file.write(f"{user}\nnobody\n")
    target, port = stage.node.HOST, str(stage.node.sip_port)
    for command in (["svwar", "-d", names, "-m", "REGISTER", "--force", "--maximumtime=3"],
                    ["svwar", "-d", names, "-m", "INVITE", "--force", "--maximumtime=3"],
                    ["svcrack", "-u", user, "-d", words, "--maximumtime=3"]):
        host = stage.host()
        done = subprocess.run([*command, "-p", port, "-b", host, "-x", host, "-P", str(free_sip_port(host)), target],
                              capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False)
        told = done.stdout + done.stderr
        assert not re.search(rf"\|\s*{user}\s*\|\s*(reqauth|noauth|{PASSWORD})", told), told
        wait_until("dropped", lambda h=host: any(b["source"] == h for b in stage.api.get("/blocked-sources")["items"]))
    return "svwar REGISTER and INVITE, svcrack"


TESTS = [known_and_unknown_users_look_alike, guessing_ends_in_silence_and_can_be_undone, sipvicious_finds_nothing]
