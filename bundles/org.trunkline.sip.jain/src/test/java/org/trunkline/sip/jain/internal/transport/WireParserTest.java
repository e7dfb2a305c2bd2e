package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.internal.wire.Indexed;

class WireParserTest {
    private static final byte[] MESSAGE = """
            OPTIONS sip:node SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1
            Max-Forwards: 70
            From: <sip:a@example.com>;tag=1
            To: <sip:node>
            Call-ID: c1
            CSeq: 1 OPTIONS
            Content-Length: 0

            """.replace("\n", "\r\n").getBytes(UTF_8);
    private static final long SLOW = Duration.ofMillis(600).toNanos();

    private final ArrayDeque<Long> times = new ArrayDeque<>();
    private final SourceGuard guard = new SourceGuard(BorderLimits.DEFAULT, () -> Instant.EPOCH, _ -> SourceTrust.TRUNK);
    private final WireParser parser = new WireParser(new IngressFilter(BorderLimits.DEFAULT, guard), Duration.ofMillis(500),
            times::remove);

    @Test
    void aMessageThatWasSlowToReadOnceIsTaken() throws ParseException {
        times.addAll(List.of(0L, SLOW, SLOW, SLOW + 1));
        assertEquals("c1", parser.parse(Indexed.of(MESSAGE), true).orElseThrow().getCallId().getCallId());
        assertEquals(0, guard.refusals().of("slow-parse"));
    }

    @Test
    void aMessageThatIsSlowToReadEachTimeIsRefused() {
        times.addAll(List.of(0L, SLOW, SLOW, 2 * SLOW));
        assertThrows(ParseException.class, () -> parser.parse(Indexed.of(MESSAGE), true).orElseThrow());
        assertEquals(1, guard.refusals().of("slow-parse"));
    }
}
