package org.trunkline.api.config;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Format;

/** The fields of entries that name other entries, by the formats of their schema. */
public final class EntryReferences {
    private static final Map<EntryKind<?>, Set<Format>> NAMED_BY = Map.of(EntryKind.TRUNK, EnumSet.of(Format.TRUNK),
            EntryKind.SUBSCRIBER, EnumSet.of(Format.SUBSCRIBER, Format.TARGET), EntryKind.RING_GROUP, EnumSet.of(Format.TARGET));

    private EntryReferences() {}

    /**
     * An entry once another has a new name.
     *
     * @param renamed kind of the other
     * @param from name that the other had
     * @return empty where it does not name the other; secrets are kept
     */
    public static <E extends Record> Optional<E> follow(EntryKind<E> kind, E entry, EntryKind<?> renamed, String from, String to) {
        var formats = NAMED_BY.getOrDefault(renamed, Set.of());
        var paths = kind.schema().leaves().stream().filter(leaf -> !leaf.field().isKey() && formats.contains(leaf.field().format()))
                .map(leaf -> leaf.path()).toList();
        if (paths.isEmpty())
            return Optional.empty();
        var before = EntryTexts.write(kind.schema(), entry);
        var after = new LinkedHashMap<>(before);
        for (String path : paths)
            after.computeIfPresent(path, (_, text) -> text.lines().map(line -> line.equals(from) ? to : line)
                    .collect(Collectors.joining("\n")));
        return after.equals(before) ? Optional.empty() : Optional.of(EntryTexts.read(kind.schema(), after, (_, _, _, _) -> { }));
    }
}
