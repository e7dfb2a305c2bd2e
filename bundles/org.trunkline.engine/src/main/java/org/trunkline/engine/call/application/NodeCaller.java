package org.trunkline.engine.call.application;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.LegOwner;
import org.trunkline.engine.call.dialog.LocalPeer;
import org.trunkline.engine.call.dialog.ResponseTaker;
import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.call.message.LocalMessage;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.Calls.SoFar;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.NodeDescription;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * The caller of a call that the node started: a user agent in the node, which an application commands. To the call it is a
 * caller as any other, with an offer, an ACK, a BYE and a REFER; nothing of that is on a wire. The mailbox's, but for
 * {@link #command} and {@link #abandon}.
 */
public final class NodeCaller implements LocalPeer, Applications.Handle {
    private final CallCore call;
    private final NodeCall wanted;
    private final LocalMessage invite;
    private final CallSound sound;
    private final LocalReferral referral;
    private final CompletableFuture<SoFar> record = new CompletableFuture<>();
    private final Applications.Holder holder;
    private final CommandIds commands = new CommandIds();
    private boolean answered;
    private boolean over;
    private Optional<Cause> failure = Optional.empty();
    private Scheduler.Timer longest = () -> {};

    /** @param invite what it sent, without the answer's tag */
    public NodeCaller(CallCore call, NodeCall wanted, LocalMessage invite, Applications.Holder holder) {
        this.call = call;
        this.wanted = wanted;
        this.invite = invite;
        this.holder = holder;
        this.sound = new CallSound(call, LegSide.CALLEE, new Told());
        this.referral = new LocalReferral(call, call.caller, sound, new Referred());
    }

    /** Its record and messages, once it is written. */
    public CompletableFuture<SoFar> record() {
        return record;
    }

    /** Sends what its leg has in the mailbox of the leg's call, wherever that is by then. */
    private void post(Consumer<LegOwner> task) {
        call.caller.post(task);
    }

    private LocalMessage request(String method, long number, List<Header> headers) {
        return new LocalMessage(method, method, invite.uri(), invite.names(), invite.fromTag(), call.caller.dialog.localTag, number,
                headers, Optional.empty());
    }

    // ---- the call begins

    public SessionDescription offer() {
        return offer(wanted, call.ports().media());
    }

    /** What it speaks. */
    static SessionDescription offer(NodeCall wanted, Media media) {
        var now = NodeDescription.of(media, false).only(wanted.codecs());
        return (now.isEmpty() ? new NodeDescription(media.spoken()).only(wanted.codecs()) : now).offering();
    }

    @Override
    public void response(ServerTransaction transaction, OutgoingResponse response) {
        post(_ -> taken(transaction, response));
    }

    private void taken(ServerTransaction transaction, OutgoingResponse response) {
        if (over)
            return;
        if (transaction instanceof LocalReferral.Transaction(var method) && method.equals("REFER")) {
            referral.answered(response);
        } else if (response.status() < 300) {
            describe(response.body());
            if (response.status() >= 200 && !answered)
                accepted();
        }
    }

    private void accepted() {
        answered = true;
        longest = call.after(wanted.longest(), () -> hangUp(Cause.NORMAL));
        post(owner -> owner.acknowledged(call.caller, request("ACK", invite.cseq(), List.of())));
        post(_ -> tell(new ApplicationEvent.Answered()));
    }

    /** What the far side wants of its media. */
    private void describe(Optional<Body> body) {
        if (body.isEmpty())
            return;
        try {
            sound.open(SessionDescription.parse(body.get().text()));
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    private void tell(ApplicationEvent event) {
        if (!over)
            holder.on(event);
    }

    // ---- requests of the call to its caller

    @Override
    public void request(OutgoingRequest request, ResponseTaker taker) {
        post(owner -> taker.response(answer(request, owner)));
    }

    private LocalMessage answer(OutgoingRequest request, LegOwner owner) {
        if (request.method().equals("NOTIFY") && !over)
            referral.notified(request);
        boolean elsewhere = owner != call.owner || over;
        return elsewhere ? LocalAnswers.elsewhere(request) : LocalAnswers.to(request, sound, this::offer);
    }

    @Override
    public void acknowledged(OutgoingRequest ack) {
        post(owner -> {
            if (!over && owner == call.owner)
                describe(ack.body().flatMap(BodyParts::sdp));
        });
    }

    // ---- what the application wants

    @Override
    public void command(ApplicationCommand command) {
        post(_ -> take(command));
    }

    private void take(ApplicationCommand command) {
        if (!over)
            commands.once(command, this::failed, this::admit);
    }

    private void admit(ApplicationCommand command) {
        if (command instanceof ApplicationCommand.HangUp(_, var cause))
            hangUp(cause);
        else if (!answered)
            failed(command.id(), "the call is not answered yet");
        else if (referral.isUnderWay())
            failed(command.id(), "the call is being connected or connected already");
        else
            carryOut(command);
    }

    private void carryOut(ApplicationCommand command) {
        switch (command) {
            case ApplicationCommand.Bridge(_, var to) -> connect(command, to);
            case ApplicationCommand.Transfer(_, var to, _) -> connect(command, to);
            case ApplicationCommand.Join _, ApplicationCommand.Leave _, ApplicationCommand.Play _, ApplicationCommand.Record _, ApplicationCommand.Stop _, ApplicationCommand.Gather _ -> sound.carryOut(command, NodeCall.MIXES);
            case ApplicationCommand.Answer _, ApplicationCommand.EarlyMedia _, ApplicationCommand.Park _, ApplicationCommand.Retrieve _, ApplicationCommand.Continue _ ->
                failed(command.id(), "the node started this call itself");
            case ApplicationCommand.HangUp _ -> throw new IllegalStateException("it is taken at any time");
        }
    }

    private void failed(String command, String why) {
        tell(new ApplicationEvent.CommandFailed(command, why));
    }

    // ---- a second side

    /** With the rights of the subscriber that the call is for. */
    private void connect(ApplicationCommand command, String to) {
        var problem = referral.begin(command, to);
        problem.ifPresentOrElse(why -> failed(command.id(), why), longest::cancel);
    }

    private final class Referred implements LocalReferral.Listener {
        @Override
        public void connected(ApplicationCommand command) {
            tell(new ApplicationEvent.Bridged(command.id()));
            if (command instanceof ApplicationCommand.Transfer) {
                tell(new ApplicationEvent.HungUp(Optional.empty()));
                over = true;
            }
        }

        @Override
        public void notConnected(ApplicationCommand command, int status) {
            failure = Optional.of(Statuses.cause(status));
            longest = call.after(wanted.longest(), () -> hangUp(Cause.NORMAL));
            failed(command.id(), LocalReferral.problem(status));
        }
    }

    // ---- the end

    /** A call that could not be connected ends with the reason of that. */
    private void hangUp(Cause cause) {
        var why = cause == Cause.NORMAL ? failure.orElse(cause) : cause;
        post(owner -> owner.end(why, EndedBy.NODE, Statuses.status(why)));
    }

    @Override
    public void abandon(boolean route) {
        hangUp(Cause.FAILED);
    }

    /** The call is over. */
    public void ended(Cause cause) {
        longest.cancel();
        if (over)
            sound.close();
        else
            sound.end(() -> holder.on(new ApplicationEvent.HungUp(Optional.of(cause))));
        over = true;
    }

    /** The record is written. */
    public void recorded(Cdr cdr, Ladder ladder) {
        record.complete(new SoFar(cdr, ladder));
    }

    /** What is heard of the far side, and who is told. */
    private final class Told implements CallSound.Listener {
        @Override
        public void tell(ApplicationEvent event) {
            holder.on(event);
        }

        @Override
        public Optional<Path> folder() {
            return holder.folder();
        }

        @Override
        public void post(Runnable task) {
            NodeCaller.this.post(_ -> task.run());
        }

        @Override
        public boolean over() {
            return over;
        }
    }
}
