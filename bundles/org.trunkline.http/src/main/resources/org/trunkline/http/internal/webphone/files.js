// Files in messages: their upload to the node, and the documents that name them (GSMA RCC.07 §3.2.5).
import {Digest} from "./digest.js";
import {Refusal} from "./line.js";

export const TYPE = "application/vnd.gsma.rcs-ft-http+xml";
const DOOR = "/files";
const OWN = /^\/files\/[\w-]{43}(\/[^/]*)?$/;
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];
/** Largest picture that is shown without a click. */
const MOST_SHOWN = 10 << 20;
const MIB = 1 << 20;

/** In KB or MB, as file managers write it. */
export function size(bytes) {
    return bytes < 1024 ? `${bytes} B` : bytes < MIB ? `${Math.round(bytes / 1024)} KB` : `${Math.round(bytes * 10 / MIB) / 10} MB`;
}

/** What a message with a file says; nothing where it names none. Only files of this node are fetched from where the page is. */
export function parse(text) {
    const document = new DOMParser().parseFromString(text, "application/xml");
    const info = [...document.getElementsByTagNameNS("*", "file-info")].find(each => each.getAttribute("type") === "file");
    const data = info?.getElementsByTagNameNS("*", "data")[0];
    const url = URL.parse(data?.getAttribute("url") ?? "");
    if (!["http:", "https:"].includes(url?.protocol))
        return undefined;
    const content = name => info.getElementsByTagNameNS("*", name)[0]?.textContent.trim() ?? "";
    const own = OWN.test(url.pathname);
    const bytes = Number(content("file-size")) || 0;
    const type = content("content-type").split(";")[0].trim().toLowerCase();
    return {name: content("file-name") || "file", bytes, type, own, host: url.host, url: own ? url.pathname : url.href,
        picture: own && bytes <= MOST_SHOWN && PICTURES.includes(type)};
}

/** The first challenge of a known algorithm. */
function answered(header, user, secret) {
    for (const challenge of (header ?? "").split(/(?:^|,\s*)Digest\s+/i).slice(1)) {
        const values = Object.fromEntries([...challenge.matchAll(/(\w+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s,"]+))/g)]
            .map(([, name, quoted, plain]) => [name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain]));
        const digest = new Digest(user, secret);
        if (digest.authenticate({method: "POST", ruri: DOOR}, values))
            return `${digest}`;
    }
    throw new Refusal("fileRefused", 401);
}

/**
 * Uploads a file.
 *
 * @param account {@code user} and {@code secret} of the subscriber
 * @param rules of the node: {@code most} bytes; none where it takes no files
 * @param progress told the sent share, 0 to 1
 * @param signal cancels it
 * @return the document to send @throws Refusal
 */
export async function upload(file, {user, secret}, rules, progress, signal) {
    if (!rules)
        throw new Refusal("filesOff");
    if (file.size > rules.most)
        throw new Refusal("fileTooLarge", file.name, size(rules.most));
    let asked;
    try {
        // without credentials of its own, so that the browser does not ask for a password
        asked = await fetch(DOOR, {method: "POST", credentials: "omit", signal});
    } catch {
        throw new Refusal(signal.aborted ? "fileCancelled" : "unreachable");
    }
    if (asked.status !== 401)
        throw refusal(asked.status, "", file, rules);
    return send(file, answered(asked.headers.get("WWW-Authenticate"), user, secret), rules, progress, signal);
}

/** By XMLHttpRequest, which tells how much was sent. */
function send(file, credentials, rules, progress, signal) {
    return new Promise((done, failed) => {
        const request = new XMLHttpRequest();
        request.open("POST", DOOR);
        request.setRequestHeader("Authorization", credentials);
        request.upload.addEventListener("progress", event => event.lengthComputable && progress(event.loaded / event.total));
        request.addEventListener("load", () => request.status === 200 ? done(request.responseText)
            : failed(refusal(request.status, request.responseText, file, rules)));
        request.addEventListener("error", () => failed(new Refusal("unreachable")));
        request.addEventListener("abort", () => failed(new Refusal("fileCancelled")));
        signal.addEventListener("abort", () => request.abort());
        const form = new FormData();
        form.append("File", file, file.name || "file");
        request.send(form);
    });
}

function refusal(status, problem, file, rules) {
    switch (status) {
        case 404: return new Refusal("filesOff");
        case 413: return new Refusal("fileTooLarge", file.name, size(rules.most));
        case 415: return new Refusal("fileType", file.name);
        case 503: return new Refusal("fileBusy");
        case 507: return problem.includes("subscriber-full") ? new Refusal("fileOwnRoom") : new Refusal("fileNoRoom");
        default: return new Refusal("fileRefused", status);
    }
}
