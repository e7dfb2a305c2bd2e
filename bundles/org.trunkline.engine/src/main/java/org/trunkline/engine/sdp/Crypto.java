package org.trunkline.engine.sdp;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.media.SrtpKeys.Suite;

/**
 * One {@code a=crypto} line (RFC 4568 §9, RFC 7714 §14).
 *
 * @param key master key and salt
 */
public record Crypto(int tag, Suite suite, byte[] key) {
    private static final String NAME = "a=crypto:";
    private static final String INLINE = "inline:";

    static boolean is(String line) {
        return line.startsWith(NAME);
    }

    /** Empty for what the node does not do: other suites, session parameters, several keys, master key identifiers. */
    static Optional<Crypto> parse(String line) {
        var parts = line.substring(NAME.length()).strip().split(" +");
        if (parts.length != 3 || !parts[2].startsWith(INLINE) || parts[2].indexOf(';') >= 0)
            return Optional.empty();
        var info = List.of(parts[2].substring(INLINE.length()).split("\\|"));
        var suite = Arrays.stream(Suite.values()).filter(s -> s.name().equals(parts[1])).findFirst();
        int tag = MediaLine.number(parts[0]);
        boolean identified = info.stream().skip(1).anyMatch(part -> part.indexOf(':') >= 0);
        if (suite.isEmpty() || tag < 0 || identified)
            return Optional.empty();
        try {
            byte[] key = Base64.getDecoder().decode(info.getFirst());
            return key.length == suite.get().octets() ? Optional.of(new Crypto(tag, suite.get(), key)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As a line of SDP: with the key. */
    String line() {
        return NAME + tag + ' ' + suite + ' ' + INLINE + Base64.getEncoder().encodeToString(key);
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return "Crypto[" + tag + ' ' + suite + "]";
    }
}
