// Push messages that wake this device for a call (RFC 8030): the browser's side.

/** Whether this browser has them, and the reader did not refuse. */
export function possible() {
    return "PushManager" in globalThis && "serviceWorker" in navigator && globalThis.Notification?.permission !== "denied";
}

const base64url = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/** @param key of the node, base64url (RFC 8292) @return parameters of the Contact (RFC 8599 §4.1) */
export async function subscribe(key) {
    const {pushManager} = await navigator.serviceWorker.ready;
    const options = {userVisibleOnly: true, applicationServerKey: key};
    const subscription = await pushManager.subscribe(options).catch(async error => {
        if (error?.name !== "InvalidStateError") // the node has another key than it had
            throw error;
        await (await pushManager.getSubscription())?.unsubscribe();
        return pushManager.subscribe(options);
    });
    return parameters(subscription);
}

/** @return parameters of the subscription that there is; none without one */
export async function current() {
    const worker = await navigator.serviceWorker?.getRegistration();
    const subscription = await worker?.pushManager?.getSubscription().catch(() => null);
    return subscription ? parameters(subscription) : undefined;
}

function parameters(subscription) {
    return `;pn-provider=webpush;pn-prid=${encodeURIComponent(subscription.endpoint)}`
        + `;trunkline-p256dh=${base64url(subscription.getKey("p256dh"))};trunkline-auth=${base64url(subscription.getKey("auth"))}`;
}

export async function unsubscribe() {
    const worker = await navigator.serviceWorker?.getRegistration();
    await (await worker?.pushManager?.getSubscription())?.unsubscribe();
}
