package org.trunkline.plugin.internal.link;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads the values of one frame. One thread.
 *
 * <p><b>Errors:</b> an {@link IllegalArgumentException} where the frame ends early or holds more than is allowed.
 */
public final class FrameReader {
    /** Bytes of a text that may be shared, and of the frames where it is worth it. */
    private static final int SHORT = 48;
    private static final int LARGE = 8 << 10;
    private static final int SHARED = 1 << 9;
    private static final String[] NONE = {};

    private final byte[] bytes;
    private final int mostElements;
    private int at;
    private String[] texts = NONE;

    /** @param mostElements of a list or map */
    public FrameReader(byte[] bytes, int mostElements) {
        this.bytes = bytes;
        this.mostElements = mostElements;
    }

    public int readByte() {
        need(1);
        return bytes[at++] & 0xff;
    }

    public boolean readBoolean() {
        return readByte() != 0;
    }

    public int readCount() {
        long value = readVariable();
        if (value < 0 || value > Integer.MAX_VALUE)
            throw new IllegalArgumentException("count out of range");
        return (int) value;
    }

    /** How many elements follow, each of at least one byte. */
    public int readElements() {
        int count = readCount();
        if (count > mostElements)
            throw new IllegalArgumentException(count + " elements, more than " + mostElements);
        need(count);
        return count;
    }

    public long readLong() {
        long value = readVariable();
        return value >>> 1 ^ -(value & 1);
    }

    public double readDouble() {
        need(8);
        long bits = 0;
        for (int i = 0; i < 8; i++)
            bits = bits << 8 | bytes[at++] & 0xff;
        return Double.longBitsToDouble(bits);
    }

    public String readText() {
        int length = readCount();
        need(length);
        if (length == 0)
            return "";
        var text = length <= SHORT && bytes.length >= LARGE ? shared(length) : new String(bytes, at, length, UTF_8);
        at += length;
        return text;
    }

    /** Names and addresses come again and again in a batch of records: a process keeps each once. */
    private String shared(int length) {
        if (texts.length == 0)
            texts = new String[SHARED];
        int hash = 0;
        for (int i = at; i < at + length; i++)
            hash = 31 * hash + bytes[i];
        int slot = (hash ^ hash >>> 10 ^ hash >>> 20) & SHARED - 1;
        var there = texts[slot];
        if (there != null && is(there, length))
            return there;
        return texts[slot] = new String(bytes, at, length, UTF_8);
    }

    private boolean is(String text, int length) {
        if (text.length() != length)
            return false;
        for (int i = 0; i < length; i++)
            if (text.charAt(i) != bytes[at + i])
                return false;
        return true;
    }

    public byte[] readBytes() {
        int length = readCount();
        need(length);
        var value = new byte[length];
        System.arraycopy(bytes, at, value, 0, length);
        at += length;
        return value;
    }

    private long readVariable() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new IllegalArgumentException("number too long");
    }

    private void need(int count) {
        if (count < 0 || bytes.length - at < count)
            throw new IllegalArgumentException("frame ends early");
    }
}
