package org.trunkline.query.complete;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.query.QueryText;
import org.trunkline.query.QueryTokens;
import org.trunkline.query.Token;
import org.trunkline.query.Token.Kind;
import org.trunkline.query.complete.KnownValues.Counted;
import org.trunkline.query.value.Country;
import org.trunkline.query.value.FieldValues;
import org.trunkline.query.value.LadderWords;

/** What may be at the caret: names of fields, then their values, the most frequent first. */
public final class Completer {
    private static final int MOST = 20;
    private static final Comparator<Counted> MOST_FIRST = Comparator
            .<Counted>comparingLong(it -> it.count().orElse(0)).reversed().thenComparing(Counted::value);

    private final KnownValues values;
    private final List<AttributeAbout> attributes;

    /** @param attributes fields of plug-ins */
    public Completer(KnownValues values, List<AttributeAbout> attributes) {
        this.values = values;
        this.attributes = attributes;
    }

    /**
     * The caret's surroundings.
     *
     * @param start of the part to replace
     * @param end of the part to replace
     * @param field whose value it is
     * @param prefix as much of it as is before the caret, without a quotation mark
     * @param quoted whether a quotation mark is before it
     */
    private record Context(int start, int end, Optional<CdrField> field, String prefix, boolean quoted) {
        Completion insert(String text) {
            return insert(text, text);
        }

        Completion insert(String text, String label) {
            return new Completion(start, end, text, label);
        }
    }

    public List<Completion> complete(String text, int caret) throws IOException {
        var context = context(text, caret);
        var found = new ArrayList<Completion>();
        var attribute = context.field().isEmpty() ? attribute(text, context.start()) : Optional.<AttributeAbout>empty();
        if (attribute.isPresent())
            values(context, attribute.get(), found);
        else if (context.field().isEmpty())
            fields(context, found);
        else if (context.field().get() == CdrField.LADDER && context.quoted())
            steps(context, text, found);
        else
            values(context, context.field().get(), found);
        return found.size() > MOST ? List.copyOf(found.subList(0, MOST)) : found;
    }

    private static Context context(String text, int caret) {
        var tokens = QueryTokens.of(text.substring(0, caret));
        int end = end(text, caret);
        if (tokens.isEmpty())
            return new Context(caret, end, Optional.empty(), "", false);
        var last = tokens.getLast();
        boolean touches = last.end() == caret;
        if (last.is(Kind.UNCLOSED))
            return new Context(last.start(), end < text.length() && text.charAt(end) == '"' ? end + 1 : end, last.field(),
                    text.substring(last.start() + 1, caret), true);
        if (last.is(Kind.WORD) && touches)
            return new Context(last.start(), end, last.field(), last.in(text), false);
        boolean valueNext = last.is(Kind.FIELD) && last.field().isPresent() && touches || last.is(Kind.COMPARISON)
                || last.is(Kind.RANGE_OPEN) || last.is(Kind.TO);
        return new Context(caret, end, valueNext ? last.field() : group(tokens), "", false);
    }

    /** Behind the word that the caret is in. */
    private static int end(String text, int caret) {
        int end = caret;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != ')'
                && text.charAt(end) != '"')
            end++;
        return end;
    }

    /** The field of the parentheses that are open. */
    private static Optional<CdrField> group(List<Token> tokens) {
        int closed = 0;
        for (var token : tokens.reversed())
            if (token.is(Kind.CLOSE))
                closed++;
            else if (token.is(Kind.OPEN) && closed-- == 0)
                return token.field();
        return Optional.empty();
    }

    /** The plug-in's field whose value is to be written; its colon is right before it. */
    private Optional<AttributeAbout> attribute(String text, int start) {
        int colon = start - 1;
        while (colon >= 0 && "<>=".indexOf(text.charAt(colon)) >= 0)
            colon--;
        if (colon < 0 || text.charAt(colon) != ':')
            return Optional.empty();
        int begin = colon;
        while (begin > 0 && Character.isLetter(text.charAt(begin - 1)))
            begin--;
        String name = text.substring(begin, colon);
        return attributes.stream().filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }

    private void values(Context context, AttributeAbout attribute, List<Completion> found) throws IOException {
        String prefix = context.prefix().toLowerCase(Locale.ROOT);
        var counted = values.of(attribute, prefix, MOST).stream().sorted(MOST_FIRST).toList();
        counted.forEach(it -> found.add(context.insert(QueryText.quote(it.value()), it.label())));
        if (counted.isEmpty() && prefix.isEmpty())
            FieldValues.examples(attribute.type()).forEach(it -> found.add(context.insert(it)));
    }

    private void fields(Context context, List<Completion> found) {
        String prefix = context.prefix().toLowerCase(Locale.ROOT);
        var names = Stream.concat(Arrays.stream(CdrField.values()).map(CdrField::fieldName),
                attributes.stream().map(it -> it.name().toLowerCase(Locale.ROOT))).toList();
        names.stream().filter(name -> name.startsWith(prefix)).forEach(name -> found.add(context.insert(name + ":")));
        names.stream().filter(name -> !prefix.isEmpty() && !name.startsWith(prefix) && name.contains(prefix))
                .forEach(name -> found.add(context.insert(name + ":")));
        for (String operator : List.of("AND ", "OR ", "NOT "))
            if (context.start() > 0 && !prefix.isEmpty() && operator.toLowerCase(Locale.ROOT).startsWith(prefix))
                found.add(context.insert(operator, operator.strip()));
    }

    /** Within the quotation marks of a sequence: whole ones where nothing is written yet, then its next step. */
    private static void steps(Context context, String text, List<Completion> found) {
        String written = context.prefix();
        if (written.isBlank())
            FieldValues.examples(CdrField.LADDER).forEach(it -> found.add(context.insert(it)));
        int word = written.length();
        while (word > 0 && !Character.isWhitespace(written.charAt(word - 1)))
            word--;
        String prefix = written.substring(word).toLowerCase(Locale.ROOT);
        int start = context.start() + 1 + word;
        int close = context.end() > start && text.charAt(context.end() - 1) == '"' ? context.end() - 1 : context.end();
        String before = written.substring(0, word).strip();
        String last = before.substring(1 + before.lastIndexOf(' '));
        LadderWords.after(last).stream().filter(step -> step.toLowerCase(Locale.ROOT).startsWith(prefix))
                .forEach(step -> found.add(new Completion(start, close, step, step)));
    }

    private void values(Context context, CdrField field, List<Completion> found) throws IOException {
        String prefix = context.prefix().toLowerCase(Locale.ROOT);
        var counted = values.of(field, prefix, MOST).stream().filter(it -> !it.value().isEmpty()).toList();
        counted.stream().sorted(MOST_FIRST)
                .forEach(it -> found.add(context.insert(QueryText.quote(it.value()), it.label())));
        var known = counted.stream().map(Counted::value).collect(Collectors.toSet());
        FieldValues.examples(field).stream().filter(v -> v.startsWith(prefix) && !known.contains(v))
                .forEach(v -> found.add(context.insert(v)));
        if (field.kind() == CdrField.Kind.NUMBER && isName(prefix))
            Country.namesBeginning(prefix).forEach(name -> found.add(context.insert(QueryText.quote(name), name)));
    }

    /** Of a country; one letter begins too many. */
    private static boolean isName(String prefix) {
        return !prefix.isEmpty() && prefix.chars().allMatch(c -> Character.isLetter(c) || " .'-&".indexOf(c) >= 0)
                && (prefix.length() > 1 || Character.isIdeographic(prefix.charAt(0)));
    }
}
