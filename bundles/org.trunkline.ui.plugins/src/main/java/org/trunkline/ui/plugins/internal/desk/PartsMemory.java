package org.trunkline.ui.plugins.internal.desk;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.osgi.service.prefs.BackingStoreException;
import org.osgi.service.prefs.Preferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the user has answered: which publishers this desk trusts, which parts of which node were wanted. Any thread. */
public final class PartsMemory {
    private static final Logger LOG = LoggerFactory.getLogger(PartsMemory.class);
    private static final String PUBLISHERS = "publishers";
    private static final String ANSWERS = "answers";
    private static final String ORIGINS = "origins";
    private static final String PROBLEMS = "problems";
    /** Counts changes of answers. */
    private static final String WISHES = "wishes";

    private final Preferences preferences;

    PartsMemory(Preferences preferences) {
        this.preferences = preferences;
    }

    public static PartsMemory ofWorkspace() {
        return new PartsMemory(InstanceScope.INSTANCE.getNode("org.trunkline.ui.plugins"));
    }

    boolean trusts(String fingerprint) {
        return !preferences.node(PUBLISHERS).get(fingerprint, "").isEmpty();
    }

    /** Accepts what a publisher signed from now on. */
    void trust(String fingerprint, String subject) {
        put(PUBLISHERS, fingerprint, subject.isEmpty() ? "?" : subject);
    }

    /** What was answered about this version from this node; empty where it was not asked. */
    Optional<Boolean> answer(String node, String plugin, String version) {
        return Optional.of(preferences.node(ANSWERS).get(key(node, plugin, version), "")).filter(text -> !text.isEmpty())
                .map(Boolean::parseBoolean);
    }

    void answered(String node, String plugin, String version, boolean wanted) {
        put(ANSWERS, key(node, plugin, version), String.valueOf(wanted));
    }

    /** The question about this version comes once more. */
    public void askAgain(String node, String plugin, String version) {
        preferences.node(ANSWERS).remove(key(node, plugin, version));
        tell();
    }

    /** Parts of this version are not wanted any more, and those that are kept go, whichever node they came from. */
    public void leave(String node, String plugin, String version) {
        for (String wanted : wanted(plugin))
            put(ANSWERS, wanted, "false"); // or the node that they came from would bring them back
        answered(node, plugin, version, false);
        if (keeps(plugin))
            cameFrom(plugin, node);
        tell();
    }

    private List<String> wanted(String plugin) {
        try {
            Preferences answers = preferences.node(ANSWERS);
            return Stream.of(answers.keys()).filter(key -> key.startsWith(plugin + " ") && answers.getBoolean(key, false)).toList();
        } catch (BackingStoreException e) {
            LOG.warn("the answers about parts of plug-ins cannot be read: {}", e.getMessage());
            return List.of();
        }
    }

    /** Whether this desk keeps parts of a plug-in. */
    public boolean keeps(String plugin) {
        return origin(plugin).isPresent();
    }

    private void tell() {
        preferences.node(WISHES).putLong(WISHES, preferences.node(WISHES).getLong(WISHES, 0) + 1);
        flush();
    }

    /** Called when the user changed an answer, also by another object of this class; on any thread. */
    void onChange(Runnable changed) {
        if (preferences.node(WISHES) instanceof IEclipsePreferences wishes)
            wishes.addPreferenceChangeListener(_ -> changed.run());
    }

    private static String key(String node, String plugin, String version) {
        return plugin + " " + version + " " + node;
    }

    /** Which node a plug-in's parts came from. */
    Optional<String> origin(String plugin) {
        return Optional.of(preferences.node(ORIGINS).get(plugin, "")).filter(text -> !text.isEmpty());
    }

    List<String> from(String node, List<String> plugins) {
        return plugins.stream().filter(plugin -> origin(plugin).equals(Optional.of(node))).toList();
    }

    void cameFrom(String plugin, String node) {
        put(ORIGINS, plugin, node);
    }

    /** Why the parts of a plug-in were not installed, in a sentence; empty where nothing was wrong. */
    public Optional<String> problem(String plugin) {
        return Optional.of(preferences.node(PROBLEMS).get(plugin, "")).filter(text -> !text.isEmpty());
    }

    void problem(String plugin, String sentence) {
        put(PROBLEMS, plugin, sentence);
    }

    void gone(String plugin) {
        preferences.node(ORIGINS).remove(plugin);
        flush();
    }

    private void put(String node, String key, String value) {
        preferences.node(node).put(key, value);
        flush();
    }

    private void flush() {
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("the answers about parts of plug-ins cannot be stored: {}", e.getMessage());
        }
    }
}
