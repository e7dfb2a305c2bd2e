package org.trunkline.ui.trunks.internal.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.extension.ContactSource;

/** The node's own subscribers, by name and extension. */
public final class SubscriberContacts implements ContactSource {
    private static final int PAGE = 1000;
    /** A source has two seconds: further ones are found by those who know their number. */
    private static final int PAGES = 10;

    @Override
    public List<Contact> search(String text, int most, Optional<Node> node) throws NodeUnavailableException {
        var found = new ArrayList<Contact>();
        if (node.isEmpty())
            return found;
        String wanted = text.toLowerCase(Locale.ROOT);
        Optional<String> after = Optional.empty();
        for (int read = 0; read < PAGES && found.size() < most; read++) {
            var page = node.get().subscribers().list(after, PAGE);
            page.items().stream().filter(s -> matches(s, wanted)).limit(most - found.size()).map(SubscriberContacts::contact)
                    .forEach(found::add);
            after = page.next();
            if (after.isEmpty())
                break;
        }
        return found;
    }

    private static boolean matches(Subscriber subscriber, String wanted) {
        return subscriber.username().toLowerCase(Locale.ROOT).contains(wanted)
                || subscriber.displayName().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static Contact contact(Subscriber subscriber) {
        return new Contact(subscriber.displayName().isEmpty() ? subscriber.username() : subscriber.displayName(),
                subscriber.username(), "");
    }

    @Override
    public Optional<Contact> find(String number, Optional<Node> node) throws NodeUnavailableException {
        if (node.isEmpty())
            return Optional.empty();
        Optional<Subscriber> own = node.get().subscribers().find(number);
        if (own.isPresent())
            return own.map(SubscriberContacts::contact);
        Optional<String> assigned = node.get().numbers().find(number).map(NumberAssignment::subscriber);
        return assigned.isEmpty() ? Optional.empty() : node.get().subscribers().find(assigned.get())
                .map(s -> new Contact(contact(s).name(), number, s.username()));
    }
}
