package org.trunkline.phone.internal.sip;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sip.message.Response;

import org.trunkline.phone.internal.work.Work;

/**
 * Client transactions over a reliable transport (RFC 3261 §17.1): nothing is sent again; an answer has 32 s. On the thread of
 * the phone.
 */
final class Transactions {
    /** Timers B and F (RFC 3261 table 4). */
    static final Duration PATIENCE = Duration.ofSeconds(32);

    /** Gets the responses of one request; exactly one of {@link #ended} or a final response comes last. */
    interface Listener {
        void answered(Response response);

        /** @param lost whether the connection was, or no answer came in time */
        void ended(boolean lost);
    }

    /** A request under way. */
    final class Sent {
        private final SipRequest request;
        private final String via;
        private final Listener listener;
        private Work.Timer timer;

        private Sent(SipRequest request, String via, Listener listener) {
            this.request = request;
            this.via = via;
            this.listener = listener;
        }

        /** Ends an INVITE that has a provisional response (RFC 3261 §9.1); its final response still comes. */
        void cancel() {
            connection.send(request.companion("CANCEL", request.header("To")).written(via));
            timer = work.after(PATIENCE, () -> over(key(), this).ended(false));
        }

        private String key() {
            return via + request.method();
        }
    }

    private final Work work;
    private final String host;
    private final Map<String, Sent> open = new HashMap<>();
    private SipConnection connection = NOT_CONNECTED;

    private static final SipConnection NOT_CONNECTED = new SipConnection() {
        @Override
        public void send(String message) {
            // the request fails by its timer, or by lost()
        }

        @Override
        public void close() {
            // never open
        }
    };

    /** @param host of this client, which nobody can reach (RFC 7118 §5.2) */
    Transactions(Work work, String host) {
        this.work = work;
        this.host = host;
    }

    void connected(SipConnection to) {
        connection = to;
    }

    /** All requests under way fail. */
    void lost() {
        connection = NOT_CONNECTED;
        var all = List.copyOf(open.values());
        open.clear();
        for (var each : all) {
            each.timer.cancel();
            each.listener.ended(true);
        }
    }

    Sent send(SipRequest request, Listener listener) {
        var sent = new Sent(request, via(), listener);
        open.put(sent.key(), sent);
        sent.timer = work.after(PATIENCE, () -> over(sent.key(), sent).ended(false));
        connection.send(request.written(sent.via));
        return sent;
    }

    private Listener over(String key, Sent sent) {
        open.remove(key, sent);
        sent.timer.cancel();
        return sent.listener;
    }

    /** An ACK of a 2xx: a transaction of its own that has no answer (RFC 3261 §13.2.2.4). */
    void acknowledge(SipRequest ack) {
        connection.send(ack.written(via()));
    }

    /** What the phone answers. */
    void respond(String response) {
        connection.send(response);
    }

    private String via() {
        return "Via: SIP/2.0/WS " + host + ";branch=z9hG4bK" + SipMessages.token() + ";rport";
    }

    /** @return whether a request waited for it */
    boolean received(Response response) {
        var method = SipMessages.cseq(response).getMethod();
        var found = open.values().stream().filter(each -> each.request.method().equals(method)
                && each.via.contains(";branch=" + SipMessages.branch(response) + ";")).findFirst();
        if (found.isEmpty())
            return false;
        var sent = found.get();
        int status = response.getStatusCode();
        if (status < 200) {
            if (method.equals("INVITE")) // it may ring for long
                sent.timer.cancel();
            sent.listener.answered(response);
            return true;
        }
        over(sent.key(), sent);
        if (method.equals("INVITE") && status >= 300)
            connection.send(sent.request.companion("ACK", SipMessages.value(SipMessages.to(response))).written(sent.via));
        sent.listener.answered(response);
        return true;
    }
}
