package org.trunkline.http.internal;

import java.net.URI;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;

import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.endpoint.CdrEndpoints;

/**
 * How long the head of a request may be. The server beneath cuts a connection off without a word where a head passes its
 * own limits, so those are wider than these: who passes these is told.
 */
final class HeadLimits {
    /** A query text of Chinese characters, percent-encoded, and what stands around it. */
    static final int MAX_LINE = CdrEndpoints.MAX_QUERY * 9 + (4 << 10);
    static final int MAX_FIELDS = 100;
    static final int MAX_FIELD_BYTES = 32 << 10;
    /** Of the server beneath: who asks for 10,000 alternatives in an address is still told how, and all connections together are bounded. */
    static final int CUT_OFF_BYTES = 384 << 10;
    static final int CUT_OFF_FIELDS = 2 * MAX_FIELDS;

    private HeadLimits() {}

    static void check(HttpExchange exchange) throws Problem {
        int line = length(exchange.getRequestMethod(), exchange.getRequestURI());
        if (line > MAX_LINE)
            throw Problem.of(414, "uri-too-long", "URI too long", ("The request line has %d bytes, %d are allowed. A query "
                    + "text in an address holds at most %d characters: send a longer one as JSON by POST")
                    .formatted(line, MAX_LINE, CdrEndpoints.MAX_QUERY));
        checkFields(exchange.getRequestHeaders());
    }

    private static int length(String method, URI uri) {
        return method.length() + uri.toString().length() + " HTTP/1.1 ".length();
    }

    private static void checkFields(Map<String, List<String>> headers) throws Problem {
        int count = 0;
        long bytes = 0;
        for (var field : headers.entrySet())
            for (String value : field.getValue()) {
                count++;
                bytes += field.getKey().length() + value.length();
            }
        if (count > MAX_FIELDS || bytes > MAX_FIELD_BYTES)
            throw Problem.of(431, "headers-too-large", "Request header fields too large",
                    "%d header fields of %d bytes; %d of %d bytes are allowed".formatted(count, bytes, MAX_FIELDS,
                            MAX_FIELD_BYTES));
    }
}
