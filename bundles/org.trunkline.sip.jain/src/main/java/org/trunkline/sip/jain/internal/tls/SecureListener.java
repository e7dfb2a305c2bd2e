package org.trunkline.sip.jain.internal.tls;

import java.util.List;

import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipProvider;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.ClientAuthType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;

/** Opens the TLS ports of a stack that runs, when the first certificate is there. <b>Threads:</b> one at a time. */
public final class SecureListener {
    private static final Logger LOG = LoggerFactory.getLogger(SecureListener.class);

    private final SipStackImpl stack;
    private final TlsNetwork network;
    private final Ports ports;
    private String told = "";
    private boolean gaveUp;

    public SecureListener(SipStackImpl stack, TlsNetwork network, Ports ports) {
        this.stack = stack;
        this.network = network;
        this.ports = ports;
    }

    /** Tells the stack what TLS is here; nothing where there is no certificate. */
    public void allow() {
        if (!network.ready())
            return;
        stack.setEnabledProtocols(TlsNetwork.PROTOCOLS.toArray(String[]::new));
        stack.setEnabledCipherSuites(network.ciphers().toArray(String[]::new));
        stack.setClientAuth(ClientAuthType.Want);
    }

    /** A port that others have is asked for again the next time. @return whether the ports were opened now */
    public boolean open(List<SipProvider> providers) {
        if (gaveUp || !network.ready() || ports.spoken().contains(Transport.TLS))
            return false;
        try {
            ports.addTls();
        } catch (SignalingException e) {
            if (!told.equals(e.getMessage()))
                LOG.warn("TLS cannot be offered yet: {}", e.getMessage());
            told = String.valueOf(e.getMessage());
            return false;
        }
        try {
            allow();
            for (var provider : providers)
                provider.addListeningPoint(point(provider));
            LOG.info("TLS is offered at port {} from now on", ports.of(Transport.TLS));
            return true;
        } catch (SipException | InvalidArgumentException e) {
            // the stack keeps what it could not open, and would take it for open the next time
            gaveUp = true;
            LOG.error("TLS cannot be offered until the node starts again: port {}: {}", ports.of(Transport.TLS),
                    e.getMessage());
            ports.withoutTls();
            return false;
        }
    }

    private ListeningPoint point(SipProvider provider) throws SipException, InvalidArgumentException {
        return stack.createListeningPoint(provider.getListeningPoints()[0].getIPAddress(), ports.of(Transport.TLS),
                Transport.TLS.token());
    }
}
