package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.transport.WireParser;
import org.trunkline.testkit.Mutator;

/** Whatever comes, the quick way ends where the stack's own parser does: the same objects, or the same refusal. */
class FastHeaderParserTest {
    private static final long SEED = Long.getLong("fuzz.seed", 20261121);
    private static final int CASES = Integer.getInteger("fuzz.cases", 20_000);
    private static final List<Class<?>> REFUSED = List.of(From.class, To.class, CSeq.class, Via.class, CallID.class,
            ContentLength.class, RequestLine.class, StatusLine.class);
    private static final List<String> READ = List.of("Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards",
            "Content-Type", "Contact", "Record-Route", "Route", "Expires", "Event", "Subscription-State");
    /** As {@link WireParser} judges. */
    static final ParseExceptionListener JUDGE = (problem, message, header, _, _) -> {
        if (header != null && REFUSED.contains(header))
            throw problem;
    };

    private final HeaderValidator scan = new HeaderValidator(BorderLimits.DEFAULT);
    private final WireParser quick = new WireParser(new IngressFilter(BorderLimits.DEFAULT,
            new SourceGuard(BorderLimits.DEFAULT, () -> Instant.EPOCH, _ -> SourceTrust.TRUNK)), Duration.ofDays(1));

    @BeforeAll
    static void quiet() {
        ParserLog.use();
    }

    private interface Parse {
        SIPMessage of(byte[] message) throws ParseException;
    }

    private static String outcome(byte[] message, Parse parse) {
        try {
            var read = parse.of(message);
            return read == null ? "nothing" : described(read);
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            return "refused";
        }
    }

    private static String described(SIPMessage message) {
        var text = new StringBuilder(String.valueOf(message.getFirstLine()));
        for (String name : READ) {
            var all = message.getHeaders(name);
            while (all.hasNext()) {
                var header = all.next();
                text.append(header.getClass().getSimpleName()).append(' ').append(header);
            }
        }
        var via = message.getTopmostVia();
        if (via != null)
            text.append(via.getBranch()).append(via.getHost()).append(via.getPort()).append(via.getTransport())
                    .append(via.hasParameter("rport")).append(via.getReceived());
        for (var address : new gov.nist.javax.sip.header.AddressParametersHeader[] {(From) message.getFrom(),
                (To) message.getTo()})
            if (address != null)
                text.append(address.getParameter("tag")).append(address.getAddress().getDisplayName())
                        .append(address.getAddress().getURI().getClass()).append(address.getAddress().getURI());
        if (message instanceof SIPRequest request && request.getRequestLine() != null)
            text.append(request.getMethod()).append(request.getRequestURI().getClass()).append(request.getRequestURI());
        return text.append(message.getContentLength().getContentLength()).append(' ').append(message.getSize())
                .toString();
    }

    private void same(byte[] message) {
        String theirs = outcome(message, it -> new StringMsgParser().parseSIPMessage(it, false, false, JUDGE));
        String ours = outcome(message, it -> quick.parse(Indexed.of(it), false).orElseThrow());
        assertEquals(theirs, ours, () -> new String(message, UTF_8));
    }

    private static List<byte[]> seeds() throws IOException {
        var all = new ArrayList<>(FuzzTest.seeds());
        for (String line : List.of("SIP/2.0 200 OK", "SIP/2.0 486 Busy Here", "BYE sips:127.0.0.1;lr;x=1 SIP/2.0"))
            all.add((line + "\r\nv: SIP/2.0/TCP host.example;branch=z9hG4bKa.b;received=1.2.3.4;RPORT=5060\r\n"
                    + "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKx;rport\r\nf: <sip:+49%20@x.example;user=phone>;Tag=1\r\n"
                    + "t: \"B b \" <sips:b@[::1]:5061;transport=tls>;tag=2;x\r\ni: a@b\r\nCSeq: 4294967 INVITE\r\n"
                    + "Record-Route: <sip:p.example;lr>\r\nRecord-Route: <sip:10.0.0.1:5062;lr;ftag=a>\r\n"
                    + "Route: <sip:r.example;lr=on>\r\nm: <sip:c@1.2.3.4:5>;expires=60;q=0.5\r\nExpires: 60\r\n"
                    + "Content-Type: application/sdp\r\nEvent: refer;id=1\r\nSubscription-State: active;expires=5\r\n"
                    + "Max-Forwards: 070\r\nl: 3\r\n\r\nabc").getBytes(UTF_8));
        return all;
    }

    @Test
    void whatIsSoundIsReadAlike() throws IOException {
        seeds().forEach(this::same);
    }

    @Test
    void whatIsSpoiledIsReadOrRefusedAlike() throws IOException {
        var mutator = new Mutator(SEED);
        var seeds = seeds();
        int passed = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] message = mutator.next(seeds);
            if (scan.read(message, message.length, true).isPresent() || message.length == 0)
                continue; // never reaches a parser
            same(message);
            passed++;
        }
        assertTrue(passed > CASES / 20, passed + " passed");
    }

    /** One character of one header at a time, where the shapes end. */
    @Test
    void whatIsAlmostPlainIsReadAlike() throws IOException {
        var chance = new Random(SEED);
        var seeds = seeds();
        String odd = ";,:=\"\\ \t<>@?%&/()[]{}~!*'`$#+-._0aZ\u00e9\u007f";
        for (int i = 0; i < CASES; i++) {
            var text = new StringBuilder(new String(seeds.get(chance.nextInt(seeds.size())), ISO_8859_1));
            int at = chance.nextInt(text.length());
            char c = odd.charAt(chance.nextInt(odd.length()));
            if (text.charAt(at) == '\r' || text.charAt(at) == '\n')
                continue;
            switch (chance.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                default -> text.deleteCharAt(at);
            }
            byte[] message = text.toString().getBytes(ISO_8859_1);
            if (scan.read(message, message.length, false).isEmpty())
                same(message);
        }
    }

    @Test
    void aUsualCallIsReadWithoutTheParser() {
        byte[] head = ("INVITE sip:+4930123@10.0.0.1:5060;transport=udp SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bK1;rport\r\nFrom: \"A\" <sip:100@10.0.0.2>;tag=1\r\n").getBytes(UTF_8);
        var reader = new FastHeaderParser(head);
        int first = new String(head, UTF_8).indexOf('\r');
        assertNotNull(reader.firstLine(0, first));
        int via = first + 2;
        int viaEnd = new String(head, UTF_8).indexOf('\r', via);
        try {
            assertNotNull(reader.header(HeaderName.VIA, via + 5, viaEnd));
            assertNotNull(reader.header(HeaderName.FROM, viaEnd + 8, head.length - 2));
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}
