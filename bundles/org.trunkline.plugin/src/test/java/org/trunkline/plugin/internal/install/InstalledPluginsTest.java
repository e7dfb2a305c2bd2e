package org.trunkline.plugin.internal.install;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.plugin.internal.archive.TestArchives.PUBLISHER;
import static org.trunkline.plugin.internal.archive.TestArchives.entries;
import static org.trunkline.plugin.internal.archive.TestArchives.jar;
import static org.trunkline.plugin.internal.archive.TestArchives.json;
import static org.trunkline.plugin.internal.archive.TestArchives.signed;
import static org.trunkline.plugin.internal.archive.TestArchives.signer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.config.Author;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.api.plugin.PluginStatus.Signed;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.api.plugin.Plugins.WebReply;
import org.trunkline.api.plugin.Plugins.WebRequest;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.plugin.internal.archive.TestArchives;
import org.trunkline.plugin.internal.archive.TestSigner;
import org.trunkline.plugin.internal.web.PluginWeb;
import org.trunkline.testkit.ManualScheduler;

class InstalledPluginsTest {
    private static final String ID = "com.example.crm";
    private static final String SECRET = "correct horse battery";
    private static final String FIELDS = """
            "settings": [{"name": "server", "type": "host", "label": "Server", "default": "crm.example"},
                         {"name": "key", "type": "text", "label": "Key", "secret": true},
                         {"name": "pause", "type": "number", "label": "Pause", "min": 1, "max": 60, "default": 10}],""";

    @TempDir
    Path data;

    private final ManualScheduler clock = new ManualScheduler();
    private final List<String> audit = new ArrayList<>();
    private final List<PartFailure> failures = new ArrayList<>();
    private FakeRuntime runtime = new FakeRuntime();
    private InstalledPlugins plugins;

    @BeforeEach
    void start() throws Exception {
        plugins = start(false);
        assertInstanceOf(PluginResult.Trusted.class, plugins.trust(PUBLISHER.signer().pem(), false));
        audit.clear();
    }

    private InstalledPlugins start(boolean developer, String... broken) throws IOException {
        runtime = new FakeRuntime();
        runtime.broken.addAll(List.of(broken));
        return InstalledPlugins.start(new InstalledPlugins.Ports(runtime,
                (who, action, subject, detail) -> audit.add(who + ": " + action + " " + subject + ": " + detail), new NoWeb(), clock,
                Runnable::run, new Version("0.1.0"), failures::add),
                new InstalledPlugins.Settings(data, data.resolve("catalogue"), developer));
    }

    private static final class NoWeb implements PluginWeb {
        @Override
        public WebReply handle(String plugin, WebRequest request) {
            return new WebReply(404, "text/plain", new byte[0]);
        }

        @Override
        public Watch events(Consumer<PluginEvent> listener) {
            return () -> {};
        }
    }

    private static PluginStatus done(PluginResult result) {
        return assertInstanceOf(PluginResult.Done.class, result).status();
    }

    private static List<String> refused(PluginResult result) {
        return assertInstanceOf(PluginResult.Refused.class, result).errors().stream().map(e -> e.field() + " " + e.code()).toList();
    }

    private PluginStatus status() throws NodeUnavailableException {
        return plugins.list().getFirst();
    }

    private static byte[] configurable(String version) {
        return PUBLISHER.sign(jar(entries(json(ID, version, FIELDS))));
    }

    @Test
    void anArchiveIsInstalledStartedAndAudited() throws Exception {
        var heard = new ArrayList<Integer>();
        var watch = plugins.watch(() -> heard.add(1));
        var status = done(Author.as("anna", () -> plugins.install(signed(ID, "1.0.0"))));
        watch.close();
        assertEquals(State.RUNNING, status.state());
        assertEquals(Signed.TRUSTED, status.signed());
        assertEquals("CN=Example AB", status.publisher());
        assertEquals(Host.PROCESS, status.host());
        assertEquals(3, status.cost().threads());
        assertEquals(2, status.restarts());
        assertEquals(new LocalizableText("plugin-restarted", List.of("it exited", "plugin-exits", "3"), "It was restarted: it exited"),
                status.reason());
        assertEquals(List.of(status), plugins.list());
        assertEquals(List.of("start 1.0.0", "use 1.0.0"), runtime.asked);
        assertEquals(List.of("anna: install plugin com.example.crm: 1.0.0"), audit);
        assertTrue(Files.isRegularFile(runtime.last().bundles().getFirst()));
        assertTrue(Files.isDirectory(runtime.last().folder()));
        assertFalse(heard.isEmpty());
        assertEquals(List.of("id already-installed"), refused(plugins.install(signed(ID, "2.0.0"))));
    }

    @Test
    void onlyTheOwnerReadsWhatIsInstalled() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        assertEquals("rwx------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("plugins"))));
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() throws Exception {
        assertEquals(List.of("archive archive-broken"), refused(plugins.install(new byte[10])));
        assertEquals(List.of("archive archive-unsigned"), refused(plugins.install(jar(entries(ID, "1.0.0")))));
        assertEquals(List.of("archive unknown-publisher"), refused(plugins.install(signer("Eve").sign(jar(entries(ID, "1.0.0"))))));
        runtime.refuse(Optional.of(new LocalizableText("not-resolved", List.of("org.x"), "The package org.x is missing")));
        assertEquals(List.of("archive not-resolved"), refused(plugins.install(signed(ID, "1.0.0"))));
        assertEquals(List.of(), plugins.list());
        assertEquals(List.of(), audit);
        assertFalse(Files.exists(data.resolve("plugins").resolve(ID)));
        try (var staged = Files.list(data.resolve("plugins/.staging"))) {
            assertEquals(0, staged.count());
        }
        runtime.refuse(Optional.empty());
        assertEquals(State.RUNNING, done(plugins.install(signed(ID, "1.0.0"))).state());
    }

    @Test
    void anExpiredCertificateIsRefusedAtInstallationOnly() throws Exception {
        var expired = new TestSigner("Old AB", TestArchives.NOW.minusSeconds(900), TestArchives.NOW.minusSeconds(1));
        assertEquals(List.of("certificate certificate-expired"), refused(plugins.trust(expired.signer().pem(), false)));
        assertEquals(List.of("archive certificate-expired"), refused(plugins.install(expired.sign(jar(entries(ID, "1.0.0"))))));
        plugins.install(signed(ID, "1.0.0"));
        clock.advance(Duration.ofDays(30));
        plugins = start(false);
        assertEquals(State.RUNNING, status().state());
    }

    @Test
    void aRefusalGivesTheCertificateToTrust() throws Exception {
        var eve = signer("Eve");
        var archive = eve.sign(jar(entries(ID, "1.0.0")));
        var error = assertInstanceOf(PluginResult.Refused.class, plugins.install(archive)).errors().getFirst();
        assertEquals(List.of("CN=Eve", eve.signer().fingerprint(), eve.signer().pem()), error.args());
        plugins.trust(error.args().getLast(), false);
        assertEquals("CN=Eve", done(plugins.install(archive)).publisher());
    }

    @Test
    void theFormerVersionEndsWhenTheNewOneRuns() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        var status = done(plugins.update(ID, signed(ID, "1.1.0")));
        assertEquals(List.of("start 1.0.0", "use 1.0.0", "start 1.1.0", "use 1.1.0 instead of 1.0.0", "close 1.0.0"), runtime.asked);
        assertEquals("1.1.0", status.about().version());
        assertEquals(Optional.of("1.0.0"), status.previous());
        assertEquals("admin: update plugin com.example.crm: 1.0.0 to 1.1.0", audit.getLast());
    }

    @Test
    void anUpdateThatIsNoneIsRefused() throws Exception {
        plugins.install(signed(ID, "1.1.0"));
        assertEquals(List.of("version not-newer"), refused(plugins.update(ID, signed(ID, "1.1.0"))));
        assertEquals(List.of("version not-newer"), refused(plugins.update(ID, signed(ID, "1.0.9"))));
        assertEquals(List.of("id other-plugin"), refused(plugins.update(ID, signed("com.example.other", "2.0.0"))));
        assertEquals(new PluginResult.Missing("com.example.other"), plugins.update("com.example.other", signed(ID, "2.0.0")));
        assertEquals("1.1.0", status().about().version());
    }

    /** It would get the settings and secrets of the first. */
    @Test
    void anUpdateOfAnotherPublisherIsRefused() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        var eve = signer("Eve");
        plugins.trust(eve.signer().pem(), true);
        var archive = eve.sign(jar(entries(ID, "2.0.0")));
        assertEquals(List.of("archive other-publisher"), refused(plugins.update(ID, archive)));
        assertEquals("1.0.0", status().about().version());
        Files.write(Files.createDirectory(data.resolve("catalogue")).resolve("eve.tlp"), archive);
        assertEquals(List.of("eve.tlp other-publisher"), offered());
        assertEquals(List.of("archive other-publisher"), refused(plugins.installFromCatalogue("eve.tlp")));
        plugins.remove(ID);
        assertEquals("CN=Eve", done(plugins.installFromCatalogue("eve.tlp")).publisher());
    }

    /** Whatever became of the installed archive: the update repairs it. */
    @Test
    void aRenewedCertificateIsOfTheSamePublisher() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        try (var files = Files.walk(data)) {
            for (var archive : files.filter(file -> file.toString().endsWith(".tlp")).toList())
                Files.delete(archive);
        }
        var renewed = PUBLISHER.renewed("Example Holding", TestArchives.NOW.minusSeconds(9), TestArchives.NOW.plusSeconds(9));
        plugins.trust(renewed.signer().pem(), false);
        assertEquals("CN=Example Holding", done(plugins.update(ID, renewed.sign(jar(entries(ID, "1.1.0"))))).publisher());
    }

    @Test
    void anUpdateThatCannotStartChangesNothing() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        runtime.refuse(Optional.of(new LocalizableText("not-resolved", List.of(), "no")));
        assertEquals(List.of("archive not-resolved"), refused(plugins.update(ID, signed(ID, "1.1.0"))));
        assertEquals(List.of("start 1.0.0", "use 1.0.0"), runtime.asked);
        assertEquals(Optional.empty(), status().previous());
        try (var folders = Files.list(data.resolve("plugins").resolve(ID))) {
            assertEquals(2, folders.count(), "one version and the plug-in's own files");
        }
    }

    @Test
    void theVersionBeforeComesBackOnRequest() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        assertEquals(List.of("version no-previous"), refused(plugins.rollback(ID)));
        plugins.update(ID, signed(ID, "1.1.0"));
        var status = done(plugins.rollback(ID));
        assertEquals("1.0.0", status.about().version());
        assertEquals(Optional.empty(), status.previous());
        assertEquals("use 1.0.0 instead of 1.1.0", runtime.asked.get(runtime.asked.size() - 2));
    }

    @Test
    void aVersionThatFailsWithinAMinuteGoesBackByItself() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins.update(ID, signed(ID, "1.1.0"));
        clock.advance(Duration.ofSeconds(59));
        runtime.giveUp("1.1.0", "it crashed three times");
        assertEquals("1.0.0", status().about().version());
        assertEquals(State.RUNNING, status().state());
        assertEquals("rolled-back", status().reason().code());
        assertEquals(List.of("1.1.0", "it crashed three times", "1.0.0", "plugin-crashed", "it crashed three times"), status().reason().args());
        assertEquals("node: roll back plugin com.example.crm: 1.1.0 to 1.0.0", audit.getLast());
    }

    @Test
    void aVersionThatLosesAnInterfaceOnTrialGoesBackByItself() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins.update(ID, signed(ID, "1.1.0"));
        runtime.missing = new LocalizableText("plugin-not-offered", List.of("RoutingPolicy"), "It does not offer RoutingPolicy");
        assertEquals(State.RUNNING, status().state());
        assertEquals("plugin-not-offered", status().reason().code());
        clock.advance(Duration.ofSeconds(61));
        assertEquals("1.0.0", status().about().version());
        assertEquals("rolled-back", status().reason().code());
    }

    @Test
    void oneThatFailsLaterIsSuspendedAndCanBeStartedAgain() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins.update(ID, signed(ID, "1.1.0"));
        clock.advance(Duration.ofSeconds(61));
        runtime.giveUp("1.1.0", "it crashed three times");
        assertEquals("1.1.0", status().about().version());
        assertEquals(State.SUSPENDED, status().state());
        assertEquals("it crashed three times", status().reason().message());
        assertEquals(State.RUNNING, done(plugins.enable(ID, true)).state());
        runtime.giveUp("1.0.0", "late news of a version that is gone");
        assertEquals(State.RUNNING, status().state());
    }

    @Test
    void aVersionThatTookTheNodeWithItIsTakenBack() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins.update(ID, signed(ID, "1.1.0"));
        plugins = start(false); // the former was not stopped
        assertEquals("1.0.0", status().about().version());
        assertEquals("rolled-back", status().reason().code());
    }

    @Test
    void anOrderlyStopEndsTheTrial() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins.update(ID, signed(ID, "1.1.0"));
        plugins.stop();
        plugins = start(false);
        assertEquals("1.1.0", status().about().version());
        assertEquals("plugin-restarted", status().reason().code(), "what the fake says of each");
    }

    @Test
    void enablingAndDisablingLastOverARestart() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        assertEquals(State.DISABLED, done(plugins.enable(ID, false)).state());
        assertEquals("close 1.0.0", runtime.asked.getLast());
        plugins = start(false);
        assertEquals(State.DISABLED, status().state());
        assertEquals(List.of(), runtime.asked);
        assertEquals("Test", status().about().title());
        assertEquals(State.RUNNING, done(plugins.enable(ID, true)).state());
        assertEquals(List.of("start 1.0.0", "use 1.0.0"), runtime.asked);
    }

    @Test
    void settingsAreCheckedAndRestartThePlugin() throws Exception {
        plugins.install(configurable("1.0.0"));
        assertEquals(Map.of("server", "crm.example", "pause", "10"), runtime.last().settings());
        assertEquals(List.of("colour unknown-field", "pause out-of-range", "server not-allowed"),
                refused(plugins.configure(ID, Map.of("pause", Optional.of("61"), "server", Optional.of("a b"), "colour",
                        Optional.of("red")))).stream().sorted().toList());
        var status = done(plugins.configure(ID, Map.of("pause", Optional.of("20"), "key", Optional.of(SECRET))));
        assertEquals(Map.of("pause", "20"), status.settings());
        assertEquals(List.of("key"), status.secretsSet());
        assertEquals(Map.of("server", "crm.example", "pause", "20", "key", SECRET), runtime.last().settings());
        assertEquals(List.of("start 1.0.0", "use 1.0.0 instead of 1.0.0", "close 1.0.0"),
                runtime.asked.subList(2, runtime.asked.size()));
        done(plugins.configure(ID, Map.of("pause", Optional.empty(), "key", Optional.empty())));
        assertEquals(Map.of("server", "crm.example", "pause", "10"), runtime.last().settings());
    }

    @Test
    void aSecretIsNowhereInClear() throws Exception {
        plugins.install(configurable("1.0.0"));
        var status = done(plugins.configure(ID, Map.of("key", Optional.of(SECRET))));
        assertFalse(status.toString().contains(SECRET));
        assertFalse(runtime.last().toString().contains(SECRET));
        assertFalse(audit.toString().contains(SECRET));
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET), file.toString());
        }
        plugins = start(false);
        assertEquals(SECRET, runtime.last().settings().get("key"));
    }

    @Test
    void aRequiredSettingIsAskedBeforeItRuns() throws Exception {
        var archive = PUBLISHER.sign(jar(entries(json(ID, "1.0.0",
                "\"settings\": [{\"name\": \"key\", \"label\": \"Key\", \"required\": true, \"secret\": true}],"))));
        var status = done(plugins.install(archive));
        assertEquals(State.FAILED, status.state());
        assertEquals("settings-required", status.reason().code());
        assertEquals(List.of("key required"), refused(plugins.configure(ID, Map.of("key", Optional.of("")))));
        assertEquals(State.RUNNING, done(plugins.configure(ID, Map.of("key", Optional.of("x")))).state());
    }

    private static byte[] requiring(String version, String... settings) {
        var fields = Arrays.stream(settings).map(name -> "{\"name\": \"" + name + "\", \"label\": \"L\", \"required\": true}");
        return PUBLISHER.sign(jar(entries(json(ID, version, "\"settings\": [" + fields.collect(Collectors.joining(",")) + "],"))));
    }

    @Test
    void anUpdateThatNeedsASettingWaitsWhileTheFormerVersionRuns() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        var status = done(plugins.update(ID, requiring("1.1.0", "key")));
        assertEquals(State.RUNNING, status.state());
        assertEquals(List.of("key", "1.0.0", "1.1.0"), status.reason().args());
        assertEquals("update-waits", status.reason().code());
        assertEquals(List.of("start 1.0.0", "use 1.0.0"), runtime.asked);

        done(plugins.configure(ID, Map.of("key", Optional.of("x"))));
        assertEquals(List.of("start 1.1.0", "use 1.1.0 instead of 1.0.0", "close 1.0.0"), runtime.asked.subList(2, 5));
        clock.advance(Duration.ofSeconds(59));
        runtime.giveUp("1.1.0", "it crashed three times");
        assertEquals("1.0.0", status().about().version(), "its trial began with its first start");
    }

    @Test
    void anUpdateThatWaitsDoesSoOverARestartAndGivesWayToTheNext() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins.update(ID, requiring("1.1.0", "key"));
        plugins = start(false);
        assertEquals(List.of("start 1.0.0", "use 1.0.0"), runtime.asked);
        assertEquals("update-waits", status().reason().code());
        assertEquals(List.of("lock", "1.0.0", "1.2.0"), done(plugins.update(ID, requiring("1.2.0", "lock"))).reason().args());
        assertEquals(Optional.of("1.0.0"), status().previous());
        var back = done(plugins.rollback(ID));
        assertEquals("1.0.0", back.about().version());
        assertEquals(State.RUNNING, back.state());
        try (var folders = Files.list(data.resolve("plugins").resolve(ID))) {
            assertEquals(2, folders.count(), "one version and the plug-in's own files");
        }
    }

    @Test
    void oneThatRunsWhileAnUpdateWaitsIsSuspendedLikeOthers() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins.update(ID, requiring("1.1.0", "key"));
        runtime.giveUp("1.0.0", "it crashed three times");
        assertEquals(State.SUSPENDED, status().state());
        assertEquals("it crashed three times", status().reason().message());
        assertEquals("update-waits", done(plugins.enable(ID, true)).reason().code());
    }

    @Test
    void anUpdateOfOneThatDoesNotRunAsksForItsSettings() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins = start(false, "1.0.0");
        assertEquals("not-resolved", status().reason().code());
        var status = done(plugins.update(ID, requiring("1.1.0", "key")));
        assertEquals(State.FAILED, status.state());
        assertEquals("settings-required", status.reason().code());
        assertEquals(List.of("key"), status.about().settings().stream().map(field -> field.name()).toList());
        assertEquals(State.RUNNING, done(plugins.configure(ID, Map.of("key", Optional.of("x")))).state());
        assertEquals(List.of("start 1.1.0", "use 1.1.0"), runtime.asked);
        clock.advance(Duration.ofMinutes(1));
        runtime.giveUp("1.1.0", "it crashed three times");
        assertEquals("1.1.0", status().about().version(), "the version before cannot start");
    }

    @Test
    void anUpdateOfOneThatIsSuspendedDoesNotReviveIt() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        runtime.giveUp("1.0.0", "it crashed three times");
        assertEquals("settings-required", done(plugins.update(ID, requiring("1.1.0", "key", "lock"))).reason().code());
        assertEquals(State.FAILED, done(plugins.configure(ID, Map.of("lock", Optional.of("x")))).state());
        assertEquals("settings-required", done(plugins.update(ID, requiring("1.2.0", "key"))).reason().code());
        assertEquals(Optional.of("1.0.0"), status().previous(), "1.1.0 never ran");
        assertEquals(List.of("start 1.0.0", "use 1.0.0", "close 1.0.0"), runtime.asked);
    }

    @Test
    void aStartOfTheNodeWithAWaitingUpdateAndAFormerVersionThatFailsAsksForTheSettings() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        plugins.update(ID, requiring("1.1.0", "key"));
        plugins = start(false, "1.0.0");
        assertEquals(State.FAILED, status().state());
        assertEquals("settings-required", status().reason().code());
        assertEquals(List.of("key"), status().about().settings().stream().map(field -> field.name()).toList());
        assertEquals(State.RUNNING, done(plugins.configure(ID, Map.of("key", Optional.of("x")))).state());
    }

    @Test
    void oneThatCannotStartWithTheNodeShowsItsSettings() throws Exception {
        plugins.install(configurable("1.0.0"));
        plugins = start(false, "1.0.0");
        assertEquals(List.of("server", "key", "pause"), status().about().settings().stream().map(field -> field.name()).toList());
    }

    @Test
    void settingsReachTheVersionThatRunsWhileAnUpdateWaits() throws Exception {
        plugins.install(configurable("1.0.0"));
        plugins.update(ID, PUBLISHER.sign(jar(entries(json(ID, "1.1.0", FIELDS.replace("}],",
                "}, {\"name\": \"lock\", \"label\": \"L\", \"required\": true}],"))))));
        assertEquals(List.of("start 1.0.0", "use 1.0.0"), runtime.asked);
        assertEquals("update-waits", done(plugins.configure(ID, Map.of("pause", Optional.of("20")))).reason().code());
        assertEquals(Map.of("server", "crm.example", "pause", "20"), runtime.last().settings());
        assertEquals(List.of("start 1.0.0", "use 1.0.0 instead of 1.0.0", "close 1.0.0"), runtime.asked.subList(2, 5));
        runtime.broken.add("1.0.0");
        assertEquals(List.of("archive not-resolved"), refused(plugins.configure(ID, Map.of("pause", Optional.of("30")))));
        assertEquals(Map.of("pause", "20"), status().settings());
    }

    /** The version is the same: only the content says that the update waits. */
    @Test
    void anUpdateToTheSameVersionOfADeveloperWaitsToo() throws Exception {
        plugins = start(true);
        plugins.install(signed(ID, "1.0.0"));
        assertEquals("update-waits", done(plugins.update(ID, requiring("1.0.0", "key"))).reason().code());
        assertEquals("update-waits", done(plugins.update(ID, requiring("1.0.0", "lock"))).reason().code());
        assertEquals(Optional.of("1.0.0"), status().previous());
        assertEquals(State.RUNNING, done(plugins.configure(ID, Map.of("lock", Optional.of("x")))).state());
        runtime.giveUp("1.0.0", "it crashed three times");
        assertEquals("rolled-back", status().reason().code(), "its trial began with its first start");
    }

    @Test
    void whatWasInstalledStartsAgainFromItsVerifiedArchive() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        PluginFolders.delete(runtime.last().bundles().getFirst().getParent());
        plugins = start(false);
        assertEquals(State.RUNNING, status().state());
        assertTrue(Files.isRegularFile(runtime.last().bundles().getFirst()), "unpacked again");
    }

    @Test
    void anArchiveThatWasChangedOnTheDiskDoesNotStart() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        var archive = runtime.last().bundles().getFirst().getParent().resolveSibling("archive.tlp");
        Files.write(archive, signed(ID, "1.0.1"));
        plugins = start(false);
        assertEquals(State.FAILED, status().state());
        assertEquals("archive-altered", status().reason().code());
        assertEquals(List.of(), runtime.asked);
        Files.delete(archive);
        plugins = start(false);
        assertEquals("archive-missing", status().reason().code());
        assertEquals(State.RUNNING, done(plugins.update(ID, signed(ID, "1.0.1"))).state());
    }

    @Test
    void aStateThatCannotBeReadStartsNothingAndStaysAsItIs() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        var file = data.resolve("plugins/state.json");
        var broken = Files.readString(file).substring(0, 100);
        Files.writeString(file, broken);
        plugins = start(false);
        assertEquals(List.of("plugins-unreadable"), failures.stream().map(PartFailure::code).toList());
        assertEquals("plugins-unreadable", assertThrows(NodeUnavailableException.class, () -> plugins.list()).code());
        assertThrows(NodeUnavailableException.class, () -> plugins.install(signed(ID, "1.0.0")));
        assertThrows(NodeUnavailableException.class, () -> plugins.trust(PUBLISHER.signer().pem(), true));
        assertEquals(List.of(), runtime.asked);
        assertEquals(broken, Files.readString(file));
    }

    @Test
    void otherPartsForgetItOnceItIsRemovedAndNotBefore() throws Exception {
        plugins.addMemory(id -> runtime.asked.add("forget " + id));
        plugins.install(configurable("1.0.0"));
        plugins.update(ID, configurable("1.1.0"));
        plugins.enable(ID, false);
        plugins.enable(ID, true);
        assertFalse(runtime.asked.contains("forget " + ID));
        plugins.remove(ID);
        assertEquals(List.of("close 1.1.0", "forget " + ID), runtime.asked.subList(runtime.asked.size() - 2, runtime.asked.size()));
    }

    @Test
    void removingDeletesAllOfIt() throws Exception {
        plugins.install(configurable("1.0.0"));
        assertEquals("1.0.0", done(plugins.remove(ID)).about().version());
        assertEquals(List.of(), plugins.list());
        assertEquals("close 1.0.0", runtime.asked.getLast());
        assertFalse(Files.exists(data.resolve("plugins").resolve(ID)));
        assertEquals(new PluginResult.Missing(ID), plugins.remove(ID));
        plugins = start(false);
        assertEquals(List.of(), plugins.list());
    }

    /** A file that is open cannot be deleted everywhere. */
    @Test
    void aNewInstallationHasNothingOfTheOneBefore() throws Exception {
        var left = Files.createDirectories(data.resolve("plugins").resolve(ID).resolve("files")).resolve("secret");
        Files.writeString(left, "of another publisher");
        done(plugins.install(configurable("1.0.0")));
        assertFalse(Files.exists(left));
    }

    @Test
    void insideNeedsAPublisherWhoMayBeThere() throws Exception {
        var archive = PUBLISHER.sign(jar(entries(json(ID, "1.0.0", "\"inside\": true,"))));
        assertEquals(Host.PROCESS, done(plugins.install(archive)).host());
        plugins.trust(PUBLISHER.signer().pem(), true);
        assertEquals(Host.INSIDE, status().host());
        assertEquals(Host.INSIDE, runtime.last().host());
        plugins.install(signed("com.example.modest", "1.0.0"));
        assertEquals(Host.PROCESS, runtime.last().host());
    }

    @Test
    void aCodecIsNotInstalledFromAPublisherWhoMayNotBeInside() throws Exception {
        var archive = PUBLISHER.sign(jar(entries(json(ID, "1.0.0", "\"inside\": true,").replace("RoutingPolicy", "AudioCodec"))));
        assertEquals(List.of("archive plugin-inside-only"), refused(plugins.install(archive)));
        plugins.trust(PUBLISHER.signer().pem(), true);
        assertEquals(Host.INSIDE, done(plugins.install(archive)).host());
    }

    @Test
    void plugInsOfAPublisherStopWithTheTrust() throws Exception {
        plugins.install(signed(ID, "1.0.0"));
        var publisher = plugins.publishers().getFirst();
        assertTrue(plugins.distrust(publisher.fingerprint()));
        assertFalse(plugins.distrust(publisher.fingerprint()));
        assertEquals(State.FAILED, status().state());
        assertEquals("publisher-not-trusted", status().reason().code());
        assertEquals(Signed.UNKNOWN_PUBLISHER, status().signed());
        assertEquals("close 1.0.0", runtime.asked.getLast());
        assertEquals(List.of("archive unknown-publisher"), refused(plugins.enable(ID, true)));
        plugins = start(false);
        assertEquals(State.FAILED, status().state());
        plugins.trust(PUBLISHER.signer().pem(), false);
        assertEquals(State.RUNNING, status().state());
    }

    @Test
    void developersRunUnsignedArchivesAndReplaceThemByTheSameVersion() throws Exception {
        plugins = start(true);
        var status = done(plugins.install(jar(entries(ID, "1.0.0"))));
        assertEquals(Signed.UNSIGNED, status.signed());
        assertEquals(Host.PROCESS, status.host());
        assertEquals(State.RUNNING, done(plugins.update(ID, signed(ID, "1.0.0"))).state());
        assertEquals(List.of("version not-newer"), refused(plugins.update(ID, signed(ID, "0.9.0"))));
        plugins.rollback(ID);
        plugins.stop();
        plugins = start(false);
        assertEquals("archive-unsigned", status().reason().code());
    }

    @Test
    void theCatalogueTellsWhatCanBeInstalled() throws Exception {
        assertEquals(List.of(), plugins.catalogue());
        var folder = Files.createDirectory(data.resolve("catalogue"));
        Files.write(folder.resolve("crm-1.1.0.tlp"), signed(ID, "1.1.0"));
        Files.write(folder.resolve("crm-1.0.0.tlp"), signed(ID, "1.0.0"));
        Files.write(folder.resolve("broken.tlp"), new byte[5]);
        Files.write(folder.resolve("eve.tlp"), signer("Eve").sign(jar(entries("org.eve", "1.0.0"))));
        Files.write(folder.resolve("readme.txt"), new byte[5]);
        assertEquals(List.of("crm-1.0.0.tlp ", "crm-1.1.0.tlp ", "eve.tlp ", "broken.tlp archive-broken"), offered());
        assertEquals(Signed.UNKNOWN_PUBLISHER, plugins.catalogue().get(2).signed());
        assertTrue(plugins.catalogue().get(2).certificate().contains("BEGIN CERTIFICATE"));
        assertEquals("1.0.0", done(plugins.installFromCatalogue("crm-1.0.0.tlp")).about().version());
        assertEquals(List.of("crm-1.0.0.tlp not-newer", "crm-1.1.0.tlp "), offered().subList(0, 2));
        assertEquals("1.1.0", done(plugins.installFromCatalogue("crm-1.1.0.tlp")).about().version());
        assertEquals(new PluginResult.Missing("../plugins/state.tlp"), plugins.installFromCatalogue("../plugins/state.tlp"));
        assertEquals(List.of("archive archive-broken"), refused(plugins.installFromCatalogue("broken.tlp")));
    }

    private List<String> offered() throws NodeUnavailableException {
        return plugins.catalogue().stream().map(e -> e.file() + " " + e.refused().code()).toList();
    }

    @Test
    void theDeskGetsTheArchiveOfAPlugInWithPartsForIt() throws Exception {
        var parts = new LinkedHashMap<>(entries("""
                {"id": "com.example.view", "version": "1.0.0", "name": "View", "api": "[0.1,0.2)",
                 "bundles": {"desk": ["bundles/a.jar"]}}"""));
        var archive = PUBLISHER.sign(jar(parts));
        var status = done(plugins.install(archive));
        assertTrue(status.about().desk());
        assertEquals(State.RUNNING, status.state());
        assertEquals(List.of(), runtime.asked, "nothing of it runs in the node");
        assertArrayEquals(archive, plugins.deskArchive("com.example.view").orElseThrow());
        plugins.install(signed(ID, "1.0.0"));
        assertEquals(Optional.empty(), plugins.deskArchive(ID));
        assertEquals(Optional.empty(), plugins.deskArchive("org.nobody"));
    }

    private static byte[] withDesk(String version, String more) {
        var entries = new LinkedHashMap<>(entries(json(ID, version, more).replace("\"bundles\": {", "\"bundles\": {\"desk\": [\"bundles/b.jar\"], ")));
        entries.put("bundles/b.jar", TestArchives.bundle(Map.of()));
        return PUBLISHER.sign(jar(entries));
    }

    /** The parts of the version that waits would ask a node that runs the one before. */
    @Test
    void theDeskGetsNoArchiveWhileAnUpdateWaits() throws Exception {
        plugins.install(withDesk("1.0.0", ""));
        assertTrue(plugins.deskArchive(ID).isPresent());
        var next = withDesk("1.1.0", "\"settings\": [{\"name\": \"key\", \"label\": \"L\", \"required\": true}],");
        assertEquals("update-waits", done(plugins.update(ID, next)).reason().code());
        assertEquals(Optional.empty(), plugins.deskArchive(ID));
        plugins.configure(ID, Map.of("key", Optional.of("x")));
        assertArrayEquals(next, plugins.deskArchive(ID).orElseThrow());
    }
}
