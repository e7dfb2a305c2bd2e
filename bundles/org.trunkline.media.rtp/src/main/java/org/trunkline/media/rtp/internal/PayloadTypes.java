package org.trunkline.media.rtp.internal;

import static java.util.Map.entry;

import java.util.Map;

import org.trunkline.engine.port.RemoteMedia.Encoding;

/**
 * What payload types mean in one direction. A sender uses the numbers of its receiver's SDP (RFC 3264 §6.1); many use
 * their own, so those come next, then the static ones of RFC 3551.
 */
record PayloadTypes(Map<Integer, Encoding> receivers, Map<Integer, Encoding> senders) {
    static final PayloadTypes STATIC_ONLY = new PayloadTypes(Map.of(), Map.of());

    private static final Encoding UNKNOWN = new Encoding("", 8000);
    private static final Map<Integer, Encoding> STATIC = Map.ofEntries(
            entry(0, new Encoding("PCMU", 8000)), entry(3, new Encoding("GSM", 8000)), entry(4, new Encoding("G723", 8000)),
            entry(8, new Encoding("PCMA", 8000)), entry(9, new Encoding("G722", 8000)), entry(13, new Encoding("CN", 8000)),
            entry(15, new Encoding("G728", 8000)), entry(18, new Encoding("G729", 8000)),
            entry(26, new Encoding("JPEG", 90000)), entry(31, new Encoding("H261", 90000)),
            entry(34, new Encoding("H263", 90000)));

    /** Empty name where nothing is known. */
    Encoding encoding(int payloadType) {
        Integer key = payloadType; // 0..127: from the box cache
        var encoding = receivers.get(key);
        if (encoding == null)
            encoding = senders.get(key);
        if (encoding == null)
            encoding = STATIC.get(key);
        return encoding == null ? UNKNOWN : encoding;
    }

    /** Keys and comfort noise travel with the codec's packets but say nothing of its timing. */
    static boolean isAside(Encoding encoding) {
        return encoding.name().equalsIgnoreCase("telephone-event") || encoding.name().equalsIgnoreCase("CN");
    }
}
