package org.trunkline.sip.jain.internal.transaction;

import java.util.Optional;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.signaling.Signaling;

/** A request that waits for its answer. */
public abstract class Served implements Signaling.ServerTransaction {
    public final SIPRequest request;
    private volatile @Nullable Object owner;
    /** A final response went out, so a CANCEL has no effect (RFC 3261 §9.2). */
    public volatile boolean answered;

    public Served(SIPRequest request) {
        this.request = request;
    }

    @Override
    public Optional<Object> owner() {
        return Optional.ofNullable(owner);
    }

    @Override
    public void own(Object it) {
        owner = it;
    }
}
