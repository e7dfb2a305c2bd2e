package org.trunkline.engine.call.application;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.LegOwner;
import org.trunkline.engine.call.dialog.LocalPeer;
import org.trunkline.engine.call.dialog.ResponseTaker;
import org.trunkline.engine.call.hunt.RouteAdviceRequest;
import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.call.message.InfoKey;
import org.trunkline.engine.call.message.LocalMessage;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.Calls.SoFar;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCall.Target;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
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
    private static final Pattern FRAGMENT = Pattern.compile("SIP/2\\.0 (\\d{3}) .*", Pattern.DOTALL);

    private final CallCore call;
    private final NodeCall wanted;
    private final LocalMessage invite;
    private final CallSound sound;
    private final CompletableFuture<SoFar> record = new CompletableFuture<>();
    private Applications.Holder holder;
    /** The application that the far side was handed to, where it has a name. */
    private Optional<String> application = Optional.empty();
    private CommandIds commands = new CommandIds();
    private long cseq;
    private boolean answered;
    private boolean over;
    private Optional<ApplicationCommand> connecting = Optional.empty();
    private boolean connected;
    private Optional<Cause> failure = Optional.empty();
    private Scheduler.Timer longest = () -> {};

    /** @param invite what it sent, without the answer's tag */
    public NodeCaller(CallCore call, NodeCall wanted, LocalMessage invite, Applications.Holder holder) {
        this.call = call;
        this.wanted = wanted;
        this.invite = invite;
        this.holder = holder;
        this.cseq = invite.cseq();
        this.sound = new CallSound(call, LegSide.CALLEE, new Told());
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
        return offer(wanted);
    }

    /** What it speaks. */
    static SessionDescription offer(NodeCall wanted) {
        return NodeDescription.offering(wanted.codecs());
    }

    @Override
    public void response(ServerTransaction transaction, OutgoingResponse response) {
        post(_ -> taken(transaction, response));
    }

    private void taken(ServerTransaction transaction, OutgoingResponse response) {
        if (over)
            return;
        if (transaction instanceof NodeTransaction(var method) && method.equals("REFER")) {
            if (response.status() >= 300)
                notConnected(response.status());
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
        return switch (request.method()) {
            case "INVITE", "UPDATE" -> owner == call.owner ? offered(request) : response(request, 488, Optional.empty());
            case "NOTIFY" -> {
                request.body().map(Body::text).map(FRAGMENT::matcher).filter(line -> line.matches())
                        .ifPresent(line -> progress(Integer.parseInt(line.group(1))));
                yield response(request, 200, Optional.empty());
            }
            case "INFO" -> {
                InfoKey.of(request.body()).filter(_ -> !over).ifPresent(sound::digit);
                yield response(request, 200, Optional.empty());
            }
            case "BYE" -> response(request, 200, Optional.empty());
            default -> response(request, 405, Optional.empty());
        };
    }

    private LocalMessage offered(OutgoingRequest request) {
        var sdp = request.body().flatMap(BodyParts::sdp);
        if (sdp.isEmpty())
            return response(request, 200, request.method().equals("UPDATE") ? Optional.empty()
                    : Optional.of(NodeDescription.body(offer(wanted))));
        try {
            var answer = NodeDescription.answering(SessionDescription.parse(sdp.get().text()));
            if (answer.isEmpty())
                return response(request, 488, Optional.empty());
            sound.open(answer.get());
            return response(request, 200, Optional.of(NodeDescription.body(answer.get())));
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            return response(request, 488, Optional.empty());
        }
    }

    private static LocalMessage response(OutgoingRequest to, int status, Optional<Body> body) {
        return new LocalMessage(Integer.toString(status), to.method(), "", new LocalMessage.Names(to.callId(), to.from(), to.to()),
                to.fromTag(), to.toTag(), to.cseq(), List.of(), body);
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
        if (!over && !commands.has(command))
            commands.take(command).ifPresentOrElse(problem -> failed(command.id().strip(), problem), () -> admit(command));
    }

    private void admit(ApplicationCommand command) {
        if (command instanceof ApplicationCommand.HangUp(_, var cause))
            hangUp(cause);
        else if (!answered)
            failed(command.id(), "the call is not answered yet");
        else if (connecting.isPresent())
            failed(command.id(), "the call is being connected or connected already");
        else
            carryOut(command);
    }

    private void carryOut(ApplicationCommand command) {
        switch (command) {
            case ApplicationCommand.Play play -> sound.play(play);
            case ApplicationCommand.Record recording -> sound.record(recording);
            case ApplicationCommand.Stop stop -> sound.stop(stop);
            case ApplicationCommand.Gather gather -> sound.gather(gather);
            case ApplicationCommand.Bridge(_, var to) -> connect(command, to);
            case ApplicationCommand.Transfer(_, var to) -> connect(command, to);
            case ApplicationCommand.Join join when application.isPresent() -> sound.join(join, application.get());
            case ApplicationCommand.Leave _ when application.isPresent() -> sound.leave();
            case ApplicationCommand.Answer _ when application.isPresent() -> tell(new ApplicationEvent.Answered()); // the far side did
            case ApplicationCommand.Continue _ when application.isPresent() -> hangUp(Cause.NOT_FOUND); // nobody else has the number
            case ApplicationCommand.Join _, ApplicationCommand.Leave _ -> failed(command.id(), "only calls to a number of an application are in its mix");
            case ApplicationCommand.Answer _, ApplicationCommand.EarlyMedia _, ApplicationCommand.Continue _ ->
                failed(command.id(), "the node started this call itself");
            case ApplicationCommand.HangUp _ -> throw new IllegalStateException("it is taken at any time");
        }
    }

    private void failed(String command, String why) {
        tell(new ApplicationEvent.CommandFailed(command, why));
    }

    // ---- a second side

    private void connect(ApplicationCommand command, String to) {
        if (call.ports().directory().emergency(to)) {
            failed(command.id(), "the node calls no emergency numbers by itself");
            return;
        }
        connecting = Optional.of(command);
        longest.cancel();
        if (wanted.target() instanceof Target.ForSubscriber of) {
            var request = NodeCallPlan.request(of.username(), to);
            if (NodeCallPlan.route(request, call.ports()) instanceof Decision.ToApplication own) {
                ask(command, request, own);
                return;
            }
        }
        refer(command, to);
    }

    /** Policies are asked as if the subscriber had dialled the number of the application. */
    private void ask(ApplicationCommand command, RouteRequest request, Decision.ToApplication own) {
        if (RouteAdviceRequest.isWanted(call, false, own))
            RouteAdviceRequest.ask(call, () -> over, request, own, advised -> post(_ -> advised(command, request.calledUser(), advised)));
        else
            advised(command, request.calledUser(), own);
    }

    private void advised(ApplicationCommand command, String to, Decision decision) {
        if (over)
            return;
        switch (decision) {
            case Decision.ToApplication own -> handOver(command, own);
            case Decision.Refused refused -> notConnected(refused.sipStatus());
            case Decision.ToSubscriber _, Decision.ToGroup _, Decision.ToTrunks _, Decision.PickUp _ -> refer(command, to);
        }
    }

    /** A transfer, with the rights of the subscriber that the call is for (RFC 5589 §6.1). */
    private void refer(ApplicationCommand command, String to) {
        sound.connecting();
        var refer = request("REFER", ++cseq,
                List.of(new Header("Refer-To", '<' + SipUri.of(to, call.ports().directory().realm()) + '>')));
        call.caller.post(owner -> owner.request(call.caller, new NodeTransaction("REFER"), refer));
    }

    /** The application has the far side from now on, as if that had called. */
    private void handOver(ApplicationCommand command, Decision.ToApplication to) {
        var next = call.ports().applications().take(to.application(), call.id, this);
        if (next.isEmpty()) {
            notConnected(503);
            return;
        }
        connecting = Optional.empty();
        tell(new ApplicationEvent.Bridged(command.id()));
        tell(new ApplicationEvent.HungUp(Optional.empty()));
        holder = next.get();
        application = Optional.of(to.application());
        commands = new CommandIds();
        tell(new ApplicationEvent.Offered(to.direction(), to.from(), to.to(), to.reason()));
    }

    private void progress(int status) {
        if (over || connecting.isEmpty() || connected || status < 200)
            return;
        if (status >= 300) {
            notConnected(status);
            return;
        }
        connected = true;
        var command = connecting.get();
        tell(new ApplicationEvent.Bridged(command.id()));
        if (command instanceof ApplicationCommand.Transfer) {
            tell(new ApplicationEvent.HungUp(Optional.empty()));
            over = true;
        }
    }

    private void notConnected(int status) {
        var command = connecting;
        connecting = Optional.empty();
        failure = Optional.of(Statuses.cause(status));
        longest = call.after(wanted.longest(), () -> hangUp(Cause.NORMAL));
        sound.alone();
        command.ifPresent(it -> failed(it.id(), "nobody answers there: " + status + ' ' + Statuses.cause(status).code()));
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

    /** A transaction of the agent's own request. */
    public record NodeTransaction(String method) implements ServerTransaction {
        @Override
        public Optional<Object> owner() {
            return Optional.empty();
        }

        @Override
        public void own(Object owner) {
            // no CANCEL comes for it
        }
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
