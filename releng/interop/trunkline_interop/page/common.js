// What both pages of phones share: what the test asked for, what it is told, what is heard.
const asked = new URLSearchParams(location.search);
export const tell = (what, more = {}) => fetch("tell", {method: "POST", body: JSON.stringify({what, ...more})});
addEventListener("error", event => tell("error", {text: event.message}));
addEventListener("unhandledrejection", event => tell("error", {text: String(event.reason)}));

export const user = asked.get("user");
export const password = asked.get("password");
export const domain = asked.get("domain");
export const server = asked.get("server");
/** A policy of browsers, or none: as a browser that knows no bundles. */
export const bundle = asked.get("bundle") ?? "balanced";
/** Hertz that the page itself says, with no microphone; or zero. */
export const tone = Number(asked.get("tone") ?? 0);
// the microphone as it is: its filters take a steady tone for noise
export const constraints = {audio: {echoCancellation: false, noiseSuppression: false, autoGainControl: false},
    video: asked.has("video") && {width: 320, height: 240}};
/** All of it is on this machine. */
export const configuration = {iceServers: [], bundlePolicy: bundle === "none" ? "balanced" : bundle};

/** When the description of the other side was known, and when media could flow, in milliseconds. */
const times = new WeakMap();
const Plain = RTCPeerConnection;
window.RTCPeerConnection = class extends Plain {
    async setRemoteDescription(description) {
        const began = performance.now();
        if (!times.has(this)) {
            times.set(this, {began});
            this.addEventListener("connectionstatechange", () => {
                if (this.connectionState === "connected")
                    times.get(this).connected ??= performance.now() - times.get(this).began;
            });
        }
        return super.setRemoteDescription({type: description.type, sdp: reached(description.sdp)});
    }
};

/** The node as the network of the page lets it be reached. */
function reached(sdp) {
    if (asked.has("closed")) // no UDP passes
        return sdp.replace(/^a=candidate:\S+ \d+ udp .*\r\n/gim, "");
    if (!asked.has("router"))
        return sdp;
    const [, host, port] = /^a=candidate:\S+ \d+ udp \d+ (\S+) (\d+)/im.exec(sdp);
    tell("node", {host, port: Number(port)});
    return sdp.replace(/^(a=candidate:\S+ \d+ udp \d+) \S+ \d+/gim, `$1 127.0.0.1 ${asked.get("router")}`);
}

/** A tone that the page makes, so that it needs no microphone; the browser then names no address of its own (mDNS). */
export function toneWithoutMicrophone(hertz) {
    const context = new AudioContext();
    const to = context.createMediaStreamDestination();
    const from = new OscillatorNode(context, {frequency: hertz});
    from.connect(new GainNode(context, {gain: 0.3})).connect(to);
    from.start();
    return to.stream;
}

/** What is heard: the loudest frequency of the last 170 ms, and how loud it is in dB. */
export async function listen(connection, isOver) {
    const context = new AudioContext();
    const tracks = connection.getReceivers().map(it => it.track);
    const stream = new MediaStream(tracks);
    document.getElementById("sound").srcObject = stream; // or nothing flows
    const analyser = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
    context.createMediaStreamSource(new MediaStream(tracks.filter(it => it.kind === "audio"))).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    const timer = setInterval(async () => {
        if (isOver())
            return clearInterval(timer);
        analyser.getFloatFrequencyData(bins);
        const at = bins.reduce((best, power, i) => power > bins[best] ? i : best, 0);
        const numbers = {};
        const stats = await connection.getStats();
        for (const each of stats.values()) {
            if (each.type === "inbound-rtp" && each.kind === "video")
                Object.assign(numbers, {frames: each.framesDecoded, asked: each.nackCount});
            if (each.type === "outbound-rtp" && each.kind === "video")
                Object.assign(numbers, {askedFor: each.nackCount, sentAgain: each.retransmittedPacketsSent});
            if (each.type === "candidate-pair" && each.nominated)
                numbers.rate = each.availableOutgoingBitrate;
            if (each.type === "inbound-rtp" && each.kind === "audio")
                Object.assign(numbers, {packets: each.packetsReceived, lost: each.packetsLost,
                    delay: each.jitterBufferDelay / each.jitterBufferEmittedCount});
            if (each.type === "transport") {
                numbers.suite = each.srtpCipher;
                numbers.protocol = stats.get(stats.get(each.selectedCandidatePairId)?.localCandidateId)?.protocol;
                numbers.transports = (numbers.transports ?? 0) + 1;
            }
            if (each.type === "remote-inbound-rtp" && each.kind === "audio")
                numbers.roundTrip = each.roundTripTime;
        }
        tell("heard", {hertz: at * context.sampleRate / analyser.fftSize, level: bins[at], connect: times.get(connection)?.connected, ...numbers,
            addresses: [...connection.localDescription.sdp.matchAll(/^a=candidate:\S+ \d+ \S+ \d+ (\S+)/gm)].map(it => it[1])});
    }, 200);
}

/** Does what the test wants, one after the other. */
export async function obey(commands) {
    for (;;) {
        const answer = await fetch("command");
        if (answer.status === 200) {
            const command = await answer.json();
            await commands[command.what](command);
        }
    }
}
