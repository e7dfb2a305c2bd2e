// A browser's side of push messages (RFC 8291): "keys" writes its keys, "read PRIVATE AUTH" decrypts the message on standard input.
import {createDecipheriv, createECDH, hkdfSync, randomBytes} from "node:crypto";
import {readFileSync} from "node:fs";

const [what, key, auth] = process.argv.slice(2);
const own = createECDH("prime256v1");
const url = bytes => Buffer.from(bytes).toString("base64url");

if (what === "keys") {
    own.generateKeys();
    console.log(JSON.stringify({private: url(own.getPrivateKey()), p256dh: url(own.getPublicKey()), auth: url(randomBytes(16))}));
} else {
    own.setPrivateKey(Buffer.from(key, "base64url"));
    const body = readFileSync(0);
    const salt = body.subarray(0, 16);
    const sender = body.subarray(21, 21 + body[20]);
    const sealed = body.subarray(21 + body[20]);
    const hkdf = (input, salted, info, length) => Buffer.from(hkdfSync("sha256", input, salted, info, length));
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), own.getPublicKey(), sender]);
    const input = hkdf(own.computeSecret(sender), Buffer.from(auth, "base64url"), info, 32);
    const cipher = createDecipheriv("aes-128-gcm", hkdf(input, salt, "Content-Encoding: aes128gcm\0", 16),
        hkdf(input, salt, "Content-Encoding: nonce\0", 12));
    cipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    const end = plain.findLastIndex(byte => byte !== 0);
    if (plain[end] !== 2)
        throw new Error("not the last record");
    process.stdout.write(plain.subarray(0, end));
}
