package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the bytes that a message was read from with it: all of it over UDP, the head over TCP. Parses only the headers
 * that the stack and this bundle read as objects; the engine reads the others as they stand ({@link HeaderLines}).
 */
final class WireParser extends StringMsgParser implements MessageParserFactory {
    private static final Logger LOG = LoggerFactory.getLogger(WireParser.class);
    private static final Set<String> READ = Set.of("via", "v", "from", "f", "to", "t", "call-id", "i", "cseq",
            "max-forwards", "content-length", "l", "content-type", "c", "contact", "m", "record-route", "route",
            "expires", "event", "o", "subscription-state");
    private static final int LONGEST = 24;
    private static final List<List<String>> BY_LENGTH = IntStream.rangeClosed(0, LONGEST)
            .mapToObj(length -> READ.stream().filter(name -> name.length() == length).toList()).toList();

    private final Screen screen;
    private final long slowNanos;
    private final LongSupplier nanos;

    /** @param slow what takes longer to read is refused */
    WireParser(Screen screen, Duration slow) {
        this(screen, slow, System::nanoTime);
    }

    /** @param nanos a clock, driven in tests */
    WireParser(Screen screen, Duration slow, LongSupplier nanos) {
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
            var message = super.parseSIPMessage(bytes, readBody, strict, listener);
            if (message != null)
                message.setApplicationData(bytes);
            if (message instanceof SIPRequest && listener instanceof ConnectionOrientedMessageChannel channel)
                named(message, channel);
            if (nanos.getAsLong() - begun > slowNanos && isSlow(bytes, readBody, strict))
                throw refused("slow-parse", "Too Slow To Read");
            return message;
        } catch (RuntimeException | StackOverflowError e) { // a border: the stack's parser throws at some of what comes
            throw refused(Refusal.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Once may have been the machine, busy with something else. */
    private boolean isSlow(byte[] bytes, boolean readBody, boolean strict) throws ParseException {
        long begun = nanos.getAsLong();
        super.parseSIPMessage(bytes, readBody, strict, null);
        return nanos.getAsLong() - begun > slowNanos;
    }

    /** The stack answers over the transport that the Via names; it comes back over the connection it came on. */
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
        boolean dropped = screen.drops(source.getAddress())
                || channel instanceof DirectTcp.Channel tcp && tcp.finished();
        if (!dropped && screen.passes(head, source, (bytes, _) -> send(channel, bytes)))
            return;
        if (!(channel instanceof DirectTcp.Channel tcp))
            channel.close();
        else if (dropped || !screen.inStep())
            tcp.finish();
        throw new ParseException("refused", 0);
    }

    private static void send(ConnectionOrientedMessageChannel channel, byte[] bytes) {
        try {
            if (channel instanceof DirectTcp.Channel tcp)
                tcp.write(bytes);
        } catch (IOException e) {
            LOG.debug("answer not sent: {}", e.getMessage());
        }
    }

    @Override
    protected void processHeader(String header, SIPMessage message, @Nullable ParseExceptionListener listener,
            byte[] raw) throws ParseException {
        int colon = header == null ? -1 : header.indexOf(':');
        if (colon < 0 || read(header, colon))
            super.processHeader(header, message, listener, raw);
    }

    /** Without a copy: of a call's hundred headers most are not read. */
    private static boolean read(String header, int colon) {
        int end = colon;
        while (end > 0 && header.charAt(end - 1) <= ' ')
            end--;
        if (end == 0 || end > LONGEST || header.charAt(0) <= ' ')
            return READ.contains(header.substring(0, colon).strip().toLowerCase(Locale.ROOT));
        for (String name : BY_LENGTH.get(end))
            if (header.regionMatches(true, 0, name, 0, end))
                return true;
        return false;
    }

    /** It has no state, so one serves all. */
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return this;
    }
}
