package org.trunkline.sip.jain.internal.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.SampleAdmission;

/** SIP over TLS (RFC 3261 §26.2, RFC 5922), against the Java runtime's own sockets. */
@Timeout(300)
class TlsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetAddress CARRIER = InetAddress.ofLiteral("127.0.0.77");
    /** More than one TLS record, 16 kB, holds. */
    private static final String LONG = "a=x:" + "0123456789".repeat(1_000) + "\r\n";

    @TempDir
    static Path folder;
    private static TestAuthority authority;

    private final BlockingQueue<SignalEvent> events = new ArrayBlockingQueue<>(100);
    private final AtomicLong ahead = new AtomicLong();
    private WheelScheduler wheel;
    private Endpoints endpoints;
    private JainSignaling signaling;
    private int port;

    @BeforeAll
    static void certify() throws Exception {
        authority = new TestAuthority(folder).sign("node", "-ext", "san=dns:node.example,ip:127.0.0.1")
                .sign("carrier", "-ext", "san=dns:carrier.example,uri:sip:carrier.net")
                .sign("old", "-ext", "san=dns:carrier.example", "-startdate", "-10d", "-validity", "5");
    }

    @BeforeEach
    void open() throws Exception {
        open(authority.settings("node"));
    }

    private void open(TlsSettings tls) throws Exception {
        wheel = new WheelScheduler(ahead::get); // stands still, or the node would read its files and end handshakes meanwhile
        endpoints = new Endpoints(new SipSettings(List.of(LOOPBACK), 0, EnumSet.of(Transport.UDP, Transport.TCP), 1,
                BorderLimits.DEFAULT, tls), wheel);
        signaling = new JainSignaling(endpoints);
        signaling.open();
        signaling.attach(new Signaling.Handler() {
            @Override
            public boolean on(SignalEvent event) {
                if (event instanceof SignalEvent.Request(var transaction, var request)
                        && request.method().equals("OPTIONS"))
                    signaling.respond(transaction, new OutgoingResponse(200, "", "t", Optional.of("node"), List.of(),
                            request.body()));
                events.add(event);
                return true;
            }

            @Override
            public void passed(WireMessage message) {}

            @Override
            public RegisterHandler registrar() {
                return request -> RegisterHandler.Reply.of(200, "");
            }
        });
        expect("carrier.example");
        learnPort();
    }

    private void expect(String name) {
        signaling.admission(SampleAdmission.named(SampleAdmission.trunks(CARRIER), "127.0.0.1", name));
    }

    private void learnPort() {
        String own = endpoints.local(LOOPBACK, Transport.TLS);
        port = Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
    }

    @AfterEach
    void close() {
        endpoints.close();
    }

    private <T extends SignalEvent> T next(Class<T> kind) throws InterruptedException {
        var event = events.poll(60, SECONDS);
        return assertInstanceOf(kind, event);
    }

    private SSLSocket connect(Optional<String> alias, String... protocols) throws Exception {
        var socket = (SSLSocket) authority.context(alias).getSocketFactory().createSocket(LOOPBACK, port);
        socket.setSoTimeout(60_000);
        if (protocols.length > 0)
            socket.setEnabledProtocols(protocols);
        socket.startHandshake();
        return socket;
    }

    private static String options(int sentBy, String branch, String body) {
        return ("OPTIONS sips:node SIP/2.0\nVia: SIP/2.0/TLS 127.0.0.1:" + sentBy + ";rport;branch=z9hG4bK" + branch
                + "\nMax-Forwards: 70\nFrom: <sip:a@b>;tag=1\nTo: <sip:node>\nCall-ID: " + branch
                + "\nCSeq: 1 OPTIONS\nContent-Type: application/sdp\nContent-Length: " + body.length() + "\n\n")
                .replace("\n", "\r\n") + body;
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(UTF_8));
        to.getOutputStream().flush();
    }

    /** One message, with its body. */
    private static String read(Socket from) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            int b = from.getInputStream().read();
            if (b < 0)
                return "closed after " + bytes;
            bytes.write(b);
            String text = bytes.toString(UTF_8);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0)
                continue;
            int length = Integer.parseInt(text.replaceAll("(?is).*\r\nContent-Length: *(\\d+).*", "$1"));
            bytes.write(from.getInputStream().readNBytes(length));
            return bytes.toString(UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aRequestIsAnsweredOverItsConnection(String protocol) throws Exception {
        try (var socket = connect(Optional.empty(), protocol)) {
            assertEquals(protocol, socket.getSession().getProtocol());
            send(socket, options(socket.getLocalPort(), "o1", ""));
            String answer = read(socket);
            assertTrue(answer.startsWith("SIP/2.0 200"), answer);
            assertTrue(answer.contains("127.0.0.1:" + port + ";transport=tls>"), answer);
            var request = next(SignalEvent.Request.class).request();
            assertEquals(Transport.TLS, request.transport());
            assertEquals(List.of(), request.certificateNames());
        }
    }

    /** As over TCP and UDP: one bad message costs nobody a connection that others use too. */
    @Test
    void aMalformedRequestIsAnsweredAndTheNextIsServed() throws Exception {
        try (var socket = connect(Optional.empty())) {
            send(socket, options(socket.getLocalPort(), "m1", "").replace("CSeq: 1 OPTIONS", "CSeq: one OPTIONS"));
            assertTrue(read(socket).startsWith("SIP/2.0 400"));
            send(socket, options(socket.getLocalPort(), "m2", ""));
            assertTrue(read(socket).startsWith("SIP/2.0 200"));
        }
    }

    @Test
    void aLengthThatNobodyMayHaveIsRefusedAndNotReadFor() throws Exception {
        try (var socket = connect(Optional.empty())) {
            send(socket, options(socket.getLocalPort(), "m3", "").replace("Content-Length: 0", "Content-Length: 2000000000"));
            assertTrue(read(socket).startsWith("SIP/2.0 513"));
            assertEquals("closed after ", read(socket));
        }
        try (var socket = connect(Optional.empty())) {
            send(socket, options(socket.getLocalPort(), "m4", ""));
            assertTrue(read(socket).startsWith("SIP/2.0 200"));
        }
    }

    @Test
    void aMalformedRequestOfACarrierThatTheNodeConnectedToIsAnsweredToo() throws Exception {
        try (var socket = listen("carrier")) {
            signaling.send(invite(resolved(socket.getLocalPort())), this);
            try (var call = socket.accept()) {
                call.setSoTimeout(60_000);
                String invite = read(call);
                send(call, options(socket.getLocalPort(), "m5", "").replace("CSeq: 1 OPTIONS", "CSeq: one OPTIONS"));
                assertTrue(read(call).startsWith("SIP/2.0 400"));
                send(call, Peer.answer(invite, 486, "p", "").replace("\n", "\r\n"));
                assertEquals(486, next(SignalEvent.Response.class).response().status());
                assertTrue(read(call).startsWith("ACK"));
                send(call, options(socket.getLocalPort(), "m6", "").replace("Content-Length: 0", "Content-Length: 2000000000"));
                String last = read(call);
                assertTrue(last.startsWith("SIP/2.0 513"), last);
                assertEquals("closed after ", read(call));
            }
        }
    }

    @Test
    void olderProtocolsAreRefused() throws Exception {
        assertThrows(IOException.class, () -> connect(Optional.empty(), "TLSv1.1"));
    }

    /** The stack's NIO channels overflow here; these must not. */
    @Test
    void messagesLongerThanARecordPassBothWays() throws Exception {
        try (var socket = connect(Optional.empty())) {
            send(socket, options(socket.getLocalPort(), "o2", LONG));
            String answer = read(socket);
            assertTrue(answer.endsWith("\r\n\r\n" + LONG), () -> answer.length() + " characters came back");
        }
    }

    @Test
    void aClientCertificateTellsWhoCalls() throws Exception {
        try (var socket = connect(Optional.of("carrier"))) {
            send(socket, options(socket.getLocalPort(), "o3", ""));
            assertEquals(List.of("carrier.example", "carrier.net"),
                    next(SignalEvent.Request.class).request().certificateNames());
            assertEquals("Test CA", signaling.certificateOf("carrier.net").orElseThrow().issuer());
        }
    }

    @Test
    void anExpiredClientCertificateIsRefused() throws Exception {
        assertThrows(IOException.class, () -> {
            try (var socket = connect(Optional.of("old"))) { // over TLS 1.3 the client learns of it when it reads
                send(socket, options(socket.getLocalPort(), "o4", ""));
                String answer = read(socket);
                if (answer.startsWith("closed"))
                    throw new IOException(answer);
            }
        });
        assertTrue(events.isEmpty());
    }

    @Test
    void whoShakesHandsSlowlyKeepsNobodyWaiting() throws Exception {
        try (var mute = new Socket(LOOPBACK, port); var socket = connect(Optional.empty())) {
            send(socket, options(socket.getLocalPort(), "o5", ""));
            assertTrue(read(socket).startsWith("SIP/2.0 200"));
            assertTrue(mute.isConnected());
        }
    }

    private Socket from(InetAddress source) throws IOException {
        var socket = new Socket(LOOPBACK, port, source, 0);
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** However many addresses strangers have: half of the room is for others, and carriers have no share of their own. */
    @Test
    void silentStrangersKeepNoCarrierOut() throws Exception {
        int most = BorderLimits.DEFAULT.handshakes();
        var silent = new ArrayList<Socket>();
        try {
            for (int i = 0; i < most; i++)
                silent.add(from(InetAddress.ofLiteral("127.0.0." + (2 + i / 8))));
            Await.until("half of them are refused", () -> endpoints.guard().refusals().of("handshakes-full") == most / 2);
            assertEquals(most / 2, handshakes());
            try (var stranger = from(InetAddress.ofLiteral("127.0.0.50"))) {
                assertTrue(isClosed(stranger));
            }
            for (int i = 0; i < most / 4; i++)
                silent.add(from(CARRIER));
            Await.until("its own silent ones are let in", () -> handshakes() == most / 2 + most / 4);
            try (var carrier = from(CARRIER);
                    var secure = (SSLSocket) authority.context(Optional.empty()).getSocketFactory().createSocket(carrier,
                            "node.example", port, true)) {
                secure.startHandshake();
                send(secure, options(secure.getLocalPort(), "c1", ""));
                String answer = read(secure);
                assertTrue(answer.startsWith("SIP/2.0 200"), answer);
            }
        } finally {
            for (var socket : silent)
                socket.close();
        }
        Await.until("whose peer is gone holds nothing", () -> handshakes() == 0);
    }

    private long handshakes() {
        return endpoints.tables().stream().filter(table -> table.name().equals("handshakes")).findFirst().orElseThrow().used();
    }

    /** Half handshakes of one source keep no other from its own, and none lasts, however it drips. */
    @Test
    void halfHandshakesHoldNobodyUp() throws Exception {
        var mute = new ArrayList<Socket>();
        try {
            for (int i = 0; i < BorderLimits.DEFAULT.handshakes() / 8; i++)
                mute.add(new Socket(LOOPBACK, port, InetAddress.ofLiteral("127.0.0.9"), 0));
            mute.getFirst().getOutputStream().write(22); // begins a record
            try (var one = new Socket(LOOPBACK, port, InetAddress.ofLiteral("127.0.0.9"), 0)) {
                one.setSoTimeout(60_000);
                assertTrue(isClosed(one), "one too many");
            }
            try (var socket = connect(Optional.empty())) {
                send(socket, options(socket.getLocalPort(), "h1", ""));
                assertTrue(read(socket).startsWith("SIP/2.0 200"));
            }
            ahead.addAndGet(Handshakes.LONGEST.plusSeconds(1).toNanos());
            wheel.after(Duration.ZERO, () -> {});
            for (var each : mute) {
                each.setSoTimeout(60_000);
                assertTrue(isClosed(each));
            }
        } finally {
            for (var each : mute)
                each.close();
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0)
                continue;
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true; // reset
        }
    }

    private OutgoingRequest invite(Hop hop) {
        return new OutgoingRequest("INVITE", "sip:bob@carrier.example", "out-1", 1,
                new NameAddress("", "sip:alice@node.example"), "n1", new NameAddress("", "sip:bob@carrier.example"), "",
                69, List.of(), Optional.of("alice"), hop, List.of(), Optional.of(Body.sdp("v=0\r\n" + LONG)));
    }

    /** As phones behind a firewall need it (RFC 5626 §5.3). */
    @Test
    void requestsToWhoIsConnectedUseItsConnection() throws Exception {
        try (var socket = connect(Optional.empty())) {
            send(socket, options(socket.getLocalPort(), "o7", ""));
            assertTrue(read(socket).startsWith("SIP/2.0 200"));
            signaling.send(invite(new Hop(new InetSocketAddress(LOOPBACK, socket.getLocalPort()), Transport.TLS)), this);
            String invite = read(socket);
            assertTrue(invite.startsWith("INVITE") && invite.endsWith(LONG), invite.substring(0, 100));
            next(SignalEvent.Request.class);
            send(socket, Peer.answer(invite, 486, "p", "").replace("\n", "\r\n"));
            assertEquals(486, next(SignalEvent.Response.class).response().status());
            assertTrue(read(socket).startsWith("ACK"));
        }
    }

    /** A carrier that takes one call. */
    private CompletableFuture<String> carrier(SSLServerSocket socket) {
        var invited = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (var call = socket.accept()) {
                String invite = read(call);
                send(call, Peer.answer(invite, 486, "p", "").replace("\n", "\r\n"));
                read(call); // the ACK
                invited.complete(invite);
            } catch (IOException e) {
                invited.complete(e.toString());
            }
        });
        return invited;
    }

    private SSLServerSocket listen(String alias) throws Exception {
        return (SSLServerSocket) authority.context(Optional.of(alias)).getServerSocketFactory().createServerSocket(0, 5,
                LOOPBACK);
    }

    private Hop resolved(int to) throws Exception {
        var hop = new CompletableFuture<Optional<Hop>>();
        signaling.resolve("127.0.0.1", to, Transport.TLS, hop::complete);
        return hop.get(60, SECONDS).orElseThrow();
    }

    @Test
    void theNodeCallsWhoeverProvesTheNameExpected() throws Exception {
        try (var socket = listen("carrier")) {
            var taken = carrier(socket);
            signaling.send(invite(resolved(socket.getLocalPort())), this);
            assertEquals(486, next(SignalEvent.Response.class).response().status());
            String invite = taken.get(60, SECONDS);
            assertTrue(invite.contains("SIP/2.0/TLS 127.0.0.1:" + port), invite.substring(0, 200));
            assertTrue(invite.endsWith(LONG));
            assertEquals(List.of("carrier.example", "carrier.net"),
                    signaling.certificateOf("carrier.example").orElseThrow().names());
        }
    }

    @Test
    void theNodeDoesNotCallWhoProvesAnotherName() throws Exception {
        expect("other.example");
        try (var socket = listen("carrier")) {
            carrier(socket);
            signaling.send(invite(resolved(socket.getLocalPort())), this);
            String problem = next(SignalEvent.NotSent.class).problem();
            assertTrue(problem.contains("other.example") && problem.contains("carrier.example"), problem);
        }
    }

    @Test
    void theNodeDoesNotCallWhoseCertificateExpired() throws Exception {
        try (var socket = listen("old")) {
            carrier(socket);
            signaling.send(invite(resolved(socket.getLocalPort())), this);
            assertTrue(next(SignalEvent.NotSent.class).problem().contains("NotAfter"));
            assertTrue(signaling.certificateOf("carrier.example").isPresent(), "shown, though refused");
        }
    }

    @Test
    void whereNobodyAnswersThatIsSaid() throws Exception {
        try (var bound = new Socket()) { // but does not listen
            bound.bind(new InetSocketAddress(LOOPBACK, 0));
            signaling.send(invite(new Hop((InetSocketAddress) bound.getLocalSocketAddress(), Transport.TLS)), this);
            assertTrue(next(SignalEvent.NotSent.class).problem().length() > 3);
        }
    }

    @Test
    void aStoreServesToo() throws Exception {
        close();
        open(authority.storeSettings("node"));
        assertEquals(List.of("node.example", "127.0.0.1"), signaling.certificate().orElseThrow().names());
        try (var socket = connect(Optional.empty())) {
            send(socket, options(socket.getLocalPort(), "o6", ""));
            assertTrue(read(socket).startsWith("SIP/2.0 200"));
        }
    }

    @Test
    void aFileThatCannotBeUsedIsNamedWithTheReason() throws Exception {
        var good = authority.settings("node");
        var bad = new TlsSettings(0, good.certificates(), Optional.of(Files.writeString(folder.resolve("rsa.key"),
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n")), "", good.authorities());
        var refused = assertThrows(SignalingException.class, () -> TlsNetwork.of(bad));
        assertEquals("tls-certificate", refused.failure().code());
        assertTrue(refused.getMessage().contains("openssl pkcs8"), refused.getMessage());
        assertEquals("key-of-old-form", refused.failure().why().code());
        assertEquals(refused.failure().args().getLast(), refused.failure().why().message());
        Files.writeString(bad.key().orElseThrow(), "-----BEGIN PRIVATE KEY-----\nAAAAA\n-----END PRIVATE KEY-----\n");
        refused = assertThrows(SignalingException.class, () -> TlsNetwork.of(bad));
        assertTrue(refused.getMessage().contains("truncated or damaged"), refused.getMessage());
    }

    @Test
    void namesMatchAsCarriersWriteThem() {
        assertTrue(CertificateNames.match(List.of("*.example.com"), "SBC1.example.com"));
        assertTrue(CertificateNames.match(List.of("2001:db8:0:0:0:0:0:1"), "2001:db8::1"));
        assertEquals(false, CertificateNames.match(List.of("*.example.com"), "a.b.example.com"));
        assertEquals(false, CertificateNames.match(List.of("example.com"), "sbc.example.com"));
        assertEquals(false, CertificateNames.match(List.of("*.1.2.3"), "0.1.2.3"));
    }

    /** The next handshake shows the certificate that replaced the file; a file that cannot be used changes nothing. */
    @Test
    void aNewCertificateIsTakenWithoutARestart() throws Exception {
        try (var first = connect(Optional.empty())) {
            first.startHandshake();
            assertEquals(List.of("node.example", "127.0.0.1"), signaling.certificate().orElseThrow().names());
            var tls = endpoints.tls();
            assertTrue(!tls.readAgain(), "nothing has changed");
            var before = authority.settings("node").found().orElseThrow();
            assertEquals(Optional.empty(), signaling.certificateTrouble());
            Files.writeString(before.certificate(), "half a file");
            assertTrue(!tls.readAgain());
            assertEquals("no-certificate-in", signaling.certificateTrouble().orElseThrow().code());
            assertEquals(List.of("node.example", "127.0.0.1"), signaling.certificate().orElseThrow().names());
            authority.sign("renewed", "-ext", "san=dns:renewed.example,ip:127.0.0.1");
            var renewed = authority.settings("renewed").found().orElseThrow();
            Files.copy(renewed.certificate(), before.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertTrue(!tls.readAgain(), "the key is still the old one");
            assertEquals("certificate-of-another-key", signaling.certificateTrouble().orElseThrow().code());
            assertEquals(List.of("node.example", "127.0.0.1"), signaling.certificate().orElseThrow().names());
            Files.copy(renewed.key().orElseThrow(), before.key().orElseThrow(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertTrue(tls.readAgain());
            assertEquals(Optional.empty(), signaling.certificateTrouble());
            assertEquals(List.of("renewed.example", "127.0.0.1"), signaling.certificate().orElseThrow().names());
            try (var second = connect(Optional.empty())) {
                second.startHandshake();
                var shown = (java.security.cert.X509Certificate) second.getSession().getPeerCertificates()[0];
                assertTrue(CertificateNames.of(shown).contains("renewed.example"), () -> CertificateNames.of(shown).toString());
            }
            assertTrue(first.isConnected() && !first.isClosed());
        }
    }

    private static TlsSettings in(Path empty, int port) throws IOException {
        Files.createDirectories(empty);
        return new TlsSettings(port, List.of(empty.resolve("node.pem"), empty.resolve("node.p12")),
                Optional.of(empty.resolve("node.key")), "", Optional.of(empty.resolve("ca.pem")));
    }

    private static void put(TlsSettings from, TlsSettings to) throws IOException {
        Files.copy(from.authorities().orElseThrow(), to.authorities().orElseThrow());
        Files.copy(from.key().orElseThrow(), to.key().orElseThrow());
        Files.copy(from.certificates().getFirst(), to.certificates().getFirst());
    }

    /** Calls both ways over TLS from then on; before, only what is not encrypted. */
    @Test
    void theFirstCertificateOpensThePortWithoutARestart(@TempDir Path other) throws Exception {
        close();
        var places = in(other, 0);
        open(places);
        assertEquals(List.of("udp", "tcp"), spoken());
        assertEquals(Optional.empty(), signaling.certificate());
        try (var carrier = listen("carrier")) {
            signaling.send(invite(resolved(carrier.getLocalPort())), this);
            assertTrue(next(SignalEvent.NotSent.class).problem().contains("no certificate"));
        }
        endpoints.readCertificate();
        Files.writeString(places.certificates().getFirst(), "half a file");
        endpoints.readCertificate();
        assertEquals(List.of("udp", "tcp"), spoken());
        Files.delete(places.certificates().getFirst());
        put(authority.settings("node"), places);
        endpoints.readCertificate();

        assertEquals(List.of("udp", "tcp", "tls"), spoken());
        learnPort();
        assertEquals(List.of("tls 127.0.0.1:" + port), endpoints.listeningTo(Transport.TLS));
        assertEquals(List.of("node.example", "127.0.0.1"), signaling.certificate().orElseThrow().names());
        try (var socket = connect(Optional.of("carrier"), "TLSv1.2")) {
            send(socket, options(socket.getLocalPort(), "f1", ""));
            assertTrue(read(socket).startsWith("SIP/2.0 200"));
            assertEquals(List.of("carrier.example", "carrier.net"),
                    next(SignalEvent.Request.class).request().certificateNames());
        }
        try (var carrier = listen("carrier")) {
            var taken = carrier(carrier);
            signaling.send(invite(resolved(carrier.getLocalPort())), this);
            assertEquals(486, next(SignalEvent.Response.class).response().status());
            assertTrue(taken.get(60, SECONDS).contains("SIP/2.0/TLS 127.0.0.1:" + port));
        }
        endpoints.readCertificate();
        assertEquals(List.of("tls 127.0.0.1:" + port), endpoints.listeningTo(Transport.TLS), "opened once");
        endpoints.close();
        endpoints.readCertificate(); // wakes nothing
    }

    private List<String> spoken() {
        return endpoints.listening().stream().map(address -> address.substring(0, 3)).toList();
    }

    @Test
    void aPortThatOthersHaveLeavesTheRestAsItWas(@TempDir Path other) throws Exception {
        close();
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            var places = in(other, taken.getLocalPort());
            open(places);
            put(authority.settings("node"), places);
            endpoints.readCertificate();
            endpoints.readCertificate();
            assertEquals(List.of("udp", "tcp"), spoken());
            assertEquals(List.of(), endpoints.listeningTo(Transport.TLS));
        }
    }

    /** Otherwise everybody whom Java knows would be believed while the file is replaced. */
    @Test
    void whoseAuthoritiesGoesGoesOnWithThoseItHad(@TempDir Path other) throws Exception {
        var places = in(other, 0);
        put(authority.settings("node"), places);
        var tls = TlsNetwork.of(places);
        Files.delete(places.authorities().orElseThrow());
        assertFalse(tls.readAgain());
        assertTrue(tls.ready());
        assertEquals("file-gone", tls.trouble().orElseThrow().code());
        Files.copy(authority.settings("node").authorities().orElseThrow(), places.authorities().orElseThrow());
        assertTrue(tls.readAgain());
    }
}
