package org.trunkline.phone.internal.sip;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import javax.sip.message.Request;
import javax.sip.message.Response;

import org.trunkline.phone.LineState;
import org.trunkline.phone.internal.work.Work;

/** Offers and answers of one call (RFC 3264, RFC 6337): of its beginning, for hold, and what the other side offers later. */
final class Negotiation {
    private final Channel channel;
    private final Dialog dialog;
    private final CallMedia media;
    private final Session session;
    private boolean held;
    private boolean heldByOther;
    private boolean wanted;
    /** An offer of either side without its answer. */
    private boolean open;
    /** The other side's ACK has the answer to this side's offer. */
    private boolean answerInAck;
    private boolean again;
    private Work.Timer retry = () -> { };

    Negotiation(Channel channel, Dialog dialog, CallMedia media, Session session) {
        this.channel = channel;
        this.dialog = dialog;
        this.media = media;
        this.session = session;
    }

    boolean held() {
        return held;
    }

    boolean heldByOther() {
        return heldByOther;
    }

    void stop() {
        retry.cancel();
    }

    /** What to answer an INVITE with; an offer where it has none. */
    CompletableFuture<String> answer(Request invite) {
        var offer = SipMessages.body(invite);
        answerInAck = offer.isEmpty();
        if (answerInAck)
            return media.offer(direction(held));
        heldByOther = Sdp.holds(offer);
        return media.answer(offer, direction(held));
    }

    /** The answer to an INVITE of this side. */
    CompletableFuture<String> accepted(String sdp) {
        heldByOther = !held && Sdp.holds(sdp);
        return media.accept(sdp, false);
    }

    void acknowledged(String sdp) {
        if (answerInAck && !sdp.isEmpty())
            accepted(sdp).whenComplete((_, _) -> session.changed());
        answerInAck = false;
        open = false;
        next();
    }

    /** A re-INVITE or UPDATE of the other side. */
    void offered(Request request) {
        boolean invite = request.getMethod().equals("INVITE");
        if (open && (invite || !SipMessages.body(request).isEmpty())) {
            channel.respond(request, 491, "Request Pending", dialog.localTag());
            return;
        }
        if (!invite && SipMessages.body(request).isEmpty()) { // a sign of life
            channel.respond(request, 200, "OK", dialog.localTag(), List.of(channel.contact()), "");
            return;
        }
        open = true;
        answer(request).whenComplete((sdp, failure) -> {
            if (failure == null)
                channel.respond(request, 200, "OK", dialog.localTag(), List.of(channel.contact(), Channel.ALLOW), sdp);
            else
                channel.respond(request, 488, "Not Acceptable Here", dialog.localTag());
            if (failure != null || !invite)
                open = false;
            session.changed();
            next();
        });
    }

    void hold(boolean on) {
        wanted = on;
        next();
    }

    /** Makes the same offer again. */
    void refresh() {
        again = true;
        next();
    }

    /** Makes it again by another path of the media. */
    void restart() {
        media.restart();
        refresh();
    }

    private void next() {
        if (open || !session.talking() || wanted == held && !again)
            return;
        open = true;
        again = false;
        boolean hold = wanted;
        media.offer(direction(hold)).whenComplete((sdp, failure) -> {
            if (!session.talking())
                return;
            if (failure != null) {
                open = false;
                wanted = held;
                session.notice(Session.said(failure));
            } else {
                channel.exchange(() -> dialog.request("INVITE", Channel.abilities(), "application/sdp", sdp), new Offer(hold));
            }
        });
    }

    private static CallMedia.Direction direction(boolean hold) {
        return hold ? CallMedia.Direction.HOLD : CallMedia.Direction.BOTH;
    }

    /** A re-INVITE of this side under way. */
    private final class Offer implements Transactions.Listener {
        private final boolean hold;

        Offer(boolean hold) {
            this.hold = hold;
        }

        @Override
        public void answered(Response response) {
            int status = response.getStatusCode();
            if (status < 200)
                return;
            if (status < 300) {
                channel.transactions().acknowledge(dialog.ack(SipMessages.cseq(response).getSeqNumber(), ""));
                dialog.retarget(response);
                held = hold;
                accepted(SipMessages.body(response)).whenComplete((_, _) -> {
                    open = false;
                    session.changed();
                    next();
                });
                return;
            }
            media.takeBack();
            open = false;
            switch (status) {
                case 491 -> later();
                case 408, 481 -> session.end(Endings.of(response)); // RFC 3261 §12.2.1.2
                default -> {
                    wanted = held;
                    session.notice(Endings.notChanged(response));
                }
            }
        }

        /** RFC 3261 §14.1: who made the Call-ID waits longer. */
        private void later() {
            boolean owner = session.direction() == LineState.Direction.OUT;
            long millis = owner ? ThreadLocalRandom.current().nextLong(2_100, 4_000) : ThreadLocalRandom.current().nextLong(2_000);
            retry = channel.work().after(Duration.ofMillis(millis), () -> {
                again = true;
                next();
            });
        }

        @Override
        public void ended(boolean lost) {
            media.takeBack();
            open = false;
            if (lost) {
                again = true; // made again with the next connection
            } else {
                session.bye();
                session.end(Endings.NO_ANSWER);
            }
        }
    }
}
