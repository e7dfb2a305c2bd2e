package org.trunkline.ui.internal.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.osgi.service.prefs.BackingStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.DeskPreferences;

/**
 * The remote nodes that the desk was connected to, kept in its preferences: a line for each, with a minus in front where it is
 * not to be connected. A node is called by its address; the URL also has the fingerprint of its certificate. One thread at a
 * time.
 */
final class NodeList {
    private static final Logger LOG = LoggerFactory.getLogger(NodeList.class);
    private static final String OFF = "-";

    /** @param wanted whether it is connected when nodes are watched */
    private record Entry(String url, boolean wanted) {
        @Override
        public String toString() {
            return wanted ? url : OFF + url;
        }
    }

    private static Map<String, Entry> read() {
        var entries = new LinkedHashMap<String, Entry>();
        for (String line : preferences().get(DeskPreferences.NODES, "").split("\n")) {
            boolean wanted = !line.startsWith(OFF);
            String url = wanted ? line : line.substring(OFF.length());
            if (!url.isBlank())
                entries.put(name(url), new Entry(url, wanted));
        }
        return entries;
    }

    private static void write(Map<String, Entry> entries) {
        preferences().put(DeskPreferences.NODES, entries.values().stream().map(Entry::toString).collect(Collectors.joining("\n")));
        try {
            preferences().flush();
        } catch (BackingStoreException e) {
            LOG.warn("preferences: {}", e.getMessage());
        }
    }

    private static IEclipsePreferences preferences() {
        return InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
    }

    private static String name(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? url : url.substring(0, fragment);
    }

    List<String> names() {
        return List.copyOf(read().keySet());
    }

    boolean isWanted(String name) {
        Entry entry = read().get(name);
        return entry != null && entry.wanted();
    }

    /** With the fingerprint of its certificate, where it has been trusted. */
    String urlOf(String name) {
        Entry entry = read().get(name);
        return entry == null ? name : entry.url();
    }

    void add(String url) {
        var entries = read();
        entries.put(name(url), new Entry(url, true));
        write(entries);
    }

    void wanted(String name, boolean wanted) {
        var entries = read();
        if (entries.computeIfPresent(name, (_, entry) -> new Entry(entry.url(), wanted)) != null)
            write(entries);
    }

    void forget(String name) {
        var entries = read();
        Entry gone = entries.remove(name);
        if (gone == null)
            return;
        write(entries);
        RemoteNodes.forget(gone.url());
    }
}
