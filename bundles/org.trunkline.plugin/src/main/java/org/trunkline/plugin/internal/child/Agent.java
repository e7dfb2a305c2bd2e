package org.trunkline.plugin.internal.child;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;

import org.trunkline.plugin.internal.guard.InsideCarrier;
import org.trunkline.plugin.internal.guard.Outcome;
import org.trunkline.plugin.internal.link.Allowance;
import org.trunkline.plugin.internal.link.EntriesFrame;
import org.trunkline.plugin.internal.link.ExtensionMethod;
import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameReader;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;
import org.trunkline.plugin.internal.link.Rehearsal;
import org.trunkline.plugin.internal.link.Setup;

/** Does what the node asks in the plug-in's process. <b>Threads:</b> called on the link's thread, works on others. */
final class Agent implements Link.Receiver {
    private final Link link;
    private final ThreadCpu cpu = new ThreadCpu();
    private final CallThreads calls = new CallThreads(cpu);
    private final ChildFramework framework;

    Agent(Link link) {
        this.link = link;
        framework = new ChildFramework(link);
    }

    @Override
    public void receive(FrameKind kind, FrameReader frame) throws IOException {
        switch (kind) {
            case SETUP -> {
                cpu.ours();
                var setup = Setup.from(frame);
                begin(() -> start(setup), "trunkline-start");
            }
            case CALL -> call((int) frame.readLong(), number -> run(number, frame));
            case REHEARSE -> call((int) frame.readLong(), number -> rehearse(number, frame));
            case ENTRIES -> framework.entries().answered(EntriesFrame.from(frame));
            case STOP -> begin(this::stop, "trunkline-stop");
            default -> throw new IOException("the node sent " + kind);
        }
    }

    private static void begin(Runnable work, String name) {
        new Thread(work, name).start();
    }

    private void start(Setup setup) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::sayExit, "trunkline-exit"));
        var heartbeat = new Thread(new Heartbeat(link, cpu), "trunkline-heartbeat");
        heartbeat.setDaemon(true);
        heartbeat.setPriority(Thread.MAX_PRIORITY);
        heartbeat.start();
        try {
            framework.start(setup);
            link.send(new FrameWriter(FrameKind.READY));
        } catch (Throwable e) { // of the plug-in's activators, which may throw anything
            unable(e);
        }
    }

    private void unable(Throwable e) {
        var frame = new FrameWriter(FrameKind.UNABLE);
        var cause = e;
        while (cause.getCause() != null && cause.getCause() != cause)
            cause = cause.getCause();
        var words = Outcome.describe(e);
        frame.writeText(cause == e ? words : words + " Caused by: " + Outcome.describe(cause));
        try {
            link.send(frame);
        } catch (IOException gone) {
            // the node does not wait any more
        }
    }

    private void stop() {
        framework.stop();
        Runtime.getRuntime().halt(0);
    }

    /** Runs where code of the plug-in calls System.exit, or a signal asks the process to end. */
    private void sayExit() {
        try {
            link.send(new FrameWriter(FrameKind.EXIT));
        } catch (IOException e) {
            // the node sees the end anyway
        }
    }

    private void call(int number, IntConsumer work) throws IOException {
        try {
            calls.execute(() -> work.accept(number));
        } catch (RejectedExecutionException e) {
            answer(number, new Outcome.Failed("more calls at once than the process has threads"));
        }
    }

    private void run(int number, FrameReader frame) {
        try {
            var extension = framework.extension((int) frame.readLong());
            if (extension.isEmpty()) {
                answer(number, new Outcome.Gone());
                return;
            }
            var method = extension.get().type().method(frame.readCount());
            answer(number, method, InsideCarrier.run(extension.get().service(), method, method.readArguments(frame)));
        } catch (IOException e) {
            link.close();
        } catch (RuntimeException e) { // arguments that cannot be read
            fail(number, e);
        }
    }

    private void rehearse(int number, FrameReader frame) {
        try {
            var type = framework.types().find(frame.readText()).orElseThrow(() -> new IllegalArgumentException("interface"));
            var method = type.method(frame.readCount());
            method.readArguments(frame);
            var answer = Rehearsal.of(type).orElseThrow(() -> new IllegalArgumentException(type.name())).answer();
            method.result().ifPresent(shape -> shape.accept(answer, new Allowance()));
            answer(number, method, new Outcome.Answered(answer));
        } catch (IOException e) {
            link.close();
        } catch (RuntimeException e) {
            fail(number, e);
        }
    }

    private void answer(int number, ExtensionMethod method, Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Answered(var value) && method.result().isPresent()) {
            var answer = head(number, outcome);
            method.result().get().write(value, answer);
            if (answer.size() > Link.MAX_FRAME)
                answer(number, new Outcome.Failed("an answer larger than 16 MiB"));
            else
                link.send(answer);
        } else {
            answer(number, outcome);
        }
    }

    private void fail(int number, RuntimeException e) {
        try {
            answer(number, new Outcome.Failed(Outcome.describe(e)));
        } catch (IOException gone) {
            link.close();
        }
    }

    private void answer(int number, Outcome outcome) throws IOException {
        link.send(head(number, outcome));
    }

    private static FrameWriter head(int number, Outcome outcome) {
        var frame = new FrameWriter(FrameKind.ANSWER, 256);
        frame.writeLong(number);
        switch (outcome) {
            case Outcome.Answered a -> frame.writeByte(0);
            case Outcome.Declared(var message, var retryable) -> {
                frame.writeByte(1);
                frame.writeBoolean(retryable);
                frame.writeText(message);
            }
            case Outcome.Failed(var how) -> {
                frame.writeByte(2);
                frame.writeText(how);
            }
            case Outcome.TooLarge(var how) -> {
                frame.writeByte(4);
                frame.writeText(how);
            }
            case Outcome.Late l -> frame.writeByte(3);
            case Outcome.Gone g -> frame.writeByte(3);
        }
        return frame;
    }
}
