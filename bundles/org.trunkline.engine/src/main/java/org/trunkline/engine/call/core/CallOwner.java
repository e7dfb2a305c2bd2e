package org.trunkline.engine.call.core;

import java.time.Duration;
import java.util.List;

import org.trunkline.domain.cdr.Candidate;
import org.trunkline.engine.call.dialog.LegOwner;
import org.trunkline.engine.port.media.Media;

/** The call itself, as the parts that it is made of see it. Called by its mailbox. */
public interface CallOwner extends LegOwner, LifecycleListener {
    /** Whom the call tried to reach, in that order. */
    List<Candidate> tried();

    /** Others may see the call as it is now. */
    void published();

    /** No media came from a side for that long. */
    void mediaFailed(Media.Failure failure, Duration since);
}
