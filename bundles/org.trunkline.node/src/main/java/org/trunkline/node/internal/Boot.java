package org.trunkline.node.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.settings.Settings;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.component.Registrations;
import org.trunkline.node.internal.settings.NodeSettings;
import org.trunkline.node.internal.settings.SettingNames;
import org.trunkline.node.internal.settings.SettingsFile;
import org.trunkline.node.internal.settings.StoredSettings;

/**
 * First of all: reads the settings, makes the data folder this node's own, then configures the other parts, which wait
 * for that. The system property {@code trunkline.node=off} keeps all of it from happening.
 */
@Component(service = {}, immediate = true)
public final class Boot {
    private static final Logger LOG = LoggerFactory.getLogger(Boot.class);

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Map<String, Configuration> configured = new ConcurrentHashMap<>();
    private final Registrations registered;
    private Optional<NodeLock> lock = Optional.empty();

    @Activate
    public Boot(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.context = context;
        registered = new Registrations(context);
        this.admin = admin;
        if ("off".equals(context.getProperty("trunkline.node"))) {
            LOG.info("No node in this process: trunkline.node=off");
            return;
        }
        try {
            start(NodeSettings.data(this::property));
        } catch (NodeSettings.BadSetting e) {
            fail(wrong(e));
        } catch (NodeLock.Refused e) {
            fail(e.failure());
        }
    }

    /** The desk's and the node's launcher share one environment variable for the folder of all. */
    private @Nullable String property(String name) {
        String set = context.getProperty(name);
        return set == null && name.equals("trunkline.home") ? System.getenv("TRUNKLINE_HOME") : set;
    }

    private void start(Path data) throws NodeLock.Refused {
        lock = Optional.of(NodeLock.take(data));
        try {
            var stored = new StoredSettings(this::property, SettingsFile.in(data));
            registered.add(Settings.class, stored); // first: a wrong setting can be corrected on the desk
            SettingNames.strangers(System.getProperties().stringPropertyNames(), StoredSettings.names()).forEach(LOG::warn);
            stored.strangers().forEach(LOG::warn);
            start(data, stored);
        } catch (SettingsFile.Unusable e) {
            fail(new PartFailure("settings-unreadable", e.file(), List.of(e.file(), e.why()), String.valueOf(e.getMessage())));
        } catch (NodeSettings.BadSetting e) {
            fail(wrong(e));
        }
    }

    private void start(Path data, StoredSettings stored) throws NodeSettings.BadSetting {
        var live = stored.start();
        try {
            var home = new NodeHome(live, stored, NodeSecret.readOrCreate(data));
            configure(live.current());
            live.watch(this::configure);
            registered.add(NodeHome.class, home);
        } catch (IOException e) {
            String folder = data.toString();
            fail(new PartFailure("data-folder-unwritable", folder, List.of(folder, String.valueOf(e.getMessage())),
                    "The data folder " + folder + " cannot be used: " + e.getMessage()));
        }
    }

    private static PartFailure wrong(NodeSettings.BadSetting e) {
        return new PartFailure("bad-setting", e.property(), List.of(e.property(), String.valueOf(e.getMessage())), e.getMessage());
    }

    /** Parts whose settings are as before are told nothing. */
    private void configure(NodeSettings settings) {
        parts(settings).forEach(this::configure);
    }

    private void fail(PartFailure failure) {
        registered.add(PartFailure.class, failure);
    }

    /** PIDs are public names. */
    private static Map<String, Map<String, Object>> parts(NodeSettings s) {
        String data = s.data().toString();
        var parts = new HashMap<String, Map<String, Object>>(Map.of(
                "org.trunkline.sip.jain",
                with(s.border().sip(), with(s.tls().properties(),
                        Map.of("bindAddress", s.bind(), "port", s.sipPort(), "transports", "udp,tcp",
                                "nameServer", s.nameServer()))),
                "org.trunkline.media.rtp",
                Map.of("bindAddress", s.bind(), "portMin", s.rtpMin(), "portMax", s.rtpMax(), "silenceSeconds",
                        s.silenceSeconds(), "reports", s.rtcp(), "webRtc", s.webRtc(), "publicAddress", s.mediaPublic(),
                        "tcpPort", s.mediaTcp(), "conversions", s.transcoding(), "consentToneSeconds", s.consentToneSeconds()),
                "org.trunkline.store.jdbc",
                Map.of("dataDir", data, "url", s.storeUrl(), "user", s.storeUser(), "password", s.storePassword()),
                "org.trunkline.cdr.journal",
                Map.of("dataDir", data),
                "org.trunkline.cdr.lucene", Map.of("dataDir", data),
                "org.trunkline.alert", s.alerts().properties(),
                "org.trunkline.apps.announcement", s.announcement().properties(),
                "org.trunkline.enum", Map.of("suffix", s.enumSuffix(), "nameServer", s.nameServer()),
                "org.trunkline.plugin", Map.of("dataDir", data, "catalogue", s.plugins().catalogue().toString(), "developer",
                        s.plugins().developer()),
                "org.trunkline.http",
                with(s.tls().certificate(), Map.of("bindAddress", s.httpBind(), "port", s.httpPort(), "dataDir", data,
                        "phone", s.webPhone()))));
        parts.put("org.trunkline.apps.schedule", Map.of("dataDir", data));
        return parts;
    }

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        var all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private void configure(String pid, Map<String, Object> properties) {
        try {
            var configuration = admin.getConfiguration(pid, "?");
            configured.put(pid, configuration);
            configuration.updateIfDifferent(new Hashtable<>(properties));
        } catch (IOException e) {
            fail(new PartFailure("bad-setting", pid, List.of(pid, String.valueOf(e.getMessage())), pid
                    + " cannot be configured: " + e.getMessage()));
        }
    }

    /** The lock goes last, when the parts have let go of the folder. */
    @Deactivate
    public void stop() {
        registered.close();
        if (context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() != Bundle.STOPPING)
            unconfigure(); // else it ends with the process, and parts that stop by themselves would be told of it too late
        lock.ifPresent(held -> close(held));
    }

    private void unconfigure() {
        for (Configuration configuration : configured.values()) {
            try {
                configuration.delete();
            } catch (IOException | IllegalStateException e) { // configuration admin went first
                LOG.debug("{} was not removed", configuration.getPid(), e);
            }
        }
    }

    private static void close(NodeLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("the lock was gone already", e);
        }
    }

    static Path readyFile(Path data) {
        return data.resolve("node.ready");
    }
}
