package org.trunkline.examples.enumlrn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.testkit.FakePluginContext;
import org.trunkline.spi.testkit.NumberLookupContract;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Asks a name server of its own, over UDP. */
class ServingOperatorTest extends NumberLookupContract {
    private static final String NUMBER = "+46701234567";
    @TempDir
    Path folder;
    private DatagramSocket server;
    private volatile int rcode = Rcode.NOERROR;

    @BeforeEach
    void start() throws IOException {
        server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[1500], 1500);
                server.receive(packet);
                var bytes = answer(new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()))).toWire();
                server.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // closed at the end of the test
        }
    }

    private Message answer(Message question) throws IOException {
        var answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        var name = question.getQuestion().getName();
        boolean known = name.equals(Name.fromString("7.6.5.4.3.2.1.0.7.6.4.e164.arpa."));
        answer.getHeader().setRcode(rcode != Rcode.NOERROR ? rcode : known ? Rcode.NOERROR : Rcode.NXDOMAIN);
        if (known && rcode == Rcode.NOERROR) {
            answer.addRecord(new NAPTRRecord(name, DClass.IN, 300, 100, 20, "u", "E2U+sip", "!^.*$!sip:late@later.example!", Name.root), Section.ANSWER);
            answer.addRecord(new NAPTRRecord(name, DClass.IN, 600, 100, 10, "u", "E2U+sip", "!^\\\\+46(.*)$!sip:\\\\1@telia.example!", Name.root), Section.ANSWER);
            answer.addRecord(new NAPTRRecord(name, DClass.IN, 600, 10, 10, "u", "E2U+mailto", "!^.*$!mailto:a@telia.example!", Name.root), Section.ANSWER);
        }
        return answer;
    }

    private ServingOperator operator(String table) throws Exception {
        return new ServingOperator(new FakePluginContext(folder, Map.of("zone", "e164.arpa", "nameServer",
                "127.0.0.1:" + server.getLocalPort(), "table", table)));
    }

    @Override
    protected NumberLookup lookup() throws Exception {
        return operator("");
    }

    @Override
    protected String known() {
        return NUMBER;
    }

    @Test
    void theRecordThatComesFirstByOrderAndPreferenceIsUsed() throws Exception {
        var facts = lookup().lookup(NUMBER);
        assertEquals(Optional.of("sip:701234567@telia.example"), facts.uri());
        assertEquals(Optional.of("telia.example"), facts.operator());
        assertEquals(Duration.ofMinutes(10), facts.ttl());
    }

    @Test
    void aServerThatFailsIsAskedAgainLater() throws Exception {
        rcode = Rcode.SERVFAIL;
        var lookup = lookup();
        assertEquals(true, assertThrows(ExtensionException.class, () -> lookup.lookup(NUMBER)).retryable());
    }

    @Test
    void theTableKnowsOperatorAndRoutingNumber() throws Exception {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/table.csv", exchange -> {
            var body = "# ported\n+4670,Telenor,+46999100\n+467012,Tele2,\n".getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        try {
            var table = PortedNumbers.read(java.net.URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/table.csv"));
            assertEquals("Tele2", table.find(NUMBER).orElseThrow().operator());
            assertEquals(Optional.of("+46999100"), table.find("+46705").orElseThrow().routingNumber());
            assertEquals(Optional.empty(), table.find("+4686840100"));
        } finally {
            http.stop(0);
        }
    }

    @Test
    void aLineThatIsWrongIsNamed() {
        var e = assertThrows(IOException.class, () -> PortedNumbers.parse(Stream.of("+46,Telia,", "0701,Telia")));
        assertEquals("line 2 is not number,operator,routing number: 0701,Telia", e.getMessage());
    }

    @Test
    void expressionsOfStrangersAreBoundedAndChecked() {
        for (var regexp : List.of("", "!", "!^(!x!", "!^.*$!tel:+1!", "!" + "a".repeat(200) + "!sip:a@b!", "!^.*$!sip:\\7@b!"))
            assertEquals(Optional.empty(), EnumQuery.uri(regexp, NUMBER), regexp);
    }
}
