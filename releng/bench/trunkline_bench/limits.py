"""What the node does at its limits: registrations, many live calls, and three times more calls than it can take."""
import csv
import glob
import os
import subprocess
import time

from trunkline_interop.sipp import Scenario
from trunkline_interop.stage import PASSWORD

from .load import HERE
from .process import cpu_ms, rss_mib
from .wire import Capture

LIVE_CALLS = 10_000  # each has four sockets
LIVE_RATE = 400
SILENCE_SECONDS = 60  # after which the node ends a call without media
MANY_CALLS = 200_000
STEADY_RATE = 1000
FLAT_MIB = 20
OVERLOAD_SECONDS = 12
SUBSCRIBERS = 20_000
CHANGES_AT_ONCE = 1000


def registers(bench):
    """Each registration is two requests, the challenge and the answer to it; a trunk's address may send so many."""
    pair, node = bench.pairs[0], bench.node
    results = []
    for rate, count in ((500, 5000), (1000, 20_000), (1000, 10_000)):
        count = max(100, int(count * bench.options.scale))
        before = cpu_ms(node.pid)
        good = registrations(pair, "registers", rate, count)[0]
        results.append((good, count, cpu_ms(node.pid) - before))
    good, count, used = results[-1]
    bench.figures.add("CPU per REGISTER with digest, warm", used / max(1, good), "ms", 0.06, peer="Kamailio 0.022, Asterisk 0.28")
    bench.figures.add("registrations failed at 1,000/s", sum(c - g for g, c, _ in results), "registrations", 0)


def changes(bench):
    """Of the configuration, once there are many subscribers: a change reads and checks what it needs, and no more."""
    api = bench.node.api
    count = max(1000, int(SUBSCRIBERS * bench.options.scale))
    began = time.monotonic()
    for first in range(0, count, CHANGES_AT_ONCE):
        api.post("/changes", {"changes": [{"kind": "subscriber", "action": "create", "entry": {
            "username": f"many{i:05}", "password": PASSWORD}} for i in range(first, min(count, first + CHANGES_AT_ONCE))]})
    bench.figures.add(f"{count:,} subscribers added, {CHANGES_AT_ONCE:,} in a change", time.monotonic() - began, "s")
    times = []
    for i in range(40):
        began = time.monotonic()
        api.put(f"/subscribers/many{i * 7 % count:05}", {"username": f"many{i * 7 % count:05}", "displayName": f"Number {i}"})
        times.append(1000 * (time.monotonic() - began))
    times.sort()
    bench.figures.add(f"a change with {count:,} subscribers, p50", times[len(times) // 2], "ms", 50)
    bench.figures.add(f"a change with {count:,} subscribers, p95", times[len(times) * 95 // 100], "ms")


def many_calls(bench):
    """Whether memory stays, at a rate that the node bears; what the first quarter adds is the rate's."""
    used, bad = [], 0
    for _ in range(4):
        bad += bench.place(bench.pairs, STEADY_RATE, MANY_CALLS // 4).bad
        used.append(rss_mib(bench.node.pid))
    calls = int(MANY_CALLS * bench.options.scale)
    bench.figures.add(f"memory after {calls:,} calls at {STEADY_RATE:,}/s", used[-1], "MiB")
    bench.figures.add("of that added after the first quarter of them", used[-1] - used[0], "MiB", FLAT_MIB)
    bench.figures.add(f"failed of {calls:,} calls at {STEADY_RATE:,}/s", bad, "calls", 0)


def live_calls(bench):
    """With ports for media, as all calls have. All of them at any but the smallest scale: memory is not linear."""
    calls = LIVE_CALLS if bench.options.scale >= 0.2 else max(100, int(LIVE_CALLS * bench.options.scale))
    hold = int(calls / LIVE_RATE * 1000) + 15_000
    assert hold < 1000 * SILENCE_SECONDS
    for pair in bench.pairs[:2]:
        pair.start(LIVE_RATE / 2, calls // 2, hold)
    end = time.monotonic() + hold / 1000
    live = most = 0
    while time.monotonic() < end and live < calls * 0.999:
        time.sleep(1)
        live = bench.node.api.get("/status")["callsNow"]
        most = max(most, live)
    memory = rss_mib(bench.node.pid)
    bench.figures.add(f"memory with {most:,} live calls", memory, "MiB", 700, peer="Asterisk 600-2200")
    bad = 0
    for pair in bench.pairs[:2]:
        good, failed, _ = pair.wait().result()
        bench.calls += good
        bad += failed
    bench.figures.add(f"failed of {calls:,} calls held at once", bad, "calls", 0)


def overload(bench, highest):
    """@param highest rate that the node took without a failed call"""
    pairs = bench.pairs
    path = os.path.join(pairs[0].folder, "overload.xml")
    _scenario(path)
    rate = 3 * max(100, int(highest))
    # calls in progress shall not notice
    quiet = pairs[-1]
    quiet.start(20, 20 * 5, 1000 * (OVERLOAD_SECONDS + 12))
    time.sleep(6)
    loads = pairs[:-1] or pairs
    capture = Capture(pairs[0].folder, bench.node.sip_port)
    began = time.monotonic()
    running = [_start(pair, path, rate / len(loads), int(rate * OVERLOAD_SECONDS * bench.options.scale / len(loads)))
               for pair in loads]
    done = [_finish(*each) for each in running]
    seconds = time.monotonic() - began
    at_the_wire = capture.end()
    answered, refused = sum(d[0] for d in done), sum(d[1] for d in done)
    times = sorted(t for d in done for t in d[2])
    bench.calls += answered
    bench.figures.add(f"calls answered a second at {rate}/s, of the highest rate",
                      100 * answered / max(1.0, highest * (seconds - 1.5)), "%", 90, True)
    bench.figures.add(f"calls refused with 503 at {rate}/s", 100 * refused / max(1, rate * OVERLOAD_SECONDS), "%")
    # of the node, by the packets; SIPp waits for a CPU itself, and counts from the first time that it sent
    if at_the_wire:
        bench.figures.add("503 after, p50", at_the_wire[len(at_the_wire) // 2], "ms")
        bench.figures.add("503 after, p99", at_the_wire[len(at_the_wire) * 99 // 100], "ms", 50)
    if times:
        bench.figures.add("503 after as SIPp reads it, p50", times[len(times) // 2], "ms")
        bench.figures.add("503 after as SIPp reads it, p99", times[len(times) * 99 // 100], "ms", None if at_the_wire else 50)
    good, bad, _ = quiet.wait().result()
    bench.calls += good
    bench.figures.add("calls in progress that failed meanwhile", bad, "calls", 0)
    time.sleep(3)
    run = bench.place(pairs[:1], 100, 500)
    bench.figures.add("failed of 500 calls at 100/s, 3 s later", run.bad, "calls", 0)


def _scenario(path):
    """The caller of uac.xml, who takes a 503 too; the response time is that of the 503 alone."""
    with open(os.path.join(HERE, "uac.xml"), encoding="utf-8") as file:
        text = file.read()
    answered = '<recv response="200" rtd="1" rrs="true"/>'
    assert answered in text
    text = text.replace(answered, '<recv response="503" optional="true" rtd="1" next="1" counter="refused"/>\n'
                                  '  <recv response="200" rrs="true"/>')
    refused = """  <label id="1"/>
  <send next="2"><![CDATA[

ACK sip:[number]@[remote_ip]:[remote_port] SIP/2.0
[last_Via:]
[last_From:]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
  <label id="2"/>
  <pause milliseconds="0"/>
</scenario>"""
    last = text.rindex("<recv ")
    end = text.index("/>", last)
    text = text[:end] + ' next="2"' + text[end:]
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("</scenario>", refused))


def _start(pair, path, rate, calls):
    name = f"overload{pair.runs}"
    uas = pair._sipp("uas", pair.out, pair.out_port, ["-timeout", "60s", "-key", "rtp", "6002"])
    time.sleep(0.4)
    stats = os.path.join(pair.folder, name + ".csv")
    uac = subprocess.Popen(
        ["sipp", pair.target, "-sf", path, "-i", pair.into, "-p", str(pair.into_port), "-nostdin", "-key", "number",
         pair.number, "-key", "rtp", "6000", "-deadcall_wait", "0", "-buff_size", "4194304", "-m", str(calls), "-r",
         str(int(rate)), "-l", str(int(rate * 20)), "-d", "500", "-timeout", "60s", "-recv_timeout", "12000",
         "-trace_stat", "-stf", stats, "-fd", "1", "-trace_rtt", "-rtt_freq", "1"],
        cwd=pair.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=dict(os.environ, TERM="dumb"))
    return pair, uas, uac, stats


def _finish(pair, uas, uac, stats):
    uac.wait(120)
    uas.kill()
    uas.wait()
    with open(stats, encoding="ascii", errors="replace") as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    refused = next((int(value) for key, value in last.items() if key and "refused" in key and key.endswith("(C)")), 0)
    times = []
    for name in glob.glob(os.path.join(pair.folder, f"*_{uac.pid}_rtt.csv")):
        with open(name, encoding="ascii", errors="replace") as file:
            times += [float(row[1]) for row in csv.reader(file, delimiter=";") if len(row) > 2 and row[2].strip() == "1"]
    return int(last["SuccessfulCall(C)"]) - refused, refused, times


def registrations(pair, name, rate, count):
    """Of the pair's second subscriber. @return good and failed"""
    path = os.path.join(pair.folder, "registers.xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(Scenario("registers").register(pair.registering, PASSWORD, expires=7200).xml())
    stats = os.path.join(pair.folder, name + ".csv")
    subprocess.run(["sipp", pair.target, *pair.caller, "-sf", path, "-i", pair.into, "-p", str(pair.into_port), "-nostdin", "-m", str(count),
                    "-r", str(rate), "-l", str(rate * 5), "-timeout", f"{int(count / rate + 30)}s", "-recv_timeout", "8000",
                    "-deadcall_wait", "0", "-buff_size", "4194304", "-trace_stat", "-stf", stats, "-fd", "1"],
                   cwd=pair.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=dict(os.environ, TERM="dumb"), check=False)
    with open(stats, encoding="ascii", errors="replace") as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    return int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"])
