package org.trunkline.media.rtp.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.MediaParty;
import org.trunkline.engine.port.media.MediaSession;

/** The calls of a phone that were brought together, all at one relay. <b>Threads:</b> any. */
public final class JoinedCalls implements MediaParty {
    private final Map<RtpSession, JoinedCall> calls = new LinkedHashMap<>();

    @Override
    public synchronized void add(MediaSession call, LegSide phone) {
        var session = (RtpSession) call;
        if (calls.containsKey(session))
            return;
        session.joined(phone).ifPresent(joined -> {
            calls.values().forEach(other -> JoinedCall.meet(other, joined));
            calls.put(session, joined);
            joined.begin();
        });
    }

    @Override
    public synchronized void remove(MediaSession call) {
        var left = calls.remove((RtpSession) call);
        if (left == null)
            return;
        calls.values().forEach(other -> JoinedCall.part(other, left));
        left.end();
    }

    @Override
    public synchronized void close() {
        List.copyOf(calls.keySet()).forEach(this::remove);
    }
}
