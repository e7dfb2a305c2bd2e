package org.trunkline.plugin.internal.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.plugin.internal.archive.TestArchives.PUBLISHER;
import static org.trunkline.plugin.internal.archive.TestArchives.bundle;
import static org.trunkline.plugin.internal.archive.TestArchives.entries;
import static org.trunkline.plugin.internal.archive.TestArchives.jar;
import static org.trunkline.plugin.internal.archive.TestArchives.json;
import static org.trunkline.plugin.internal.archive.TestArchives.signed;
import static org.trunkline.plugin.internal.archive.TestArchives.signer;
import static org.trunkline.plugin.internal.archive.TestArchives.type;
import static org.trunkline.plugin.internal.archive.TestArchives.typeWithReference;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import org.trunkline.api.FieldError;
import org.trunkline.spi.ExtensionPoint;

class PluginArchiveTest {
    private static final ManifestRules RULES = new ManifestRules(new Version("0.1.3"));
    private static final String ID = "com.example.crm";

    @TempDir
    Path folder;

    private PluginArchive read(byte[] archive) throws Exception {
        var file = Files.createTempFile(folder, "a", ".tlp");
        Files.write(file, archive);
        return PluginArchive.read(file, RULES);
    }

    private List<FieldError> errors(byte[] archive) {
        return assertThrows(RefusedArchiveException.class, () -> read(archive)).errors();
    }

    private List<String> codes(byte[] archive) {
        return errors(archive).stream().map(e -> e.field() + " " + e.code()).toList();
    }

    private List<String> codesOf(String json) {
        return codes(PUBLISHER.sign(jar(entries(json))));
    }

    private static Map<String, byte[]> with(String name, byte[] content) {
        var entries = new LinkedHashMap<>(entries(ID, "1.0.0"));
        entries.put(name, content);
        return entries;
    }

    @Test
    void aSignedArchiveIsReadAndItsBundlesUnpacked() throws Exception {
        var archive = read(signed(ID, "1.0.0"));
        assertEquals(ID, archive.manifest().about().id());
        assertEquals(Map.of("en", "Test"), archive.manifest().about().name());
        assertEquals(Optional.of(PUBLISHER.signer()), archive.signer());
        assertEquals("CN=Example AB", archive.signer().orElseThrow().name());
        assertTrue(archive.signer().orElseThrow().fingerprint().matches("[0-9a-f]{64}"));
        var files = archive.unpackNodeBundles(Files.createDirectory(folder.resolve("out")));
        assertEquals(List.of("00-a.jar"), files.stream().map(f -> f.getFileName().toString()).toList());
        assertEquals(Signer.read(PUBLISHER.signer().pem()), PUBLISHER.signer());
    }

    @Test
    void anUnsignedArchiveHasNoSigner() throws Exception {
        assertEquals(Optional.empty(), read(jar(entries(ID, "1.0.0"))).signer());
    }

    /** Whatever byte is changed: no archive passes as one of its publisher's with other content. */
    @Test
    void anArchiveThatWasChangedIsRefused() {
        var archive = signed(ID, "1.0.0");
        var text = new String(archive, StandardCharsets.ISO_8859_1);
        int bundle = text.indexOf("bundles/a.jar") + 40;
        archive[bundle] ^= 1;
        assertTrue(Set.of("archive archive-changed", "archive archive-broken").contains(codes(archive).getFirst()),
                codes(archive).toString());
    }

    @Test
    void anEntryThatWasReplacedAddedOrTakenOutIsRefused() throws Exception {
        var signedEntries = unzip(signed(ID, "1.0.0"));
        var replaced = new LinkedHashMap<>(signedEntries);
        replaced.put("plugin.json", json(ID, "9.0.0", "").getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("archive archive-changed"), codes(jar(replaced)));
        var added = new LinkedHashMap<>(signedEntries);
        added.put("bundles/b.jar", new byte[] {1});
        assertEquals(List.of("archive entry-not-signed"), codes(jar(added)));
        var taken = new LinkedHashMap<>(unzip(PUBLISHER.sign(jar(with("extra.txt", new byte[] {1})))));
        taken.remove("extra.txt");
        assertEquals(List.of("archive archive-changed"), codes(jar(taken)));
    }

    private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                entries.put(entry.getName(), zip.readAllBytes());
        }
        return entries;
    }

    @Test
    void anArchiveOfTwoSignersIsRefused() {
        assertEquals(List.of("archive several-signers"), codes(signer("Someone Else").sign(signed(ID, "1.0.0"))));
    }

    @Test
    void aTruncatedArchiveAndWhatIsNoneAreRefused() {
        var archive = signed(ID, "1.0.0");
        assertEquals(List.of("archive archive-broken"), codes(Arrays.copyOf(archive, archive.length - 30)));
        assertEquals(List.of("archive archive-broken"), codes(new byte[0]));
        assertEquals(List.of("archive archive-broken"), codes("hello".getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of("archive not-an-archive"), codes(jar(Map.of("a.txt", new byte[1]))));
    }

    @Test
    void randomBytesAreRefusedAndNothingElseHappens() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var good = signed(ID, "1.0.0");
        var sound = read(good);
        for (int i = 0; i < 200; i++) {
            var bad = good.clone();
            for (int n = 0; n < 1 + i % 8; n++)
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                var read = read(bad);
                if (read.signer().isPresent())
                    assertEquals(sound.manifest(), read.manifest(), "seed " + seed);
            } catch (RefusedArchiveException e) {
                assertTrue(e.errors().size() > 0, "seed " + seed);
            } catch (Exception e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a\\evil", "C:evil", "a/./b", "a\nb"})
    void aNameThatLeadsElsewhereIsRefused(String name) {
        assertEquals(List.of("archive bad-entry-name"), codes(jar(with(name, new byte[1]))));
    }

    @Test
    void twoEntriesOfOneNameAreRefused() {
        assertEquals(List.of("archive duplicate-entry"), codes(jar(with("Plugin.JSON", new byte[1]))));
        var doubled = new String(jar(with("plugin.jso_", new byte[1])), StandardCharsets.ISO_8859_1)
                .replace("plugin.jso_", "plugin.json").getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(Set.of("archive duplicate-entry", "archive archive-broken").contains(codes(doubled).getFirst()));
    }

    @Test
    void bombsAreRefusedBeforeTheyAreUnpacked() {
        assertEquals(List.of("archive archive-bomb"), codes(jar(with("zeros", new byte[8 << 20]))));
        var many = new LinkedHashMap<>(entries(ID, "1.0.0"));
        for (int i = 0; i < ArchiveEntries.MOST_ENTRIES; i++)
            many.put("e" + i, new byte[0]);
        assertEquals(List.of("archive too-many-entries"), codes(jar(many)));
    }

    @Test
    void pluginJsonIsCheckedFieldByField() throws Exception {
        assertEquals(List.of("plugin.json malformed-json"), codesOf("{"));
        assertEquals(List.of("nmae unknown-field"), codesOf(json(ID, "1.0.0", "\"nmae\": \"x\",")));
        assertEquals(List.of("id not-an-id", "version not-a-version"), codesOf(json("Crm", "1.0", "")));
        assertEquals(List.of("limits.heapMb out-of-range"), codesOf(json(ID, "1.0.0", "\"limits\": {\"heapMb\": 8},")));
        assertEquals(List.of("permissions[1] not-a-permission"),
                codesOf(json(ID, "1.0.0", "\"permissions\": [\"network:crm.example:443\", \"all\"],")));
        assertEquals(List.of("permissions permission-missing"), codesOf(json(ID, "1.0.0", "\"permissions\": [\"records.read\"],")
                .replace("RoutingPolicy", "RecordConsumer")));
        assertEquals(List.of("provides[0] not-provided"), codesOf(json(ID, "1.0.0", "").replace("RoutingPolicy", "Routing")));
        assertEquals(List.of("inside inside-only"), codesOf(json(ID, "1.0.0", "").replace("RoutingPolicy", "AudioCodec")));
        assertTrue(read(PUBLISHER.sign(jar(entries(json(ID, "1.0.0", "\"inside\": true,").replace("RoutingPolicy", "AudioCodec")))))
                .manifest().about().inside());
        assertEquals(List.of("settings[0].name not-a-name", "settings[0].label required", "settings[0].type not-a-type"),
                codesOf(json(ID, "1.0.0", "\"settings\": [{\"name\": \"A b\", \"type\": \"colour\"}],")));
        assertEquals(List.of("settings[0].default out-of-range"), codesOf(json(ID, "1.0.0",
                "\"settings\": [{\"name\": \"n\", \"type\": \"number\", \"label\": \"N\", \"max\": 5, \"default\": 6}],")));
    }

    @Test
    void choicesKeepTheirOrder() throws Exception {
        var choices = "{\"name\": \"n\", \"type\": \"choice\", \"label\": \"N\", \"choices\": ";
        var settings = read(PUBLISHER.sign(jar(entries(json(ID, "1.0.0", "\"settings\": [" + choices
                + "{\"z\": \"Z\", \"a\": {\"en\": \"A\"}}}, " + choices.replace("\"n\"", "\"m\"")
                + "[{\"value\": \"z\", \"label\": \"Z\"}, {\"value\": \"a\", \"label\": {\"en\": \"A\"}}]}],")))))
                .manifest().about().settings();
        for (var setting : settings)
            assertEquals("{z={en=Z}, a={en=A}}", setting.choices().toString());
    }

    @ParameterizedTest
    @CsvSource({"'[0.2,0.3)', api-newer", "'[0.0,0.1)', api-older", "'0.1', not-a-range", "'', not-a-range", "'[x', not-a-range"})
    void anApiThatIsNotThisOneIsRefused(String range, String code) {
        assertEquals(List.of("api " + code), codesOf(json(ID, "1.0.0", "").replace("[0.1,0.2)", range)));
    }

    @Test
    void aNewerApiIsNamedWithThatOfTheNode() {
        var error = errors(PUBLISHER.sign(jar(entries(json(ID, "1.0.0", "").replace("[0.1,0.2)", "[0.2,0.3)"))))).getFirst();
        assertEquals(List.of("[0.2,0.3)", "0.1.3"), error.args());
    }

    @Test
    void bundlesMustBeThereAndBeBundles() {
        assertEquals(List.of("bundles.node[0] no-such-bundle"),
                codesOf(json(ID, "1.0.0", "").replace("bundles/a.jar", "bundles/b.jar")));
        assertEquals(List.of("bundles.node[0] not-a-bundle"),
                codes(PUBLISHER.sign(jar(with("bundles/a.jar", jar(Map.of("a.txt", new byte[1])))))));
        assertEquals(List.of("bundles.node[0] not-a-bundle"), codes(PUBLISHER.sign(jar(with("bundles/a.jar", new byte[9])))));
    }

    @ParameterizedTest
    @CsvSource({"java/lang/System, exit, System.exit", "java/lang/Runtime, halt, Runtime.halt", "java/lang/Runtime, exit, Runtime.exit"})
    void codeThatEndsTheProcessIsRefusedInsideTheNode(String owner, String method, String told) {
        var deadly = bundle(Map.of("lib/inner.jar", jar(Map.of("com/x/Evil.class", type("com/x/Evil", owner, method)))));
        var inside = new LinkedHashMap<>(entries(json(ID, "1.0.0", "\"inside\": true,")));
        inside.put("bundles/a.jar", deadly);
        var error = errors(PUBLISHER.sign(jar(inside))).getFirst();
        assertEquals("calls-exit", error.code());
        assertEquals(List.of("com.x.Evil.run", told), error.args());
        var outside = new LinkedHashMap<>(entries(ID, "1.0.0"));
        outside.put("bundles/a.jar", deadly);
        assertEquals(ID, assertDoesRead(PUBLISHER.sign(jar(outside))));
    }

    @Test
    void aReferenceToAMethodThatEndsTheProcessIsRefusedInsideTheNode() {
        var inside = new LinkedHashMap<>(entries(json(ID, "1.0.0", "\"inside\": true,")));
        inside.put("bundles/a.jar", bundle(Map.of("com/x/Evil.class", typeWithReference("com/x/Evil"))));
        var error = errors(PUBLISHER.sign(jar(inside))).getFirst();
        assertEquals("calls-exit", error.code());
        assertEquals(List.of("com.x.Evil", "System.exit"), error.args());
    }

    private String assertDoesRead(byte[] archive) {
        try {
            return read(archive).manifest().about().id();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClassThatCannotBeReadIsRefusedInsideTheNode() {
        var inside = new LinkedHashMap<>(entries(json(ID, "1.0.0", "\"inside\": true,")));
        inside.put("bundles/a.jar", bundle(Map.of("a/A.class", new byte[] {1, 2, 3})));
        assertEquals(List.of("archive bad-class"), codes(PUBLISHER.sign(jar(inside))));
    }

    @Test
    void certificatesAreForTheirTime() throws Exception {
        var signer = PUBLISHER.signer();
        signer.checkValid(TestArchives.NOW, "archive");
        assertEquals("certificate-expired", assertThrows(RefusedArchiveException.class,
                () -> signer.checkValid(signer.until().plusSeconds(1), "archive")).said().code());
        assertEquals("certificate-not-yet-valid", assertThrows(RefusedArchiveException.class,
                () -> signer.checkValid(signer.since().minusSeconds(1), "archive")).said().code());
        assertEquals("not-a-certificate", assertThrows(RefusedArchiveException.class, () -> Signer.read("x")).said().code());
    }

    /** The interfaces that plug-ins may provide are those of the spi. */
    @Test
    void everyNameOfAnExtensionPointIsOne() {
        var packages = Map.of("AlertChannel", "alert", "AudioCodec", "audio", "CallAnalyser", "quality", "CodecProfile", "quality", "CallApplication",
                "call", "NumberLookup", "number", "RoutingPolicy", "routing");
        var found = new TreeSet<String>();
        for (var name : ManifestRules.EXTENSION_POINTS) {
            var place = packages.getOrDefault(name, name.startsWith("Record") ? "record"
                    : Set.of("HttpResource", "EventTopic").contains(name) ? "http" : "config");
            try {
                var point = Class.forName("org.trunkline.spi." + place + "." + name).getAnnotation(ExtensionPoint.class);
                if (point == null)
                    continue;
                found.add(name);
                assertEquals(point.outsideMillis() == 0, ManifestRules.INSIDE_ONLY.contains(name), name);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }
        assertEquals(new TreeSet<>(ManifestRules.EXTENSION_POINTS), found);
    }
}
