package org.trunkline.engine.sdp;

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
 */
public record WebRtc(Ice ice, Fingerprint certificate, Setup setup, String mid) {
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
    private static final List<String> NAMES_OF_STREAMS =
            List.of("urn:ietf:params:rtp-hdrext:sdes:mid", "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
                    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id");

    static boolean is(String protocol) {
        return PROTOCOLS.contains(protocol);
    }

    /**
     * @param session lines before the first m=, which hold for lines that have none of their own
     * @return empty where something is missing that the node needs
     */
    static Optional<WebRtc> read(List<String> session, List<String> lines) {
        var user = value("ice-ufrag", lines, session);
        var password = value("ice-pwd", lines, session);
        var fingerprint = fingerprint(lines).or(() -> fingerprint(session));
        var setup = value("setup", lines, session).flatMap(Setup::of);
        if (user.isEmpty() || password.isEmpty() || fingerprint.isEmpty() || setup.isEmpty())
            return Optional.empty();
        try {
            return Optional.of(new WebRtc(new Ice(user.get(), password.get()), fingerprint.get(), setup.get(),
                    value("mid", lines, List.of()).filter(mid -> mid.matches("[!-~]{1,64}")).orElse("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Fingerprint> fingerprint(List<String> lines) {
        for (String line : lines)
            if (line.toLowerCase(Locale.ROOT).startsWith("a=fingerprint:sha-256 "))
                return Optional.of(line.substring("a=fingerprint:sha-256 ".length()).strip().toUpperCase(Locale.ROOT))
                        .filter(text -> text.length() == 95).map(Fingerprint::new);
        return Optional.empty();
    }

    private static Optional<String> value(String name, List<String> lines, List<String> otherwise) {
        String start = "a=" + name + ':';
        for (var from : List.of(lines, otherwise))
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
        return List.of("a=mid:" + mid, "a=rtcp-mux", "a=ice-ufrag:" + ice.user(), "a=ice-pwd:" + ice.password(),
                "a=fingerprint:sha-256 " + certificate.sha256(), "a=setup:" + setup.name().toLowerCase(Locale.ROOT));
    }
}
