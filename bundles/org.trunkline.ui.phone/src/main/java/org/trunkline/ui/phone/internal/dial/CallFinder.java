package org.trunkline.ui.phone.internal.dial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.api.node.Node;
import org.trunkline.domain.config.Names;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.contribution.Contacts;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Calls from the search box: the number that was typed, and people by their names. Nothing where the desk is not a phone. */
public final class CallFinder implements Finder {
    private static final int LEAST_DIGITS = 3;
    private static final int MOST_PEOPLE = 3;

    private final Contacts contacts = new Contacts();

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) {
        if (DeskPhone.get().known().accounts().isEmpty())
            return List.of();
        String number = Names.tidyNumber(text);
        if (Names.isDialled(number))
            return number.length() < LEAST_DIGITS ? List.of() : List.of(call(number, ""));
        if (text.chars().anyMatch(c -> ":*?\"()[]<>=".indexOf(c) >= 0))
            return List.of();
        return contacts.search(text, Math.min(most, MOST_PEOPLE), node).stream().flatMap(CallFinder::found).toList();
    }

    private static Stream<Found> found(Contact contact) {
        return Stream.of(call(contact.number(), contact.name().equals(contact.number()) ? "" : contact.name()));
    }

    private static Found call(String number, String name) {
        return new Found(PhoneWords.texts().get("find.call", number), name, DeskCommands.CALL,
                Map.of(DeskCommands.CALL_NUMBER, number));
    }
}
