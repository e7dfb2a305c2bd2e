package org.trunkline.media.rtp.internal.dtls;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.SrtpKeys;

/**
 * The node's end of all DTLS handshakes: one certificate, and a limit of handshakes at a time, in all and of one source. One
 * that finds no room is not answered: the client repeats its first message, and so waits its turn.
 */
public final class DtlsHandshakes {
    static final String FAILED = "dtls-failed";
    static final String FULL = "dtls-full";
    static final String SOURCE_FULL = "dtls-source-full";
    static final int MOST_AT_ONCE = 128;
    /** Of one address, which may be that of an office: its phones connect within a quarter of a second each. */
    static final int MOST_OF_SOURCE = 32;

    private final DtlsIdentity identity;
    private final JcaTlsCrypto crypto;
    private final Refusals refusals;
    private final Map<InetAddress, Integer> running = new HashMap<>();
    private int runningInAll;

    /** @param refusals counts handshakes that failed or found no room */
    public DtlsHandshakes(SecureRandom random, Instant now, Refusals refusals) {
        this.refusals = refusals;
        identity = DtlsIdentity.create(random, now);
        crypto = new JcaTlsCryptoProvider().create(random);
    }

    public Fingerprint fingerprint() {
        return identity.fingerprint();
    }

    /**
     * Waits for a client's handshake, or begins one once the peer is reached.
     *
     * @param peer its certificate
     * @param begins whether the node is the client
     * @param out sends a datagram; called on a thread of the handshake
     * @param agreed called once, likewise
     * @param left called when the peer has closed its end after the handshake (RFC 5246 §7.2.1), likewise
     */
    public DtlsAssociation await(Fingerprint peer, boolean begins, Consumer<byte[]> out, Consumer<SrtpKeys> agreed, Runnable left) {
        return new DtlsAssociation(this, peer, begins, out, agreed, left);
    }

    SrtpClient client(Fingerprint server, Runnable left) {
        return new SrtpClient(crypto, identity, server, left);
    }

    SrtpServer server(Fingerprint client, Runnable left) {
        return new SrtpServer(crypto, identity, client, left);
    }

    /** @return false where too many are running, in all or of that source */
    synchronized boolean enter(InetAddress source) {
        if (runningInAll == MOST_AT_ONCE) {
            refusals.count(FULL);
            return false;
        }
        if (running.getOrDefault(source, 0) == MOST_OF_SOURCE) {
            refusals.count(SOURCE_FULL);
            return false;
        }
        runningInAll++;
        running.merge(source, 1, Integer::sum);
        return true;
    }

    synchronized void leave(InetAddress source) {
        runningInAll--;
        running.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }

    void failed() {
        refusals.count(FAILED);
    }
}
