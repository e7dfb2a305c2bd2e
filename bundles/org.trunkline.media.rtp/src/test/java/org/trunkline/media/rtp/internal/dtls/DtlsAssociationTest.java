package org.trunkline.media.rtp.internal.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.bouncycastle.tls.DatagramTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.Relay;

/** Who may end an association. */
@Timeout(60)
class DtlsAssociationTest {
    private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.1");
    /** A close_notify of epoch 0, as anybody can write it (RFC 6347 §4.1). */
    private static final byte[] PLAIN_CLOSE = {21, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0};

    private final Refusals refusals = new Refusals();
    private final DtlsHandshakes handshakes = new DtlsHandshakes(new SecureRandom(), Instant.now(), refusals);
    private final DtlsPhone phone = new DtlsPhone();
    private final BlockingQueue<byte[]> toPhone = new LinkedBlockingQueue<>();
    private final BlockingQueue<SrtpKeys> agreed = new LinkedBlockingQueue<>();
    private final AtomicInteger left = new AtomicInteger();
    private volatile byte[] lastOfPhone = {};
    private DtlsAssociation association;
    private long now;

    @AfterEach
    void close() {
        association.close();
    }

    private void await(boolean begins) {
        association = handshakes.await(phone.fingerprint(), begins, toPhone::add, agreed::add, left::incrementAndGet);
    }

    private void arrives(byte[] datagram) {
        association.arrived(datagram, PEER, now);
    }

    @Test
    void aPlainAlertInTheHandshakeSaysNothingOfTheClient() throws Exception {
        await(false);
        arrives(PLAIN_CLOSE);
        phone.shakeHands(Suite.AEAD_AES_128_GCM, handshakes.fingerprint(), new Wire());
        assertTrue(agreed.poll(30, TimeUnit.SECONDS) != null);
        assertEquals(0, left.get());
        phone.leaves();
        Relay.await(() -> { // with the keys it is believed; what comes while the handshake ends may be lost
            arrives(lastOfPhone);
            return left.get() > 0;
        });
    }

    @Test
    void aPlainAlertInTheHandshakeSaysNothingOfTheServer() throws Exception {
        await(true);
        association.reached(PEER, 0);
        assertTrue(toPhone.poll(30, TimeUnit.SECONDS) != null);
        arrives(PLAIN_CLOSE);
        Relay.await(() -> { // the library looks at it when its time is up
            now = Math.min(now + DtlsAssociation.RESEND.toNanos(), DtlsAssociation.TIME_LIMIT.toNanos());
            association.tick(now);
            return refusals.of(DtlsHandshakes.FAILED) == 1;
        });
        assertEquals(0, left.get());
        toPhone.clear();
        Relay.await(() -> { // its thread is about to end
            association.reached(PEER, now);
            return !toPhone.isEmpty();
        });
        phone.awaitHands(handshakes.fingerprint(), new Wire());
        assertTrue(agreed.poll(30, TimeUnit.SECONDS) != null);
        assertEquals(0, left.get());
    }

    /** The network between both. */
    private final class Wire implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return 1452;
        }

        @Override
        public int getSendLimit() {
            return 1200;
        }

        @Override
        public int receive(byte[] into, int at, int room, int millis) throws IOException {
            try {
                byte[] datagram = toPhone.poll(Math.min(millis, 50), TimeUnit.MILLISECONDS);
                if (datagram == null)
                    return -1;
                System.arraycopy(datagram, 0, into, at, datagram.length);
                return datagram.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void send(byte[] from, int at, int length) {
            lastOfPhone = Arrays.copyOfRange(from, at, at + length);
            arrives(lastOfPhone);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
