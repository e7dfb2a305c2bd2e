package org.trunkline.node.internal.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.AttributeFields;
import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.wire.AttributeJson;
import org.trunkline.wire.json.MalformedJsonException;
import org.trunkline.wire.json.WireException;

/**
 * The fields that plug-ins add, and those of plug-ins that are away: their records can still be searched, and a saved search
 * is understood before the plug-ins have started. Kept in a file; the last 200 that there were. <b>Threads:</b> any.
 */
public final class RememberedAttributes implements AttributeFields {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedAttributes.class);
    private static final int MOST = 200;

    private final Path file;
    private volatile List<AttributeAbout> present = List.of();
    private volatile List<AttributeAbout> all;
    private volatile Map<String, AttributeAbout> byName;

    public RememberedAttributes(Path file) {
        this.file = file;
        all = read(file);
        byName = byName(all);
    }

    private static List<AttributeAbout> read(Path file) {
        if (!Files.exists(file))
            return List.of();
        try {
            return AttributeJson.read(Files.readAllBytes(file));
        } catch (IOException | MalformedJsonException | WireException e) {
            LOG.warn("{} cannot be read; fields of plug-ins that are not running are unknown: {}", file, e.getMessage());
            return List.of();
        }
    }

    private static Map<String, AttributeAbout> byName(List<AttributeAbout> fields) {
        return fields.stream().collect(Collectors.toUnmodifiableMap(RememberedAttributes::key, Function.identity(), (a, _) -> a));
    }

    private static String key(AttributeAbout field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    /** These there are now. */
    public synchronized void update(List<AttributeAbout> now) {
        var names = byName(now).keySet();
        var merged = new ArrayList<>(now);
        all.stream().filter(it -> !names.contains(key(it))).forEach(merged::add);
        var kept = List.copyOf(merged.subList(0, Math.min(MOST, merged.size())));
        present = List.copyOf(now);
        if (kept.equals(all))
            return;
        all = kept;
        byName = byName(kept);
        write();
    }

    private void write() {
        var fresh = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(fresh, AttributeJson.bytes(all));
            OwnerOnly.replace(fresh, file);
        } catch (IOException e) {
            LOG.warn("{} cannot be written; fields of plug-ins that are not running will be unknown after a restart: {}", file,
                    e.toString());
        }
    }

    @Override
    public List<AttributeAbout> all() {
        return all;
    }

    @Override
    public List<AttributeAbout> present() {
        return present;
    }

    @Override
    public Optional<AttributeAbout> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }
}
