package org.trunkline.query.record;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.record.RecordValues.Key;

/** Values that a record needs to match a condition, so that thousands of standing searches cost little for each record. */
final class NeededKeys {
    /** The rarer its values, the earlier a field. */
    private static final List<String> RARE_FIRST = List.of(CdrField.FROM.fieldName(), CdrField.TO.fieldName(),
            CdrField.PEER.fieldName(), CdrField.REJECTED.fieldName(), CdrField.ROUTE.fieldName(),
            CdrField.CAUSE.fieldName(), CdrField.STATUS.fieldName(), CdrField.TRUNK.fieldName());

    private NeededKeys() {}

    static Optional<Set<Key>> of(Condition condition) {
        return switch (condition) {
            case Condition.All(var parts) -> parts.stream().map(NeededKeys::of).flatMap(Optional::stream)
                    .min(Comparator.comparingInt(NeededKeys::frequency));
            case Condition.Any(var parts) -> union(parts.stream().map(NeededKeys::of).toList());
            case Condition.Equal(var field, var value) when field != CdrField.CALL_ID -> key(field, value);
            case Condition.Added(var attribute, AttributeTest.Equal(var value)) ->
                Optional.of(Set.of(RecordValues.key(attribute.name(), value)));
            case Condition.NumberIs(var side, var number) -> key(side, number);
            case Condition.Nothing() -> Optional.of(Set.of());
            default -> Optional.empty();
        };
    }

    private static Optional<Set<Key>> key(CdrField field, String value) {
        return Optional.of(Set.of(new Key(field.fieldName(), value)));
    }

    private static Optional<Set<Key>> union(List<Optional<Set<Key>>> parts) {
        if (parts.isEmpty() || parts.stream().anyMatch(Optional::isEmpty))
            return Optional.empty();
        var all = new HashSet<Key>();
        parts.forEach(part -> part.ifPresent(all::addAll));
        return Optional.of(all);
    }

    private static int frequency(Set<Key> keys) {
        return keys.stream().mapToInt(key -> RARE_FIRST.indexOf(key.field())).map(i -> i < 0 ? RARE_FIRST.size() : i).max()
                .orElse(0);
    }
}
