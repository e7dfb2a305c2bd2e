package org.trunkline.domain.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({"192.0.2.0/24,192.0.2.255,true", "192.0.2.0/24,192.0.3.0,false", "192.0.2.77,192.0.2.77,true",
            "192.0.2.77,192.0.2.78,false", "10.128.0.0/9,10.255.0.1,true", "10.128.0.0/9,10.127.0.1,false",
            "2001:db8::/33,2001:db8:7fff::1,true", "2001:db8::/33,2001:db8:8000::1,false", "::1,127.0.0.1,false"})
    void contains(String block, String address, boolean expected) {
        assertEquals(expected, AddressBlock.parse(block).orElseThrow().contains(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "256.1.1.1", "1.2.3.4/", "1.2.3.4/33", "::/129", "::1%lo", "a.b.c.d", "1.2.3.4/-1",
            "::/+8", "[::1]", "host"})
    void refuses(String text) {
        assertEquals(true, AddressBlock.parse(text).isEmpty());
    }

    @Test
    void beginsAtTheFirstAddressOfTheBlock() {
        assertEquals(AddressBlock.parse("192.0.2.0/24"), AddressBlock.parse("192.0.2.77/24"));
        assertEquals("192.0.2.0/24", AddressBlock.parse("192.0.2.77/24").orElseThrow().toString());
    }

    /** The examples of RFC 5952 §4. */
    @Test
    void addressesAreWrittenShort() throws Exception {
        for (String[] it : new String[][] {{"2001:0DB8:0:0:0:0:0:1", "2001:db8::1"}, {"2001:db8:0:0:1:0:0:1",
                "2001:db8::1:0:0:1"}, {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"}, {"2001:0:0:1:0:0:0:1",
                "2001:0:0:1::1"}, {"0:0:0:0:0:0:0:0", "::"}, {"0:0:0:0:0:0:0:1", "::1"}, {"fe80:0:0:0:0:0:0:0", "fe80::"},
                {"192.0.2.1", "192.0.2.1"}})
            assertEquals(it[1], AddressBlock.text(InetAddress.getByName(it[0])));
    }
}
