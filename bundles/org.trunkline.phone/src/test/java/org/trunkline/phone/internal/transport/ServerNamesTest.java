package org.trunkline.phone.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Transport;

/** RFC 3263 §4.2, with name servers of the test's own. */
class ServerNamesTest {
    private final Map<String, List<ServerNames.Service>> services = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>(Map.of("example.org", "192.0.2.1", "a.example.org", "192.0.2.2", "b.example.org", "192.0.2.3"));
    private boolean serving = true;
    private Instant now = Instant.EPOCH.plusSeconds(1_000);
    private final ServerNames names = new ServerNames(new ServerNames.Lookup() {
        @Override
        public List<ServerNames.Service> services(String name) throws IOException {
            if (!serving)
                throw new IOException("no answer");
            return services.getOrDefault(name, List.of());
        }

        @Override
        public List<InetAddress> addresses(String host) throws UnknownHostException {
            if (!addresses.containsKey(host) && !host.matches("[0-9.]+"))
                throw new UnknownHostException(host);
            return List.of(InetAddress.ofLiteral(addresses.getOrDefault(host, host)));
        }
    }, () -> now, new Random(7));

    private String next(String server) throws IOException {
        var address = names.next(URI.create(server), ServerUri.transport(URI.create(server)).orElseThrow());
        return address.getAddress().getHostAddress() + ':' + address.getPort();
    }

    @Test
    void aNameWithoutServicesHasTheDefaultPort() throws Exception {
        assertEquals("192.0.2.1:5060", next("udp://example.org"));
        assertEquals("192.0.2.1:5061", next("tls://example.org"));
        assertEquals("192.0.2.9:5060", next("tcp://192.0.2.9"));
        assertThrows(UnknownHostException.class, () -> next("udp://nowhere.example.org"));
    }

    @Test
    void servicesSayWhere() throws Exception {
        services.put("_sip._udp.example.org", List.of(new ServerNames.Service(20, 0, 5070, "a.example.org"), new ServerNames.Service(10, 0, 5080, "b.example.org")));
        services.put("_sips._tcp.example.org", List.of(new ServerNames.Service(1, 0, 443, "gone.example.org"), new ServerNames.Service(2, 0, 5443, "a.example.org")));
        assertEquals("192.0.2.3:5080", next("udp://example.org"));
        assertEquals("192.0.2.2:5443", next("tls://example.org"));
        assertEquals("192.0.2.1:5060", next("tcp://example.org"));
    }

    @Test
    void servicesWithoutAnAddressAreNotTheHostOfThatName() {
        services.put("_sip._udp.example.org", List.of(new ServerNames.Service(1, 0, 5070, "gone.example.org")));
        assertThrows(UnknownHostException.class, () -> next("udp://example.org"));
        addresses.put(".", "192.0.2.9");
        services.put("_sip._tcp.example.org", List.of(new ServerNames.Service(0, 0, 0, ServerNames.NO_SERVICE)));
        assertThrows(UnknownHostException.class, () -> next("tcp://example.org"));
    }

    @Test
    void noNameServerIsNeededForANameOfThisNetwork() throws Exception {
        addresses.put("pbx", "192.0.2.5");
        serving = false;
        assertEquals("192.0.2.5:5060", next("udp://pbx"));
        assertThrows(IOException.class, () -> next("udp://example.org"), "its service may be elsewhere");
    }

    @Test
    void aPortMeansThatHost() throws Exception {
        services.put("_sip._udp.example.org", List.of(new ServerNames.Service(10, 0, 5080, "b.example.org")));
        assertEquals("192.0.2.1:5062", next("udp://example.org:5062"));
    }

    @Test
    void anAddressThatFailedComesLastForAMinute() throws Exception {
        services.put("_sip._udp.example.org", List.of(new ServerNames.Service(10, 0, 5060, "a.example.org"), new ServerNames.Service(20, 0, 5060, "b.example.org")));
        names.failed(new InetSocketAddress("192.0.2.2", 5060));
        assertEquals("192.0.2.3:5060", next("udp://example.org"));
        now = now.plusSeconds(10);
        names.failed(new InetSocketAddress("192.0.2.3", 5060));
        assertEquals("192.0.2.2:5060", next("udp://example.org"));
        now = now.plus(Duration.ofMinutes(2));
        assertEquals("192.0.2.2:5060", next("udp://example.org"));
    }

    @Test
    void knowsWhetherThereIsAnotherAddress() throws Exception {
        assertFalse(names.hasAnother(), "nothing was found yet");
        next("udp://example.org");
        names.failed(new InetSocketAddress("192.0.2.1", 5060));
        assertFalse(names.hasAnother());
        services.put("_sip._udp.example.org", List.of(new ServerNames.Service(10, 0, 5060, "a.example.org"), new ServerNames.Service(20, 0, 5060, "b.example.org")));
        next("udp://example.org");
        names.failed(new InetSocketAddress("192.0.2.2", 5060));
        assertTrue(names.hasAnother());
        names.failed(new InetSocketAddress("192.0.2.3", 5060));
        assertFalse(names.hasAnother());
        now = now.plus(Duration.ofMinutes(2));
        assertTrue(names.hasAnother());
    }

    @Test
    void weightsShareOnePriority() throws Exception {
        services.put("_sip._udp.example.org", List.of(new ServerNames.Service(1, 90, 5060, "a.example.org"), new ServerNames.Service(1, 10, 5060, "b.example.org")));
        int first = 0;
        for (int i = 0; i < 200; i++)
            first += next("udp://example.org").startsWith("192.0.2.2") ? 1 : 0;
        assertEquals(Transport.UDP, ServerUri.transport(URI.create("udp://x")).orElseThrow());
        assertEquals(180, first, 20);
    }
}
