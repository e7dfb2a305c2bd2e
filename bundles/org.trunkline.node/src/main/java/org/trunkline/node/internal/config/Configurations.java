package org.trunkline.node.internal.config;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.engine.port.config.AlreadyUndoneException;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.ConfigStore.Undoing;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.StoreException;

/**
 * The configuration in force, and the one way to change it: check, store, make live, tell, one change after the other.
 */
public final class Configurations {
    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);

    private final ConfigStore store;
    private final Consumer<Configuration> live;
    private final Consumer<List<ConfigChange>> changed;
    private final String who;
    private volatile Configuration current;

    /**
     * @param live makes a stored configuration decide calls
     * @param changed told after each transaction what it changed
     * @param who for the audit, where the caller gives no name
     */
    public Configurations(ConfigStore store, Configuration current, Consumer<Configuration> live, Consumer<List<ConfigChange>> changed,
            String who) {
        this.store = store;
        this.current = current;
        this.live = live;
        this.changed = changed;
        this.who = who;
    }

    public Configuration current() {
        return current;
    }

    /** What a change would do to a configuration. */
    public sealed interface Plan<E> {
        /**
         * @param changes in one transaction; more than one where others refer to what changes
         * @param value what the caller gets once they are stored
         */
        record Change<E>(List<ConfigChange> changes, E value) implements Plan<E> {
            public Change {
                changes = List.copyOf(changes);
            }

            public Change(ConfigChange change, E value) {
                this(List.of(change), value);
            }
        }

        record Refused<E>(SaveResult<E> result) implements Plan<E> {
            static <E> Refused<E> of(List<FieldError> errors) {
                return new Refused<>(new SaveResult.Rejected<>(errors));
            }
        }
    }

    /** Plans against the configuration in force, then carries it out; nobody else changes it meanwhile. */
    public synchronized <E> SaveResult<E> change(Function<Configuration, Plan<E>> planner) throws NodeUnavailableException {
        return switch (planner.apply(current)) {
            case Plan.Refused<E>(var result) -> result;
            case Plan.Change<E>(var changes, E value) -> {
                apply(changes);
                yield new SaveResult.Saved<>(value);
            }
        };
    }

    /** Plans changes that each take back an earlier one; may read the store. */
    @FunctionalInterface
    interface UndoPlanner {
        Plan<List<Undoing>> plan(Configuration configuration) throws StoreException;
    }

    /** As above; the entries of the audit, one for each change. */
    synchronized SaveResult<List<AuditChange>> undo(UndoPlanner planner) throws NodeUnavailableException {
        Plan<List<Undoing>> plan;
        try {
            plan = planner.plan(current);
        } catch (StoreException e) {
            throw StoredChangeLog.unreadable(e);
        }
        return switch (plan) {
            case Plan.Refused<List<Undoing>>(var why) -> Refusals.retyped(why);
            case Plan.Change<List<Undoing>>(var changes, var undoing) -> undo(changes, undoing);
        };
    }

    private SaveResult<List<AuditChange>> undo(List<ConfigChange> changes, List<Undoing> undoing) throws NodeUnavailableException {
        try {
            var done = store.undo(undoing, author());
            activate(changes, done.configuration());
            return new SaveResult.Saved<>(done.entries());
        } catch (AlreadyUndoneException e) { // by another node
            return new SaveResult.Rejected<>(List.of(Refusals.takenBack(e.by())));
        } catch (StoreException e) {
            throw unsaved(changes, e);
        }
    }

    private void apply(List<ConfigChange> changes) throws NodeUnavailableException {
        try {
            activate(changes, store.apply(changes, author()));
        } catch (StoreException e) {
            throw unsaved(changes, e);
        }
    }

    private String author() {
        return Author.current().orElse(who);
    }

    private static NodeUnavailableException unsaved(List<ConfigChange> changes, StoreException e) {
        LOG.warn("{}: not done: {}", subjects(changes), e.getMessage());
        return new NodeUnavailableException("not-saved", List.of(String.valueOf(e.getMessage())), "nothing was saved: " + e.getMessage(), e);
    }

    private void activate(List<ConfigChange> changes, Configuration stored) {
        current = stored;
        live.accept(current);
        LOG.info("{} (revision {})", subjects(changes), current.revision());
        changed.accept(changes);
    }

    private static String subjects(List<ConfigChange> changes) {
        String first = subject(changes.getFirst());
        return changes.size() == 1 ? first : first + " and " + (changes.size() - 1) + " more changes";
    }

    /** What changed, for the log: no secret, and no number in full. */
    private static String subject(ConfigChange change) {
        return switch (change) {
            case ConfigChange.PutSubscriber put -> "subscriber " + put.subscriber().username() + ": saved";
            case ConfigChange.PutTrunk put -> "trunk " + put.trunk().name() + ": saved";
            case ConfigChange.PutNumber put -> "number " + masked(put.number().number()) + ": saved";
            case ConfigChange.PutRoute put -> "route \"" + put.route().prefix() + "\": saved";
            case ConfigChange.PutSavedSearch put -> "saved search " + put.search().name() + ": saved";
            case ConfigChange.RemoveSavedSearch remove -> "saved search " + remove.name() + ": deleted";
            case ConfigChange.PutRingGroup put -> "ring group " + put.group().name() + ": saved";
            case ConfigChange.RemoveRingGroup remove -> "ring group " + remove.name() + ": deleted";
            case ConfigChange.RemoveSubscriber remove -> "subscriber " + remove.username() + ": deleted";
            case ConfigChange.RemoveTrunk remove -> "trunk " + remove.name() + ": deleted";
            case ConfigChange.RemoveNumber remove -> "number " + masked(remove.number()) + ": deleted";
            case ConfigChange.PutHold put -> "legal hold " + put.hold().name() + ": saved";
            case ConfigChange.RemoveHold remove -> "legal hold " + remove.name() + ": lifted";
            case ConfigChange.PutRetention put -> "retention: " + put.retention();
            case ConfigChange.RemoveRoute remove -> "route \"" + remove.prefix() + "\": deleted";
        };
    }

    private static String masked(String number) {
        int shown = Math.max(0, number.length() - 4);
        return number.substring(0, shown) + "*".repeat(number.length() - shown);
    }
}
