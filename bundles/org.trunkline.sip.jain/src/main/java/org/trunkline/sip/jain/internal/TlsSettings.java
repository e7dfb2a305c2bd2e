package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the node shows over TLS, and whom it believes.
 *
 * @param port 0 for any free one
 * @param certificate PEM, the node's own first and then those that vouch for it; or PKCS #12, with the key
 * @param key PEM, PKCS #8; empty where it stands in the certificate's file
 * @param password of a PKCS #12 file
 * @param authorities PEM of those whose word on a peer counts; empty for those of the Java runtime
 */
record TlsSettings(int port, Path certificate, Optional<Path> key, String password, Optional<Path> authorities) {
    TlsSettings on(int realPort) {
        return new TlsSettings(realPort, certificate, key, password, authorities);
    }

    /** Differs where a file has changed. */
    List<Object> files() {
        return Stream.of(Optional.of(certificate), key, authorities).flatMap(Optional::stream).map(TlsSettings::mark).toList();
    }

    private static Object mark(Path file) {
        try {
            var known = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(known.lastModifiedTime(), known.size(), String.valueOf(known.fileKey()));
        } catch (IOException e) {
            return "gone"; // for the moment, while it is replaced
        }
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "TlsSettings[" + certificate + "]";
    }
}
