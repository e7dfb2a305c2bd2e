package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * What one side's SDP says of one media line.
 *
 * @param media {@code audio}, {@code video}, …
 * @param rtp where that side wants RTP; the latch may learn another (symmetric RTP, RFC 4961)
 * @param rtcp where it wants RTCP (RFC 3605, else the next port; the same as rtp with a=rtcp-mux, RFC 5761)
 * @param sends whether that side may send (a=sendrecv or sendonly, and not 0.0.0.0)
 * @param receives whether that side wants to receive
 * @param codecs payload type to encoding
 * @param security how its packets are encrypted; empty for plain RTP
 */
public record RemoteMedia(String media, InetSocketAddress rtp, InetSocketAddress rtcp, boolean sends,
        boolean receives, Map<Integer, Encoding> codecs, Optional<MediaSecurity> security) {

    /** One rtpmap: encoding name as in the registry, {@code PCMA}; RTP clock rate in Hz. */
    public record Encoding(String name, int clockRate) {
        public Encoding {
            requireNonNull(name);
            if (clockRate < 1)
                throw new IllegalArgumentException("clockRate: " + clockRate);
        }
    }

    public RemoteMedia {
        requireNonNull(media);
        requireNonNull(rtp);
        requireNonNull(rtcp);
        codecs = Map.copyOf(codecs);
        requireNonNull(security);
    }

    /** Plain RTP. */
    public RemoteMedia(String media, InetSocketAddress rtp, InetSocketAddress rtcp, boolean sends, boolean receives,
            Map<Integer, Encoding> codecs) {
        this(media, rtp, rtcp, sends, receives, codecs, Optional.empty());
    }

    /** The same, encrypted so. */
    public RemoteMedia with(Optional<? extends MediaSecurity> how) {
        return new RemoteMedia(media, rtp, rtcp, sends, receives, codecs, how.map(it -> it));
    }
}
