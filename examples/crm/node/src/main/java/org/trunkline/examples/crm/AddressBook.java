package org.trunkline.examples.crm;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.spi.ExtensionException;

/** A system that knows people by their numbers. <b>Threads:</b> any. */
interface AddressBook {
    /** @param number E.164 with the plus */
    Optional<Person> find(String number) throws ExtensionException;

    /** People whose name or number holds a text. @param most 1 to 50 */
    List<Person> search(String text, int most) throws ExtensionException;

    /** Notes a call. Does nothing where the system keeps no notes. @param key the same for the same call */
    void note(Person person, String key, String title, String text) throws ExtensionException;

    /**
     * @param id in its system
     * @param company empty where it is unknown
     * @param link page about the person, empty for none
     */
    record Person(String id, String name, String number, String company, String link) {
        public Person {
            requireNonNull(id);
            requireNonNull(name);
            requireNonNull(number);
            requireNonNull(company);
            requireNonNull(link);
        }
    }
}
