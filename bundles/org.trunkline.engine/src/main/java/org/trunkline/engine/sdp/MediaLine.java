package org.trunkline.engine.sdp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/**
 * One m= section.
 *
 * @param media {@code audio}
 * @param port 0 where declined
 * @param protocol {@code RTP/AVP}; of a secure one its plain counterpart
 * @param formats payload types, or what else the protocol has
 * @param lines all lines after m=, without line ends and without keys
 */
public record MediaLine(String media, int port, String protocol, List<String> formats, List<String> lines,
        LineSecurity security) {

    /** Static payload types of RFC 3551 §6 that are in use. */
    private static final Map<Integer, Encoding> STATIC = Map.ofEntries(
            Map.entry(0, new Encoding("PCMU", 8000)), Map.entry(3, new Encoding("GSM", 8000)),
            Map.entry(4, new Encoding("G723", 8000)), Map.entry(5, new Encoding("DVI4", 8000)),
            Map.entry(7, new Encoding("LPC", 8000)), Map.entry(8, new Encoding("PCMA", 8000)),
            Map.entry(9, new Encoding("G722", 8000)), Map.entry(10, new Encoding("L16", 44100)),
            Map.entry(11, new Encoding("L16", 44100)), Map.entry(12, new Encoding("QCELP", 8000)),
            Map.entry(13, new Encoding("CN", 8000)), Map.entry(15, new Encoding("G728", 8000)),
            Map.entry(18, new Encoding("G729", 8000)), Map.entry(26, new Encoding("JPEG", 90000)),
            Map.entry(31, new Encoding("H261", 90000)), Map.entry(34, new Encoding("H263", 90000)));

    /** Checks find where a browser is, so a line that is only in a bundle may have any but 0, which would decline it. */
    private static final int ANY_PORT = 9;

    public MediaLine {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }

    /** One without SRTP. */
    public MediaLine(String media, int port, String protocol, List<String> formats, List<String> lines) {
        this(media, port, protocol, formats, lines, LineSecurity.NONE);
    }

    /** As written: keys and what belongs to the transport go no further than the node. @param session lines before the first m= */
    static MediaLine read(String media, int port, String protocol, List<String> formats, List<String> lines,
            List<String> session, BundleGroup bundle) {
        var webRtc = WebRtc.is(protocol) ? WebRtc.read(session, lines, bundle) : Optional.<WebRtc>empty();
        if (webRtc.isPresent())
            return new MediaLine(media, webRtc.get().isInBundle() && lines.contains(WebRtc.BUNDLE_ONLY) ? ANY_PORT : port, "RTP/AVP", formats,
                    lines.stream().filter(line -> !WebRtc.isOfTransport(line)).toList(), new LineSecurity(webRtc.get()));
        var plain = new ArrayList<String>(lines.size());
        for (String line : lines)
            if (!Crypto.is(line))
                plain.add(line);
        return new MediaLine(media, port, Sdes.plain(protocol), formats, plain,
                new LineSecurity(Sdes.of(protocol, lines)));
    }

    public Sdes sdes() {
        return security.sdes();
    }

    public Optional<WebRtc> webRtc() {
        return security.webRtc();
    }

    public boolean declined() {
        return port == 0;
    }

    /** The direction attribute of this section or, where it has none, of the session. */
    public MediaDirection direction(MediaDirection ofSession) {
        for (String line : lines) {
            var direction = MediaDirection.ofLine(line);
            if (direction.isPresent())
                return direction.get();
        }
        return ofSession;
    }

    Optional<String> connection() {
        for (String line : lines)
            if (line.startsWith("c="))
                return Optional.of(line);
        return Optional.empty();
    }

    /** The first codec that is not telephone-event or comfort noise. */
    public Optional<String> codec() {
        var encodings = encodings();
        for (String format : formats) {
            var encoding = encodings.get(payloadType(format));
            if (encoding != null && !accompanies(encoding))
                return Optional.of(encoding.name());
        }
        return Optional.empty();
    }

    private static boolean accompanies(Encoding encoding) {
        return encoding.name().equalsIgnoreCase("telephone-event") || encoding.name().equalsIgnoreCase("CN");
    }

    /** With these codecs alone, in this order, and what accompanies them. */
    MediaLine only(List<String> codecs) {
        var known = encodings();
        var kept = new ArrayList<String>(formats.size());
        for (String codec : codecs)
            keep(kept, known, encoding -> encoding.name().equalsIgnoreCase(codec));
        keep(kept, known, MediaLine::accompanies);
        return new MediaLine(media, port, protocol, kept, lines.stream().filter(line -> !isOfOtherFormat(line, kept)).toList(), security);
    }

    private void keep(List<String> kept, Map<Integer, Encoding> known, Predicate<Encoding> wanted) {
        for (String format : formats) {
            var encoding = known.get(payloadType(format));
            if (encoding != null && wanted.test(encoding))
                kept.add(format);
        }
    }

    Map<Integer, Encoding> encodings() {
        var found = new HashMap<Integer, Encoding>();
        for (String format : formats) {
            var encoding = STATIC.get(payloadType(format));
            if (encoding != null)
                found.put(payloadType(format), encoding);
        }
        for (String line : lines)
            if (line.startsWith("a=rtpmap:"))
                readMapping(line, found);
        return found;
    }

    /** {@code a=rtpmap:101 telephone-event/8000}; one that cannot be read is the peers' business, not the relay's. */
    private static void readMapping(String line, Map<Integer, Encoding> found) {
        int space = line.indexOf(' ');
        int slash = line.indexOf('/', Math.max(space, 0));
        if (space < 0 || slash < 0)
            return;
        int type = payloadType(line.substring("a=rtpmap:".length(), space));
        int end = line.indexOf('/', slash + 1);
        int rate = number(line.substring(slash + 1, end < 0 ? line.length() : end).strip());
        if (type >= 0 && rate > 0)
            found.put(type, new Encoding(line.substring(space + 1, slash).strip(), rate));
    }

    private static int payloadType(String text) {
        int type = number(text);
        return type <= 127 ? type : -1;
    }

    /** -1 where it is no number. */
    static int number(String text) {
        if (text.isEmpty() || text.length() > 9)
            return -1;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9)
                return -1;
            value = value * 10 + digit;
        }
        return value;
    }

    /** The other line with those formats only that this one has too; empty without a codec in common. */
    Optional<MediaLine> common(MediaLine other) {
        if (declined() || other.declined() || !media.equals(other.media) || !protocol.equals(other.protocol))
            return Optional.empty();
        var mine = encodings();
        var theirs = other.encodings();
        var shared = formats.stream().filter(other.formats::contains)
                .filter(format -> same(mine.get(payloadType(format)), theirs.get(payloadType(format)))).toList();
        var kept = other.lines.stream().filter(line -> !isOfOtherFormat(line, shared)).toList();
        return Optional.of(new MediaLine(other.media, other.port, other.protocol, shared, kept, other.security))
                .filter(line -> !shared.isEmpty() && (!media.equals("audio") || line.codec().isPresent()));
    }

    /** The line in an answer to that offer: who may send is what both want (RFC 3264 §6.1). */
    MediaLine answering(RemoteMedia offered, MediaDirection ofSession) {
        var own = direction(ofSession);
        var both = MediaDirection.of(own.sends() && offered.receives(), own.receives() && offered.sends());
        if (both == own)
            return this;
        var directed = new ArrayList<>(lines);
        directed.removeIf(line -> MediaDirection.ofLine(line).isPresent());
        directed.add(both.line());
        return new MediaLine(media, port, protocol, formats, directed, security);
    }

    static boolean same(@Nullable Encoding one, @Nullable Encoding other) {
        return one == null || other == null ? one == other
                : one.name().equalsIgnoreCase(other.name()) && one.clockRate() == other.clockRate();
    }

    /** Whether the attribute line describes a payload type outside this list. @param formats payload types of the m-line */
    static boolean isOfOtherFormat(String line, List<String> formats) {
        for (String name : List.of("a=rtpmap:", "a=fmtp:", "a=rtcp-fb:"))
            if (line.startsWith(name)) {
                int space = line.indexOf(' ');
                String format = line.substring(name.length(), space < 0 ? line.length() : space);
                return !format.equals("*") && !formats.contains(format);
            }
        return false;
    }

    RemoteMedia remote(InetSocketAddress rtp, InetSocketAddress rtcp, MediaDirection direction) {
        boolean nowhere = webRtc().isEmpty() && rtp.getAddress().isAnyLocalAddress(); // hold as of RFC 2543
        return new RemoteMedia(media, rtp, rtcp, direction.sends() && !nowhere, direction.receives() && !nowhere,
                encodings());
    }
}
