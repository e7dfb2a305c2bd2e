package org.trunkline.domain.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a certificate is looked for. The files may come, and be replaced, while the node runs.
 *
 * @param certificates the first that exists counts: PEM, or PKCS #12 with the key
 * @param key PEM, PKCS #8; where there is no such file, the certificate's file holds the key
 * @param password of a PKCS #12 file
 */
public record CertificateFiles(List<Path> certificates, Optional<Path> key, String password) {
    public static final CertificateFiles NONE = new CertificateFiles(List.of(), Optional.empty(), "");

    public CertificateFiles {
        certificates = List.copyOf(certificates);
    }

    /** @return empty where no file exists @throws IOException for an administrator, where a file cannot be used */
    public Optional<CertificateWithKey> read() throws IOException {
        var found = certificates.stream().filter(Files::isRegularFile).findFirst();
        return found.isEmpty() ? Optional.empty()
                : Optional.of(CertificateWithKey.read(found.get(), key.filter(Files::isRegularFile), password));
    }

    /** Differs after a file has changed, appeared or gone. */
    public List<Object> marks() {
        return Stream.concat(certificates.stream(), key.stream()).map(CertificateFiles::mark).toList();
    }

    /** Differs after this file has changed, appeared or gone. */
    public static Object mark(Path file) {
        try {
            var known = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(known.lastModifiedTime(), known.size(), String.valueOf(known.fileKey()));
        } catch (IOException e) {
            return "gone"; // or not there yet, or for the moment, while it is replaced
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "CertificateFiles" + certificates;
    }
}
