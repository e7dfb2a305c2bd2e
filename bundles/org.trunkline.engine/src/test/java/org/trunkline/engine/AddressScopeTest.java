package org.trunkline.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressScopeTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.9,MACHINE", "::1,MACHINE", "10.1.2.3,NETWORK", "172.16.0.1,NETWORK", "192.168.1.1,NETWORK",
            "169.254.1.1,NETWORK", "100.64.0.1,NETWORK", "100.127.255.255,NETWORK", "fd12::1,NETWORK", "fe80::1,NETWORK",
            "100.128.0.1,WORLD", "172.32.0.1,WORLD", "192.0.2.1,WORLD", "2001:db8::1,WORLD"})
    void ofAnAddress(String address, AddressScope reach) {
        assertEquals(reach, AddressScope.of(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1,192.0.2.2,true", "192.0.2.1,10.0.0.1,false", "192.0.2.1,127.0.0.1,false", "10.0.0.1,10.9.9.9,true",
            "10.0.0.1,192.168.0.1,true", "10.0.0.1,192.0.2.1,true", "10.0.0.1,127.0.0.1,false", "127.0.0.1,10.0.0.1,true",
            "127.0.0.1,224.0.0.1,false", "127.0.0.1,0.0.0.0,false"})
    void whereAPeerMayLead(String seen, String named, boolean follows) {
        assertEquals(follows, AddressScope.follows(InetAddress.ofLiteral(seen), InetAddress.ofLiteral(named)));
    }
}
