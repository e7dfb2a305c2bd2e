package org.trunkline.demo.internal;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** One end of a call: its dialog (RFC 3261 §12) and its voice. Lives on the loop. */
final class Call {
    static final String METHODS = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO";
    private static final int[] BOTH_LAWS = {8, 0};
    private static final Duration T1 = Duration.ofMillis(500);
    private static final int MAX_RETRANSMISSIONS = 7;

    /** Hears how a call goes. */
    interface Listener {
        default void ringing(Call call) {}

        default void answered(Call call) {}

        /** @param status the final status of a call that was not answered, else 200 */
        default void ended(Call call, int status) {}
    }

    private enum State {
        CALLING, RINGING, UP, ENDED
    }

    private final Agent agent;
    private final String id;
    private final String localTag;
    private final boolean incoming;
    private final Voice voice;
    private Listener listener = new Listener() {};
    private State state = State.CALLING;
    private String localParty;
    private String remoteParty;
    private String target;
    private int cseq = 1;
    private @Nullable SipMessage invite;
    private @Nullable SipMessage finalAnswer;
    private boolean acknowledged;
    private boolean challenged;
    private boolean cancelled;
    private boolean provisional;

    private Call(Agent agent, String id, boolean incoming, String localParty, String remoteParty, String target,
            Impairment impairment) throws IOException {
        this.agent = agent;
        this.id = id;
        this.incoming = incoming;
        this.localTag = agent.token();
        this.localParty = localParty;
        this.remoteParty = remoteParty;
        this.target = target;
        voice = new Voice(agent.loop, agent.local().getAddress(), agent.speech(), impairment, agent.random);
    }

    static Call outgoing(Agent agent, String from, String toUser, Impairment impairment, Listener listener)
            throws IOException {
        String uri = "sip:" + toUser + "@" + agent.nodeHost();
        var call = new Call(agent, agent.token() + agent.token(), false, from, "<" + uri + ">", uri, impairment);
        call.localParty += ";tag=" + call.localTag;
        call.listener = listener;
        return call;
    }

    static Call incoming(Agent agent, SipMessage invite, Impairment impairment) throws IOException {
        var call = new Call(agent, invite.value("call-id"), true, invite.value("to"), invite.value("from"),
                SipMessage.uriOf(invite.value("contact")), impairment);
        call.localParty += ";tag=" + call.localTag;
        call.invite = invite;
        return call;
    }

    String id() {
        return id;
    }

    boolean isUp() {
        return state == State.UP;
    }

    boolean isOver() {
        return state == State.ENDED;
    }

    void listen(Listener to) {
        listener = to;
    }

    /** User part of the Request-URI of an incoming call. */
    String calledUser() {
        var first = invite;
        String uri = first == null ? target : first.uri();
        return uri.substring(uri.indexOf(':') + 1, Math.max(uri.indexOf('@'), uri.indexOf(':') + 1));
    }

    // calling

    void invite() {
        var request = bare("INVITE").with("Contact", contact()).with("Allow", METHODS)
                .with("User-Agent", "Trunkline demo").withBody("application/sdp", voice.sdp(BOTH_LAWS));
        invite = agent.request(request, this::responded);
    }

    private void responded(SipMessage response) {
        int status = response.status();
        if (status < 200) {
            proceeding(response, status);
        } else if (status < 300) {
            accepted(response);
        } else {
            acknowledgeRefusal(response);
            if ((status == 401 || status == 407) && !challenged && authorised(response))
                return;
            end(status);
        }
    }

    private void proceeding(SipMessage response, int status) {
        provisional = true;
        if (cancelled)
            sendCancel();
        if (status == 100 || state != State.CALLING)
            return;
        state = State.RINGING;
        Sdp.read(response.body()).ifPresent(voice::talkTo);
        listener.ringing(this);
    }

    private void accepted(SipMessage response) {
        remoteParty = response.value("to");
        target = SipMessage.uriOf(response.value("contact"));
        agent.transmit(agent.via(request("ACK", cseq), "z9hG4bK" + agent.token()));
        if (state == State.UP)
            return; // its ACK was lost: said again
        if (state == State.ENDED || cancelled) {
            state = State.UP;
            hangUp();
            return;
        }
        state = State.UP;
        Sdp.read(response.body()).ifPresent(voice::talkTo);
        listener.answered(this);
    }

    private void acknowledgeRefusal(SipMessage response) {
        var first = invite;
        if (first == null)
            return;
        agent.transmit(agent.via(SipMessage.request("ACK", first.uri()).with("From", first.value("from"))
                .with("To", response.value("to")).with("Call-ID", id).with("CSeq", cseq + " ACK")
                .with("Max-Forwards", "70"), first.branch()));
    }

    private boolean authorised(SipMessage response) {
        boolean proxy = response.status() == 407;
        var answer = agent.credentials().flatMap(c -> c.answer(
                response.values(proxy ? "proxy-authenticate" : "www-authenticate"), "INVITE", target, agent.token()));
        if (answer.isEmpty() || cancelled)
            return false;
        challenged = true;
        provisional = false;
        cseq++;
        invite = agent.request(bare("INVITE").with("Contact", contact()).with("Allow", METHODS)
                .with("User-Agent", "Trunkline demo")
                .with(proxy ? "Proxy-Authorization" : "Authorization", answer.get())
                .withBody("application/sdp", voice.sdp(BOTH_LAWS)), this::responded);
        return true;
    }

    /** Gives up before the answer. */
    void cancel() {
        if (state == State.UP || state == State.ENDED || cancelled)
            return;
        cancelled = true;
        if (provisional)
            sendCancel(); // else with the first provisional response (RFC 3261 §9.1)
    }

    private void sendCancel() {
        var first = invite;
        if (first == null || finalAnswer != null)
            return;
        var cancel = SipMessage.request("CANCEL", first.uri()).with("From", first.value("from"))
                .with("To", first.value("to")).with("Call-ID", id).with("CSeq", cseq + " CANCEL")
                .with("Max-Forwards", "70");
        finalAnswer = cancel; // sent once
        agent.transmit(agent.via(cancel, first.branch()));
    }

    // being called

    void ring() {
        if (state != State.CALLING || !incoming)
            return;
        state = State.RINGING;
        provisionally(180, "Ringing");
    }

    private void provisionally(int status, String reason) {
        var first = invite;
        if (first != null)
            agent.answer(first, tagged(first.respond(status, reason)).with("Contact", contact()));
    }

    void reject(int status, String reason) {
        var first = invite;
        if (first == null || state == State.UP || state == State.ENDED)
            return;
        finallyAnswer(first, tagged(first.respond(status, reason)));
        end(status);
    }

    void answer() {
        var first = invite;
        if (first == null || state == State.UP || state == State.ENDED)
            return;
        var offer = Sdp.read(first.body());
        if (offer.isEmpty()) {
            reject(488, "Not Acceptable Here");
            return;
        }
        state = State.UP;
        voice.talkTo(offer.get());
        finallyAnswer(first, tagged(first.respond(200, "OK")).with("Contact", contact()).with("Allow", METHODS)
                .withBody("application/sdp", voice.sdp(offer.get().payloadType())));
        listener.answered(this);
    }

    /** Until it is acknowledged (RFC 3261 §13.3.1.4, §17.2.1). */
    private void finallyAnswer(SipMessage request, SipMessage response) {
        acknowledged = false;
        finalAnswer = response;
        agent.answer(request, response);
        again(response, 0);
    }

    private void again(SipMessage response, int times) {
        agent.loop.after(T1.multipliedBy(1L << Math.min(times, 3)), () -> {
            if (acknowledged || finalAnswer != response || times >= MAX_RETRANSMISSIONS)
                return;
            agent.transmit(response);
            again(response, times + 1);
        });
    }

    void acknowledged() {
        acknowledged = true;
    }

    void reInvited(SipMessage request) {
        if (state != State.UP) {
            agent.answer(request, tagged(request.respond(491, "Request Pending")));
            return;
        }
        var offer = Sdp.read(request.body());
        offer.ifPresent(voice::talkTo);
        finallyAnswer(request, tagged(request.respond(200, "OK")).with("Contact", contact())
                .withBody("application/sdp", offer.map(o -> voice.sdp(o.payloadType())).orElseGet(() -> voice.sdp(BOTH_LAWS))));
    }

    void requested(SipMessage request) {
        switch (request.method()) {
            case "BYE" -> {
                agent.answer(request, tagged(request.respond(200, "OK")));
                end(200);
            }
            case "CANCEL" -> {
                agent.answer(request, tagged(request.respond(200, "OK")));
                reject(487, "Request Terminated");
            }
            case "UPDATE" -> {
                var offer = Sdp.read(request.body());
                offer.ifPresent(voice::talkTo);
                var ok = tagged(request.respond(200, "OK")).with("Contact", contact());
                agent.answer(request, offer.isEmpty() ? ok
                        : ok.withBody("application/sdp", voice.sdp(offer.get().payloadType())));
            }
            default -> agent.answer(request, tagged(request.respond(200, "OK")));
        }
    }

    // either

    /** Ends the call in whatever way its state asks for. */
    void hangUp() {
        switch (state) {
            case UP -> {
                agent.request(request("BYE", ++cseq), response -> {});
                end(200);
            }
            case CALLING, RINGING -> {
                if (incoming)
                    reject(480, "Temporarily Unavailable");
                else
                    cancel();
            }
            case ENDED -> {
                // nothing is left of it
            }
        }
    }

    private void end(int status) {
        if (state == State.ENDED)
            return;
        state = State.ENDED;
        voice.close();
        listener.ended(this, status);
        // retransmissions of its last messages may still come
        agent.loop.after(Duration.ofSeconds(10), () -> agent.ended(this));
    }

    private SipMessage bare(String method) {
        return request(method, cseq);
    }

    private SipMessage request(String method, int number) {
        return SipMessage.request(method, target).with("From", localParty).with("To", remoteParty).with("Call-ID", id)
                .with("CSeq", number + " " + method).with("Max-Forwards", "70");
    }

    private SipMessage tagged(SipMessage response) {
        return response.toTag().isEmpty() ? response.set("to", response.value("to") + ";tag=" + localTag) : response;
    }

    private String contact() {
        String party = SipMessage.uriOf(localParty);
        int at = party.indexOf('@');
        String user = at < 0 ? "demo" : party.substring(party.indexOf(':') + 1, at);
        return "<sip:" + user + "@" + agent.hostPort() + ">";
    }
}
