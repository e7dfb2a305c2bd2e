package org.trunkline.sip.jain.internal;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.sip.jain.internal.transaction.Served;
import org.trunkline.sip.jain.internal.transport.Datagram;
import org.trunkline.sip.jain.internal.transport.DirectUdp;
import org.trunkline.sip.jain.internal.transport.Inbox;
import org.trunkline.sip.jain.internal.wire.TransactionKey;

/** A request over UDP until its final response: answers when it comes again (RFC 3261 §17.2). <b>Threads:</b> any. */
final class UdpServer extends Served implements UdpTransactions.Received {
    final String key;
    final DirectUdp.Processor port;
    private final UdpTransactions table;
    private volatile @Nullable Datagram provisional;

    UdpServer(UdpTransactions table, SIPRequest request, String key, DirectUdp.Processor port) {
        super(request);
        this.table = table;
        this.key = key;
        this.port = port;
    }

    /** {@link Inbox} has decided on it; on one of RFC 2543 it cannot. */
    boolean admitted() {
        return TransactionKey.named(request.getTopmostVia().getBranch());
    }

    Transmission answer(OutgoingResponse response) {
        var datagram = table.out().answer(this, response);
        if (response.status() < 200)
            provisional = datagram;
        else
            finish(response.status(), datagram);
        table.out().send(datagram);
        return () -> table.out().again(datagram);
    }

    /** Before the answer is sent: what comes next may be the ACK to it. */
    private synchronized void finish(int status, Datagram datagram) {
        if (answered)
            return;
        answered = true;
        if (request.getMethod().equals(SIPRequest.INVITE) && status >= 300)
            table.refused(this, new UdpRefusal(table, key, datagram));
        else
            table.answered(this, datagram);
    }

    void drop() {
        table.forget(key, this);
    }

    @Override
    public void again() {
        var last = provisional;
        if (last != null)
            table.out().again(last);
    }
}
