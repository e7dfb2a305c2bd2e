package org.trunkline.engine.call.application;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.ApplicationCommand;

/** Keys that are being collected. Waiting for the next one begins when what is played has ended. */
final class Gathering {
    private static final int MOST = 32;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String KEYS = "0123456789*#ABCD";

    private final CallScope call;
    private final ApplicationCommand.Gather wanted;
    private final BooleanSupplier playing;
    private final Consumer<String> done;
    private final StringBuilder digits = new StringBuilder();
    private Scheduler.Timer patience;

    Gathering(CallScope call, ApplicationCommand.Gather wanted, BooleanSupplier playing, Consumer<String> done) {
        this.call = call;
        this.wanted = wanted;
        this.playing = playing;
        this.done = done;
        this.patience = call.after(wanted.patience(), this::waited);
    }

    static Optional<String> problem(ApplicationCommand.Gather gather) {
        if (gather.most() < 1 || gather.most() > MOST)
            return Optional.of("most is " + gather.most() + ", must be 1 to " + MOST);
        if (gather.patience().compareTo(SHORTEST) < 0 || gather.patience().compareTo(LONGEST) > 0)
            return Optional.of("patience is " + gather.patience() + ", must be 100 ms to 5 min");
        return gather.until().filter(key -> KEYS.indexOf(key) < 0).map(key -> "until is not a key: " + key);
    }

    String id() {
        return wanted.id();
    }

    void digit(char key) {
        if (wanted.until().filter(until -> until == key).isPresent()) {
            finish();
            return;
        }
        digits.append(key);
        if (digits.length() >= wanted.most())
            finish();
        else
            again();
    }

    /** What was played has ended. */
    void quiet() {
        if (digits.isEmpty())
            again();
    }

    private void again() {
        patience.cancel();
        patience = call.after(wanted.patience(), this::waited);
    }

    private void waited() {
        if (digits.isEmpty() && playing.getAsBoolean())
            again();
        else
            finish();
    }

    void finish() {
        patience.cancel();
        done.accept(digits.toString());
    }

    void cancel() {
        patience.cancel();
    }
}
