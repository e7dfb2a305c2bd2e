package org.trunkline.export.entry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;

/** Cells as people write them, turned into the texts of fields. */
final class CellTexts {
    private static final Set<String> YES = Set.of("true", "yes", "1", "on", "x", "ja", "是", "ya");
    private static final Set<String> NO = Set.of("false", "no", "0", "off", "nej", "否", "tidak");
    /** Fields whose values hold no comma or semicolon, so that these can separate them. */
    private static final Set<Format> WITHOUT_COMMA = Set.of(Format.USERNAME, Format.SUBSCRIBER, Format.ADDRESS_BLOCK, Format.HOST,
            Format.E164);

    private CellTexts() {}

    /** The text of a field; empty where an empty cell leaves the field as it is. */
    static Optional<String> text(Schema.Leaf leaf, String cell) {
        var field = leaf.field();
        String stripped = cell.strip();
        return switch (field.type()) {
            case SECRET -> Optional.of(cell).filter(c -> !c.isBlank());
            case NUMBER, AMOUNT -> Optional.of(stripped).filter(c -> !c.isEmpty());
            case FLAG, OBJECT -> Optional.of(stripped).filter(c -> !c.isEmpty()).map(CellTexts::flag);
            case CHOICE -> Optional.of(stripped).filter(c -> !c.isEmpty()).map(c -> choice(field, c));
            case TEXTS -> Optional.of(WITHOUT_COMMA.contains(field.format()) ? Stream.of(cell.split("[\n;,]")).map(String::strip)
                    .filter(part -> !part.isEmpty()).collect(Collectors.joining("\n")) : cell);
            case TEXT, OBJECTS -> Optional.of(cell);
        };
    }

    /** A word that means neither stays. */
    private static String flag(String cell) {
        String word = cell.toLowerCase(Locale.ROOT);
        return YES.contains(word) ? "true" : NO.contains(word) ? "false" : cell;
    }

    static boolean isFlag(String text) {
        return text.equals("true") || text.equals("false");
    }

    /** Constants without regard to case, hyphens and spaces: {@code in-order}. */
    private static String choice(SchemaField field, String cell) {
        List<String> choices = field.choices();
        return choices.stream().filter(c -> plain(c).equals(plain(cell))).findFirst().orElse(cell);
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }
}
