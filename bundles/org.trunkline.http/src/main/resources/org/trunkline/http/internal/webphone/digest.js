// Digest authentication of a line (RFC 3261 §22, RFC 8760): SHA-256 and MD5, where the library has MD5 alone.
import {IncomingMessage, Md5, sha256} from "./sip-0.21.2.1.js";

const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
const HASHES = {
    "MD5": text => Md5.hashStr(text),
    "SHA-256": text => hex(sha256(new TextEncoder().encode(text)))
};
const CHALLENGE = /^(?:www|proxy)-authenticate$/i;
const quoted = text => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** @param challenge header value @return whether its algorithm is known; none means MD5 (RFC 7616 §3.3) */
function known(challenge) {
    const algorithm = /[\s,]algorithm\s*=\s*"?([^\s",]+)/i.exec(challenge)?.[1] ?? "MD5";
    return algorithm.toUpperCase() in HASHES;
}

/** The first challenge that is known counts (RFC 8760 §2.4); the library would keep the last. */
const replace = IncomingMessage.prototype.setHeader;
IncomingMessage.prototype.setHeader = function(name, value) {
    const before = CHALLENGE.test(name) && this.getHeader(name);
    if (!before || !known(before))
        replace.call(this, name, value);
};

/** Credentials of one request: what the library's {@code authenticationFactory} makes. */
export class Digest {
    #user;
    #password;
    #value = "";
    #count = 0;

    constructor(user, password) {
        this.#user = user;
        this.#password = password;
    }

    /** @return false where the challenge cannot be answered */
    authenticate({method, ruri}, {algorithm = "MD5", realm, nonce, opaque, qop}) {
        const hash = HASHES[algorithm];
        if (!hash || !realm || !nonce || (qop && !qop.includes("auth")))
            return false;
        const uri = `${ruri}`;
        const client = hex(crypto.getRandomValues(new Uint8Array(16)));
        const count = (++this.#count).toString(16).padStart(8, "0");
        const secret = hash(`${this.#user}:${realm}:${this.#password}`);
        const response = hash([secret, nonce, ...(qop ? [count, client, "auth"] : []), hash(`${method}:${uri}`)].join(":"));
        this.#value = `Digest username=${quoted(this.#user)}, realm=${quoted(realm)}, nonce=${quoted(nonce)}, uri=${quoted(uri)}`
            + `, response="${response}", algorithm=${algorithm}` + (opaque ? `, opaque=${quoted(opaque)}` : "")
            + (qop ? `, qop=auth, cnonce="${client}", nc=${count}` : "");
        return true;
    }

    toString() {
        return this.#value;
    }
}
