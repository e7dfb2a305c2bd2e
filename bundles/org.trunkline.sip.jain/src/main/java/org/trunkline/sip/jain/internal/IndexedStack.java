package org.trunkline.sip.jain.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

import javax.sip.PeerUnavailableException;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransaction;

import org.jspecify.annotations.Nullable;

/**
 * Finds the INVITE of a CANCEL by its branch (RFC 3261 §9.2), where the stack reads through all transactions; and opens
 * connections with our certificate.
 */
final class IndexedStack extends SipStackImpl {
    IndexedStack(Properties properties, Optional<TlsNetwork> tls) throws PeerUnavailableException {
        super(properties);
        tls.ifPresent(sockets -> networkLayer = sockets);
    }

    @Override
    public @Nullable SIPTransaction findCancelTransaction(SIPRequest cancel, boolean isServer) {
        String branch = cancel.getTopmostVia().getBranch();
        if (branch == null)
            return null;
        var found = findTransaction(branch.toLowerCase(Locale.ROOT), isServer);
        return found != null && found.doesCancelMatchTransaction(cancel) ? found : null;
    }
}
