package org.trunkline.ui.plugins.internal;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;

/**
 * A row of the table: an installed plug-in with what the catalogue offers of it, or an archive of the catalogue.
 *
 * @param key the id of one that is installed, else {@code file:} and the name of the archive
 */
record PluginRow(String key, Optional<PluginStatus> installed, Optional<CatalogueEntry> offered) {
    PluginRow {
        requireNonNull(key);
        requireNonNull(installed);
        requireNonNull(offered);
    }

    /** Installed ones first; an archive with the version that is installed, or an older one, adds nothing. */
    static List<PluginRow> of(List<PluginStatus> installed, List<CatalogueEntry> catalogue) {
        Map<String, PluginRow> rows = new LinkedHashMap<>();
        installed.forEach(status -> rows.put(status.id(),
                new PluginRow(status.id(), Optional.of(status), newest(status, catalogue))));
        for (CatalogueEntry entry : catalogue)
            if (entry.about().filter(about -> rows.containsKey(about.id())).isEmpty())
                rows.put("file:" + entry.file(), new PluginRow("file:" + entry.file(), Optional.empty(), Optional.of(entry)));
        return new ArrayList<>(rows.values());
    }

    private static Optional<CatalogueEntry> newest(PluginStatus status, List<CatalogueEntry> catalogue) {
        return catalogue.stream().filter(entry -> entry.about().filter(about -> about.id().equals(status.id())
                && compare(about.version(), status.about().version()) > 0).isPresent())
                .max((a, b) -> compare(a.about().orElseThrow().version(), b.about().orElseThrow().version()));
    }

    /** As OSGi orders versions. */
    static int compare(String one, String other) {
        String[] a = one.split("\\.", 4);
        String[] b = other.split("\\.", 4);
        for (int i = 0; i < 3; i++) {
            int order = Long.compare(number(a, i), number(b, i));
            if (order != 0)
                return order;
        }
        return (a.length > 3 ? a[3] : "").compareTo(b.length > 3 ? b[3] : "");
    }

    private static long number(String[] parts, int at) {
        return Arrays.stream(parts).skip(at).findFirst().filter(p -> p.matches("[0-9]{1,9}")).map(Long::parseLong).orElse(0L);
    }

    /** Of the installed one, else of the archive; empty of an archive that cannot be read. */
    Optional<PluginAbout> about() {
        return installed.map(PluginStatus::about).or(() -> offered.flatMap(CatalogueEntry::about));
    }

    String version() {
        return about().map(PluginAbout::version).orElse("");
    }

    String publisher() {
        return installed.map(PluginStatus::publisher).or(() -> offered.map(CatalogueEntry::publisher)).orElse("");
    }

    PluginStatus.Signed signed() {
        return installed.map(PluginStatus::signed).or(() -> offered.map(CatalogueEntry::signed))
                .orElse(PluginStatus.Signed.UNSIGNED);
    }

    PluginStatus.Cost cost() {
        return installed.map(PluginStatus::cost).orElse(PluginStatus.Cost.NONE);
    }

    /** Of the publisher, PEM; only archives in the catalogue bring it. */
    Optional<String> certificate() {
        return offered.map(CatalogueEntry::certificate).filter(pem -> !pem.isEmpty());
    }

    /** Whether the catalogue has a newer version of what is installed. */
    boolean hasUpdate() {
        return installed.isPresent() && offered.isPresent();
    }
}
