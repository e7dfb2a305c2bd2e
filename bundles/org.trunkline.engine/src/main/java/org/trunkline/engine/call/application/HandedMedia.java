package org.trunkline.engine.call.application;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegSecurity;
import org.trunkline.engine.call.early.Ringback;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.NodeDescription;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** What an application says to its caller, and hears of it: offers and answers of the node's own, playing, keys. */
public final class HandedMedia {
    private static final int MOST_TIMES = 100;
    private static final int LONGEST_MIX = 64;
    /** What a disk gets for the end of a recording. */
    private static final Duration WRITING = Duration.ofSeconds(2);
    private static final Duration LONGEST_RECORDING = Duration.ofHours(1);
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.wav");
    private static final String NO_CODEC = "the caller offers neither PCMU nor PCMA, and the node plays nothing else";
    /** Plays while nobody else does, so that a caller who is being connected hears that. */
    private static final String RINGBACK = "";

    private final CallCore call;
    private final Ringback ringback;
    private final Conversation conversation;
    private final Leg leg;
    private final HandedCall handed;
    private @Nullable MediaEnd end;
    private @Nullable Gathering gathering;
    private Optional<String> playing = Optional.empty();
    private Optional<String> recording = Optional.empty();
    private Optional<String> file = Optional.empty();
    private Optional<Runnable> whenRecorded = Optional.empty();
    private Scheduler.Timer writing = () -> {};

    HandedMedia(CallCore call, Ringback ringback, Conversation conversation, Leg leg, HandedCall handed) {
        this.call = call;
        this.ringback = ringback;
        this.conversation = conversation;
        this.leg = leg;
        this.handed = handed;
    }

    // ---- answers

    /** The node's own answer to what the caller offered last. */
    private SessionDescription answerTo(SessionDescription offer) throws MediaUnavailableException {
        return NodeDescription.answering(offer).orElseThrow(() -> new MediaUnavailableException(NO_CODEC));
    }

    void early(String id) {
        if (!call.caller.invite.awaitsAnswer()) {
            handed.failed(id, "the call is already answered");
        } else if (end != null) {
            handed.failed(id, "the caller already hears the application");
        } else if (call.media.offer().isEmpty()) {
            handed.failed(id, "the caller has not offered media, so the call can only be answered");
        } else {
            try {
                var answer = answerTo(call.media.offer().get());
                var body = call.media.tell(call.caller, answer);
                ringback.progress(leg, 183, Optional.of(body));
                open(answer);
            } catch (MediaUnavailableException e) {
                handed.failed(id, String.valueOf(e.getMessage()));
            }
        }
    }

    /** @param focus whether the caller is told that it talks to a conference */
    void answer(String id, boolean focus) {
        if (call.over())
            return;
        if (!call.caller.invite.awaitsAnswer()) {
            handed.failed(id, "the call is already answered");
            return;
        }
        if (focus)
            call.caller.dialog.becomeFocus();
        try {
            var offer = call.media.offer();
            if (offer.isPresent()) {
                var answer = answerTo(offer.get());
                var body = call.media.tell(call.caller, answer);
                open(answer);
                answered(body, _ -> handed.answered());
            } else {
                answered(call.media.tell(call.caller, NodeDescription.offering()), this::answeredBy);
            }
        } catch (MediaUnavailableException e) {
            handed.failed(id, String.valueOf(e.getMessage()));
        }
    }

    private void answered(Body body, Consumer<IncomingRequest> onAck) {
        handed.settled();
        conversation.answering.answeredHere(leg, body, onAck);
    }

    /** The answer to the node's offer came in the ACK. */
    private void answeredBy(IncomingRequest ack) {
        try {
            var answer = MediaBridge.read(conversation.sides.caller(), ack.body())
                    .orElseThrow(() -> new SdpSyntaxException("an ACK without SDP"));
            call.media.relay().orElseThrow().believe(call.caller, answer);
            open(answer);
            handed.answered();
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    /** The caller offers something else later; nobody else is there to be asked. */
    public void offered(Leg from, ServerTransaction transaction, IncomingRequest request) {
        try {
            var offer = MediaBridge.read(from, request.body());
            Body body;
            if (offer.isPresent()) {
                var answer = answerTo(offer.get());
                call.media.relay().orElseThrow().believe(from, offer.get());
                body = call.media.tell(from, answer);
                from.media.holds(offer.get());
                open(answer);
            } else {
                body = call.media.tell(from, NodeDescription.offering());
            }
            from.sessionTimer.accept(request);
            var headers = new ArrayList<>(from.sessionTimer.answer());
            headers.add(HeaderPolicy.ALLOW);
            var sent = from.respond(transaction, 200, headers, Optional.of(body));
            if (request.method().equals("INVITE"))
                conversation.acks.await(from, request.cseq(), false, sent,
                        ack -> offer.ifPresentOrElse(_ -> {}, () -> answeredAgain(from, ack)));
            from.sessionTimer.restart();
            conversation.sides.settled();
        } catch (LegSecurity.Refused | MediaUnavailableException e) {
            from.respond(transaction, 488);
        } catch (SdpSyntaxException e) {
            from.respond(transaction, 400);
        }
    }

    private void answeredAgain(Leg from, IncomingRequest ack) {
        try {
            var answer = MediaBridge.read(from, ack.body());
            if (answer.isPresent()) {
                call.media.relay().orElseThrow().believe(from, answer.get());
                open(answer.get());
            }
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    private void open(SessionDescription agreed) throws MediaUnavailableException {
        var line = NodeDescription.audio(agreed).orElseThrow(() -> new MediaUnavailableException(NO_CODEC));
        call.caller.media.codec(agreed.codec());
        leg.media.codec(agreed.codec());
        if (end != null)
            end.format(line.format());
        else
            end = call.media.relay().orElseThrow().end(line.index(), LegSide.CALLER, line.format(), new Heard());
        call.media.relay().orElseThrow().decline(agreed);
    }

    // ---- playing and recording

    void play(ApplicationCommand.Play play) {
        var problem = PlayRules.problem(play);
        if (end == null)
            handed.failed(play.id(), "the caller hears nothing yet: answer, or send early media first");
        else if (problem.isPresent())
            handed.failed(play.id(), problem.get());
        else
            try {
                stopPlaying();
                end.play(play.id(), play.audio(), play.times());
                playing = Optional.of(play.id());
            } catch (AudioException e) {
                handed.failed(play.id(), String.valueOf(e.getMessage()));
            }
    }

    private void stopPlaying() {
        if (end != null)
            end.stopPlaying();
    }

    void record(ApplicationCommand.Record wanted) {
        var folder = handed.holder().flatMap(holder -> holder.folder());
        if (end == null)
            handed.failed(wanted.id(), "no media from the caller yet: answer, or send early media first");
        else if (recording.isPresent())
            handed.failed(wanted.id(), recording.get() + " is being recorded: stop it first");
        else if (!FILE.matcher(wanted.file()).matches())
            handed.failed(wanted.id(), "the file name must be letters, digits, dots, hyphens and end with .wav: " + wanted.file());
        else if (wanted.longest().compareTo(Duration.ofSeconds(1)) < 0 || wanted.longest().compareTo(LONGEST_RECORDING) > 0)
            handed.failed(wanted.id(), "longest is " + wanted.longest() + ", must be one second to one hour");
        else if (folder.isEmpty())
            handed.failed(wanted.id(), "the application has no folder to record into");
        else {
            recording = Optional.of(wanted.id());
            file = Optional.of(wanted.file());
            end.record(wanted.id(), folder.get().resolve(wanted.file()), wanted.longest(), wanted.tone());
        }
    }

    // ---- conferences

    /** @param application whose mix it is: others cannot put their calls there */
    void join(ApplicationCommand.Join join, String application) {
        if (end == null)
            handed.failed(join.id(), "the caller hears nothing yet: answer first");
        else if (join.mix().isBlank() || join.mix().length() > LONGEST_MIX)
            handed.failed(join.id(), "the name of a mix has 1 to " + LONGEST_MIX + " characters");
        else if (join.most() < 2 || join.most() > MediaEnd.MOST_IN_MIX)
            handed.failed(join.id(), "most is " + join.most() + ", must be 2 to " + MediaEnd.MOST_IN_MIX);
        else
            try {
                end.join(new MediaEnd.Seat(application + '/' + join.mix(), join.speaks(), join.tone(), join.most()));
            } catch (MediaUnavailableException e) {
                handed.failed(join.id(), String.valueOf(e.getMessage()));
            }
    }

    void leave() {
        if (end != null)
            end.leave();
    }

    /** @return false where nothing of that name is under way */
    boolean stop(String command) {
        if (end != null && playing.filter(command::equals).isPresent())
            end.stopPlaying();
        else if (end != null && recording.filter(command::equals).isPresent())
            end.stopRecording();
        else if (gathering != null && gathering.id().equals(command))
            gathering.finish();
        else
            return false;
        return true;
    }

    /** The caller is being connected to somebody. */
    void connecting() {
        if (end == null || playing.isPresent())
            return;
        try {
            end.play(RINGBACK, new Audio.Tone("ringback"), MOST_TIMES);
        } catch (AudioException e) {
            return; // it hears nothing, and is connected all the same
        }
    }

    /** The caller is not being connected any more, and stays. */
    void alone() {
        if (playing.isEmpty())
            stopPlaying();
    }

    /** Ends all. @param then run at once, or where the caller was being recorded, as soon as the file is there */
    void end(Runnable then) {
        boolean writes = recording.isPresent() && end != null;
        close();
        if (writes) {
            whenRecorded = Optional.of(then);
            writing = call.after(WRITING, this::written);
        } else {
            then.run();
        }
    }

    private void written() {
        writing.cancel();
        whenRecorded.ifPresent(Runnable::run);
        whenRecorded = Optional.empty();
    }

    void close() {
        if (gathering != null)
            gathering.cancel();
        gathering = null;
        if (end != null)
            end.close();
        end = null;
    }

    // ---- keys

    void gather(ApplicationCommand.Gather gather) {
        Gathering.problem(gather).ifPresentOrElse(problem -> handed.failed(gather.id(), problem), () -> {
            if (gathering != null)
                gathering.finish();
            gathering = new Gathering(call.scope, gather, () -> playing.isPresent(), digits -> {
                gathering = null;
                handed.tell(new ApplicationEvent.Gathered(gather.id(), digits));
            });
        });
    }

    public void digit(char key) {
        handed.tell(new ApplicationEvent.Digit(key));
        if (gathering != null)
            gathering.digit(key);
    }

    /** Puts what the media thread tells into the mailbox. */
    private final class Heard implements MediaEnd.Listener {
        private void post(Runnable task) {
            call.post(() -> {
                if (!call.over())
                    task.run();
            });
        }

        @Override
        public void digit(char digit) {
            post(() -> HandedMedia.this.digit(digit));
        }

        @Override
        public void played(String id, boolean whole) {
            if (!id.equals(RINGBACK))
                post(() -> {
                    playing = playing.filter(other -> !other.equals(id));
                    if (gathering != null)
                        gathering.quiet();
                    handed.tell(new ApplicationEvent.PlaybackEnded(id, whole));
                });
        }

        @Override
        public void recorded(String id, Duration length) {
            call.post(() -> {
                String name = file.orElse("");
                recording = Optional.empty();
                handed.tell(new ApplicationEvent.Recorded(id, name, length));
                written();
            });
        }

        @Override
        public void notRecorded(String id, String reason) {
            call.post(() -> {
                recording = Optional.empty();
                handed.failed(id, reason);
                written();
            });
        }
    }
}
