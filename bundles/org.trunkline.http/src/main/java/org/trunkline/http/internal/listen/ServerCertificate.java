package org.trunkline.http.internal.listen;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.tls.CertificateFiles;
import org.trunkline.domain.tls.CertificateWithKey;
import org.trunkline.domain.tls.ReloadableKeys;

/** The node's certificate for HTTPS; a replaced file is used by the next handshake. <b>Threads:</b> any. */
public final class ServerCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

    private CertificateFiles files;
    private List<Object> marks;
    private volatile CertificateWithKey current;

    private ServerCertificate(CertificateFiles files, List<Object> marks, CertificateWithKey current) {
        this.files = files;
        this.marks = marks;
        this.current = current;
    }

    /** @return empty where there is no file @throws IOException for an administrator, where a file cannot be used */
    public static Optional<ServerCertificate> read(CertificateFiles files) throws IOException {
        var marks = files.marks();
        return files.read().map(found -> new ServerCertificate(files, marks, found));
    }

    SslContextFactory.Server contexts() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ReloadableKeys(() -> current.keys())}, null, null);
            var factory = new SslContextFactory.Server();
            factory.setSslContext(context);
            factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            factory.setRenegotiationAllowed(false);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not available: " + e.getMessage(), e);
        }
    }

    /** Uses other files from now on. */
    public synchronized void use(CertificateFiles next) {
        if (next.equals(files))
            return;
        files = next;
        marks = List.of();
        reload();
    }

    /** Reads changed files; what cannot be used changes nothing. */
    public synchronized void reload() {
        var now = files.marks();
        if (now.equals(marks))
            return;
        marks = now;
        try {
            current = files.read().orElseThrow(() -> new IOException("the file is missing"));
            LOG.info("HTTPS uses the new certificate, valid until {}", current.certificate().getNotAfter().toInstant());
        } catch (IOException e) {
            LOG.warn("HTTPS keeps using the previous certificate because the new one cannot be used: {}. Replace the file;"
                    + " it is read again within 10 s", e.getMessage());
        }
    }
}
