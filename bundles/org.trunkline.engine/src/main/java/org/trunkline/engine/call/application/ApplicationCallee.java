package org.trunkline.engine.call.application;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LocalPeer;
import org.trunkline.engine.call.dialog.ResponseTaker;
import org.trunkline.engine.call.hunt.ApplicationNumbers;
import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.call.message.LocalMessage;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.transfer.Transfer;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * An application that one side of an answered call was transferred to: a user agent in the node, in the place of who transferred.
 * The mailbox's, but for {@link #command} and {@link #abandon}.
 */
public final class ApplicationCallee implements LocalPeer, Applications.Handle {
    /** An application that answers nobody does not keep a transfer for ever (RFC 3261 §16.6, timer C). */
    private static final Duration UNANSWERED = Duration.ofMinutes(3);

    private static final int LONGEST_SLOT = 32;

    private final CallCore call;
    private final Transfer transfer;
    private final Decision.ToApplication to;
    private final Leg leg;
    private final CallSound sound;
    private final LocalReferral referral;
    private final CommandIds commands = new CommandIds();
    private Optional<Applications.Holder> holder = Optional.empty();
    private Scheduler.Timer unanswered = () -> {};
    /** Where the party is parked. */
    private Optional<String> slot = Optional.empty();
    private boolean answers;
    private boolean heard;

    public ApplicationCallee(CallCore call, Transfer transfer, Decision.ToApplication to) {
        this.call = call;
        this.transfer = transfer;
        this.to = to;
        var party = transfer.remaining();
        var address = new NameAddress("", SipUri.of(to.to().dialled(), call.ports().directory().realm()));
        this.leg = Leg.inside(call.owner, "application:" + to.application(), party.side(), address, this);
        leg.actsFor(transfer.principal());
        this.sound = new CallSound(call, party.side(), new HolderListener(call, () -> holder));
        this.referral = new LocalReferral(call, leg, sound, new Referred());
    }

    /** Asks the application. @return false where there is none */
    public boolean begin() {
        holder = call.ports().applications().take(to.application(), call.id, this);
        if (holder.isEmpty())
            return false;
        unanswered = call.after(UNANSWERED, () -> refuse(Cause.NO_ANSWER));
        tell(new ApplicationEvent.Offered(to.direction(), transfer.party(), to.to(), to.reason(), transferor()));
        return true;
    }

    /** The subscriber who transferred, with a phone or by an application. */
    private Optional<String> transferor() {
        var whose = transfer.principal();
        return Optional.of(whose).filter(it -> !it.isTrunk() && !it.isInside()).map(Leg::peer);
    }

    private void tell(ApplicationEvent event) {
        holder.ifPresent(application -> application.on(event));
    }

    private void failed(String command, String why) {
        tell(new ApplicationEvent.CommandFailed(command, why));
    }

    // ---- what the application wants

    @Override
    public void command(ApplicationCommand command) {
        call.post(() -> take(command));
    }

    private void take(ApplicationCommand command) {
        if (!call.over() && holder.isPresent())
            commands.once(command, this::failed, this::carryOut);
    }

    private void carryOut(ApplicationCommand command) {
        switch (command) {
            case ApplicationCommand.HangUp(_, var cause) -> hangUp(cause);
            case ApplicationCommand.Continue _ -> hangUp(Cause.NOT_FOUND); // nobody else has the number
            case ApplicationCommand.Answer(var id, boolean focus) -> answer(id, focus);
            case ApplicationCommand.Park(var id, var slot) -> park(id, slot);
            case ApplicationCommand.Retrieve(var id, _) -> failed(id, "a parked call is taken back by dialling its slot");
            case ApplicationCommand.EarlyMedia(var id) -> failed(id, "the call was transferred, and is answered already");
            case ApplicationCommand other when !heard -> failed(other.id(), "the call is not answered yet");
            case ApplicationCommand other when referral.isUnderWay() -> failed(other.id(), "the call is being connected or connected already");
            case ApplicationCommand.Bridge(_, var target) -> connect(command, target);
            case ApplicationCommand.Transfer(_, var target, var callerName) -> {
                leg.callsAs(callerName);
                connect(command, target);
            }
            case ApplicationCommand.Play _, ApplicationCommand.Record _, ApplicationCommand.Stop _, ApplicationCommand.Gather _, ApplicationCommand.Join _, ApplicationCommand.Leave _ ->
                sound.carryOut(command, to.application());
        }
    }

    /** @param focus whether the party is told that it talks to a conference */
    private void answer(String id, boolean focus) {
        if (answers) {
            failed(id, "the call is already answered");
            return;
        }
        answers = true;
        unanswered.cancel();
        if (focus)
            transfer.remaining().dialog.focus(true);
        if (slot.isEmpty())
            leg.answersFor(ApplicationNumbers.own(to.to(), call.ports().applications()));
        call.legs.adopt(leg);
        leg.establish(new LocalMessage("200", "INVITE", "", new LocalMessage.Names(leg.dialog.callId, leg.dialog.local, leg.dialog.remote),
                leg.dialog.localTag, call.scope.token(), leg.dialog.nextCseq(), List.of(), Optional.empty()));
        leg.facts.answered(call.now(), 200);
        transfer.answered(leg, description(), slot, this::agreed);
    }

    private void park(String id, String number) {
        if (number.isBlank() || number.length() > LONGEST_SLOT) {
            failed(id, "a slot has a number of 1 to " + LONGEST_SLOT + " characters");
            return;
        }
        slot = Optional.of(number);
        leg.isOf(to.application() + ':' + number);
        leg.answersFor(number);
        leg.parks();
        if (answers)
            call.view.publish();
        else
            answer(id, false);
    }

    /** Whether this application holds the party for others to take. */
    public boolean parks(String application) {
        return slot.isPresent() && to.application().equals(application) && holder.isPresent() && !call.over();
    }

    /** Its side of the call. */
    public Leg leg() {
        return leg;
    }

    /** A subscriber took the parked party: the application has the call no longer. */
    public void retrieved() {
        leg.applicationLeaves();
        sound.close();
        tell(new ApplicationEvent.HungUp(Optional.empty()));
        holder = Optional.empty();
    }

    /** What it says to the party. */
    private SessionDescription description() {
        var own = sound.description();
        return transfer.remaining().media.described().map(SessionDescription::unheld).map(own::offering).orElseGet(own::offering);
    }

    private void agreed(SessionDescription answer) {
        try {
            sound.open(answer);
            if (!heard) {
                heard = true;
                tell(new ApplicationEvent.Answered());
            }
        } catch (MediaUnavailableException e) {
            end(Cause.MEDIA_UNAVAILABLE);
        }
    }

    /** With the rights of who transferred the call here. */
    private void connect(ApplicationCommand command, String target) {
        referral.begin(command, target).ifPresent(why -> failed(command.id(), why));
    }

    private final class Referred implements LocalReferral.Listener {
        @Override
        public void connected(ApplicationCommand command) {
            leg.applicationLeaves();
            tell(new ApplicationEvent.Bridged(command.id()));
            if (command instanceof ApplicationCommand.Transfer) {
                tell(new ApplicationEvent.HungUp(Optional.empty()));
                holder = Optional.empty();
            }
        }

        @Override
        public void notConnected(ApplicationCommand command, int status) {
            failed(command.id(), LocalReferral.problem(status));
        }
    }

    private void hangUp(Cause cause) {
        if (answers)
            end(cause);
        else
            refuse(cause);
    }

    private void end(Cause cause) {
        call.life.end(cause, EndedBy.NODE, Statuses.status(cause));
    }

    /** The call goes on with who transferred. */
    private void refuse(Cause cause) {
        unanswered.cancel();
        letGo(cause);
        if (!call.over() && !transfer.over())
            transfer.refused(leg.peer(), Statuses.status(cause), cause);
    }

    private void letGo(Cause cause) {
        tell(new ApplicationEvent.HungUp(Optional.of(cause)));
        holder = Optional.empty();
    }

    @Override
    public void abandon(boolean route) {
        call.post(() -> {
            if (call.over() || holder.isEmpty())
                return;
            holder = Optional.empty();
            hangUp(Cause.FAILED);
        });
    }

    /** The call is over. */
    public void ended(Cause cause) {
        unanswered.cancel();
        sound.end(() -> letGo(cause));
    }

    // ---- what the party sends

    @Override
    public void response(ServerTransaction transaction, OutgoingResponse response) {
        call.post(() -> referral.answered(response));
    }

    @Override
    public void request(OutgoingRequest request, ResponseTaker taker) {
        call.post(() -> {
            if (request.method().equals("NOTIFY"))
                referral.notified(request);
            taker.response(LocalAnswers.to(request, sound, this::description));
        });
    }

    @Override
    public void acknowledged(OutgoingRequest ack) {
        call.post(() -> ack.body().flatMap(BodyParts::sdp).filter(_ -> !call.over()).ifPresent(this::described));
    }

    /** The answer to an offer of its own. */
    private void described(Body sdp) {
        try {
            agreed(SessionDescription.parse(sdp.text()));
        } catch (SdpSyntaxException e) {
            end(Cause.MEDIA_UNAVAILABLE);
        }
    }
}
