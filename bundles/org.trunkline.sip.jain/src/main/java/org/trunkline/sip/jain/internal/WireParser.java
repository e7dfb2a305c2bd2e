package org.trunkline.sip.jain.internal;

import java.text.ParseException;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;

import org.jspecify.annotations.Nullable;

/** Leaves the bytes that a message was read from with it: all of it over UDP, the head over TCP. */
final class WireParser extends StringMsgParser implements MessageParserFactory {
    @Override
    public @Nullable SIPMessage parseSIPMessage(byte[] bytes, boolean readBody, boolean strict,
            @Nullable ParseExceptionListener listener) throws ParseException {
        var message = super.parseSIPMessage(bytes, readBody, strict, listener);
        if (message != null)
            message.setApplicationData(bytes);
        return message;
    }

    /** It has no state, so one serves all. */
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return this;
    }
}
