package org.trunkline.sip.jain.internal.tls;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;

/** Opens the TLS ports of a node that runs, when the first certificate is there. <b>Threads:</b> one at a time. */
public final class SecureListener {
    private static final Logger LOG = LoggerFactory.getLogger(SecureListener.class);

    /** Listens at all addresses, or at none. */
    public interface Opening {
        void open() throws IOException;
    }

    private final TlsNetwork network;
    private final Ports ports;
    private String told = "";

    public SecureListener(TlsNetwork network, Ports ports) {
        this.network = network;
        this.ports = ports;
    }

    /** A port that others have is asked for again the next time. */
    public void open(Opening opening) {
        if (!network.ready() || ports.spoken().contains(Transport.TLS))
            return;
        try {
            ports.addTls();
        } catch (SignalingException e) {
            notYet(e);
            return;
        }
        try {
            opening.open();
            LOG.info("TLS is available at port {} from now on", ports.of(Transport.TLS));
        } catch (IOException e) { // taken since it was probed, or something else
            ports.without(Transport.TLS);
            notYet(e);
        }
    }

    private void notYet(Exception why) {
        if (!told.equals(why.getMessage()))
            LOG.warn("TLS is not available yet: {}", why.getMessage());
        told = String.valueOf(why.getMessage());
    }
}
