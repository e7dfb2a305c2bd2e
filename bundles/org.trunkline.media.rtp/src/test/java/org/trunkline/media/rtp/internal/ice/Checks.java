package org.trunkline.media.rtp.internal.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.trunkline.engine.port.media.DtlsSrtp.Ice;

/** Connectivity checks as a browser sends them, written apart from the code that reads them. */
public final class Checks {
    private Checks() {}

    /** @param of the agent that is asked @param by who asks */
    public static ByteBuffer request(Ice of, Ice by, boolean nominates, int... more) {
        byte[] user = (of.user() + ':' + by.user()).getBytes(UTF_8);
        var message = ByteBuffer.allocate(300).putShort((short) 1).putShort((short) 0).putInt(0x2112A442);
        byte[] id = new byte[12];
        ThreadLocalRandom.current().nextBytes(id);
        message.put(id).putShort((short) 6).putShort((short) user.length).put(user).position(message.position() + 3 & ~3);
        message.putShort((short) 0x24).putShort((short) 4).putInt(0x6E0001FF);
        message.putShort((short) 0x802A).putShort((short) 8).putLong(7);
        if (nominates)
            message.putShort((short) 0x25).putShort((short) 0);
        for (int type : more)
            message.putShort((short) type).putShort((short) 0);
        return signed(message, of.password());
    }

    private static ByteBuffer signed(ByteBuffer message, String password) {
        int at = message.position();
        message.putShort(2, (short) (at + 24 - 20));
        message.putShort((short) 8).putShort((short) 20).put(hmac(message.array(), at, password));
        message.putShort(2, (short) (at + 32 - 20));
        var crc = new CRC32();
        crc.update(message.array(), 0, at + 24);
        message.putShort((short) 0x8028).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354554E);
        return message.flip();
    }

    private static byte[] hmac(byte[] message, int length, String password) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA1"));
            return mac.doFinal(Arrays.copyOf(message, length));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether it is a success, signed with that password and with its fingerprint. */
    public static boolean isGenuineSuccess(ByteBuffer answer, String password) {
        int length = answer.limit();
        if (length < 52 || answer.getShort(0) != 0x0101 || answer.getShort(2) != length - 20)
            return false;
        byte[] bytes = new byte[length];
        answer.get(0, bytes);
        var crc = new CRC32();
        crc.update(bytes, 0, length - 8);
        byte[] before = bytes.clone();
        before[3] -= 8; // as it was signed
        return answer.getInt(length - 4) == ((int) crc.getValue() ^ 0x5354554E)
                && Arrays.equals(hmac(before, length - 32, password), Arrays.copyOfRange(bytes, length - 28, length - 8));
    }
}
