package org.trunkline.query.value;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.trunkline.domain.cdr.LadderSteps;

/** What may be written next in a sequence of SIP messages, as {@link LadderPattern} reads it. */
public final class LadderWords {
    private static final int CODES = 128;
    private static final String OTHER = "?";
    private static final List<String> TIMES = List.of("500ms", "5s", "20s", "60s");

    private LadderWords() {}

    /** @param last the word before; empty at the begin */
    public static List<String> after(String last) {
        return switch (last.toLowerCase(Locale.ROOT)) {
            case "within", "after" -> TIMES;
            case "", "no" -> steps().toList();
            case "then" -> Stream.concat(Stream.of("no"), steps()).toList();
            default -> Stream.concat(Stream.of("then", "no", "within", "after"), steps()).toList();
        };
    }

    /** Methods, classes, statuses. */
    private static Stream<String> steps() {
        return Stream.concat(IntStream.range(0, CODES).mapToObj(LadderSteps::name).filter(name -> !name.equals(OTHER)),
                Stream.of("18x"));
    }
}
