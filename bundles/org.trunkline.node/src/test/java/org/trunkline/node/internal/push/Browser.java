package org.trunkline.node.internal.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.trunkline.engine.port.push.PushSubscription.Keys;

/** Reads push messages as a browser does (RFC 8291 §3.4), with HKDF by HMAC alone (RFC 5869). */
final class Browser {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private final KeyPair pair;
    private final byte[] secret;

    Browser(KeyPair pair, byte[] secret) {
        this.pair = pair;
        this.secret = secret;
    }

    Keys keys() {
        return new Keys(URL.encodeToString(CurvePoint.encode((ECPublicKey) pair.getPublic())), URL.encodeToString(secret));
    }

    String read(byte[] body) throws GeneralSecurityException {
        var in = ByteBuffer.wrap(body);
        var salt = new byte[16];
        in.get(salt);
        int record = in.getInt();
        if (record < in.remaining())
            throw new GeneralSecurityException("more than one record");
        var sender = new byte[in.get()];
        in.get(sender);
        var sealed = new byte[in.remaining()];
        in.get(sealed);
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(pair.getPrivate());
        agreement.doPhase(CurvePoint.decode(sender), true);
        var info = new ByteArrayOutputStream();
        info.writeBytes("WebPush: info\0".getBytes(UTF_8));
        info.writeBytes(CurvePoint.encode((ECPublicKey) pair.getPublic()));
        info.writeBytes(sender);
        byte[] input = hkdf(secret, agreement.generateSecret(), info.toByteArray(), 32);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(hkdf(salt, input, "Content-Encoding: aes128gcm\0".getBytes(UTF_8), 16), "AES"),
                new GCMParameterSpec(128, hkdf(salt, input, "Content-Encoding: nonce\0".getBytes(UTF_8), 12)));
        byte[] plain = cipher.doFinal(sealed);
        int end = plain.length - 1;
        while (plain[end] == 0)
            end--;
        if (plain[end] != 2)
            throw new GeneralSecurityException("not the last record");
        return new String(plain, 0, end, UTF_8);
    }

    private static byte[] hkdf(byte[] salt, byte[] input, byte[] info, int length) throws GeneralSecurityException {
        byte[] key = hmac(salt, input);
        return Arrays.copyOf(hmac(key, ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array()), length);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }
}
