// Presence in XML (RFC 3863, 4480): what the user publishes (RFC 3903), and what is seen of others (RFC 3856).
import {elements, escaped} from "./xml.js";

const TYPE = "application/pidf+xml";
const EXPIRES = 600;
const AGAIN_MS = 120_000;
const BUSY = ["busy", "appointment", "meeting", "performance", "presentation", "steering", "worship"];
const AWAY = ["away", "breakfast", "dinner", "holiday", "in-transit", "lunch", "meal", "permanent-absence", "sleeping", "travel", "vacation"];

/** @return {@code state} and {@code note}; none where the document says nothing */
function read(text) {
    const all = elements(text);
    const basic = all("basic")[0]?.textContent.trim();
    if (basic !== "open" && basic !== "closed")
        return undefined;
    const doing = all("activities").flatMap(each => [...each.children]).map(each => each.localName);
    const does = some => doing.some(each => some.includes(each));
    const note = all("note")[0]?.textContent.trim() ?? "";
    if (basic === "closed" && does(["busy"]))
        return {state: "disturb", note};
    if (does(["on-the-phone"]))
        return {state: "onThePhone", note};
    return {state: basic === "closed" ? "offline" : does(BUSY) ? "busy" : does(AWAY) ? "away" : "available", note};
}

const ACTIVITIES = {busy: "<r:busy/>", disturb: "<r:busy/>", away: "<r:away/>"};

function written(uri, {state, note}) {
    const activity = ACTIVITIES[state] ? `<r:activities>${ACTIVITIES[state]}</r:activities>` : "";
    const words = note ? `<d:note>${escaped(note)}</d:note>` : "";
    return `<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:d="urn:ietf:params:xml:ns:pidf:data-model" xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" \
entity="${escaped(String(uri))}">
<tuple id="phone"><status><basic>${state === "disturb" || state === "offline" ? "closed" : "open"}</basic></status></tuple>
${activity || words ? `<d:person id="user">${activity}${words}</d:person>` : ""}
</presence>
`;
}

/** Publishes the user's state, and refreshes it. One request at a time: what changes meanwhile goes with the next one. */
export class Publication {
    #core;
    #uri;
    #wanted;
    #known;
    #tag;
    #seconds = EXPIRES;
    #online = false;
    /** The request that is under way, until it is answered. */
    #asking;
    #timer;

    constructor(core, uri) {
        this.#core = core;
        this.#uri = uri;
    }

    /** @param presence {@code state} and {@code note} */
    publish(presence) {
        this.#wanted = presence;
        this.#send();
    }

    online() {
        const before = this.#online;
        this.#online = true;
        if (!before)
            this.#send();
    }

    offline() {
        this.#online = false;
        this.#asking = undefined;
        clearTimeout(this.#timer);
    }

    /** Takes it back, if the page lasts that long: the tag is known once the request that is under way is answered. */
    async end() {
        this.#wanted = undefined;
        clearTimeout(this.#timer);
        await this.#asking;
        if (this.#tag && this.#online)
            await new Promise(done => this.#request(0, undefined, {onAccept: done, onReject: done}));
        this.offline();
    }

    #request(seconds, body, delegate) {
        const headers = ["Event: presence", `Expires: ${seconds}`, ...this.#tag ? [`SIP-If-Match: ${this.#tag}`] : []];
        const content = body && {contentDisposition: "render", contentType: TYPE, content: body};
        this.#core.publish(this.#core.makeOutgoingRequestMessage("PUBLISH", this.#uri, this.#uri, this.#uri, {}, headers, content), delegate);
    }

    #send() {
        clearTimeout(this.#timer);
        if (!this.#online || this.#asking || !this.#wanted)
            return;
        const sent = this.#wanted;
        const content = this.#tag && sent === this.#known ? undefined : written(this.#uri, sent);
        this.#asking = new Promise(answered => this.#request(this.#seconds, content, {
            onAccept: ({message}) => {
                answered();
                this.#asking = undefined;
                this.#tag = message.getHeader("SIP-ETag");
                this.#known = sent;
                if (sent !== this.#wanted)
                    return this.#send();
                this.#timer = setTimeout(() => this.#send(), (Number(message.getHeader("Expires")) || this.#seconds) * 800);
            },
            onReject: ({message}) => {
                const {statusCode} = message;
                answered();
                this.#asking = undefined;
                const least = Number(message.getHeader("Min-Expires"));
                if (statusCode === 412 && this.#tag) {
                    this.#tag = undefined;
                    this.#send();
                } else if (statusCode === 423 && least > this.#seconds) {
                    this.#seconds = least;
                    this.#send();
                } else if (statusCode === 408 || statusCode >= 500) {
                    this.#timer = setTimeout(() => this.#send(), AGAIN_MS);
                }
            }
        }));
    }
}

/** Sees one other side until it is told to stop. */
export class Watch {
    #subscription;
    #over = false;

    /** @param told of {@code state} and {@code note}; of nothing where it is not known */
    constructor(core, target, told) {
        const headers = ["Event: presence", `Accept: ${TYPE}`, "Expires: 3600", `Contact: ${core.configuration.contact}`];
        const take = request => {
            request.accept();
            if (!this.#over && request.message.body)
                told(read(request.message.body));
        };
        core.subscribe(core.makeOutgoingRequestMessage("SUBSCRIBE", target, core.configuration.aor, target, {}, headers), {
            onReject: () => told(),
            onNotify: ({request, subscription}) => {
                take(request);
                this.#subscription = subscription;
                if (!subscription)
                    return;
                subscription.autoRefresh = true;
                subscription.delegate = {onNotify: take, onTerminated: () => this.#over || told()};
                if (this.#over)
                    this.stop();
            }
        });
    }

    stop() {
        this.#over = true;
        this.#subscription?.unsubscribe();
    }
}
