package org.trunkline.sip.jain.internal.wire;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Checks the first line of a message (RFC 3261 §7.1, §7.2). <b>Threads:</b> one. */
final class StartLineScan {
    static final Refusal NOT_SIP = Refusal.silent(Refusal.MALFORMED);
    private static final Refusal START_LINE = Refusal.malformed("Bad Start Line");
    private static final Refusal URI = Refusal.malformed("Bad Request-URI");
    private static final Refusal SCHEME = new Refusal(416, "Unsupported URI Scheme", Refusal.MALFORMED);
    private static final Refusal OTHER_VERSION = new Refusal(505, "Version Not Supported", Refusal.MALFORMED);
    /** Upper case, as all send it: the stack's parser would take others for a method. */
    private static final String VERSION = "SIP/2.0";
    private static final String EMERGENCY = "urn:service:sos";

    private byte[] in = {};
    private boolean request;
    private int methodStart;
    private int methodEnd;
    private int uriStart;
    private int uriEnd;

    void begin(byte[] bytes) {
        in = bytes;
        request = false;
        methodStart = methodEnd = uriStart = uriEnd = 0;
    }

    boolean request() {
        return request;
    }

    /** The method is these bytes, case and all (RFC 3261 §7.1). */
    boolean isMethod(int from, int to) {
        return Arrays.equals(in, from, to, in, methodStart, methodEnd);
    }

    /** Case and all. */
    boolean isMethod(String method) {
        return request && Ascii.same(in, methodStart, methodEnd, method);
    }

    String method() {
        return Ascii.text(in, methodStart, methodEnd);
    }

    /** Of a request whose line is sound. */
    String uri() {
        return Ascii.text(in, uriStart, uriEnd);
    }

    @Nullable Refusal read(int from, int to) {
        if (to - from > 8 && Ascii.same(in, from, from + 7, VERSION) && in[from + 7] == ' ')
            return statusLine(from + 8, to);
        int version = to;
        while (version > from && in[version - 1] != '/')
            version--;
        if (version - 4 <= from || !Ascii.equal(in, version - 4, version, "SIP/"))
            return NOT_SIP;
        request = true;
        methodStart = from;
        methodEnd = from;
        while (methodEnd < to && Ascii.isToken(in[methodEnd]))
            methodEnd++;
        if (methodEnd == from || in[methodEnd] != ' ')
            return START_LINE;
        uriStart = methodEnd + 1;
        uriEnd = version - 5;
        if (uriEnd <= uriStart || in[uriEnd] != ' ')
            return START_LINE;
        return requestLine(uriStart, version, to);
    }

    private @Nullable Refusal requestLine(int uri, int version, int to) {
        for (int i = version; i < to; i++)
            if (in[i] != '.' && (in[i] < '0' || in[i] > '9'))
                return START_LINE;
        for (int i = uri; i < uriEnd; i++)
            if (in[i] <= ' ' && in[i] >= 0 || in[i] == '<' || in[i] == '>' || in[i] == '"' || in[i] == 0x7f)
                return URI;
        if (!Ascii.equal(in, version, to, "2.0"))
            return OTHER_VERSION;
        int colon = uri;
        while (colon < uriEnd && in[colon] != ':')
            colon++;
        if (colon == uri || colon == uriEnd)
            return URI;
        if (!isSip(in, uri, colon))
            return Ascii.equal(in, uri, colon, "tel") || isEmergency(uri) ? null : SCHEME;
        if (colon + 1 < uriEnd && in[colon + 1] == '@')
            return URI; // without a user there is no @ (RFC 3261 §25.1)
        int host = colon;
        for (int i = colon; i < uriEnd; i++)
            if (in[i] == '@')
                host = i; // a user may have question marks
        for (int i = host; i < uriEnd; i++)
            if (in[i] == '?')
                return URI; // headers have no place there (RFC 3261 §19.1.1)
        return hostAndPort(host + 1, uriEnd) ? null : URI;
    }

    /** {@code urn:service:sos}, {@code urn:service:sos.fire} (RFC 5031 §4.2). */
    private boolean isEmergency(int uri) {
        int end = uri + EMERGENCY.length();
        return end <= uriEnd && Ascii.equal(in, uri, end, EMERGENCY) && (end == uriEnd || in[end] == '.');
    }

    /** An IPv6 address stands in brackets, or its colons would be taken for the port's (RFC 5118 §4.2). */
    private boolean hostAndPort(int from, int to) {
        int at = from;
        if (at < to && in[at] == '[') {
            while (at < to && in[at] != ']')
                at++;
            if (at == to || at - from < 3)
                return false;
            at++;
        } else {
            while (at < to && in[at] != ':' && in[at] != ';')
                at++;
        }
        if (at == from)
            return false;
        if (at == to || in[at] == ';')
            return true;
        int digits = at + 1;
        while (digits < to && in[digits] >= '0' && in[digits] <= '9')
            digits++;
        return in[at] == ':' && digits > at + 1 && (digits == to || in[digits] == ';');
    }

    static boolean isSip(byte[] in, int from, int colon) {
        return Ascii.equal(in, from, colon, "sip") || Ascii.equal(in, from, colon, "sips");
    }

    private @Nullable Refusal statusLine(int from, int to) {
        if (to - from < 3)
            return NOT_SIP;
        for (int i = from; i < from + 3; i++)
            if (in[i] < '0' || in[i] > '9')
                return NOT_SIP;
        for (int i = from + 3; i < to; i++)
            if (in[i] < ' ' && in[i] >= 0 && in[i] != '\t' || in[i] == 0x7f)
                return NOT_SIP; // the stack's parser would begin a line at a lone CR
        boolean known = in[from] >= '1' && in[from] <= '6';
        return known && (to - from == 3 || in[from + 3] == ' ') ? null : NOT_SIP;
    }
}
