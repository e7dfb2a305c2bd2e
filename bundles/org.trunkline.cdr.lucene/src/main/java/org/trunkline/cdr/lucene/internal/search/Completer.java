package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.apache.lucene.index.IndexReader;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.Facets;
import org.trunkline.query.value.FieldValues;
import org.trunkline.query.value.LadderWords;
import org.trunkline.query.value.NumberForms;

/** What could stand at the caret: names of fields, then their values, the commonest first. */
final class Completer {
    private static final int MOST = 20;

    private final IndexReader reader;
    private final Columns columns;
    private final Counter counter;

    Completer(IndexReader reader, Columns columns, Counter counter) {
        this.reader = reader;
        this.columns = columns;
        this.counter = counter;
    }

    /** How many a search finds; empty where there is no time to count them. */
    @FunctionalInterface
    interface Counter {
        OptionalLong count(String query) throws IOException;
    }

    /** A value with how many records a search for it finds. */
    private record Counted(String value, OptionalLong count) {
        static final Comparator<Counted> MOST_FIRST = Comparator.<Counted>comparingLong(it -> it.count().orElse(0)).reversed()
                .thenComparing(Counted::value);

        String label() {
            return count.isEmpty() ? value : value + "  (" + count.getAsLong() + ")";
        }
    }

    /**
     * What the caret is in.
     *
     * @param start of the part to replace
     * @param field whose value it is
     * @param prefix what is written of it so far
     */
    private record Context(int start, Optional<CdrField> field, String prefix) {}

    List<Completion> complete(String text, int caret) throws IOException {
        var context = context(text.substring(0, caret));
        int end = caret;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != ')'
                && text.charAt(end) != '"')
            end++;
        if (end < text.length() && text.charAt(end) == '"' && text.charAt(context.start()) == '"')
            end++;
        var found = new ArrayList<Completion>();
        if (context.field().isEmpty())
            fields(context, end, found);
        else if (context.field().get() == CdrField.LADDER && text.startsWith("\"", context.start()) && context.start() < caret)
            steps(context, text, end, found);
        else
            values(context, context.field().get(), end, found);
        return found.size() > MOST ? List.copyOf(found.subList(0, MOST)) : found;
    }

    private static Context context(String text) {
        var groups = new ArrayDeque<Optional<CdrField>>();
        Optional<CdrField> field = Optional.empty();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                start = quoted ? i : i + 1;
            } else if (!quoted && c == ':') {
                field = CdrField.ofName(text.substring(start, i).toLowerCase(Locale.ROOT));
                start = i + 1;
            } else if (!quoted && c == '(') {
                groups.push(field.isPresent() || groups.isEmpty() ? field : groups.peek());
                start = i + 1;
                field = groups.peek();
            } else if (!quoted && (c == ')' || Character.isWhitespace(c))) {
                if (c == ')' && !groups.isEmpty())
                    groups.pop();
                start = i + 1;
                field = groups.isEmpty() ? Optional.empty() : groups.peek();
            } else if (!quoted && i == start && (c == '-' || c == '!')) {
                start = i + 1;
            }
        }
        String prefix = text.substring(start);
        return new Context(start, field, prefix.startsWith("\"") ? prefix.substring(1) : prefix);
    }

    private static void fields(Context context, int end, List<Completion> found) {
        String prefix = context.prefix().toLowerCase(Locale.ROOT);
        Arrays.stream(CdrField.values()).map(CdrField::fieldName).filter(name -> name.startsWith(prefix))
                .forEach(name -> found.add(new Completion(context.start(), end, name + ":", name + ":")));
        Arrays.stream(CdrField.values()).map(CdrField::fieldName)
                .filter(name -> !prefix.isEmpty() && !name.startsWith(prefix) && name.contains(prefix))
                .forEach(name -> found.add(new Completion(context.start(), end, name + ":", name + ":")));
        for (String operator : List.of("AND ", "OR ", "NOT "))
            if (context.start() > 0 && !prefix.isEmpty() && operator.toLowerCase(Locale.ROOT).startsWith(prefix))
                found.add(new Completion(context.start(), end, operator, operator.strip()));
    }

    /** Within the quotes of a sequence: whole ones where nothing is written yet, then its next step. */
    private static void steps(Context context, String text, int end, List<Completion> found) {
        String written = context.prefix();
        if (written.isBlank())
            FieldValues.examples(CdrField.LADDER).forEach(it -> found.add(new Completion(context.start(), end, it, it)));
        int word = written.length();
        while (word > 0 && !Character.isWhitespace(written.charAt(word - 1)))
            word--;
        String prefix = written.substring(word).toLowerCase(Locale.ROOT);
        int start = context.start() + 1 + word;
        int close = end > start && text.charAt(end - 1) == '"' ? end - 1 : end;
        String before = written.substring(0, word).strip();
        String last = before.substring(1 + before.lastIndexOf(' '));
        LadderWords.after(last).stream().filter(step -> step.toLowerCase(Locale.ROOT).startsWith(prefix))
                .forEach(step -> found.add(new Completion(start, close, step, step)));
    }

    private void values(Context context, CdrField field, int end, List<Completion> found) throws IOException {
        String prefix = context.prefix().toLowerCase(Locale.ROOT);
        var likely = likely(field, prefix);
        likely.remove(""); // nobody could write it
        boolean exact = Facets.FIELDS.contains(field) && !reader.hasDeletions();
        var counted = new ArrayList<Counted>();
        for (String value : FrequentValues.best(likely, MOST).toList())
            counted.add(new Counted(value, exact ? OptionalLong.of(likely.getOrDefault(value, 0L))
                    : counter.count(field.fieldName() + ":" + written(value))));
        counted.stream().sorted(Counted.MOST_FIRST)
                .forEach(it -> found.add(new Completion(context.start(), end, written(it.value()), it.label())));
        FieldValues.examples(field).stream().filter(v -> v.startsWith(prefix) && !likely.containsKey(v))
                .forEach(v -> found.add(new Completion(context.start(), end, v, v)));
    }

    /** In quotes where it would not be one word. */
    private static String written(String value) {
        boolean plain = value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "+-._@".indexOf(c) >= 0);
        return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Values that begin so, with how many records have them, or about how many. */
    private Map<String, Long> likely(CdrField field, String prefix) throws IOException {
        var found = new HashMap<String, Long>();
        var frequent = new FrequentValues(reader, columns);
        switch (field) {
            case TRUNK, ROUTE, DIRECTION, CAUSE, STATUS, CODEC, ENDED_BY, REJECTED, ORIGIN, FINDING, CURRENCY, POLICY, ADVICE ->
                found.putAll(facets(field, prefix));
            case PEER -> frequent.add(field, prefix, found);
            case FROM, TO, NUMBER -> {
                String plain = NumberForms.plain(prefix);
                for (var side : field == CdrField.NUMBER ? List.of(CdrField.FROM, CdrField.TO) : List.of(field)) {
                    frequent.add(side, plain, found);
                    if (!plain.isEmpty() && Character.isDigit(plain.charAt(0)))
                        frequent.add(side, "+" + plain, found);
                }
            }
            default -> {
                // not counted
            }
        }
        return found;
    }

    private Map<String, Long> facets(CdrField field, String prefix) throws IOException {
        var counts = new HashMap<String, Long>();
        for (var leaf : reader.leaves()) {
            var of = columns.of(leaf.reader());
            for (int i = 0; i < of.facets().length; i++)
                for (String value : of.facets()[i].of(field))
                    if (value.toLowerCase(Locale.ROOT).startsWith(prefix))
                        counts.merge(value, (long) of.count(i), Long::sum);
        }
        return counts;
    }
}
