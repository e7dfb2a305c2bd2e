// What this browser keeps, encrypted by keys that no script can read.
const NAME = "phone";
const STORE = "kept";
const CIPHER = "AES-GCM";

function opened() {
    return new Promise((done, failed) => {
        const opening = indexedDB.open(NAME, 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => failed(opening.error);
    });
}

async function store(mode, use) {
    const database = await opened();
    try {
        return await new Promise((done, failed) => {
            const asked = use(database.transaction(STORE, mode).objectStore(STORE));
            asked.onsuccess = () => done(asked.result);
            asked.onerror = () => failed(asked.error);
        });
    } finally {
        database.close();
    }
}

/** @param value as JSON knows it */
export async function seal(name, value) {
    const key = await crypto.subtle.generateKey({name: CIPHER, length: 256}, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({name: CIPHER, iv}, key, new TextEncoder().encode(JSON.stringify(value)));
    await store("readwrite", it => it.put({key, iv, sealed}, name));
}

/** @return the value; none where there is none, or it cannot be read */
export async function unseal(name) {
    try {
        const {key, iv, sealed} = await store("readonly", it => it.get(name)) ?? {};
        return key && JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({name: CIPHER, iv}, key, sealed)));
    } catch {
        return undefined;
    }
}

export async function drop(name) {
    await store("readwrite", it => it.delete(name)).catch(() => {});
}
