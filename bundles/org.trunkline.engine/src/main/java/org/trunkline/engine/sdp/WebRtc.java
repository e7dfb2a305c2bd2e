package org.trunkline.engine.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;

/**
 * What a media line says of the transport that browsers use: ICE (RFC 8839), DTLS-SRTP (RFC 5763) and its name in a bundle.
 *
 * @param mid empty where the author gave none
 * @param place in the bundle, from 0; -1 where it is in none
 * @param extension id of the header extension that names the line, 0 for none
 */
public record WebRtc(Ice ice, Fingerprint certificate, Setup setup, String mid, int place, int extension) {
    /** Who begins the handshake (RFC 8842 §5.2). */
    public enum Setup {
        ACTIVE, PASSIVE, ACTPASS;

        static Optional<Setup> of(String text) {
            for (var each : values())
                if (each.name().equalsIgnoreCase(text))
                    return Optional.of(each);
            return Optional.empty();
        }
    }

    static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";
    private static final Set<String> PROTOCOLS = Set.of(PROTOCOL, "UDP/TLS/RTP/SAVP");
    /** Between the author and the node alone. */
    private static final Set<String> OF_TRANSPORT = Set.of("candidate", "end-of-candidates", "ice-ufrag", "ice-pwd",
            "ice-options", "ice-pacing", "fingerprint", "setup", "tls-id", "mid", "rtcp", "rtcp-mux", "rtcp-mux-only",
            "rtcp-rsize", "bundle-only", "rid", "simulcast");
    /** Means nothing to phones that are not browsers. */
    private static final Set<String> OF_BROWSERS = Set.of("msid", "ssrc", "ssrc-group", "extmap", "extmap-allow-mixed", "rtcp-fb");
    static final String EXTENSION = "a=extmap:";
    /** Those above are not for headers of one byte. */
    static final int LAST_EXTENSION = 14;
    static final String BUNDLE_ONLY = "a=bundle-only";
    private static final String NAME_OF_LINE = "urn:ietf:params:rtp-hdrext:sdes:mid";
    private static final List<String> NAMES_OF_STREAMS =
            List.of(NAME_OF_LINE, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
                    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id");

    static boolean is(String protocol) {
        return PROTOCOLS.contains(protocol);
    }

    /**
     * @param session lines before the first m=, which hold for lines that have none of their own
     * @param bundle whose first line speaks for all of its lines (RFC 9143 §7.1.3)
     * @return empty where something is missing that the node needs
     */
    static Optional<WebRtc> read(List<String> session, List<String> lines, BundleGroup bundle) {
        int place = bundle.place(lines);
        var sources = place < 0 ? List.of(lines, session) : List.of(lines, bundle.tagged(), session);
        var user = value("ice-ufrag", sources);
        var password = value("ice-pwd", sources);
        var fingerprint = sources.stream().map(WebRtc::fingerprint).flatMap(Optional::stream).findFirst();
        var setup = value("setup", sources).flatMap(Setup::of);
        if (user.isEmpty() || password.isEmpty() || fingerprint.isEmpty() || setup.isEmpty())
            return Optional.empty();
        try {
            return Optional.of(new WebRtc(new Ice(user.get(), password.get()), fingerprint.get(), setup.get(),
                    value("mid", List.of(lines)).filter(mid -> mid.matches("[!-~]{1,16}")).orElse(""), place,
                    lines.stream().filter(line -> line.startsWith(EXTENSION) && line.endsWith(' ' + NAME_OF_LINE)).findFirst()
                            .map(WebRtc::extension).filter(id -> id <= LAST_EXTENSION).orElse(0)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code a=extmap:4/recvonly urn:…} (RFC 8285 §8); 0 where it cannot be read. */
    static int extension(String line) {
        int at = EXTENSION.length();
        int end = at;
        while (end < line.length() && Character.isDigit(line.charAt(end)))
            end++;
        int id = MediaLine.number(line.substring(at, end));
        return id < 0 || id > 255 ? 0 : id;
    }

    public boolean isInBundle() {
        return place >= 0 && !mid.isEmpty();
    }

    private static Optional<Fingerprint> fingerprint(List<String> lines) {
        for (String line : lines)
            if (line.toLowerCase(Locale.ROOT).startsWith("a=fingerprint:sha-256 "))
                return Optional.of(line.substring("a=fingerprint:sha-256 ".length()).strip().toUpperCase(Locale.ROOT))
                        .filter(text -> text.length() == 95).map(Fingerprint::new);
        return Optional.empty();
    }

    private static Optional<String> value(String name, List<List<String>> sources) {
        String start = "a=" + name + ':';
        for (var from : sources)
            for (String line : from)
                if (line.startsWith(start))
                    return Optional.of(line.substring(start.length()).strip());
        return Optional.empty();
    }

    static boolean isOfTransport(String line) {
        return OF_TRANSPORT.contains(name(line))
                || line.startsWith("a=extmap:") && NAMES_OF_STREAMS.stream().anyMatch(line::endsWith);
    }

    static boolean isOfBrowsers(String line) {
        return OF_BROWSERS.contains(name(line));
    }

    private static String name(String line) {
        if (!line.startsWith("a="))
            return "";
        int colon = line.indexOf(':');
        return line.substring(2, colon < 0 ? line.length() : colon);
    }

    /** What the node says: all but the candidate, which has the port. */
    List<String> lines() {
        var lines = new ArrayList<>(List.of("a=mid:" + mid, "a=rtcp-mux", "a=ice-ufrag:" + ice.user(), "a=ice-pwd:" + ice.password(),
                "a=fingerprint:sha-256 " + certificate.sha256(), "a=setup:" + setup.name().toLowerCase(Locale.ROOT)));
        if (extension > 0)
            lines.add(EXTENSION + extension + ' ' + NAME_OF_LINE);
        return lines;
    }
}
