package org.trunkline.engine.call.dialog;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Srtp;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.sdp.Crypto;
import org.trunkline.engine.sdp.MediaLine;
import org.trunkline.engine.sdp.Sdes;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * SRTP between the node and one leg, keys by SDES (RFC 4568): each leg has its own or none, and the relay translates.
 * Touched by the call's mailbox only.
 */
public final class LegSecurity {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The best first, for those who know it; then what every phone knows. */
    private static final List<Suite> OFFERED =
            List.of(Suite.AEAD_AES_128_GCM, Suite.AEAD_AES_256_GCM, Suite.AES_CM_128_HMAC_SHA1_80);

    /** What the leg said cannot be agreed to: 488. */
    public static final class Refused extends SdpSyntaxException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** One media line; the node's keys stay while the leg lasts, so that its packets' count goes on. */
    private static final class Line {
        private Map<Suite, byte[]> own = Map.of();
        /** What the node offered, while the leg has not said anything of its own. */
        private List<Crypto> offered = List.of();
        private @Nullable Sdes said;

        /** Made when first needed: most calls need none. */
        byte[] own(Suite suite) {
            if (own.isEmpty())
                own = new EnumMap<>(Suite.class);
            return own.computeIfAbsent(suite, _ -> {
                byte[] key = new byte[suite.octets()];
                RANDOM.nextBytes(key);
                return key;
            });
        }

        /** Whether this answers an offer of the node's with a key that was not in it (RFC 4568 §5.1.3). */
        boolean strays(Sdes answer) {
            return said == null && !offered.isEmpty() && answer.best().filter(theirs -> offered.stream()
                    .noneMatch(ours -> ours.tag() == theirs.tag() && ours.suite() == theirs.suite())).isPresent();
        }
    }

    /** By the number of the media line. */
    private Line[] lines = {};

    /** Whether keys are required, and would be sent for all to read. */
    public static boolean isOpen(Srtp policy, Hop hop) {
        return policy == Srtp.REQUIRE && !hop.transport().encrypted();
    }

    /** @throws Refused if the leg wants SRTP that it may not have or the node cannot do, or has none and must */
    public void check(Srtp policy, Hop hop, SessionDescription description) throws Refused {
        for (int i = 0; i < description.media().size(); i++) {
            var line = description.media().get(i);
            if (!line.declined() && line.protocol().startsWith("RTP/AVP"))
                check(policy, hop, line.sdes(), i < lines.length ? lines[i] : null);
        }
    }

    private static void check(Srtp policy, Hop hop, Sdes said, @Nullable Line known) throws Refused {
        boolean keyed = said.best().isPresent();
        if (said.demanded() && policy == Srtp.NEVER)
            throw new Refused("SRTP is not taken here");
        if (said.demanded() && !keyed)
            throw new Refused("none of the keys offered can be used");
        if (!keyed && policy == Srtp.REQUIRE)
            throw new Refused("SRTP is required");
        if (isOpen(policy, hop))
            throw new Refused("SRTP is required, with its keys over TLS");
        if (policy != Srtp.NEVER && known != null && known.strays(said))
            throw new Refused("the answer has a key that was not offered");
    }

    /** The leg's description came. @return the keys for that line; empty for plain RTP */
    public Optional<SrtpKeys> believe(Srtp policy, int index, MediaLine said) {
        var line = line(index);
        line.said = policy == Srtp.NEVER ? Sdes.NONE : said.sdes();
        return line.said.best().map(theirs -> new SrtpKeys(theirs.suite(), line.own(theirs.suite()), theirs.key()));
    }

    /** What the node says of SRTP, line by line. */
    public List<Sdes> tell(Srtp policy, Hop hop, SessionDescription original) {
        var all = new ArrayList<Sdes>(original.media().size());
        for (int i = 0; i < original.media().size(); i++)
            all.add(original.media().get(i).protocol().startsWith("RTP/AVP") ? tell(policy, hop, i) : Sdes.NONE);
        return all;
    }

    private Line line(int index) {
        int known = lines.length;
        if (index >= known) {
            lines = Arrays.copyOf(lines, index + 1);
            for (int i = known; i <= index; i++)
                lines[i] = new Line();
        }
        return lines[index];
    }

    private Sdes tell(Srtp policy, Hop hop, int index) {
        var line = line(index);
        var said = line.said;
        if (said != null)
            return said.best().map(theirs -> new Sdes(said.demanded(),
                    List.of(new Crypto(theirs.tag(), theirs.suite(), line.own(theirs.suite()))))).orElse(Sdes.NONE);
        if (!hop.transport().encrypted() || policy == Srtp.NEVER)
            return Sdes.NONE;
        if (line.offered.isEmpty())
            line.offered = IntStream.range(0, OFFERED.size())
                    .mapToObj(i -> new Crypto(i + 1, OFFERED.get(i), line.own(OFFERED.get(i)))).toList();
        return new Sdes(policy == Srtp.REQUIRE, line.offered);
    }
}
