// What a device keeps of a sign-in, so that it can register when a call wakes it: hashes instead of the password, encrypted by a key
// that no script can read.
const NAME = "phone";
const STORE = "kept";
const ACCOUNT = "account";

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

/** @param account {@code user}, {@code realm} and the hash of each algorithm */
export async function keep(account) {
    const key = await crypto.subtle.generateKey({name: "AES-GCM", length: 256}, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({name: "AES-GCM", iv}, key, new TextEncoder().encode(JSON.stringify(account)));
    await store("readwrite", kept => kept.put({key, iv, sealed}, ACCOUNT));
}

/** @return the account, or none */
export async function kept() {
    try {
        const {key, iv, sealed} = await store("readonly", it => it.get(ACCOUNT)) ?? {};
        return key && JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({name: "AES-GCM", iv}, key, sealed)));
    } catch {
        return undefined; // as if it had never signed in
    }
}

export async function forget() {
    await store("readwrite", it => it.delete(ACCOUNT)).catch(() => {});
}
