package org.trunkline.engine.call.core;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.signaling.Header;

/**
 * The trunk that alone carries a call of the node, whatever the routes say.
 *
 * @param test how a test call is offered to it; empty for a call with the rights of a subscriber
 */
public record TrunkChoice(String trunk, Optional<Test> test) {
    public TrunkChoice {
        requireNonNull(trunk);
        requireNonNull(test);
    }

    /**
     * What an administrator chose.
     *
     * @param caller the number that is shown; empty for the trunk's own
     * @param codecs that are offered, the preferred first, and no others
     * @param headers of the INVITE beside the engine's own
     */
    public record Test(String caller, List<String> codecs, List<Header> headers) {
        public Test {
            requireNonNull(caller);
            codecs = List.copyOf(codecs);
            headers = List.copyOf(headers);
        }
    }
}
