package org.trunkline.engine.sdp;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.trunkline.engine.port.media.MediaPort;

/** Writes a session description as the node tells it to the other side: with its own addresses, ports and keys. */
final class RelayedText {
    /** Type preference 90, so that any way over UDP is better; passive, of the first address; component 1 (RFC 6544 §4.2). */
    private static final int TCP_PRIORITY = (90 << 24) + ((4 << 13) + 8191 << 8) + 255;
    private static final int NEXT_ADDRESS = 1 << 8;

    private final SessionDescription original;
    private final long sessionId;
    private final long version;
    private final StringBuilder text = new StringBuilder(512);

    RelayedText(SessionDescription original, long sessionId, long version) {
        this.original = original;
        this.sessionId = sessionId;
        this.version = version;
    }

    /** @see SessionDescription#relayed(List, long, long, InetAddress, List) */
    String of(List<Optional<MediaPort>> ports, InetAddress here, List<LineSecurity> security) {
        var shared = ports.stream().flatMap(Optional::stream).findFirst().map(MediaPort::address).orElse(here);
        boolean connected = session(shared);
        if (security.stream().anyMatch(line -> line.webRtc().isPresent())) {
            text.append("a=ice-lite\r\n");
            bundle(ports, security);
        }
        for (int i = 0; i < original.media().size(); i++) {
            media(original.media().get(i), ports.get(i), connected ? Optional.of(shared) : Optional.empty(), security.get(i));
            if (security.get(i).webRtc().isPresent() && ports.get(i).isPresent() && ports.indexOf(ports.get(i)) == i)
                candidates(ports.get(i).get());
        }
        return text.toString();
    }

    /** Lines that are declined are in no group (RFC 9143 §7.3.3). */
    private void bundle(List<Optional<MediaPort>> ports, List<LineSecurity> security) {
        var mids = IntStream.range(0, ports.size()).filter(i -> ports.get(i).isPresent()).mapToObj(security::get)
                .flatMap(line -> line.webRtc().stream()).filter(WebRtc::isInBundle)
                .sorted(Comparator.comparingInt(WebRtc::place)).map(WebRtc::mid).toList();
        if (!mids.isEmpty())
            text.append("a=group:BUNDLE ").append(String.join(" ", mids)).append("\r\n");
    }

    /** @return whether it has an address for all lines */
    private boolean session(InetAddress shared) {
        boolean connected = false;
        for (String line : original.session()) {
            if (line.startsWith("o=")) {
                text.append("o=- ").append(sessionId).append(' ').append(version).append(' ');
                network(shared);
            } else if (line.startsWith("c=")) {
                connection(shared);
                connected = true;
            } else if (kept(line)) {
                text.append(line).append("\r\n");
            }
        }
        return connected;
    }

    private void network(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        text.append(host.indexOf(':') < 0 ? "IN IP4 " : "IN IP6 ").append(zone < 0 ? host : host.substring(0, zone))
                .append("\r\n");
    }

    private void connection(InetAddress address) {
        text.append("c=");
        network(address);
    }

    private void media(MediaLine line, Optional<MediaPort> port, Optional<InetAddress> connected,
            LineSecurity security) {
        text.append("m=").append(line.media()).append(' ').append(port.map(MediaPort::rtp).orElse(0)).append(' ')
                .append(security.protocol(line.protocol()));
        for (String format : line.formats())
            text.append(' ').append(format);
        text.append("\r\n");
        boolean onHold = port.isPresent() && original.isNowhere(line);
        lines(line, port.filter(own -> !connected.equals(Optional.of(own.address()))), onHold, security);
        if (onHold) // 0.0.0.0 is the hold of RFC 2543; our own address needs today's way to say it
            text.append(line.direction(original.direction()) == MediaDirection.INACTIVE ? "a=inactive\r\n" : "a=sendonly\r\n");
        if (port.isPresent())
            security.sdes().offered().forEach(crypto -> text.append(crypto.line()).append("\r\n"));
        if (security.webRtc().isPresent())
            webRtc(security.webRtc().get(), port);
        else if (port.isPresent() && port.get().rtcp() != port.get().rtp() + 1)
            text.append("a=rtcp:").append(port.get().rtcp()).append("\r\n");
    }

    private void webRtc(WebRtc own, Optional<MediaPort> port) {
        if (port.isEmpty())
            text.append("a=mid:").append(own.mid()).append("\r\n");
        else
            own.lines().forEach(line -> text.append(line).append("\r\n"));
    }

    /** One is enough for an agent that is where it says (RFC 8445 §5.2), and for all lines of a bundle; behind a NAT there are two. The same again over TCP. */
    private void candidates(MediaPort port) {
        candidate(1, "udp", 2130706431, port.address(), port.rtp());
        port.outside().ifPresent(nat -> candidate(2, "udp", 2130706175, nat, port.rtp()));
        port.tcp().ifPresent(tcp -> {
            candidate(3, "tcp", TCP_PRIORITY, port.address(), tcp);
            port.outside().ifPresent(nat -> candidate(4, "tcp", TCP_PRIORITY - NEXT_ADDRESS, nat, tcp));
        });
        text.append("a=end-of-candidates\r\n");
    }

    private void candidate(int foundation, String transport, int priority, InetAddress address, int port) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        text.append("a=candidate:").append(foundation).append(" 1 ").append(transport).append(' ').append(priority).append(' ')
                .append(zone < 0 ? host : host.substring(0, zone)).append(' ').append(port).append(transport.equals("tcp") ? " typ host tcptype passive\r\n" : " typ host\r\n");
    }

    /** @param own where the line needs a c= of its own, which comes after i= and before all others */
    private void lines(MediaLine line, Optional<MediaPort> own, boolean onHold, LineSecurity security) {
        boolean fromBrowser = line.webRtc().isPresent() && security.webRtc().isEmpty();
        boolean needed = own.isPresent();
        for (String each : line.lines()) {
            if (each.startsWith("i=")) {
                text.append(each).append("\r\n");
                continue;
            }
            if (needed) {
                connection(own.get().address());
                needed = false;
            }
            if (!each.startsWith("c=") && kept(each) && !(fromBrowser && WebRtc.isOfBrowsers(each)) && !(onHold && MediaDirection.ofLine(each).isPresent()))
                text.append(each).append("\r\n");
        }
        if (needed)
            connection(own.get().address());
    }

    /**
     * ICE, RTCP multiplexing and bundling are between each peer and the relay; keys in the clear
     * are nobody's (RFC 8866 §5.12).
     */
    private static boolean kept(String line) {
        if (line.startsWith("k="))
            return false;
        if (!line.startsWith("a="))
            return true;
        int colon = line.indexOf(':');
        return switch (colon < 0 ? line : line.substring(0, colon)) {
            case "a=candidate", "a=remote-candidates", "a=end-of-candidates", "a=ice-ufrag", "a=ice-pwd",
                    "a=ice-options", "a=ice-lite", "a=ice-mismatch", "a=ice-pacing", "a=rtcp-mux",
                    "a=rtcp-mux-only", "a=rtcp", "a=bundle-only", "a=fingerprint", "a=setup", "a=tls-id", "a=msid-semantic",
                    "a=extmap-allow-mixed" -> false;
            case "a=group" -> !line.startsWith("a=group:BUNDLE");
            default -> true;
        };
    }
}
