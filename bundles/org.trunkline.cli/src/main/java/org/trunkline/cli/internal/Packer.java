package org.trunkline.cli.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import jdk.security.jarsigner.JarSigner;

/** Makes the signed archive of a project that was built. */
final class Packer {
    private static final List<String> NOT_BUNDLES = List.of("-sources.jar", "-javadoc.jar", "-tests.jar");

    private final Path project;
    private final ProjectFile file;
    private final SigningKey key;

    private Packer(Path project, ProjectFile file, SigningKey key) {
        this.project = project;
        this.file = file;
        this.key = key;
    }

    /** Signs with the project's own key. */
    static Packer of(Path project) throws CommandException {
        return of(project, SigningKey.of(project));
    }

    static Packer of(Path project, SigningKey key) throws CommandException {
        return new Packer(project, ProjectFile.read(project), key);
    }

    ProjectFile file() {
        return file;
    }

    /** @param qualifier that makes the version another one; empty for a release @return the archive */
    Path pack(String qualifier) throws CommandException {
        var forNode = bundles("node", qualifier);
        var forDesk = bundles("desk", qualifier);
        if (forNode.isEmpty() && forDesk.isEmpty())
            throw CommandException.failed(project + " has no built bundle in node/target or desk/target: mvn verify builds them");
        if (forNode.isEmpty() && !file.provides().isEmpty())
            throw CommandException.failed("no bundle in node/target provides " + String.join(", ", file.provides())
                    + ": build the module node, or take the names out of plugin.json");
        var version = file.version(qualifier);
        var entries = new LinkedHashMap<String, byte[]>();
        var nodePaths = add(forNode, entries);
        var deskPaths = add(forDesk, entries);
        var archive = project.resolve("target").resolve(file.id() + "-" + version + ".tlp");
        write(archive, file.archived(version, nodePaths, deskPaths), entries);
        return archive;
    }

    private List<BuiltBundle> bundles(String side, String qualifier) throws CommandException {
        var listed = file.listed(side).stream().map(project::resolve).toList();
        var found = new ArrayList<BuiltBundle>();
        for (var jar : listed.isEmpty() ? built(project.resolve(side).resolve("target")) : listed)
            found.add(BuiltBundle.read(jar, qualifier));
        return found;
    }

    private static List<Path> built(Path target) throws CommandException {
        if (!Files.isDirectory(target))
            return List.of();
        try (var files = Files.list(target)) {
            return files.filter(f -> f.toString().endsWith(".jar"))
                    .filter(f -> NOT_BUNDLES.stream().noneMatch(f.toString()::endsWith)).sorted().toList();
        } catch (IOException e) {
            throw CommandException.failed(target + " cannot be read: " + e.getMessage());
        }
    }

    private static List<String> add(List<BuiltBundle> bundles, Map<String, byte[]> entries) throws CommandException {
        var paths = new ArrayList<String>();
        for (var bundle : bundles) {
            var path = "bundles/" + bundle.name();
            if (entries.put(path, bundle.bytes()) != null)
                throw CommandException.failed("two bundles have the file name " + bundle.name() + ": rename one");
            paths.add(path);
        }
        return paths;
    }

    private void write(Path archive, byte[] json, Map<String, byte[]> entries) throws CommandException {
        var entry = key.entry();
        try {
            Files.createDirectories(archive.getParent());
            var unsigned = Files.createTempFile(archive.getParent(), "unsigned", ".jar");
            var signed = Files.createTempFile(archive.getParent(), "signed", ".jar");
            try {
                try (var out = Files.newOutputStream(unsigned)) {
                    jar(out, json, entries);
                }
                try (var in = new ZipFile(unsigned.toFile()); var out = Files.newOutputStream(signed)) {
                    new JarSigner.Builder(entry).digestAlgorithm("SHA-256").signatureAlgorithm("SHA256withECDSA")
                            .signerName("PUBLISH").build().sign(in, out);
                }
                Files.move(signed, archive, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unsigned);
                Files.deleteIfExists(signed);
            }
        } catch (IOException e) {
            throw CommandException.failed(archive + " cannot be written: " + e.getMessage());
        } catch (NoClassDefFoundError e) {
            throw CommandException.failed("this Java has no jarsigner: set JAVA_HOME to a JDK 25");
        } catch (IllegalArgumentException | java.security.NoSuchAlgorithmException e) {
            throw CommandException.failed("the key does not suit (" + e.getMessage() + "): it must be EC on P-256");
        }
    }

    private static void jar(OutputStream out, byte[] json, Map<String, byte[]> entries) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (var jar = new JarOutputStream(out, manifest)) {
            entry(jar, "plugin.json", json);
            for (var entry : entries.entrySet())
                entry(jar, entry.getKey(), entry.getValue());
        }
    }

    private static void entry(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
