package org.trunkline.plugin.internal.host;

import java.util.List;

import org.trunkline.api.plugin.PluginAbout.Limits;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.guard.CpuLimit;
import org.trunkline.plugin.internal.guard.CpuRate;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.link.FrameReader;

/** What a plug-in's process says of itself five times a second, against its limits. <b>Threads:</b> any. */
final class ProcessVitals {
    /** @param own CPU of the plug-in's own threads @param calls of those that it is called on @param cpu of the process */
    private record Beat(long at, long own, long calls, long cpu, long heap, int threads) {}

    private final long begun = System.nanoTime();
    private final CpuRate rate = new CpuRate();
    private volatile Beat last = new Beat(begun, 0, 0, 0, 0, 0);
    private final long silence;
    /** At the start compilers and loaders are busy for as long. */
    private final long cpuPatience;
    private CpuLimit limit;
    private boolean warm;

    ProcessVitals(Patience patience) {
        silence = patience.silence().toNanos();
        cpuPatience = patience.cpu().toNanos();
        limit = new CpuLimit(Integer.MAX_VALUE, cpuPatience, begun, 0, 0);
    }

    /** @param frame from its process, as {@code Heartbeat} writes it */
    void beat(long now, FrameReader frame) {
        var beat = new Beat(now, frame.readLong(), frame.readLong(), frame.readLong(), frame.readLong(),
                (int) frame.readLong());
        last = beat;
        rate.sample(now, beat.cpu());
    }

    double cpuMillisPerSecond() {
        return rate.millisPerSecond();
    }

    long heap() {
        return last.heap();
    }

    int threads() {
        return last.threads();
    }

    /** Silence counts from now at the earliest: the node itself was not awake. */
    void forgive(long now) {
        var beat = last;
        last = new Beat(now, beat.own(), beat.calls(), beat.cpu(), beat.heap(), beat.threads());
    }

    /** One thread. @return {@link LocalizableText#NOTHING} within the limits */
    LocalizableText check(long now, Limits limits) {
        var beat = last;
        if (beat.threads() > limits.threads())
            return new LocalizableText("plugin-threads", List.of(String.valueOf(beat.threads()), String.valueOf(limits.threads())),
                    "It has " + beat.threads() + " threads; its limit is " + limits.threads()
                            + ". Update the plug-in, or ask its publisher.");
        if (now - beat.at() > silence)
            return new LocalizableText("plugin-frozen", List.of(),
                    "Its process stopped responding. Update the plug-in, or ask its publisher.");
        return cpu(beat, limits);
    }

    private LocalizableText cpu(Beat beat, Limits limits) {
        if (!warm) {
            if (beat.at() - begun < cpuPatience)
                return LocalizableText.NOTHING;
            warm = true;
            limit = new CpuLimit(limits.cpuPercent(), cpuPatience, beat.at(), beat.own(), beat.calls());
        }
        return limit.check(beat.at(), beat.own(), beat.calls());
    }
}
