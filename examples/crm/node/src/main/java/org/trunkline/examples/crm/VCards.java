package org.trunkline.examples.crm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.trunkline.examples.crm.AddressBook.Person;

/** Reads vCards (RFC 6350): name, organisation and numbers. */
final class VCards {
    private VCards() {}

    /** One person for each number; cards without a number are passed over. */
    static List<Person> parse(String text) {
        var people = new ArrayList<Person>();
        var name = "";
        var company = "";
        var uid = "";
        var numbers = new ArrayList<String>();
        for (var line : text.replaceAll("\r?\n[ \t]", "").split("\r?\n")) { // RFC 6350 §3.2: folded lines
            int colon = line.indexOf(':');
            if (colon < 0)
                continue;
            var property = line.substring(0, colon).split(";")[0].toUpperCase(Locale.ROOT).replaceFirst("^.*\\.", "");
            var value = line.substring(colon + 1);
            switch (property) {
                case "FN" -> name = unescaped(value);
                case "ORG" -> company = unescaped(value.split("(?<!\\\\);")[0]);
                case "UID" -> uid = value;
                case "TEL" -> numbers.add(value.replaceFirst("(?i)^tel:", "").replaceFirst(";.*", "").replaceAll("[^+0-9]", ""));
                case "END" -> {
                    for (var number : numbers)
                        if (number.length() > 2)
                            people.add(new Person(uid, name, number, company, ""));
                    name = "";
                    company = "";
                    uid = "";
                    numbers.clear();
                }
                default -> { }
            }
        }
        return people;
    }

    private static String unescaped(String value) {
        return value.replaceAll("(?i)\\\\n", " ").replaceAll("\\\\(.)", "$1").strip();
    }
}
