package org.trunkline.node.internal.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where the certificate for SIP over TLS and HTTPS is looked for, while the node runs too. Without settings that is the folder
 * {@code tls} of the data folder: {@code node.pem} and {@code node.key}, or {@code node.p12}; {@code ca.pem} for own
 * authorities. What is set must be there at the start.
 *
 * @param certificates the first that is there counts
 * @param key where there is none it stands beside the certificate
 * @param authorities where there is none those of the Java runtime count
 */
public record TlsFiles(int port, List<Path> certificates, Path key, String password, Path authorities) {

    /** @param property what is set; paths may be relative to the folder {@code tls} */
    static TlsFiles read(Path data, Function<String, Optional<String>> property, String password, int port)
            throws NodeSettings.BadSetting {
        var folder = data.resolve("tls");
        return new TlsFiles(port, paths(folder, property, "trunkline.tls.certificate", "node.pem", "node.p12"),
                paths(folder, property, "trunkline.tls.key", "node.key").getFirst(),
                password,
                paths(folder, property, "trunkline.tls.ca", "ca.pem").getFirst());
    }

    private static List<Path> paths(Path folder, Function<String, Optional<String>> property, String name,
            String... otherwise) throws NodeSettings.BadSetting {
        var set = property.apply(name);
        if (set.isEmpty())
            return Stream.of(otherwise).map(folder::resolve).toList();
        try {
            var file = folder.resolve(set.get());
            if (Files.isRegularFile(file))
                return List.of(file);
        } catch (InvalidPathException e) {
            throw new NodeSettings.BadSetting(name, "not-file", set.get(), "not a file name");
        }
        throw new NodeSettings.BadSetting(name, "no-such-file", set.get(), "there is no such file");
    }

    /** For the configuration of the signalling. */
    public Map<String, Object> properties() {
        var all = new HashMap<>(certificate());
        all.put("tlsPort", port);
        all.put("tlsAuthorities", authorities.toString());
        return all;
    }

    /** For the configuration of any part that shows the certificate. */
    public Map<String, Object> certificate() {
        return Map.of("tlsCertificate", certificates.stream().map(Path::toString).toArray(String[]::new), "tlsKey",
                key.toString(), "tlsPassword", password);
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "TlsFiles" + certificates;
    }
}
