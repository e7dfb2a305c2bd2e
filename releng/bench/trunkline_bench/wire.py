"""When a message passed the loopback interface: what the node took, without what SIPp took to read the answer."""
import os
import re
import shutil
import signal
import struct
import subprocess
import time

BRANCH = re.compile(rb"\r\n(?:Via|v): [^\r\n]*branch=([^;\r\n]+)", re.I)
SNAP = 600  # bytes of each packet: the head up to the branch
ETHERNET, UDP = 14, 17


class Capture:
    """All datagrams of one port until end(); none where dumpcap is missing or may not."""

    def __init__(self, folder, port):
        self.path = os.path.join(folder, "wire.pcap")
        self.port = port
        self.process = None
        if shutil.which("dumpcap"):
            self.process = subprocess.Popen(
                ["dumpcap", "-q", "-i", "lo", "-f", f"udp port {port}", "-s", str(SNAP), "-B", "64", "-P", "-w", self.path],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(1)

    def end(self):
        """@return ms from each INVITE, as it came first, to the first 503 to it; sorted"""
        if self.process is None:
            return []
        self.process.send_signal(signal.SIGINT)
        if self.process.wait(30) != 0 or not os.path.exists(self.path):
            return []
        came, waits, answered = {}, [], set()
        for at, source, target, text in _datagrams(self.path):
            if target == self.port and text.startswith(b"INVITE "):
                came.setdefault(_branch(text), at)  # one that came again has waited since
            elif source == self.port and text.startswith(b"SIP/2.0 503"):
                branch = _branch(text)
                if branch in came and branch not in answered:
                    answered.add(branch)
                    waits.append((at - came[branch]) * 1000)
        os.remove(self.path)
        return sorted(waits)


def _branch(text):
    found = BRANCH.search(text)
    return found.group(1) if found else b""


def _datagrams(path):
    """Time in s, ports and text of each; IPv4 on the loopback interface."""
    with open(path, "rb") as file:
        head = file.read(24)
        if len(head) < 24:
            return
        nanos = struct.unpack("<I", head[:4])[0] == 0xA1B23C4D
        while len(record := file.read(16)) == 16:
            seconds, fraction, size, _ = struct.unpack("<IIII", record)
            packet = file.read(size)[ETHERNET:]
            if len(packet) < 28 or packet[0] >> 4 != 4 or packet[9] != UDP:
                continue
            ip = (packet[0] & 15) * 4
            source, target = struct.unpack(">HH", packet[ip:ip + 4])
            yield seconds + fraction / (1e9 if nanos else 1e6), source, target, packet[ip + 8:]
