package org.trunkline.engine.sdp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.signaling.Body;

/** What the node says of media where it is the callee itself: G.711 and telephone-event on one audio line. */
public final class NodeDescription {
    /** Addresses and ports are the relay's to fill in. */
    private static final List<String> SESSION =
            List.of("v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=trunkline", "c=IN IP4 127.0.0.1", "t=0 0");
    private static final int PORT = 9;
    private static final MediaPort NOWHERE = new MediaPort(InetAddress.ofLiteral("127.0.0.1"), PORT, PORT);
    private static final int PCMU = 0;
    private static final int PCMA = 8;
    private static final int EVENTS = 101;

    private NodeDescription() {}

    /** The audio line that the node takes part in. */
    public record Line(int index, MediaEnd.Format format) {}

    /** For a caller that offered nothing. */
    public static SessionDescription offering() {
        return offering(List.of("PCMA", "PCMU"));
    }

    /** @param codecs one or both of PCMA and PCMU, the preferred first */
    public static SessionDescription offering(List<String> codecs) {
        boolean aLaw = codecs.getFirst().equals("PCMA");
        var formats = new ArrayList<String>(3);
        codecs.forEach(codec -> formats.add(Integer.toString(codec.equals("PCMA") ? PCMA : PCMU)));
        formats.add(Integer.toString(EVENTS));
        var second = codecs.size() < 2 ? List.<String>of() : List.of(mapping(aLaw ? PCMU : PCMA, !aLaw));
        return new SessionDescription(SESSION, List.of(new MediaLine("audio", PORT, "RTP/AVP", formats,
                lines(new MediaEnd.Format(aLaw ? PCMA : PCMU, aLaw, EVENTS), second, MediaDirection.SENDRECV))));
    }

    /**
     * For a side that has spoken with somebody else: line for line what it said, with all but one declined (RFC 3264 §8).
     */
    public static SessionDescription offering(SessionDescription said) {
        return answering(said).orElseGet(() -> {
            var lines = new ArrayList<MediaLine>(said.media().size());
            boolean taken = false;
            for (var line : said.media()) {
                boolean first = !taken && isAudio(line);
                lines.add(first ? offering().media().getFirst() : declined(line));
                taken |= first;
            }
            return new SessionDescription(SESSION, lines);
        });
    }

    /** As a message within the node has it: nobody sends media to the address that it names. */
    public static Body body(SessionDescription description) {
        var ports = description.media().stream().map(line -> line.declined() ? Optional.<MediaPort>empty() : Optional.of(NOWHERE)).toList();
        return Body.sdp(description.relayed(ports, 1, 1, NOWHERE.address()));
    }

    /** Takes the first audio line with G.711 and declines all others; empty where there is none. */
    public static Optional<SessionDescription> answering(SessionDescription offer) {
        var taken = audio(offer);
        if (taken.isEmpty())
            return Optional.empty();
        var lines = new ArrayList<MediaLine>(offer.media().size());
        for (int i = 0; i < offer.media().size(); i++)
            lines.add(i == taken.get().index() ? answer(offer, i, taken.get().format()) : declined(offer.media().get(i)));
        return Optional.of(new SessionDescription(SESSION, lines));
    }

    private static MediaLine answer(SessionDescription offer, int index, MediaEnd.Format format) {
        var offered = offer.remote(index);
        var formats = new ArrayList<String>(2);
        formats.add(Integer.toString(format.payloadType()));
        if (format.events() >= 0)
            formats.add(Integer.toString(format.events()));
        return new MediaLine("audio", PORT, offer.media().get(index).protocol(), formats,
                lines(format, List.of(), MediaDirection.of(offered.receives(), offered.sends())));
    }

    private static MediaLine declined(MediaLine line) {
        return new MediaLine(line.media(), 0, line.protocol(), line.formats(), List.of());
    }

    private static List<String> lines(MediaEnd.Format format, List<String> more, MediaDirection direction) {
        var lines = new ArrayList<String>(6);
        lines.add(mapping(format.payloadType(), format.aLaw()));
        lines.addAll(more);
        if (format.events() >= 0) {
            lines.add("a=rtpmap:" + format.events() + " telephone-event/8000");
            lines.add("a=fmtp:" + format.events() + " 0-15");
        }
        lines.add("a=ptime:20");
        lines.add(direction.line());
        return lines;
    }

    private static String mapping(int payloadType, boolean aLaw) {
        return "a=rtpmap:" + payloadType + (aLaw ? " PCMA/8000" : " PCMU/8000");
    }

    /** The first audio line that has G.711, and what of it the node uses: of the codecs the author's favourite. */
    public static Optional<Line> audio(SessionDescription of) {
        for (int i = 0; i < of.media().size(); i++) {
            var line = of.media().get(i);
            if (isAudio(line)) {
                var format = format(line);
                if (format.isPresent())
                    return Optional.of(new Line(i, format.get()));
            }
        }
        return Optional.empty();
    }

    private static boolean isAudio(MediaLine line) {
        return line.media().equals("audio") && !line.declined() && line.protocol().startsWith("RTP/AVP");
    }

    private static Optional<MediaEnd.Format> format(MediaLine line) {
        var encodings = line.encodings();
        int codec = -1;
        int events = -1;
        boolean aLaw = false;
        for (String format : line.formats()) {
            int type = MediaLine.number(format);
            var encoding = encodings.getOrDefault(type, new Encoding("", 1));
            boolean isA = encoding.name().equalsIgnoreCase("PCMA");
            if (encoding.clockRate() != 8000) {
                continue;
            } else if (codec < 0 && (isA || encoding.name().equalsIgnoreCase("PCMU"))) {
                codec = type;
                aLaw = isA;
            } else if (events < 0 && encoding.name().equalsIgnoreCase("telephone-event")) {
                events = type;
            }
        }
        return codec < 0 ? Optional.empty() : Optional.of(new MediaEnd.Format(codec, aLaw, events));
    }
}
