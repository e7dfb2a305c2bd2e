// Who types (RFC 3994): the user, as the other side is told, and others, as long as they say so.

/** An "active" holds so long, and is sent again before. */
export const HOLDS = 60;
const AGAIN_MS = 50_000;
/** A user who has not typed for so long is idle (RFC 3994 §3.2). */
const IDLE_MS = 15_000;
/** From one "active" to the next after an "idle": a text that is emptied and begun again is one. */
const SOONEST_MS = 5_000;

/** The user types. */
export class Writing {
    #tell;
    #peer;
    #idle;
    #again;
    #last = 0;

    /** @param tell sends a peer whether the user types */
    constructor(tell) {
        this.#tell = tell;
    }

    /** The text to a peer has changed. */
    wrote(peer, text) {
        if (this.#peer && (peer !== this.#peer || !text))
            this.stop();
        if (!peer || !text || !this.#peer && Date.now() - this.#last < SOONEST_MS)
            return;
        if (!this.#peer) {
            this.#peer = peer;
            this.#active();
        }
        clearTimeout(this.#idle);
        this.#idle = setTimeout(() => this.stop(), IDLE_MS);
    }

    #active() {
        this.#last = Date.now();
        this.#tell(this.#peer, true);
        this.#again = setTimeout(() => this.#active(), AGAIN_MS);
    }

    /** @param told whether the peer is told: a message says so itself */
    stop(told = true) {
        const peer = this.#peer;
        this.#peer = undefined;
        clearTimeout(this.#idle);
        clearTimeout(this.#again);
        if (peer && told)
            this.#tell(peer, false);
    }
}

/** Others who type, by the names that are shown. */
export class Typists {
    #changed;
    #timers = new Map();
    #names = new Map();

    constructor(changed) {
        this.#changed = changed;
    }

    get names() {
        return [...this.#names.values()];
    }

    heard(peer, name, {active, seconds}) {
        this.stop(peer);
        if (active) {
            this.#names.set(peer, name);
            this.#timers.set(peer, setTimeout(() => {
                this.stop(peer);
                this.#changed();
            }, seconds * 1000));
        }
        this.#changed();
    }

    stop(peer) {
        clearTimeout(this.#timers.get(peer));
        this.#timers.delete(peer);
        this.#names.delete(peer);
    }

    end() {
        [...this.#timers.keys()].forEach(peer => this.stop(peer));
    }
}
