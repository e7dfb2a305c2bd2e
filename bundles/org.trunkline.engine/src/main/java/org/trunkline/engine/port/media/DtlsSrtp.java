package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Media as browsers have it: SRTP with keys by DTLS (RFC 5763, 5764), over a path that ICE found (RFC 8445). The node is
 * the lite agent, and the DTLS server unless the side can be nothing else.
 *
 * @param local credentials that the side's connectivity checks must have
 * @param remote the side's own
 * @param certificate of the side
 * @param begins whether the node is the DTLS client
 * @param bundle empty for a line with a transport of its own
 */
public record DtlsSrtp(Ice local, Ice remote, Fingerprint certificate, boolean begins, Optional<Bundle> bundle) implements MediaSecurity {
    public DtlsSrtp {
        requireNonNull(local);
        requireNonNull(remote);
        requireNonNull(certificate);
        requireNonNull(bundle);
    }

    /**
     * A line that shares a transport with others (RFC 9143).
     *
     * @param line whose ports, credentials and certificate count for all of them; the tagged one
     * @param mid the line's own name, up to 16 characters of ASCII
     * @param extension id of the RTP header extension that has the name, 1 to 14; 0 for none
     */
    public record Bundle(int line, String mid, int extension) {
        /** @throws IllegalArgumentException if a number is out of its range */
        public Bundle {
            requireNonNull(mid);
            if (line < 0 || mid.length() > 16 || extension < 0 || extension > 14)
                throw new IllegalArgumentException("line " + line + ", mid " + mid + ", extension " + extension);
        }
    }

    /** Credentials of an ICE agent for one media line (RFC 8839 §5.4). */
    public record Ice(String user, String password) {
        private static final Pattern USER = Pattern.compile("[A-Za-z0-9+/]{4,256}");
        private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9+/]{22,256}");

        /** @throws IllegalArgumentException if either breaks the grammar */
        public Ice {
            if (!USER.matcher(user).matches() || !PASSWORD.matcher(password).matches())
                throw new IllegalArgumentException("ICE credentials");
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Ice[" + user + "]";
        }
    }

    /** SHA-256 of a certificate, as SDP has it (RFC 8122 §5): upper-case octets, separated by colons. */
    public record Fingerprint(String sha256) {
        private static final Pattern SHA256 = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){31}");

        /** @throws IllegalArgumentException if it is not a fingerprint */
        public Fingerprint {
            if (!SHA256.matcher(sha256).matches())
                throw new IllegalArgumentException("fingerprint: " + sha256);
        }
    }
}
