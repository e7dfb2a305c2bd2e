package org.trunkline.plugin.internal.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Builds one frame: four bytes of length, a byte of kind, then values. Grows as needed. One thread. */
public final class FrameWriter {
    private static final int HEAD = 4;
    private static final int MORE = 0x80;

    private byte[] bytes;
    private int at = HEAD;

    public FrameWriter(FrameKind kind) {
        this(kind, 512);
    }

    /** @param expected bytes, so that a large frame need not grow */
    public FrameWriter(FrameKind kind, int expected) {
        bytes = new byte[Math.max(32, expected)];
        writeByte(kind.ordinal());
    }

    public void writeByte(int value) {
        reserve(1);
        bytes[at++] = (byte) value;
    }

    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** Not negative; one byte where below 128. */
    public void writeCount(int value) {
        reserve(5);
        int rest = value;
        for (; (rest & ~0x7f) != 0; rest >>>= 7)
            bytes[at++] = (byte) (rest | MORE);
        bytes[at++] = (byte) rest;
    }

    /** Few bytes where near zero, whether negative or not. */
    public void writeLong(long value) {
        reserve(10);
        long rest = value << 1 ^ value >> 63;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7)
            bytes[at++] = (byte) (rest | MORE);
        bytes[at++] = (byte) rest;
    }

    public void writeDouble(double value) {
        reserve(8);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes[at++] = (byte) (bits >>> shift);
    }

    public void writeText(String text) {
        writeBytes(text.getBytes(UTF_8));
    }

    public void writeBytes(byte[] value) {
        writeCount(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        at += value.length;
    }

    /** Bytes of the frame, its length included. */
    public int size() {
        return at;
    }

    /** The whole frame; nothing is written after that. */
    ByteBuffer finish() {
        int length = at - HEAD;
        for (int i = 0; i < HEAD; i++)
            bytes[i] = (byte) (length >>> 24 - 8 * i);
        return ByteBuffer.wrap(bytes, 0, at);
    }

    private void reserve(int more) {
        if (bytes.length - at < more)
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
    }
}
