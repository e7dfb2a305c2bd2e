package org.trunkline.phone.internal.sip;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.internal.work.Work;
import org.trunkline.phone.presence.RingingCall;

/** A call of this phone: signalling, and what its sound is asked for. On the thread of the phone. */
public final class Session {
    private enum Phase {
        /** Going out: the sound makes its offer. */
        STARTING,
        INVITED,
        /** Coming in. */
        RINGING,
        ANSWERING, TALKING, ENDED
    }

    private final Channel channel;
    private final Runnable changed;
    private final Direction direction;
    private final Dialog dialog;
    private final CallMedia media;
    private final String number;
    private final String name;
    /** Number of who is there now. */
    private String party;
    private final Negotiation negotiation;
    private final Transfer transfer;
    private List<String> inviteHeaders = Channel.abilities();
    private Phase phase;
    private Instant since;
    private boolean ringsThere;
    private boolean earlyMedia;
    private Optional<Exchange> inviting = Optional.empty();
    private Optional<Request> invite = Optional.empty();
    private Optional<Instant> answered = Optional.empty();
    private Optional<LocalizableText> notice = Optional.empty();
    private Optional<LocalizableText> end = Optional.empty();
    private boolean cut;
    private Work.Timer acknowledgement = () -> { };

    private Session(Channel channel, Direction direction, Dialog dialog, String number, String name, CallMedia media, Runnable changed) {
        this.channel = channel;
        this.direction = direction;
        this.dialog = dialog;
        this.number = number;
        this.name = name;
        party = number;
        this.media = media;
        this.changed = changed;
        negotiation = new Negotiation(channel, dialog, media, this);
        transfer = new Transfer(channel, dialog, this);
        phase = direction == Direction.OUT ? Phase.STARTING : Phase.RINGING;
        since = channel.work().now();
    }

    /** @param target SIP URI */
    static Session outgoing(Channel channel, String target, String number, CallMedia media, Runnable changed) {
        return new Session(channel, Direction.OUT, Dialog.outgoing(channel.address(), target, channel::contact), number, "", media, changed);
    }

    /** Answers a call that rings at another phone (RFC 3891 §3); early-only is left out, since the server tells of ringing ones alone. */
    static Session instead(Channel channel, String target, RingingCall call, CallMedia media, Runnable changed) {
        var session = new Session(channel, Direction.OUT, Dialog.outgoing(channel.address(), target, channel::contact), call.number(), call.name(), media, changed);
        var headers = new ArrayList<>(Channel.abilities());
        headers.add("Require: replaces");
        headers.add("Replaces: " + call.dialog());
        session.inviteHeaders = List.copyOf(headers);
        return session;
    }

    static Session incoming(Channel channel, Request invite, CallMedia media, Runnable changed) {
        FromHeader from = SipMessages.from(invite);
        var name = from.getAddress().getDisplayName();
        var session = new Session(channel, Direction.IN, Dialog.incoming(invite, channel::contact),
                SipMessages.number(from.getAddress().getURI(), channel.domain()), name == null ? "" : name, media, changed);
        session.invite = Optional.of(invite);
        session.dialog.inOrder(invite);
        return session;
    }

    // --- what is shown

    public String callId() {
        return dialog.callId();
    }

    public Direction direction() {
        return direction;
    }

    public State state() {
        return switch (phase) {
            case STARTING -> State.CALLING;
            case INVITED -> ringsThere ? State.RINGING : State.CALLING;
            case RINGING, ANSWERING -> State.RINGING;
            case TALKING -> State.TALKING;
            case ENDED -> State.ENDED;
        };
    }

    public String number() {
        return number;
    }

    public String name() {
        return name;
    }

    public boolean held() {
        return negotiation.held();
    }

    public boolean heldByOther() {
        return negotiation.heldByOther();
    }

    /** Whether the caller hears what the other side sends before it answers. */
    public boolean earlyMedia() {
        return earlyMedia;
    }

    public Instant since() {
        return since;
    }

    public Optional<Instant> answered() {
        return answered;
    }

    public Optional<LocalizableText> notice() {
        return notice;
    }

    public Optional<LocalizableText> end() {
        return end;
    }

    public CallMedia media() {
        return media;
    }

    String localTag() {
        return dialog.localTag();
    }

    boolean isOf(Request cancel) {
        return invite.filter(it -> SipMessages.branch(it).equals(SipMessages.branch(cancel))
                && SipMessages.callId(it).equals(SipMessages.callId(cancel))).isPresent();
    }

    boolean talking() {
        return phase == Phase.TALKING;
    }

    /** Shows what happened in this call. */
    public void notice(LocalizableText what) {
        notice = Optional.of(what);
        changed.run();
    }

    void changed() {
        changed.run();
    }

    // --- commands

    void start() {
        media.offer(CallMedia.Direction.BOTH).whenComplete((sdp, failure) -> {
            if (phase != Phase.STARTING)
                return;
            if (failure != null)
                end(said(failure));
            else
                invite(sdp);
        });
    }

    private void invite(String sdp) {
        phase = Phase.INVITED;
        inviting = Optional.of(channel.exchange(() -> dialog.request("INVITE", inviteHeaders, "application/sdp", sdp),
                new Transactions.Listener() {
                    @Override
                    public void answered(Response response) {
                        invited(response);
                    }

                    @Override
                    public void ended(boolean lost) {
                        end(Endings.noAnswer(lost));
                    }
                }));
    }

    /** A ringing call that came in. */
    public void answer() {
        if (phase != Phase.RINGING)
            return;
        phase = Phase.ANSWERING;
        var request = invite.orElseThrow();
        negotiation.answer(request).whenComplete((sdp, failure) -> {
            if (phase != Phase.ANSWERING)
                return;
            if (failure != null) {
                respond(request, 488, "Not Acceptable Here");
                end(said(failure));
                return;
            }
            channel.respond(request, 200, "OK", localTag(), withContact(), sdp);
            acknowledgement = channel.work().after(Transactions.PATIENCE, () -> {
                bye();
                end(Endings.NO_ANSWER);
            });
            nowTalking();
        });
    }

    /** Ends, cancels or declines. */
    public void hangUp() {
        end(603, "Decline", Optional.empty());
    }

    /** As {@link #hangUp}; a call that rings here goes on ringing at other phones (RFC 3261 §21.4.18). */
    public void leave() {
        end(480, "Temporarily Unavailable", Optional.empty());
    }

    /** @param status for a call that rings @param why empty where the user wanted it */
    private void end(int status, String phrase, Optional<LocalizableText> why) {
        switch (phase) {
            case STARTING -> end(why.orElse(Endings.HUNG_UP));
            case INVITED -> {
                inviting.ifPresent(Exchange::cancel);
                end(why.orElse(Endings.HUNG_UP));
            }
            case RINGING, ANSWERING -> {
                respond(invite.orElseThrow(), status, phrase);
                end(why.orElse(Endings.DECLINED));
            }
            case TALKING -> {
                bye();
                end(why.orElse(Endings.HUNG_UP));
            }
            case ENDED -> { }
        }
    }

    public void hold(boolean held) {
        if (phase == Phase.TALKING)
            negotiation.hold(held);
    }

    /** Makes another offer where its video needs one. */
    public void offerVideo() {
        if (phase == Phase.TALKING && media.video().due())
            negotiation.refresh();
    }

    /** A call that rings here is sent on before it is answered. @param target SIP URI */
    public void transfer(String target) {
        if (phase == Phase.TALKING) {
            transfer.begin(target);
        } else if (phase == Phase.RINGING) {
            channel.respond(invite.orElseThrow(), 302, "Moved Temporarily", localTag(), List.of("Contact: <" + target + ">"), "");
            end(Endings.FORWARDED);
        }
    }

    /** Connects the other side with that of another call (RFC 3891). */
    public void connect(Session other) {
        if (phase == Phase.TALKING && other.phase == Phase.TALKING)
            transfer.begin(other.transfer.replacing());
    }

    /** The sound of this call is gone for good. */
    public void breakOff(LocalizableText why) {
        end(480, "Temporarily Unavailable", Optional.of(why));
    }

    // --- what comes

    private void invited(Response response) {
        int status = response.getStatusCode();
        if (status < 200)
            provisional(response, status);
        else if (status < 300)
            accepted(response);
        else if (phase == Phase.INVITED)
            end(Endings.of(response));
    }

    private void provisional(Response response, int status) {
        if (phase == Phase.ENDED || status == 100)
            return;
        var sdp = SipMessages.body(response);
        if (!sdp.isEmpty() && !earlyMedia) {
            earlyMedia = true;
            media.accept(sdp, true).whenComplete((_, failure) -> {
                if (failure != null)
                    earlyMedia = false; // the final answer decides
                changed.run();
            });
        }
        if (!ringsThere) {
            ringsThere = true;
            since = channel.work().now();
        }
        changed.run();
    }

    private void accepted(Response response) {
        dialog.established(response);
        acceptedAgain(response);
        if (phase != Phase.INVITED) { // cancelled too late
            bye();
            return;
        }
        var sdp = SipMessages.body(response);
        negotiation.accepted(sdp).whenComplete((_, failure) -> {
            if (failure != null && phase == Phase.TALKING) {
                bye();
                end(said(failure));
            }
        });
        nowTalking();
    }

    /** A 2xx, the first or one whose ACK was lost (RFC 3261 §13.2.2.4). */
    void acceptedAgain(Response response) {
        channel.transactions().acknowledge(dialog.ack(SipMessages.cseq(response).getSeqNumber(), ""));
    }

    private void nowTalking() {
        phase = Phase.TALKING;
        since = channel.work().now();
        answered = Optional.of(since);
        changed.run();
    }

    void cancelledThere(Request cancel) {
        channel.respond(cancel, 200, "OK", localTag());
        if (phase != Phase.RINGING && phase != Phase.ANSWERING)
            return;
        respond(invite.orElseThrow(), 487, "Request Terminated");
        end(Endings.ofCancel(cancel));
    }

    /** A request within the dialog. */
    void received(Request request) {
        switch (request.getMethod()) {
            case "ACK" -> {
                acknowledgement.cancel();
                negotiation.acknowledged(SipMessages.body(request));
            }
            case "BYE" -> {
                respond(request, 200, "OK");
                if (phase != Phase.ENDED)
                    end(transfer.succeeded() ? transfer.end() : Endings.OTHER_HUNG_UP);
            }
            default -> {
                if (!dialog.inOrder(request))
                    respond(request, 500, "Server Internal Error");
                else if (phase == Phase.ENDED)
                    respond(request, 481, "Call/Transaction Does Not Exist");
                else if (phase != Phase.TALKING && (request.getMethod().equals("INVITE") || request.getMethod().equals("UPDATE")))
                    early(request);
                else
                    inCall(request);
            }
        }
    }

    /** Before the answer a server may name another party, not other media: the first offer is still open (RFC 3311 §5.2, RFC 3261 §14.2). */
    private void early(Request request) {
        if (request.getMethod().equals("UPDATE") && SipMessages.body(request).isEmpty())
            inCall(request);
        else if (direction == Direction.OUT)
            respond(request, 491, "Request Pending");
        else
            channel.respond(request, 500, "Server Internal Error", localTag(), List.of("Retry-After: 2"), "");
    }

    private void inCall(Request request) {
        switch (request.getMethod()) {
            case "INVITE", "UPDATE" -> {
                dialog.retarget(request);
                named(request);
                negotiation.offered(request);
            }
            case "NOTIFY" -> transfer.notified(request);
            case "OPTIONS" -> channel.respond(request, 200, "OK", localTag(), Channel.abilities(), "");
            default -> channel.respond(request, 405, "Method Not Allowed", localTag(), List.of(Channel.ALLOW), "");
        }
    }

    /** The server has another party at its end, as after a transfer there. The number stays the one to call again. */
    private void named(Request request) {
        SipMessages.asserted(request, channel.domain()).filter(it -> !it.number().equals(party)).ifPresent(it -> {
            party = it.number();
            notice(Endings.nowWith(it.text()));
        });
    }

    /** The connection is another one now: the other side must learn it, and whether it still has the call. */
    void reconnected() {
        if (phase == Phase.TALKING)
            negotiation.restart();
    }

    /** @param works whether its media comes and goes */
    void path(boolean works) {
        cut = !works;
        if (cut && phase == Phase.TALKING)
            notice(Endings.CUT);
        else if (notice.equals(Optional.of(Endings.CUT))) {
            notice = Optional.empty();
            changed.run();
        }
    }

    /** The server is there, and its media may be reached by another path. */
    void reachable() {
        if (cut && phase == Phase.TALKING)
            negotiation.restart();
    }

    /** The connection was lost: calls that are answered go on, and the others cannot. */
    void disconnected() {
        if (phase == Phase.STARTING || phase == Phase.RINGING || phase == Phase.ANSWERING)
            end(Endings.LOST);
    }

    // --- the end

    void bye() {
        channel.exchange(() -> dialog.request("BYE", List.of()), new Transactions.Listener() {
            @Override
            public void answered(Response response) {
                // whatever it is, the call is over
            }

            @Override
            public void ended(boolean lost) {
                // so it is
            }
        });
    }

    void end(LocalizableText why) {
        if (phase == Phase.ENDED)
            return;
        phase = Phase.ENDED;
        since = channel.work().now();
        end = Optional.of(why);
        acknowledgement.cancel();
        negotiation.stop();
        media.close();
        changed.run();
    }

    private void respond(Request request, int status, String reason) {
        channel.respond(request, status, reason, localTag());
    }

    private List<String> withContact() {
        return List.of(channel.contact(), Channel.ALLOW);
    }

    /** What the sound says that could not do its part. */
    static LocalizableText said(Throwable failure) {
        return CallFailure.text(failure);
    }

    void ring() {
        channel.respond(invite.orElseThrow(), 180, "Ringing", localTag(), withContact(), "");
    }
}
