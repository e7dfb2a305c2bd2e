"""SIPp pairs around the node: a carrier that calls in, and a phone that answers."""
import csv
import glob
import os
import re
import subprocess
import time

from trunkline_interop.node import free_sip_port, let_go
from trunkline_interop.sipp import Scenario, Sipp
from trunkline_interop.stage import PASSWORD, take_stray_answers

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

class Load:
    """A caller and a callee around a switch."""

    def __init__(self, folder, target, number, into, out):
        """@param target host:port of the switch @param number dialled @param into, out address and port of each"""
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.target = target
        self.number = number
        self.into, self.into_port = into
        self.out, self.out_port = out
        let_go(self.into_port)
        let_go(self.out_port)
        self.runs = 0
        self.caller = ()  # more for SIPp, such as a transport

    def _sipp(self, role, host, port, more, target=()):
        return subprocess.Popen(
            ["sipp", *target, "-sf", os.path.join(HERE, role + ".xml"), "-i", host, "-p", str(port), "-nostdin",
             "-key", "number", self.number, "-deadcall_wait", "0", "-buff_size", "4194304", *more],
            cwd=self.folder, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            stdout=open(os.path.join(self.folder, role + ".out"), "wb"), env=dict(os.environ, TERM="dumb"))

    def start(self, rate, calls, hold_ms, rtp=6000, messages=False):
        """@param messages whether to write all down, which costs SIPp much"""
        self.runs += 1
        limit = int(calls / rate + hold_ms / 1000 + 40)
        trace = ["-trace_msg", "-message_file"] if messages else []
        self.uas_messages = os.path.join(self.folder, f"uas{self.runs}.messages")
        self.uac_messages = os.path.join(self.folder, f"uac{self.runs}.messages")
        self.stats = os.path.join(self.folder, f"stats{self.runs}.csv")
        self.errors = os.path.join(self.folder, f"errors{self.runs}.log")
        self.uas = self._sipp("uas", self.out, self.out_port, ["-timeout", f"{limit + 20}s", "-key", "rtp", str(rtp + 2),
                                                               *(trace and trace + [self.uas_messages])])
        time.sleep(0.4)
        self.uac = self._sipp(
            "uac", self.into, self.into_port,
            [*self.caller, "-m", str(calls), "-r", str(rate), "-l", str(int(rate * (hold_ms / 1000 + 10)) + 100), "-d", str(hold_ms),
             "-timeout", f"{limit}s", "-recv_timeout", "12000", "-trace_stat", "-stf", self.stats, "-fd", "1",
             "-trace_err", "-error_file", self.errors,
             "-trace_rtt", "-rtt_freq", "1", "-key", "rtp", str(rtp), *(trace and trace + [self.uac_messages])],
            target=[self.target])
        return self

    def wait(self):
        self.uac.wait(300)
        self.uas.kill()
        self.uas.wait()
        return self

    def end(self):
        """Ends calls that would be held longer: the caller hangs up none of them."""
        for process in (self.uac, self.uas):
            process.kill()
            process.wait()

    def first_error(self):
        """What the caller found wrong first, in a line."""
        try:
            with open(self.errors, encoding="utf-8", errors="replace") as file:
                lines = [line.strip() for line in file if line.strip()]
        except FileNotFoundError:
            return "no error told by sipp"
        said = [line for line in lines if "SIP/2.0 " in line or "Aborting" in line or "timeout" in line.lower()]
        return " | ".join(said[:2] or lines[:1])[:300]

    def result(self):
        """Successful and failed calls, and the setup times in ms."""
        last = self._last()
        times = []
        for path in glob.glob(os.path.join(self.folder, f"uac_{self.uac.pid}_rtt.csv")):
            with open(path, encoding="ascii", errors="replace") as file:
                times += [float(row[1]) for row in csv.reader(file, delimiter=";") if len(row) > 2 and row[2].strip() == "1"]
        return int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]), times

    def rate(self, hold_ms):
        """Calls a second that were placed, by SIPp's own clock, without the last call's hold."""
        last = self._last()
        began, ended = (float(last[name].split("\t")[-1]) for name in ("StartTime", "CurrentTime"))
        return int(last["TotalCallCreated"]) / max(0.1, ended - began - hold_ms / 1000)

    def _last(self):
        with open(self.stats, encoding="ascii", errors="replace") as file:
            return list(csv.DictReader(file, delimiter=";"))[-1]

    def media_ports(self):
        """Where the node wants the media of each call: ports for the caller's side, ports for the callee's."""
        return _ports(self.uac_messages, "SIP/2.0 200 ", f"-{self.uac.pid}@"), _ports(self.uas_messages, "INVITE sip:", "")


class Pair(Load):
    """A trunk, a number, a subscriber and its phone; no digest but at registration, as the peers were measured."""

    def __init__(self, node, folder, index):
        into, out = f"127.0.{10 + index}.1", f"127.0.{10 + index}.2"
        super().__init__(os.path.join(folder, f"pair{index}"), f"{node.HOST}:{node.sip_port}", f"+4685512345{index}",
                         (into, free_sip_port(into)), (out, free_sip_port(out)))
        node.api.post("/trunks", {"name": f"carrier{index}", "host": self.into, "port": self.into_port, "region": "SE",
                                  "optionsSeconds": 0})
        phone, self.registering = f"phone{index}", f"registering{index}"
        for user in (phone, self.registering):  # nobody answers where the second is registered: it is never called
            node.api.post("/subscribers", {"username": user, "password": PASSWORD})
        node.api.post("/numbers", {"number": self.number, "subscriber": phone})
        registered = Sipp(self.folder, Scenario("register").register(phone, PASSWORD, expires=7200), self.out,
                          self.out_port, target=self.target).done()
        take_stray_answers(registered, self.out, self.out_port)


def _ports(path, first_line, mine):
    """By Call-ID, since a message may come twice, and late ones of an earlier run too."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    ports = {}
    for block in re.split(r"(?m)^-{20,} ", text):
        head, _, message = block.partition("\n\n")
        if "received" in head and message.startswith(first_line):
            call, port = re.search(r"(?im)^Call-ID:\s*(\S+)", message), re.search(r"(?m)^m=audio (\d+) ", message)
            if call and port and mine in call.group(1):
                ports[call.group(1)] = int(port.group(1))
    return sorted(set(ports.values()))
