package org.trunkline.node.internal.application;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallEvent;

/** The words of the SPI in those of the engine, and back. */
final class CallWords {
    private CallWords() {}

    static CallEvent event(CallId call, int number, ApplicationEvent event) {
        return switch (event) {
            case ApplicationEvent.Offered(var direction, var from, var to, var reason, var by) ->
                new CallEvent.Offered(call, number, direction, from, to, reason, by);
            case ApplicationEvent.Answered() -> new CallEvent.Answered(call, number);
            case ApplicationEvent.Digit(char digit) -> new CallEvent.Digit(call, number, digit);
            case ApplicationEvent.Gathered(var command, var digits) -> new CallEvent.Gathered(call, number, command, digits);
            case ApplicationEvent.PlaybackEnded(var command, boolean whole) ->
                new CallEvent.PlaybackEnded(call, number, command, whole);
            case ApplicationEvent.Recorded(var command, var file, var length) ->
                new CallEvent.Recorded(call, number, command, file, length);
            case ApplicationEvent.Bridged(var command) -> new CallEvent.Bridged(call, number, command);
            case ApplicationEvent.CommandFailed(var command, var reason) ->
                new CallEvent.CommandFailed(call, number, command, reason);
            case ApplicationEvent.HungUp(var cause) -> new CallEvent.HungUp(call, number, cause);
        };
    }

    /** What an application leaves out becomes empty, so that the engine says what is wrong with it. */
    static ApplicationCommand command(CallCommand command) {
        String id = text(command.id());
        return switch (command) {
            case CallCommand.Answer answer -> new ApplicationCommand.Answer(id, answer.focus());
            case CallCommand.Join join -> new ApplicationCommand.Join(id, text(join.mix()), join.speaks(), join.tone(), join.most());
            case CallCommand.Leave _ -> new ApplicationCommand.Leave(id);
            case CallCommand.EarlyMedia _ -> new ApplicationCommand.EarlyMedia(id);
            case CallCommand.Play play -> new ApplicationCommand.Play(id, audio(play.audio()), play.times());
            case CallCommand.Stop stop -> new ApplicationCommand.Stop(id, text(stop.command()));
            case CallCommand.Record wanted -> new ApplicationCommand.Record(id, text(wanted.file()),
                    time(wanted.longest()), wanted.tone());
            case CallCommand.Gather gather -> new ApplicationCommand.Gather(id, gather.most(), key(gather.until()),
                    time(gather.patience()));
            case CallCommand.Bridge bridge -> new ApplicationCommand.Bridge(id, text(bridge.to()));
            case CallCommand.Transfer transfer -> new ApplicationCommand.Transfer(id, text(transfer.to()), text(transfer.callerName()));
            case CallCommand.Park park -> new ApplicationCommand.Park(id, text(park.slot()));
            case CallCommand.Retrieve(_, var parked) -> new ApplicationCommand.Retrieve(id, parked);
            case CallCommand.Continue _ -> new ApplicationCommand.Continue(id);
            case CallCommand.HangUp hangUp -> new ApplicationCommand.HangUp(id, hangUp.cause());
        };
    }

    private static Audio audio(CallCommand.Audio audio) {
        return switch (audio) {
            case CallCommand.Audio.Tone(var name) -> new Audio.Tone(text(name));
            case CallCommand.Audio.Wave(var bytes) -> new Audio.Wave(bytes == null ? new byte[0] : bytes);
        };
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Duration time(@Nullable Duration time) {
        return time == null ? Duration.ZERO : time;
    }

    private static Optional<Character> key(@Nullable Optional<Character> key) {
        return key == null ? Optional.empty() : key;
    }
}
