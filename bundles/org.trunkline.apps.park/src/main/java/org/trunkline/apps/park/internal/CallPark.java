package org.trunkline.apps.park.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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
import org.trunkline.spi.call.CallControl;
import org.trunkline.spi.call.CallEvent;

/**
 * Holds calls that subscribers park by a transfer to a slot, or to the lot's own number, until another subscriber dials the slot.
 * Who parked is rung after the lot's time, then the fallback number; if nobody answers, the call stays parked.
 */
@Component(service = CallApplication.class)
public final class CallPark implements CallApplication {
    private static final LocalizedText LABEL = LocalizedText.of("Call park", "Samtalsparkering", "呼叫驻留", "Parkir panggilan");
    /** The name by which phones with a button for it park a call in the first free slot of any lot. */
    static final String ANY = "park-any";
    private static final String NAMES = "park-*";
    private static final int TURNS = 100;
    private static final String PARK = "park";
    private static final String RETRIEVE = "retrieve";
    private static final String BACK = "back";
    private static final String FALLBACK = "fallback";
    private static final String MUSIC = "music";
    private static final String CONSULT = "consult";
    /** What is heard by who dials the lot, before the transfer to it is completed: 21 seconds. */
    private static final List<CallCommand> PROMPT = List.of(new CallCommand.Play(CONSULT, new CallCommand.Audio.Tone("prompt"), 30));

    /** Runs something later. */
    @FunctionalInterface
    interface Alarms {
        /** @return cancels it */
        Runnable after(Duration time, Runnable task);
    }

    private final ApplicationInfo info = new ApplicationInfo(LotKind.OWNER, LABEL, List.of(), Otherwise.HANG_UP);
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("call-park").factory());
    private final Lots lots;
    private final CallControl calls;
    private final Alarms alarms;
    private final Map<String, ParkedCall> bySlot = new HashMap<>();
    private final Map<CallId, ParkedCall> byCall = new HashMap<>();

    @Activate
    public CallPark(@Reference EntryReader entries, @Reference CallControl calls) {
        this(entries, calls, Optional.empty());
    }

    CallPark(EntryReader entries, CallControl calls, Optional<Alarms> alarms) {
        this.calls = calls;
        this.alarms = alarms.orElse(this::later);
        lots = new Lots(entries, timers);
    }

    private Runnable later(Duration time, Runnable task) {
        var future = timers.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public ApplicationInfo info() {
        return info;
    }

    /** A slot whose lot was removed is the application's until its call is over. */
    @Override
    public synchronized List<String> numbers() {
        var all = new LinkedHashSet<String>();
        all.add(NAMES);
        lots.all().forEach(lot -> all.add(lot.number()));
        all.addAll(bySlot.keySet());
        lots.all().forEach(lot -> all.addAll(lot.slots()));
        return List.copyOf(all);
    }

    @Override
    public synchronized List<CallCommand> on(CallEvent event) {
        return switch (event) {
            case CallEvent.Offered offered when offered.transferredBy().isPresent() ->
                park(offered.call(), offered.from(), offered.to(), offered.transferredBy());
            case CallEvent.Offered offered -> retrieve(offered.direction(), offered.to());
            case CallEvent.Resumed(var call, _, var from, var to, boolean answered) -> answered ? resumed(call, from, to) : hangUp(Cause.NOT_FOUND);
            case CallEvent.Answered answered -> of(answered.call()).map(this::begin).orElse(PROMPT);
            case CallEvent.PlaybackEnded ended when ended.command().equals(CONSULT) -> hangUp(Cause.NORMAL);
            case CallEvent.PlaybackEnded ended -> of(ended.call()).filter(it -> it.played(ended.command())).map(this::play).orElse(List.of());
            case CallEvent.CommandFailed failed -> failed(failed);
            case CallEvent.HungUp hungUp -> {
                of(hungUp.call()).ifPresent(this::free);
                yield List.of();
            }
            case CallEvent.Digit _, CallEvent.Gathered _, CallEvent.Recorded _, CallEvent.Bridged _ -> List.of();
        };
    }

    private Optional<ParkedCall> of(CallId call) {
        return Optional.ofNullable(byCall.get(call));
    }

    // ---- parking

    private List<CallCommand> park(CallId call, Party from, Party to, Optional<String> parker) {
        var place = of(call).or(() -> place(call, from, to, parker));
        if (place.isPresent())
            return List.of(new CallCommand.Park(PARK, place.get().slot));
        boolean known = !lots.all().isEmpty() && (to.dialled().equals(ANY) || lot(to).isPresent());
        return hangUp(known ? Cause.BUSY : Cause.NOT_FOUND);
    }

    private Optional<ParkedCall> place(CallId call, Party from, Party to, Optional<String> parker) {
        var candidates = to.dialled().equals(ANY) ? lots.all() : lot(to).stream().toList();
        for (var lot : candidates) {
            var wanted = lot.slots().contains(to.dialled()) ? List.of(to.dialled()) : lot.slots();
            var free = wanted.stream().filter(slot -> !bySlot.containsKey(slot)).findFirst();
            if (free.isPresent())
                return Optional.of(put(new ParkedCall(call, lot, free.get(), name(from), parker)));
        }
        return Optional.empty();
    }

    private Optional<Lot> lot(Party to) {
        return lots.of(to.dialled());
    }

    private static String name(Party party) {
        return party.displayName().isBlank() ? party.normalised() : party.displayName();
    }

    private ParkedCall put(ParkedCall parked) {
        bySlot.put(parked.slot, parked);
        byCall.put(parked.call, parked);
        return parked;
    }

    private void free(ParkedCall parked) {
        parked.cancel();
        bySlot.remove(parked.slot, parked);
        byCall.remove(parked.call);
    }

    /** The application was restarted: in the same slot where that is free, else in another of the lot. */
    private List<CallCommand> resumed(CallId call, Party from, Party to) {
        var parked = of(call).or(() -> place(call, from, to, Optional.empty())).or(() -> place(call, from, Party.of(ANY), Optional.empty()));
        if (parked.isEmpty())
            return hangUp(Cause.FAILED);
        var commands = new ArrayList<CallCommand>();
        commands.add(new CallCommand.Park(parked.get().next(PARK + "-again"), parked.get().slot));
        parked.get().silent();
        commands.addAll(begin(parked.get()));
        return commands;
    }

    // ---- while it is parked

    private List<CallCommand> begin(ParkedCall parked) {
        waits(parked);
        return play(parked);
    }

    private List<CallCommand> play(ParkedCall parked) {
        if (parked.isPlaying())
            return List.of();
        return List.of(new CallCommand.Play(parked.plays(MUSIC), parked.ownAudio() ? lots.audio(parked.lot) : lots.music(), TURNS));
    }

    private void waits(ParkedCall parked) {
        parked.waits(alarms.after(parked.lot.timeout(), () -> timeout(parked)));
    }

    private void timeout(ParkedCall parked) {
        List<CallCommand> commands;
        synchronized (this) {
            if (byCall.get(parked.call) != parked)
                return;
            commands = parked.parker.map(name -> List.of(ring(parked, BACK, name))).orElseGet(() -> fallback(parked));
        }
        commands.forEach(command -> calls.send(parked.call, command));
    }

    private static CallCommand ring(ParkedCall parked, String what, String target) {
        return new CallCommand.Transfer(parked.rings(what), target, parked.shown());
    }

    /** Who parked did not answer. */
    private List<CallCommand> fallback(ParkedCall parked) {
        var number = parked.lot.fallback();
        if (number.isPresent())
            return List.of(ring(parked, FALLBACK, number.get()));
        waits(parked);
        return play(parked);
    }

    private List<CallCommand> failed(CallEvent.CommandFailed failed) {
        String command = failed.command();
        if (command.equals(RETRIEVE))
            return hangUp(Cause.NOT_FOUND);
        if (command.equals(CONSULT))
            return hangUp(Cause.MEDIA_UNAVAILABLE);
        var known = of(failed.call());
        if (known.isEmpty())
            return List.of();
        var parked = known.get();
        if (command.equals(PARK)) {
            free(parked);
            return hangUp(Cause.MEDIA_UNAVAILABLE);
        }
        if (parked.played(command))
            return parked.givesUpOwnAudio() ? play(parked) : List.of();
        if (!parked.isRinging(command))
            return List.of();
        if (command.startsWith(BACK))
            return fallback(parked);
        waits(parked);
        return play(parked);
    }

    // ---- taking back

    /**
     * Callers from outside learn nothing of what is parked. The lot itself answers, for phones that complete a transfer only after the
     * target has (RFC 5589 §7): that is a transfer to its number then.
     */
    private List<CallCommand> retrieve(Direction direction, Party to) {
        if (direction != Direction.INTERNAL)
            return hangUp(Cause.FORBIDDEN);
        var parked = bySlot.get(to.dialled());
        if (parked != null)
            return List.of(new CallCommand.Retrieve(RETRIEVE, parked.call));
        boolean ofLot = lots.all().stream().anyMatch(lot -> lot.number().equals(to.dialled()));
        return ofLot ? List.of(new CallCommand.Answer(CONSULT + "-answer")) : hangUp(Cause.NOT_FOUND);
    }

    private static List<CallCommand> hangUp(Cause cause) {
        return List.of(new CallCommand.HangUp("end", cause));
    }

    @Deactivate
    void stop() {
        timers.shutdownNow();
    }
}
