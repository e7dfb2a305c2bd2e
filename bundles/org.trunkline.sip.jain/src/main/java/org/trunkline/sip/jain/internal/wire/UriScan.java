package org.trunkline.sip.jain.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads a plain SIP URI (RFC 3261 §19.1.1): no password, no escapes, no headers. Others are left to the stack's parser.
 * <b>Threads:</b> one.
 */
public final class UriScan {
    private static final String OF_USER = "&=+$,/";
    private static final String OF_PARAMETERS = ";=[]/:&+$";

    private byte[] in = {};
    private int from;
    private int to;
    private int user;
    private int host;
    private int hostEnd;
    private @Nullable String hostText;

    /** @return whether it is one */
    public boolean read(byte[] bytes, int start, int end) {
        in = bytes;
        from = start;
        to = end;
        hostText = null;
        int colon = start;
        while (colon < end && in[colon] != ':')
            colon++;
        if (colon == end || !StartLineScan.isSip(in, start, colon))
            return false;
        user = host = colon + 1;
        int at = host;
        while (at < end && isPart(in[at], OF_USER))
            at++;
        if (at < end && in[at] == '@' && at > user)
            host = at + 1;
        return host(end) && rest(end);
    }

    private boolean host(int end) {
        int at = host;
        if (at < end && in[at] == '[') {
            while (++at < end && (Character.digit(in[at], 16) >= 0 || in[at] == ':' || in[at] == '.'))
                continue;
            if (at == end || in[at] != ']')
                return false;
            hostEnd = at + 1;
            return at > host + 2;
        }
        while (at < end && (Character.isLetterOrDigit(in[at]) && in[at] > 0 || in[at] == '-' || in[at] == '.'))
            at++;
        hostEnd = at;
        return at > host;
    }

    /** The port and the parameters. */
    private boolean rest(int end) {
        int at = hostEnd;
        if (at < end && in[at] == ':') {
            int port = 0;
            int digits = ++at;
            for (; at < end && in[at] >= '0' && in[at] <= '9' && port < 65_536; at++)
                port = port * 10 + in[at] - '0';
            if (at == digits || port == 0 || port > 65_535)
                return false;
        }
        if (at < end && in[at] != ';')
            return false;
        for (int i = at; i < end; i++)
            if (!isPart(in[i], OF_PARAMETERS) || in[i] == ';' && (i + 1 == end || !isPart(in[i + 1], "")))
                return false;
        return true;
    }

    /** No escapes: what they stand for is the parser's business. */
    private static boolean isPart(byte b, String more) {
        return Ascii.isToken(b) && b != '%' || more.indexOf(b) >= 0;
    }

    /** Empty where it has none. */
    public String user() {
        return host == user ? "" : Ascii.text(in, user, host - 1);
    }

    /** With the brackets of an IPv6 address. */
    public String host() {
        var known = hostText;
        if (known == null)
            hostText = known = Ascii.text(in, host, hostEnd);
        return known;
    }

    /** As it stands. */
    public String text() {
        return Ascii.text(in, from, to);
    }
}
