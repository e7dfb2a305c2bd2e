package org.trunkline.engine.sdp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.signaling.Body;

/**
 * What the node says of media where it is an end of the call itself: one audio line with the codecs that it speaks, and
 * telephone-event. Of an offer it takes the codec that its author prefers.
 */
public final class NodeDescription {
    /** Addresses and ports are the relay's to fill in. */
    private static final List<String> SESSION =
            List.of("v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=trunkline", "c=IN IP4 127.0.0.1", "t=0 0");
    private static final int PORT = 9;
    private static final MediaPort NOWHERE = new MediaPort(InetAddress.ofLiteral("127.0.0.1"), PORT, PORT);
    private static final int TELEPHONE_CLOCK = 8000;
    private static final int EVENTS = 101;
    private static final int FIRST_DYNAMIC = 102;
    /** What an answer to the node can name. */
    private static final Set<String> SPOKEN = Set.of("OPUS", "G722", "PCMA", "PCMU");

    private final List<ConvertibleCodec> codecs;

    /** @param codecs what the node may speak, the best first */
    public NodeDescription(List<ConvertibleCodec> codecs) {
        this.codecs = List.copyOf(codecs);
    }

    /**
     * For one end of a call.
     *
     * @param wide whether it speaks a wideband codec already
     */
    public static NodeDescription of(Media media, boolean wide) {
        var all = media.spoken();
        return new NodeDescription(wide || media.speaksMoreWideband() ? all : all.stream().filter(codec -> !codec.wideband()).toList());
    }

    /** @param names of some of the codecs, the preferred first */
    public NodeDescription only(List<String> names) {
        return new NodeDescription(names.stream().flatMap(name -> codecs.stream().filter(codec -> codec.encoding().name().equalsIgnoreCase(name)))
                .toList());
    }

    /** Whether it has no codec. */
    public boolean isEmpty() {
        return codecs.isEmpty();
    }

    /** The audio line that the node takes part in. */
    public record Line(int index, MediaEnd.Format format) {
        /** Whether it is more than telephone speech. */
        public boolean isWide() {
            return !isTelephone(format.voice().encoding());
        }
    }

    private static boolean isTelephone(Encoding encoding) {
        return encoding.name().equalsIgnoreCase("PCMA") || encoding.name().equalsIgnoreCase("PCMU");
    }

    // ---- offers

    /** For a caller that offered nothing. */
    public SessionDescription offering() {
        var formats = new ArrayList<String>();
        var lines = new ArrayList<String>();
        var clocks = new ArrayList<>(List.of(TELEPHONE_CLOCK));
        int free = FIRST_DYNAMIC;
        for (var codec : codecs) {
            describe(formats, lines, codec.payloadType() < 0 ? free++ : codec.payloadType(), codec.mapping(), codec.parameters());
            if (!clocks.contains(codec.encoding().clockRate()))
                clocks.add(codec.encoding().clockRate());
        }
        for (int clock : clocks) // keys on the clock of each codec (RFC 4733 §2.1)
            describe(formats, lines, clock == TELEPHONE_CLOCK ? EVENTS : free++, "telephone-event/" + clock, "0-15");
        end(lines, MediaDirection.SENDRECV);
        return new SessionDescription(SESSION, List.of(new MediaLine("audio", PORT, "RTP/AVP", formats, lines)));
    }

    /**
     * For a side that has spoken with somebody else: line for line what it said, with all but one declined (RFC 3264 §8).
     */
    public SessionDescription offering(SessionDescription said) {
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

    // ---- answers

    /** Takes the first audio line with one of the codecs and declines all others; empty where there is none. */
    public Optional<SessionDescription> answering(SessionDescription offer) {
        var taken = audio(offer, encoding -> codecs.stream().anyMatch(codec -> codec.is(encoding)));
        if (taken.isEmpty())
            return Optional.empty();
        var lines = new ArrayList<MediaLine>(offer.media().size());
        for (int i = 0; i < offer.media().size(); i++)
            lines.add(i == taken.get().index() ? answer(offer, i, taken.get().format()) : declined(offer.media().get(i)));
        return Optional.of(new SessionDescription(SESSION, lines));
    }

    private MediaLine answer(SessionDescription offer, int index, MediaEnd.Format format) {
        var offered = offer.remote(index);
        var formats = new ArrayList<String>(2);
        var lines = new ArrayList<String>(6);
        var codec = codecs.stream().filter(each -> each.is(format.voice().encoding())).findFirst().orElseThrow();
        describe(formats, lines, format.voice().payloadType(), codec.mapping(), codec.parameters());
        format.events().ifPresent(events -> describe(formats, lines, events.payloadType(), "telephone-event/" + events.encoding().clockRate(), "0-15"));
        end(lines, MediaDirection.of(offered.receives(), offered.sends()));
        return new MediaLine("audio", PORT, offer.media().get(index).protocol(), formats, lines);
    }

    private static void describe(List<String> formats, List<String> lines, int type, String mapping, String parameters) {
        formats.add(Integer.toString(type));
        lines.add("a=rtpmap:" + type + ' ' + mapping);
        if (!parameters.isEmpty())
            lines.add("a=fmtp:" + type + ' ' + parameters);
    }

    private static void end(List<String> lines, MediaDirection direction) {
        lines.add("a=ptime:20");
        lines.add(direction.line());
    }

    private static MediaLine declined(MediaLine line) {
        return new MediaLine(line.media(), 0, line.protocol(), line.formats(), List.of());
    }

    // ---- what was agreed

    /**
     * The first audio line that has a codec of the node's, and what of it the node uses: of the codecs the author's favourite.
     *
     * @param agreed the answer
     * @param said the offer or answer of the other side, with as many lines
     */
    public static Optional<Line> audio(SessionDescription agreed, SessionDescription said) {
        return audio(agreed, encoding -> SPOKEN.contains(encoding.name().toUpperCase(Locale.ROOT))).map(line -> {
            var voice = line.format().voice();
            var theirs = said.media().get(line.index());
            return new Line(line.index(), new MediaEnd.Format(voice, line.format().events(), packet(theirs), highestRate(theirs, voice),
                    CodecConversion.parameters(theirs, voice.payloadType())));
        });
    }

    private static Optional<Line> audio(SessionDescription of, Predicate<Encoding> spoken) {
        for (int i = 0; i < of.media().size(); i++) {
            var line = of.media().get(i);
            if (isAudio(line)) {
                var format = format(line, spoken);
                if (format.isPresent())
                    return Optional.of(new Line(i, format.get()));
            }
        }
        return Optional.empty();
    }

    private static boolean isAudio(MediaLine line) {
        return line.media().equals("audio") && !line.declined() && line.protocol().startsWith("RTP/AVP");
    }

    private static Optional<MediaEnd.Format> format(MediaLine line, Predicate<Encoding> spoken) {
        return CodecConversion.formats(line).stream().filter(format -> spoken.test(format.encoding())).findFirst().map(voice -> {
            int clock = voice.encoding().clockRate();
            return new MediaEnd.Format(voice, CodecConversion.events(line, clock), packet(line), highestRate(line, voice),
                    CodecConversion.parameters(line, voice.payloadType()));
        });
    }

    /** As long as the author wants it, and no longer than it takes. */
    private static Duration packet(MediaLine line) {
        var wanted = CodecConversion.packet(line);
        int most = line.lines().stream().filter(each -> each.startsWith("a=maxptime:"))
                .mapToInt(each -> MediaLine.number(each.substring("a=maxptime:".length()).strip())).filter(millis -> millis > 0).findFirst().orElse(60);
        while (wanted.toMillis() > Math.max(10, most))
            wanted = wanted.toMillis() == 60 ? Duration.ofMillis(40) : wanted.dividedBy(2);
        return wanted;
    }

    /** What Opus may carry to the author (RFC 7587 §6.1). */
    private static int highestRate(MediaLine line, Format voice) {
        for (String parameter : CodecConversion.parameters(line, voice.payloadType()).split(";"))
            if (parameter.strip().startsWith("maxplaybackrate=")) {
                int rate = MediaLine.number(parameter.strip().substring("maxplaybackrate=".length()).strip());
                return rate < TELEPHONE_CLOCK ? TELEPHONE_CLOCK : rate;
            }
        int clock = voice.encoding().clockRate();
        return voice.encoding().name().equalsIgnoreCase("G722") ? 2 * clock : clock; // RFC 3551 §4.5.2
    }
}
