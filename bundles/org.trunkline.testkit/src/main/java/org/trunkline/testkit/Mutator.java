package org.trunkline.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils messages in ways that have broken parsers. The same seed spoils them the same way. */
public final class Mutator {
    private static final int MOST = 8192;
    private static final List<String> PIECES = List.of("\r\n", "\r", "\n", "\r\n\r\n", "\r\n ", "%00", "%", ";;", ",",
            ",,,,", "\"", "\\", "<", ">", "<>", ":", "::", "[", "]", "@", "?", "\0", "\u00ff\u00fe", "-1",
            "99999999999999999999", "4294967296", "2147483648", "0", "0000000000000000000000001", " ", "\t", "=",
            ";tag=", ";branch=z9hG4bK", ";rport", ";received=", "Content-Length: 1\r\n", "l: -5\r\n", "Via: \r\n",
            "SIP/2.0", "sip:", "sips:", "tel:", "z9hG4bK", "CSeq: 1 INVITE\r\n", "m=audio 0 RTP/AVP\r\n",
            "a=rtpmap:\r\n", "c=IN IP6 ::\r\n", "m=", "a=crypto:1 \r\n", "Require: 100rel\r\n", "Max-Forwards: 0\r\n",
            "Expires: -1\r\n", "Contact: *\r\n", "Replaces: x\r\n", "Session-Expires: 1\r\n", "\u0085", "((((((((");

    private final Random random;

    public Mutator(long seed) {
        random = new Random(seed);
    }

    /** One of these, spoiled a little. */
    public byte[] next(List<byte[]> seeds) {
        byte[] message = seeds.get(random.nextInt(seeds.size()));
        for (int i = 1 + random.nextInt(6); i > 0; i--)
            message = spoil(message, seeds);
        return message.length > MOST ? Arrays.copyOf(message, MOST) : message;
    }

    private byte[] spoil(byte[] message, List<byte[]> seeds) {
        if (message.length == 0)
            return message;
        int at = random.nextInt(message.length);
        int end = Math.min(message.length, at + 1 + random.nextInt(1 << random.nextInt(8)));
        return switch (random.nextInt(8)) {
            case 0 -> flip(message, at);
            case 1 -> join(message, at, new byte[0], end);
            case 2 -> join(message, at, repeat(Arrays.copyOfRange(message, at, end), 1 + random.nextInt(20)), end);
            case 3 -> join(message, at, piece(), at);
            case 4 -> join(message, at, piece(), end);
            case 5 -> Arrays.copyOf(message, at);
            case 6 -> lines(message);
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                yield join(message, at, Arrays.copyOfRange(other, random.nextInt(other.length), other.length), end);
            }
        };
    }

    private byte[] flip(byte[] message, int at) {
        byte[] copy = message.clone();
        copy[at] = (byte) random.nextInt(256);
        return copy;
    }

    private byte[] piece() {
        return repeat(PIECES.get(random.nextInt(PIECES.size())).getBytes(ISO_8859_1),
                random.nextInt(10) == 0 ? 1 + random.nextInt(500) : 1);
    }

    /** A line twice, or two that change places. */
    private byte[] lines(byte[] message) {
        var lines = new String(message, ISO_8859_1).split("(?<=\n)");
        int one = random.nextInt(lines.length);
        int two = random.nextInt(lines.length);
        String kept = lines[two];
        lines[two] = lines[one];
        if (random.nextBoolean())
            lines[one] = kept;
        return String.join("", lines).getBytes(ISO_8859_1);
    }

    private static byte[] repeat(byte[] piece, int times) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times && all.size() < MOST; i++)
            all.writeBytes(piece);
        return all.toByteArray();
    }

    private static byte[] join(byte[] message, int until, byte[] middle, int from) {
        var all = new ByteArrayOutputStream();
        all.write(message, 0, until);
        all.writeBytes(middle);
        all.write(message, from, message.length - from);
        return all.toByteArray();
    }
}
