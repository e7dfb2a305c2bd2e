// The messages of the user who is signed in: sent, received, confirmed, deleted.
import {COMPOSING, composing, CPIM, PLAIN, readComposing, readReport, REPORT, report, unwrap, wrap, written} from "./cpim.js";
import {HOLDS, Typists, Writing} from "./typing.js";

const MOST = 500;
/** Characters of one text. */
const LONGEST = 32_000;
const ASKED = "positive-delivery, negative-delivery, display";
/** The other side does not read this type. */
const UNREADABLE = [415, 406];
const STORED = 202;
/** Of UTF-8 texts that are not wrapped. */
const CHARSET = ";charset=UTF-8";

/** With one kind of line end, without what moves the cursor of a display. */
function tidy(text) {
    return text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]/gu, "").trim().slice(0, LONGEST);
}

/**
 * A message has {@code id}, {@code peer}: number or user of the other side, {@code name} of the sender, {@code group} that it was sent to,
 * {@code at}, {@code out}, {@code type} and {@code text}, and {@code state}: sending, sent, stored, delivered, read or failed of a sent one, unread or
 * seen of another; {@code missed} instead of a text is a call.
 */
export class Messages {
    #line;
    #told;
    #all = [];
    /** Peers whose phones read no CPIM, and no typing. */
    #plain = new Set();
    #withoutTyping = new Set();
    /** Ids of what was deleted here and may be received again. */
    #forgotten = new Set();
    #queues = new Map();
    #typists;
    #writing;

    /** @param told by {@code changed()}, by {@code typing()} and by {@code received(message)} of a new one */
    constructor(line, told) {
        this.#line = line;
        this.#told = told;
        this.#typists = new Typists(() => told.typing());
        this.#writing = new Writing((peer, active) => this.#compose(peer, active));
    }

    /** Oldest first. */
    get all() {
        return this.#all;
    }

    /** Names of those who type. */
    get typing() {
        return this.#typists.names;
    }

    with(peer) {
        return this.#all.some(each => each.peer === peer);
    }

    end() {
        this.#writing.stop(false);
        this.#typists.end();
    }

    /** Puts messages of an earlier sign-in before those of this one. */
    restore(kept) {
        const before = new Set(kept.map(each => each.id));
        for (const each of kept)
            if (each.state === "sending")
                fail(each, "interrupted");
        this.#all = [...kept, ...this.#all.filter(each => !before.has(each.id))].slice(-MOST);
        this.#told.changed();
    }

    #add(message) {
        this.#all = [...this.#all, message].slice(-MOST);
        this.#told.changed();
    }

    missed(peer, name) {
        this.#add({id: crypto.randomUUID(), peer, name, at: Date.now(), missed: true});
    }

    /** Sends a text, or a document that names a file (RFC 3428). @return done once it is answered @throws Refusal */
    send(to, text, type = PLAIN) {
        this.#line.target(to);
        const peer = this.#line.peer(to);
        this.#writing.stop(false);
        const message = {id: crypto.randomUUID(), peer, at: Date.now(), out: true, type, text, state: "sending"};
        this.#add(message);
        return this.#carry(message);
    }

    /** Sends a failed message again. It keeps its id, so that no phone shows it twice. */
    again(id) {
        const message = this.#all.find(each => each.id === id && each.state === "failed");
        if (!message)
            return undefined;
        message.state = "sending";
        this.#told.changed();
        return this.#carry(message);
    }

    /** @throws Refusal */
    async #carry(message) {
        const {id, peer, at, type} = message;
        const text = type === PLAIN ? message.text.replaceAll("\n", "\r\n") : message.text;
        const wrapped = !this.#plain.has(peer);
        try {
            const status = await (wrapped ? this.#wrapped(peer, {id, at, asks: ASKED}, type === PLAIN ? PLAIN + CHARSET : type, text)
                : this.#request(peer, text, type === PLAIN ? PLAIN + CHARSET : type));
            if (message.state === "sending") // a notification may come before the answer
                message.state = status === STORED ? "stored" : "sent";
        } catch (error) {
            if (wrapped && UNREADABLE.includes(error.args?.[0])) {
                this.#plain.add(peer);
                return this.#carry(message);
            }
            if (message.state === "sending")
                fail(message, error.code, error.args);
            throw error;
        } finally {
            this.#told.changed();
        }
    }

    #wrapped(peer, envelope, type, content) {
        const to = `${this.#line.target(peer)}`;
        return this.#request(peer, wrap({...envelope, from: this.#line.address, to}, type, content), CPIM);
    }

    /** One at a time to each recipient (RFC 3428 §8). @return the status of the answer */
    #request(peer, body, type) {
        const mine = (this.#queues.get(peer) ?? Promise.resolve()).then(() => this.#line.send(peer, body, type));
        this.#queues.set(peer, mine.catch(() => {}));
        return mine;
    }

    /** @param incoming see {@link Line} */
    received({key, peer, name, group, at, type, body}) {
        const {id, asks, sent, type: kind, content} = (type === CPIM ? unwrap(body) : {asks: [], type, content: body}) ?? {};
        if (kind === REPORT)
            return this.#reported(readReport(content));
        if (kind === COMPOSING)
            return this.#composes(peer, name, readComposing(content));
        const text = kind ? tidy(content) : "";
        if (!text)
            return;
        const receipt = id && {id, sent: sent ?? written(at)};
        if (receipt && asks.includes("positive-delivery"))
            this.#confirm(peer, receipt, "delivered");
        this.#typists.stop(peer);
        const own = id ? `${peer} ${id}` : key;
        if (this.#forgotten.has(own) || this.#all.some(each => each.id === own))
            return this.#told.changed();
        const message = {id: own, peer, name, group, at, type: kind, text, state: "unread", ...receipt && asks.includes("display") && {receipt}};
        this.#add(message);
        this.#told.received(message);
    }

    /** The user sees all messages; senders that asked for it are told. */
    read() {
        const unread = this.#all.filter(each => each.state === "unread");
        for (const message of unread) {
            message.state = "seen";
            if (message.receipt)
                this.#confirm(message.peer, message.receipt, "displayed");
            delete message.receipt;
        }
        if (unread.length)
            this.#told.changed();
    }

    #confirm(peer, receipt, status) {
        if (peer)
            this.#wrapped(peer, {id: crypto.randomUUID(), at: Date.now()}, REPORT, report(receipt, this.#line.address, status)).catch(() => {});
    }

    #reported(told) {
        const message = told && this.#all.find(each => each.out && each.id === told.id);
        if (!message || message.state === "read")
            return;
        if (told.status === "displayed")
            message.state = "read";
        else if (told.status === "delivered")
            message.state = "delivered";
        else if (message.state !== "delivered")
            fail(message, "undelivered");
        this.#told.changed();
    }

    /** The text to somebody has changed. Only those who have written before are told: a ring group gets it in many copies. */
    wrote(to, text) {
        const peer = this.#line.peer(to);
        const knows = this.#all.some(each => each.peer === peer && !each.out && !each.missed);
        this.#writing.wrote(knows && !this.#withoutTyping.has(peer) ? peer : "", text);
    }

    #compose(peer, active) {
        this.#request(peer, composing(active, HOLDS), COMPOSING).catch(({args}) => {
            if (!UNREADABLE.includes(args?.[0]))
                return;
            this.#withoutTyping.add(peer);
            this.#writing.stop(false);
        });
    }

    #composes(peer, name, state) {
        if (peer && state)
            this.#typists.heard(peer, name, state);
    }

    /** Deletes a conversation here; the other side keeps its messages. */
    delete(peer) {
        for (const each of this.#all)
            if (each.peer === peer && !each.out)
                this.#forgotten.add(each.id);
        this.#all = this.#all.filter(each => each.peer !== peer);
        this.#typists.stop(peer);
        this.#told.changed();
    }
}

/** @param code key of words.json */
function fail(message, code, args = []) {
    message.state = "failed";
    message.why = {code, args};
}
