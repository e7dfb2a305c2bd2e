package org.trunkline.ui.plugins.internal.desk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.plugin.Plugins;
import org.trunkline.ui.Formats;
import org.trunkline.wire.ManifestJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/**
 * The archive of a plug-in as the desk takes it from a node: within bounds, unchanged since one publisher signed all of it.
 * The desk does not rely on what the node has verified.
 *
 * @param publisher empty where it is not signed at all
 * @param bundles of the desk, in the order to start
 */
record DeskArchive(String id, String version, Optional<PublisherCertificate> publisher, List<DeskBundle> bundles) {
    private static final int MOST_ENTRIES = 2_000;
    private static final long MOST_UNPACKED = 256L << 20;
    private static final int LONGEST_JSON = 256 << 10;
    private static final int MOST_BUNDLES = 64;
    private static final int BUFFER = 1 << 16;
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]+\\.(SF|DSA|RSA|EC))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}(\\.[A-Za-z0-9_-]{1,40})?");

    /** @param path in the archive */
    record DeskBundle(String path, byte[] content) {}

    DeskArchive {
        requireNonNull(id);
        requireNonNull(version);
        requireNonNull(publisher);
        bundles = List.copyOf(bundles);
    }

    /** Not on the UI thread; says nothing of the validity of a certificate. @throws ArchiveProblem where it cannot be used */
    static DeskArchive read(Path file) throws ArchiveProblem, IOException {
        if (Files.size(file) > Plugins.MAX_ARCHIVE)
            throw new ArchiveProblem("archive.too-large");
        try (var jar = new JarFile(file.toFile(), true)) {
            List<JarEntry> entries = jar.stream().limit(MOST_ENTRIES + 1L).toList();
            if (entries.size() > MOST_ENTRIES)
                throw new ArchiveProblem("archive.too-large");
            Map<String, byte[]> wanted = new HashMap<>();
            Optional<PublisherCertificate> publisher = verify(jar, entries, wanted);
            return of(Optional.ofNullable(wanted.get("plugin.json")), publisher, wanted);
        } catch (SecurityException e) {
            throw new ArchiveProblem("archive.changed");
        } catch (GeneralSecurityException | IllegalArgumentException | ZipException e) {
            throw new ArchiveProblem("archive.broken", String.valueOf(e.getMessage()));
        }
    }

    /** What was accepted while the certificate was valid stays. @throws ArchiveProblem where the certificate has expired */
    void checkNew(Instant now, Formats formats) throws ArchiveProblem {
        if (publisher.isPresent() && publisher.get().until().isBefore(now))
            throw new ArchiveProblem("archive.expired", publisher.get().subject(), formats.dateTime(publisher.get().until()));
    }

    /** Reads every entry to its end, with which its signature is checked. @param content of those that may be wanted */
    private static Optional<PublisherCertificate> verify(JarFile jar, List<JarEntry> entries, Map<String, byte[]> content)
            throws ArchiveProblem, IOException, GeneralSecurityException {
        Set<PublisherCertificate> signers = new HashSet<>();
        boolean unsigned = false;
        long left = MOST_UNPACKED;
        for (JarEntry entry : entries) {
            if (entry.isDirectory() || SIGNATURE.matcher(entry.getName()).matches())
                continue;
            byte[] read = read(jar, entry, left);
            left -= read.length;
            if (content.putIfAbsent(entry.getName(), read) != null)
                throw new ArchiveProblem("archive.changed");
            CodeSigner[] by = entry.getCodeSigners();
            unsigned |= by == null || by.length == 0;
            if (by != null)
                for (CodeSigner signer : by)
                    signers.add(of(signer));
        }
        if (jar.getManifest() != null && !content.keySet().containsAll(jar.getManifest().getEntries().keySet()))
            throw new ArchiveProblem("archive.changed"); // an entry that was taken out leaves its digest behind
        if (signers.size() > 1 || unsigned && !signers.isEmpty())
            throw new ArchiveProblem("archive.several-signers");
        return signers.stream().findFirst();
    }

    private static byte[] read(JarFile jar, JarEntry entry, long most) throws IOException, ArchiveProblem {
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] read = in.readNBytes((int) Math.min(Integer.MAX_VALUE - BUFFER, most + 1));
            if (read.length > most)
                throw new ArchiveProblem("archive.too-large");
            return read;
        }
    }

    private static PublisherCertificate of(CodeSigner signer) throws GeneralSecurityException, ArchiveProblem {
        if (signer.getSignerCertPath().getCertificates().getFirst() instanceof X509Certificate certificate)
            return PublisherCertificate.of(certificate);
        throw new ArchiveProblem("archive.changed");
    }

    private static DeskArchive of(Optional<byte[]> json, Optional<PublisherCertificate> publisher, Map<String, byte[]> content)
            throws ArchiveProblem {
        if (json.isEmpty() || json.get().length > LONGEST_JSON)
            throw new ArchiveProblem("archive.no-plugin");
        JsonNode about;
        try {
            about = Json.parseRequest(json.get());
        } catch (MalformedJsonException e) {
            throw new ArchiveProblem("archive.no-plugin");
        }
        String id = about.path("id").asText("");
        String version = about.path("version").asText("");
        if (!ManifestJson.isId(id) || !VERSION.matcher(version).matches())
            throw new ArchiveProblem("archive.no-plugin");
        var bundles = new ArrayList<DeskBundle>();
        for (JsonNode path : about.path("bundles").path("desk")) {
            byte[] bundle = content.get(path.asText(""));
            if (bundle == null || bundles.size() == MOST_BUNDLES)
                throw new ArchiveProblem("archive.no-bundle", path.asText(""));
            bundles.add(new DeskBundle(path.asText(), bundle));
        }
        return new DeskArchive(id, version, publisher, bundles);
    }
}
