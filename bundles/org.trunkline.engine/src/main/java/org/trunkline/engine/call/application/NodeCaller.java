package org.trunkline.engine.call.application;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
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
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;
import org.trunkline.engine.port.media.MediaEnd;
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
    private static final int MOST_COMMANDS = 1000;
    private static final int MOST_TIMES = 100;
    /** Plays while the far side is being connected. */
    private static final String RINGBACK = "";
    private static final Pattern FRAGMENT = Pattern.compile("SIP/2\\.0 (\\d{3}) .*", Pattern.DOTALL);

    private final CallCore call;
    private final NodeCall wanted;
    private final LocalMessage invite;
    private final Applications.Holder holder;
    private final CompletableFuture<SoFar> record = new CompletableFuture<>();
    private final Set<String> commands = new HashSet<>(8);
    private long cseq;
    private boolean answered;
    private boolean over;
    private @Nullable MediaEnd end;
    private @Nullable Gathering gathering;
    private Optional<String> playing = Optional.empty();
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
            open(SessionDescription.parse(body.get().text()));
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    private void open(SessionDescription agreed) throws MediaUnavailableException {
        var line = NodeDescription.audio(agreed)
                .orElseThrow(() -> new MediaUnavailableException("the far side has neither PCMU nor PCMA"));
        if (end == null)
            end = call.media.relay().orElseThrow().end(line.index(), LegSide.CALLEE, line.format(), new Heard());
        else
            end.format(line.format());
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
                InfoKey.of(request.body()).ifPresent(this::digit);
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
            open(answer.get());
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
        if (over || !commands.add(command.id()))
            return;
        if (commands.size() > MOST_COMMANDS)
            failed(command.id(), "a call takes at most " + MOST_COMMANDS + " commands");
        else if (command instanceof ApplicationCommand.HangUp(_, var cause))
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
            case ApplicationCommand.Play play -> play(play);
            case ApplicationCommand.Stop(var id, var other) -> stop(id, other);
            case ApplicationCommand.Gather gather -> gather(gather);
            case ApplicationCommand.Bridge(_, var to) -> connect(command, to);
            case ApplicationCommand.Transfer(_, var to) -> connect(command, to);
            case ApplicationCommand.Answer _, ApplicationCommand.EarlyMedia _, ApplicationCommand.Continue _,
                    ApplicationCommand.HangUp _ -> failed(command.id(), "the node started this call itself");
            case ApplicationCommand.Join _, ApplicationCommand.Leave _ -> failed(command.id(), "calls that the node starts are in no mix");
            case ApplicationCommand.Record _ -> failed(command.id(), "calls that the node starts are not recorded");
        }
    }

    private void failed(String command, String why) {
        tell(new ApplicationEvent.CommandFailed(command, why));
    }

    private void play(ApplicationCommand.Play play) {
        var problem = PlayRules.problem(play);
        if (end == null)
            failed(play.id(), "the far side has no media");
        else if (problem.isPresent())
            failed(play.id(), problem.get());
        else
            try {
                end.stopPlaying();
                end.play(play.id(), play.audio(), play.times());
                playing = Optional.of(play.id());
            } catch (AudioException e) {
                failed(play.id(), String.valueOf(e.getMessage()));
            }
    }

    private void stop(String id, String other) {
        if (end != null && playing.filter(other::equals).isPresent())
            end.stopPlaying();
        else if (gathering != null && gathering.id().equals(other))
            gathering.finish();
        else
            failed(id, "nothing named " + other + " is in progress");
    }

    private void gather(ApplicationCommand.Gather gather) {
        Gathering.problem(gather).ifPresentOrElse(problem -> failed(gather.id(), problem), () -> {
            if (gathering != null)
                gathering.finish();
            gathering = new Gathering(call.scope, gather, () -> playing.isPresent(), digits -> {
                gathering = null;
                tell(new ApplicationEvent.Gathered(gather.id(), digits));
            });
        });
    }

    private void digit(char key) {
        if (over)
            return;
        tell(new ApplicationEvent.Digit(key));
        if (gathering != null)
            gathering.digit(key);
    }

    // ---- a second side

    /** By a transfer, with the rights of the subscriber that the call is for (RFC 5589 §6.1). */
    private void connect(ApplicationCommand command, String to) {
        if (call.ports().directory().emergency(to)) {
            failed(command.id(), "the node calls no emergency numbers by itself");
            return;
        }
        connecting = Optional.of(command);
        longest.cancel();
        if (end != null)
            try {
                end.play(RINGBACK, new Audio.Tone("ringback"), MOST_TIMES);
            } catch (AudioException e) {
                playing = Optional.empty(); // the far side hears nothing, and is connected all the same
            }
        var refer = request("REFER", ++cseq,
                List.of(new Header("Refer-To", '<' + SipUri.of(to, call.ports().directory().realm()) + '>')));
        call.caller.post(owner -> owner.request(call.caller, new NodeTransaction("REFER"), refer));
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
        if (end != null)
            end.stopPlaying();
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
        if (gathering != null)
            gathering.cancel();
        gathering = null;
        if (end != null)
            end.close();
        end = null;
        tell(new ApplicationEvent.HungUp(Optional.of(cause)));
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

    /** Puts what the media thread tells into the mailbox. */
    private final class Heard implements MediaEnd.Listener {
        @Override
        public void digit(char digit) {
            post(_ -> NodeCaller.this.digit(digit));
        }

        @Override
        public void played(String id, boolean whole) {
            if (!id.equals(RINGBACK))
                post(_ -> {
                    playing = playing.filter(other -> !other.equals(id));
                    if (gathering != null)
                        gathering.quiet();
                    tell(new ApplicationEvent.PlaybackEnded(id, whole));
                });
        }

        @Override
        public void recorded(String id, Duration length) {
            // nothing is recorded
        }

        @Override
        public void notRecorded(String id, String reason) {
            // nothing is recorded
        }
    }
}
