package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.transport.WireParser;

/** What the scan lets through the stack's parser reads in the same way. */
class HeaderValidatorTest {
    private static final String GOOD = "SIP/2.0/UDP 127.0.0.1:5070;rport;branch=z9hG4bKgood";
    private static final int CASES = 20_000;

    private final HeaderValidator scan = new HeaderValidator(BorderLimits.DEFAULT);

    private static byte[] message(String firstLine, String via) {
        return (firstLine + "\nVia: " + via + "\nMax-Forwards: 70\nFrom: <sip:a@127.0.0.1>;tag=1\nTo: <sip:b@127.0.0.1>\n"
                + "Call-ID: c1\nCSeq: 1 INVITE\nContent-Length: 0\n\n").replace("\n", "\r\n").getBytes(UTF_8);
    }

    private static byte[] invite(String via) {
        return message("INVITE sip:b@127.0.0.1 SIP/2.0", via);
    }

    private boolean passes(byte[] message) {
        return scan.read(message, message.length, true).isEmpty();
    }

    @Test
    void theTransactionIsTheOneOfTheTopmostVia() {
        for (String via : new String[] {GOOD, "SIP / 2.0 / UDP 127.0.0.1 : 5070 ; branch = z9hG4bKgood , SIP/2.0/UDP x",
                "SIP/2.0/UDP 127.0.0.1:5070;x=\"a;branch=z9hG4bKother\";branch=z9hG4bKgood",
                "SIP/2.0/UDP 127.0.0.1:5070;received=[::1];branch=z9hG4bKgood;empty="}) {
            assertTrue(passes(invite(via)), via);
            assertEquals("INVITE z9hg4bkgood 127.0.0.1:5070", scan.transaction().orElseThrow(), via);
        }
        assertTrue(passes(invite("SIP/2.0/UDP 127.0.0.1;branch=1")));
        assertTrue(scan.transaction().isEmpty(), "of RFC 2543");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKgood\n other",
            "SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKgood other", "SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKgoodé",
            "SIP/2.0/UDP 127.0.0.1:5070;branch=\"z9hG4bKgood\"", "SIP/2.0/UDP 127.0.0.1:5070;branch",
            "SIP/2.0/UDP 127.0.0.1:5070;;branch=z9hG4bKgood", "SIP/2.0/UDP 127.0.0.1\n .2:5070;branch=z9hG4bKgood",
            "SIP/2.0/UDP 127.0.0.1:;branch=z9hG4bKgood", "SIP/2.0/UDP 127.0.0.1:99999;branch=z9hG4bKgood",
            "SIP/2.0/UDP [::1%25eth0]:5070;branch=z9hG4bKgood", "SIP/2.0/UDP;branch=z9hG4bKgood",
            "SIP/2.0/UDP 127.0.0.1:5070 SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKgood",
            "SIP/2.0/UDP 127.0.0.1:5070;x=\"a;branch=z9hG4bKgood"})
    void aViaThatCouldBeReadInTwoWaysIsRefused(String via) {
        assertFalse(passes(invite(via)));
    }

    /** Else overload would be passed by: what belongs to a known transaction does not wait. */
    @Test
    void spoiledViasNameTheTransactionThatTheParserReads() throws Exception {
        var chance = new Random(20261121);
        String[] seeds = {GOOD, "SIP/2.0/UDP [::1]:5070;received=\"a;b\" ; branch=z9hG4bKgood;x=y",
                "SIP / 2.0 / TCP h.example ; maddr=1.2.3.4;branch=z9hG4bKgood, SIP/2.0/UDP a;branch=z9hG4bKb"};
        String odd = ";,:=\" \\z9hG4bK\tbranchSIP/2.0[]()é<>";
        int compared = 0;
        for (int i = 0; i < CASES; i++) {
            var via = new StringBuilder(seeds[i % seeds.length]);
            for (int n = chance.nextInt(1, 4); n > 0; n--) {
                int at = chance.nextInt(via.length());
                switch (chance.nextInt(3)) {
                    case 0 -> via.setCharAt(at, odd.charAt(chance.nextInt(odd.length())));
                    case 1 -> via.insert(at, odd.charAt(chance.nextInt(odd.length())));
                    default -> via.deleteCharAt(at);
                }
            }
            byte[] invite = invite(via.toString());
            if (!passes(invite) || scan.transaction().isEmpty())
                continue;
            SIPMessage message;
            try {
                message = new StringMsgParser().parseSIPMessage(invite, true, false, FastHeaderParserTest.JUDGE);
            } catch (ParseException e) {
                continue; // refused after all
            }
            var top = message.getTopmostVia();
            assertEquals(TransactionKey.of("INVITE", top.getBranch(), top.getHost(), top.getPort()),
                    scan.transaction().get(), via.toString());
            compared++;
        }
        assertTrue(compared > CASES / 10, compared + " compared");
    }

    @Test
    void anExpiresThatIsNoTimeIsRefused() {
        var text = new String(invite(GOOD), UTF_8);
        for (String bad : new String[] {"", "soon", "-1", "3600s", "4294967296", "1 2"})
            assertFalse(passes(text.replace("Call-ID", "Expires: " + bad + "\r\nCall-ID").getBytes(UTF_8)), bad);
        for (String good : new String[] {"0", "3600", "4294967295"})
            assertTrue(passes(text.replace("Call-ID", "Expires: " + good + "\r\nCall-ID").getBytes(UTF_8)), good);
    }

    @Test
    void aMethodInLowerCaseIsNotTheMethod() {
        String text = new String(message("ack sip:b@127.0.0.1 SIP/2.0", GOOD), UTF_8);
        assertTrue(passes(text.replace("1 INVITE", "1 ack").getBytes(UTF_8)));
        assertTrue(scan.fresh(), "counts against its source's rate");
    }

    @Test
    void aHeadHasOneEnd() {
        var text = new String(invite(GOOD), UTF_8);
        assertFalse(passes(text.replace("Call-ID", " \r\nCall-ID").getBytes(UTF_8)), "a line of blanks");
        assertFalse(passes(message("SIP/2.0 200 OK\rVia: " + GOOD, GOOD)), "a lone CR");
        assertTrue(passes(message("SIP/2.0 200 Žluťoučký\tkůň", GOOD)));
        assertFalse(passes(message("sip/2.0 200 OK", GOOD)));
    }

    /** RFC 3261 §18.3. */
    @Test
    void aDatagramsBodyIsAsLongAsItSaysOrToTheEnd() throws ParseException {
        var guard = new SourceGuard(BorderLimits.DEFAULT, () -> Instant.EPOCH, _ -> SourceTrust.TRUNK);
        var parser = new WireParser(new IngressFilter(BorderLimits.DEFAULT, guard), Duration.ofDays(1));
        var text = new String(invite(GOOD), UTF_8);
        var longer = parser.parse(Indexed.of((text.replace("Length: 0", "Length: 3") + "abcdef").getBytes(UTF_8)), true).orElseThrow();
        assertEquals("abc", new String(longer.getRawContent(), UTF_8));
        var without = parser.parse(Indexed.of((text.replace("Content-Length: 0\r\n", "") + "abcdef").getBytes(UTF_8)), true).orElseThrow();
        assertEquals("abcdef", new String(without.getRawContent(), UTF_8));
        assertEquals(null, parser.parse(Indexed.of((text + "abc").getBytes(UTF_8)), true).orElseThrow().getRawContent());
    }
}
