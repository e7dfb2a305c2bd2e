package org.trunkline.cdr.journal.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A growing byte array with the small shapes of the journal's codecs. Strings said before in the same record are
 * referred to; digits, addresses and hex take half a byte a character. {@link ByteSource} reads it.
 */
public final class ByteSink {
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
    /** A word of the segment. */
    static final int TABLE = 5;
    /** A plus sign before what was said. */
    static final int PLUS = 6;
    /** A host as another string, and a port. */
    static final int HOST_PORT = 7;
    static final int KIND_BITS = 3;
    private static final int HEX_WORTH_IT = 8;
    private static final int MAX_PORT = 65_535;

    private static final Map<String, Integer> WORD_INDEX = index(WORDS);

    private final Map<String, Integer> said = new HashMap<>();
    private byte[] bytes;
    private int size;
    private StringDictionary words = StringDictionary.NONE;
    private Optional<StringDictionary.Counter> counter = Optional.empty();

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    /** From now on {@link #word} refers to these words, and counts. */
    public void use(StringDictionary table, StringDictionary.Counter count) {
        words = table;
        counter = Optional.of(count);
    }

    /** The same without counting. */
    public void use(StringDictionary table) {
        words = table;
    }

    /** Zeros, up to a size. */
    public void fill(int upTo) {
        int more = upTo - size;
        ensure(more);
        Arrays.fill(bytes, size, upTo, (byte) 0);
        size = upTo;
    }

    public void clear() {
        size = 0;
        said.clear();
    }

    public int size() {
        return size;
    }

    public byte[] array() {
        return bytes;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** LEB128, unsigned. */
    public void number(long value) {
        ensure(10);
        if ((value & ~0x7FL) == 0) {
            bytes[size++] = (byte) value;
            return;
        }
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

    /** A text that many records say. Nothing that names a person. */
    void word(String text) {
        counter.ifPresent(c -> c.add(text));
        var known = words.isEmpty() ? Optional.<Integer>empty() : words.indexOf(text);
        if (known.isPresent())
            kind(TABLE, known.get());
        else
            text(text);
    }

    /** Host and port, or any other text. */
    void address(String text) {
        int colon = text.lastIndexOf(':');
        int port = colon <= 0 ? -1 : portAt(text, colon + 1);
        if (port < 0) {
            word(text);
            return;
        }
        kind(HOST_PORT, port);
        word(text.substring(0, colon));
    }

    /** -1 where it is none, or would not come back as it is written. */
    private static int portAt(String text, int from) {
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port == 0 && digit == 0)
                return -1;
            port = port * 10 + digit;
            if (port > MAX_PORT)
                return -1;
        }
        return port == 0 ? -1 : port;
    }

    /** Hex digits, then a word: a Call-ID. */
    void hexAndWord(String text) {
        int hex = runOf(HEX, text);
        if (hex < HEX_WORTH_IT || hex == text.length() || said.containsKey(text)) {
            text(text);
            return;
        }
        said.put(text, said.size());
        kind(HEX_AND, hex);
        nibbles(HEX, text, hex);
        word(text.substring(hex));
    }

    /** A number that may be what was said, with a plus sign. */
    void numberText(String text) {
        var digits = text.startsWith("+") ? said.get(text.substring(1)) : null;
        if (digits != null && !said.containsKey(text)) {
            kind(PLUS, digits);
            said.put(text, said.size());
        } else {
            text(text);
        }
    }

    public void text(String text) {
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

    public void raw(byte[] more) {
        raw(more, more.length);
    }

    public void raw(byte[] more, int length) {
        raw(more, 0, length);
    }

    public void raw(byte[] more, int from, int length) {
        ensure(length);
        System.arraycopy(more, from, bytes, size, length);
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
