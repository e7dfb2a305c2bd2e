package org.trunkline.sip.jain.internal.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.tls.CertificateWithKey;
import org.trunkline.domain.tls.UnusableCertificate;

/** The node's certificate and key, and the authorities it trusts, as read from files. */
record TlsIdentity(X509Certificate own, X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {

    /** @throws IOException for an administrator: names the file and what is wrong with it, never its content */
    static TlsIdentity read(TlsSettings.Found settings) throws IOException {
        var own = CertificateWithKey.read(settings.certificate(), settings.key(), settings.password());
        try {
            return new TlsIdentity(own.certificate(), own.keys(), trust(settings));
        } catch (GeneralSecurityException e) {
            var file = settings.authorities().map(String::valueOf).orElse("");
            throw new UnusableCertificate(new LocalizableText("certificate-or-key", List.of(file, String.valueOf(e.getMessage())),
                    file + " or its key cannot be used: " + e.getMessage()), e);
        }
    }

    private static X509ExtendedTrustManager trust(TlsSettings.Found settings) throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance("PKIX");
        if (settings.authorities().isPresent()) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int n = 0;
            for (var authority : CertificateWithKey.certificates(settings.authorities().get()))
                store.setCertificateEntry("ca" + n++, authority);
            factory.init(store);
        } else {
            factory.init((KeyStore) null);
        }
        for (var manager : factory.getTrustManagers())
            if (manager instanceof X509ExtendedTrustManager found)
                return found;
        throw new GeneralSecurityException("no trust manager");
    }
}
