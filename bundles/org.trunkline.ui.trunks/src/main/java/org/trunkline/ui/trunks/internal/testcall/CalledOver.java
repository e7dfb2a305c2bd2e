package org.trunkline.ui.trunks.internal.testcall;

import static java.util.Objects.requireNonNull;

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

    default String name() {
        return switch (this) {
            case Saved(String name) -> name;
            case Typed(Trunk trunk) -> trunk.name();
        };
    }

    /** Off the UI thread. @param draft of this trunk */
    default SaveResult<TestCall> call(Node node, TestCallDraft draft) throws NodeUnavailableException {
        return switch (this) {
            case Saved _ -> node.trials().call(draft);
            case Typed(Trunk trunk) -> node.trials().call(trunk, draft);
        };
    }
}
