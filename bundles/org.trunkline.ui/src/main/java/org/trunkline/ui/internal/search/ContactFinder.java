package org.trunkline.ui.internal.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.node.Node;
import org.trunkline.query.QueryText;
import org.trunkline.ui.contribution.Contacts;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;
import org.trunkline.ui.search.CdrNavigator;

/** Calls of people, by the names that contributed sources of contacts know. */
public final class ContactFinder implements Finder {
    private final Contacts contacts = new Contacts();

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) {
        return isName(text) ? contacts.search(text, most, node).stream().map(ContactFinder::found).toList() : List.of();
    }

    /** Numbers and queries are searched for as they are. */
    public static boolean isName(String text) {
        return text.chars().noneMatch(c -> ":*?\"()[]<>=".indexOf(c) >= 0) && text.chars().anyMatch(Character::isLetter);
    }

    private static Found found(Contact contact) {
        String number = contact.name().equals(contact.number()) ? "" : contact.number();
        return new Found(contact.name(), contact.detail().isEmpty() ? number : (number + "  " + contact.detail()).strip(),
                CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, QueryText.clause(CdrField.NUMBER, contact.number())));
    }
}
