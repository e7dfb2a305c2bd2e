package org.trunkline.plugin.internal.host;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.link.Allowance;
import org.trunkline.plugin.internal.link.ExtensionMethod;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameReader;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;

/**
 * One process of a plug-in, from its start to its end. Calls go out, and what comes in is passed on; nothing waits on the
 * thread that reads. <b>Threads:</b> any.
 */
final class PluginProcess {
    private static final int MAX_FRAME_HINT = 1 << 20;
    private static final int EXIT_OUT_OF_MEMORY = 3;
    private static final int EXIT_SECONDS = 2;
    private static final LocalizableText ENDED = new LocalizableText("plugin-died-starting", List.of(), "Its process ended while starting.");

    private final HostLaunch.Started started;
    private final Link link;
    private final Link.Receiver others;
    private final Map<Integer, PendingCall> pending = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CompletableFuture<LocalizableText> ready = new CompletableFuture<>();
    private final ProcessVitals vitals;
    private volatile boolean gone;
    private volatile boolean exiting;
    private volatile LocalizableText broken = LocalizableText.NOTHING;
    private volatile int hint = 512;

    /** @param others gets offers, log lines, events and commands, on the thread that reads */
    PluginProcess(HostLaunch.Started started, Link.Receiver others, Patience patience) {
        vitals = new ProcessVitals(patience);
        this.started = started;
        this.others = others;
        link = started.link();
    }

    /** Begins to read and write. */
    void open(String plugin) {
        begin(this::read, "plugin-" + plugin + "-read");
        begin(link::writeQueued, "plugin-" + plugin + "-write");
    }

    private static void begin(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    void send(FrameWriter frame) throws IOException {
        link.send(frame);
    }

    /** Waits until all bundles run. @return why they do not; {@link LocalizableText#NOTHING} where they do */
    LocalizableText awaitReady(long millis) throws InterruptedException, TimeoutException {
        try {
            return ready.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    ProcessVitals vitals() {
        return vitals;
    }

    boolean isAlive() {
        return !gone && started.process().isAlive();
    }

    long pid() {
        return started.process().pid();
    }

    /** Sends a call, whose place is given back when it is answered. Empty where the process is gone. */
    Optional<PendingCall> call(int extension, ExtensionMethod method, Object[] arguments, PendingCall call) {
        return send(FrameKind.CALL, head -> head.writeLong(extension), method, arguments, call);
    }

    /** Sends a call that reaches no extension. */
    Optional<PendingCall> rehearse(ExtensionType type, ExtensionMethod method, Object[] arguments, PendingCall call) {
        return send(FrameKind.REHEARSE, head -> head.writeText(type.type().getName()), method, arguments, call);
    }

    private Optional<PendingCall> send(FrameKind kind, Consumer<FrameWriter> to, ExtensionMethod method, Object[] arguments,
            PendingCall call) {
        int number = numbers.incrementAndGet();
        var frame = new FrameWriter(kind, hint);
        try {
            frame.writeLong(number);
            to.accept(frame);
            frame.writeCount(method.number());
            method.write(arguments, frame);
        } catch (RuntimeException e) { // an argument that breaks the rules of its own type: a bug of ours
            call.givePlaceBack();
            throw e;
        }
        hint = Math.min(MAX_FRAME_HINT, Math.max(512, frame.size() + (frame.size() >> 3)));
        call.size(frame.size());
        pending.put(number, call);
        try {
            if (gone)
                throw new IOException("gone");
            link.post(frame);
            return Optional.of(call);
        } catch (IOException e) {
            if (pending.remove(number) != null)
                call.givePlaceBack();
            return Optional.empty();
        }
    }

    long oldestCall(Semaphore places) {
        long oldest = Long.MAX_VALUE;
        for (var call : pending.values())
            if (call.of(places))
                oldest = Math.min(oldest, call.begun());
        return oldest;
    }

    /** Told when the process has ended, once. */
    void onExit(Runnable run) {
        started.process().onExit().thenRun(run);
    }

    /** Asks the process to end and kills it where it does not. */
    void stop(long millis) {
        try {
            link.tell(new FrameWriter(FrameKind.STOP)); // it may not read any more
            started.process().waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // ended by itself, or does not listen
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    void kill() {
        gone = true;
        started.process().destroyForcibly();
        link.close();
        fail();
        started.process().onExit().thenRun(() -> HostLaunch.delete(started.run()));
    }

    /** Why a process ended that nobody stopped. */
    LocalizableText causeOfExit(int heapMb) {
        if (!broken.isEmpty())
            return broken;
        int code = started.process().exitValue();
        if (exiting)
            return new LocalizableText("plugin-exits", List.of(String.valueOf(code)),
                    "Its code ended its process (exit code " + code + "). Update the plug-in, or ask its publisher.");
        if (code == EXIT_OUT_OF_MEMORY)
            return new LocalizableText("plugin-memory", List.of(String.valueOf(heapMb)), "It ran out of memory: its limit is " + heapMb
                    + " MB. Update the plug-in, or raise limits.heapMb in its plugin.json.");
        return new LocalizableText("plugin-died", List.of(String.valueOf(code), started.output().tail()),
                "Its process ended unexpectedly (exit code " + code + "). " + started.output().tail());
    }

    private void read() {
        try {
            link.readAll(Allowance.ELEMENTS, this::receive);
        } catch (ProtocolException | RuntimeException e) { // a plug-in may write what it likes into its socket
            broken = new LocalizableText("plugin-link", List.of(String.valueOf(e.getMessage())),
                    "Its process was ended because it sent invalid data: " + e.getMessage());
            kill();
        } catch (IOException e) {
            kill();
        }
        ready.complete(ENDED);
    }

    /** What is to be said of a start that failed. */
    LocalizableText refine(LocalizableText said, int heapMb) throws InterruptedException {
        if (said != ENDED || !started.process().waitFor(EXIT_SECONDS, TimeUnit.SECONDS))
            return said;
        return causeOfExit(heapMb);
    }

    private void receive(FrameKind kind, FrameReader frame) throws IOException {
        switch (kind) {
            case ANSWER -> {
                var call = pending.remove((int) frame.readLong());
                if (call != null) {
                    link.answered(call.size());
                    call.answered(Optional.of(frame));
                }
            }
            case HEARTBEAT -> vitals.beat(System.nanoTime(), frame);
            case READY -> ready.complete(LocalizableText.NOTHING);
            case UNABLE -> ready.complete(ResolveWords.readable(frame.readText()));
            case EXIT -> exiting = true;
            default -> others.receive(kind, frame);
        }
    }

    /** Nobody waits for what does not come. */
    private void fail() {
        for (var number : List.copyOf(pending.keySet())) {
            var call = pending.remove(number);
            if (call != null)
                call.answered(Optional.empty());
        }
    }
}
