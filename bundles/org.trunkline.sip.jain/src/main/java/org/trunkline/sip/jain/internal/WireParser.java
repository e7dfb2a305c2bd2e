package org.trunkline.sip.jain.internal;

import java.text.ParseException;
import java.util.Locale;
import java.util.Set;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;

import org.jspecify.annotations.Nullable;

/**
 * Leaves the bytes that a message was read from with it: all of it over UDP, the head over TCP. Parses only the headers
 * that the stack and this bundle read as objects; the engine reads the others as they stand ({@link HeaderLines}).
 */
final class WireParser extends StringMsgParser implements MessageParserFactory {
    private static final Set<String> READ = Set.of("via", "v", "from", "f", "to", "t", "call-id", "i", "cseq",
            "max-forwards", "content-length", "l", "content-type", "c", "contact", "m", "record-route", "route",
            "expires", "event", "o", "subscription-state");

    @Override
    public @Nullable SIPMessage parseSIPMessage(byte[] bytes, boolean readBody, boolean strict,
            @Nullable ParseExceptionListener listener) throws ParseException {
        var message = super.parseSIPMessage(bytes, readBody, strict, listener);
        if (message != null)
            message.setApplicationData(bytes);
        return message;
    }

    @Override
    protected void processHeader(String header, SIPMessage message, @Nullable ParseExceptionListener listener,
            byte[] raw) throws ParseException {
        int colon = header == null ? -1 : header.indexOf(':');
        if (colon < 0 || READ.contains(header.substring(0, colon).strip().toLowerCase(Locale.ROOT)))
            super.processHeader(header, message, listener, raw);
    }

    /** It has no state, so one serves all. */
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return this;
    }
}
