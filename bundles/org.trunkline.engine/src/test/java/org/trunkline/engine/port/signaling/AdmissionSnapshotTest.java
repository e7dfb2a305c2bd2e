package org.trunkline.engine.port.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.engine.port.signaling.AdmissionSnapshot.Load;

class AdmissionSnapshotTest {
    private static final AdmissionSnapshot SNAPSHOT = new AdmissionSnapshot(
            new AddressTrie<>(List.of(new AddressTrie.Entry<>(AddressBlock.parse("203.0.113.0/24").orElseThrow(), "carrier"))),
            AddressSet.EMPTY.with(address("192.0.2.7")).with(address("203.0.113.8")), Set.of("112", "911"),
            Map.of("sbc.example", "carrier.example"), Load.EASY);

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void aSourceIsATrunkOrRegisteredOrAStranger() {
        assertEquals(SourceTrust.TRUNK, SNAPSHOT.standing(address("203.0.113.9")));
        assertEquals(SourceTrust.TRUNK, SNAPSHOT.standing(address("203.0.113.8")), "the trunk's address stays a trunk although a phone registers from it");
        assertEquals(SourceTrust.REGISTERED, SNAPSHOT.standing(address("192.0.2.7")));
        assertEquals(SourceTrust.STRANGER, SNAPSHOT.standing(address("192.0.2.8")));
        assertEquals(SourceTrust.STRANGER, AdmissionSnapshot.NOTHING.standing(address("192.0.2.7")));
    }

    @Test
    void aHostMayHaveACertificateOfAnotherName() {
        assertEquals("carrier.example", SNAPSHOT.certificateName("SBC.example"));
        assertEquals("other.example", SNAPSHOT.certificateName("other.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:112@node", "sips:112@node", "SIP:+112@node", "sip:112;phone-context=+46@node;user=phone",
            "sip:112:secret@node", "sip:%31%312@node", "tel:112", "tel:+112", "tel:1-1-2;phone-context=+46",
            "urn:service:sos", "urn:service:SOS.police"})
    void emergencyCalls(String uri) {
        assertTrue(SNAPSHOT.emergency(uri));
        assertFalse(AdmissionSnapshot.NOTHING.emergency(uri), "a node without emergency numbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:112", "sip:1123@node", "sip:alice@112", "sip:1-1-2@node", "tel:1122", "urn:service:sosx",
            "urn:service:counseling", "sip:%", "sip:%zz112@node", "112", ""})
    void otherCalls(String uri) {
        assertFalse(SNAPSHOT.emergency(uri));
    }

    @Test
    void aSetOfAddressesIsNeverChanged() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var expected = new HashSet<InetAddress>();
        var set = AddressSet.EMPTY;
        for (int i = 0; i < 20_000; i++) {
            var address = address("10.0." + random.nextInt(32) + '.' + random.nextInt(256));
            boolean known = expected.contains(address);
            assertEquals(known, set.contains(address), () -> "seed " + seed);
            var before = set;
            set = known ? set.without(address) : set.with(address);
            assertEquals(known, before.contains(address), "the one before stays as it was");
            if (known)
                expected.remove(address);
            else
                expected.add(address);
        }
        for (var address : expected)
            assertSame(set, set.with(address));
        assertSame(set, set.without(address("192.0.2.1")));
    }
}
