"""The packaged node as a process."""
import http.client
import os
import random
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

from .api import Api


def family(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


PORTS = range(61000, 65000)  # above those that the system gives to sockets without one, and above the node's media
BOTH = socket.SOCK_DGRAM, socket.SOCK_STREAM
ENDS_WITH_US = "setpriv", "--pdeathsig", "KILL"
"""Before a command: it ends with the thread that started it, however that ends."""
_given = set()
_kept = {}
_lock = threading.Lock()


def free_port(*kinds, host="127.0.0.1"):
    """One that nobody else has or gets, nor any other test of this run, until it is let go for whoever shall use it."""
    return free_port_at([host], kinds or (socket.SOCK_DGRAM,))


def free_sip_port(host="127.0.0.1"):
    """One that is free for UDP and TCP."""
    return free_port_at([host], BOTH)


def free_sip_ports(host):
    """The first of two neighbours that are free for UDP and TCP: a phone that speaks TLS does so at the next port."""
    return free_port_at([host], BOTH, 2)


def free_port_at(hosts, kinds, count=1):
    """@return the first of so many in a row"""
    for port in random.sample(PORTS, len(PORTS)):
        row = range(port, port + count)
        with _lock:
            if not _given.isdisjoint(row):
                continue
            _given.update(row)
        if all([keep(hosts, each, kinds) for each in row]):
            return port
        for each in row:
            let_go(each)
    raise OSError(f"no free port at {hosts}")


def keep(hosts, port, kinds):
    """@return whether it was free everywhere; what comes meanwhile is not read"""
    sockets = []
    try:
        for host in hosts:
            for kind in kinds:
                one = socket.socket(family(host), kind)
                sockets.append(one)
                one.bind((host, port))
    except OSError:
        for one in sockets:
            one.close()
        return False
    with _lock:
        _kept.setdefault(port, []).extend(sockets)
    return True


def let_go(port):
    with _lock:
        sockets = _kept.pop(port, [])
    for one in sockets:
        one.close()


class Node:
    HOST = "127.0.0.1"

    def __init__(self, dist, folder, java_options="", data=None):
        self.dist = dist
        self.data = data or os.path.join(folder, "data")
        self.log = os.path.join(folder, "node.log")
        self.hosts = [self.HOST, "::1"] if has_ipv6() else [self.HOST]
        self.choose_ports()
        self.java_options = java_options
        self.process = None
        self.api = None
        self.start_seconds = 0.0
        os.makedirs(self.data, exist_ok=True)

    def choose_ports(self):
        self.sip_port = free_port_at(self.hosts, BOTH)
        self.http_port = free_port(socket.SOCK_STREAM)

    @property
    def pid(self):
        return self.process.pid

    @property
    def base(self):
        return f"http://{self.HOST}:{self.http_port}"

    def start(self, seconds=300, tries=5):
        """A port that was free can be another program's a moment later: then with others."""
        try:
            return self._start(seconds)
        except AssertionError:
            with open(self.log, encoding="utf-8", errors="replace") as log:
                taken = "is in use" in log.read()[-300:]
            if tries == 1 or not taken:
                raise
            self.choose_ports()
            return self.start(seconds, tries - 1)
        except BaseException:
            self.process.kill()
            raise

    def _start(self, seconds):
        began = time.monotonic()
        # SIPp writes host and port alone into the uri of its credentials
        env = dict(os.environ, TRUNKLINE_JAVA_OPTS=f"-Dtrunkline.digest.uri=any {self.java_options}")
        let_go(self.sip_port)
        let_go(self.http_port)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*ENDS_WITH_US, os.path.join(self.dist, "bin", "trunkline-node"), "--data", self.data, "--sip-port",
                 str(self.sip_port), "--http-port", str(self.http_port), "--bind", ",".join(self.hosts)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, start_new_session=True)
        self._until(self._healthy, began + seconds)
        self.start_seconds = time.monotonic() - began
        self._until(lambda: os.path.exists(os.path.join(self.data, "node.ready")), began + seconds)  # once records can be found
        with open(os.path.join(self.data, "admin.token"), encoding="ascii") as file:
            self.api = Api(self.base, file.read().strip())
        return self

    def _until(self, started, end):
        while not started():
            if self.process.poll() is not None:
                raise AssertionError(f"the node ended by itself, status {self.process.returncode}; see {self.log}")
            if time.monotonic() > end:
                self.process.kill()
                raise AssertionError(f"the node is not ready in time; see {self.log}")
            time.sleep(0.05)

    def _healthy(self):
        try:
            with urllib.request.urlopen(self.base + "/health", timeout=10) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError, http.client.HTTPException):
            return False  # or another program there

    def kill(self):
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds=60):
        """Orderly; @return the exit status."""
        if self.process is None or self.process.poll() is not None:
            return self.process and self.process.returncode
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the node did not end within {seconds} s of SIGTERM") from None
