package org.trunkline.sip.jain.internal.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.domain.tls.CertificateFiles;

/**
 * Where what the node shows over TLS is looked for, and whom it believes. The files may come while the node runs.
 *
 * @param port 0 for any free one
 * @param certificates the first that is there counts: PEM, the node's own first and then those that vouch for it; or
 *        PKCS #12, with the key. None for no TLS ever
 * @param key PEM, PKCS #8; where there is no such file the key stands in the certificate's
 * @param password of a PKCS #12 file
 * @param authorities PEM of those whose word on a peer counts; where there is no such file, those of the Java runtime
 */
public record TlsSettings(int port, List<Path> certificates, Optional<Path> key, String password, Optional<Path> authorities) {
    public static final TlsSettings NONE = new TlsSettings(0, List.of(), Optional.empty(), "", Optional.empty());

    public TlsSettings {
        certificates = List.copyOf(certificates);
    }

    /** The files that are there. */
    record Found(Path certificate, Optional<Path> key, String password, Optional<Path> authorities) {
        /** Tells no secret. */
        @Override
        public String toString() {
            return "Found[" + certificate + "]";
        }
    }

    /** Empty without a certificate. */
    Optional<Found> found() {
        return certificates.stream().filter(Files::isRegularFile).findFirst()
                .map(file -> new Found(file, key.filter(Files::isRegularFile), password,
                        authorities.filter(Files::isRegularFile)));
    }

    /** Differs where a file has changed, come or gone. */
    List<Object> marks() {
        return Stream.of(certificates.stream(), key.stream(), authorities.stream()).flatMap(files -> files)
                .map(CertificateFiles::mark).toList();
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "TlsSettings" + certificates;
    }
}
