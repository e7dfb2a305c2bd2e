"""Calls and registrations over connections that are kept, TCP and TLS, as carriers and phones have them."""
import copy
import os
import statistics
import time

from trunkline_interop.secure import certify

from .limits import registrations
from .process import cpu_ms
from .tunnel import Tunnel

RATE = 300
CALLS = 3000
REGISTERS = 1000
ONE_CONNECTION = ("-t", "t1")
CERTIFICATE_SECONDS = 30  # the node looks for one every ten


def calls(bench):
    """The caller's leg is over the connection, the callee's over UDP as in the other rows; the node and its peer in turn."""
    _speak_tls(bench)
    loads, tunnels = {}, []
    try:
        for switch, load, port, folder in _switches(bench):
            loads[switch, "TCP"] = over(load, "tcp", load.target)
            if port:
                tunnels.append(_tunnel(load, port, folder))
                loads[switch, "TLS"] = over(load, "tls", tunnels[-1].address)
        for transport in ("TCP", "TLS"):
            _calls(bench, transport, loads)
    finally:
        for tunnel in tunnels:
            tunnel.close()


def registers(bench):
    """Over one connection of TLS."""
    load = bench.pairs[0]
    tunnel = _tunnel(load, bench.node_tls(), bench.node.data)
    try:
        _registers(bench, over(load, "tls", tunnel.address))
    finally:
        tunnel.close()


def _tunnel(load, port, folder):
    """@param folder that has the folder of the switch's certificate"""
    return Tunnel(f"127.0.0.1:{port}", load.into, os.path.join(folder, "tls", "ca.pem"), os.path.join(load.folder, "tunnel.log"))


def over(load, name, target):
    """The same caller and callee; the caller keeps one connection for all its calls."""
    streamed = copy.copy(load)
    streamed.folder = f"{load.folder}-{name}"
    os.makedirs(streamed.folder, exist_ok=True)
    streamed.target = target
    streamed.caller = ONE_CONNECTION
    return streamed


def _switches(bench):
    yield "node", bench.pairs[0], bench.node_tls(), bench.node.data
    if bench.peer:
        yield "Kamailio", bench.peer.load(bench.options.work, 4), bench.peer.tls_port, bench.peer.folder


def _speak_tls(bench):
    certify(os.path.join(bench.node.data, "tls"))
    end = time.monotonic() + CERTIFICATE_SECONDS
    while not bench.node_tls():
        if time.monotonic() > end:
            raise AssertionError("the node does not speak TLS with its certificate")
        time.sleep(0.5)


def _calls(bench, transport, loads):
    runs = {}
    for _ in range(bench.ROUNDS):
        for (switch, over_it), load in loads.items():
            if over_it == transport:
                cpu = bench.ours if switch == "node" else bench.peer.cpu_ms
                runs.setdefault(switch, []).append(bench.place([load], RATE, CALLS, cpu))
    bench.calls += sum(run.good for run in runs["node"])
    beside = "".join(f"Kamailio {statistics.median(run.per_call for run in some):.2f}"
                     for switch, some in runs.items() if switch != "node")
    figures = bench.figures
    figures.add(f"CPU per call at {RATE}/s, caller over {transport}", statistics.median(run.per_call for run in runs["node"]), "ms",
                peer=beside)
    figures.add(f"failed calls at {RATE}/s, caller over {transport}", sum(run.bad for run in runs["node"]), "calls", 0)
    times = sorted(t for run in runs["node"] for t in run.times)
    if times:
        figures.add(f"setup time p99 at {RATE}/s, caller over {transport}", times[len(times) * 99 // 100], "ms")


def _registers(bench, load):
    good = failed = 0
    used = 0.0
    for count in (5000, 10_000):
        count = max(100, int(count * bench.options.scale))
        before = cpu_ms(bench.node.pid)
        good, bad = registrations(load, "registers-tls", REGISTERS, count)
        used = cpu_ms(bench.node.pid) - before
        failed += bad
    bench.figures.add("CPU per REGISTER with digest over TLS, warm", used / max(1, good), "ms")
    bench.figures.add(f"registrations over TLS failed at {REGISTERS:,}/s", failed, "registrations", 0)
