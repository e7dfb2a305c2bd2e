package org.trunkline.phone.internal.sip;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import javax.sip.message.Request;

import org.trunkline.phone.internal.work.Work;

/**
 * Requests that the phone answers (RFC 3261 §17.2): one that comes again is answered again, and a final answer to an INVITE is sent until its ACK
 * comes, a 2xx over TCP and TLS too (§13.3.1.4). Over WebSocket nothing is repeated. On the thread of the phone.
 */
final class ServerTransactions {
    /** The oldest is forgotten first. */
    private static final int MOST = 1_000;

    private static final class Served {
        private String answer = "";
        private int status;
        private boolean acknowledged;
        private Duration interval = Transactions.T1;
        private Work.Timer repetition = () -> { };
        private Work.Timer end = () -> { };

        void stop() {
            repetition.cancel();
            end.cancel();
        }
    }

    private final Work work;
    private final SelfAddress self;
    private final Consumer<String> outlet;
    private final Map<String, Served> all = new LinkedHashMap<>();

    ServerTransactions(Work work, SelfAddress self, Consumer<String> outlet) {
        this.work = work;
        this.self = self;
        this.outlet = outlet;
    }

    /** @return whether it is new to the phone */
    boolean received(Request request) {
        if (self.isWebSocket())
            return true;
        if (request.getMethod().equals("ACK"))
            return acknowledged(request);
        var known = all.get(key(request));
        if (known != null) {
            if (!known.answer.isEmpty())
                outlet.accept(known.answer);
            return false;
        }
        if (request.getMethod().equals("BYE"))
            over(request);
        makeRoom();
        all.put(key(request), new Served());
        return true;
    }

    /** Who hangs up has the answer, and its ACK was lost or never sent. */
    private void over(Request bye) {
        var invites = call("INVITE", bye);
        all.forEach((key, served) -> {
            if (key.startsWith(invites))
                served.repetition.cancel();
        });
    }

    private void makeRoom() {
        if (all.size() < MOST)
            return;
        Iterator<Served> oldest = all.values().iterator();
        oldest.next().stop();
        oldest.remove();
    }

    /** An ACK to a refusal ends here; the first one of a 2xx belongs to its call. */
    private boolean acknowledged(Request ack) {
        var invite = all.get(key(ack));
        if (invite == null)
            return true;
        invite.repetition.cancel();
        boolean first = !invite.acknowledged;
        invite.acknowledged = true;
        return first && invite.status < 300;
    }

    void respond(Request request, int status, String answer) {
        outlet.accept(answer);
        var served = all.get(key(request));
        if (served == null)
            return;
        served.stop();
        served.answer = answer;
        served.status = status;
        if (status < 200)
            return;
        if (request.getMethod().equals("INVITE") && (self.isUnreliable() || status < 300))
            repeat(served);
        var key = key(request);
        served.end = work.after(Transactions.PATIENCE, () -> {
            served.stop();
            all.remove(key, served);
        });
    }

    /** Timer G. */
    private void repeat(Served served) {
        served.repetition = work.after(served.interval, () -> {
            outlet.accept(served.answer);
            served.interval = served.interval.multipliedBy(2);
            if (served.interval.compareTo(Transactions.T2) > 0)
                served.interval = Transactions.T2;
            repeat(served);
        });
    }

    /** The connection is gone. */
    void forget() {
        all.values().forEach(Served::stop);
        all.clear();
    }

    /** An ACK has that of its INVITE: the one to a refusal has its branch, the one to a 2xx only its number, which no other request of the call has. */
    private static String key(Request request) {
        var method = request.getMethod().equals("ACK") ? "INVITE" : request.getMethod();
        var same = method.equals("INVITE") ? "" : SipMessages.branch(request);
        return call(method, request) + SipMessages.cseq(request).getSeqNumber() + ' ' + same;
    }

    /** What keys of such requests of this call begin with. */
    private static String call(String method, Request request) {
        return method + ' ' + SipMessages.callId(request) + ' ' + SipMessages.from(request).getTag() + ' ';
    }
}
