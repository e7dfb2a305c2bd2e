// Messages in CPIM (RFC 3862) with their notifications (RFC 5438), and the documents that say who types (RFC 3994).
import {elements, escaped} from "./xml.js";

export const PLAIN = "text/plain";
export const CPIM = "message/cpim";
export const REPORT = "message/imdn+xml";
export const COMPOSING = "application/im-iscomposing+xml";
const IMDN = "urn:ietf:params:imdn";
const STATUSES = ["delivered", "displayed", "failed"];
/** How long typing holds where the document has no time (RFC 3994 §3.4), and at most. */
const HOLDS = 120;
const HOLDS_MOST = 600;

/** Without parameters, lower case. */
export function mediaType(header) {
    return (header ?? "").split(";")[0].trim().toLowerCase();
}

/** @return a time as in DateTime */
export function written(at) {
    return new Date(at).toISOString().replace(/\.\d+/, "");
}

/** @param envelope {@code from}, {@code to}, {@code id}, {@code at}, {@code asks}: the notifications that are wanted, none without */
export function wrap({from, to, id, at, asks}, type, content) {
    return [`From: <${from}>`, `To: <${to}>`, `NS: imdn <${IMDN}>`, `imdn.Message-ID: ${id}`, `DateTime: ${written(at)}`,
        ...asks ? [`imdn.Disposition-Notification: ${asks}`] : [], "",
        `Content-Type: ${type}`, ...type === REPORT ? ["Content-Disposition: notification"] : [],
        `Content-Length: ${new TextEncoder().encode(content).length}`, "", content].join("\r\n");
}

/** @return {@code id}, {@code asks}, {@code sent}, {@code type} and {@code content}; nothing for another format */
export function unwrap(text) {
    const outer = block(text);
    const inner = outer && block(outer.rest);
    if (!inner || !outer.headers.has("from"))
        return undefined;
    const prefix = outer.headers.get("ns " + IMDN) ?? "imdn";
    const imdn = name => outer.headers.get(prefix ? `${prefix}.${name}` : name) ?? "";
    return {id: imdn("message-id"), asks: imdn("disposition-notification").toLowerCase().split(",").map(each => each.trim()),
        sent: outer.headers.get("datetime"), type: mediaType(inner.headers.get("content-type") ?? PLAIN), content: inner.rest};
}

/** Headers by lower-case name, the first of each, up to an empty line; of a namespace its prefix by its name. */
function block(text) {
    const end = /^\r?\n|\r?\n\r?\n/.exec(text);
    if (!end)
        return undefined;
    const headers = new Map();
    for (const line of text.slice(0, end.index).split(/\r?\n/)) {
        const [, name, value] = /^([^:]+):\s*(.*?)\s*$/.exec(line) ?? [];
        const space = name?.toLowerCase() === "ns" && /^([^<]*)<([^>]*)>/.exec(value);
        const key = space ? `ns ${space[2]}` : name?.trim().toLowerCase();
        if (key && !headers.has(key))
            headers.set(key, space ? space[1].trim().toLowerCase() : value);
    }
    return {headers, rest: text.slice(end.index + end[0].length)};
}

/** @param message {@code id} and {@code sent} of the message that it is about @param status delivered or displayed */
export function report({id, sent}, recipient, status) {
    const kind = status === "displayed" ? "display" : "delivery";
    return ['<?xml version="1.0" encoding="UTF-8"?>', '<imdn xmlns="urn:ietf:params:xml:ns:imdn">', `<message-id>${escaped(id)}</message-id>`,
        `<datetime>${escaped(sent)}</datetime>`, `<recipient-uri>${escaped(recipient)}</recipient-uri>`,
        `<${kind}-notification><status><${status}/></status></${kind}-notification>`, "</imdn>", ""].join("\r\n");
}

/** @return {@code id} and {@code status}: delivered, displayed or failed; nothing for another document, and for what changes nothing */
export function readReport(xml) {
    const all = elements(xml);
    const id = all("message-id")[0]?.textContent.trim();
    const status = all("status")[0]?.firstElementChild?.localName;
    const known = STATUSES.includes(status) ? status
        : ["error", "forbidden"].includes(status) && all("delivery-notification").length ? "failed" : undefined;
    return id && known ? {id, status: known} : undefined;
}

/** @param seconds that it holds */
export function composing(active, seconds) {
    return ['<?xml version="1.0" encoding="UTF-8"?>',
        `<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>${active ? "active" : "idle"}</state>`
        + `<contenttype>${PLAIN}</contenttype>${active ? `<refresh>${seconds}</refresh>` : ""}</isComposing>`, ""].join("\r\n");
}

/** @return {@code active} and the {@code seconds} that it holds; nothing for another document */
export function readComposing(xml) {
    const all = elements(xml);
    const state = all("state")[0]?.textContent.trim();
    if (state !== "active" && state !== "idle")
        return undefined;
    const refresh = Number(all("refresh")[0]?.textContent) || HOLDS;
    return {active: state === "active", seconds: Math.min(refresh, HOLDS_MOST)};
}
