// Keeps the page itself, so that it opens at once and without a network: no settings, no names, no messages. And shows calls and messages
// that come while no page is open.
const KEPT = "page";
const SECRET_FREE = /\.(html|js|css|svg|png|webmanifest)$|\/words\.json$|\/phone\/$/;
/** Tags of notifications of calls that ring, of those that were not taken here, and of messages before the sender. */
const CALL = "call";
const ENDED = "ended";
const MESSAGE = "message ";
/** A page that is being closed is still listed, and says nothing: it is not waited for longer. */
const ANSWER_MS = 1000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil(clients.claim()));
addEventListener("fetch", event => {
    const {pathname, origin} = new URL(event.request.url);
    if (event.request.method === "GET" && origin === location.origin && pathname.startsWith("/phone/") && SECRET_FREE.test(pathname))
        event.respondWith(fresh(event.request));
});

addEventListener("push", event => event.waitUntil(pushed(event.data?.json() ?? {})));
addEventListener("notificationclick", event => {
    event.notification.close();
    event.waitUntil(chosen(event.action, event.notification.data));
});

async function pages() {
    return (await clients.matchAll({type: "window", includeUncontrolled: true})).filter(each => each.url.startsWith(registration.scope));
}

/** Each push shows something: a browser takes away the right to push from those that stay silent. */
async function pushed({kind, caller, number, text, at}) {
    const shows = await Promise.all((await pages()).map(page => asked(page, kind)));
    if (kind === "rings") {
        if (shows.includes(true))
            return;
        await registration.showNotification(await word("incoming", caller), {tag: CALL, renotify: true, requireInteraction: true,
            icon: "icon-192.png", lang: await language(), timestamp: at, data: number, vibrate: [400, 200, 400, 200, 400],
            actions: [{action: "answer", title: await word("answer")}, {action: "decline", title: await word("decline")}]});
        return;
    }
    if (kind === "message") {
        if (!shows.includes(true)) // the page that is there gets the message itself
            await registration.showNotification(await word("messageFrom", caller), {tag: MESSAGE + number, renotify: true, icon: "icon-192.png",
                lang: await language(), timestamp: at, ...text && {body: text}});
        return;
    }
    for (const each of await registration.getNotifications({tag: CALL}))
        each.close();
    await registration.showNotification(await (kind === "missed" ? word("missed", caller) : word("taken", caller)), {tag: ENDED, silent: true,
        icon: "icon-192.png", lang: await language(), timestamp: at});
}

/** @return whether the page shows a call or a message itself */
function asked(page, kind) {
    return new Promise(answered => {
        const {port1, port2} = new MessageChannel();
        port1.onmessage = ({data}) => answered(data);
        setTimeout(() => answered(false), ANSWER_MS);
        page.postMessage({woken: kind}, [port2]);
    });
}

/** The page that is open does it, else a new one. @param action answer or decline; none for a click beside them */
async function chosen(action, number) {
    const [open] = await pages();
    if (!open)
        return clients.openWindow(address(action, number));
    if (action)
        open.postMessage({action, number});
    return open.focus();
}

/** A page that does it once it has the call. */
function address(action, number) {
    return registration.scope + (action ? `#${action}=${encodeURIComponent(number)}` : "");
}

async function language() {
    return await (await (await caches.open(KEPT)).match("language"))?.text() ?? "en";
}

async function word(key, ...args) {
    const words = await (await fresh(new Request(new URL("words.json", registration.scope)))).json();
    const text = (words[await language()] ?? words.en)[key];
    return args.reduce((said, arg, i) => said.replaceAll(`{${i}}`, arg), text);
}

/** From the node where it is reached, else what was kept. */
async function fresh(request) {
    const kept = await caches.open(KEPT);
    try {
        const answer = await fetch(request);
        if (answer.ok)
            await kept.put(request, answer.clone());
        return answer;
    } catch (error) {
        const found = await kept.match(request, {ignoreSearch: true});
        if (found)
            return found;
        throw error;
    }
}
