package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.ParserFactory;
import gov.nist.javax.sip.parser.RequestLineParser;
import gov.nist.javax.sip.parser.StatusLineParser;

import org.jspecify.annotations.Nullable;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.wire.FastHeaderParser;
import org.trunkline.sip.jain.internal.wire.HeadIndex;
import org.trunkline.sip.jain.internal.wire.HeaderName;
import org.trunkline.sip.jain.internal.wire.ParserLog;
import org.trunkline.sip.jain.internal.wire.Refusal;

/**
 * Makes jain-sip's messages of bytes, and leaves the bytes with them: all of a datagram, the head of a message on a stream.
 * Parses only the headers that this bundle reads as objects ({@link HeaderName}), those of plain shapes by {@link FastHeaderParser},
 * the others by jain-sip's parsers; the engine reads the rest as text ({@link HeadIndex}). It has no state, so one serves all.
 */
public final class WireParser {
    /** Where one of these cannot be read there is no message; another header is left out. */
    private static final Set<HeaderName> NEEDED = Set.of(HeaderName.FROM, HeaderName.TO, HeaderName.CSEQ, HeaderName.VIA,
            HeaderName.CALL_ID, HeaderName.CONTENT_LENGTH);
    private static final String VERSION = "SIP/2.0";

    static {
        ParserLog.use();
    }

    private final IngressFilter screen;
    private final long slowNanos;
    private final LongSupplier nanos;

    /** @param slow what takes longer to read is refused */
    public WireParser(IngressFilter screen, Duration slow) {
        this(screen, slow, System::nanoTime);
    }

    /** @param nanos a clock, driven in tests */
    public WireParser(IngressFilter screen, Duration slow, LongSupplier nanos) {
        this.screen = screen;
        this.slowNanos = slow.toNanos();
        this.nanos = nanos;
    }

    /**
     * @param index of a message that passed the screen
     * @param whole whether the body follows the head
     * @return empty where there is nothing but ends of lines
     */
    public Optional<SIPMessage> parse(HeadIndex index, boolean whole) throws ParseException {
        long begun = nanos.getAsLong();
        try {
            if (index.isEmpty())
                return Optional.empty();
            var message = counted(index);
            message.setApplicationData(index);
            if (whole)
                addBody(message, index);
            if (nanos.getAsLong() - begun > slowNanos && isSlow(index))
                throw refused("slow-parse", "Too Slow To Read");
            return Optional.of(message);
        } catch (RuntimeException | StackOverflowError e) { // a border: jain-sip's parsers throw at some of what comes
            throw refused(Refusal.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Once may have been the machine, busy with something else. */
    private boolean isSlow(HeadIndex index) throws ParseException {
        long begun = nanos.getAsLong();
        head(index);
        return nanos.getAsLong() - begun > slowNanos;
    }

    private ParseException refused(String counted, String why) {
        screen.guard().refusals().count(counted);
        return new ParseException(why, 0);
    }

    private SIPMessage counted(HeadIndex index) throws ParseException {
        try {
            return head(index);
        } catch (ParseException e) {
            screen.guard().refusals().count(Refusal.MALFORMED);
            throw e;
        }
    }

    /** Without its body. */
    private static SIPMessage head(HeadIndex index) throws ParseException {
        byte[] in = index.bytes();
        if (index.isUnusual())
            return unusual(in);
        var quick = new FastHeaderParser(in);
        var message = quick.firstLine(index.first(), index.firstEnd());
        if (message == null)
            message = firstLine(new String(in, index.first(), index.firstEnd() - index.first(), UTF_8));
        for (int i = 0; i < index.size(); i++) {
            var name = index.name(i);
            if (name != null && name.isObject()) // of a call's hundred headers most are not read
                header(quick, index, i, name, message);
        }
        message.setSize(index.endOfHead());
        return message;
    }

    private static SIPMessage firstLine(String line) throws ParseException {
        if (line.startsWith(VERSION)) {
            var response = new SIPResponse();
            response.setStatusLine(new StatusLineParser(line + '\n').parse());
            return response;
        }
        var request = new SIPRequest();
        request.setRequestLine(new RequestLineParser(line + '\n').parse());
        return request;
    }

    private static void header(FastHeaderParser quick, HeadIndex index, int line, HeaderName name, SIPMessage message) throws ParseException {
        var header = quick.header(name, index.value(line), index.valueEnd(line));
        if (header == null)
            header(name, new String(index.bytes(), index.from(line), index.valueEnd(line) - index.from(line), UTF_8), message);
        else
            message.attachHeader(header, false);
    }

    /** By jain-sip's parser. */
    private static void header(@Nullable HeaderName name, String line, SIPMessage message) throws ParseException {
        try {
            message.attachHeader(ParserFactory.createParser(line + '\n').parse(), false);
        } catch (ParseException e) {
            if (name != null && NEEDED.contains(name) && !isCompact(line))
                throw e;
            message.addUnparsed(line);
        }
    }

    /** jain-sip's parser leaves out even a needed header where its name is one letter; a message without it is refused later. */
    private static boolean isCompact(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':'))).strip().length() == 1;
    }

    /** A head with folded lines, or with line ends other than CR LF. */
    private static SIPMessage unusual(byte[] in) throws ParseException {
        int from = 0;
        while (from < in.length && in[from] >= 0 && in[from] < ' ')
            from++;
        SIPMessage message = null;
        var header = new StringBuilder();
        for (int at = from; ; ) {
            int end = at;
            while (in[end] != '\r' && in[end] != '\n')
                end++;
            String line = new String(in, at, end - at, UTF_8).stripTrailing();
            at = end + (in[end] == '\r' && end + 1 < in.length && in[end + 1] == '\n' ? 2 : 1);
            if (message == null) {
                message = firstLine(line);
            } else if (!line.isEmpty() && isBlank((byte) line.charAt(0))) {
                if (header.isEmpty())
                    throw new ParseException("Bad header continuation", 0);
                header.append(line, 1, line.length());
            } else {
                object(header.toString(), message);
                header.setLength(0);
                header.append(line);
            }
            if (line.isEmpty()) {
                message.setSize(at);
                return message;
            }
        }
    }

    private static void object(String header, SIPMessage message) throws ParseException {
        int colon = header.indexOf(':');
        byte[] name = colon < 0 ? new byte[0] : header.substring(0, colon).strip().getBytes(UTF_8);
        var known = HeaderName.of(name, 0, name.length);
        if (!header.isEmpty() && (colon < 0 || known != null && known.isObject()))
            header(known, header, message);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** RFC 3261 §18.3: what is behind it is discarded, and without a length it goes to the end. */
    private static void addBody(SIPMessage message, HeadIndex index) {
        byte[] datagram = index.bytes();
        int from = message.getSize();
        int there = datagram.length - from;
        int said = message.getContentLength().getContentLength();
        if (there <= 0)
            return;
        boolean untold = said == 0 && !index.has(HeaderName.CONTENT_LENGTH) && index.of("content-length").isEmpty();
        int length = untold ? there : Math.min(said, there);
        if (length > 0)
            message.setMessageContent(Arrays.copyOfRange(datagram, from, from + length));
    }
}
