// The list of messages.
import {parse, size, TYPE} from "./files.js";
import {word} from "./words.js";

const STATES = {
    sending: () => word("sending"),
    sent: () => word("sent"),
    stored: () => word("stored"),
    delivered: () => word("delivered"),
    read: () => word("read"),
    failed: ({code, args}) => word(code, ...args)
};

/** A file of a message: a picture where it is one of this node, else a link. */
function described(text) {
    const file = parse(text);
    if (!file)
        return text;
    const link = document.createElement("a");
    link.className = "file";
    link.href = file.url;
    link.rel = "noopener noreferrer";
    link.textContent = `${file.name} (${size(file.bytes)})`;
    if (file.own) {
        link.download = file.name;
    } else {
        link.target = "_blank";
        link.textContent += ` – ${file.host}`;
    }
    if (file.picture) {
        const picture = document.createElement("img");
        picture.alt = file.name;
        picture.loading = "lazy";
        picture.src = file.url;
        picture.addEventListener("load", () => reveal(picture));
        picture.addEventListener("error", () => picture.replaceWith(word("fileGone")));
        link.prepend(picture);
    }
    return link;
}

/** Scrolls the list alone: the page stays where the user is. */
function reveal(element) {
    const list = element.closest("[role=log]");
    if (list) // it is no more where the language changed
        list.scrollTop += Math.max(0, element.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom);
}

/** The time of today, else the day too. */
function time(at) {
    const today = new Date(at).toDateString() === new Date().toDateString();
    return new Date(at).toLocaleString(document.documentElement.lang, {...!today && {dateStyle: "short"}, timeStyle: "short"});
}

function heading({peer, name, group, out, missed}) {
    if (missed)
        return word("missed", name);
    if (out)
        return word("fromTo", word("me"), peer);
    return group ? word("fromTo", name, group) : name;
}

const HUSHED_MS = 1_000;

export class Log {
    #list;
    #again;
    #items = new Map();
    #language;

    /** @param list element @param again told the id of a message that is to be sent again */
    constructor(list, again) {
        this.#list = list;
        this.#again = again;
    }

    /** An item stays where it is, so that a screen reader says it once; its state alone changes. */
    show(messages) {
        const {lang} = document.documentElement;
        const {scrollHeight, scrollTop, clientHeight} = this.#list;
        const atEnd = scrollHeight - scrollTop - clientHeight < 2;
        if (lang !== this.#language)
            this.#clear();
        this.#language = lang;
        const ids = new Set(messages.map(each => each.id));
        for (const [id, {item}] of this.#items)
            if (!ids.has(id)) {
                item.remove();
                this.#items.delete(id);
            }
        const added = messages.filter(each => !this.#items.has(each.id));
        if (added.length > 1)
            this.#hush();
        let before;
        for (const message of messages) {
            const shown = this.#items.get(message.id) ?? this.#item(message);
            if (!shown.item.isConnected)
                before ? before.after(shown.item) : this.#list.prepend(shown.item);
            before = shown.item;
            this.#state(shown, message);
        }
        if (before && (added.length || atEnd))
            reveal(before);
    }

    /** A screen reader says what comes, not what was kept. */
    #hush() {
        this.#list.ariaLive = "off";
        setTimeout(() => this.#list.ariaLive = "polite", HUSHED_MS);
    }

    #clear() {
        this.#list.replaceChildren();
        this.#items.clear();
    }

    #item(message) {
        const item = document.createElement("li");
        const name = document.createElement("b");
        name.textContent = heading(message);
        const text = document.createElement("span");
        text.className = "text";
        if (!message.missed)
            text.append(message.type === TYPE ? described(message.text) : message.text);
        const state = document.createElement("small");
        state.ariaLive = "off";
        item.append(name, ` ${time(message.at)} `, text, state);
        const shown = {item, state};
        this.#items.set(message.id, shown);
        return shown;
    }

    #state(shown, {id, state, why}) {
        const text = STATES[state]?.(why) ?? "";
        if (shown.text === text)
            return;
        shown.text = text;
        shown.state.textContent = text;
        if (state !== "failed")
            return;
        const again = document.createElement("button");
        again.type = "button";
        again.textContent = word("sendAgain");
        again.addEventListener("click", () => this.#again(id));
        shown.state.append(" ", again);
    }
}
