package org.trunkline.media.rtp.internal.meter;

import static java.util.Map.entry;

import java.util.Map;

import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/**
 * What payload types mean in one direction. A sender uses the numbers of its receiver's SDP (RFC 3264 §6.1); many use
 * their own, so those come next. What neither named was never negotiated, and is called by its number; before anything is
 * known the static ones of RFC 3551 count.
 */
public record PayloadTypes(Map<Integer, Encoding> receivers, Map<Integer, Encoding> senders) {
    static final PayloadTypes STATIC_ONLY = new PayloadTypes(Map.of(), Map.of());

    private static final int DEFAULT_CLOCK = 8000;
    private static final Map<Integer, Encoding> STATIC = Map.ofEntries(
            entry(0, new Encoding("PCMU", 8000)), entry(3, new Encoding("GSM", 8000)), entry(4, new Encoding("G723", 8000)),
            entry(8, new Encoding("PCMA", 8000)), entry(9, new Encoding("G722", 8000)), entry(13, new Encoding("CN", 8000)),
            entry(15, new Encoding("G728", 8000)), entry(18, new Encoding("G729", 8000)),
            entry(26, new Encoding("JPEG", 90000)), entry(31, new Encoding("H261", 90000)),
            entry(34, new Encoding("H263", 90000)));

    /** Made beforehand, since a packet asks for them. */
    private static final Encoding[] UNNEGOTIATED = new Encoding[128];

    static {
        for (int type = 0; type < UNNEGOTIATED.length; type++) {
            var known = STATIC.get(type);
            UNNEGOTIATED[type] = new Encoding(StreamReport.UNNEGOTIATED + type,
                    known == null ? DEFAULT_CLOCK : known.clockRate());
        }
    }

    /** {@code PT 96} where nobody said what it is. */
    Encoding encoding(int payloadType) {
        Integer key = payloadType; // 0..127: from the box cache
        var encoding = receivers.get(key);
        if (encoding == null)
            encoding = senders.get(key);
        if (encoding == null && receivers.isEmpty() && senders.isEmpty())
            encoding = STATIC.get(key);
        return encoding == null ? UNNEGOTIATED[payloadType] : encoding;
    }

    /** Keys and comfort noise travel with the codec's packets but say nothing of its timing. */
    public static boolean isAside(Encoding encoding) {
        return encoding.name().equalsIgnoreCase("telephone-event") || encoding.name().equalsIgnoreCase("CN");
    }
}
