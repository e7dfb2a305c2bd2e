package org.trunkline.phone.internal.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * A request that the phone sends, without what its transaction adds: Via, Max-Forwards, Content-Length.
 *
 * @param headers lines as they are written, {@code Name: value}
 * @param body empty for none
 */
record SipRequest(String method, String uri, List<String> headers, String type, String body) {
    private static final String AGENT = "User-Agent: Trunkline";

    SipRequest {
        headers = List.copyOf(headers);
    }

    static SipRequest of(String method, String uri, List<String> headers) {
        return new SipRequest(method, uri, headers, "", "");
    }

    SipRequest with(String header) {
        var more = new ArrayList<>(headers);
        more.add(header);
        return new SipRequest(method, uri, more, type, body);
    }

    /** Another request of the same transaction or beside it (RFC 3261 §9.1, §17.1.1.3): the same identities, its number, no body. */
    SipRequest companion(String method, String to) {
        var same = new ArrayList<String>();
        for (var each : headers)
            if (named(each, "From") || named(each, "Call-ID") || named(each, "Route"))
                same.add(each);
            else if (named(each, "To"))
                same.add("To: " + to);
            else if (named(each, "CSeq"))
                same.add(each.replaceFirst("\\S+$", method));
        return of(method, uri, same);
    }

    String header(String name) {
        return headers.stream().filter(each -> named(each, name)).findFirst()
                .map(each -> each.substring(name.length() + 1).strip()).orElse("");
    }

    private static boolean named(String header, String name) {
        return header.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }

    String written(String via) {
        var text = new StringBuilder(method).append(' ').append(uri).append(" SIP/2.0\r\n");
        line(text, via);
        line(text, "Max-Forwards: 70");
        headers.forEach(each -> line(text, each));
        line(text, AGENT);
        content(text, type, body);
        return text.toString();
    }

    static void line(StringBuilder text, String header) {
        text.append(header).append("\r\n");
    }

    static void content(StringBuilder text, String type, String body) {
        if (!body.isEmpty())
            line(text, "Content-Type: " + type);
        line(text, "Content-Length: " + body.getBytes(UTF_8).length);
        text.append("\r\n").append(body);
    }
}
