package org.trunkline.sip.jain.internal.transport;

import java.util.Locale;
import java.util.Properties;

import javax.sip.PeerUnavailableException;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.ServerRequestInterface;

import org.jspecify.annotations.Nullable;
import org.trunkline.sip.jain.internal.wire.TransactionKey;

/**
 * Finds the INVITE of a CANCEL by its branch (RFC 3261 §9.2), where the stack reads through all transactions, as there is no
 * other way for peers of RFC 2543; opens
 * connections with our sockets; and makes no keys for what comes over UDP, which has transactions of its own.
 */
final class IndexedStack extends SipStackImpl {
    IndexedStack(Properties properties, NetworkLayer sockets) throws PeerUnavailableException {
        super(properties);
        networkLayer = sockets;
    }

    @Override
    public @Nullable ServerRequestInterface newSIPServerRequest(SIPRequest request, MessageChannel channel) {
        if (!(channel instanceof DirectUdp.Channel))
            return super.newSIPServerRequest(request, channel);
        for (var valve : sipMessageValves)
            valve.processRequest(request, channel);
        return null;
    }

    @Override
    public @Nullable SIPTransaction findCancelTransaction(SIPRequest cancel, boolean isServer) {
        String branch = cancel.getTopmostVia().getBranch();
        if (!TransactionKey.named(branch))
            return super.findCancelTransaction(cancel, isServer); // RFC 2543 names it by all that it has
        var found = findTransaction(branch.toLowerCase(Locale.ROOT), isServer);
        return found != null && found.doesCancelMatchTransaction(cancel) ? found : null;
    }
}
