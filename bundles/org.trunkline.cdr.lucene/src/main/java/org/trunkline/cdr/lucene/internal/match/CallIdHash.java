package org.trunkline.cdr.lucene.internal.match;

import java.nio.charset.StandardCharsets;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * SIP Call-IDs are long and never the same twice: five bytes stand for each. Of 20 million, one that is sought shares
 * them with another once in 50,000 times.
 */
public final class CallIdHash {
    private static final int BYTES = 5;

    private CallIdHash() {}

    public static BytesRef of(String callId) {
        byte[] text = callId.getBytes(StandardCharsets.UTF_8);
        long[] hash = StringHelper.murmurhash3_x64_128(new BytesRef(text));
        var bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++)
            bytes[i] = (byte) (hash[0] >>> 8 * i);
        return new BytesRef(bytes);
    }
}
