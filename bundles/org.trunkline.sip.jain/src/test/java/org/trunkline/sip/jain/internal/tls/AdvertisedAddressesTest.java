package org.trunkline.sip.jain.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;

import org.junit.jupiter.api.Test;

class AdvertisedAddressesTest {
    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");
    private static final InetAddress PEER = InetAddress.ofLiteral("127.0.0.2");

    private final AdvertisedAddresses locals = new AdvertisedAddresses();

    @Test
    void eachTransportHasItsPort() {
        var bound = InetAddress.ofLiteral("192.0.2.1");
        assertEquals("192.0.2.1:5060", locals.local(bound, 5060, PEER));
        assertEquals("192.0.2.1:5061", locals.local(bound, 5061, PEER));
        assertEquals("192.0.2.1:5060", locals.local(bound, 5060, PEER));
    }

    @Test
    void aWildcardIsTheAddressRoutedFrom() {
        assertFalse(locals.isLocal("127.0.0.1"));
        String local = locals.local(ANY, 5060, PEER);
        assertTrue(local.startsWith("127.0.0.") && local.endsWith(":5060"), local);
        assertTrue(locals.isLocal(local.substring(0, local.indexOf(':'))));
        locals.forgetOld(System.nanoTime() + Duration.ofMinutes(2).toNanos());
        assertEquals(local, locals.local(ANY, 5060, PEER));
    }
}
