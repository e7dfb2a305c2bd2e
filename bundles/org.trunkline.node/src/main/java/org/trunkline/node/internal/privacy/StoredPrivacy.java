package org.trunkline.node.internal.privacy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.config.Configurations.Plan;
import org.trunkline.node.internal.config.HoldCatalog;
import org.trunkline.node.internal.config.QueryFault;

/** Retention and holds as configured, and whichever keeper carries them out. */
public final class StoredPrivacy implements Privacy {
    private static final int MAX_LIMIT = 500;

    private final Configurations configurations;
    private final KeeperWhenReady keeper;
    private final HoldCatalog holds;
    private final InstantSource clock;

    /** The keeper comes when journal, store and index did. */
    public static final class KeeperWhenReady {
        private volatile Optional<RetentionService> keeper = Optional.empty();

        public void set(Optional<RetentionService> now) {
            keeper = now;
        }

        RetentionService get() throws NodeUnavailableException {
            return keeper.orElseThrow(() -> new NodeUnavailableException("records-not-ready", List.of(),
                    "records are not ready yet"));
        }
    }

    public StoredPrivacy(Configurations configurations, KeeperWhenReady keeper, InstantSource clock) {
        this.configurations = configurations;
        this.keeper = keeper;
        this.clock = clock;
        holds = new HoldCatalog(configurations, this::wrong, clock);
    }

    /** A hold that cannot be read would stop all retention. */
    private Optional<FieldError> wrong(String query) {
        try {
            keeper.get().check(query, clock.instant());
            return Optional.empty();
        } catch (QueryException e) {
            return Optional.of(QueryFault.of(query, e));
        } catch (NodeUnavailableException e) {
            return Optional.of(new FieldError("query", "not-ready", List.of(), String.valueOf(e.getMessage())));
        }
    }

    @Override
    public RetentionStatus retention() throws NodeUnavailableException {
        return keeper.get().status();
    }

    @Override
    public SaveResult<Retention> retain(Retention retention) throws NodeUnavailableException {
        return configurations.change(_ -> new Plan.Change<>(new ConfigChange.PutRetention(retention), retention));
    }

    @Override
    public Catalog<LegalHold, HoldDraft> holds() {
        return holds;
    }

    @Override
    public PersonPage person(String number, Purpose purpose, Optional<String> after, int limit)
            throws NodeUnavailableException {
        if (limit < 1 || limit > MAX_LIMIT)
            throw new IllegalArgumentException("limit: " + limit);
        return keeper.get().person(number, purpose, after, limit);
    }

    @Override
    public PersonChange erase(String number) throws NodeUnavailableException {
        return keeper.get().erase(number);
    }

    @Override
    public PersonChange pseudonymise(String number) throws NodeUnavailableException {
        return keeper.get().pseudonymise(number);
    }

    @Override
    public RetentionStatus.Sweep sweep() throws NodeUnavailableException {
        return keeper.get().sweep();
    }

    @Override
    public RetentionStatus.Key newKey() throws NodeUnavailableException {
        return keeper.get().newKey();
    }
}
