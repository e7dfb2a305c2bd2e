package org.trunkline.ui.trunks.internal.bulk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.NumberAssignment;

/**
 * Numbers as they are pasted: one or a range a line, and behind a tab, a semicolon or a comma the subscriber. A range is
 * {@code +4686840000–099}: its end replaces as many digits. No widgets.
 *
 * @param numbers in the order written
 * @param wrong the first line that cannot be read; the numbers are not whole then
 */
record NumberLines(List<NumberAssignment> numbers, Optional<Wrong> wrong) {
    private static final Pattern SEPARATOR = Pattern.compile("[\t;,]");
    /** An en or em dash, two dots, or a hyphen between spaces: a bare hyphen can also separate parts of one number. */
    private static final Pattern RANGE = Pattern.compile("(.+?)\\s*(?:–|—|\\.\\.|(?<=\\s)-(?=\\s))\\s*\\+?([0-9]{1,15})");
    /** A bare hyphen after a whole number that is written without separators: {@code +46855001000-099}. */
    private static final Pattern TYPED_RANGE = Pattern.compile("(\\+[0-9]{8,15})-\\+?([0-9]{1,15})");

    /** @param code of the sentence: {@code not-e164}, {@code bad-range}, {@code twice}, {@code no-subscriber}, {@code too-many} */
    record Wrong(int line, String code, String text) {}

    NumberLines {
        numbers = List.copyOf(numbers);
    }

    /** @param subscriber of lines that name none; empty where none is chosen @param most numbers that are allowed */
    static NumberLines read(String text, String subscriber, int most) {
        Map<String, NumberAssignment> found = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty())
                continue;
            var wrong = read(line, subscriber, most, found);
            if (wrong.isPresent())
                return new NumberLines(List.copyOf(found.values()), Optional.of(new Wrong(i + 1, wrong.get(), line)));
        }
        return new NumberLines(List.copyOf(found.values()), Optional.empty());
    }

    private static Optional<String> read(String line, String subscriber, int most, Map<String, NumberAssignment> into) {
        String[] cells = SEPARATOR.split(line, 2);
        String owner = cells.length > 1 && !cells[1].isBlank() ? cells[1].strip() : subscriber;
        var range = TYPED_RANGE.matcher(cells[0].strip());
        boolean several = range.matches();
        if (!several) {
            range = RANGE.matcher(cells[0].strip());
            several = range.matches();
        }
        String first = Names.tidyNumber(several ? range.group(1).strip() : cells[0].strip());
        if (!Names.isE164(first))
            return Optional.of("not-e164");
        var numbers = new ArrayList<String>();
        if (!several)
            numbers.add(first);
        else if (!count(first, range.group(2), most, numbers))
            return Optional.of("bad-range");
        if (owner.isEmpty())
            return Optional.of("no-subscriber");
        for (String number : numbers)
            if (into.put(number, new NumberAssignment(number, owner)) != null)
                return Optional.of("twice");
        return into.size() > most ? Optional.of("too-many") : Optional.empty();
    }

    /** @return false where the end is not behind the beginning, or too far */
    private static boolean count(String first, String end, int most, List<String> into) {
        String digits = first.substring(1);
        if (end.length() > digits.length())
            return false;
        String kept = digits.substring(0, digits.length() - end.length());
        long from = Long.parseLong(digits.substring(kept.length()));
        long to = Long.parseLong(end);
        if (to < from || to - from > most)
            return false;
        String pattern = "+" + kept + "%0" + end.length() + "d";
        for (long n = from; n <= to; n++)
            into.add(pattern.formatted(n));
        return true;
    }
}
