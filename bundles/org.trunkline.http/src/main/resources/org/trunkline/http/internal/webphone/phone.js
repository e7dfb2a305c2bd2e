// The page around a line: what is shown, and what the buttons do.
import {TYPE, upload} from "./files.js";
import {History} from "./history.js";
import {forget, keep, kept} from "./kept.js";
import {ASKS, Line, Refusal} from "./line.js";
import {Log} from "./log.js";
import {Messages} from "./messages.js";
import {current, possible, subscribe, unsubscribe} from "./push.js";
import {translate, word} from "./words.js";

const $ = id => document.getElementById(id);
const INSTANCE = "instance";
/** Where the browser keeps what the user chose others to see. */
const OWN = "own";
/** Tag of the notification of a call. */
const CALL = "call";
const KEYS = "123456789*0#";
const NAMES = {"*": "star", "#": "hash"};
/** Hz of the ring tone, and its seconds of sound and of silence. */
const RING = {hertz: 425, on: 1, period: 4};

/** The target of a transfer that parks a call in the first free slot of the node. */
const PARK = "park-any";
/** Of a call that the user declines: no other phone rings on. */
const DECLINED = 603;
/** How long a choice on a notification waits for its call. */
const WISH_MS = 30_000;
/** Until a device that was woken tries again to reach the node. */
const AGAIN_MS = 3_000;

let settings;
let account;
let line;
/** The messages of the user who is signed in. */
let book;
/** Where they are kept, once the node has accepted the user. */
let past;
let call;
let state = "signedOut";
let began = 0;
let tones;
let ringing;
let uploading;
/** The node's key for push messages; none where it sends none. */
let pushKey;
/** Whether calls wake this device. */
let woken = false;
/** What was chosen on a notification, for the call that is about to come. */
let wish;
/** Key and values of the notice. */
let noticed = [];

function show(id, visible) {
    $(id).hidden = !visible;
}

/** @param key of words.json; none takes the notice away */
function notice(key, ...args) {
    noticed = [key, ...args];
    $("notice").textContent = key ? word(key, ...args) : "";
    show("notice", Boolean(key));
}

function status(next) {
    state = next;
    $("status").textContent = word(next);
}

/** Who takes part in what, after anything changed. */
function render() {
    const incoming = call?.incoming ?? false;
    const active = Boolean(call) && !incoming;
    show("incoming", incoming);
    show("call", active);
    show("dial", Boolean(line?.signedIn) && !call);
    show("messages", Boolean(line?.signedIn));
    show("own", Boolean(line?.signedIn));
    renderMessages();
    for (const id of WATCHED)
        renderPresence(id);
    show("sign-in", Boolean(settings) && !line);
    show("sign-out", Boolean(line));
    show("notifications", Boolean(line?.signedIn) && globalThis.Notification?.permission === "default");
    show("waking", Boolean(line?.signedIn && pushKey) && possible());
    $("wake").ariaPressed = woken;
    status(state);
    if (incoming)
        $("incoming-peer").textContent = word(call.offersVideo ? "incomingVideo" : "incoming", call.peer);
    show("answer-video", incoming && call.offersVideo);
    document.title = incoming ? $("incoming-peer").textContent : word("phone");
    if (active)
        renderCall();
}

function renderCall() {
    $("peer").textContent = call.peer;
    $("call-state").textContent = word(!call.established ? call.progress : !call.connected ? "reconnecting" : call.held ? "held" : "connected");
    const there = call.remote?.getVideoTracks().some(track => track.readyState === "live" && !track.muted) ?? false;
    const here = call.sendsVideo;
    attach($("sound"), call.remote);
    attach($("there"), there ? call.remote : null);
    attach($("here"), here ? call.local : null);
    show("there", there);
    show("here", here);
    show("pictures", there || here);
    for (const id of ["mute", "hold", "video", "keys", "transfer", "park"])
        $(id).disabled = !call.established;
    $("mute").ariaPressed = call.quiet ?? false;
    $("hold").ariaPressed = call.held;
    $("video").ariaPressed = here;
}

function attach(element, stream) {
    if (element.srcObject !== (stream ?? null))
        element.srcObject = stream ?? null;
}

setInterval(() => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    $("duration").textContent = call?.established ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "";
}, 500);

function ring(on) {
    clearInterval(ringing);
    if (!on || !tones)
        return;
    const once = () => {
        const tone = new OscillatorNode(tones, {frequency: RING.hertz});
        const gain = new GainNode(tones, {gain: 0.2});
        tone.connect(gain).connect(tones.destination);
        tone.start();
        tone.stop(tones.currentTime + RING.on);
    };
    once();
    ringing = setInterval(once, RING.period * 1000);
}

/** Shown by the system while the page is not. No text of messages: a locked screen shows it too. */
async function announce(tag, title) {
    if (!document.hidden || globalThis.Notification?.permission !== "granted")
        return;
    const worker = await navigator.serviceWorker?.ready;
    await worker?.showNotification(title, {tag, renotify: true, requireInteraction: tag === CALL, icon: "icon-192.png",
        lang: document.documentElement.lang});
    if (tag === CALL && !call?.incoming) // it ended meanwhile
        await withdraw(tag);
}

async function withdraw(tag) {
    const worker = await navigator.serviceWorker?.getRegistration();
    for (const each of await worker?.getNotifications({tag}) ?? [])
        each.close();
}

function follow(next) {
    call = next;
    call.progress = "calling";
    Object.assign(call.told, {
        ringing: () => {
            call.progress = "ringing";
            render();
        },
        established: () => {
            began = Date.now();
            render();
        },
        changed: render,
        over: why => {
            const {peer, incoming, leaving, elsewhere} = next;
            call = undefined;
            ring(false);
            withdraw(CALL);
            unfold("keys", "keypad", false);
            unfold("transfer", "transfer-form", false);
            $("transfer-to").value = "";
            render();
            if (incoming && !leaving && !elsewhere)
                book?.missed(next.number, peer);
            if (why && !incoming && !leaving)
                refused(why, peer);
            if (!$("dial").hidden)
                $("number").focus();
        }
    });
    render();
}

function refused(why, peer) {
    if (typeof why === "string")
        notice("microphone");
    else if (word(`status${why}`) !== `status${why}`)
        notice(`status${why}`, peer);
    else
        notice("failed", why);
}

const listener = {
    online(key) {
        const first = !line.signedIn;
        line.signedIn = true;
        pushKey = key;
        if (state !== "ready")
            notice();
        status("ready");
        if (first && (own.state !== "available" || own.note))
            line.publish(own);
        if (first)
            recall();
        WATCHED.forEach(watch);
        render();
        if (first && document.activeElement === document.body) // its button is hidden now
            $("number").focus();
        if (woken && key && !line.waking) {
            line.waking = true;
            wake();
        }
    },
    async unwoken() {
        await unwake();
        notice("wakeFailed");
        render();
    },
    offline(code) {
        WATCHED.forEach(forgetPresence);
        if (line?.signedIn)
            status("offline");
        if (code)
            notice("refused", code);
    },
    async refused() {
        const leaving = line;
        signedOut();
        notice("wrong");
        await unwake();
        $("password").focus();
        await leaving?.stop();
    },
    incoming(next) {
        next.incoming = true;
        follow(next);
        const {action, number, at} = wish ?? {};
        if (action && number === next.number && Date.now() - at < WISH_MS)
            return act(action);
        ring(true);
        announce(CALL, $("incoming-peer").textContent);
        $("answer").focus();
    },
    message(incoming) {
        book.received(incoming);
    }
};

/** Shows what this browser has of the user's messages, and keeps them from now on. */
async function recall() {
    const mine = book;
    const before = new History(account.user);
    const messages = await before.read();
    if (mine !== book)
        return; // signed out meanwhile
    past = before;
    mine.restore(messages);
    readMessages();
}

const log = new Log($("log"), again => book.again(again)?.catch(tell));

const told = {
    changed() {
        renderMessages();
        past?.write(book.all);
    },
    typing() {
        renderMessages();
    },
    received({name, peer}) {
        announce(`message ${peer}`, word("messageFrom", name));
        if (!$("to").value) {
            $("to").value = peer;
            watch("to");
            renderMessages();
        }
        readMessages();
    }
};

/** A list that is in view is read. */
function readMessages() {
    if (!document.hidden)
        book?.read();
}

function renderMessages() {
    log.show(book?.all ?? []);
    const typing = book?.typing ?? [];
    const said = typing.length ? word("isTyping", typing.join(", ")) : "";
    if ($("typing").textContent !== said) // what is written again is said again
        $("typing").textContent = said;
    show("typing", typing.length > 0);
    const peer = book && line.peer($("to").value);
    show("delete", Boolean(peer) && book.with(peer));
}

/** One after the other; the rest is not sent where one is refused. */
async function sendFiles(chosen) {
    const files = [...chosen];
    const to = $("to").value;
    if (!files.length || uploading || !line?.signedIn)
        return;
    try {
        line.target(to);
        for (const file of files) {
            uploading = new AbortController();
            progress(file, 0);
            show("upload", true);
            const text = await upload(file, account, settings.files, share => progress(file, share), uploading.signal);
            await book.send(to, text, TYPE);
        }
        notice();
    } catch (error) {
        tell(error);
    }
    uploading = undefined;
    show("upload", false);
}

function progress(file, share) {
    $("upload-name").textContent = file.name;
    $("upload-share").value = share;
}

/** Fields whose user is seen. */
const WATCHED = ["number", "to"];
const watches = {};
const STATES = {
    available: () => word("available"),
    away: () => word("away"),
    busy: () => word("busy"),
    disturb: () => word("disturb"),
    offline: () => word("notThere"),
    onThePhone: () => word("onThePhone")
};
let own = {state: "available", note: ""};

/** Shows the presence of who is named in a field, as long as that is so. */
function watch(id) {
    const peer = $(id).value.trim();
    if (watches[id]?.peer === peer)
        return;
    forgetPresence(id);
    if (!peer || !line?.signedIn)
        return;
    const mine = watches[id] = {peer};
    try {
        mine.watch = line.watch(peer, seen => {
            mine.seen = seen;
            if (watches[id] === mine)
                renderPresence(id);
        });
    } catch {
        // no address: nothing is seen
    }
}

function forgetPresence(id) {
    watches[id]?.watch?.stop();
    delete watches[id];
    renderPresence(id);
}

function renderPresence(id) {
    const {state: seen, note} = watches[id]?.seen ?? {};
    $(id + "-presence").textContent = seen ? [STATES[seen](), note].filter(Boolean).join(" – ") : "";
    show(id + "-presence", Boolean(seen));
}

/** What this user chose before; nothing of another one. */
function recallOwn() {
    const before = JSON.parse(localStorage.getItem(OWN) ?? "{}");
    own = before.user === account.user ? before : {state: "available", note: ""};
    $("own-state").value = own.state;
    $("own-note").value = own.note;
}

function chooseOwn() {
    own = {user: account.user, state: $("own-state").value, note: $("own-note").value.trim()};
    localStorage.setItem(OWN, JSON.stringify(own));
    line?.publish(own);
}

for (const id of WATCHED)
    $(id).addEventListener("change", () => watch(id));
for (const id of ["own-state", "own-note"])
    $(id).addEventListener("change", chooseOwn);
$("own").addEventListener("submit", event => event.preventDefault());

function signedOut() {
    WATCHED.forEach(forgetPresence);
    line = undefined;
    book?.end();
    book = past = undefined;
    account = undefined;
    uploading?.abort();
    status("signedOut");
    $("password").value = "";
    render();
}

$("sign-in").addEventListener("submit", event => {
    event.preventDefault();
    tones ??= new AudioContext();
    signIn({user: $("user").value.trim(), password: $("password").value});
});

/** @param who {@code user} with {@code password} or {@code kept} */
async function signIn(who) {
    notice();
    const instance = sessionStorage.getItem(INSTANCE) ?? crypto.randomUUID();
    sessionStorage.setItem(INSTANCE, instance);
    const push = woken && await current() || (possible() ? ASKS : ""); // named at once: then the node knows that this device is awake
    line = new Line({...who, server: settings.server, domain: location.hostname, instance, push}, listener);
    book = new Messages(line, told);
    account = {user: who.user, secret: line.secret};
    recallOwn();
    status("signingIn");
    render();
    try {
        await line.start();
    } catch (error) {
        signedOut();
        notice(error.code ?? "unreachable");
        if (who.kept) // a network that comes back a little after the device
            setTimeout(() => woken && !line && signIn(who), AGAIN_MS);
    }
}

$("sign-out").addEventListener("click", async () => {
    const leaving = line;
    const left = past;
    signedOut();
    $("user").focus();
    await Promise.all([left?.delete(), leaving.stop(true)]);
    await unwake();
});

/** Calls wake this device from now on, until it signs out. */
async function wake() {
    try {
        const leading = line;
        const parameters = await subscribe(pushKey);
        await keep(leading.kept);
        woken = leading.waking = true;
        await leading.wakes(parameters);
    } catch {
        woken = false;
        notice("wakeFailed");
    }
    render();
}

async function unwake() {
    woken = false;
    await forget();
    await unsubscribe().catch(() => {});
}

$("wake").addEventListener("click", async () => {
    notice();
    if (woken) {
        await unwake();
        await line.sleeps();
    } else if (await Notification.requestPermission() === "granted") {
        await wake();
    }
    render();
});
addEventListener("pointerdown", () => tones ??= new AudioContext(), {once: true});

/** @param action chosen on a notification of the call that rings */
function act(action) {
    wish = undefined;
    if (action === "answer")
        answer(false);
    else
        hangUp(DECLINED);
}

navigator.serviceWorker?.addEventListener("message", ({data: {action, number, woken: kind}, ports}) => {
    ports[0]?.postMessage(!document.hidden && Boolean(line));
    if (kind === "rings" || kind === "message")
        line?.check();
    if (!action)
        return;
    wish = {action, number, at: Date.now()};
    if (call?.incoming && call.number === number)
        act(action);
});

$("dial").addEventListener("submit", event => {
    event.preventDefault();
    notice();
    try {
        follow(line.dial($("number").value, event.submitter?.id === "dial-video", {}));
        $("hang-up").focus();
    } catch (error) {
        tell(error);
    }
});

function tell(error) {
    if (error instanceof Refusal)
        notice(error.code, ...error.args);
    else
        notice("microphone");
}

function answer(video) {
    ring(false);
    withdraw(CALL);
    call.incoming = false;
    call.answer(video);
    render();
    $("hang-up").focus();
}

/** @param status of a refusal; none for the usual one */
async function hangUp(status) {
    call.leaving = true;
    await call.hangUp(status);
}

$("answer").addEventListener("click", () => answer(false));
$("answer-video").addEventListener("click", () => answer(true));
$("decline").addEventListener("click", () => hangUp(DECLINED));
$("hang-up").addEventListener("click", () => hangUp());
$("mute").addEventListener("click", () => {
    call.quiet = !call.quiet;
    call.muted = call.quiet;
    render();
});
$("hold").addEventListener("click", () => change("hold", () => call.hold(!call.held)));
$("video").addEventListener("click", () => change("video", () => call.video(!call.sendsVideo)));

/** One change at a time: each is an exchange with the other side. */
async function change(id, action) {
    $(id).disabled = true;
    try {
        await action();
        notice();
    } catch (error) {
        tell(error);
    }
    render();
}

$("notifications").addEventListener("click", async () => {
    await Notification.requestPermission();
    render();
});
addEventListener("visibilitychange", () => {
    if (document.hidden)
        return;
    withdraw(CALL);
    readMessages();
});

/** @param id of the button that shows and hides it */
function unfold(id, part, visible = $(part).hidden) {
    show(part, visible);
    $(id).ariaExpanded = visible;
}

$("keys").addEventListener("click", () => unfold("keys", "keypad"));
$("transfer").addEventListener("click", () => {
    unfold("transfer", "transfer-form");
    $("transfer-to").focus();
});
/** Transfers the call, and says where the node parked it if it did. @param id of the button */
async function leave(id, target) {
    let slot;
    await change(id, async () => {
        const leaving = call;
        slot = await leaving.transfer(target);
        leaving.leaving = true;
        if (leaving.established)
            leaving.hangUp();
    });
    if (slot)
        notice("parkedIn", slot);
}

$("transfer-form").addEventListener("submit", event => {
    event.preventDefault();
    leave("transfer-go", $("transfer-to").value).finally(() => $("transfer-go").disabled = false);
});
$("park").addEventListener("click", () => leave("park", PARK));
for (const key of KEYS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = key;
    if (NAMES[key])
        button.dataset.label = NAMES[key];
    button.addEventListener("click", () => call.key(key));
    $("keypad").append(button);
}

$("write").addEventListener("submit", async event => {
    event.preventDefault();
    try {
        const sent = book.send($("to").value, $("text").value);
        $("text").value = "";
        await sent;
        notice();
    } catch (error) {
        tell(error);
    }
});
$("text").addEventListener("input", () => book.wrote($("to").value, $("text").value));
$("to").addEventListener("input", renderMessages);
$("delete").addEventListener("click", () => {
    const peer = line.peer($("to").value);
    if (confirm(word("deleteSure", peer)))
        book.delete(peer);
});

$("file").addEventListener("change", async () => {
    const chosen = [...$("file").files];
    $("file").value = "";
    await sendFiles(chosen);
});
$("choose").addEventListener("click", () => $("to").reportValidity() && $("file").click());
$("upload-cancel").addEventListener("click", () => uploading?.abort());
$("text").addEventListener("paste", event => {
    if (event.clipboardData.files.length) {
        event.preventDefault();
        sendFiles(event.clipboardData.files);
    }
});
for (const kind of ["dragover", "drop"])
    $("messages").addEventListener(kind, event => {
        if (!event.dataTransfer.types.includes("Files"))
            return;
        event.preventDefault();
        if (kind === "drop" && $("to").reportValidity())
            sendFiles(event.dataTransfer.files);
    });

addEventListener("beforeunload", event => {
    if (call)
        event.preventDefault();
});
addEventListener("pagehide", () => line?.stop());

/** Over TLS the secure port alone: browsers refuse the other from such a page. */
async function begin() {
    if (!isSecureContext)
        return notice("insecure");
    const plain = location.protocol === "http:";
    const {ws, wss, files} = await (await fetch("settings.json")).json();
    if (!wss && !(plain && ws))
        return notice(plain ? "noPortPlain" : "noPort");
    settings = {server: plain && ws ? `ws://${location.hostname}:${ws}` : `wss://${location.hostname}:${wss}`, files};
    show("choose", Boolean(files));
    const [, action, number] = /^#(answer|decline)=(.+)$/.exec(location.hash) ?? [];
    if (action) {
        wish = {action, number: decodeURIComponent(number), at: Date.now()};
        history.replaceState(null, "", location.pathname);
    }
    const before = await kept();
    woken = Boolean(before);
    if (before)
        return signIn({user: before.user, kept: before});
    render();
    $("user").focus();
}

translate($("language"), () => {
    render();
    notice(...noticed);
    globalThis.caches?.open("page").then(kept => kept.put("language", new Response(document.documentElement.lang))).catch(() => {}); // for sw.js
});
navigator.serviceWorker?.register("sw.js").catch(() => {});
await begin();
