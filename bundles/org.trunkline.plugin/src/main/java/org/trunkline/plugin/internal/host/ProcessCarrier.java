package org.trunkline.plugin.internal.host;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.trunkline.plugin.internal.guard.Carrier;
import org.trunkline.plugin.internal.guard.Outcome;
import org.trunkline.plugin.internal.link.ExtensionMethod;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.FrameReader;
import org.trunkline.plugin.internal.link.Rehearsal;

/** Calls an extension in a plug-in's process. */
final class ProcessCarrier implements Carrier {
    private static final int MOST_WAITING = 256;
    private static final int REHEARSALS = 300;
    private static final long REHEARSAL_NANOS = 200_000_000;

    private final PluginProcess process;
    private final int extension;
    private final Semaphore places;

    /** @param width calls that may run at once */
    ProcessCarrier(PluginProcess process, int extension, int width) {
        this.process = process;
        this.extension = extension;
        places = new Semaphore(width, true); // in order
    }

    @Override
    public Outcome carry(ExtensionMethod method, Object[] arguments, long deadline, Consumer<Outcome> afterwards) {
        if (!places.tryAcquire()) {
            if (places.getQueueLength() >= MOST_WAITING)
                return new Outcome.Late(false);
            try {
                if (!places.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS))
                    return new Outcome.Late(false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome.Gone();
            }
        }
        var call = process.call(extension, method, arguments, new PendingCall(places, frame -> afterwards.accept(frame
                .map(ProcessCarrier::withoutValue).orElseGet(Outcome.Gone::new))));
        return answer(call, method, deadline);
    }

    /** Calls of this type that reach no extension, until they are quick or a fifth of a second has passed. */
    void rehearse(ExtensionType type) {
        var rehearsal = Rehearsal.of(type);
        if (rehearsal.isEmpty())
            return;
        var method = type.method(rehearsal.get().method());
        var arguments = rehearsal.get().arguments().toArray();
        long end = System.nanoTime() + REHEARSAL_NANOS;
        for (int i = 0; i < REHEARSALS && System.nanoTime() < end && places.tryAcquire(); i++)
            if (!(answer(process.rehearse(type, method, arguments, new PendingCall(places, _ -> {})), method, end) instanceof Outcome.Answered))
                return;
    }

    private static Outcome answer(Optional<PendingCall> call, ExtensionMethod method, long deadline) {
        if (call.isEmpty())
            return new Outcome.Gone();
        if (!call.get().await(deadline))
            return new Outcome.Late(true);
        return call.get().answer().map(frame -> outcome(method, frame)).orElseGet(Outcome.Gone::new);
    }

    /** Of an answer that came too late. */
    private static Outcome withoutValue(FrameReader frame) {
        return frame.readByte() == 4 ? new Outcome.TooLarge(Outcome.shorten(frame.readText())) : new Outcome.Gone();
    }

    @Override
    public long oldestCall() {
        return process.oldestCall(places);
    }

    private static Outcome outcome(ExtensionMethod method, FrameReader frame) {
        try {
            return switch (frame.readByte()) {
                case 0 -> new Outcome.Answered(method.result().isEmpty() ? method : method.result().get().read(frame));
                case 1 -> {
                    boolean retryable = frame.readBoolean();
                    yield new Outcome.Declared(Outcome.shorten(frame.readText()), retryable);
                }
                case 2 -> new Outcome.Failed(Outcome.shorten(frame.readText()));
                case 4 -> new Outcome.TooLarge(Outcome.shorten(frame.readText()));
                default -> new Outcome.Gone();
            };
        } catch (RuntimeException e) { // a value that the product's own types refuse
            return new Outcome.Failed("an answer that cannot be used: " + Outcome.shorten(String.valueOf(e.getMessage())));
        }
    }
}
