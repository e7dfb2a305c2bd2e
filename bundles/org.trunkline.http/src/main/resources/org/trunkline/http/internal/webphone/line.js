// A subscriber's line at the node: its registration, one call, messages.
import {Inviter, Messager, Registerer, RegistererState, SessionState, UserAgent} from "./sip-0.21.2.2.js";
import {COMPOSING, CPIM, mediaType, PLAIN, REPORT} from "./cpim.js";
import {Digest, Secret} from "./digest.js";
import {descriptions} from "./offers.js";
import {Publication, Watch} from "./presence.js";
import {SpeechRate} from "./rate.js";

const EXPIRES = 600;
/** Seconds: proxies close a connection that says nothing for a minute, and each packet wakes the radio of a mobile. */
const KEEP_ALIVE = 50;
const LONGEST_WAIT = 30;
/** For the answer to a registration before the one that ends it. */
const PATIENCE_MS = 2_000;
const WRONG_PASSWORD = [401, 403];
/** Of a request that got no answer. */
const UNANSWERED = 408;
/** RFC 8599 §8.1 */
const PUSH_REFUSED = 555;
/** Between two tries to reach the node. */
const PROBE_MS = 1_000;
/** For one of them, and for a registration. */
const ANSWER_MS = 4_000;
/** A path that is silent for a moment only needs no other. */
const SILENCE_MS = 2_000;
/** For the checks after an ICE restart. */
const CHECKS_MS = 5_000;
const LOSS_MS = 2_000;
const KEY_MS = 120;
const BETWEEN_KEYS_MS = 60;
const MOST_KEYS = 64;
/** Asks for the node's key (RFC 8599 §4.1). */
export const ASKS = ";pn-provider";
/** Only the node is asked for addresses: no server of others learns of a call. */
const PEER = {iceServers: [], bundlePolicy: "max-bundle"};
/** To find the addresses of an offer or answer. */
const GATHERING_MS = 2_000;
const PICTURE = {width: {ideal: 640}, height: {ideal: 360}};
/** Media types of messages. */
const TYPES = [PLAIN, CPIM, COMPOSING, REPORT, "application/vnd.gsma.rcs-ft-http+xml"];
/** The number that takes a parked call back. */
const SLOT = /^Contact: ?<sips?:([0-9*#]{1,32})@/m;
/** RFC 3326 */
const ELSEWHERE = /^SIP *;.*cause=200\b/i;
/** User of a sender who is not shown. */
const ANONYMOUS = "anonymous";
const NUMBER = /^[+\d\s().\/-]+$/;

/** What cannot be: {@code code} is a key of words.json. */
export class Refusal extends Error {
    constructor(code, ...args) {
        super(code);
        this.code = code;
        this.args = args;
    }
}

const pause = ms => new Promise(done => setTimeout(done, ms));

/** @returns whether {@code condition} came true in that time */
async function within(ms, condition) {
    for (const end = Date.now() + ms; Date.now() < end; await pause(100))
        if (condition())
            return true;
    return condition();
}

export class Line {
    #agent;
    #registerer;
    #listener;
    #domain;
    #user;
    #call;
    #wait = 1;
    #timer;
    #left = false;
    #secret;
    /** Parameters of the Contact (RFC 8599 §4.1). */
    #push;
    /** The node's, for push messages. */
    #key;
    #publication;
    /** Whether calls are refused. */
    disturbed = false;
    /** The registration that is under way; none if no other needs to wait. */
    #registering;
    #instance;

    /**
     * @param account {@code server} of the WebSocket, {@code user}, {@code password} or {@code kept}, {@code domain}, {@code instance}: a
     *     UUID of this tab, {@code push}: parameters of the Contact, see {@link #wakes}
     * @param listener is told by {@code online(key)} with the node's key for push messages, {@code offline(status)} with that of a refusal
     *     if there was one: it is tried again, {@code refused()} where the password is wrong, {@code unwoken()} where the node does not use the browser's push service, {@code incoming(call)},
     *     {@code message({key, peer, name, group, at, type, body})}: the key is the same each time the same message is received, the peer is
     *     who is answered to, empty where that is not shown, and the group is another number or name that it was sent to
     */
    constructor({server, user, password, kept, domain, instance, push}, listener) {
        this.#secret = new Secret(user, password, kept);
        this.#push = push;
        this.#listener = listener;
        this.#domain = domain;
        this.#user = user;
        this.#agent = new UserAgent({
            uri: UserAgent.makeURI(`sip:${encodeURIComponent(user)}@${domain}`),
            instanceId: instance,
            transportOptions: {server, connectionTimeout: 10, keepAliveInterval: KEEP_ALIVE},
            sessionDescriptionHandlerFactory: descriptions(PEER, GATHERING_MS),
            logBuiltinEnabled: false,
            delegate: {
                onConnect: () => this.#connected(),
                onDisconnect: () => this.#disconnected(),
                onInvite: invitation => this.#invited(invitation),
                onMessage: message => this.#received(message)
            }
        });
        this.#agent.userAgentCore.configuration.authenticationFactory = () => new Digest(user, this.#secret);
        this.#instance = instance;
        this.#publication = new Publication(this.#agent.userAgentCore, UserAgent.makeURI(`sip:${encodeURIComponent(user)}@${domain}`));
        this.#registers();
        this.retry = this.retry.bind(this);
        addEventListener("online", this.retry);
    }

    #registers() {
        const registerer = new Registerer(this.#agent, {expires: EXPIRES, instanceId: this.#instance, regId: 1, logConfiguration: false});
        const contact = registerer.generateContactHeader.bind(registerer);
        registerer.generateContactHeader = expires => contact(expires).replace(">", `${this.#push}>`);
        registerer.stateChange.addListener(state => {
            if (this.#left || registerer !== this.#registerer)
                return; // another line may be there by now
            if (state === RegistererState.Registered) {
                this.#listener.online(this.#key);
            } else {
                this.#listener.offline();
                this.#registerLater(); // a refresh of the library's own may have failed
            }
        });
        this.#registerer = registerer;
    }

    get call() {
        return this.#call;
    }

    /** Connects and registers. @throws Refusal */
    async start() {
        try {
            await this.#agent.start();
        } catch {
            await this.stop();
            throw new Refusal("unreachable");
        }
    }

    /** What others see of the user. @param presence {@code state} and {@code note} */
    publish(presence) {
        this.disturbed = presence.state === "disturb";
        this.#publication.publish(presence);
    }

    /** Sees the presence of a number or a subscriber. @throws Refusal @return what stops it */
    watch(text, told) {
        return new Watch(this.#agent.userAgentCore, this.target(text), told);
    }

    /** Answers digest challenges of the node. */
    get secret() {
        return this.#secret;
    }

    /** What can be kept of the sign-in. */
    get kept() {
        return this.#secret.kept;
    }

    /** Has the node wake this device from now on. @param parameters of the Contact */
    async wakes(parameters) {
        if (parameters === this.#push)
            return;
        this.#push = parameters;
        await this.#register();
    }

    /** Has the node wake this device no more. */
    async sleeps() {
        await this.#registering;
        await new Promise(done => this.#registerer.unregister({requestDelegate: {onAccept: done, onReject: done}}).catch(done));
        await this.wakes(ASKS);
    }

    /** Whatever connection there was may have slept too. */
    check() {
        if (!this.#agent.isConnected())
            this.retry();
        else if (!this.#call)
            this.#register();
    }

    /**
     * Ends the call and the registration; what was sent before the page goes is delivered.
     *
     * @param forGood whether the node is to wake this device no more
     */
    async stop(forGood = false) {
        this.#left = true;
        if (!forGood)
            this.#push = "";
        clearTimeout(this.#timer);
        removeEventListener("online", this.retry);
        this.#call?.hangUp();
        if (this.#registering)
            await Promise.race([this.#registering, new Promise(done => setTimeout(done, PATIENCE_MS))]);
        if (this.#agent.isConnected())
            await Promise.race([this.#publication.end(), new Promise(done => setTimeout(done, PATIENCE_MS))]);
        if (this.#agent.isConnected() && this.#registerer.state === RegistererState.Registered)
            await this.#registerer.unregister().catch(() => {});
        await this.#agent.stop().catch(() => {});
    }

    #connected() {
        this.#wait = 1;
        if (this.#registering) { // its answer would have come over the connection of before
            this.#registering = undefined;
            this.#registers();
        }
        this.#register();
    }

    /** One request at a time; done once it is answered. */
    #register() {
        const before = this.#registering;
        const mine = (async () => {
            await before;
            if (!this.#left)
                await new Promise(done => this.#request(done));
            if (this.#registering === mine)
                this.#registering = undefined;
        })();
        return this.#registering = mine;
    }

    /** @param seconds that the node asks for at least */
    #registerLater(seconds = 0) {
        if (!this.#agent.isConnected())
            return; // it is registered with the next connection
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
            this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
            if (!this.#left)
                this.#register();
        }, Math.max(this.#wait, seconds) * 1000);
    }

    #request(done) {
        const registerer = this.#registerer;
        registerer.register({requestDelegate: {
            onAccept: ({message}) => {
                done();
                this.#wait = 1;
                clearTimeout(this.#timer);
                this.#key = /\+sip\.vapid="([\w-]+)"/.exec(message.getHeader("Feature-Caps") ?? "")?.[1] ?? this.#key;
                this.#listener.online(this.#key);
                this.#publication.online();
                this.#call?.recover();
            },
            onReject: ({message}) => {
                done();
                if (this.#left || registerer !== this.#registerer)
                    return; // of the connection of before
                const {statusCode} = message;
                if (statusCode === PUSH_REFUSED && this.#push) {
                    this.#push = "";
                    this.#listener.unwoken();
                    this.#register();
                } else if (WRONG_PASSWORD.includes(statusCode)) {
                    this.#left = true;
                    clearTimeout(this.#timer); // set by the change of state just before
                    this.#listener.refused();
                } else if (statusCode === UNANSWERED) {
                    this.retry();
                } else {
                    this.#listener.offline(statusCode);
                    this.#registerLater(Number(message.getHeader("Retry-After")) || 0);
                }
            }
        }}).catch(done);
    }

    #disconnected() {
        if (this.#left)
            return;
        this.#listener.offline();
        this.#publication.offline();
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#agent.reconnect().catch(() => this.#disconnected()), this.#wait * 1000);
        this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    }

    /** The network is there again: whatever connection there was, a new one is made at once. */
    async retry() {
        clearTimeout(this.#timer);
        this.#wait = 0.1;
        if (this.#agent.isConnected())
            this.#agent.transport.disconnect().catch(() => {}); // not waited for: nothing comes from a network that is gone
        this.#disconnected();
    }

    /**
     * Waits until the node can be reached, and is registered there.
     *
     * @param wanted whether somebody still waits for it
     * @returns false if that failed, and can be tried again
     */
    async reaches(wanted) {
        let waited = false;
        while (!this.#left && wanted() && !await fetch("settings.json", {method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS)})
            .then(() => true, () => false)) {
            waited = true;
            await pause(PROBE_MS);
        }
        if (!wanted())
            return false;
        if (waited)
            this.retry(); // a connection from before the silence may be dead
        return within(ANSWER_MS, () => this.#agent.isConnected() && !this.#registering && this.#registerer.state === RegistererState.Registered);
    }

    /** The number or the user that is meant. */
    peer(text) {
        const wanted = text.trim();
        return NUMBER.test(wanted) ? wanted.replace(/[^+\d]/g, "") : wanted;
    }

    /** @throws Refusal */
    target(text) {
        const peer = this.peer(text);
        const target = peer && UserAgent.makeURI(`sip:${NUMBER.test(peer) ? peer : encodeURIComponent(peer)}@${this.#domain}`);
        if (!target)
            throw new Refusal("badNumber", text);
        return target;
    }

    /** Calls a number or a subscriber. @param told see {@link Call} @throws Refusal */
    dial(text, video, told) {
        const session = new Inviter(this.#agent, this.target(text), {earlyMedia: true, ...media(video)});
        this.#call = new Call(session, text.trim(), this, told);
        this.#call.invite();
        return this.#call;
    }

    #invited(invitation) {
        if (this.#call || this.disturbed) {
            invitation.reject({statusCode: 486}).catch(() => {});
            return;
        }
        const {uri, displayName} = invitation.remoteIdentity;
        this.#call = new Call(invitation, displayName || uri.user || uri.host, this, {});
        this.#call.number = uri.user ? decodeURIComponent(uri.user) : "";
        this.#listener.incoming(this.#call);
    }

    over(call) {
        if (this.#call === call)
            this.#call = undefined;
    }

    /** Of the user, in messages. */
    get address() {
        return `${this.#agent.configuration.uri}`;
    }

    /** Sends a message (RFC 3428). @param type of the body @return the status of the answer @throws Refusal */
    send(to, body, type) {
        const message = new Messager(this.#agent, this.target(to), body, type);
        return new Promise((done, failed) => message.message({requestDelegate: {
            onAccept: ({message: answer}) => done(answer.statusCode), onReject: ({message: answer}) => failed(new Refusal("notDelivered", answer.statusCode))
        }}).catch(() => failed(new Refusal("notDelivered", "–"))));
    }

    #received(message) {
        if (this.#left) { // the node keeps it
            message.reject({statusCode: 480}).catch(() => {});
            return;
        }
        const {request} = message;
        const type = mediaType(request.getHeader("Content-Type"));
        if (!TYPES.includes(type)) {
            message.reject({statusCode: 415, extraHeaders: ["Accept: " + TYPES.join(", ")]}).catch(() => {});
            return;
        }
        message.accept().catch(() => {});
        const {uri, displayName} = request.from;
        const user = request.to.uri.user ?? "";
        this.#listener.message({key: `${request.callId} ${request.cseq}`, peer: uri.user?.toLowerCase() === ANONYMOUS ? "" : uri.user ?? "",
            name: displayName || uri.user || uri.host, group: user.toLowerCase() === this.#user.toLowerCase() ? "" : user,
            at: Math.min(Date.parse(request.getHeader("Date")) || Infinity, Date.now()), type, body: request.body});
    }
}

function media(video, more = {}) {
    return {sessionDescriptionHandlerOptions: {constraints: {audio: true, video: video && PICTURE}, ...more}};
}

/** A call in either direction. */
export class Call {
    #session;
    #line;
    #hold = false;
    #muted = false;
    #recovering = false;
    #patience;
    #rate = new SpeechRate();
    #reported;
    #keys = "";

    /**
     * @param told by {@code ringing()}, {@code established()}, {@code changed()} of a stream or the connection, and {@code over(why)}:
     *     the status of a refusal, 0 for none
     */
    constructor(session, peer, line, told) {
        this.#session = session;
        this.#line = line;
        this.peer = peer;
        this.told = told;
        this.status = 0;
        /** Whether another phone of the user took it. */
        this.elsewhere = false;
        session.delegate = {
            onSessionDescriptionHandler: ({peerConnection}) => this.#watch(peerConnection),
            onCancel: ({request}) => this.elsewhere = ELSEWHERE.test(request.getHeader("Reason") ?? "")
        };
        session.stateChange.addListener(state => {
            if (state === SessionState.Established) {
                this.told.established?.();
                this.#adapts();
            }
            if (state === SessionState.Terminated)
                queueMicrotask(() => { // the status of a refusal is known after that
                    line.over(this);
                    this.told.over?.(this.status);
                });
        });
    }

    #watch(connection) {
        connection.addEventListener("connectionstatechange", () => {
            this.#sendKeys();
            this.told.changed?.();
        });
        connection.addEventListener("iceconnectionstatechange", () => {
            clearTimeout(this.#patience);
            if (connection.iceConnectionState === "failed")
                this.recover();
            else if (connection.iceConnectionState === "disconnected")
                this.#patience = setTimeout(() => this.recover(), SILENCE_MS);
        });
        connection.addEventListener("track", ({track}) => {
            for (const change of ["mute", "unmute", "ended"])
                track.addEventListener(change, () => this.told.changed?.());
            this.told.changed?.();
        });
    }

    get #handler() {
        return this.#session.sessionDescriptionHandler;
    }

    get #connection() {
        return this.#handler?.peerConnection;
    }

    get established() {
        return this.#session.state === SessionState.Established;
    }

    get offersVideo() {
        return /^m=video [1-9]/m.test(this.#session.body ?? "");
    }

    /** Whether media flows, or soon will. */
    get connected() {
        return !["disconnected", "failed"].includes(this.#connection?.connectionState);
    }

    get remote() {
        return this.#handler?.remoteMediaStream;
    }

    get local() {
        return this.#handler?.localMediaStream;
    }

    get held() {
        return this.#hold;
    }

    invite() {
        this.#session.invite({requestDelegate: {
            onProgress: ({message}) => message.statusCode === 180 && this.told.ringing?.(),
            onReject: ({message}) => this.status = message.statusCode
        }}).catch(error => this.#impossible(error));
    }

    answer(video) {
        this.#session.accept(media(video)).catch(error => this.#impossible(error));
    }

    /** Mostly a microphone that is not there, or that the page may not use. */
    #impossible(error) {
        this.status = error?.name ?? "Error";
        this.hangUp();
    }

    /** @param status of the refusal of a call that rings here */
    hangUp(status) {
        const session = this.#session;
        const end = session.state === SessionState.Established ? session.bye()
            : session instanceof Inviter ? session.cancel() : session.reject(status ? {statusCode: status} : {});
        end.catch(() => session.dispose());
    }

    set muted(muted) {
        this.#muted = muted;
        this.#openTracks();
    }

    /** A call on hold sends neither sound nor pictures of the user. */
    #openTracks() {
        for (const {track} of this.#connection.getSenders())
            if (track)
                track.enabled = !this.#hold && !(this.#muted && track.kind === "audio");
    }

    /** Sent behind the keys before it, once media is connected. @param tone 0 to 9, * or # (RFC 4733) */
    key(tone) {
        if (this.#keys.length < MOST_KEYS)
            this.#keys += tone;
        this.#sendKeys();
    }

    #sendKeys() {
        const {dtmf} = this.#connection.getSenders().find(({track}) => track?.kind === "audio") ?? {};
        if (!this.#keys || this.#connection.connectionState !== "connected" || !dtmf?.canInsertDTMF)
            return;
        dtmf.insertDTMF(dtmf.toneBuffer + this.#keys, KEY_MS, BETWEEN_KEYS_MS); // a new text replaces the one that waits
        this.#keys = "";
    }

    /** Sends the other side there (RFC 3515); this call is over once it is there. @returns the slot where it is parked (RFC 3420), if it is @throws Refusal */
    transfer(text) {
        const target = this.#line.target(text);
        return new Promise((done, failed) => {
            const refused = status => failed(new Refusal("notTransferred", status));
            this.#session.refer(target, {
                onNotify: notification => {
                    notification.accept();
                    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(notification.request.body)?.[1]);
                    if (status >= 300)
                        refused(status);
                    else if (status >= 200)
                        done(SLOT.exec(notification.request.body)?.[1]);
                },
                requestDelegate: {onReject: ({message}) => refused(message.statusCode)}
            }).catch(failed);
        });
    }

    #renegotiate(more = {}) {
        const options = media(false, {hold: this.#hold, ...more});
        this.#session.sessionDescriptionHandlerOptionsReInvite = media(false, {hold: this.#hold}).sessionDescriptionHandlerOptions;
        return new Promise((done, failed) => this.#session.invite({...options, requestDelegate: {
            onAccept: () => done(), onReject: ({message}) => failed(new Refusal("notChanged", message.statusCode))
        }}).catch(failed));
    }

    async hold(held) {
        this.#hold = held;
        this.#openTracks();
        try {
            await this.#renegotiate();
        } catch (error) {
            this.#hold = !held;
            throw error;
        } finally {
            this.#openTracks();
        }
    }

    get sendsVideo() {
        return this.#connection?.getSenders().some(({track}) => track?.kind === "video") ?? false;
    }

    /** Without a camera nothing of it is sent, and its lamp is off. */
    async video(on) {
        const connection = this.#connection;
        if (!on) {
            for (const sender of connection.getSenders())
                if (sender.track?.kind === "video") {
                    sender.track.stop();
                    this.local.removeTrack(sender.track);
                    await sender.replaceTrack(null);
                }
            return;
        }
        const [track] = (await navigator.mediaDevices.getUserMedia({video: PICTURE})).getVideoTracks();
        this.local.addTrack(track);
        const line = connection.getTransceivers().find(each => each.receiver.track.kind === "video" && each.direction !== "stopped");
        const before = line?.direction;
        if (line) {
            await line.sender.replaceTrack(track);
            line.direction = "sendrecv";
        } else {
            connection.addTrack(track, this.local);
        }
        this.#openTracks();
        if (line?.currentDirection === "sendrecv")
            return;
        try {
            await this.#renegotiate();
        } catch (error) { // it would be offered again with the next hold
            await this.video(false);
            if (line)
                line.direction = before;
            else
                connection.getTransceivers().find(({mid}) => mid === null)?.stop();
            throw error;
        }
    }

    /** After another network or a new connection to the node: media finds its way again (RFC 8839 §4.4.1.1). */
    async recover() {
        if (this.#recovering)
            return;
        this.#recovering = true;
        while (this.#isLost)
            if (await this.#line.reaches(() => this.#isLost) && this.#isLost) {
                await this.#renegotiate({offerOptions: {iceRestart: true}}).catch(() => {});
                await within(CHECKS_MS, () => !this.#isLost);
            }
        this.#recovering = false;
    }

    /** Whether no path to the node works. */
    get #isLost() {
        return this.established && !["connected", "completed"].includes(this.#connection.iceConnectionState);
    }

    /** Sends less speech over a link that loses much. */
    async #adapts() {
        while (this.established) {
            await pause(LOSS_MS);
            const sender = this.#connection?.getSenders().find(({track}) => track?.kind === "audio");
            const stats = [...(await sender?.getStats() ?? new Map()).values()];
            const report = stats.find(({type}) => type === "remote-inbound-rtp");
            const codec = stats.find(({type}) => type === "codec");
            if (codec?.mimeType !== "audio/opus" || !report || report.timestamp === this.#reported)
                continue;
            this.#reported = report.timestamp;
            const rate = this.#rate.next(report.fractionLost ?? 0);
            const parameters = sender.getParameters();
            if (!parameters.encodings?.length || parameters.encodings[0].maxBitrate === rate)
                continue;
            if (rate)
                parameters.encodings[0].maxBitrate = rate;
            else
                delete parameters.encodings[0].maxBitrate;
            await sender.setParameters(parameters).catch(() => {}); // the call may end meanwhile
        }
    }
}
