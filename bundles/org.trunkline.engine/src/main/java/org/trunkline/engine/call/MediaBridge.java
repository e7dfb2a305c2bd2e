package org.trunkline.engine.call;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.Body;
import org.trunkline.engine.port.MediaPort;
import org.trunkline.engine.port.MediaSession;
import org.trunkline.engine.port.MediaUnavailableException;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** Leads the media of a call through the relay: each side is told the node's ports instead of the other side's. */
final class MediaBridge {
    private final MediaSession session;
    private final Map<LegSide, Told> told = new EnumMap<>(LegSide.class);

    /** What one side was told last. */
    private static final class Told {
        final long sessionId;
        long version = 1;
        String text = "";
        @Nullable SessionDescription original;

        Told(long sessionId) {
            this.sessionId = sessionId;
        }
    }

    MediaBridge(MediaSession session, long sessionId) {
        this.session = session;
        for (var side : LegSide.values())
            told.put(side, new Told(sessionId));
    }

    static Optional<SessionDescription> read(Optional<Body> body) throws SdpSyntaxException {
        if (body.isEmpty() || !body.get().isSdp())
            return Optional.empty();
        return Optional.of(SessionDescription.parse(body.get().text()));
    }

    /** Believes what a side said of where it wants media. */
    void believe(LegSide from, SessionDescription description) {
        for (int i = 0; i < description.media().size(); i++)
            if (!description.media().get(i).declined())
                session.remote(i, from, description.remote(i));
    }

    /** Frees the lines that an answer declined. */
    void decline(SessionDescription answer) {
        for (int i = 0; i < answer.media().size(); i++)
            if (answer.media().get(i).declined())
                session.remove(i);
    }

    /**
     * What a side is to be told of the other side's description.
     *
     * @param address of the side told
     * @throws MediaUnavailableException if the relay has no ports left
     */
    Body tell(LegSide side, InetAddress address, SessionDescription original) throws MediaUnavailableException {
        var ports = new ArrayList<Optional<MediaPort>>(original.media().size());
        for (int i = 0; i < original.media().size(); i++)
            ports.add(original.media().get(i).declined() ? Optional.empty()
                    : Optional.of(session.port(i, side, address)));
        var last = told.get(side);
        String text = original.relayed(ports, last.sessionId, last.version, address);
        if (!text.equals(last.text) && !last.text.isEmpty())
            text = original.relayed(ports, last.sessionId, ++last.version, address);
        last.text = text;
        last.original = original;
        return Body.sdp(text);
    }

    /** What a side was told last, for a refresh that changes nothing. */
    Optional<Body> lastTold(LegSide side) {
        String text = told.get(side).text;
        return text.isEmpty() ? Optional.empty() : Optional.of(Body.sdp(text));
    }

    void watchSilence(boolean watch) {
        session.watchSilence(watch);
    }

    List<StreamReport> reports() {
        return session.reports();
    }

    void close() {
        session.close();
    }
}
