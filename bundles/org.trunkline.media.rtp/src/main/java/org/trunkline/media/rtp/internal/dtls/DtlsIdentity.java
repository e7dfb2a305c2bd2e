package org.trunkline.media.rtp.internal.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;

/**
 * The node's certificate for media: ECDSA with P-256, signed by itself, made at each start and kept nowhere. Who it is of
 * is told by its fingerprint in the signalling (RFC 5763 §5), so nobody has to trust it.
 *
 * @param certificate DER
 */
record DtlsIdentity(PrivateKey key, byte[] certificate) {
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
    /** Browsers look at the fingerprint alone; a node may run for years. */
    private static final Duration VALID = Duration.ofDays(3650);

    static DtlsIdentity create(SecureRandom random, Instant now) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var content = new V3TBSCertificateGenerator();
            var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
            var name = new X500Name("CN=trunkline");
            content.setSerialNumber(new ASN1Integer(new BigInteger(63, random).add(BigInteger.ONE)));
            content.setSignature(algorithm);
            content.setIssuer(name);
            content.setSubject(name);
            content.setStartDate(new Time(Date.from(now.minus(CLOCKS_DIFFER))));
            content.setEndDate(new Time(Date.from(now.plus(VALID))));
            content.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            var signed = content.generateTBSCertificate();
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(signed.getEncoded(ASN1Encoding.DER));
            return new DtlsIdentity(pair.getPrivate(), new DERSequence(new ASN1Encodable[] {signed, algorithm,
                    new DERBitString(signature.sign())}).getEncoded(ASN1Encoding.DER));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate for media can be made: " + e.getMessage(), e);
        }
    }

    /** As a peer of that handshake shows and signs with it. */
    TlsCredentials credentials(TlsContext context, JcaTlsCrypto crypto) throws IOException {
        return new JcaDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, key,
                new Certificate(new TlsCertificate[] {crypto.createCertificate(certificate)}),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /** @throws TlsFatalAlert if the peer shows no certificate, or another than the signalling named */
    static void check(Certificate shown, Fingerprint expected) throws IOException {
        if (shown.isEmpty() || !fingerprint(shown.getCertificateAt(0).getEncoded()).equals(expected))
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the certificate of the signalling");
    }

    Fingerprint fingerprint() {
        return fingerprint(certificate);
    }

    static Fingerprint fingerprint(byte[] certificate) {
        try {
            return new Fingerprint(HexFormat.ofDelimiter(":").withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return "DtlsIdentity[" + fingerprint() + "]";
    }
}
