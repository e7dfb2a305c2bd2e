// What a device keeps of a sign-in, so that it can register when a call wakes it: hashes instead of the password.
import {drop, seal, unseal} from "./sealed.js";

const ACCOUNT = "account";

/** @param account {@code user}, {@code realm} and the hash of each algorithm */
export const keep = account => seal(ACCOUNT, account);

/** @return the account, or none */
export const kept = () => unseal(ACCOUNT);

export const forget = () => drop(ACCOUNT);
