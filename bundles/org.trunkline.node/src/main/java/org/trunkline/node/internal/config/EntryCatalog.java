package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore.PastSecret;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Entries of a kind that a schema describes: checked by it, then by what they refer to. */
abstract class EntryCatalog<E extends Record> extends StoredCatalog<E, E> {
    private final EntryKind<E> kind;

    EntryCatalog(Configurations configurations, EntryKind<E> kind) {
        super(configurations);
        this.kind = kind;
    }

    final Schema<E> schema() {
        return kind.schema();
    }

    @Override
    final String key(E entry) {
        return kind.key(entry);
    }

    @Override
    final List<String> names(E entry) {
        return kind.names(entry);
    }

    @Override
    final String draftKey(E draft) {
        return kind.key(draft);
    }

    @Override
    final String keyField() {
        return kind.keyField();
    }

    @Override
    final String tidy(String key) {
        return kind.tidyKey(key);
    }

    @Override
    final boolean canBeRenamed() {
        return true;
    }

    /** What names the entry names it by its new name, in the same transaction. */
    @Override
    final Plan.Change<E> rename(Configuration configuration, E present, E draft) {
        E entry = kind.tidy(draft);
        var changes = new ArrayList<>(moved(configuration, present, entry).changes());
        changes.addAll(new NewName(kind, key(present), key(entry)).following(configuration));
        changes.add(leaving(present, entry));
        return new Plan.Change<>(changes, schema().withoutSecrets(entry));
    }

    /** Removes the old name. @param entry under its new one */
    ConfigChange leaving(E present, E entry) {
        return remove(present);
    }

    /** The entry under its new name, with the secret that it had. */
    Plan.Change<E> moved(Configuration configuration, E present, E entry) {
        return saved(entry);
    }

    @Override
    final List<FieldError> check(Configuration configuration, Optional<E> present, E draft) {
        var errors = new ArrayList<>(kind.check(draft, present.map(p -> kept(configuration, p)).orElse(Set.of())));
        references(configuration, present, draft, errors);
        return errors;
    }

    /** Paths of secrets that an entry has. */
    Set<String> kept(Configuration configuration, E present) {
        return Set.of();
    }

    /** Adds what is wrong beside other entries. */
    abstract void references(Configuration configuration, Optional<E> present, E draft, List<FieldError> errors);

    @Override
    final Plan.Change<E> put(E draft) {
        return saved(kind.tidy(draft));
    }

    /** @param entry checked, its texts as they are kept */
    abstract Plan.Change<E> saved(E entry);

    /** The entry as it was, with the secret it had; checked as any other. */
    final Plan<E> planRestore(Configuration configuration, E entry, Optional<PastSecret> secret) {
        var present = find(configuration, key(entry));
        var errors = errors(configuration, present, entry).stream()
                .filter(e -> secret.isEmpty() || !secrets().contains(e.field())).toList();
        if (!errors.isEmpty())
            return Plan.Refused.of(errors);
        return new Plan.Change<>(restored(entry, secret), entry);
    }

    /** Paths of the fields that hold secrets. */
    private Set<String> secrets() {
        return kind.schema().leaves().stream().filter(l -> l.field().type() == SchemaField.Type.SECRET).map(Schema.Leaf::path)
                .collect(Collectors.toSet());
    }

    /** Whether such an entry always has a secret. */
    boolean hasSecret(E entry) {
        return false;
    }

    /** @param secret empty to keep the one there is */
    ConfigChange restored(E entry, Optional<PastSecret> secret) {
        return saved(entry).changes().getFirst();
    }

    /** Whether a field is right so far. */
    static boolean right(String field, List<FieldError> errors) {
        return errors.stream().noneMatch(e -> e.field().equals(field));
    }

    @Override
    List<String> dependents(Configuration configuration, E entry) {
        return List.of();
    }
}
