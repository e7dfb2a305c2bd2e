package org.trunkline.engine.call;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.SrtpKeys;
import org.trunkline.engine.port.SrtpKeys.Suite;
import org.trunkline.engine.sdp.Crypto;
import org.trunkline.engine.sdp.MediaLine;
import org.trunkline.engine.sdp.Sdes;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * SRTP between the node and one leg, keys by SDES (RFC 4568): each leg has its own or none, and the relay translates.
 * Touched by the call's mailbox only.
 */
final class LegSecurity {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OWN_TAG = 1;

    /** What the leg said cannot be agreed to: 488. */
    static final class Refused extends SdpSyntaxException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** One media line; the node's key stays while the leg lasts, so that its packets' count goes on. */
    private static final class Line {
        private byte @Nullable [] own;
        private @Nullable Sdes said;

        /** Made when first needed: most calls need none. */
        byte[] own() {
            byte[] key = own;
            if (key == null) {
                own = key = new byte[SrtpKeys.OCTETS];
                RANDOM.nextBytes(key);
            }
            return key;
        }
    }

    private final TreeMap<Integer, Line> lines = new TreeMap<>();

    private static Srtp policy(Leg leg) {
        return leg.trunk.map(trunk -> trunk.security().srtp()).orElse(Srtp.OFFER);
    }

    /** @throws Refused if the leg wants SRTP that it may not have or the node cannot do, or has none and must */
    static void check(Leg leg, SessionDescription description) throws Refused {
        for (MediaLine line : description.media()) {
            if (line.declined() || !line.protocol().startsWith("RTP/AVP"))
                continue;
            boolean keyed = line.sdes().best().isPresent();
            if (line.sdes().demanded() && policy(leg) == Srtp.NEVER)
                throw new Refused("SRTP is not taken here");
            if (line.sdes().demanded() && !keyed)
                throw new Refused("none of the keys offered can be used");
            if (!keyed && policy(leg) == Srtp.REQUIRE)
                throw new Refused("SRTP is required");
        }
    }

    /** The leg's description came. @return the keys for that line; empty for plain RTP */
    Optional<SrtpKeys> believe(Leg leg, int index, MediaLine said) {
        var line = lines.computeIfAbsent(index, _ -> new Line());
        line.said = policy(leg) == Srtp.NEVER ? Sdes.NONE : said.sdes();
        return line.said.best().map(theirs -> new SrtpKeys(theirs.suite(), line.own(), theirs.key()));
    }

    /** What the node says of SRTP, line by line. */
    List<Sdes> tell(Leg leg, SessionDescription original) {
        var all = new ArrayList<Sdes>(original.media().size());
        for (int i = 0; i < original.media().size(); i++)
            all.add(original.media().get(i).protocol().startsWith("RTP/AVP") ? tell(leg, i) : Sdes.NONE);
        return all;
    }

    private Sdes tell(Leg leg, int index) {
        var line = lines.computeIfAbsent(index, _ -> new Line());
        var said = line.said;
        if (said != null)
            return said.best().map(theirs -> new Sdes(said.demanded(),
                    List.of(new Crypto(theirs.tag(), theirs.suite(), line.own())))).orElse(Sdes.NONE);
        if (leg.hop.transport() != Transport.TLS || policy(leg) == Srtp.NEVER)
            return Sdes.NONE;
        return new Sdes(policy(leg) == Srtp.REQUIRE,
                List.of(new Crypto(OWN_TAG, Suite.AES_CM_128_HMAC_SHA1_80, line.own())));
    }
}
