package org.trunkline.cdr.lucene.internal;

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

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSearch.Completion;

/** What could stand at the caret: names of fields, then their values, the commonest first. */
final class Completer {
    private static final int MOST = 20;
    private static final int MAX_TERMS = 2_000;

    private final IndexReader reader;
    private final Columns columns;

    Completer(IndexReader reader, Columns columns) {
        this.reader = reader;
        this.columns = columns;
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

    private void values(Context context, CdrField field, int end, List<Completion> found) throws IOException {
        String prefix = context.prefix().toLowerCase(Locale.ROOT);
        var counted = counted(field, prefix);
        counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST).forEach(e -> found.add(new Completion(context.start(), end, written(e.getKey()),
                        e.getKey() + "  (" + e.getValue() + ")")));
        FieldValues.examples(field).stream().filter(v -> v.startsWith(prefix) && !counted.containsKey(v))
                .forEach(v -> found.add(new Completion(context.start(), end, v, v)));
    }

    /** In quotes where it would not be one word. */
    private static String written(String value) {
        boolean plain = value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "+-._@".indexOf(c) >= 0);
        return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Values that begin so, with how many records have them. */
    private Map<String, Long> counted(CdrField field, String prefix) throws IOException {
        return switch (field) {
            case TRUNK, ROUTE, DIRECTION, CAUSE, STATUS, CODEC, ENDED_BY, REJECTED, ORIGIN, FINDING, CURRENCY -> facets(field, prefix);
            case PEER -> terms(field.fieldName(), prefix);
            case FROM, TO -> numbers(field, prefix);
            case NUMBER -> {
                var counts = numbers(CdrField.FROM, prefix);
                numbers(CdrField.TO, prefix).forEach((term, n) -> counts.merge(term, n, Long::sum));
                yield counts;
            }
            default -> Map.of();
        };
    }

    private Map<String, Long> numbers(CdrField field, String prefix) throws IOException {
        String plain = NumberForms.plain(prefix);
        var counts = terms(field.fieldName(), plain);
        if (!plain.isEmpty() && Character.isDigit(plain.charAt(0)))
            counts.putAll(terms(field.fieldName(), "+" + plain));
        return counts;
    }

    private Map<String, Long> terms(String field, String prefix) throws IOException {
        var counts = new HashMap<String, Long>();
        var start = new BytesRef(prefix);
        for (var leaf : reader.leaves()) {
            var terms = leaf.reader().terms(field);
            if (terms == null)
                continue;
            var each = terms.iterator();
            int seen = 0;
            for (var term = each.seekCeil(start) == TermsEnum.SeekStatus.END ? null
                    : each.term(); term != null && seen < MAX_TERMS; term = each.next(), seen++) {
                String text = term.utf8ToString();
                if (!text.startsWith(prefix))
                    break;
                counts.merge(text, (long) each.docFreq(), Long::sum);
            }
        }
        return counts;
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
