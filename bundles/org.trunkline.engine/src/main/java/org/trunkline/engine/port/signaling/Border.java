package org.trunkline.engine.port.signaling;

import java.util.List;

import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BorderStatus;

/** What the signalling adapter keeps off the calls. <b>Threads:</b> any; never blocks. */
public interface Border {
    /** Of signalling that has none. */
    Border NONE = new Border() {
        @Override
        public BorderStatus status() {
            return BorderStatus.NONE;
        }

        @Override
        public List<BlockedSource> blocked() {
            return List.of();
        }

        @Override
        public boolean unblock(String source) {
            return false;
        }
    };

    /** Its own tables, limits and counts. */
    BorderStatus status();

    /** Whose messages are dropped now, the last to come free first. */
    List<BlockedSource> blocked();

    /** @param source as in {@link BlockedSource} or any address within @return false where it is not blocked */
    boolean unblock(String source);
}
