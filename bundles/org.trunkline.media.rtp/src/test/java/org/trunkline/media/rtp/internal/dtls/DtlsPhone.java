package org.trunkline.media.rtp.internal.dtls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Vector;

import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;

/** The client's part of a handshake, as a browser's. */
public final class DtlsPhone {
    private final DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(), Instant.now());
    private final JcaTlsCrypto crypto = new JcaTlsCryptoProvider().create(new SecureRandom());
    private int resendMillis = 100;
    private DTLSTransport established;

    public Fingerprint fingerprint() {
        return identity.fingerprint();
    }

    /** It says nothing twice. */
    public void neverRepeats() {
        resendMillis = 600_000;
    }

    /** @throws IOException where the server refuses, or shows another certificate */
    public SrtpKeys shakeHands(Suite suite, Fingerprint server, DatagramTransport over) throws IOException {
        var client = new Client(suite, server);
        established = new DTLSClientProtocol().connect(client, over);
        return client.keys;
    }

    /** As a server. @throws IOException where the client shows another certificate, or comes not */
    public SrtpKeys awaitHands(Fingerprint client, DatagramTransport over) throws IOException {
        var server = new SrtpServer(crypto, identity, client, () -> { });
        var protocol = new DTLSServerProtocol();
        protocol.setVerifyRequests(false);
        established = protocol.accept(server, over);
        return server.keys();
    }

    /** Says that it closes (RFC 5246 §7.2.1). */
    public void leaves() throws IOException {
        established.close();
    }

    private final class Client extends DefaultTlsClient {
        private final Suite suite;
        private final Fingerprint server;
        private SrtpKeys keys;

        Client(Suite suite, Fingerprint server) {
            super(DtlsPhone.this.crypto);
            this.suite = suite;
            this.server = server;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
        }

        @Override
        public int getHandshakeResendTimeMillis() {
            return resendMillis;
        }

        @Override
        public int getHandshakeTimeoutMillis() {
            return 60_000;
        }

        @Override
        public Hashtable<?, ?> getClientExtensions() throws IOException {
            var extensions = super.getClientExtensions();
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {profile()}, new byte[0]));
            return extensions;
        }

        private int profile() {
            return switch (suite) {
                case AEAD_AES_128_GCM -> SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM;
                case AEAD_AES_256_GCM -> SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM;
                case AES_CM_128_HMAC_SHA1_80 -> SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80;
                case AES_CM_128_HMAC_SHA1_32 -> SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32;
            };
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                    byte[] der = shown.getCertificate().getCertificateAt(0).getEncoded();
                    if (!DtlsIdentity.fingerprint(der).equals(server))
                        throw new IOException("another certificate");
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) {
                    try {
                        return new JcaDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, identity.key(),
                                new Certificate(new TlsCertificate[] {crypto.createCertificate(identity.certificate())}),
                                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        }

        /** The extractor by its name, and the order of keys and salts as RFC 5764 §4.2 has it. */
        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            int key = suite.keyOctets();
            int salt = suite.saltOctets();
            byte[] all = context.exportKeyingMaterial("EXTRACTOR-dtls_srtp", null, 2 * (key + salt));
            keys = new SrtpKeys(suite, both(all, 0, key, 2 * key, salt), both(all, key, key, 2 * key + salt, salt));
        }

        private static byte[] both(byte[] all, int keyAt, int key, int saltAt, int salt) {
            byte[] both = Arrays.copyOf(Arrays.copyOfRange(all, keyAt, keyAt + key), key + salt);
            System.arraycopy(all, saltAt, both, key, salt);
            return both;
        }

        @Override
        protected Vector<?> getSupportedSignatureAlgorithms() {
            return super.getSupportedSignatureAlgorithms();
        }
    }
}
