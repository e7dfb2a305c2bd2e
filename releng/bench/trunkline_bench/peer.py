"""Kamailio and rtpengine from Debian, measured in the same run, so that a busy or slow machine is seen for what it is."""
import os
import shutil
import socket
import subprocess
import time

from trunkline_interop.node import free_port, free_sip_port, let_go
from trunkline_interop.secure import certify

from .load import HERE, Load
from .process import cpu_ms, rss_mib


def installed():
    return all(os.access(path, os.X_OK) for path in (Kamailio.PROGRAM, Kamailio.RELAY))


class Kamailio:
    """A stateful proxy; calls "with media" go through rtpengine in user space."""

    HOST = "127.0.0.1"
    PROGRAM = "/usr/sbin/kamailio"
    RELAY = "/usr/bin/rtpengine"
    TLS = "/usr/lib/x86_64-linux-gnu/kamailio/modules/tls.so"  # Debian: kamailio-tls-modules

    def __init__(self, folder):
        self.folder = os.path.join(folder, "kamailio")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(os.path.join(self.folder, "acc"))
        self.sip_port = free_sip_port()
        self.tls_port = free_sip_port() if os.access(self.TLS, os.R_OK) else None
        self.ng_port = free_port(socket.SOCK_DGRAM)
        let_go(self.sip_port)
        let_go(self.tls_port)
        let_go(self.ng_port)
        self.processes = []

    def start(self):
        config = os.path.join(self.folder, "kamailio.cfg")
        with open(os.path.join(HERE, "kamailio.cfg"), encoding="ascii") as file:
            text = file.read()
        if self.tls_port:
            certify(os.path.join(self.folder, "tls"))
            text = text.replace("#TLS ", "")
        for name, value in (("SIP_PORT", self.sip_port), ("TLS_PORT", self.tls_port), ("NG_PORT", self.ng_port),
                            ("FOLDER", self.folder)):
            text = text.replace(name, str(value))
        with open(config, "w", encoding="ascii") as file:
            file.write(text)
        # its ports below the ephemeral ones and those of the node: it takes a port that is in use, and the SIP of others with it
        self._run("rtpengine", self.RELAY, "--config-file=none", "--table=-1", f"--interface={self.HOST}",
                  f"--listen-ng={self.HOST}:{self.ng_port}", "--foreground", "--log-stderr", "--log-level=4",
                  "--num-threads=2", "--port-min=5100", "--port-max=9999", "--timeout=60", "--delete-delay=0")
        time.sleep(1)
        self._run("kamailio", self.PROGRAM, "-f", config, "-P", os.path.join(self.folder, "pid"), "-m", "1024", "-M", "16",
                  "-w", self.folder, "-Y", self.folder, "-DD", "-E")
        time.sleep(2)
        for process in self.processes:
            if process.poll() is not None:
                raise AssertionError(f"a peer ended by itself, status {process.returncode}; see {self.folder}")
        return self

    def _run(self, name, *command):
        with open(os.path.join(self.folder, name + ".log"), "wb") as log:
            self.processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                   start_new_session=True))

    def pids(self):
        """Of all its processes: each started one leads a session of its own."""
        leaders = {process.pid for process in self.processes}
        found = []
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    if os.getsid(int(name)) in leaders:
                        found.append(int(name))
                except ProcessLookupError:
                    pass
        return found

    def cpu_ms(self):
        return sum(cpu_ms(pid) for pid in self.pids())

    def rss_mib(self):
        return sum(rss_mib(pid) for pid in self.pids())

    def load(self, folder, index, media=False):
        into, out = f"127.0.{30 + index}.1", f"127.0.{30 + index}.2"
        out_port = free_sip_port(out)
        return Load(os.path.join(folder, f"peer{index}"), f"{self.HOST}:{self.sip_port}",
                    f"{'m' if media else ''}{out_port}.{out}", (into, free_sip_port(into)), (out, out_port))

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
