// Digest authentication of a line (RFC 3261 §22, RFC 8760): SHA-256 and MD5, where the library has MD5 alone.
import {IncomingMessage, Md5, sha256} from "./sip-0.21.2.2.js";

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

/** A password, or what was kept of it. */
export class Secret {
    #user;
    #password;
    #kept;
    #realm;

    /** @param kept {@code realm} and hashes, where the password is not known */
    constructor(user, password, kept) {
        this.#user = user;
        this.#password = password;
        this.#kept = kept;
    }

    /** @return H(A1) of RFC 7616 §3.4.2; none where it is not known */
    hash(algorithm, realm) {
        if (this.#kept)
            return this.#kept.realm === realm ? this.#kept[algorithm] : undefined;
        this.#realm = realm;
        return HASHES[algorithm](`${this.#user}:${realm}:${this.#password}`);
    }

    /** What can be kept, once the node has asked for it. */
    get kept() {
        return this.#kept ?? {user: this.#user, realm: this.#realm,
            ...Object.fromEntries(Object.keys(HASHES).map(each => [each, this.hash(each, this.#realm)]))};
    }
}

/** Credentials of one request: what the library's {@code authenticationFactory} makes. */
export class Digest {
    #user;
    #secret;
    #value = "";
    #count = 0;

    constructor(user, secret) {
        this.#user = user;
        this.#secret = secret;
    }

    /** @return false where the challenge cannot be answered */
    authenticate({method, ruri}, {algorithm = "MD5", realm, nonce, opaque, qop}) {
        const hash = HASHES[algorithm];
        if (!hash || !realm || !nonce || (qop && !qop.includes("auth")))
            return false;
        const secret = this.#secret.hash(algorithm, realm);
        if (!secret)
            return false;
        const uri = `${ruri}`;
        const client = hex(crypto.getRandomValues(new Uint8Array(16)));
        const count = (++this.#count).toString(16).padStart(8, "0");
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
