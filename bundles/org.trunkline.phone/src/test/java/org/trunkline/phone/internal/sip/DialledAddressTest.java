package org.trunkline.phone.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.internal.address.DialledAddress;

class DialledAddressTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            +46 (8) 55-510.00, sip:+46855510 00@example.org
            '*8', sip:*8@example.org
            '#31#08123', sip:%2331%2308123@example.org
            anna, sip:anna@example.org
            anna@other.example:5070, sip:anna@other.example:5070
            sip:anna@other.example;transport=tcp, sip:anna@other.example
            tel:+46-8-555;phone-context=x, sip:+468555@example.org
            'åke', sip:%C3%A5ke@example.org
            anna@[2001:db8::1], sip:anna@[2001:db8::1]
            """)
    void isAnAddress(String typed, String uri) throws PhoneException {
        assertEquals(uri.replace(" ", ""), DialledAddress.uri(typed, "example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "anna karenina", "a@b c", "@x", "sip:", "()", "+", "a@b>\r\nX: y"})
    void isNone(String typed) {
        assertEquals("phone-bad-target", assertThrows(PhoneException.class, () -> DialledAddress.uri(typed, "example.org")).text().code());
    }

    @Test
    void holdIsReadInTheAudio() {
        assertEquals(true, Sdp.holds("v=0\r\nm=audio 1 X 0\r\na=inactive\r\nm=video 1 X 96\r\na=sendrecv\r\n"));
        assertEquals(false, Sdp.holds("v=0\r\nm=video 1 X 96\r\na=sendonly\r\nm=audio 1 X 0\r\na=recvonly\r\n"));
        assertEquals(true, Sdp.holds("v=0\r\na=sendonly\r\nm=audio 1 X 0\r\n"));
        assertEquals(true, Sdp.holds("v=0\r\nc=IN IP4 0.0.0.0\r\nm=audio 1 RTP/AVP 0\r\n"));
    }
}
