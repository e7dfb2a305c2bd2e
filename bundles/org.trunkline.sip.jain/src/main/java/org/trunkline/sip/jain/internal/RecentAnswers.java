package org.trunkline.sip.jain.internal;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The last answers given over UDP: a request that comes again within the first seconds gets the same one, and is not
 * taken for a replay. A transaction for each would live 32 s and weigh 10 kB, which is a gigabyte at 5,000
 * registrations a second. <b>Threads:</b> any.
 */
final class RecentAnswers {
    private static final int KEPT = 8192;

    private final Map<String, Datagram> answers = new LinkedHashMap<>(KEPT * 2) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Datagram> eldest) {
            return size() > KEPT;
        }
    };

    synchronized @Nullable Datagram to(String transaction) {
        return answers.get(transaction);
    }

    synchronized void keep(String transaction, Datagram answer) {
        answers.put(transaction, answer);
    }
}
