package org.trunkline.remote.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of an answer, none of them longer than allowed: whatever sends them, it must not fill the memory. */
final class LineReader {
    /** A line has more bytes than allowed. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("a line is too long");
        }
    }

    private final InputStream in;
    private final int most;

    /** @param most bytes of a line */
    LineReader(InputStream in, int most) {
        this.in = new BufferedInputStream(in);
        this.most = most;
    }

    /**
     * The next line without its end.
     *
     * @return empty after the last
     * @throws TooLongException as soon as more came than is allowed
     */
    Optional<byte[]> next() throws IOException {
        var line = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0)
            return Optional.empty();
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (line.size() == most)
                throw new TooLongException();
            line.write(read);
        }
        return Optional.of(line.toByteArray());
    }
}
