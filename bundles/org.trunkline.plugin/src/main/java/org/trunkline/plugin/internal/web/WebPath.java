package org.trunkline.plugin.internal.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The path of a request to a plug-in, decoded.
 *
 * @param resource its first segment
 * @param rest what comes after it
 * @param query the last value of each name
 */
record WebPath(String resource, List<String> rest, Map<String, String> query) {
    private static final int MOST_PARAMETERS = 100;

    /**
     * @param text {@code calls/42?limit=3}
     * @throws IllegalArgumentException where it is not encoded rightly
     */
    static WebPath parse(String text) {
        int mark = text.indexOf('?');
        var path = mark < 0 ? text : text.substring(0, mark);
        var segments = Arrays.stream(path.split("/", -1)).map(s -> decode(s.replace("+", "%2B"))).toList();
        var query = new LinkedHashMap<String, String>();
        for (String pair : mark < 0 ? new String[0] : text.substring(mark + 1).split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty())
                query.put(decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        if (query.size() > MOST_PARAMETERS)
            throw new IllegalArgumentException("more than " + MOST_PARAMETERS + " parameters");
        return new WebPath(segments.getFirst(), segments.subList(1, segments.size()), query);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
