package org.trunkline.media.rtp.internal.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;

import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;

/** The node's part of one handshake: DTLS 1.2, one cipher suite that all browsers have, and the client's certificate by its fingerprint. */
final class SrtpServer extends AbstractTlsServer {
    private static final int MOST_OCTETS = 16_384;

    private final DtlsIdentity identity;
    private final Fingerprint expected;
    private @Nullable Profile profile;
    private @Nullable SrtpKeys keys;

    /** What the relay has, the best first (RFC 5764 §4.1.2, RFC 7714 §14.2). */
    private enum Profile {
        GCM_128(SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, Suite.AEAD_AES_128_GCM),
        GCM_256(SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM, Suite.AEAD_AES_256_GCM),
        CM_80(SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80, Suite.AES_CM_128_HMAC_SHA1_80);

        private final int id;
        private final Suite suite;

        Profile(int id, Suite suite) {
            this.id = id;
            this.suite = suite;
        }
    }

    SrtpServer(JcaTlsCrypto crypto, DtlsIdentity identity, Fingerprint expected) {
        super(crypto);
        this.identity = identity;
        this.expected = expected;
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
        var offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (offered == null)
            throw new TlsFatalAlert(AlertDescription.missing_extension, "no use_srtp");
        profile = Arrays.stream(Profile.values())
                .filter(ours -> Arrays.stream(offered.getProtectionProfiles()).anyMatch(id -> id == ours.id)).findFirst()
                .orElseThrow(() -> new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common"));
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
        var crypto = (JcaTlsCrypto) getCrypto();
        return new JcaDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, identity.key(),
                new Certificate(new TlsCertificate[] {crypto.createCertificate(identity.certificate())}),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
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
        if (certificate.isEmpty()
                || !DtlsIdentity.fingerprint(certificate.getCertificateAt(0).getEncoded()).equals(expected))
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the certificate of the signalling");
    }

    /** RFC 5764 §4.2. */
    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile == null)
            throw new TlsFatalAlert(AlertDescription.internal_error);
        var suite = profile.suite;
        byte[] all = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * suite.octets());
        keys = new SrtpKeys(suite, part(all, suite, 1), part(all, suite, 0));
    }

    /** @param who 0 the client, 1 the server: keys of both come before the salts of both */
    private static byte[] part(byte[] all, Suite suite, int who) {
        byte[] part = new byte[suite.octets()];
        System.arraycopy(all, who * suite.keyOctets(), part, 0, suite.keyOctets());
        System.arraycopy(all, 2 * suite.keyOctets() + who * suite.saltOctets(), part, suite.keyOctets(), suite.saltOctets());
        return part;
    }
}
