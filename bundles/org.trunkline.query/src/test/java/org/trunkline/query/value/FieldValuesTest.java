package org.trunkline.query.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.CdrField;

class FieldValuesTest {
    private static final Path DOCUMENT = Path.of("../../docs/query-language.md");
    private static final String HEAD = "| field | values |\n|---|---|\n";

    /** The table of the guide follows from the fields; rewrite it with {@code -Dgolden.update=true}. */
    @Test
    void theGuideListsEveryKnownValue() throws Exception {
        var document = Files.readString(DOCUMENT);
        int from = document.indexOf(HEAD) + HEAD.length();
        assertTrue(from >= HEAD.length(), DOCUMENT + " has no table of values");
        int to = document.indexOf("\n\n", from) + 1;
        var table = Arrays.stream(CdrField.values()).filter(field -> !FieldValues.known(field).isEmpty())
                .map(FieldValuesTest::row).collect(Collectors.joining());
        if (Boolean.getBoolean("golden.update"))
            Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
        else
            assertEquals(table, document.substring(from, to));
    }

    private static String row(CdrField field) {
        return "| `" + field.fieldName() + "` | `" + String.join(" ", FieldValues.known(field)) + "` |\n";
    }
}
