package org.trunkline.export;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

/**
 * Addresses for the packets of a ladder, which keeps only the far side's. The node's own is read from the top Via or the
 * Contact of what it sent; documentation addresses (RFC 5737, RFC 3849) stand in where that says nothing usable. Never
 * asks DNS.
 */
final class WireAddresses {
    /** @param address 4 or 16 octets */
    record Endpoint(byte[] address, int port) {}

    private static final int SIP_PORT = 5060;
    private static final byte[] SOME_V4 = {(byte) 192, 0, 2, 1};
    private static final byte[] SOME_V6 = {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final Ladder ladder;

    WireAddresses(Ladder ladder) {
        this.ladder = ladder;
    }

    Endpoint remote(LadderEntry entry) {
        return parse(entry.remoteAddress()).orElseGet(() -> standIn(entry.remoteAddress()));
    }

    /** The node's end, in the family of the other. */
    Endpoint node(LadderEntry entry, Endpoint remote) {
        int size = remote.address().length;
        return ownAddress(entry.leg(), size).or(() -> ownAddress(-1, size))
                .orElseGet(() -> new Endpoint(size == 4 ? SOME_V4 : SOME_V6, SIP_PORT));
    }

    /** @param leg to look at, -1 for any */
    private Optional<Endpoint> ownAddress(int leg, int size) {
        for (LadderEntry e : ladder.entries()) {
            if (!e.sent() || leg >= 0 && e.leg() != leg)
                continue;
            boolean request = !e.label().isEmpty() && !Character.isDigit(e.label().charAt(0));
            Optional<Endpoint> found = (request ? via(e.message()) : contact(e.message()))
                    .filter(p -> p.address().length == size);
            if (found.isPresent())
                return found;
        }
        return Optional.empty();
    }

    private static Optional<Endpoint> via(String message) {
        return SipHeaders.first(message, "Via", "v").flatMap(v -> {
            String[] words = v.split("[\\s;,]+");
            return words.length < 2 ? Optional.empty() : parse(words[1]);
        });
    }

    private static Optional<Endpoint> contact(String message) {
        return SipHeaders.first(message, "Contact", "m").flatMap(c -> {
            int scheme = c.indexOf("sip:");
            if (scheme < 0)
                return Optional.empty();
            String rest = c.substring(scheme + 4).split("[;>\\s]")[0];
            return parse(rest.substring(rest.indexOf('@') + 1));
        });
    }

    /** {@code 10.0.0.5:5060}, {@code [::1]:5060}, with or without a port; literals alone. */
    static Optional<Endpoint> parse(String text) {
        String host = text;
        int port = SIP_PORT;
        int bracket = text.indexOf(']');
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[") && bracket > 0) {
            host = text.substring(1, bracket);
            if (colon > bracket)
                port = port(text.substring(colon + 1));
        } else if (colon >= 0 && text.indexOf(':') == colon) {
            host = text.substring(0, colon);
            port = port(text.substring(colon + 1));
        }
        // InetAddress would ask DNS for anything else
        if (!host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") && !host.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"))
            return Optional.empty();
        try {
            return Optional.of(new Endpoint(InetAddress.getByName(host).getAddress(), port));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static int port(String digits) {
        try {
            int port = Integer.parseInt(digits);
            return port > 0 && port <= 65_535 ? port : SIP_PORT;
        } catch (NumberFormatException notDigits) {
            return SIP_PORT;
        }
    }

    /** Another address of the benchmark range (RFC 2544) for each name. */
    private static Endpoint standIn(String name) {
        int hash = name.hashCode();
        return new Endpoint(new byte[] {(byte) 198, 18, (byte) (hash >> 8), (byte) hash}, SIP_PORT);
    }
}
