package org.trunkline.ui.trunks.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;

/** What stands in the fields, as text. */
record Values(Map<String, String> fields) {
    Values {
        fields = Map.copyOf(fields);
    }

    static Values of(String... namesAndValues) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        return new Values(map);
    }

    Values with(String name, String value) {
        var map = new LinkedHashMap<>(fields);
        map.put(name, value);
        return new Values(map);
    }

    /** The fields that had another value before. */
    Map<String, String> changedSince(Values before) {
        var changed = new LinkedHashMap<>(fields);
        changed.entrySet().removeIf(e -> e.getValue().equals(before.text(e.getKey())));
        return changed;
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Without the spaces at its ends, which come with pasting. */
    String trimmed(String name) {
        return text(name).strip();
    }

    Optional<String> optional(String name) {
        return Optional.of(trimmed(name)).filter(t -> !t.isEmpty());
    }

    /** Kept as typed: a space may be part of it. */
    Optional<String> secret(String name) {
        return Optional.of(text(name)).filter(t -> !t.isEmpty());
    }

    boolean flag(String name) {
        return "true".equals(text(name));
    }

    List<String> lines(String name) {
        return text(name).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }

    /** Reads whole numbers, and gathers an error for each field that holds none. */
    static final class Numbers {
        private static final int MOST_DIGITS = 9;
        private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}([.,][0-9]{1,9})?");
        private final Values values;
        private final List<FieldError> errors = new ArrayList<>();

        Numbers(Values values) {
            this.values = values;
        }

        /** @return 0 where there is an error */
        int read(String name) {
            String text = values.trimmed(name);
            if (text.matches("[0-9]{1," + MOST_DIGITS + "}"))
                return Integer.parseInt(text);
            wrong(name, "not-number", text, "\"" + text + "\" is not a whole number");
            return 0;
        }

        /** A price: {@code 12}, {@code 0.25}, {@code 0,25}. @return 0 where there is an error */
        BigDecimal amount(String name, String text) {
            if (AMOUNT.matcher(text).matches())
                return new BigDecimal(text.replace(',', '.'));
            wrong(name, "not-amount", text, "\"" + text + "\" is not an amount such as 0.25");
            return BigDecimal.ZERO;
        }

        void wrong(String name, String code, String value, String message) {
            errors.add(new FieldError(name, code, List.of(value), message));
        }

        /**
         * The draft with what is wrong about it; none where a number could not be read.
         *
         * @param found by the rules: a number that could not be read counts as 0, and is not complained of twice
         */
        <D> Checked<D> checked(D draft, List<FieldError> found) {
            var all = new ArrayList<>(errors);
            found.stream().filter(e -> errors.stream().noneMatch(u -> u.field().equals(e.field()))).forEach(all::add);
            return new Checked<>(errors.isEmpty() ? Optional.of(draft) : Optional.empty(), all);
        }
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "Values" + fields.keySet();
    }
}
