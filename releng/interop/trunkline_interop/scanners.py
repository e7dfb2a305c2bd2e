"""Scanners learn nothing and are dropped: by hand, and with sipvicious where it is installed (Debian: sipvicious)."""
import hashlib
import os
import re
import socket
import statistics
import subprocess
import time
import uuid

from .crash import JAVA_OPTIONS
from .node import Node, free_sip_port
from .sipp import wait_until
from .stage import PASSWORD

ROUNDS = 6
NAMES = 9
MOST_BATCHES = 10


class Asker:
    """A client that sends one request at a time from an address of its own."""

    def __init__(self, stage):
        self.stage = stage
        self.host = stage.host()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((self.host, 0))
        self.socket.settimeout(60)
        self.node = (stage.node.HOST, stage.node.sip_port)

    def ask(self, method, user, credentials=""):
        """@return status, the answer, milliseconds; a busy node is asked once more"""
        status, answer, took = self.ask_once(method, user, credentials)
        for _ in range(30):
            if status != 503:
                break
            time.sleep(1)
            status, answer, took = self.ask_once(method, user, credentials)
        return status, answer, took

    def ask_once(self, method, user, credentials):
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


def known_and_unknown_users_look_alike(stage):
    """RFC 3261 §26.1.1, §22.1: by status and time, for REGISTER and INVITE, without and with a wrong password. What a
    busy machine adds to a time is noise: the quick ones are compared, asked in turn, and more are asked until there are
    enough to tell."""
    notes = []
    for method in ("REGISTER", "INVITE"):
        times = {True: [], False: []}
        for batch in range(MOST_BATCHES):
            guess_in_turn(stage, method, batch, times)
            known, unknown = (statistics.quantiles(times[is_known], n=5)[0] for is_known in (True, False))
            if abs(known - unknown) < max(1.0, 0.5 * min(known, unknown)):
                break
        else:
            raise AssertionError(f"{method}: {known:.2f} and {unknown:.2f} ms")
        notes.append(f"{method} {known:.2f}/{unknown:.2f} ms")
    return "known/unknown " + ", ".join(notes)


def guess_in_turn(stage, method, batch, times):
    """Passwords of users who are there, True, and of others."""
    users = [stage.user() for _ in range(NAMES)]
    nobody = [f"nobody{batch}x{i}" for i in range(NAMES)]
    for turn in range(ROUNDS * 2):
        asker = Asker(stage)  # before it is dropped for its wrong passwords
        for pair in list(zip(users, nobody))[turn % 2::2]:
            plain = [asker.ask(method, name)[0] for name in pair]
            assert plain[0] == plain[1] and plain[0] in (401, 407), plain
            order = (True, False) if len(times[True]) % 2 else (False, True)
            guessed = [asker.guess(method, pair[0] if is_known else pair[1], "wrong") for is_known in order]
            assert guessed[0][0] == guessed[1][0], [g[0] for g in guessed]
            for is_known, (_, _, ms) in zip(order, guessed):
                times[is_known].append(ms)


def guessing_ends_in_silence_and_can_be_undone(stage):
    """RFC 3261 §26.1.5: who guesses passwords is not heard any more, until an administrator or time undoes it."""
    user = stage.user()
    asker = Asker(stage)
    asker.socket.settimeout(1)
    blocked, tries = [], 0
    while not blocked and tries < 200:
        tries += 1
        try:
            asker.guess("REGISTER", f"{user}x{tries}", "wrong")
        except TimeoutError:  # silence; or a machine with no time
            blocked = [b for b in stage.api.get("/blocked-sources")["items"] if b["source"] == asker.host]
    asker.socket.settimeout(60)
    assert len(blocked) == 1 and blocked[0]["reason"] == "guessing" and tries < 40, (tries, blocked)
    assert stage.api.get("/status")["border"]["blocked"] >= 1
    stage.api.delete(f"/blocked-sources/{asker.host}")
    assert asker.guess("REGISTER", user, PASSWORD)[0] == 200
    return f"after {tries} wrong passwords"


def a_phone_with_its_password_corrected_registers(stage):
    """RFC 3261 §21.4.4: no final refusal for wrong passwords, at which phones give up; the right one is taken within seconds."""
    user = stage.user()
    asker = Asker(stage)
    for _ in range(12):
        status = asker.guess("REGISTER", user, "wrong")[0]
        assert status == 401, status
    began = time.monotonic()
    while asker.guess("REGISTER", user, PASSWORD)[0] != 200:
        assert time.monotonic() - began < 20, "the right password is not taken"
        time.sleep(0.5)
    return f"{time.monotonic() - began:.1f} s"


def sipvicious_finds_nothing(stage):
    """RFC 3261 §26.1.5: svmap, svwar and svcrack as they come, and again where the node does not know them by name: no
    account is confirmed, no password found. They send from the loopback address, so they get a node of their own."""
    for named in (True, False):
        folder = os.path.join(stage.folder, f"scanned-{named}")
        os.makedirs(folder, exist_ok=True)
        node = Node(stage.node.dist, folder, JAVA_OPTIONS + ("" if named else " -Dtrunkline.sip.scanners=nobody")).start()
        try:
            scan(node, folder, named)
        finally:
            node.stop()
    return "svmap, svwar with REGISTER, INVITE and OPTIONS, svcrack"


def refused(node, reason):
    return sum(r["count"] for r in node.api.get("/status")["border"]["refused"] if r["reason"] == reason)


def scan(node, folder, named):
    node.api.post("/subscribers", {"username": "anna", "password": PASSWORD, "displayName": "Anna"})
    words, names = os.path.join(folder, "words.txt"), os.path.join(folder, "names.txt")
    with open(words, "w", encoding="ascii") as file:
        file.write("\n".join(f"wrong{i}" for i in range(40)) + f"\n{PASSWORD}\n")
    with open(names, "w", encoding="ascii") as file:
        file.write("nobody\nanna\nnoone\n")
    dropped = 0
    for command in (["svmap"], ["svwar", "-d", names, "-m", "REGISTER"], ["svwar", "-d", names, "-m", "INVITE"],
                    ["svwar", "-d", names, "-m", "OPTIONS"], ["svcrack", "-u", "anna", "-d", words]):
        done = subprocess.run([*command, "-p", str(node.sip_port), "-b", "127.0.0.1", "-x", "127.0.0.1", "-P",
                               str(free_sip_port()), node.HOST], capture_output=True, text=True, timeout=300,
                              stdin=subprocess.DEVNULL, check=False)
        told = done.stdout + done.stderr
        told_of = [line for line in told.splitlines() if "anna" in line or PASSWORD in line]
        others = [line for line in told.splitlines() if "nobody" in line or "noone" in line]
        assert not told_of or len(others) == 2 * len(told_of), told  # all alike is nothing learnt
        assert PASSWORD not in told, told
        if named:  # their datagrams are dropped, the address is not blocked: anybody could have sent them in its name
            wait_until("dropped after " + command[0], lambda: refused(node, "scanner") > dropped)
            dropped = refused(node, "scanner")
            assert not node.api.get("/blocked-sources")["items"]
        for blocked in node.api.get("/blocked-sources")["items"]:
            node.api.delete(f"/blocked-sources/{blocked['source']}")


TESTS = [known_and_unknown_users_look_alike, guessing_ends_in_silence_and_can_be_undone,
         a_phone_with_its_password_corrected_registers]
SLOW = [sipvicious_finds_nothing]
