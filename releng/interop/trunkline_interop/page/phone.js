// A phone as a page of anybody's would be: SIP.js as it is published, and nothing that knows of the node.
import {Inviter, Registerer, SessionState, UserAgent} from "./sip.js/index.js";

const asked = new URLSearchParams(location.search);
const tell = (what, more = {}) => fetch("tell", {method: "POST", body: JSON.stringify({what, ...more})});
addEventListener("error", event => tell("error", {text: event.message}));
addEventListener("unhandledrejection", event => tell("error", {text: String(event.reason)}));

const domain = asked.get("domain");
// the microphone as it is: its filters take a steady tone for noise
const constraints = {audio: {echoCancellation: false, noiseSuppression: false, autoGainControl: false},
    video: asked.has("video") && {width: 320, height: 240}};
const sessionDescriptionHandlerOptions = {constraints};
const bundle = asked.get("bundle") ?? "balanced";
/** As of a browser that knows no bundles. */
const withoutBundle = description => Promise.resolve({...description, sdp: description.sdp.replace(/a=group:BUNDLE.*\r\n/, "")});
const sessionDescriptionHandlerModifiers = bundle === "none" ? [withoutBundle] : [];
const options = {sessionDescriptionHandlerOptions, sessionDescriptionHandlerModifiers};
let session;

const agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${asked.get("user")}@${domain}`),
    transportOptions: {server: asked.get("server")},
    authorizationUsername: asked.get("user"),
    authorizationPassword: asked.get("password"),
    sessionDescriptionHandlerFactoryOptions: {peerConnectionConfiguration: {iceServers: [], // all of it is on this machine
        bundlePolicy: bundle === "none" ? "balanced" : bundle}},
    logBuiltinEnabled: false,
    delegate: {
        onInvite(invitation) {
            follow(invitation);
            invitation.accept(options);
        }
    }
});

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
        return super.setRemoteDescription(description);
    }
};

function follow(next) {
    session = next;
    session.stateChange.addListener(state => {
        tell("state", {state});
        if (state === SessionState.Established)
            listen(session.sessionDescriptionHandler.peerConnection);
    });
}

/** What is heard: the loudest frequency of the last 170 ms, and how loud it is in dB. */
async function listen(connection) {
    const context = new AudioContext();
    const tracks = connection.getReceivers().map(it => it.track);
    const stream = new MediaStream(tracks);
    document.getElementById("sound").srcObject = stream; // or nothing flows
    const analyser = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
    context.createMediaStreamSource(new MediaStream(tracks.filter(it => it.kind === "audio"))).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    const timer = setInterval(async () => {
        if (session.state !== SessionState.Established)
            return clearInterval(timer);
        analyser.getFloatFrequencyData(bins);
        const at = bins.reduce((best, power, i) => power > bins[best] ? i : best, 0);
        const numbers = {};
        for (const each of (await connection.getStats()).values()) {
            if (each.type === "inbound-rtp" && each.kind === "video")
                numbers.frames = each.framesDecoded;
            if (each.type === "inbound-rtp" && each.kind === "audio")
                Object.assign(numbers, {packets: each.packetsReceived, lost: each.packetsLost,
                    delay: each.jitterBufferDelay / each.jitterBufferEmittedCount});
            if (each.type === "transport") {
                numbers.suite = each.srtpCipher;
                numbers.transports = (numbers.transports ?? 0) + 1;
            }
            if (each.type === "remote-inbound-rtp" && each.kind === "audio")
                numbers.roundTrip = each.roundTripTime;
        }
        tell("heard", {hertz: at * context.sampleRate / analyser.fftSize, level: bins[at], connect: times.get(connection)?.connected, ...numbers});
    }, 200);
}

const commands = {
    call: ({user}) => {
        follow(new Inviter(agent, UserAgent.makeURI(`sip:${user}@${domain}`), options));
        return session.invite();
    },
    hangUp: () => session.bye(),
    restartIce: () => session.invite({
        sessionDescriptionHandlerOptions: {constraints, offerOptions: {iceRestart: true}}, sessionDescriptionHandlerModifiers,
        requestDelegate: {onAccept: () => tell("restarted", {done: true}), onReject: () => tell("error", {text: "rejected"})}
    }),
};

async function obey() {
    for (;;) {
        const answer = await fetch("command");
        if (answer.status === 200) {
            const command = await answer.json();
            await commands[command.what](command);
        }
    }
}

await agent.start();
const registerer = new Registerer(agent);
registerer.stateChange.addListener(state => tell("registration", {state}));
await registerer.register();
obey();
