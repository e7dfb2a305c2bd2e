package org.trunkline.plugin.internal.child;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;

/** Tells the node five times a second that the process lives and what it uses. */
final class Heartbeat implements Runnable {
    private static final long PERIOD_NANOS = 200_000_000;

    private final Link link;
    private final ThreadCpu cpu;

    Heartbeat(Link link, ThreadCpu cpu) {
        this.link = link;
        this.cpu = cpu;
    }

    @Override
    public void run() {
        cpu.ours();
        try {
            while (true) {
                link.send(beat());
                Thread.interrupted(); // nobody else's business
                LockSupport.parkNanos(PERIOD_NANOS);
            }
        } catch (IOException e) {
            link.close();
        }
    }

    private FrameWriter beat() {
        var runtime = Runtime.getRuntime();
        var frame = new FrameWriter(FrameKind.HEARTBEAT, 64);
        var used = cpu.used();
        frame.writeLong(used.own());
        frame.writeLong(used.calls());
        frame.writeLong(ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L));
        frame.writeLong(runtime.totalMemory() - runtime.freeMemory());
        frame.writeLong(used.threads());
        return frame;
    }
}
