package org.trunkline.media.rtp.internal.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;

import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.SrtpKeys;

/** The node's part of one handshake: DTLS 1.2, one cipher suite that all browsers have, and the client's certificate by its fingerprint. */
final class SrtpServer extends AbstractTlsServer {
    static final int MOST_OCTETS = 16_384;

    private final DtlsIdentity identity;
    private final Fingerprint expected;
    private final Runnable left;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;

    /** @param left called when the peer says that it closes */
    SrtpServer(JcaTlsCrypto crypto, DtlsIdentity identity, Fingerprint expected, Runnable left) {
        super(crypto);
        this.identity = identity;
        this.expected = expected;
        this.left = left;
    }

    /** Once the handshake is complete. */
    SrtpKeys keys() {
        var made = keys;
        if (made == null)
            throw new IllegalStateException("not complete");
        return made;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    /** {@link DtlsAssociation} says when, by the node's clock: to the library its time is always up. */
    @Override
    public int getHandshakeResendTimeMillis() {
        return 1;
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return MOST_OCTETS;
    }

    /** Keys are exported with it alone (RFC 7627). */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        profile = SrtpProfile.of(TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        super.getServerExtensions();
        if (profile != null)
            TlsSRTPUtils.addUseSRTPExtension(serverExtensions, new UseSRTPData(new int[] {profile.id}, TlsUtils.EMPTY_BYTES));
        return serverExtensions;
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        return identity.credentials(context, (JcaTlsCrypto) getCrypto());
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        var algorithms = new Vector<>(List.of(new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.rsa)));
        return new CertificateRequest(new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign}, algorithms,
                null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        DtlsIdentity.check(certificate, expected);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        super.notifyAlertReceived(level, description);
        if (description == AlertDescription.close_notify)
            left.run();
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile == null)
            throw new TlsFatalAlert(AlertDescription.internal_error);
        keys = profile.keys(context, 1);
    }
}
