package org.trunkline.node.internal.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.trunkline.engine.port.push.PushSubscription.Keys;

/** Encrypts push messages so that the browser alone can read them (RFC 8291, RFC 8188 aes128gcm). */
final class PushEncryption {
    /** All messages look alike: the length of a name is not seen. */
    static final int PADDED = 512;
    static final int SALT = 16;
    private static final int SECRET = 16;
    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int INPUT_KEY = 32;
    private static final int TAG_BITS = 128;
    private static final int RECORD = 4096;
    /** Of the last record. */
    private static final byte DELIMITER = 2;

    private PushEncryption() {}

    /** @throws GeneralSecurityException if a browser cannot have these keys */
    static ECPublicKey check(Keys keys) throws GeneralSecurityException {
        if (decode(keys.secret()).length != SECRET)
            throw new GeneralSecurityException("the secret has not " + SECRET + " bytes");
        return CurvePoint.decode(decode(keys.publicKey()));
    }

    private static byte[] decode(String text) throws GeneralSecurityException {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not base64url", e);
        }
    }

    /** @return body of the request, padded to {@link #PADDED} bytes of text */
    static byte[] encrypt(byte[] text, Keys to, SecureRandom random) throws GeneralSecurityException {
        var salt = new byte[SALT];
        random.nextBytes(salt);
        return encrypt(text, Math.max(0, PADDED - text.length), to, CurvePoint.newPair(), salt);
    }

    static byte[] encrypt(byte[] text, int padding, Keys to, KeyPair own, byte[] salt) throws GeneralSecurityException {
        var theirs = check(to);
        byte[] ours = CurvePoint.encode((ECPublicKey) own.getPublic());
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        agreement.doPhase(theirs, true);
        var info = ByteBuffer.allocate(14 + 2 * CurvePoint.BYTES).put(info("WebPush: info"))
                .put(CurvePoint.encode(theirs)).put(ours).array();
        byte[] input = derive(decode(to.secret()), agreement.generateSecret(), info, INPUT_KEY);
        var key = new SecretKeySpec(derive(salt, input, info("Content-Encoding: aes128gcm"), KEY), "AES");
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, derive(salt, input, info("Content-Encoding: nonce"), NONCE)));
        byte[] sealed = cipher.doFinal(ByteBuffer.allocate(text.length + 1 + padding).put(text).put(DELIMITER).array());
        return ByteBuffer.allocate(SALT + 4 + 1 + ours.length + sealed.length).put(salt).putInt(RECORD).put((byte) ours.length).put(ours)
                .put(sealed).array();
    }

    private static byte[] info(String text) {
        return (text + '\0').getBytes(US_ASCII);
    }

    private static byte[] derive(byte[] salt, byte[] input, byte[] info, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256").deriveData(HKDFParameterSpec.ofExtract().addIKM(input).addSalt(salt).thenExpand(info, length));
    }
}
