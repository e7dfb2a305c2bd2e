package org.trunkline.phone.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.internal.work.DrivenWork;

/** RFC 5626 §4.4.1 with a clock of the test's own, and the end of the thread that reads. */
class KeepAliveTest {
    private static final String PING = "\r\n\r\n";

    private final DrivenWork work = new DrivenWork();
    private final List<String> sent = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private volatile boolean defect;
    private final ServerNames names = new ServerNames(new ServerNames.Lookup() {
        @Override
        public List<ServerNames.Service> services(String name) {
            return List.of();
        }

        @Override
        public List<InetAddress> addresses(String host) throws UnknownHostException {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }, work::now, new Random(1));
    private final SocketConnection connection = new SocketConnection(URI.create("tcp://192.0.2.1:5060"), Transport.TCP, new SipConnection.Listener() {
        @Override
        public void opened() {
            opened.countDown();
        }

        @Override
        public void received(String message) {
            throw new AssertionError(message);
        }

        @Override
        public void closed(LocalizableText why) {
            ended.add(why.code());
            told.countDown();
        }
    }, work, names) {
        @Override
        InetSocketAddress connect(InetSocketAddress to) {
            return to;
        }

        @Override
        void read() {
            try {
                over.await();
                if (defect)
                    throw new StackOverflowError("of the test");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        void write(byte[] bytes) {
            sent.add(new String(bytes, UTF_8));
        }

        @Override
        void disconnect() {
            over.countDown();
        }
    };

    @BeforeEach
    void open() throws InterruptedException {
        connection.open();
        assertTrue(opened.await(30, TimeUnit.SECONDS));
    }

    @AfterEach
    void close() {
        connection.close();
    }

    private void pings(int times) {
        assertEquals(Collections.nCopies(times, PING), sent);
        sent.clear();
    }

    /** As Asterisk does it: it sends keep-alives, and answers none. */
    @Test
    void aServerThatAnswersNothingIsNotLost() {
        for (int i = 0; i < 10; i++) {
            work.pass(Duration.ofSeconds(85));
            sent.clear();
            connection.pinged();
            assertEquals(List.of("\r\n"), sent);
            sent.clear();
            connection.ponged(); // not to a ping: 10 s have passed since the last one
            work.pass(Duration.ofSeconds(15));
        }
        work.pass(Duration.ofMinutes(10));
        assertEquals(List.of(), ended);
    }

    @Test
    void aServerThatAnswersNoMoreIsLost() {
        for (int i = 0; i < 4; i++) {
            work.pass(Duration.ofSeconds(25));
            pings(1);
            connection.ponged();
        }
        work.pass(Duration.ofSeconds(34));
        pings(1);
        assertEquals(List.of(), ended);
        work.pass(Duration.ofSeconds(1));
        assertEquals(List.of("phone-connection-lost"), ended);
    }

    @Test
    void aDefectOfTheReaderIsTheEndOfTheConnection() throws InterruptedException {
        defect = true;
        over.countDown();
        assertTrue(told.await(30, TimeUnit.SECONDS));
        assertEquals(List.of("phone-connection-lost"), ended);
        work.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), sent);
    }
}
