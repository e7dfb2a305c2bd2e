package org.trunkline.examples.crm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.Direction;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.record.RecordAttributes;
import org.trunkline.spi.testkit.FakePluginContext;
import org.trunkline.spi.testkit.HttpResourceContract;
import org.trunkline.spi.testkit.NumberLookupContract;
import org.trunkline.spi.testkit.RecordAttributesContract;
import org.trunkline.spi.testkit.SpiSamples;

/** Against a server in the shape of the three systems. */
class CrmTest {
    private static final String NUMBER = "+46701234567";
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int failWith;
    /** The first note. */
    private volatile int noteRefusedWith;
    /** The first search. */
    private volatile int searchRefusedWith;
    private final AtomicInteger searches = new AtomicInteger();
    private final AtomicInteger notes = new AtomicInteger();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var uri = exchange.getRequestURI().toString();
        requests.add(exchange.getRequestMethod() + " " + uri + " " + body);
        boolean known = uri.contains("%2B46701234567") || body.contains(NUMBER) || uri.contains("term=");
        var answer = uri.startsWith("/api/v2/contacts") ? known && !uri.contains("?phone=")
                ? "[{\"id\":7,\"name\":\"Maja Lind\",\"mobile\":\"" + NUMBER + "\"}]" : "[]"
                : uri.endsWith("/search") ? known ? "{\"results\":[{\"id\":\"8\",\"properties\":{\"firstname\":\"Maja\",\"lastname\":\"Lind\",\"company\":\"Lind AB\",\"phone\":\""
                + NUMBER + "\"}}]}" : "{\"results\":[]}"
                : exchange.getRequestMethod().equals("REPORT") ? """
                <?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:response><d:propstat><d:prop>
                <c:address-data>BEGIN:VCARD
                VERSION:4.0
                UID:urn:1
                FN:Maja Li
                 nd
                ORG:Lind\\, AB;Sales
                TEL;TYPE=cell:070-123 45 67
                item1.TEL;VALUE=uri:tel:+46-8-6840100;ext=1
                END:VCARD
                </c:address-data></d:prop></d:propstat></d:response></d:multistatus>""" : "{}";
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        boolean refused = noteRefusedWith > 0 && uri.endsWith("/notes") && notes.incrementAndGet() == 1;
        boolean unsearched = searchRefusedWith > 0 && uri.endsWith("/search") && searches.incrementAndGet() == 1;
        exchange.sendResponseHeaders(unsearched ? searchRefusedWith : refused ? noteRefusedWith : failWith > 0 ? failWith : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Crm crm(String kind) {
        return new Crm(new FakePluginContext(folder, Map.of("kind", kind, "address", "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                "user", "u", "key", "secret", "notes", "yes")));
    }

    @Test
    void eachSystemKnowsTheNameOfANumber() throws Exception {
        assertEquals(Optional.of("Maja Lind"), crm("freshdesk").lookup(NUMBER).name());
        assertEquals(Optional.of("Maja Lind (Lind AB)"), crm("hubspot").lookup(NUMBER).name());
        assertEquals(Optional.of("Maja Lind (Lind, AB)"), crm("carddav").lookup(NUMBER).name());
        assertEquals(Optional.of("Maja Lind (Lind, AB)"), crm("carddav").lookup("+4686840100").name());
    }

    @Test
    void aCallIsNotedOnce() throws Exception {
        for (var kind : List.of("freshdesk", "hubspot")) {
            requests.clear();
            var crm = crm(kind);
            var batch = SpiSamples.batch(kind.equals("freshdesk") ? 0 : 10, List.of(SpiSamples.answered(1, Duration.ofSeconds(90)), SpiSamples.busy(2)));
            crm.consume(batch);
            crm.consume(batch);
            var notes = requests.stream().filter(r -> r.contains("/tickets") || r.contains("/notes")).toList();
            assertEquals(1, notes.size(), kind + ": " + notes);
            assertTrue(notes.getFirst().contains("Call to " + NUMBER) && notes.getFirst().contains("90 s"), notes.toString());
        }
    }

    @Test
    void aNoteThatFailedIsMadeLater() throws Exception {
        var crm = crm("hubspot");
        var batch = SpiSamples.batch(0, List.of(SpiSamples.answered(1, Duration.ofSeconds(90))));
        failWith = 503;
        assertTrue(assertThrows(ExtensionException.class, () -> crm.consume(batch)).retryable());
        failWith = 0;
        crm.consume(batch);
        assertEquals(1, requests.stream().filter(r -> r.contains("/notes")).count());
    }

    /** A contact that is closed for notes, a text it does not accept: later calls are noted. */
    @Test
    void aNoteThatIsRefusedForGoodIsLeftOut() throws Exception {
        noteRefusedWith = 400;
        var crm = crm("hubspot");
        crm.consume(SpiSamples.batch(0, List.of(SpiSamples.answered(1, Duration.ofSeconds(90)), SpiSamples.answered(2, Duration.ofSeconds(90)))));
        assertEquals(2, notes.get());
        crm.consume(SpiSamples.batch(2, List.of(SpiSamples.answered(3, Duration.ofSeconds(90)))));
        assertEquals(3, notes.get());
    }

    /** A number that the system does not accept: later calls are noted. */
    @Test
    void aNumberThatCannotBeLookedUpIsLeftOut() throws Exception {
        searchRefusedWith = 422;
        var crm = crm("hubspot");
        crm.consume(SpiSamples.batch(0, List.of(SpiSamples.answered(1, Duration.ofSeconds(90)), SpiSamples.answered(2, Duration.ofSeconds(90)))));
        assertEquals(2, searches.get());
        assertEquals(1, requests.stream().filter(r -> r.contains("/notes")).count());
    }

    /** It concerns all notes, and is corrected in the settings. */
    @Test
    void notesWaitWhileTheKeyIsWrong() throws Exception {
        noteRefusedWith = 401;
        var crm = crm("hubspot");
        var batch = SpiSamples.batch(0, List.of(SpiSamples.answered(1, Duration.ofSeconds(90))));
        assertThrows(ExtensionException.class, () -> crm.consume(batch));
        crm.consume(batch);
        assertEquals(2, notes.get());
    }

    @Test
    void aWrongKeyIsSaid() {
        failWith = 401;
        var e = assertThrows(ExtensionException.class, () -> crm("hubspot").lookup(NUMBER));
        assertEquals("127.0.0.1 refuses the key (401): enter it again in the settings", e.getMessage());
    }

    @Test
    void theDeskSearchesContacts() throws Exception {
        var call = new HttpResource.Call("GET", List.of(), Map.of("text", "Lin"), "", new byte[0], "desk");
        assertTrue(new String(crm("carddav").handle(call).body(), StandardCharsets.UTF_8).contains("\"name\":\"Maja Lind\""));
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Crm.book(Map.of("address", "freshdesk"))).getMessage().startsWith("address: "));
    }

    @Nested
    class AsALookup extends NumberLookupContract {
        @Override
        protected NumberLookup lookup() {
            return crm("freshdesk");
        }

        @Override
        protected String known() {
            return NUMBER;
        }
    }

    @Nested
    class AsFields extends RecordAttributesContract {
        @Override
        protected RecordAttributes attributes() {
            return crm("freshdesk");
        }
    }

    @Test
    void theCustomerOfARecordIsWhoWasLookedUp() throws Exception {
        var crm = crm("carddav");
        var record = SpiSamples.answered(1, Duration.ofMinutes(1));
        assertEquals(Map.of(), crm.attributes(record));
        int before = requests.size();
        var number = (record.direction() == Direction.INBOUND ? record.from() : record.to()).number().orElseThrow();
        boolean known = crm.lookup(number).name().isPresent();
        int asked = requests.size();
        assertTrue(asked > before);
        assertEquals(known, crm.attributes(record).containsKey("customer"));
        assertEquals(asked, requests.size(), "from memory");
    }

    @Nested
    class AsAResource extends HttpResourceContract {
        @Override
        protected HttpResource resource() {
            return crm("carddav");
        }
    }
}
