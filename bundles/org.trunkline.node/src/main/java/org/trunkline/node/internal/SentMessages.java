package org.trunkline.node.internal;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.message.SubscriberMessages;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.engine.port.message.NodeMessages;
import org.trunkline.engine.port.message.NodeMessages.NodeMessage;

/** Text messages of the node to subscribers that exist. */
record SentMessages(NodeMessages engine, Catalog<Subscriber, Subscriber> subscribers) implements SubscriberMessages {
    @Override
    public boolean send(Draft message) throws NodeUnavailableException {
        if (subscribers.find(message.subscriber()).filter(Subscriber::enabled).isEmpty())
            return false;
        engine.send(new NodeMessage(message.subscriber(), message.from(), message.fromName(), message.text(), message.until()));
        return true;
    }
}
