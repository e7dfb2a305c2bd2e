package org.trunkline.media.rtp.internal.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies requests and writes answers with one password (RFC 8489 §9.1, short-term credentials). One thread at a time. */
final class StunKey {
    private static final int SUCCESS = 0x0101;
    private static final int ERROR = 0x0111;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000A;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int MOST = 256;
    private static final int ID_AT = 4;
    private static final int ID_OCTETS = 16;

    private final Mac mac;

    StunKey(String password) {
        try {
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }

    /** In a time that tells nothing of where it differs. */
    boolean isGenuine(StunRequest request) {
        int at = request.integrityAt();
        return at >= 0 && MessageDigest.isEqual(tag(request.whole(), at),
                Arrays.copyOfRange(request.whole(), at + 4, at + 4 + StunRequest.INTEGRITY_OCTETS));
    }

    /** The header's length counts up to the tag's end, whatever follows. */
    private byte[] tag(byte[] message, int at) {
        int covered = at + 4 + StunRequest.INTEGRITY_OCTETS - StunRequest.HEADER;
        mac.update(message, 0, 2);
        mac.update((byte) (covered >>> 8));
        mac.update((byte) covered);
        mac.update(message, 4, at - 4);
        return mac.doFinal();
    }

    ByteBuffer success(StunRequest request, InetSocketAddress from) {
        var answer = begin(request, SUCCESS);
        byte[] host = from.getAddress().getAddress();
        answer.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) (4 + host.length)).put((byte) 0)
                .put((byte) (host.length == 4 ? 1 : 2)).putShort((short) (from.getPort() ^ StunRequest.COOKIE >>> 16));
        for (int i = 0; i < host.length; i++)
            answer.put((byte) (host[i] ^ request.whole()[ID_AT + i])); // cookie and transaction id
        return end(answer);
    }

    /** @param unknown attributes, with 420 */
    ByteBuffer error(StunRequest request, int code, List<Integer> unknown) {
        var answer = begin(request, ERROR);
        answer.putShort((short) ERROR_CODE).putShort((short) 4).putShort((short) 0).put((byte) (code / 100)).put((byte) (code % 100));
        if (!unknown.isEmpty()) {
            answer.putShort((short) UNKNOWN_ATTRIBUTES).putShort((short) (2 * unknown.size()));
            unknown.forEach(type -> answer.putShort(type.shortValue()));
            if (unknown.size() % 2 == 1)
                answer.putShort((short) 0);
        }
        return end(answer);
    }

    private static ByteBuffer begin(StunRequest request, int type) {
        return ByteBuffer.allocate(MOST).putShort((short) type).putShort((short) 0).put(request.whole(), ID_AT, ID_OCTETS);
    }

    private ByteBuffer end(ByteBuffer answer) {
        int at = answer.position();
        answer.putShort((short) StunRequest.MESSAGE_INTEGRITY).putShort((short) StunRequest.INTEGRITY_OCTETS)
                .put(tag(answer.array(), at));
        int covered = answer.position();
        answer.putShort(2, (short) (covered + 8 - StunRequest.HEADER));
        answer.putShort((short) StunRequest.FINGERPRINT).putShort((short) 4)
                .putInt(StunRequest.fingerprint(answer.array(), covered));
        return answer.flip();
    }
}
