package org.trunkline.sip.jain.internal.resolve;

import java.net.InetAddress;

/** Asks the name servers that are set now. <b>Threads:</b> any; a question keeps those that it began with. */
public final class ChosenNames implements NameService {
    private volatile NameService now;

    public ChosenNames(NameService first) {
        now = first;
    }

    public void use(NameService next) {
        now = next;
    }

    @Override
    public Answer<Way> ways(String domain) {
        return now.ways(domain);
    }

    @Override
    public Answer<Service> services(String name) {
        return now.services(name);
    }

    @Override
    public Answer<InetAddress> addresses(String host) {
        return now.addresses(host);
    }
}
