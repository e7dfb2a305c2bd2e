package org.trunkline.media.rtp.internal.srtp;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** The sources that are counted under one key, in one direction. Not thread-safe. */
final class SrtpSources {
    private static final int FIRST = 4;
    /** A bundle has several lines, and each may have retransmissions of its own. */
    private static final int MOST_RECEIVED = 32;
    /** A number that came back under a key would undo the encryption, so what was sent is not forgotten. */
    private static final int MOST_SENT = 256;

    private final boolean sends;
    private SrtpStream[] streams = {};
    private int next;
    private int used;

    SrtpSources(boolean sends) {
        this.sends = sends;
    }

    /** Null where the source is new. */
    @Nullable SrtpStream known(int ssrc) {
        for (int i = 0; i < used; i++)
            if (streams[i].ssrc == ssrc)
                return streams[i];
        return null;
    }

    /** Makes room for a new one: of those received the oldest is forgotten for it. @return null where there is none */
    @Nullable SrtpStream of(int ssrc) {
        var known = known(ssrc);
        if (known != null)
            return known;
        int most = sends ? MOST_SENT : MOST_RECEIVED;
        if (used == most && sends)
            return null;
        if (used == streams.length && used < most)
            streams = Arrays.copyOf(streams, Math.max(FIRST, 2 * used));
        int at = used < most ? used++ : next;
        next = (at + 1) % most;
        return streams[at] = new SrtpStream(ssrc);
    }
}
