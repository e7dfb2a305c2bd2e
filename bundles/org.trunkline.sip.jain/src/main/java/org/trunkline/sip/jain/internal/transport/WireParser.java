package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.sip.jain.internal.guard.Screen;
import org.trunkline.sip.jain.internal.wire.HeaderLines;
import org.trunkline.sip.jain.internal.wire.HeaderName;
import org.trunkline.sip.jain.internal.wire.QuickHead;
import org.trunkline.sip.jain.internal.wire.Refusal;

/**
 * Leaves the bytes that a message was read from with it: all of it over UDP, the head over TCP. Parses only the headers
 * that the stack and this bundle read as objects ({@link HeaderName}), those of plain shapes by {@link QuickHead}; the
 * engine reads the others as they stand ({@link HeaderLines}).
 */
public final class WireParser extends StringMsgParser implements MessageParserFactory {
    private static final Logger LOG = LoggerFactory.getLogger(WireParser.class);

    private final Screen screen;
    private final long slowNanos;
    private final LongSupplier nanos;

    /** @param slow what takes longer to read is refused */
    public WireParser(Screen screen, Duration slow) {
        this(screen, slow, System::nanoTime);
    }

    /** @param nanos a clock, driven in tests */
    public WireParser(Screen screen, Duration slow, LongSupplier nanos) {
        this.screen = screen;
        this.slowNanos = slow.toNanos();
        this.nanos = nanos;
    }

    @Override
    public @Nullable SIPMessage parseSIPMessage(byte[] bytes, boolean readBody, boolean strict,
            @Nullable ParseExceptionListener listener) throws ParseException {
        if (!readBody && listener instanceof ConnectionOrientedMessageChannel channel)
            screen(bytes, channel);
        long begun = nanos.getAsLong();
        try {
            var message = counted(bytes, strict, listener);
            if (message != null)
                message.setApplicationData(bytes);
            if (message != null && readBody)
                addBody(message, bytes);
            if (message != null && listener instanceof ConnectionOrientedMessageChannel channel)
                named(message, channel);
            if (nanos.getAsLong() - begun > slowNanos && isSlow(bytes, strict))
                throw refused("slow-parse", "Too Slow To Read");
            return message;
        } catch (RuntimeException | StackOverflowError e) { // a border: the stack's parser throws at some of what comes
            throw refused(Refusal.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Once may have been the machine, busy with something else. */
    private boolean isSlow(byte[] bytes, boolean strict) throws ParseException {
        long begun = nanos.getAsLong();
        head(bytes, strict, null);
        return nanos.getAsLong() - begun > slowNanos;
    }

    /**
     * What is said there is not believed. The stack answers over the transport that the Via names; it comes back over the
     * connection it came on.
     */
    private static void named(SIPMessage message, ConnectionOrientedMessageChannel channel) throws ParseException {
        if (message.getTopmostVia() != null)
            message.getTopmostVia().setTransport(channel.getTransport().toUpperCase(Locale.ROOT));
    }

    private ParseException refused(String counted, String why) {
        screen.guard().refusals().count(counted);
        return new ParseException(why, 0);
    }

    /** What stands on a connection after a message of unknown length is nobody's, so the connection ends. */
    private void screen(byte[] head, ConnectionOrientedMessageChannel channel) throws ParseException {
        var source = new InetSocketAddress(channel.getPeerPacketSourceAddress(), channel.getPeerPacketSourcePort());
        var connection = (Connections.Used) channel;
        boolean dropped = connection.life().finished() || screen.drops(source.getAddress());
        if (!dropped && screen.passes(head, source, (bytes, _) -> send(connection, bytes)))
            return;
        if (dropped || !screen.inStep())
            connection.finish();
        throw new ParseException("refused", 0);
    }

    private static void send(Connections.Used connection, byte[] bytes) {
        try {
            connection.answer(bytes);
        } catch (IOException e) {
            LOG.debug("answer not sent: {}", e.getMessage());
        }
    }

    private @Nullable SIPMessage counted(byte[] bytes, boolean strict, @Nullable ParseExceptionListener listener)
            throws ParseException {
        try {
            return head(bytes, strict, listener);
        } catch (ParseException e) {
            screen.guard().refusals().count(Refusal.MALFORMED);
            throw e;
        }
    }

    /** Without its body. @return null where there is nothing but an end of a line */
    private @Nullable SIPMessage head(byte[] in, boolean strict, @Nullable ParseExceptionListener listener)
            throws ParseException {
        int from = 0;
        while (from < in.length && (in[from] == '\r' || in[from] == '\n'))
            from++;
        int end = lineEnd(in, from);
        if (end < 0 || end + 2 < in.length && isBlank(in[end + 2]))
            return super.parseSIPMessage(in, false, strict, listener);
        var quick = new QuickHead(in);
        var message = quick.firstLine(from, end);
        if (message == null)
            message = processFirstLine(new String(in, from, end - from, UTF_8), listener, in);
        for (int at = end + 2; ; at = end + 2) {
            end = lineEnd(in, at);
            if (end == at) {
                message.setSize(end + 2);
                return message;
            }
            if (end < 0 || end + 2 < in.length && isBlank(in[end + 2])) // or goes on in the next
                return super.parseSIPMessage(in, false, strict, listener);
            header(quick, in, at, end, message, listener);
        }
    }

    private void header(QuickHead quick, byte[] in, int from, int to, SIPMessage message,
            @Nullable ParseExceptionListener listener) throws ParseException {
        int colon = from;
        while (colon < to && in[colon] != ':')
            colon++;
        int nameEnd = colon;
        while (nameEnd > from && isBlank(in[nameEnd - 1]))
            nameEnd--;
        var name = nameEnd == from ? null : HeaderName.of(in, from, nameEnd);
        if (colon < to && (name == null || !name.isObject()))
            return; // of a call's hundred headers most are not read
        int value = Math.min(to, colon + 1);
        while (value < to && isBlank(in[value]))
            value++;
        int end = to;
        while (end > value && isBlank(in[end - 1]))
            end--;
        var header = name == null ? null : quick.header(name, value, end);
        if (header == null)
            super.processHeader(new String(in, from, Math.max(end, value) - from, UTF_8), message, listener, in);
        else
            message.attachHeader(header, false);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** @return -1 where it ends otherwise than by CR LF */
    private static int lineEnd(byte[] in, int from) {
        int i = from;
        while (i < in.length && in[i] != '\r' && in[i] != '\n')
            i++;
        return i + 1 < in.length && in[i] == '\r' && in[i + 1] == '\n' ? i : -1;
    }

    /** The parser itself reads a head that is folded or otherwise unusual. */
    @Override
    protected void processHeader(String header, SIPMessage message, @Nullable ParseExceptionListener listener,
            byte[] raw) throws ParseException {
        int colon = header == null ? -1 : header.indexOf(':');
        byte[] name = colon < 0 ? new byte[0] : header.substring(0, colon).strip().getBytes(UTF_8);
        var known = HeaderName.of(name, 0, name.length);
        if (colon < 0 || known != null && known.isObject())
            super.processHeader(header, message, listener, raw);
    }

    /** RFC 3261 §18.3: what is behind it is discarded, and without a length it goes to the end. */
    private static void addBody(SIPMessage message, byte[] datagram) {
        int from = message.getSize();
        int there = datagram.length - from;
        int said = message.getContentLength().getContentLength();
        if (there <= 0)
            return;
        boolean untold = said == 0 && new HeaderLines(datagram).of("content-length").isEmpty();
        int length = untold ? there : Math.min(said, there);
        if (length > 0)
            message.setMessageContent(Arrays.copyOfRange(datagram, from, from + length));
    }

    /** It has no state, so one serves all. */
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return this;
    }
}
