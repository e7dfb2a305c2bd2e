package org.trunkline.media.rtp.internal.dtls;

import java.io.IOException;
import java.util.Hashtable;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.SrtpKeys;

/** The node's part of a handshake that it begins: for peers that are servers only ({@code a=setup:passive}). */
final class SrtpClient extends DefaultTlsClient {
    private final DtlsIdentity identity;
    private final Fingerprint expected;
    private final Runnable left;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;

    /** @param left called when the peer says that it closes */
    SrtpClient(JcaTlsCrypto crypto, DtlsIdentity identity, Fingerprint expected, Runnable left) {
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

    /** The server's key decides which of them. */
    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256};
    }

    /** {@link DtlsAssociation} says when, by the node's clock: to the library its time is always up. */
    @Override
    public int getHandshakeResendTimeMillis() {
        return 1;
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return SrtpServer.MOST_OCTETS;
    }

    /** Keys are exported with it alone (RFC 7627). */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        var extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(SrtpProfile.ids(), TlsUtils.EMPTY_BYTES));
        return extensions;
    }

    @Override
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        profile = SrtpProfile.of(extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                DtlsIdentity.check(shown.getCertificate(), expected);
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                return identity.credentials(context, (JcaTlsCrypto) getCrypto());
            }
        };
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
        keys = profile.keys(context, 0);
    }
}
