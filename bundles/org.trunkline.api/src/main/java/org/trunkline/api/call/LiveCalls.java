package org.trunkline.api.call;

import java.util.List;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;

/** Calls in progress. <b>Threads:</b> any but the UI thread. */
public interface LiveCalls {
    /** Oldest first, at most 10,000. */
    List<LiveCall> list() throws NodeUnavailableException;

    /** @return false where the call is not, or no longer, there */
    boolean hangUp(CallId call) throws NodeUnavailableException;

    /**
     * Whether the others of its conference hear a call from now on.
     *
     * @return false where the call is not, or no longer, in a conference, or there to listen only
     */
    boolean mute(CallId call, boolean muted) throws NodeUnavailableException;

    /** Hands over the whole list at once and after changes, at most four times a second, on a thread of the node's. */
    Watch watch(Consumer<List<LiveCall>> listener);
}
