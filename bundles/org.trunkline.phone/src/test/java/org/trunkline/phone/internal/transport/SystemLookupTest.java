package org.trunkline.phone.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** At a name server of the test's own. */
class SystemLookupTest {
    private static final List<ServerNames.Service> FOUND = List.of(new ServerNames.Service(1, 2, 5070, "a.example.org"));

    private DatagramSocket socket;
    private SystemLookup lookup;
    private volatile int code;
    private volatile String target = "a.example.org.";

    @BeforeEach
    void serve() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        lookup = new SystemLookup(() -> new SimpleResolver((InetSocketAddress) socket.getLocalSocketAddress()));
        Thread.ofVirtual().start(this::answer);
    }

    @AfterEach
    void stop() {
        socket.close();
    }

    private void answer() {
        try {
            for (;;) {
                var packet = new DatagramPacket(new byte[2_000], 2_000);
                socket.receive(packet);
                var answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                answer.getHeader().setFlag(Flags.QR);
                answer.getHeader().setRcode(code);
                if (code == Rcode.NOERROR)
                    answer.addRecord(new SRVRecord(answer.getQuestion().getName(), DClass.IN, 60, 1, 2, 5070, Name.fromString(target)),
                            Section.ANSWER);
                var bytes = answer.toWire();
                socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Test
    void aServiceThatIsNotKnownNowIsNotNone() throws IOException {
        code = Rcode.SERVFAIL;
        assertThrows(IOException.class, () -> lookup.services("_sip._udp.later.example.org"));
        code = Rcode.NOERROR;
        assertEquals(FOUND, lookup.services("_sip._udp.later.example.org"));
    }

    /** RFC 2782: it is not there, which is another thing than no record. */
    @Test
    void aServiceThatIsNotThereIsSaid() throws IOException {
        target = ".";
        assertEquals(List.of(new ServerNames.Service(1, 2, 5070, ServerNames.NO_SERVICE)), lookup.services("_sip._udp.off.example.org"));
    }

    @Test
    void aNameWithoutServicesHasNone() throws IOException {
        code = Rcode.NXDOMAIN;
        assertEquals(List.of(), lookup.services("_sip._udp.none.example.org"));
    }
}
