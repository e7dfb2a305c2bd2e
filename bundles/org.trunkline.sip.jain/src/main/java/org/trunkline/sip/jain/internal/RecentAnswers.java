package org.trunkline.sip.jain.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import gov.nist.javax.sip.message.SIPRequest;

/**
 * The last answers to requests that have no transaction: a REGISTER or BYE that comes again within the first seconds
 * gets the same one, and is not taken for a replay. The stack's own transactions live 32 s and weigh 10 kB, which is a gigabyte
 * at 5,000 registrations a second. <b>Threads:</b> any.
 */
final class RecentAnswers {
    private static final int KEPT = 8192;

    private final Map<String, byte[]> answers = new LinkedHashMap<>(KEPT * 2) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > KEPT;
        }
    };

    synchronized Optional<byte[]> to(SIPRequest request) {
        return Optional.ofNullable(answers.get(key(request)));
    }

    /** Keeps the bytes alone: header objects weigh ten times as much, and each collection would copy them. */
    synchronized void keep(SIPRequest request, byte[] answer) {
        answers.put(key(request), answer);
    }

    /** Somebody who knew another's branch would get its answer sent to the other, not to themselves. */
    private static String key(SIPRequest request) {
        return request.getTopmostVia().getBranch() + '\n' + request.getCallId().getCallId() + '\n'
                + request.getCSeq().getSeqNumber() + '\n' + Wire.source(request);
    }
}
