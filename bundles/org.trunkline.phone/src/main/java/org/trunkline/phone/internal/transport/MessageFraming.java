package org.trunkline.phone.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Cuts a stream into SIP messages by their Content-Length (RFC 3261 §18.3). One thread at a time. */
final class MessageFraming {
    /** Of one message: whatever is at that address, it must not fill the desk's memory. */
    private static final int MOST = 1 << 20;
    private static final Pattern LENGTH = Pattern.compile("(?im)^(?:Content-Length|l)[ \\t]*:[ \\t]*(\\d{1,7})[ \\t]*\\r?$");

    private final Consumer<String> messages;
    private final Runnable pings;
    private final BooleanSupplier pongs;
    private byte[] held = new byte[4096];
    private int end;
    /** A line break came alone, and answers nothing: it may be the first half of a keep-alive. */
    private boolean half;

    /**
     * @param pings run for a keep-alive of the server
     * @param pongs asked for what may be an answer to one of the phone (RFC 5626 §4.4.1), whether the phone waits for it
     */
    MessageFraming(Consumer<String> messages, Runnable pings, BooleanSupplier pongs) {
        this.messages = messages;
        this.pings = pings;
        this.pongs = pongs;
    }

    /** @throws IOException if what comes is not SIP */
    void take(byte[] bytes, int length) throws IOException {
        if (end + length > held.length)
            held = Arrays.copyOf(held, Math.max(2 * held.length, end + length));
        System.arraycopy(bytes, 0, held, end, length);
        end += length;
        int at = 0;
        for (int next = next(at); next > at; next = next(at))
            at = next;
        System.arraycopy(held, at, held, 0, end - at);
        end -= at;
        if (end > MOST)
            throw new IOException("a message of more than 1 MB");
    }

    /** @return where the next message begins; the same where one is not whole */
    private int next(int at) throws IOException {
        if (isBreak(at)) {
            boolean whole = isBreak(at + 2);
            boolean second = !whole && half;
            half = !whole && !pongs.getAsBoolean() && !second;
            if (whole || second)
                pings.run();
            return at + (whole ? 4 : 2);
        }
        int body = body(at);
        if (body < 0)
            return at;
        var length = LENGTH.matcher(new String(held, at, body - at, UTF_8));
        if (!length.find())
            throw new IOException("a message without Content-Length");
        int whole = body + Integer.parseInt(length.group(1));
        if (whole - at > MOST)
            throw new IOException("a message of more than 1 MB");
        if (whole > end)
            return at;
        half = false;
        messages.accept(new String(held, at, whole - at, UTF_8));
        return whole;
    }

    private boolean isBreak(int at) {
        return at + 1 < end && held[at] == '\r' && held[at + 1] == '\n';
    }

    private int body(int at) {
        for (int i = at; i + 3 < end; i++)
            if (isBreak(i) && isBreak(i + 2))
                return i + 4;
        return -1;
    }
}
