package org.trunkline.plugin.internal.install;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is kept of an installed plug-in over restarts.
 *
 * @param enabled as the administrator wants it
 * @param trial whether the current version has been in use for less than a minute
 * @param settings by name, secrets left out
 * @param sealed secret settings by name, encrypted
 */
record PluginRecord(String id, boolean enabled, boolean trial, Build current, Optional<Build> previous,
        Map<String, String> settings, Map<String, String> sealed) {
    /**
     * One version in its folder.
     *
     * @param folder name within the plug-in's folder
     * @param sha256 of the archive, lower-case hexadecimal
     * @param publisher name of the signer, empty for none
     * @param fingerprint of the signer's certificate, empty for none
     * @param key of the signer, empty for none
     */
    record Build(String version, String folder, String sha256, String publisher, String fingerprint, String key) {
        Build {
            requireNonNull(version);
            requireNonNull(folder);
            requireNonNull(sha256);
            requireNonNull(publisher);
            requireNonNull(fingerprint);
            requireNonNull(key);
        }
    }

    PluginRecord {
        requireNonNull(id);
        requireNonNull(current);
        requireNonNull(previous);
        settings = Map.copyOf(settings);
        sealed = Map.copyOf(sealed);
    }

    static PluginRecord first(String id, Build build) {
        return new PluginRecord(id, true, false, build, Optional.empty(), Map.of(), Map.of());
    }

    PluginRecord enabled(boolean now) {
        return new PluginRecord(id, now, trial, current, previous, settings, sealed);
    }

    PluginRecord updated(Build build) {
        return new PluginRecord(id, enabled, enabled, build, Optional.of(current), settings, sealed);
    }

    /** Another version takes the place of one that never ran. */
    PluginRecord replaced(Build build) {
        return new PluginRecord(id, enabled, enabled, build, previous, settings, sealed);
    }

    /** Its version comes into use later than it was installed. */
    PluginRecord onTrial() {
        return new PluginRecord(id, enabled, true, current, previous, settings, sealed);
    }

    Stream<Build> builds() {
        return Stream.concat(Stream.of(current), previous.stream());
    }

    /** Whether a version is kept. */
    boolean has(Build build) {
        return builds().anyMatch(build::equals);
    }

    /** In the version before. */
    PluginRecord back() {
        return new PluginRecord(id, enabled, false, previous.orElseThrow(), Optional.empty(), settings, sealed);
    }

    /** The trial was passed. */
    PluginRecord proven() {
        return new PluginRecord(id, enabled, false, current, previous, settings, sealed);
    }

    PluginRecord with(Map<String, String> newSettings, Map<String, String> newSealed) {
        return new PluginRecord(id, enabled, trial, current, previous, newSettings, newSealed);
    }

    /** Names settings, not their values. */
    @Override
    public String toString() {
        return "PluginRecord[" + id + " " + current.version() + "]";
    }
}
