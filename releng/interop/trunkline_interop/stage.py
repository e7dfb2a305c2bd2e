"""What most tests need: one node, people with phones, and trunks to SIPp."""
import itertools
import os
import re
import socket
import threading
import time

from .node import free_sip_port, keep
from .sipp import Scenario, Sipp

# no spaces: SIPp and baresip take it from texts that have them as separators
PASSWORD = "correct-horse-7"


def take_stray_answers(process, host, port, seconds=10):
    """A busy node answers a REGISTER and its repetition; the next SIPp on this port would take that for a call."""
    text = process.text()
    missing = text.count("\nREGISTER sip:") - len(re.findall("(?m)^SIP/2.0 (200|401)", text))
    end = time.monotonic() + seconds
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind((host, port))
        while missing > 0 and time.monotonic() < end:
            udp.settimeout(max(0.01, end - time.monotonic()))
            try:
                missing -= re.match(b"SIP/2.0 (200|401)", udp.recv(65536)) is not None
            except TimeoutError:
                return


class Stage:
    """Shared by all tests of one node. Each test has numbers, users, trunks and addresses of its own."""

    def __init__(self, node, folder, names=None):
        """@param names the name server that the node asks, where it has one of the tests'"""
        self.node = node
        self.names = names
        self.api = node.api
        self.folder = folder
        self._numbers = itertools.count(1000)
        self._hosts = itertools.count(10)
        self._users = itertools.count(1)
        self._lock = threading.Lock()
        self._running = []

    def _next(self, counter):
        with self._lock:
            return next(counter)

    @property
    def target(self):
        return f"{self.node.HOST}:{self.node.sip_port}"

    def host(self):
        """An address nobody else uses: the node tells trunks apart by it."""
        n = self._next(self._hosts)
        return f"127.0.{n // 200 + 1}.{n % 200 + 10}"

    def number(self):
        """Never dialled before, so its records are this test's; Stockholm, valid by the numbering plan."""
        return f"+46855{self._next(self._numbers):06d}"[:12]

    def user(self):
        name = f"user{self._next(self._users)}"
        self.api.post("/subscribers", {"username": name, "password": PASSWORD, "displayName": name.title()})
        return name

    def trunk(self, name, host=None, **more):
        host = host or self.host()
        trunk = {"name": name, "host": host, "port": free_sip_port(host), "region": "SE", "optionsSeconds": 0, **more}
        return self.api.post("/trunks", trunk)

    def route(self, prefix, *trunks):
        self.api.post("/routes", {"prefix": prefix, "trunks": [t["name"] for t in trunks]})

    def run(self, test, scenario, host, port=None, **more):
        process = Sipp(os.path.join(self.folder, test), scenario, host, port or free_sip_port(host), **more)
        with self._lock:
            self._running.append(process)
        return process

    def caller(self, test, scenario, host=None, port=None, **more):
        host = host or self.host()
        return self.run(test, scenario, host, port, target=self.target, **more)

    def at_trunk(self, test, scenario, trunk, **more):
        return self.run(test, scenario, trunk["host"], trunk["port"], **more)

    def phone(self, test, user, host, port, transport="u1"):
        """Registers a contact that SIPp will then answer at."""
        scenario = Scenario(f"register-{user}").register(user, PASSWORD)
        done = self.caller(test, scenario, host, port, transport=transport).done()
        if transport.startswith("u"):
            take_stray_answers(done, host, port)
        keep([host], port, [socket.SOCK_DGRAM])

    def close(self):
        for process in self._running:
            process.stop()
