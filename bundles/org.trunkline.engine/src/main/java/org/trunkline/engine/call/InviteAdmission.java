package org.trunkline.engine.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegOwner;
import org.trunkline.engine.call.dialog.LegSecurity;
import org.trunkline.engine.call.hunt.TargetHunt;
import org.trunkline.engine.call.hunt.TargetOrigin;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.call.message.Replaces;
import org.trunkline.engine.call.message.RequestOrigin;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.transfer.LegHandover;
import org.trunkline.engine.port.routing.Directory.Admission;
import org.trunkline.engine.port.routing.Directory.AuthRequest;
import org.trunkline.engine.port.routing.Directory.AuthResult;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.UnreachableMediaException;

/** What happens to a new INVITE before anybody is rung: who calls, may they, is the request sound, where does it go. */
final class InviteAdmission {
    private final CallCore call;
    private final TargetHunt search;
    private final LegHandover trade;
    private final CallTable table;
    private final IncomingRequest invite;
    private RequestOrigin origin = RequestOrigin.UNREAD;
    private Optional<String> subscriber = Optional.empty();

    /** @param search the caller's */
    InviteAdmission(CallCore call, TargetHunt search, LegHandover trade, CallTable table) {
        this.call = call;
        this.search = search;
        this.trade = trade;
        this.table = table;
        this.invite = call.invite.message();
    }

    void run() {
        call.caller.respond(call.caller.invite.server(), 100);
        var uri = SipUri.parse(invite.requestUri());
        origin = RequestOrigin.of(invite, call.ports().directory());
        call.record.dialled(origin.called(), origin.caller(), invite.from().displayName());
        var trunk = origin.trunk();
        if (trunk.isEmpty()) {
            subscriber = authenticated();
            if (subscriber.isEmpty())
                return;
            call.caller.isOf(subscriber.get());
            call.record.likely(Direction.OUTBOUND);
            call.caller.takeLine(subscriber.get());
        } else if (!admitted(trunk.get())) {
            return;
        }
        if (uri.isEmpty() && !AdmissionSnapshot.isEmergencyService(invite.requestUri())) {
            refuse(416, Cause.INVALID_NUMBER);
            return;
        }
        if (sound() && described() && !replaces())
            route();
    }

    private Optional<String> authenticated() {
        var credentials = new ArrayList<>(invite.headers("Proxy-Authorization"));
        credentials.addAll(invite.headers("Authorization"));
        byte[] body = invite.body().map(b -> b.bytes()).orElse(new byte[0]);
        var request = new AuthRequest("INVITE", invite.requestUri(), credentials, body, invite.source(),
                invite.header("User-Agent").orElse(""));
        return switch (call.ports().directory().authenticate(request)) {
            case AuthResult.Granted(String username) -> Optional.of(username);
            case AuthResult.Challenged(List<String> challenges) -> {
                call.caller.respond(call.caller.invite.answer(), 407,
                        challenges.stream().map(value -> new Header("Proxy-Authenticate", value)).toList(),
                        Optional.empty());
                call.life.discard();
                yield Optional.empty();
            }
            case AuthResult.Denied() -> {
                refuse(403, Cause.FORBIDDEN);
                yield Optional.empty();
            }
            case AuthResult.Mismatched() -> {
                refuse(400, Cause.FORBIDDEN);
                yield Optional.empty();
            }
        };
    }

    private boolean admitted(Trunk trunk) {
        call.record.trunk(trunk.name());
        call.caller.isOf(trunk);
        call.record.likely(Direction.INBOUND);
        switch (call.ports().directory().admit(trunk.name(), false)) {
            case Admission.Granted(var lease) -> {
                call.caller.count(lease);
                return true;
            }
            case Admission.Refused(var reason, long used, long limit) -> {
                call.record.considered(new Candidate(trunk.name(), Candidate.Verdict.PASSED_OVER, reason, used, limit, 0));
                var cause = switch (reason) {
                    case CALLS_CAP -> Cause.CALLS_CAP;
                    case CPS_CAP -> Cause.CPS_CAP;
                    case DISABLED -> Cause.FORBIDDEN;
                    default -> Cause.TRUNK_DOWN;
                };
                if (cause == Cause.FORBIDDEN)
                    refuse(403, cause);
                else
                    refuse(503, cause, new Header("Retry-After", cause == Cause.CPS_CAP ? "1" : "5"));
                return false;
            }
        }
    }

    private boolean sound() {
        var objection = InviteValidation.to(invite, call.invite.secure);
        objection.ifPresent(why -> refuse(why.status(), why.cause(), why.headers()));
        return objection.isEmpty();
    }

    private boolean described() {
        try {
            var offer = MediaBridge.read(call.caller, invite.body());
            if (offer.isPresent() && offer.get().media().stream().allMatch(line -> line.declined())) {
                refuse(488, Cause.MEDIA_UNAVAILABLE);
                return false;
            }
            call.caller.sessionTimer.accept(invite);
            offer.ifPresent(call.caller.media::agreed);
            call.media.begin(call.caller, offer);
            return true;
        } catch (LegSecurity.Refused e) {
            refuse(488, Cause.MEDIA_UNAVAILABLE, new Header("Warning", "399 trunkline \"" + quotable(e) + '"'));
            return false;
        } catch (UnreachableMediaException e) {
            refuse(488, Cause.MEDIA_UNAVAILABLE, new Header("Warning", e.warning() + " trunkline \"" + quotable(e) + '"'));
            return false;
        } catch (SdpSyntaxException e) {
            refuse(400, Cause.MEDIA_UNAVAILABLE, new Header("Warning", "399 trunkline \"" + quotable(e) + '"'));
            return false;
        }
    }

    private static String quotable(SdpSyntaxException e) {
        return e.getMessage().replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "?");
    }

    private void route() {
        var request = request();
        var decision = call.ports().directory().route(request);
        if (decision instanceof Decision.PickUp pickUp) {
            pickUp(pickUp);
            return;
        }
        decided(decision); // all may see the call while routing policies think
        search.begin(request, decision, TargetOrigin.DIALLED, advised -> {
            if (advised != decision)
                decided(advised);
        });
    }

    private void decided(Decision decision) {
        call.record.decided(decision);
        call.view.publish(CallState.ROUTING);
    }

    private RouteRequest request() {
        var directory = call.ports().directory();
        call.record.emergency(origin.trunk().isEmpty() && directory.emergency(origin.called()));
        var request = new RouteRequest(subscriber, origin.trunk().map(Trunk::name), origin.called(), origin.identity(invite),
                invite.from().displayName());
        call.asks(request, Presentation.of(invite, origin.trunk().isPresent()));
        return request;
    }

    /** A call that is not routed: its record shows both numbers as that of any other call of the same peer would. */
    private void recordAsRead() {
        if (origin.trunk().isPresent() || subscriber.isPresent())
            call.record.read(call.ports().directory().route(request()));
    }

    /** An INVITE that takes the place of another dialog's side (RFC 3891 §3). @return whether it is one */
    private boolean replaces() {
        var headers = invite.headers("Replaces");
        if (headers.isEmpty())
            return false;
        var wanted = headers.size() == 1 ? Replaces.parse(headers.getFirst()) : Optional.<Replaces>empty();
        var leg = wanted.flatMap(call.legs::dialog);
        if (wanted.isEmpty())
            refuse(400, Cause.FAILED);
        else if (leg.isEmpty())
            refuse(481, Cause.NOT_FOUND);
        else if (!mayReplace(leg.get()))
            refuse(403, Cause.FORBIDDEN);
        else if (call.media.offer().isEmpty())
            refuse(488, Cause.MEDIA_UNAVAILABLE);
        else
            lend(leg.get().owner(), leg, wanted.get().earlyOnly());
        return true;
    }

    /** Its own, those it may pick up, and where it was sent by a transfer that was passed on (RFC 5589 §7). */
    private boolean mayReplace(Leg old) {
        boolean own = subscriber.isPresent() && !old.isTrunk() && (subscriber.get().equals(old.peer())
                || call.ports().directory().mayPickUp(subscriber.get(), old.peer()));
        return own || old.heir().filter(heir -> heir.sameOwner(call.caller)).isPresent();
    }

    private void pickUp(Decision.PickUp decision) {
        String subscriber = call.caller.peer();
        var ringing = call.media.offer().isEmpty() ? Optional.<CallCore>empty()
                : table.ringing(subscriber, decision.of());
        if (ringing.isEmpty())
            refuse(404, Cause.NOT_FOUND, Statuses.reason(Cause.NOT_FOUND));
        else
            lend(ringing.get().owner, Optional.empty(), true);
    }

    private void lend(LegOwner to, Optional<Leg> replaced, boolean earlyOnly) {
        recordAsRead(); // the other call may not want it
        trade.lend(to, replaced, earlyOnly);
    }

    private void refuse(int status, Cause cause, Header... headers) {
        refuse(status, cause, List.of(headers));
    }

    private void refuse(int status, Cause cause, List<Header> headers) {
        recordAsRead();
        call.life.refuse(status, cause, EndedBy.NODE, Optional.empty(), headers);
    }
}
