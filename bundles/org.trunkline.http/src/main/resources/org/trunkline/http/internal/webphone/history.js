// The messages of one user that this browser keeps.
import {drop, seal, unseal} from "./sealed.js";

export class History {
    #name;
    #wanted;
    #writing;

    constructor(user) {
        this.#name = `messages ${user}`;
    }

    async read() {
        return await unseal(this.#name) ?? [];
    }

    /** One write at a time, of what there is when it begins. */
    write(messages) {
        this.#wanted = messages;
        this.#writing ??= this.#write();
    }

    async #write() {
        while (this.#wanted) {
            const messages = this.#wanted;
            this.#wanted = undefined;
            await seal(this.#name, messages).catch(() => {}); // a browser that keeps nothing
        }
        this.#writing = undefined;
    }

    async delete() {
        this.#wanted = undefined;
        await this.#writing;
        await drop(this.#name);
    }
}
