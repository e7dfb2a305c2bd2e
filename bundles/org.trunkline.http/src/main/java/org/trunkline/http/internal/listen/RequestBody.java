package org.trunkline.http.internal.listen;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The body of a request. It is asked for at the first read: only then is a client that waits for that told to send it (RFC 9110
 * §10.1.1). Reading counts against the time of the request. <b>Threads:</b> that of the request.
 */
public final class RequestBody extends InputStream {
    private static final int MOST_LEFT_OVER = 64 << 10;
    private static final int BUFFER = 1 << 13;

    private final HttpServletRequest in;
    private final OpenConnection connection;
    private Optional<ServletInputStream> asked = Optional.empty();
    private boolean isLong;

    public RequestBody(HttpServletRequest in, OpenConnection connection) {
        this.in = in;
        this.connection = connection;
    }

    /** Each part of it has the time of a request from now on, and the whole that of an upload. */
    public void mayBeLong() {
        isLong = true;
    }

    private ServletInputStream ask() throws IOException {
        if (asked.isEmpty())
            asked = Optional.of(in.getInputStream());
        return asked.get();
    }

    @Override
    public int read() throws IOException {
        connection.reading(isLong);
        try {
            return ask().read();
        } finally {
            connection.read();
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        connection.reading(isLong);
        try {
            return ask().read(buffer, offset, length);
        } finally {
            connection.read();
        }
    }

    private boolean isWaitedFor() {
        return asked.isEmpty() && "100-continue".equalsIgnoreCase(in.getHeader("Expect"));
    }

    /** Reads what is not wanted, since a client that still sends may not read an answer; nothing of a body that was not asked for. */
    @Override
    public long skip(long most) throws IOException {
        return isWaitedFor() ? 0 : super.skip(most);
    }

    /** Passes over the rest as far as it has arrived. @return whether nothing is left of it, and another request may follow */
    public boolean isOver() throws IOException {
        if (isWaitedFor())
            return false;
        var body = ask();
        var buffer = new byte[BUFFER];
        for (int left = MOST_LEFT_OVER; left > 0 && body.available() > 0;)
            left -= Math.max(0, body.read(buffer));
        return body.isFinished();
    }
}
