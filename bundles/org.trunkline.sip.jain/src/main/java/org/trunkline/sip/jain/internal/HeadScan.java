package org.trunkline.sip.jain.internal;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one message after another before the stack's parser does, which takes much that RFC 4475 wants
 * refused and throws at some of the rest. Allocates nothing for a sound message. <b>Threads:</b> one.
 */
final class HeadScan {
    private static final int MOST_CSEQ_DIGITS = 10;
    private static final long MOST_CSEQ = (1L << 31) - 1; // RFC 3261 §8.1.1.5
    private static final int MOST_FORWARDS = 255;
    private static final byte[] VERSION = Ascii.bytes("SIP/2.0");
    private static final byte[] MAGIC = Ascii.bytes("z9hG4bK");
    private static final byte[] BRANCH = Ascii.bytes("branch");

    private static final Refusal NOT_SIP = Refusal.silent(Refusal.MALFORMED);
    private static final Refusal START_LINE = Refusal.malformed("Bad Start Line");
    private static final Refusal URI = Refusal.malformed("Bad Request-URI");
    private static final Refusal SCHEME = new Refusal(416, "Unsupported URI Scheme", Refusal.MALFORMED);
    private static final Refusal OTHER_VERSION = new Refusal(505, "Version Not Supported", Refusal.MALFORMED);
    private static final Refusal HEADER_LINE = Refusal.malformed("Bad Header Line");
    private static final Refusal MISSING = Refusal.malformed("Missing Mandatory Header");
    private static final Refusal TWICE = Refusal.malformed("Header There Twice");
    private static final Refusal VIA = Refusal.malformed("Bad Via");
    private static final Refusal ADDRESS = Refusal.malformed("Bad Address");
    private static final Refusal CSEQ = Refusal.malformed("Bad CSeq");
    private static final Refusal CALL_ID = Refusal.malformed("Bad Call-ID");
    private static final Refusal FORWARDS = Refusal.malformed("Bad Max-Forwards");
    private static final Refusal LENGTH = Refusal.malformed("Bad Content-Length");
    /** A stream's messages have no other end (RFC 3261 §20.14). */
    private static final Refusal NO_LENGTH = Refusal.malformed("Missing Content-Length");
    private static final Refusal TOO_MANY = new Refusal(400, "Too Many Headers", "too-many-headers");
    private static final Refusal TOO_LONG = new Refusal(400, "Header Too Long", "header-too-long");
    private static final Refusal TOO_LARGE = new Refusal(513, "Message Too Large", "too-large");

    private final BorderLimits limits;
    private final List<byte[]> scanners;
    private final AddressScan addresses = new AddressScan();
    private byte[] in = {};
    private int length;
    private boolean request;
    private boolean tagged;
    private boolean scanner;
    private int methodStart;
    private int methodEnd;
    private int endOfHead;
    private int contentLength;
    private int headers;
    private int seen;
    private boolean sipTo;

    HeadScan(BorderLimits limits) {
        this.limits = limits;
        this.scanners = limits.scanners().stream().map(Ascii::bytes).toList();
    }

    /** @param datagram whether the body must be there too */
    Optional<Refusal> read(byte[] bytes, int size, boolean datagram) {
        var refusal = judge(bytes, size, datagram);
        return refusal == null || request || refusal.status() == 0 ? Optional.ofNullable(refusal)
                : Optional.of(Refusal.silent(refusal.counted())); // a response is not answered
    }

    /** A request that begins something: no ACK, no CANCEL, and within no dialog. */
    boolean fresh() {
        return request && !tagged && !isMethod("ACK") && !isMethod("CANCEL");
    }

    /** Anything but a request that has an answer. */
    boolean answerable() {
        return request && !isMethod("ACK");
    }

    /** It says itself that it scans. */
    boolean scanner() {
        return scanner;
    }

    /** Whether nothing of this message is left to read on a stream: no body, and a length that could be read. */
    boolean whole() {
        return contentLength <= 0 && (seen & HeaderName.CONTENT_LENGTH.bit()) != 0;
    }

    int endOfHead() {
        return endOfHead;
    }

    private boolean isMethod(String method) {
        return Ascii.equal(in, methodStart, methodEnd, method);
    }

    private @Nullable Refusal judge(byte[] bytes, int size, boolean datagram) {
        in = bytes;
        length = size;
        request = false;
        tagged = false;
        scanner = false;
        sipTo = true;
        headers = 0;
        seen = 0;
        contentLength = -1;
        int start = 0;
        while (start < size && (in[start] == '\r' || in[start] == '\n'))
            start++;
        if (start == size) {
            endOfHead = size;
            return null; // a keep-alive (RFC 5626 §3.5.1)
        }
        int end = lineEnd(start);
        var bad = startLine(start, end);
        if (bad == NOT_SIP)
            return bad;
        var worse = headers(after(end));
        if (size > limits.messageBytes())
            return TOO_LARGE;
        if (bad != null || worse != null)
            return bad != null ? bad : worse;
        if ((seen & HeaderName.MANDATORY) != HeaderName.MANDATORY)
            return MISSING;
        if (datagram && contentLength > size - endOfHead)
            return LENGTH;
        if (!datagram && contentLength < 0)
            return NO_LENGTH;
        if (!datagram && request && isMethod("INVITE") && (seen & HeaderName.CONTACT.bit()) == 0)
            return MISSING; // RFC 3261 §8.1.1.8; only those of RFC 2543 have none
        if (!datagram && contentLength > limits.messageBytes())
            return TOO_LARGE;
        return request && isMethod("REGISTER") && !sipTo ? ADDRESS : null;
    }

    // ---- first line

    private @Nullable Refusal startLine(int from, int to) {
        if (to - from > 8 && Ascii.equal(in, from, from + 7, VERSION) && in[from + 7] == ' ')
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
        int uri = methodEnd + 1;
        int uriEnd = version - 5;
        if (uriEnd <= uri || in[uriEnd] != ' ')
            return START_LINE;
        return requestLine(uri, uriEnd, version, to);
    }

    private @Nullable Refusal requestLine(int uri, int uriEnd, int version, int to) {
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
        boolean sip = isSip(uri, colon);
        if (!sip)
            return Ascii.equal(in, uri, colon, "tel") ? null : SCHEME;
        int host = colon;
        for (int i = colon; i < uriEnd; i++)
            if (in[i] == '@')
                host = i; // a user may have question marks
        for (int i = host; i < uriEnd; i++)
            if (in[i] == '?')
                return URI; // headers have no place there (RFC 3261 §19.1.1)
        return hostAndPort(host + 1, uriEnd) ? null : URI;
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

    private boolean isSip(int from, int colon) {
        return Ascii.equal(in, from, colon, "sip") || Ascii.equal(in, from, colon, "sips");
    }

    private @Nullable Refusal statusLine(int from, int to) {
        if (to - from < 3)
            return NOT_SIP;
        for (int i = from; i < from + 3; i++)
            if (in[i] < '0' || in[i] > '9')
                return NOT_SIP;
        boolean known = in[from] >= '1' && in[from] <= '6';
        return known && (to - from == 3 || in[from + 3] == ' ') ? null : NOT_SIP;
    }

    // ---- header lines

    private @Nullable Refusal headers(int from) {
        Refusal first = null;
        int at = from;
        while (at < length) {
            int end = lineEnd(at);
            if (end == at) {
                endOfHead = after(end);
                return first;
            }
            int next = after(end);
            while (next < length && (in[next] == ' ' || in[next] == '\t')) { // folded (RFC 3261 §7.3.1)
                end = lineEnd(next);
                next = after(end);
            }
            var bad = header(at, end);
            if (first == null)
                first = bad;
            at = next;
        }
        endOfHead = length;
        return first == null ? HEADER_LINE : first; // no empty line ends it
    }

    private @Nullable Refusal header(int from, int to) {
        if (++headers > limits.headers())
            return TOO_MANY;
        if (to - from > limits.headerBytes())
            return TOO_LONG;
        int colon = from;
        while (colon < to && Ascii.isToken(in[colon]))
            colon++;
        int nameEnd = colon;
        while (colon < to && (in[colon] == ' ' || in[colon] == '\t'))
            colon++;
        if (nameEnd == from || colon == to || in[colon] != ':' || controls(colon, to))
            return HEADER_LINE;
        var name = HeaderName.of(in, from, nameEnd);
        if (name == null)
            return null;
        boolean again = (seen & name.bit()) != 0;
        seen |= name.bit();
        int end = to;
        while (end > colon + 1 && Ascii.isSpace(in[end - 1]))
            end--;
        int value = Ascii.skip(in, colon + 1, end);
        return again && name.once() ? TWICE : value(name, value, end, again);
    }

    private boolean controls(int from, int to) {
        for (int i = from; i < to; i++)
            if (in[i] == '\\' && i + 1 < to && !Ascii.isSpace(in[i + 1]))
                i++; // a quoted pair may be anything
            else if (in[i] < ' ' && in[i] >= 0 && !Ascii.isSpace(in[i]) || in[i] == 0x7f
                    || in[i] == '\r' && (i + 1 == length || in[i + 1] != '\n'))
                return true;
        return false;
    }

    private @Nullable Refusal value(HeaderName name, int from, int to, boolean again) {
        return switch (name) {
            case VIA -> again ? null : via(from, to);
            case FROM, TO -> {
                if (!addresses.one(in, from, to))
                    yield ADDRESS;
                if (name == HeaderName.TO) {
                    tagged = addresses.tagged();
                    sipTo = isSip(addresses.uri(), colon(addresses.uri(), to));
                }
                yield null;
            }
            case CONTACT -> addresses.list(in, from, to) ? null : ADDRESS;
            case CALL_ID -> blank(from, to) ? CALL_ID : null;
            case CSEQ -> cseq(from, to);
            case MAX_FORWARDS -> number(from, to, MOST_FORWARDS) < 0 ? FORWARDS : null;
            case CONTENT_LENGTH -> {
                contentLength = (int) number(from, to, Integer.MAX_VALUE);
                yield contentLength < 0 ? LENGTH : null;
            }
            case USER_AGENT -> {
                scanner = scanners.stream().anyMatch(part -> Ascii.contains(in, from, to, part));
                yield null;
            }
        };
    }

    private int colon(int from, int to) {
        int i = from;
        while (i < to && in[i] != ':')
            i++;
        return i;
    }

    /** @return whether it is empty, or has a space within */
    private boolean blank(int from, int to) {
        for (int i = from; i < to; i++)
            if (Ascii.isSpace(in[i]))
                return true;
        return from == to;
    }

    private @Nullable Refusal via(int from, int to) {
        if (to - from < 8 || !Ascii.equal(in, from, from + 3, "SIP"))
            return VIA;
        for (int i = from; i + BRANCH.length < to && in[i] != ','; i++) {
            if (in[i] != ';')
                continue;
            int name = Ascii.skip(in, i + 1, to);
            int equals = Ascii.skip(in, Math.min(to, name + BRANCH.length), to);
            if (equals >= to || in[equals] != '=' || !Ascii.equal(in, name, name + BRANCH.length, BRANCH))
                continue;
            int value = Ascii.skip(in, equals + 1, to);
            int end = value;
            while (end < to && Ascii.isToken(in[end]))
                end++;
            if (end == value || end - value == MAGIC.length && Ascii.equal(in, value, end, MAGIC))
                return VIA; // the cookie alone tells no transaction from another
        }
        return null;
    }

    private @Nullable Refusal cseq(int from, int to) {
        int digits = from;
        while (digits < to && in[digits] >= '0' && in[digits] <= '9')
            digits++;
        int method = Ascii.skip(in, digits, to);
        if (method == digits || method == to || number(from, digits, MOST_CSEQ) < 0)
            return CSEQ;
        for (int i = method; i < to; i++)
            if (!Ascii.isToken(in[i]))
                return CSEQ;
        if (!request)
            return null;
        if (to - method != methodEnd - methodStart)
            return CSEQ;
        for (int i = 0; i < to - method; i++)
            if (in[method + i] != in[methodStart + i])
                return CSEQ;
        return null;
    }

    /** @return -1 where it is no number, or greater */
    private long number(int from, int to, long most) {
        int start = from;
        while (to - start > 1 && in[start] == '0')
            start++;
        if (start == to || to - start > MOST_CSEQ_DIGITS)
            return -1;
        long value = 0;
        for (int i = start; i < to; i++) {
            if (in[i] < '0' || in[i] > '9')
                return -1;
            value = value * 10 + in[i] - '0';
        }
        return value > most ? -1 : value;
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < length && in[i] != '\n')
            i++;
        return i > from && in[i - 1] == '\r' ? i - 1 : i;
    }

    private int after(int lineEnd) {
        int i = lineEnd;
        if (i < length && in[i] == '\r')
            i++;
        return i < length ? i + 1 : i;
    }
}
