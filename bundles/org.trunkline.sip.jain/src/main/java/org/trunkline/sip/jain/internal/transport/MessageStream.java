package org.trunkline.sip.jain.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Messages of a stream, one after another (RFC 3261 §18.3). The next is read when the one before is done with: who sends
 * faster than that waits. <b>Threads:</b> one.
 */
final class MessageStream {
    private static final int FIRST_BYTES = 2048;

    private final InputStream in;
    private final int most;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int from;
    private int to;

    /** @param most bytes of one head */
    MessageStream(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /**
     * The next head with its empty line, without the line ends before it.
     *
     * @return empty bytes for a ping (RFC 5626 §3.5.1); so many as there may be of one that is longer; nothing at the end
     */
    Optional<byte[]> head() throws IOException {
        int ends = 0;
        while (true) {
            if (from == to && !more())
                return Optional.empty();
            if (buffer[from] != '\r' && buffer[from] != '\n')
                break;
            if (buffer[from++] == '\n' && ++ends == 2)
                return Optional.of(new byte[0]);
        }
        int at = from;
        while (true) {
            for (; at < to; at++)
                if (buffer[at] == '\n' && isEmpty(at))
                    return Optional.of(take(at + 1 - from));
            if (to - from >= most)
                return Optional.of(take(most));
            int scanned = at - from;
            if (!more())
                return Optional.empty(); // half a message
            at = from + scanned;
        }
    }

    /** The line that ends here has nothing in it. */
    private boolean isEmpty(int end) {
        int before = end - 1;
        if (before >= from && buffer[before] == '\r')
            before--;
        return before >= from && buffer[before] == '\n';
    }

    /** @throws EOFException where it ends before */
    byte[] body(int length) throws IOException {
        int here = Math.min(length, to - from);
        byte[] body = Arrays.copyOf(take(here), length);
        if (in.readNBytes(body, here, length - here) < length - here)
            throw new EOFException("in the middle of a body");
        return body;
    }

    /** Lets all pass to the end. */
    void drain() throws IOException {
        while (in.read(buffer) >= 0)
            continue;
    }

    private byte[] take(int length) {
        byte[] taken = Arrays.copyOfRange(buffer, from, from + length);
        from += length;
        return taken;
    }

    private boolean more() throws IOException {
        if (from == to) {
            from = to = 0;
            if (buffer.length > FIRST_BYTES)
                buffer = new byte[FIRST_BYTES]; // it is idle as a rule
        } else if (to == buffer.length) {
            byte[] larger = from > 0 ? buffer : new byte[buffer.length * 2];
            System.arraycopy(buffer, from, larger, 0, to - from);
            buffer = larger;
            to -= from;
            from = 0;
        }
        int read = in.read(buffer, to, buffer.length - to);
        to += Math.max(0, read);
        return read >= 0;
    }
}
