// Keeps the page itself, so that it opens at once and without a network: no settings, no names, no messages.
const KEPT = "page";
const SECRET_FREE = /\.(html|js|css|svg|webmanifest)$|\/words\.json$|\/phone\/$/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil(clients.claim()));
addEventListener("fetch", event => {
    const {pathname, origin} = new URL(event.request.url);
    if (event.request.method === "GET" && origin === location.origin && pathname.startsWith("/phone/") && SECRET_FREE.test(pathname))
        event.respondWith(fresh(event.request));
});

addEventListener("notificationclick", event => {
    event.notification.close();
    event.waitUntil(show());
});

/** The page that is open, else a new one. */
async function show() {
    const pages = await clients.matchAll({type: "window", includeUncontrolled: true});
    const open = pages.find(each => each.url.startsWith(registration.scope));
    return open ? open.focus() : clients.openWindow(registration.scope);
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
