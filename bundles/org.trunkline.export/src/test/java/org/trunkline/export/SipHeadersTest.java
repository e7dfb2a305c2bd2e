package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class SipHeadersTest {
    @Test
    void namesAreLongOrCompactInAnyCaseAndTheBodyIsNone() {
        assertEquals(Optional.of("abc"), SipHeaders.first("X\r\ni: abc\r\n\r\n", "Call-ID", "i"));
        assertEquals(Optional.of("abc"), SipHeaders.first("X\r\nCALL-ID:abc\r\n\r\n", "Call-ID", "i"));
        assertEquals(Optional.empty(), SipHeaders.first("X\r\n\r\nCall-ID: abc\r\n", "Call-ID", "i"));
    }
}
