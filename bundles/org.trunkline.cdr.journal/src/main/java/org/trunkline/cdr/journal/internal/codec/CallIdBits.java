package org.trunkline.cdr.journal.internal.codec;

import org.trunkline.domain.call.CallId;

/** The 20 base 32 digits of a call id in 13 bytes. */
final class CallIdBits {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 20;
    private static final int TIME_DIGITS = 10;
    private static final int TIME_BITS = 48;

    private CallIdBits() {}

    static void write(CallId id, ByteSink out) {
        int pending = 0;
        int bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            pending = pending << 5 | DIGITS.indexOf(id.value().charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.u8(pending >> bits);
                pending &= (1 << bits) - 1;
            }
        }
        out.u8(pending << 8 - bits);
    }

    /** When the call began, as the id says: its first 48 bits. */
    static long millis(CallId id) {
        long bits = 0;
        for (int i = 0; i < TIME_DIGITS; i++)
            bits = bits << 5 | DIGITS.indexOf(id.value().charAt(i));
        return bits >>> TIME_DIGITS * 5 - TIME_BITS;
    }

    static CallId read(ByteSource in) {
        var text = new char[LENGTH];
        int pending = 0;
        int bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (bits < 5) {
                pending = pending << 8 | in.u8();
                bits += 8;
            }
            bits -= 5;
            text[i] = DIGITS.charAt(pending >> bits & 31);
            pending &= (1 << bits) - 1;
        }
        return new CallId(new String(text));
    }
}
