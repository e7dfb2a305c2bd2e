package org.trunkline.spi.call;

import org.osgi.annotation.versioning.ProviderType;
import org.trunkline.domain.call.CallId;

/**
 * Sends commands to calls that an application has, at any time: an OSGi service that each plug-in with the permission
 * {@code calls.control} gets. <b>Threads:</b> any; returns at once, what became of the command comes as an event.
 */
@ProviderType
public interface CallControl {
    /** Does nothing where the application does not have this call, which it learns by {@link CallEvent.HungUp}. */
    void send(CallId call, CallCommand command);
}
