package org.trunkline.node.internal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where the certificate for SIP over TLS is. Without settings it is looked for in the folder {@code tls} of the data
 * folder: {@code node.pem} and {@code node.key}, or {@code node.p12}; {@code ca.pem} for own authorities.
 *
 * @param certificate empty where the node does not speak TLS
 * @param key empty where it stands beside the certificate
 * @param authorities empty for those of the Java runtime
 */
record TlsFiles(int port, Optional<Path> certificate, Optional<Path> key, String password,
        Optional<Path> authorities) {

    /** @param property what is set; paths may be relative to the folder {@code tls} */
    static TlsFiles read(Path data, Function<String, Optional<String>> property, int port)
            throws NodeSettings.BadSetting {
        var folder = data.resolve("tls");
        return new TlsFiles(port, path(folder, property, "trunkline.tls.certificate", "node.pem", "node.p12"),
                path(folder, property, "trunkline.tls.key", "node.key"),
                property.apply("trunkline.tls.password").orElse(""),
                path(folder, property, "trunkline.tls.ca", "ca.pem"));
    }

    private static Optional<Path> path(Path folder, Function<String, Optional<String>> property, String name,
            String... otherwise) throws NodeSettings.BadSetting {
        var set = property.apply(name);
        if (set.isEmpty())
            return Stream.of(otherwise).map(folder::resolve).filter(Files::isRegularFile).findFirst();
        try {
            var file = folder.resolve(set.get());
            if (Files.isRegularFile(file))
                return Optional.of(file);
        } catch (InvalidPathException e) {
            throw new NodeSettings.BadSetting(name, name + " is \"" + set.get() + "\": that is no file name");
        }
        throw new NodeSettings.BadSetting(name, name + " is \"" + set.get() + "\": there is no such file");
    }

    /** For the signalling's configuration; empty texts for what there is not. */
    Map<String, Object> properties() {
        return Map.of("tlsPort", port, "tlsCertificate", text(certificate), "tlsKey", text(key), "tlsPassword", password,
                "tlsAuthorities", text(authorities));
    }

    private static String text(Optional<Path> path) {
        return path.map(Path::toString).orElse("");
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "TlsFiles[" + text(certificate) + "]";
    }
}
