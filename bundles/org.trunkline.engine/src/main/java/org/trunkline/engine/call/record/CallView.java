package org.trunkline.engine.call.record;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.call.media.CallMedia;

/** The call as others see it while it lives. Published by the mailbox, read by any thread. */
public final class CallView {
    private final CallRecord record;
    private final CallMedia media;
    private final Runnable published;
    private volatile @Nullable LiveCall snapshot;

    /** @param published told of each change, by the mailbox */
    public CallView(CallRecord record, CallMedia media, Runnable published) {
        this.record = record;
        this.media = media;
        this.published = published;
    }

    public void publish(CallState state) {
        record.state(state);
        publish();
    }

    /** Something else than its state has changed. */
    public void publish() {
        snapshot = record.live();
        published.run();
    }

    /** As last published. <b>Threads:</b> any. */
    public Optional<LiveCall> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /** As last published, with what the relay measures now. <b>Threads:</b> any. */
    public Optional<LiveCall> measured() {
        return snapshot().map(live -> measured(live, media.reportsNow()));
    }

    private static LiveCall measured(LiveCall of, List<StreamReport> reports) {
        if (reports.isEmpty())
            return of;
        var legs = of.legs().stream().map(leg -> measured(leg, reports)).toList();
        return of.with(legs);
    }

    private static LiveLeg measured(LiveLeg leg, List<StreamReport> reports) {
        for (var report : reports)
            if (report.from() == leg.side() && report.isAudio())
                return new LiveLeg(leg.side(), leg.peer(), leg.remoteAddress(), leg.state(),
                        report.codec().isEmpty() ? leg.codec() : Optional.of(report.codec()), report.mos());
        return leg;
    }
}
