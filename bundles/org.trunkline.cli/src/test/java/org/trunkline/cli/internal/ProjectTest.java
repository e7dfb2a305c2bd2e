package org.trunkline.cli.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.wire.json.Json;

/** A project that is made, packed and signed. */
class ProjectTest {
    private static final String ID = "com.example.leastloaded";
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final List<String> asked = new ArrayList<>();

    @TempDir
    Path folder;
    private Path home;
    private Path project;

    @BeforeEach
    void make() throws Exception {
        home = folder.resolve("my node");
        Files.createDirectories(home.resolve("sdk/org/trunkline/org.trunkline.spi/0.1.0-SNAPSHOT"));
        project = folder.resolve("project");
        new NewProject(home, out).create(ID, Optional.of(project), true);
    }

    private void build(String side, String version) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", ID + "." + side);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        var target = Files.createDirectories(project.resolve(side).resolve("target"));
        try (var jar = new JarOutputStream(Files.newOutputStream(target.resolve(side + "-0.1.0.jar")), manifest)) {
            jar.putNextEntry(new java.util.zip.ZipEntry("a.txt"));
            jar.write(7);
        }
    }

    @Test
    void nothingIsLeftToFillIn() throws Exception {
        try (var files = Files.walk(project)) {
            for (var file : files.filter(Files::isRegularFile).filter(f -> !f.toString().contains(".trunkline")).toList())
                assertFalse(Files.readString(file).contains("{{") || file.toString().contains("{{"), file.toString());
        }
        assertTrue(Files.readString(project.resolve("pom.xml")).contains("<module>desk</module>"));
        assertTrue(Files.exists(project.resolve("node/src/main/java/com/example/leastloaded/LeastLoaded.java")));
    }

    @Test
    void theSdkIsThatOfTheInstallation() throws Exception {
        assertEquals(List.of("-Dtrunkline.sdk=" + home.resolve("sdk").toUri(), "-Daether.offline.protocols=file"),
                Files.readAllLines(project.resolve(".mvn/maven.config")));
        assertTrue(Files.readString(project.resolve("pom.xml")).contains("<trunkline.version>0.1.0-SNAPSHOT<"));
    }

    @Test
    void keyAndPasswordAreTheirOwnersAlone() throws Exception {
        for (var name : List.of("signing.p12", "signing.password"))
            assertEquals(PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(project.resolve(".trunkline").resolve(name)), name);
        assertTrue(Files.readString(project.resolve(".gitignore")).contains(".trunkline/"));
    }

    @Test
    void theCertificateHoldsForFiveYears() throws Exception {
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(Files.newInputStream(project.resolve("publisher.pem")));
        assertEquals("EC", certificate.getPublicKey().getAlgorithm());
        var holds = Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
        assertTrue(holds.toDays() >= 1824 && holds.toDays() <= 1827, holds.toString());
    }

    @Test
    void theArchiveIsSignedWithTheProjectsKey() throws Exception {
        build("node", "0.1.0");
        build("desk", "0.1.0");
        var archive = Packer.of(project).pack("");
        assertEquals(ID + "-0.1.0.tlp", archive.getFileName().toString());
        var expected = SigningKey.of(project).entry().getCertificate().getEncoded();
        try (var jar = new JarFile(archive.toFile(), true)) {
            for (var name : List.of("plugin.json", "bundles/node-0.1.0.jar", "bundles/desk-0.1.0.jar")) {
                var entry = jar.getJarEntry(name);
                jar.getInputStream(entry).readAllBytes();
                assertArrayEquals(expected, entry.getCertificates()[0].getEncoded(), name);
            }
            var json = Json.parseRequest(jar.getInputStream(jar.getJarEntry("plugin.json")).readAllBytes());
            assertEquals("bundles/node-0.1.0.jar", json.at("/bundles/node/0").asText());
            assertEquals("bundles/desk-0.1.0.jar", json.at("/bundles/desk/0").asText());
            assertTrue(jar.stream().noneMatch(entry -> entry.getName().contains("signing")), "no key in the archive");
        }
        assertEquals(ID, ArchivedAbout.of(archive).id());
    }

    @Test
    void aBuildOfADevelopersHasAVersionOfItsOwn() throws Exception {
        build("node", "0.1.0");
        var archive = Packer.of(project).pack("20260131080000000");
        try (var jar = new JarFile(archive.toFile())) {
            var json = Json.parseRequest(jar.getInputStream(jar.getEntry("plugin.json")).readAllBytes());
            assertEquals("0.1.0.20260131080000000", json.get("version").asText());
            var bundle = jar.getInputStream(jar.getEntry("bundles/node-0.1.0.jar")).readAllBytes();
            try (var in = new JarInputStream(new ByteArrayInputStream(bundle))) {
                assertEquals("0.1.0.20260131080000000", in.getManifest().getMainAttributes().getValue("Bundle-Version"));
                assertEquals("a.txt", in.getNextJarEntry().getName());
                assertEquals(7, in.read());
            }
        }
    }

    @Test
    void aProjectThatWasNotBuiltSaysHow() {
        var e = assertThrows(CommandException.class, () -> Packer.of(project).pack(""));
        assertTrue(e.getMessage().endsWith("mvn verify builds them"), e.getMessage());
    }

    @Test
    void eachMistakeInThePluginFileIsNamed() throws Exception {
        Files.writeString(project.resolve("plugin.json"), """
                {"id": "Least", "version": "1", "name": {}, "api": "0.1", "provides": "x", "permissions": ["root"], "colour": 1}""");
        var e = assertThrows(CommandException.class, () -> Packer.of(project));
        for (var name : List.of("id", "version", "name.en", "api", "provides", "permissions", "colour"))
            assertTrue(e.lines().stream().anyMatch(line -> line.contains(name)), () -> name + " in " + e.getMessage());
    }

    @Test
    void anIdIsWhatTheNodeAccepts() throws Exception {
        var other = project.resolveSibling("other");
        new NewProject(home, out).create("com.example.3rd.my-crm", Optional.of(other), true);
        assertEquals("com.example.3rd.my-crm", ProjectFile.read(other).id());
        var code = "com.example._3rd.my_crm";
        var source = other.resolve("node/src/main/java").resolve(code.replace('.', '/')).resolve("LeastLoaded.java");
        assertTrue(Files.readString(source).startsWith("package " + code + ";"));
        assertTrue(Files.readString(other.resolve("desk/src/main/resources/plugin.xml")).contains(code + ".desk.TrunkLoadView"));
        var e = assertThrows(CommandException.class,
                () -> new NewProject(home, out).create("com.example.my_crm", Optional.empty(), false));
        assertTrue(e.getMessage().contains("is not an id"), e.getMessage());
    }

    @Test
    void aPluginForTheDeskAloneProvidesNothing() throws Exception {
        build("desk", "0.1.0");
        var e = assertThrows(CommandException.class, () -> Packer.of(project).pack(""));
        assertTrue(e.getMessage().contains("provides RoutingPolicy"), e.getMessage());
        var file = project.resolve("plugin.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"provides\": \\[[^]]*],", ""));
        assertTrue(Files.exists(Packer.of(project).pack("")));
    }

    @Test
    void aFolderWithFilesIsNotWrittenInto() {
        var e = assertThrows(CommandException.class,
                () -> new NewProject(home, out).create(ID, Optional.of(project), false));
        assertTrue(e.getMessage().contains("is not empty"), e.getMessage());
    }

    @Test
    void aKeyThatTheNodeDoesNotTrustStopsTheDeveloper() {
        var loop = new DevLoop(project, new FakeNode().plugins(), Map.of(), false, out);
        var e = assertThrows(CommandException.class, () -> loop.run(true));
        assertTrue(e.getMessage().contains("trunkline plugin trust"), e.getMessage());
    }

    @Test
    void aBuildThatFailsShowsWhatMavenSaid() throws Exception {
        var e = assertThrows(CommandException.class, () -> dev("echo LeastLoaded.java:7 is wrong; exit 1"));
        assertTrue(e.getMessage().contains("LeastLoaded.java:7"), e.getMessage());
    }

    @Test
    void aBuildThatWorksIsInTheNode() throws Exception {
        build("node", "0.1.0");
        dev("exit 0");
        assertEquals(List.of("publishers", "list", "install"), asked);
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains(" is running after "),
                printed.toString(StandardCharsets.UTF_8));
    }

    /** Builds once with a Maven of a few words, into a node that trusts the project. */
    private void dev(String maven) throws Exception {
        var script = Files.writeString(folder.resolve("mvn"), "#!/bin/sh\n" + maven + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        var publisher = new Publisher("CN=" + ID, SigningKey.of(project).fingerprint(), Instant.now(), false);
        var plugins = (Plugins) Proxy.newProxyInstance(Plugins.class.getClassLoader(), new Class<?>[] { Plugins.class },
                (_, method, _) -> {
                    asked.add(method.getName());
                    return switch (method.getName()) {
                        case "publishers" -> List.of(publisher);
                        case "list" -> List.of();
                        case "install" -> new PluginResult.Done(PluginSamples.crm());
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
        new DevLoop(project, plugins, Map.of("TRUNKLINE_MVN", script.toString()), false, out).run(true);
    }
}
