package org.trunkline.ui.trunks.internal.bulk;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SaveResult;

/**
 * Entries of a plug-in deleted one after the other, until one is refused. One that is gone already is passed over.
 *
 * @param refusal why it stopped
 */
record AddedDelete(int deleted, Optional<FieldError> refusal) {
    AddedDelete {
        requireNonNull(refusal);
    }

    /** Off the UI thread. @param deleted counts them, for a job that ends without a result too */
    static AddedDelete of(Catalog<?, ?> catalog, List<String> keys, BatchProgress deleted) throws NodeUnavailableException {
        for (String key : keys) {
            if (deleted.stops())
                break;
            switch (catalog.delete(key)) {
                case SaveResult.Saved<?> _ -> deleted.add();
                case SaveResult.Missing<?> _ -> { } // somebody else was faster
                case SaveResult.Rejected<?>(var errors) -> {
                    return new AddedDelete(deleted.count(), Optional.of(errors.getFirst()));
                }
                case SaveResult.InUse<?>(var users) -> {
                    return new AddedDelete(deleted.count(), Optional.of(new FieldError("", "in-use", users, key + " is used by "
                            + String.join(", ", users))));
                }
            }
        }
        return new AddedDelete(deleted.count(), Optional.empty());
    }
}
