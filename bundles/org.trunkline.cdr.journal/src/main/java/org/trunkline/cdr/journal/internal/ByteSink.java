package org.trunkline.cdr.journal.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A growing byte array with the small shapes of the journal's codecs. Strings said before in the same record are
 * referred to; digits, addresses and hex take half a byte a character. {@link ByteSource} reads it.
 */
final class ByteSink {
    /** Two characters a byte: numbers, addresses with ports. */
    static final String PACKED = "0123456789+*#.:-";
    static final String HEX = "0123456789abcdef";
    /** Said often. Append only: the index is on disk. */
    static final List<String> WORDS = List.of("", "audio", "video", "udp", "tcp", "tls", "PCMA", "PCMU", "G722",
            "G729", "opus", "GSM", "iLBC", "H264", "VP8", "telephone-event", "anonymous");

    static final int LITERAL = 0;
    static final int SAID = 1;
    static final int WORD = 2;
    static final int DIGITS = 3;
    /** Hex digits, then the rest as another string. */
    static final int HEX_AND = 4;
    static final int KIND_BITS = 3;
    private static final int HEX_WORTH_IT = 8;

    private static final Map<String, Integer> WORD_INDEX = index(WORDS);

    private final Map<String, Integer> said = new HashMap<>();
    private byte[] bytes;
    private int size;

    ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    void clear() {
        size = 0;
        said.clear();
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** LEB128, unsigned. */
    void number(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Small where near zero, on either side. */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    void text(String text) {
        var word = WORD_INDEX.get(text);
        if (word != null) {
            kind(WORD, word);
            return;
        }
        var index = said.putIfAbsent(text, said.size());
        if (index != null) {
            kind(SAID, index);
            return;
        }
        int hex = runOf(HEX, text);
        if (runOf(PACKED, text) == text.length()) {
            kind(DIGITS, text.length());
            nibbles(PACKED, text, text.length());
        } else if (hex >= HEX_WORTH_IT) {
            kind(HEX_AND, hex);
            nibbles(HEX, text, hex);
            text(text.substring(hex));
        } else {
            literal(text);
        }
    }

    private void literal(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        kind(LITERAL, utf8.length);
        raw(utf8);
    }

    void raw(byte[] more) {
        raw(more, more.length);
    }

    void raw(byte[] more, int length) {
        ensure(length);
        System.arraycopy(more, 0, bytes, size, length);
        size += length;
    }

    private void kind(int kind, int value) {
        number((long) value << KIND_BITS | kind);
    }

    private static int runOf(String alphabet, String text) {
        int i = 0;
        while (i < text.length() && alphabet.indexOf(text.charAt(i)) >= 0)
            i++;
        return i;
    }

    private void nibbles(String alphabet, String text, int length) {
        ensure(length / 2 + 1);
        for (int i = 0; i < length; i += 2) {
            int high = alphabet.indexOf(text.charAt(i));
            int low = i + 1 < length ? alphabet.indexOf(text.charAt(i + 1)) : 0;
            bytes[size++] = (byte) (high << 4 | low);
        }
    }

    private void ensure(int more) {
        if (size + more > bytes.length)
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }

    private static Map<String, Integer> index(List<String> words) {
        var index = new HashMap<String, Integer>();
        for (int i = 0; i < words.size(); i++)
            index.put(words.get(i), i);
        return Map.copyOf(index);
    }
}
