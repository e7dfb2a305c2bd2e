package org.trunkline.engine.call.dialog;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Srtp;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;
import org.trunkline.engine.port.media.MediaSecurity;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.sdp.Crypto;
import org.trunkline.engine.sdp.LineSecurity;
import org.trunkline.engine.sdp.MediaLine;
import org.trunkline.engine.sdp.Sdes;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;
import org.trunkline.engine.sdp.WebRtc;
import org.trunkline.engine.sdp.WebRtc.Setup;

/**
 * SRTP between the node and one leg, with keys by SDES (RFC 4568) or as browsers have it, by DTLS and ICE (RFC 5763, 8839):
 * each leg has its own or none, and the relay translates.
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
        /** What the leg said as a browser does, and what it is told. */
        private Optional<WebRtc> browser = Optional.empty();
        private @Nullable Ice credentials;
        /** Both of before the last restart. */
        private @Nullable Ice formerTheirs;
        private @Nullable Ice former;
        /** Whether the node is the DTLS client: for as long as the leg has this certificate (RFC 8842 §5.3). */
        private boolean begins;

        Ice ice() {
            var made = credentials;
            if (made == null)
                credentials = made = new Ice(random(USER), random(PASSWORD));
            return made;
        }

        /** Credentials that changed are an ICE restart, for both (RFC 8839 §4.4.1.1); those of before, one that was refused. */
        void hears(WebRtc now) {
            if (browser.isPresent() && !browser.get().ice().equals(now.ice())) {
                var back = now.ice().equals(formerTheirs) ? former : null;
                formerTheirs = browser.get().ice();
                former = credentials;
                credentials = back;
            }
            if (browser.isEmpty() || !browser.get().certificate().equals(now.certificate()))
                begins = now.setup() == Setup.PASSIVE;
            browser = Optional.of(now);
        }

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

    /** More random bits than the 24 and 128 that RFC 8445 §5.3 asks for. */
    private static final int USER = 6;
    private static final int PASSWORD = 18;

    /** By the number of the media line. */
    private Line[] lines = {};
    /** Lines that the leg has on one transport, the tagged one first (RFC 9143 §7.2.1). */
    private List<Integer> bundle = List.of();
    /** The other side declined these lines: bit n for line n. */
    private int refused;

    private static String random(int octets) {
        byte[] bits = new byte[octets];
        RANDOM.nextBytes(bits);
        return Base64.getEncoder().encodeToString(bits);
    }

    /** Whether keys are required, and would be sent for all to read. */
    public static boolean isOpen(Srtp policy, Hop hop) {
        return policy == Srtp.REQUIRE && !hop.transport().encrypted();
    }

    /**
     * @param certificate of the node; empty where it takes no media of browsers
     * @throws Refused if the leg wants SRTP that it may not have or the node cannot do, or has none and must
     */
    public void check(Srtp policy, Hop hop, SessionDescription description, Optional<Fingerprint> certificate) throws Refused {
        for (int i = 0; i < description.media().size(); i++) {
            var line = description.media().get(i);
            if (line.declined())
                continue;
            if (line.webRtc().isPresent())
                check(policy, hop, line.webRtc().get(), certificate);
            else if (line.protocol().startsWith("UDP/TLS/RTP/"))
                throw new Refused("DTLS-SRTP needs ICE credentials, a=setup and a SHA-256 fingerprint");
            else if (line.protocol().startsWith("RTP/AVP"))
                check(policy, hop, line.sdes(), i < lines.length ? lines[i] : null);
        }
    }

    private static void check(Srtp policy, Hop hop, WebRtc said, Optional<Fingerprint> certificate) throws Refused {
        if (certificate.isEmpty())
            throw new Refused("WebRTC media is switched off: set trunkline.webrtc");
        if (policy == Srtp.NEVER)
            throw new Refused("SRTP is not taken here");
        if (isOpen(policy, hop))
            throw new Refused("SRTP is required, with its keys over TLS");
    }

    private static void check(Srtp policy, Hop hop, Sdes said, @Nullable Line known) throws Refused {
        boolean keyed = said.best().isPresent();
        if (said.demanded() && policy == Srtp.NEVER)
            throw new Refused("SRTP is not accepted here");
        if (said.demanded() && !keyed)
            throw new Refused("none of the keys offered can be used");
        if (!keyed && policy == Srtp.REQUIRE)
            throw new Refused("SRTP is required");
        if (isOpen(policy, hop))
            throw new Refused("SRTP is required, with its keys over TLS");
        if (policy != Srtp.NEVER && known != null && known.strays(said))
            throw new Refused("the answer has a key that was not offered");
    }

    /** The leg's description came: which of its lines share a transport. Call before {@link #believe}. */
    public void describe(SessionDescription said) {
        bundle = List.of();
        for (var line : said.media())
            if (isInBundle(line)) {
                bundle = bundle(said.media());
                return;
            }
    }

    private static boolean isInBundle(MediaLine line) {
        return !line.declined() && line.webRtc().isPresent() && line.webRtc().get().isInBundle();
    }

    private static List<Integer> bundle(List<MediaLine> media) {
        return IntStream.range(0, media.size()).filter(i -> isInBundle(media.get(i))).boxed()
                .sorted(Comparator.comparing(i -> media.get(i).webRtc().orElseThrow().place())).toList();
    }

    /** What the leg's description says of a line. @return how that line is encrypted; empty for plain RTP */
    public Optional<MediaSecurity> believe(Srtp policy, int index, MediaLine said) {
        var line = line(index);
        hear(policy, line, said);
        if (said.webRtc().isPresent())
            return Optional.of(security(index, said.webRtc().get()));
        return Optional.ofNullable(line.said).flatMap(Sdes::best)
                .map(theirs -> new SrtpKeys(theirs.suite(), line.own(theirs.suite()), theirs.key()));
    }

    private static void hear(Srtp policy, Line line, MediaLine said) {
        if (said.webRtc().isPresent())
            line.hears(said.webRtc().get());
        else
            line.said = policy == Srtp.NEVER ? Sdes.NONE : said.sdes();
    }

    private DtlsSrtp security(int index, WebRtc said) {
        int transport = transportOf(index);
        var by = line(transport);
        var shared = bundle.contains(index) ? Optional.of(new DtlsSrtp.Bundle(transport, said.mid(), said.extension()))
                : Optional.<DtlsSrtp.Bundle>empty();
        var theirs = by.browser.orElse(said);
        boolean begins = by.browser.isPresent() ? by.begins : said.setup() == Setup.PASSIVE;
        return new DtlsSrtp(by.ice(), theirs.ice(), theirs.certificate(), begins, shared);
    }

    /** The line whose ports serve this one; itself where it is not in a bundle. */
    public int transportOf(int index) {
        if (bundle.contains(index))
            for (int line : bundle)
                if (!isRefused(line))
                    return line;
        return index;
    }

    private boolean isRefused(int line) {
        return (refused >>> line & 1) != 0;
    }

    /**
     * The other side's description came; lines that it declined are in no bundle.
     *
     * @return whether it changes what {@link #believe} said
     */
    public boolean narrow(SessionDescription other) {
        int before = refused;
        refused = 0;
        for (int i = 0; i < other.media().size(); i++)
            if (other.media().get(i).declined())
                refused |= 1 << i;
        for (int line : bundle)
            if (((refused ^ before) >>> line & 1) != 0)
                return true;
        return false;
    }

    /**
     * What the node says of encryption, line by line.
     *
     * @param certificate of the node; empty where it takes no media of browsers
     */
    public List<LineSecurity> tell(Srtp policy, Hop hop, SessionDescription original, Optional<Fingerprint> certificate) {
        var all = new ArrayList<LineSecurity>(original.media().size());
        for (int i = 0; i < original.media().size(); i++)
            all.add(!original.media().get(i).protocol().startsWith("RTP/AVP") ? LineSecurity.NONE
                    : certificate.isPresent() && isBrowser(line(i), hop) ? new LineSecurity(webRtc(i, certificate.get(), original))
                    : new LineSecurity(sdes(policy, hop, line(i))));
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

    /** Phones that are reached over WebSocket are browsers, until they say otherwise. */
    private static boolean isBrowser(Line line, Hop hop) {
        return line.browser.isPresent() || line.said == null && hop.transport().isWebSocket();
    }

    /** A line that the leg has not described yet is offered a transport of its own and the bundle; its answer decides. */
    private WebRtc webRtc(int index, Fingerprint certificate, SessionDescription original) {
        var line = line(index);
        var said = line.browser;
        int place = said.isPresent() ? bundle.indexOf(index) : original.fitsInBundle() ? bundle.size() + index : -1;
        int extension = place < 0 ? 0 : said.map(WebRtc::extension).orElseGet(original::unusedExtension);
        var by = line(transportOf(index));
        return new WebRtc(by.ice(), certificate, said.isEmpty() ? Setup.ACTPASS : by.begins ? Setup.ACTIVE : Setup.PASSIVE,
                said.map(WebRtc::mid).filter(mid -> !mid.isEmpty()).orElse(Integer.toString(index)), place, extension);
    }

    private static Sdes sdes(Srtp policy, Hop hop, Line line) {
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
