package org.trunkline.node.internal.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordRetention;
import org.trunkline.wire.CaseKeyJson;
import org.trunkline.wire.json.MalformedJsonException;

/**
 * Keys of case files' pseudonyms that stayed on the node. They hold numbers in the clear, so they go when the numbers of
 * their records do. A key goes whole: with it one can try numbers until one fits.
 */
public final class CaseKeys {
    private static final Logger LOG = LoggerFactory.getLogger(CaseKeys.class);
    /** Begins with the call's id. */
    private static final Pattern NAME = Pattern.compile("([0-9A-HJKMNP-TV-Z]{20})\\.case-key\\.json");
    private static final Pattern SEPARATORS = Pattern.compile("[ ()./-]");

    private record Key(Path file, CallId call) {}

    private final Path folder;
    private final RecordLog log;

    /** @param folder need not be there */
    public CaseKeys(Path folder, RecordLog log) {
        this.folder = folder;
        this.log = log;
    }

    /** Those of calls that began before then. @return how many went */
    long expire(Instant before, RecordRetention.Holds holds) throws IOException {
        return delete(all().stream().filter(key -> key.call().begun().isBefore(before)).toList(), holds);
    }

    /** Those that somebody is in. @return how many went */
    long erase(Set<String> names, RecordRetention.Holds holds) throws IOException {
        var theirs = new HashSet<Key>();
        for (var key : all())
            if (concerns(key.file(), names))
                theirs.add(key);
        return delete(List.copyOf(theirs), holds);
    }

    private List<Key> all() throws IOException {
        if (!Files.isDirectory(folder))
            return List.of();
        try (var files = Files.list(folder)) {
            return files.flatMap(file -> NAME.matcher(file.getFileName().toString()).results()
                    .map(name -> new Key(file, new CallId(name.group(1))))).toList();
        }
    }

    private static boolean concerns(Path file, Set<String> names) throws IOException {
        var content = Files.readAllBytes(file);
        try {
            return CaseKeyJson.originals(content).stream().anyMatch(name -> names.contains(name)
                    || names.contains(SEPARATORS.matcher(name).replaceAll("")));
        } catch (MalformedJsonException e) {
            LOG.warn("{} cannot be read as a key: {}", file, e.getMessage());
            var text = new String(content, StandardCharsets.UTF_8); // what is left of it may still name somebody
            return names.stream().anyMatch(text::contains);
        }
    }

    private long delete(List<Key> keys, RecordRetention.Holds holds) throws IOException {
        var held = keys.isEmpty() ? Set.of() : held(holds);
        long gone = 0;
        for (var key : keys)
            if (!held.contains(key.call()) && Files.deleteIfExists(key.file()))
                gone++;
        return gone;
    }

    private Set<CallId> held(RecordRetention.Holds holds) throws IOException {
        var held = new HashSet<CallId>();
        if (holds != RecordRetention.Holds.NONE)
            try (var cursor = log.from(log.first())) {
                new HeldCalls(cursor, holds).forEachRemaining(held::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        return held;
    }
}
