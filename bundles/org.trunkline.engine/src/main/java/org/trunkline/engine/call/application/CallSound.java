package org.trunkline.engine.call.application;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.sdp.NodeDescription;
import org.trunkline.engine.sdp.SessionDescription;

/** What an application says to its party of a call, and hears of it: playing, recording, conferences, keys. The mailbox's. */
final class CallSound {
    static final String NO_CODEC = "the caller offers none of the codecs that the node speaks now: PCMA and PCMU, and as long as there is room opus and G722";
    private static final String SILENT = "the caller hears nothing yet: answer, or send early media first";
    private static final int MOST_TIMES = 100;
    private static final int LONGEST_MIX = 64;
    /** What a disk gets for the end of a recording. */
    private static final Duration WRITING = Duration.ofSeconds(2);
    private static final Duration LONGEST_RECORDING = Duration.ofHours(1);
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.wav");
    /** Plays while nobody else does, so that who is being connected hears that. */
    private static final String RINGBACK = "";

    private final CallCore call;
    private final LegSide party;
    private final Listener listener;
    private @Nullable MediaEnd end;
    private boolean wide;
    private @Nullable Gathering gathering;
    private Optional<String> playing = Optional.empty();
    private Optional<String> recording = Optional.empty();
    private Optional<String> file = Optional.empty();
    private Optional<Runnable> whenRecorded = Optional.empty();
    private Scheduler.Timer writing = () -> {};

    /** Whose sound it is. */
    interface Listener {
        void tell(ApplicationEvent event);

        /** Where recordings go. */
        Optional<Path> folder();

        /** Does something in the mailbox of the call. Any thread. */
        void post(Runnable task);

        /** Whether only the end of a recording is of interest still. */
        boolean over();
    }

    /** @param party who hears the application */
    CallSound(CallCore call, LegSide party, Listener listener) {
        this.call = call;
        this.party = party;
        this.listener = listener;
    }

    /** The party can be heard, or is to be heard otherwise from now on. @param answer of the party */
    void open(SessionDescription answer) throws MediaUnavailableException {
        open(answer, answer);
    }

    /** @param agreed the node's answer @param offer of the party */
    void open(SessionDescription agreed, SessionDescription offer) throws MediaUnavailableException {
        var line = NodeDescription.audio(agreed, offer).orElseThrow(() -> new MediaUnavailableException(NO_CODEC));
        if (end != null)
            end.format(line.format());
        else
            end = call.media.relay().orElseThrow().end(line.index(), party, line.format(), new Heard());
        wide = line.isWide();
    }

    /** What it may say of its media now. */
    NodeDescription description() {
        return NodeDescription.of(call.ports().media(), end != null && wide);
    }

    boolean isOpen() {
        return end != null;
    }

    /**
     * Plays, records, gathers keys or mixes.
     *
     * @param application whose mixes the party may be in
     */
    void carryOut(ApplicationCommand command, String application) {
        switch (command) {
            case ApplicationCommand.Play play -> play(play);
            case ApplicationCommand.Record recording -> record(recording);
            case ApplicationCommand.Stop stop -> stop(stop);
            case ApplicationCommand.Gather gather -> gather(gather);
            case ApplicationCommand.Join join -> join(join, application);
            case ApplicationCommand.Leave _ -> leave();
            case ApplicationCommand.Answer _, ApplicationCommand.EarlyMedia _, ApplicationCommand.Bridge _, ApplicationCommand.Transfer _, ApplicationCommand.Park _, ApplicationCommand.Retrieve _, ApplicationCommand.Continue _, ApplicationCommand.HangUp _ ->
                throw new IllegalArgumentException("not about sound: " + command);
        }
    }

    private void failed(ApplicationCommand command, String why) {
        listener.tell(new ApplicationEvent.CommandFailed(command.id(), why));
    }

    // ---- playing and recording

    private void play(ApplicationCommand.Play play) {
        var problem = PlayRules.problem(play);
        if (end == null)
            failed(play, SILENT);
        else if (problem.isPresent())
            failed(play, problem.get());
        else
            try {
                end.stopPlaying();
                end.play(play.id(), play.audio(), play.times());
                playing = Optional.of(play.id());
            } catch (AudioException e) {
                failed(play, String.valueOf(e.getMessage()));
            }
    }

    private void record(ApplicationCommand.Record wanted) {
        var folder = listener.folder();
        if (end == null)
            failed(wanted, "no media from the caller yet: answer, or send early media first");
        else if (recording.isPresent())
            failed(wanted, recording.get() + " is being recorded: stop it first");
        else if (!FILE.matcher(wanted.file()).matches())
            failed(wanted, "the file name must be letters, digits, dots, hyphens and end with .wav: " + wanted.file());
        else if (wanted.longest().compareTo(Duration.ofSeconds(1)) < 0 || wanted.longest().compareTo(LONGEST_RECORDING) > 0)
            failed(wanted, "longest is " + wanted.longest() + ", must be one second to one hour");
        else if (folder.isEmpty())
            failed(wanted, "the application has no folder to record into");
        else {
            recording = Optional.of(wanted.id());
            file = Optional.of(wanted.file());
            end.record(wanted.id(), folder.get().resolve(wanted.file()), wanted.longest(), wanted.tone());
        }
    }

    void stop(ApplicationCommand.Stop stop) {
        String command = stop.command();
        if (end != null && playing.filter(command::equals).isPresent())
            end.stopPlaying();
        else if (end != null && recording.filter(command::equals).isPresent())
            end.stopRecording();
        else if (gathering != null && gathering.id().equals(command))
            gathering.finish();
        else
            failed(stop, "nothing named " + command + " is in progress");
    }

    // ---- conferences

    /** @param application whose mix it is: others cannot put their calls there */
    private void join(ApplicationCommand.Join join, String application) {
        if (end == null)
            failed(join, "the caller hears nothing yet: answer first");
        else if (join.mix().isBlank() || join.mix().length() > LONGEST_MIX)
            failed(join, "the name of a mix has 1 to " + LONGEST_MIX + " characters");
        else if (join.most() < 2 || join.most() > MediaEnd.MOST_IN_MIX)
            failed(join, "most is " + join.most() + ", must be 2 to " + MediaEnd.MOST_IN_MIX);
        else
            try {
                end.join(new MediaEnd.Seat(application + '/' + join.mix(), join.speaks(), join.tone(), join.most()));
            } catch (MediaUnavailableException e) {
                failed(join, String.valueOf(e.getMessage()));
            }
    }

    private void leave() {
        if (end != null)
            end.leave();
    }

    // ---- while others are called

    /** The party is being connected to somebody. */
    void connecting() {
        if (end == null || playing.isPresent())
            return;
        try {
            end.play(RINGBACK, new Audio.Tone("ringback"), MOST_TIMES);
        } catch (AudioException e) {
            return; // it hears nothing, and is connected all the same
        }
    }

    /** The party is not being connected any more, and stays. */
    void alone() {
        if (end != null && playing.isEmpty())
            end.stopPlaying();
    }

    // ---- keys

    private void gather(ApplicationCommand.Gather gather) {
        Gathering.problem(gather).ifPresentOrElse(problem -> failed(gather, problem), () -> {
            if (gathering != null)
                gathering.finish();
            gathering = new Gathering(call.scope, gather, () -> playing.isPresent(), digits -> {
                gathering = null;
                listener.tell(new ApplicationEvent.Gathered(gather.id(), digits));
            });
        });
    }

    void digit(char key) {
        listener.tell(new ApplicationEvent.Digit(key));
        if (gathering != null)
            gathering.digit(key);
    }

    // ---- the end

    /** Ends all. @param then run at once, or where the party was being recorded, as soon as the file is there */
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

    /** Puts what the media thread tells into the mailbox. */
    private final class Heard implements MediaEnd.Listener {
        private void post(Runnable task) {
            listener.post(() -> {
                if (!listener.over())
                    task.run();
            });
        }

        @Override
        public void digit(char digit) {
            post(() -> CallSound.this.digit(digit));
        }

        @Override
        public void played(String id, boolean whole) {
            if (!id.equals(RINGBACK))
                post(() -> {
                    playing = playing.filter(other -> !other.equals(id));
                    if (gathering != null)
                        gathering.quiet();
                    listener.tell(new ApplicationEvent.PlaybackEnded(id, whole));
                });
        }

        @Override
        public void recorded(String id, Duration length) {
            listener.post(() -> {
                String name = file.orElse("");
                recording = Optional.empty();
                listener.tell(new ApplicationEvent.Recorded(id, name, length));
                written();
            });
        }

        @Override
        public void notRecorded(String id, String reason) {
            listener.post(() -> {
                recording = Optional.empty();
                listener.tell(new ApplicationEvent.CommandFailed(id, reason));
                written();
            });
        }
    }
}
