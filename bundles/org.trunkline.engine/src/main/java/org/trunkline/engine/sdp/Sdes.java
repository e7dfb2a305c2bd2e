package org.trunkline.engine.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a media line says of SRTP (RFC 4568).
 *
 * @param demanded whether its protocol is a secure one (RTP/SAVP), and not RTP/AVP with keys beside it (RFC 8643)
 * @param offered those that the node can do, the author's favourite first
 */
public record Sdes(boolean demanded, List<Crypto> offered) {
    public static final Sdes NONE = new Sdes(false, List.of());

    public Sdes {
        offered = List.copyOf(offered);
    }

    /** The one to take. */
    public Optional<Crypto> best() {
        return offered.isEmpty() ? Optional.empty() : Optional.of(offered.getFirst());
    }

    /** The same protocol, secure. */
    String protocol(String plain) {
        return !demanded ? plain : plain.equals("RTP/AVPF") ? "RTP/SAVPF" : "RTP/SAVP";
    }

    static Sdes of(String protocol, List<String> lines) {
        boolean demanded = protocol.equals("RTP/SAVP") || protocol.equals("RTP/SAVPF");
        if (!demanded && !protocol.startsWith("RTP/AVP"))
            return NONE;
        var offered = new ArrayList<Crypto>();
        for (String line : lines)
            if (Crypto.is(line))
                Crypto.parse(line).ifPresent(offered::add);
        return demanded || !offered.isEmpty() ? new Sdes(demanded, offered) : NONE;
    }

    /** The protocol without its security, which ends at the node. */
    static String plain(String protocol) {
        return switch (protocol) {
            case "RTP/SAVP" -> "RTP/AVP";
            case "RTP/SAVPF" -> "RTP/AVPF";
            default -> protocol;
        };
    }
}
