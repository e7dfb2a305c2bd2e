package org.trunkline.engine.sdp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/**
 * What the node writes into offers and answers so that two sides without a codec in common can talk, and what the relay then has
 * to convert. Nothing that both sides can do is ever converted.
 */
public final class CodecConversion {
    private static final String EVENTS = "telephone-event";
    private static final String NOISE = "CN";
    private static final int FIRST_DYNAMIC = 96;
    private static final int LAST_DYNAMIC = 127;
    private static final Duration USUAL_PACKET = Duration.ofMillis(20);

    private final List<ConvertibleCodec> codecs;

    /** @param codecs the best first */
    public CodecConversion(List<ConvertibleCodec> codecs) {
        this.codecs = codecs;
    }

    // ---- offers

    /** Whether some audio line has nothing that every telephone has, so that its author may well need help. */
    public boolean isUnusual(SessionDescription offer) {
        for (var line : offer.media())
            if (!hasTelephoneCodec(line) && isConvertible(line))
                return true;
        return false;
    }

    /** Whether no audio line that both have has a codec in common. */
    public boolean isStrange(SessionDescription one, SessionDescription other) {
        for (int i = 0; i < Math.min(one.media().size(), other.media().size()); i++) {
            var mine = one.media().get(i);
            var theirs = other.media().get(i);
            if (isConvertible(mine) && isConvertible(theirs) && !haveCommonCodec(mine, theirs))
                return true;
        }
        return false;
    }

    /** Nearly all name them by their static payload types, which need no reading. */
    private static boolean hasTelephoneCodec(MediaLine line) {
        return line.formats().contains("0") || line.formats().contains("8") || line.encodings().values().stream()
                .anyMatch(encoding -> encoding.name().equalsIgnoreCase("PCMA") || encoding.name().equalsIgnoreCase("PCMU"));
    }

    /** Whatever numbers they give it. */
    private static boolean haveCommonCodec(MediaLine one, MediaLine other) {
        return formats(one).stream().filter(CodecConversion::isVoice).anyMatch(format -> isTaken(other, format));
    }

    private static boolean isTaken(MediaLine by, Format voice) {
        return formats(by).stream().anyMatch(format -> MediaLine.same(format.encoding(), voice.encoding()));
    }

    private boolean isConvertible(MediaLine line) {
        return line.media().equals("audio") && !line.declined() && line.protocol().startsWith("RTP/AVP") && favourite(line).isPresent();
    }

    /** The offer with what the node can make of its author's codecs, behind these. */
    public SessionDescription widened(SessionDescription offer) {
        return new SessionDescription(offer.session(), offer.media().stream().map(line -> isConvertible(line) ? widened(line) : line).toList());
    }

    private MediaLine widened(MediaLine line) {
        var known = line.encodings();
        boolean wideband = favourite(line).filter(format -> codec(format.encoding()).wideband()).isPresent();
        var more = new ArrayList<>(codecs.stream().filter(codec -> known.values().stream().noneMatch(codec::is)).toList());
        if (!wideband) // telephone speech gains nothing by a codec for more
            more.sort((one, other) -> Boolean.compare(one.wideband(), other.wideband()));
        var formats = new ArrayList<>(line.formats());
        var lines = new ArrayList<>(line.lines());
        for (var codec : more)
            add(formats, lines, codec.payloadType(), codec.mapping(), codec.parameters());
        boolean events = known.values().stream().anyMatch(encoding -> encoding.name().equalsIgnoreCase(EVENTS));
        if (events)
            more.stream().map(codec -> codec.encoding().clockRate()).distinct().filter(rate -> known.values().stream()
                    .noneMatch(encoding -> encoding.name().equalsIgnoreCase(EVENTS) && encoding.clockRate() == rate))
                    .forEach(rate -> add(formats, lines, -1, EVENTS + '/' + rate, "0-15"));
        return new MediaLine(line.media(), line.port(), line.protocol(), formats, lines, line.security());
    }

    private static void add(List<String> formats, List<String> lines, int usual, String mapping, String parameters) {
        int type = usual;
        for (int free = FIRST_DYNAMIC; type < 0 && free <= LAST_DYNAMIC; free++)
            if (!formats.contains(Integer.toString(free)))
                type = free;
        if (type < 0 || formats.contains(Integer.toString(type)))
            return;
        formats.add(Integer.toString(type));
        lines.add("a=rtpmap:" + type + ' ' + mapping);
        if (!parameters.isEmpty())
            lines.add("a=fmtp:" + type + ' ' + parameters);
    }

    // ---- answers

    /** The answer for the offerer: on each line the codecs it offered, or where none is shared, one of its own to convert. */
    public SessionDescription answer(SessionDescription offer, SessionDescription answer) {
        var lines = new ArrayList<MediaLine>(answer.media().size());
        for (int i = 0; i < answer.media().size(); i++)
            lines.add(i < offer.media().size() ? answer(offer.media().get(i), answer.media().get(i)) : answer.media().get(i));
        return new SessionDescription(answer.session(), lines);
    }

    private MediaLine answer(MediaLine offer, MediaLine answer) {
        if (!isConvertible(offer) || !isConvertible(answer))
            return answer;
        if (haveCommonCodec(offer, answer)) // by other numbers it is the answerer's business
            return offer.common(answer).orElse(answer);
        return own(offer, answer);
    }

    /**
     * An answer to an offer out of another offer: on each line what both have, or where nothing is shared, one codec of the offerer's own
     * to convert.
     *
     * @return empty where no line can be agreed on
     */
    public Optional<SessionDescription> answeredWith(SessionDescription offer, SessionDescription other) {
        return offer.answeredWith(other, (mine, theirs) -> mine.common(theirs).or(() -> strangers(mine, theirs) ? Optional.of(own(mine, theirs)) : Optional.empty()));
    }

    private boolean strangers(MediaLine one, MediaLine other) {
        return isConvertible(one) && isConvertible(other) && one.protocol().equals(other.protocol()) && !haveCommonCodec(one, other);
    }

    private MediaLine own(MediaLine offer, MediaLine answer) {
        var voice = favourite(offer).orElseThrow();
        var formats = new ArrayList<String>(2);
        formats.add(Integer.toString(voice.payloadType()));
        if (events(answer, voice.encoding().clockRate()).isPresent())
            events(offer, voice.encoding().clockRate()).ifPresent(events -> formats.add(Integer.toString(events.payloadType())));
        var lines = new ArrayList<>(answer.lines().stream().filter(line -> !MediaLine.isOfOtherFormat(line, List.of()) && !isOfPackets(line)).toList());
        offer.lines().stream().filter(line -> isOfFormat(line, formats)).forEach(lines::add);
        return new MediaLine(answer.media(), answer.port(), answer.protocol(), formats, lines, answer.security());
    }

    private static boolean isOfFormat(String line, List<String> formats) {
        return (line.startsWith("a=rtpmap:") || line.startsWith("a=fmtp:")) && !MediaLine.isOfOtherFormat(line, formats);
    }

    private static boolean isOfPackets(String line) {
        return line.startsWith("a=ptime:") || line.startsWith("a=maxptime:");
    }

    // ---- what is converted

    /**
     * What the relay has to do to the packets of one line.
     *
     * @param told what the node told the sender
     * @param sender what the sender said last
     * @param receiver what the receiver said last
     * @param receiverTold what the node told the receiver
     * @return empty where the receiver understands what comes
     */
    public Optional<Conversion> conversion(MediaLine told, MediaLine sender, MediaLine receiver, MediaLine receiverTold) {
        if (!isConvertible(sender) || !isConvertible(receiver))
            return Optional.empty();
        var comes = shared(sender, told);
        var first = comes.stream().filter(CodecConversion::isVoice).findFirst();
        var to = shared(receiver, receiverTold).stream().filter(this::isKnown).findFirst();
        if (first.isEmpty() || to.isEmpty() || isTaken(receiver, first.get()))
            return Optional.empty();
        Map<Integer, Encoding> from = new HashMap<>();
        for (var format : comes)
            if (!isVoice(format) || !isTaken(receiver, format))
                from.put(format.payloadType(), format.encoding());
        return Optional.of(new Conversion(from, to.get(), events(receiver, to.get().encoding().clockRate()),
                packet(receiver, codec(to.get().encoding()).frame()), new Conversion.Parameters(parameters(sender, from.keySet()), parameters(receiver, to.get().payloadType()))));
    }

    /** What both have, in the first one's order. */
    private static List<Format> shared(MediaLine one, MediaLine other) {
        var others = other.encodings();
        return formats(one).stream().filter(format -> other.formats().contains(Integer.toString(format.payloadType()))
                && MediaLine.same(others.get(format.payloadType()), format.encoding())).toList();
    }

    static List<Format> formats(MediaLine line) {
        var known = line.encodings();
        var all = new ArrayList<Format>(line.formats().size());
        for (String format : line.formats()) {
            int type = MediaLine.number(format);
            @Nullable Encoding encoding = known.get(type);
            if (encoding != null)
                all.add(new Format(type, encoding));
        }
        return all;
    }

    private static boolean isVoice(Format format) {
        return !format.encoding().name().equalsIgnoreCase(EVENTS) && !format.encoding().name().equalsIgnoreCase(NOISE);
    }

    private boolean isKnown(Format format) {
        return codecs.stream().anyMatch(codec -> codec.is(format.encoding()));
    }

    private ConvertibleCodec codec(Encoding encoding) {
        return codecs.stream().filter(codec -> codec.is(encoding)).findFirst().orElseThrow();
    }

    private Optional<Format> favourite(MediaLine line) {
        return formats(line).stream().filter(this::isKnown).findFirst();
    }

    /** telephone-event, if it can be of the voice's clock. */
    static Optional<Format> events(MediaLine line, int clockRate) {
        var all = formats(line).stream().filter(format -> format.encoding().name().equalsIgnoreCase(EVENTS)).toList();
        return all.stream().filter(format -> format.encoding().clockRate() == clockRate).findFirst().or(() -> all.stream().findFirst());
    }

    private static Map<Integer, String> parameters(MediaLine line, Set<Integer> types) {
        Map<Integer, String> said = new HashMap<>();
        for (int type : types) {
            String parameters = parameters(line, type);
            if (!parameters.isEmpty())
                said.put(type, parameters);
        }
        return said;
    }

    /** What {@code a=fmtp} says; empty for nothing. */
    static String parameters(MediaLine line, int type) {
        String start = "a=fmtp:" + type + ' ';
        return line.lines().stream().filter(each -> each.startsWith(start)).findFirst().map(each -> each.substring(start.length()).strip()).orElse("");
    }

    /** As long as the receiver wants, where the codec can; 20 ms, or the next whole frame. */
    private static Duration packet(MediaLine line, Duration frame) {
        var wanted = packet(line);
        return wanted.toMillis() % frame.toMillis() == 0 ? wanted : frame.compareTo(USUAL_PACKET) > 0 ? frame : USUAL_PACKET;
    }

    /** As long as the receiver wants, where the node can. */
    static Duration packet(MediaLine line) {
        for (String each : line.lines())
            if (each.startsWith("a=ptime:")) {
                int millis = MediaLine.number(each.substring("a=ptime:".length()).strip());
                if (millis == 10 || millis == 40 || millis == 60)
                    return Duration.ofMillis(millis);
            }
        return USUAL_PACKET;
    }
}
