package org.trunkline.phone.internal.sip;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sip.message.Request;
import javax.sip.message.Response;

import org.trunkline.phone.internal.transport.SipConnection;
import org.trunkline.phone.internal.work.Work;

/**
 * Client transactions (RFC 3261 §17.1): an answer has 32 s; over UDP what has no answer is sent again. Those of the server side are in
 * {@link ServerTransactions}. On the thread of the phone.
 */
final class Transactions {
    /** Timers B, D, F, H and J (RFC 3261 table 4). */
    static final Duration PATIENCE = Duration.ofSeconds(32);
    /** The round trip that is assumed. */
    static final Duration T1 = Duration.ofMillis(500);
    /** Between two of the same message, where it is not an INVITE. */
    static final Duration T2 = Duration.ofSeconds(4);
    /** Refused INVITEs whose answer may come again. */
    private static final int MOST_REFUSED = 256;

    private static final Listener NOBODY = new Listener() {
        @Override
        public void answered(Response response) {
            // the request that was cancelled has an answer of its own
        }

        @Override
        public void ended(boolean lost) {
            // likewise
        }
    };

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
        private Duration interval = T1;
        private Work.Timer repetition = () -> { };
        private Work.Timer timer = () -> { };
        private boolean proceeding;
        private boolean cancelling;

        private Sent(SipRequest request, String via, Listener listener) {
            this.request = request;
            this.via = via;
            this.listener = listener;
        }

        /** Ends an INVITE once it has a provisional response (RFC 3261 §9.1); its final response still comes. */
        void cancel() {
            cancelling = true;
            if (proceeding)
                sendCancel();
        }

        private void sendCancel() {
            begin(new Sent(request.companion("CANCEL", request.header("To")), via, NOBODY));
            timer = work.after(PATIENCE, () -> over(this).ended(false));
        }

        private String key() {
            return via + request.method();
        }

        /** Timers A and E. */
        private void repeat() {
            repetition = work.after(interval, () -> {
                connection.send(request.written(via));
                interval = interval.multipliedBy(2);
                if (!isInvite() && interval.compareTo(T2) > 0)
                    interval = T2;
                repeat();
            });
        }

        private boolean isInvite() {
            return request.method().equals("INVITE");
        }

        private void provisional() {
            if (!isInvite()) {
                interval = T2; // RFC 3261 §17.1.2.2
            } else if (!proceeding) {
                proceeding = true;
                timer.cancel(); // it may ring for long
                repetition.cancel();
                if (cancelling)
                    sendCancel();
            }
        }
    }

    private final Work work;
    private final SelfAddress self;
    private final ServerTransactions served;
    private final Map<String, Sent> open = new HashMap<>();
    /** ACKs of refused INVITEs, by Via and method: their answers come again where an ACK is lost. */
    private final Map<String, String> refused = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REFUSED;
        }
    };
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

    Transactions(Work work, SelfAddress self) {
        this.work = work;
        this.self = self;
        served = new ServerTransactions(work, self, message -> connection.send(message));
    }

    void connected(SipConnection to) {
        connection = to;
    }

    /** All requests under way fail. */
    void lost() {
        connection = NOT_CONNECTED;
        served.forget();
        refused.clear();
        var all = List.copyOf(open.values());
        open.clear();
        for (var each : all) {
            each.timer.cancel();
            each.repetition.cancel();
            each.listener.ended(true);
        }
    }

    Sent send(SipRequest request, Listener listener) {
        return begin(new Sent(request, self.via(), listener));
    }

    private Sent begin(Sent sent) {
        open.put(sent.key(), sent);
        sent.timer = work.after(PATIENCE, () -> over(sent).ended(false));
        connection.send(sent.request.written(sent.via));
        if (self.isUnreliable())
            sent.repeat();
        return sent;
    }

    private Listener over(Sent sent) {
        open.remove(sent.key(), sent);
        sent.timer.cancel();
        sent.repetition.cancel();
        return sent.listener;
    }

    /** An ACK of a 2xx: a transaction of its own that has no answer (RFC 3261 §13.2.2.4). */
    void acknowledge(SipRequest ack) {
        connection.send(ack.written(self.via()));
    }

    /** What the phone answers. */
    void respond(Request request, int status, String response) {
        served.respond(request, status, response);
    }

    /** @return whether it is new, and not one that came again or that only ends a transaction */
    boolean received(Request request) {
        return served.received(request);
    }

    /** @return whether a request waited for it */
    boolean received(Response response) {
        var method = SipMessages.cseq(response).getMethod();
        var branch = ";branch=" + SipMessages.branch(response) + ";";
        var found = open.values().stream().filter(each -> each.request.method().equals(method) && each.via.contains(branch)).findFirst();
        if (found.isEmpty())
            return answeredAgain(method, branch);
        var sent = found.get();
        int status = response.getStatusCode();
        if (status < 200) {
            sent.provisional();
            sent.listener.answered(response);
            return true;
        }
        over(sent);
        if (sent.isInvite() && status >= 300)
            refuse(sent, sent.request.companion("ACK", SipMessages.value(SipMessages.to(response))).written(sent.via));
        sent.listener.answered(response);
        return true;
    }

    private void refuse(Sent sent, String ack) {
        connection.send(ack);
        if (self.isUnreliable()) {
            refused.put(sent.key(), ack);
            work.after(PATIENCE, () -> refused.remove(sent.key(), ack));
        }
    }

    /** RFC 3261 §17.1.1.2: the ACK was lost. */
    private boolean answeredAgain(String method, String branch) {
        for (var each : refused.entrySet())
            if (method.equals("INVITE") && each.getKey().contains(branch)) {
                connection.send(each.getValue());
                return true;
            }
        return false;
    }
}
