package org.trunkline.http.internal;

import jakarta.servlet.http.HttpServletRequest;

import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.endpoint.CdrEndpoints;

/**
 * How long the head of a request may be. Jetty ends a connection where a head exceeds its own limit, so that limit is wider
 * than these, and the answer can say what is allowed.
 */
final class HeadLimits {
    /** A query text of Chinese characters, percent-encoded, and what stands around it. */
    static final int MAX_LINE = CdrEndpoints.MAX_QUERY * 9 + (4 << 10);
    static final int MAX_FIELDS = 100;
    static final int MAX_FIELD_BYTES = 32 << 10;
    /** Jetty's limit: a query of 10,000 alternatives in an address still gets the answer that says how to send it. */
    static final int CUT_OFF_BYTES = 384 << 10;

    private HeadLimits() {}

    static void check(HttpServletRequest request) throws Problem {
        int line = length(request);
        if (line > MAX_LINE)
            throw Problem.of(414, "uri-too-long", "URI too long", ("The request line has %d bytes, %d are allowed. A query "
                    + "text in an address holds at most %d characters: send a longer one as JSON by POST")
                    .formatted(line, MAX_LINE, CdrEndpoints.MAX_QUERY));
        checkFields(request);
    }

    private static int length(HttpServletRequest request) {
        var query = request.getQueryString();
        return request.getMethod().length() + request.getRequestURI().length() + (query == null ? 0 : query.length() + 1)
                + " HTTP/1.1 ".length();
    }

    private static void checkFields(HttpServletRequest request) throws Problem {
        int count = 0;
        long bytes = 0;
        for (var names = request.getHeaderNames(); names.hasMoreElements();) {
            String name = names.nextElement();
            for (var values = request.getHeaders(name); values.hasMoreElements();) {
                count++;
                bytes += name.length() + values.nextElement().length();
            }
        }
        if (count > MAX_FIELDS || bytes > MAX_FIELD_BYTES)
            throw Problem.of(431, "headers-too-large", "Request header fields too large",
                    "%d header fields of %d bytes; %d of %d bytes are allowed".formatted(count, bytes, MAX_FIELDS,
                            MAX_FIELD_BYTES));
    }
}
