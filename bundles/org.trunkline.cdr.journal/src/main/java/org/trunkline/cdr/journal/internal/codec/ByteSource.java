package org.trunkline.cdr.journal.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link ByteSink} wrote. Bytes that cannot be are an {@link IndexOutOfBoundsException} or an {@link IllegalArgumentException}. */
public final class ByteSource {
    private final List<String> said = new ArrayList<>();
    private final byte[] bytes;
    private final int end;
    private final StringDictionary words;
    private int at;

    public ByteSource(byte[] bytes, int from, int end) {
        this(bytes, from, end, StringDictionary.NONE);
    }

    /** @param words of the segment that the bytes are in */
    public ByteSource(byte[] bytes, int from, int end, StringDictionary words) {
        this.words = words;
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    public boolean isAtEnd() {
        return at >= end;
    }

    int u8() {
        if (at >= end)
            throw new IndexOutOfBoundsException("cut off at " + at);
        return bytes[at++] & 0xFF;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw new IllegalArgumentException("number too long at " + at);
    }

    /** A count or length: never more than there are bytes left to fill it. */
    public int count() {
        long value = number();
        if (value < 0 || value > end - at)
            throw new IllegalArgumentException("count " + value + " at " + at);
        return (int) value;
    }

    int integer() {
        return Math.toIntExact(number());
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    String text() {
        long tag = number();
        int value = Math.toIntExact(tag >>> ByteSink.KIND_BITS);
        int kind = (int) tag & (1 << ByteSink.KIND_BITS) - 1;
        return switch (kind) {
            case ByteSink.WORD -> ByteSink.WORDS.get(value);
            case ByteSink.SAID -> said.get(value);
            case ByteSink.DIGITS -> remember(nibbles(ByteSink.PACKED, value));
            case ByteSink.LITERAL -> remember(new String(bytes, at(value), value, StandardCharsets.UTF_8));
            case ByteSink.HEX_AND -> {
                int slot = said.size();
                said.add(""); // the whole was counted before its rest
                String whole = nibbles(ByteSink.HEX, value) + text();
                said.set(slot, whole);
                yield whole;
            }
            case ByteSink.TABLE -> words.get(value);
            case ByteSink.PLUS -> remember("+" + said.get(value));
            case ByteSink.HOST_PORT -> text() + ":" + value;
            default -> throw new IllegalArgumentException("kind " + kind + " at " + at);
        };
    }

    public byte[] raw(int length) {
        int from = at(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    private String remember(String text) {
        said.add(text);
        return text;
    }

    private int at(int length) {
        if (length < 0 || length > end - at)
            throw new IndexOutOfBoundsException("cut off at " + at);
        int from = at;
        at += length;
        return from;
    }

    private String nibbles(String alphabet, int length) {
        int from = at((length + 1) / 2);
        var text = new char[length];
        for (int i = 0; i < length; i++) {
            int both = bytes[from + i / 2];
            text[i] = alphabet.charAt((i & 1) == 0 ? both >> 4 & 15 : both & 15);
        }
        return new String(text);
    }
}
