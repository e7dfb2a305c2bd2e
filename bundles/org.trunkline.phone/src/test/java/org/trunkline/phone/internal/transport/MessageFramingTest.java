package org.trunkline.phone.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class MessageFramingTest {
    private static final String ONE = "SIP/2.0 200 OK\r\nContent-Length: 3\r\n\r\nå1";
    private static final String TWO = "BYE sip:a SIP/2.0\r\nl : 0\r\n\r\n";

    private final List<String> messages = new ArrayList<>();
    private int pings;
    private int pongs;
    private boolean awaited;
    private final MessageFraming framing = new MessageFraming(messages::add, () -> pings++, () -> {
        pongs++;
        return awaited;
    });

    private void take(byte[] bytes) throws IOException {
        framing.take(bytes, bytes.length);
    }

    @Test
    void messagesComeWholeHoweverTheyArrive() throws IOException {
        for (byte each : (ONE + "\r\n" + TWO + ONE).getBytes(UTF_8))
            take(new byte[] {each});
        assertEquals(List.of(ONE, TWO, ONE), messages);
        assertEquals(1, pongs);
        messages.clear();
        take((TWO + ONE).getBytes(UTF_8));
        assertEquals(List.of(TWO, ONE), messages);
    }

    /** RFC 5626 §4.4.1. */
    @Test
    void aPingHasTwoLineBreaksAndAPongHasOne() throws IOException {
        take("\r\n\r\n".getBytes(UTF_8));
        assertEquals("1 pings, 0 pongs", pings + " pings, " + pongs + " pongs");
        take(("\r\n" + ONE + "\r\n\r\n" + TWO + "\r\n").getBytes(UTF_8));
        assertEquals("2 pings, 2 pongs", pings + " pings, " + pongs + " pongs");
        assertEquals(List.of(ONE, TWO), messages);
    }

    @Test
    void aPingInPartsIsOne() throws IOException {
        for (var parts : List.of(List.of("\r\n", "\r\n"), List.of("\r", "\n\r", "\n"), List.of("\r\n\r", "\n"))) {
            pings = 0;
            for (var each : parts)
                take(each.getBytes(UTF_8));
            assertEquals(1, pings);
        }
        take("\r\n".getBytes(UTF_8));
        take((ONE + "\r\n").getBytes(UTF_8));
        assertEquals(1, pings, "with a message between, they are two answers");
    }

    @Test
    void answersThatWereAwaitedAreNoPing() throws IOException {
        awaited = true;
        for (int i = 0; i < 4; i++)
            take("\r\n".getBytes(UTF_8));
        assertEquals("0 pings, 4 pongs", pings + " pings, " + pongs + " pongs");
    }

    @Test
    void whatCannotBeCutIsRefused() {
        assertThrows(IOException.class, () -> take("BYE sip:a SIP/2.0\r\n\r\n".getBytes(UTF_8)));
        assertThrows(IOException.class, () -> take("BYE sip:a SIP/2.0\r\nContent-Length: 9999999\r\n\r\n".getBytes(UTF_8)));
        assertThrows(IOException.class, () -> take(new byte[(1 << 20) + 1]));
    }
}
