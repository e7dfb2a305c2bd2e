package org.trunkline.plugin.internal.archive;

import static java.util.Objects.requireNonNull;
import static org.trunkline.plugin.internal.archive.RefusedArchiveException.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.Plugins;

/**
 * A verified archive (.tlp): a JAR that is within bounds, unchanged since it was signed, with a {@code plugin.json} that
 * can be used and the bundles that it names.
 *
 * @param file that it was read from
 * @param signer empty where the archive is not signed at all
 */
public record PluginArchive(Path file, PluginManifest manifest, Optional<Signer> signer) {
    private static final String MANIFEST = "plugin.json";
    private static final int LONGEST_MANIFEST = 256 << 10;
    private static final int BUFFER = 1 << 16;

    public PluginArchive {
        requireNonNull(file);
        requireNonNull(manifest);
        requireNonNull(signer);
    }

    /** Reads and verifies all of it; unpacks nothing. */
    public static PluginArchive read(Path file, ManifestRules rules) throws RefusedArchiveException, IOException {
        long size = Files.size(file);
        if (size > Plugins.MAX_ARCHIVE)
            throw archive("archive-too-large", "The archive has " + size + " bytes; " + Plugins.MAX_ARCHIVE + " are allowed",
                    size, Plugins.MAX_ARCHIVE);
        try (var jar = new JarFile(file.toFile(), true)) {
            var entries = jar.stream().toList();
            ArchiveEntries.check(entries);
            var signer = signer(jar, entries);
            var manifest = rules.check(manifest(jar));
            checkBundles(jar, manifest);
            return new PluginArchive(file, manifest, signer);
        } catch (SecurityException e) {
            throw changed();
        } catch (IOException | IllegalArgumentException e) { // also names that are not UTF-8, dates that are none
            throw broken(e);
        }
    }

    private static RefusedArchiveException broken(Exception e) {
        return archive("archive-broken", "The archive cannot be read: it is truncated, or not a JAR (" + e.getMessage() + ")",
                e.getMessage());
    }

    private static RefusedArchiveException changed() {
        return archive("archive-changed", "The archive was changed after it was signed. Get it again from its publisher");
    }

    private static Optional<Signer> signer(JarFile jar, List<JarEntry> entries) throws IOException, RefusedArchiveException {
        var found = new HashSet<Signer>();
        var unsigned = new ArrayList<String>();
        long left = ArchiveEntries.MOST_UNPACKED;
        for (var entry : entries) {
            if (entry.isDirectory() || ArchiveEntries.signature(entry.getName()))
                continue;
            left -= readThrough(jar, entry, left);
            var signers = Optional.ofNullable(entry.getCodeSigners()).map(Arrays::asList).orElse(List.of());
            if (signers.isEmpty())
                unsigned.add(entry.getName());
            if (signers.size() > 1)
                throw several();
            for (var signer : signers)
                found.add(signer(signer));
        }
        checkNothingMissing(jar);
        if (found.size() > 1)
            throw several();
        if (!found.isEmpty() && !unsigned.isEmpty())
            throw archive("entry-not-signed", "The entry " + unsigned.getFirst() + " is not signed. Every entry must be",
                    unsigned.getFirst());
        return found.stream().findFirst();
    }

    /** A signature is checked when the entry has been read to its end. */
    private static long readThrough(JarFile jar, JarEntry entry, long most) throws IOException, RefusedArchiveException {
        var buffer = new byte[BUFFER];
        long total = 0;
        try (var in = jar.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                total += read;
                if (total > most)
                    throw ArchiveEntries.tooMuch();
            }
        }
        return total;
    }

    private static Signer signer(CodeSigner signer) throws RefusedArchiveException {
        try {
            return Signer.of(signer.getSignerCertPath().getCertificates().getFirst());
        } catch (CertificateException e) {
            throw archive("bad-signature", "The archive's signature cannot be used: " + e.getMessage(), e.getMessage());
        }
    }

    private static RefusedArchiveException several() {
        return archive("several-signers", "The archive has entries of different signers. One publisher must sign all of it");
    }

    /** An entry that was taken out leaves its digest behind. */
    private static void checkNothingMissing(JarFile jar) throws IOException, RefusedArchiveException {
        var manifest = jar.getManifest();
        if (manifest == null)
            return;
        for (var name : manifest.getEntries().keySet())
            if (jar.getEntry(name) == null)
                throw changed();
    }

    private static byte[] manifest(JarFile jar) throws IOException, RefusedArchiveException {
        var entry = jar.getJarEntry(MANIFEST);
        if (entry == null)
            throw archive("not-an-archive", "This file is not a plug-in archive: it has no " + MANIFEST);
        try (var in = jar.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(LONGEST_MANIFEST + 1);
            if (bytes.length > LONGEST_MANIFEST)
                throw archive("manifest-too-large", MANIFEST + " exceeds " + LONGEST_MANIFEST + " bytes", LONGEST_MANIFEST);
            return bytes;
        }
    }

    private static void checkBundles(JarFile jar, PluginManifest manifest) throws IOException, RefusedArchiveException {
        var errors = new ArrayList<FieldError>();
        for (var list : List.of("node", "desk")) {
            var paths = list.equals("node") ? manifest.nodeBundles() : manifest.deskBundles();
            for (int i = 0; i < paths.size(); i++)
                BundleCheck.check(jar, paths.get(i), "bundles." + list + "[" + i + "]").ifPresent(errors::add);
        }
        if (!errors.isEmpty())
            throw new RefusedArchiveException(errors);
        if (manifest.about().inside())
            for (var path : manifest.nodeBundles())
                try (var in = jar.getInputStream(jar.getEntry(path))) {
                    ExitScan.check(in, path);
                }
    }

    /**
     * Unpacks the node's bundles, and nothing else, into a folder that is there.
     *
     * @return their files, in the order of the manifest
     */
    public List<Path> unpackNodeBundles(Path folder) throws IOException, RefusedArchiveException {
        var files = new ArrayList<Path>();
        try (var jar = new JarFile(file.toFile(), true)) {
            for (var path : manifest.nodeBundles()) {
                var target = folder.resolve("%02d-%s".formatted(files.size(), path.substring(path.lastIndexOf('/') + 1)));
                try (InputStream in = jar.getInputStream(jar.getEntry(path))) {
                    Files.copy(in, target);
                }
                files.add(target);
            }
        } catch (SecurityException e) {
            throw changed();
        }
        return files;
    }
}
