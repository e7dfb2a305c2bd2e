package org.trunkline.ui.trunks.internal.testcall;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.Trunk;

/** What a test call goes over. */
public sealed interface CalledOver {
    /** The trunk as the node has it. */
    record Saved(String name) implements CalledOver {
        public Saved {
            requireNonNull(name);
        }
    }

    /** What is typed of one. */
    record Typed(Trunk trunk) implements CalledOver {
        public Typed {
            requireNonNull(trunk);
        }
    }

    /** What is typed of one while a field has no value. @param name that it had last */
    record Wrong(String name, List<FieldError> errors) implements CalledOver {
        public Wrong {
            requireNonNull(name);
            errors = List.copyOf(errors);
        }
    }

    default String name() {
        return switch (this) {
            case Wrong(String name, _) -> name;
            case Saved(String name) -> name;
            case Typed(Trunk trunk) -> trunk.name();
        };
    }

    /** A name also for a trunk that has none yet. */
    default String shown() {
        return this instanceof Typed(Trunk trunk) && trunk.name().isBlank() ? trunk.peer().host() : name();
    }

    /** Off the UI thread. @param draft of this trunk */
    default SaveResult<TestCall> call(Node node, TestCallDraft draft) throws NodeUnavailableException {
        return switch (this) {
            case Wrong(_, List<FieldError> errors) -> new SaveResult.Rejected<>(errors);
            case Saved _ -> node.trials().call(draft);
            case Typed(Trunk trunk) -> node.trials().call(trunk, draft);
        };
    }
}
