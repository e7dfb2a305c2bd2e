package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import gov.nist.javax.sip.message.SIPRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.engine.port.signaling.RegisterHandler.Register;
import org.trunkline.engine.port.signaling.RegisterHandler.RegisterContact;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.transport.DatagramFlow;
import org.trunkline.sip.jain.internal.transport.WireParser;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.internal.wire.CopiedAnswer;
import org.trunkline.sip.jain.internal.wire.HeaderValidator;
import org.trunkline.sip.jain.internal.wire.Indexed;

/** A REGISTER read from its bytes (RFC 3261 §10.2) says what the stack's parser reads in it, or nothing. */
class RegisterParserTest {
    private static final long SEED = Long.getLong("register.seed", 20261121);
    private static final int MUTATIONS = 20_000;
    private static final String BASE = """
            REGISTER sip:127.0.0.1:5060 SIP/2.0
            Via: SIP/2.0/UDP 10.1.1.7:5062;branch=z9hG4bKa1;rport
            Max-Forwards: 70
            From: "Bob" <sip:bob@example.com>;tag=a1
            To: <sip:bob@example.com>
            Call-ID: c1@10.1.1.7
            CSeq: 7 REGISTER
            User-Agent: Phone 1.0
            Contact: <sip:bob@10.1.1.7:5062;transport=udp;ob>;expires=600;q=0.5
            Authorization: Digest username="bob", realm="r, <x>", nonce="n", uri="sip:127.0.0.1", response="abc"
            Expires: 3600
            Content-Length: 0

            """;

    private final IngressFilter screen = new IngressFilter(BorderLimits.DEFAULT,
            new SourceGuard(BorderLimits.DEFAULT, Instant::now, _ -> SourceTrust.STRANGER));
    private final WireParser parser = new WireParser(screen, Duration.ofDays(1));
    private final HeaderValidator scan = screen.scan();
    private final RegisterParser head = new RegisterParser();
    private final InetSocketAddress source = new InetSocketAddress(address(), 5062);

    private static InetAddress address() {
        return InetAddress.ofLiteral("10.1.1.7");
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(UTF_8);
    }

    private Optional<Register> quick(byte[] message) {
        return scan.read(message, message.length, true).isEmpty() && scan.fresh() && scan.isMethod("REGISTER")
                && CopiedAnswer.copies(scan) && scan.transaction().isPresent() ? head.read(message, scan, source)
                        : Optional.empty();
    }

    private Register parsed(byte[] message) throws ParseException {
        var request = (SIPRequest) parser.parse(Indexed.of(message), true).orElseThrow();
        if (request.getUnrecognizedHeaders().hasNext())
            throw new ParseException("left out", 0);
        request.setPeerPacketSourceAddress(source.getAddress());
        request.setPeerPacketSourcePort(source.getPort());
        return RegistrarAdapter.read(request, new JainRequest(request, false, new DatagramFlow()));
    }

    /** The parser writes hosts in small letters. */
    private static Register alike(Register r) {
        return new Register(small(r.requestUri()), r.toUser(), small(r.toHost()), r.callId(), r.cseq(),
                r.contacts().stream().map(c -> new RegisterContact(small(c.uri()), c.expires(), c.q(), c.flow())).toList(),
                r.wildcard(), r.expires(), r.authorization(), r.source(), r.transport(), r.behindNat(), r.userAgent(),
                r.path(), r.outbound());
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** RFC 8599 §4.1: a push resource keeps its escapes, whichever parser reads it. */
    @Test
    void pushParametersAreReadAsTheyAreWritten() throws Exception {
        String uri = "sip:bob@10.1.1.7:5062;pn-provider=webpush;pn-prid=https%3A%2F%2Fpush.example%2Fx%3Fy%3D1;trunkline-auth=A-_b";
        byte[] message = bytes(BASE.replaceAll("Contact.*\n", "Contact: <" + uri + ">;expires=600\n"));
        assertEquals(uri, parsed(message).contacts().getFirst().uri());
        assertEquals(uri, quick(message).orElseGet(() -> assertDoesNotThrow(() -> parsed(message))).contacts().getFirst().uri());
    }

    static Stream<String> usual() {
        String contact = BASE.lines().filter(line -> line.startsWith("Contact")).findFirst().orElseThrow();
        return Stream.concat(Stream.of(BASE,
                BASE.replace("To:", "t:").replace("Call-ID:", "i :").replace("Contact:", "m:").replace("Via:", "v:"),
                BASE.replace("10.1.1.7:5062;branch", "10.9.9.9;branch"), BASE.replace("5062;branch", "5063;branch"),
                BASE.replace("10.1.1.7:5062;transport", "192.168.1.2:5062;transport"),
                BASE.replace("Expires: 3600\n", ""), BASE.replace("User-Agent: Phone 1.0\n", ""),
                BASE.replace("Expires: 3600", "Expires: 0\nPath: <sip:edge;lr>\nPath: <sip:edge2;lr>"),
                BASE.replace("<sip:bob@example.com>\nCall", "sip:bob@example.com\nCall"),
                BASE.replace("<sip:bob@example.com>\nCall", "\"B. (x)\" <sips:bob.o-b@example.com:5071>\nCall"),
                BASE.replaceAll("Authorization.*\n", "")),
                Stream.of("Contact: *", "", "Contact: <sip:10.1.1.7>", "Contact: sip:bob@10.1.1.7:5062;expires=60",
                        "Contact: \"Bob at\" <sip:bob@10.1.1.7>;q=1;+sip.instance=\"<urn:uuid:1;2,3>\";reg-id=1",
                        "Contact: <sip:bob@10.1.1.7:5062;pn-provider>", "Contact: <sip:bob@[2001:db8::7]:5062>", contact + "\nContact: <sip:bob@10.1.1.8>")
                        .map(other -> BASE.replace(contact + "\n", other.isEmpty() ? "" : other + "\n")));
    }

    @ParameterizedTest
    @MethodSource("usual")
    void whatPhonesWriteIsReadAsTheParserDoes(String message) throws ParseException {
        assertEquals(alike(parsed(bytes(message))), alike(quick(bytes(message)).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contact: <sip:a@b>, <sip:c@d>", "Contact: <sip:a:secret@b>", "Contact: <sip:%61@b>",
        "Contact: <sip:a@b?subject=x>", "Contact: <tel:+4685551234>", "Contact: <sip:a@b>;expires=soon",
        "Contact: <sip:a@b>; expires=60", "Contact: \"<sip:x@y>\\\"\" <sip:a@b>", "Contact: <sip:a@b:99999>",
        "Require: path", "Expires: 99999999999", "Expires: 1\nExpires: 2", "User-Agent: folded\n  twice"})
    void whatIsWrittenInAnotherWayIsLeftToTheParser(String line) {
        String message = BASE.replaceAll("Contact.*\n|Expires.*\n|User-Agent.*\n", "").replace("Content-Length",
                line + "\nContent-Length");
        assertEquals(Optional.empty(), quick(bytes(message)));
    }

    /** Else who looks at what comes in before the node does sees another name than it registers. */
    @Test
    void aBracketWithinANameIsNone() throws ParseException {
        byte[] message = bytes(BASE.replace("To: <sip:bob@example.com>", "To: \"<sip:mallory@example.com>;\" <sip:bob@example.com>"));
        assertEquals("bob", parsed(message).toUser());
        assertEquals("bob", quick(message).orElseThrow().toUser());
    }

    /** Seeded: whatever is on the wire, the two never differ where both read something. */
    @Test
    void theTwoNeverDiffer() {
        var random = new Random(SEED);
        int both = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] message = bytes(usual().toList().get(random.nextInt(18)));
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = random.nextInt(message.length);
                message[at] = random.nextBoolean() ? (byte) "<>\";:,@=[]? \r\n%\\*"
                        .charAt(random.nextInt(17)) : message[random.nextInt(message.length)];
            }
            var quick = quick(message.clone());
            if (quick.isEmpty())
                continue;
            try {
                assertEquals(alike(parsed(message)), alike(quick.get()), "seed " + SEED + "\n" + new String(message, UTF_8));
                both++;
            } catch (ParseException e) {
                continue; // stricter in what nobody here reads
            }
        }
        int compared = both;
        assertTrue(compared > MUTATIONS / 10, () -> "seed " + SEED + ": " + compared + " were read in both ways");
    }
}
