package org.trunkline.media.rtp.internal.dtls;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.SrtpKeys;

/**
 * The node's end of all DTLS handshakes: one certificate, and at most so many handshakes at a time. One that finds no room
 * is not answered; the client repeats its first message, and so it waits its turn.
 */
public final class DtlsServers {
    static final String FAILED = "dtls-failed";
    static final String FULL = "dtls-full";
    private static final int MOST_AT_ONCE = 128;

    private final DtlsIdentity identity;
    private final JcaTlsCrypto crypto;
    private final Refusals refusals;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /** @param refusals counts handshakes that failed or found no room */
    public DtlsServers(SecureRandom random, Instant now, Refusals refusals) {
        this.refusals = refusals;
        identity = DtlsIdentity.create(random, now);
        crypto = new JcaTlsCryptoProvider().create(random);
    }

    public Fingerprint fingerprint() {
        return identity.fingerprint();
    }

    /**
     * Waits for a client's handshake.
     *
     * @param client its certificate
     * @param out sends a datagram; called on a thread of the handshake
     * @param agreed called once, likewise
     */
    public DtlsAssociation await(Fingerprint client, Consumer<byte[]> out, Consumer<SrtpKeys> agreed) {
        return new DtlsAssociation(this, client, out, agreed);
    }

    SrtpServer server(Fingerprint client) {
        return new SrtpServer(crypto, identity, client);
    }

    boolean enter() {
        if (room.tryAcquire())
            return true;
        refusals.count(FULL);
        return false;
    }

    void leave() {
        room.release();
    }

    void failed() {
        refusals.count(FAILED);
    }
}
