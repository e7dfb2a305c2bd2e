package org.trunkline.apps.conference.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallCommand.Audio;
import org.trunkline.spi.call.CallControl;
import org.trunkline.spi.call.CallEvent;

/** Answers calls to conference rooms, asks for the PIN where the room has one, and has the callers mixed. */
@Component(service = CallApplication.class)
public final class Conference implements CallApplication {
    private static final LocalizedText LABEL = LocalizedText.of("Conference rooms", "Konferensrum", "会议室", "Ruang konferensi");
    private static final int TRIES = 3;
    private static final int LONGEST_PIN = 12;
    private static final int BUSY_TURNS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String ANSWER = "answer";
    private static final String JOIN = "join";
    private static final String FULL = "full";

    /** A caller that was not yet let in. */
    private record Caller(Room room, int tries) {}

    private final ApplicationInfo info = new ApplicationInfo(RoomKind.OWNER, LABEL, List.of(), Otherwise.HANG_UP);
    private final Rooms rooms;
    private final Gatherings gatherings = new Gatherings();
    private final CallControl calls;
    private final Map<CallId, Caller> callers = new ConcurrentHashMap<>();

    @Activate
    public Conference(@Reference EntryReader entries, @Reference CallControl calls) {
        this.calls = calls;
        rooms = new Rooms(entries);
    }

    @Override
    public ApplicationInfo info() {
        return info;
    }

    @Override
    public List<String> numbers() {
        var all = new ArrayList<>(rooms.numbers());
        all.addFirst(Gatherings.NUMBERS);
        return all;
    }

    @Override
    public List<CallCommand> on(CallEvent event) {
        return switch (event) {
            case CallEvent.Offered offered -> offered(offered.call(), offered.direction(), offered.to());
            case CallEvent.Resumed(var call, _, _, var to, boolean answered) -> answered ? List.of() : offered(call, Direction.INTERNAL, to); // it was let in
            case CallEvent.Answered answered -> answered(answered.call());
            case CallEvent.Gathered gathered -> gathered(gathered);
            case CallEvent.CommandFailed failed -> failed(failed);
            case CallEvent.PlaybackEnded ended -> ended.command().equals(FULL) ? hangUp(Cause.BUSY) : List.of();
            case CallEvent.HungUp hungUp -> {
                Optional.ofNullable(callers.remove(hungUp.call())).ifPresent(caller -> left(caller.room(), hungUp.call()));
                yield List.of();
            }
            case CallEvent.Digit _, CallEvent.Recorded _, CallEvent.Bridged _ -> List.of();
        };
    }

    private List<CallCommand> offered(CallId call, Direction direction, Party to) {
        var room = to.number().flatMap(rooms::find).or(() -> rooms.find(to.dialled()))
                .or(() -> direction == Direction.INTERNAL ? Gatherings.find(to.dialled()) : Optional.empty());
        if (room.isEmpty())
            return hangUp(Cause.NOT_FOUND);
        callers.put(call, new Caller(room.get(), 0));
        return List.of(new CallCommand.Answer(ANSWER, true));
    }

    private List<CallCommand> answered(CallId call) {
        var caller = callers.get(call);
        if (caller == null)
            return List.of();
        if (Gatherings.isOne(caller.room()))
            gatherings.came(caller.room().number(), call);
        return caller.room().pin().isPresent() ? ask(0) : join(caller.room());
    }

    private void left(Room room, CallId call) {
        gatherings.went(room.number(), call).ifPresent(last -> hangUp(Cause.NORMAL).forEach(command -> calls.send(last, command)));
    }

    private static List<CallCommand> ask(int turn) {
        return List.of(new CallCommand.Play("prompt-" + turn, new Audio.Tone("prompt"), 1),
                new CallCommand.Gather("pin-" + turn, LONGEST_PIN, Optional.of('#'), PATIENCE));
    }

    private static List<CallCommand> join(Room room) {
        return List.of(new CallCommand.Join(JOIN, room.number(), true, room.tones(), room.most()));
    }

    private List<CallCommand> gathered(CallEvent.Gathered gathered) {
        var caller = callers.get(gathered.call());
        if (caller == null)
            return List.of();
        if (caller.room().pin().filter(gathered.digits()::equals).isPresent())
            return join(caller.room());
        int tries = caller.tries() + 1;
        if (tries >= TRIES)
            return hangUp(Cause.FORBIDDEN);
        callers.put(gathered.call(), new Caller(caller.room(), tries));
        return ask(tries);
    }

    private static List<CallCommand> failed(CallEvent.CommandFailed failed) {
        return switch (failed.command()) {
            case JOIN -> List.of(new CallCommand.Play(FULL, new Audio.Tone("busy"), BUSY_TURNS));
            case ANSWER -> hangUp(Cause.MEDIA_UNAVAILABLE);
            default -> hangUp(Cause.FAILED);
        };
    }

    private static List<CallCommand> hangUp(Cause cause) {
        return List.of(new CallCommand.HangUp("end", cause));
    }

    @Deactivate
    void stop() {
        rooms.close();
    }
}
