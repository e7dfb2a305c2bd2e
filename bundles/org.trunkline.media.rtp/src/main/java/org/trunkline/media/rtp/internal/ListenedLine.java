package org.trunkline.media.rtp.internal;

import java.util.concurrent.atomic.AtomicBoolean;

import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.media.rtp.internal.listen.ListenedStream;
import org.trunkline.media.rtp.internal.mix.Mixes;

/** The audio line of a call while somebody listens to it. <b>Threads:</b> any. */
final class ListenedLine implements MediaSession.Listening {
    private final RelayLoop loop;
    private final Side caller;
    private final Side callee;
    private final Mixes.Tap tap;
    private final Runnable ended;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ListenedLine(RelayLoop loop, RelayedLine line, Mixes.Tap tap, Runnable ended) {
        this.loop = loop;
        this.caller = line.of(LegSide.CALLER).relay();
        this.callee = line.of(LegSide.CALLEE).relay();
        this.tap = tap;
        this.ended = ended;
    }

    /** @throws MediaUnavailableException if no more calls can be mixed */
    static ListenedLine begin(RelayLoop loop, RelayedLine line, String mix, RelaySettings settings, Runnable ended) throws MediaUnavailableException {
        var listened = new ListenedLine(loop, line, settings.mixes().tap(mix, settings.converters().audio().of("PCMA").orElseThrow()), ended);
        loop.post(() -> listened.start(settings));
        return listened;
    }

    private void start(RelaySettings settings) {
        var said = stream(settings, caller, tap.caller);
        var answered = stream(settings, callee, tap.callee);
        ListenedStream.join(said, answered);
        if (!caller.lead(said, this::close) || !callee.lead(answered, this::close))
            close();
    }

    private ListenedStream stream(RelaySettings settings, Side from, Mixes.Ear ear) {
        return new ListenedStream(settings.converters().audio(), ear, settings.converters().turns(loop::post), settings.consentTone(), from::onward);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true))
            return;
        tap.close();
        loop.post(() -> {
            caller.leadNoMore();
            callee.leadNoMore();
        });
        ended.run();
    }
}
