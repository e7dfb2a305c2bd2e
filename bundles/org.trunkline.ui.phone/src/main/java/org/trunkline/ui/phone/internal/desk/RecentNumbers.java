package org.trunkline.ui.phone.internal.desk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.ui.extension.Contact;

/** The numbers that this desk called last, until it ends: the records have the older ones. Any thread. */
public final class RecentNumbers {
    private static final int MOST = 20;

    private final Deque<String> numbers = new ArrayDeque<>();

    public synchronized void called(String number) {
        numbers.remove(number);
        numbers.addFirst(number);
        if (numbers.size() > MOST)
            numbers.removeLast();
    }

    /** The last one first. */
    public synchronized List<Contact> all() {
        return numbers.stream().map(number -> new Contact(number, number, "")).toList();
    }

    public synchronized Optional<String> last() {
        return Optional.ofNullable(numbers.peekFirst());
    }

    /** The contacts, then the recent numbers that hold the text, of each number one. */
    public List<Contact> with(List<Contact> contacts, String text, int most) {
        var found = new LinkedHashMap<String, Contact>();
        contacts.forEach(contact -> found.putIfAbsent(contact.number(), contact));
        String wanted = text.toLowerCase(Locale.ROOT);
        all().stream().filter(recent -> recent.number().toLowerCase(Locale.ROOT).contains(wanted))
                .forEach(recent -> found.putIfAbsent(recent.number(), recent));
        return found.values().stream().limit(most).toList();
    }
}
