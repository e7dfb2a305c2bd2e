package org.trunkline.node.internal.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.testkit.FakeNameServer;

class EnumLookupTest {
    private static final String NUMBER = "+46812345678";
    private static final String DOMAIN = "8.7.6.5.4.3.2.1.8.6.4.enum.test";

    private final FakeNameServer dns;

    EnumLookupTest() throws Exception {
        dns = new FakeNameServer();
    }

    @AfterEach
    void close() {
        dns.close();
    }

    private NumberFacts lookup() throws Exception {
        return new EnumLookup(EnumComponent.resolver(dns.address()), "enum.test").lookup(NUMBER);
    }

    @Test
    void theBestSipRuleCounts() throws Exception { // RFC 6116 §3.2
        dns.rewrite(DOMAIN, 100, 20, "u", "E2U+sip", "!^.*$!sip:worse@example.com!")
                .rewrite(DOMAIN, 100, 10, "U", "e2u+SIP", "!^\\+46(.*)$!sip:\\1@example.com!")
                .rewrite(DOMAIN, 10, 1, "u", "E2U+email:mailto", "!^.*$!mailto:info@example.com!");
        assertEquals(Optional.of("sip:812345678@example.com"), lookup().uri());
    }

    @Test
    void aPortedNumberHasARoutingNumber() throws Exception { // RFC 4769
        dns.rewrite(DOMAIN, 10, 10, "u", "E2U+pstn:tel", "!^.*$!tel:+46812345678;npdi;rn=+46-70-0000!");
        var facts = lookup();
        assertEquals(Optional.of("+46700000"), facts.routingNumber());
        assertEquals(Optional.empty(), facts.uri());
    }

    @Test
    void aRuleMayLeadToAnotherDomain() throws Exception {
        dns.way(DOMAIN, 10, 10, "", "", "carrier.test")
                .rewrite("carrier.test", 10, 10, "u", "E2U+sip", "!^(.*)$!sip:\\1@carrier.test!");
        assertEquals(Optional.of("sip:+46812345678@carrier.test"), lookup().uri());
    }

    @Test
    void aCircleOfDomainsEnds() throws Exception {
        dns.way(DOMAIN, 10, 10, "", "", DOMAIN);
        assertEquals(Optional.empty(), lookup().uri());
    }

    @Test
    void anUnknownNumberIsKnownToBeUnknown() throws Exception {
        var facts = lookup();
        assertEquals(Optional.empty(), facts.uri());
        assertTrue(facts.ttl().compareTo(Duration.ZERO) > 0);
    }

    @Test
    void rulesThatMakeNoSenseAreLeftOut() throws Exception {
        for (String regexp : List.of("", "!", "!!", "!^(.*$!sip:x!", "!^.*$!sip:\\7@example.com!", "!^999$!sip:x!", "!^.*$!sip:x!x!"))
            dns.rewrite(DOMAIN, 1, 1, "u", "E2U+x" + dns.asked(), regexp);
        assertEquals(Optional.empty(), lookup().uri());
    }

    @Test
    void aNameServerThatSaysNothingIsAFailure() throws Exception {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var resolver = EnumComponent.resolver("127.0.0.1:" + silent.getLocalPort());
            resolver.setTimeout(Duration.ofMillis(20));
            var lookup = new EnumLookup(resolver, "enum.test");
            var e = assertThrows(ExtensionException.class, () -> lookup.lookup(NUMBER));
            assertTrue(e.retryable());
            assertTrue(e.getMessage().contains("trunkline.dns"), e.getMessage());
        }
    }
}
