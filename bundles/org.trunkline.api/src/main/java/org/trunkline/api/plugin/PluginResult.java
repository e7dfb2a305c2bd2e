package org.trunkline.api.plugin;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.api.FieldError;

/** What became of a change to the plug-ins. */
public sealed interface PluginResult {
    /** Done. @param status of the plug-in now, or as it was where it was removed */
    record Done(PluginStatus status) implements PluginResult {
        public Done {
            requireNonNull(status);
        }
    }

    /** Done, for a change that is about no plug-in. */
    record Trusted(Publisher publisher) implements PluginResult {
        public Trusted {
            requireNonNull(publisher);
        }
    }

    /**
     * Refused; nothing changed.
     *
     * @param errors at least one; the field is a path in {@code plugin.json}, a setting, or {@code archive}
     */
    record Refused(List<FieldError> errors) implements PluginResult {
        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /** No such plug-in. */
    record Missing(String id) implements PluginResult {
        public Missing {
            requireNonNull(id);
        }
    }
}
