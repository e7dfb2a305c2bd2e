package org.trunkline.sip.jain.internal.wire;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one message after another before the stack's parser does, which takes much that RFC 4475 wants
 * refused and throws at some of the rest. All that it makes of a sound message is its {@link HeadIndex}. <b>Threads:</b> one.
 */
public final class HeaderValidator {
    private static final int MOST_CSEQ_DIGITS = 10;
    private static final long MOST_CSEQ = (1L << 31) - 1; // RFC 3261 §8.1.1.5
    private static final long MOST_SECONDS = (1L << 32) - 1; // RFC 3261 §20.19
    private static final int MOST_FORWARDS = 255;
    /** A text message over a connection may be longer than what sets up a call (RFC 3428 §8). */
    private static final int TEXT_BYTES = 65_536;
    private static final String TEXT = "MESSAGE";

    private static final Refusal HEADER_LINE = Refusal.malformed("Bad Header Line");
    private static final Refusal MISSING = Refusal.malformed("Missing Mandatory Header");
    private static final Refusal TWICE = Refusal.malformed("Duplicate Header");
    private static final Refusal ADDRESS = Refusal.malformed("Bad Address");
    private static final Refusal CSEQ = Refusal.malformed("Bad CSeq");
    private static final Refusal CALL_ID = Refusal.malformed("Bad Call-ID");
    private static final Refusal FORWARDS = Refusal.malformed("Bad Max-Forwards");
    private static final Refusal EXPIRES = Refusal.malformed("Bad Expires");
    private static final Refusal LENGTH = Refusal.malformed("Bad Content-Length");
    /** A stream's messages have no other end (RFC 3261 §20.14). */
    private static final Refusal NO_LENGTH = Refusal.malformed("Missing Content-Length");
    private static final Refusal TOO_MANY = new Refusal(400, "Too Many Headers", "too-many-headers");
    private static final Refusal TOO_LONG = new Refusal(400, "Header Too Long", "header-too-long");
    private static final Refusal TOO_LARGE = new Refusal(513, "Message Too Large", "too-large");

    private final BorderLimits limits;
    private final List<byte[]> scanners;
    private final StartLineScan start = new StartLineScan();
    private final ViaScan via = new ViaScan();
    private final AddressScan addresses = new AddressScan();
    private byte[] in = {};
    private int length;
    private boolean tagged;
    private int tag;
    private int tagEnd;
    private boolean scanner;
    private int endOfHead;
    private int contentLength;
    private int headers;
    private boolean folded;
    private boolean bare;
    private HeadIndex index = HeadIndex.begin(in, 0, 0);
    private int seen;
    private boolean sipTo;
    private @Nullable Optional<String> transaction;

    public HeaderValidator(BorderLimits limits) {
        this(limits, limits.scanners().stream().map(Ascii::bytes).toList());
    }

    private HeaderValidator(BorderLimits limits, List<byte[]> scanners) {
        this.limits = limits;
        this.scanners = scanners;
    }

    /** For the next message, where this one's is still needed. */
    public HeaderValidator another() {
        return new HeaderValidator(limits, scanners);
    }

    /** @param datagram whether the body must be there too */
    public Optional<Refusal> read(byte[] bytes, int size, boolean datagram) {
        var refusal = judge(bytes, size, datagram);
        return refusal == null || start.request() || refusal.status() == 0 ? Optional.ofNullable(refusal)
                : Optional.of(Refusal.silent(refusal.counted())); // a response is not answered
    }

    /** A request that begins something: no ACK, no CANCEL, and within no dialog. */
    public boolean fresh() {
        return start.request() && !tagged && !isMethod("ACK") && !isMethod("CANCEL");
    }

    public boolean request() {
        return start.request();
    }

    /** Anything but a request that has an answer. */
    public boolean answerable() {
        return start.request() && !isMethod("ACK");
    }

    /** It says itself that it scans. */
    public boolean scanner() {
        return scanner;
    }

    /** Whether nothing of this message is left to read on a stream: no body, and a length that could be read. */
    public boolean whole() {
        return contentLength <= 0 && (seen & HeaderName.CONTENT_LENGTH.bit()) != 0;
    }

    /** As the head says; none where it does not. */
    public int bodyLength() {
        return Math.max(0, contentLength);
    }

    private int mostBytes() {
        return isMethod(TEXT) ? limits.messageBytes() + TEXT_BYTES : limits.messageBytes();
    }

    /** Why a text message is refused that is longer than other messages, of a source that nobody knows. */
    public Optional<Refusal> longText() {
        return isMethod(TEXT) && contentLength > limits.messageBytes() ? Optional.of(TOO_LARGE) : Optional.empty();
    }

    public int endOfHead() {
        return endOfHead;
    }

    public boolean isMethod(String method) {
        return start.isMethod(method);
    }

    /** The request's URI as it stands. */
    public String uri() {
        return start.uri();
    }

    /** Of the message that was just read; nothing is written to it any more. */
    public HeadIndex index() {
        return index;
    }

    /** The topmost Via. */
    public ViaScan via() {
        return via;
    }

    /** The key of the transaction that this request begins; empty where its branch gives none. */
    public Optional<String> transaction() {
        var known = transaction;
        if (known == null)
            transaction = known = via.transaction(start.method());
        return known;
    }

    /** Within a dialog. */
    boolean tagged() {
        return tagged;
    }

    /** An ACK to an answer whose tag began so. */
    public boolean acknowledges(byte[] mark) {
        return tagEnd - tag > mark.length && isMethod("ACK") && Ascii.equal(in, tag, tag + mark.length, mark);
    }

    private @Nullable Refusal judge(byte[] bytes, int size, boolean datagram) {
        in = bytes;
        length = size;
        start.begin(bytes);
        via.begin(bytes);
        tagged = false;
        tag = tagEnd = 0;
        scanner = false;
        sipTo = true;
        transaction = null;
        headers = 0;
        folded = false;
        seen = 0;
        contentLength = -1;
        int from = 0;
        while (from < size && (in[from] == '\r' || in[from] == '\n'))
            from++;
        if (from == size) {
            endOfHead = size;
            index = HeadIndex.begin(bytes, size, size);
            return null; // a keep-alive (RFC 5626 §3.5.1)
        }
        int end = lineEnd(from);
        var bad = start.read(from, end);
        if (bad == StartLineScan.NOT_SIP)
            return bad;
        index = HeadIndex.begin(bytes, from, end);
        bare = !endsProperly(end);
        var worse = headers(after(end));
        index.finish(endOfHead, folded, bare);
        if (size > mostBytes() || endOfHead > limits.messageBytes())
            return TOO_LARGE;
        if (bad != null || worse != null)
            return bad != null ? bad : worse;
        if ((seen & HeaderName.MANDATORY) != HeaderName.MANDATORY)
            return MISSING;
        if (datagram && contentLength > size - endOfHead)
            return LENGTH;
        if (!datagram && contentLength < 0)
            return NO_LENGTH;
        if (!datagram && isMethod("INVITE") && (seen & HeaderName.CONTACT.bit()) == 0)
            return MISSING; // RFC 3261 §8.1.1.8; only those of RFC 2543 have none
        if (!datagram && contentLength > mostBytes())
            return TOO_LARGE;
        return isMethod("REGISTER") && !sipTo ? ADDRESS : null;
    }

    // ---- header lines

    private @Nullable Refusal headers(int from) {
        Refusal first = null;
        int at = from;
        while (at < length) {
            int end = lineEnd(at);
            bare |= !endsProperly(end);
            if (end == at) {
                endOfHead = after(end);
                return first;
            }
            int next = after(end);
            folded |= next < length && (in[next] == ' ' || in[next] == '\t');
            boolean blank = false; // the stack's parser takes such a line for the end
            while (next < length && (in[next] == ' ' || in[next] == '\t')) { // folded (RFC 3261 §7.3.1)
                end = lineEnd(next);
                blank |= Ascii.skip(in, next, end) == end;
                next = after(end);
            }
            var bad = blank ? HEADER_LINE : header(at, end);
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
        int end = to;
        while (end > colon + 1 && Ascii.isSpace(in[end - 1]))
            end--;
        int value = Ascii.skip(in, colon + 1, end);
        index.add(from, nameEnd, value, end, name);
        if (name == null)
            return null;
        boolean again = (seen & name.bit()) != 0;
        seen |= name.bit();
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
            case VIA -> again ? null : via.read(from, to);
            case FROM, TO -> {
                if (!addresses.one(in, from, to))
                    yield ADDRESS;
                if (name == HeaderName.TO) {
                    tagged = addresses.tagged();
                    tag = addresses.tag();
                    tagEnd = addresses.tagEnd();
                    sipTo = StartLineScan.isSip(in, addresses.uri(), colon(addresses.uri(), to));
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
                for (byte[] part : scanners)
                    scanner |= Ascii.contains(in, from, to, part);
                yield null;
            }
            case EXPIRES -> start.request() && number(from, to, MOST_SECONDS) < 0 ? EXPIRES : null;
            case CONTENT_TYPE, RECORD_ROUTE, ROUTE, EVENT, SUBSCRIPTION_STATE, AUTHORIZATION, PROXY_AUTHORIZATION, PATH, REQUIRE -> null;
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
        return !start.request() || start.isMethod(method, to) ? null : CSEQ;
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

    private boolean endsProperly(int lineEnd) {
        return lineEnd + 1 < length && in[lineEnd] == '\r' && in[lineEnd + 1] == '\n';
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
