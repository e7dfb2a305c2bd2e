package org.trunkline.export.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.export.table.TableFile;

/** What was exported is imported without a difference, whatever the kind. */
class RoundTripTest {
    @TempDir
    Path folder;

    static Stream<Arguments> kinds() {
        return EntryKind.ALL.stream().flatMap(kind -> Stream.of(true, false).map(workbook -> Arguments.of(kind, workbook)));
    }

    /** Every field has a value that is not its default. */
    private static <E extends Record> E filled(EntryKind<E> kind) {
        var texts = new LinkedHashMap<String, String>();
        for (var leaf : kind.schema().leaves())
            texts.put(leaf.path(), value(leaf));
        texts.replaceAll((path, text) -> path.equals("transport") ? "TLS" : text);
        var typed = kind.read(texts, Optional.empty());
        assertEquals(List.of(), typed.errors());
        return kind.tidy(typed.draft().orElseThrow());
    }

    private static String value(Schema.Leaf leaf) {
        var field = leaf.field();
        return switch (field.type()) {
            case TEXT -> text(field);
            case TEXTS -> text(field) + "\n" + another(field);
            case NUMBER -> field.range().map(r -> String.valueOf(r.max())).orElse("7");
            case AMOUNT -> "0.25";
            case FLAG -> String.valueOf(!field.defaultText().equals("true"));
            case CHOICE -> field.choices().getLast();
            case SECRET -> "a secret text";
            case OBJECT -> "true";
            case OBJECTS -> "46 0.12 0.05\n4670 0.2";
        };
    }

    private static String text(SchemaField field) {
        return switch (field.format()) {
            case PLAIN -> "=1+1, \"a\"; b";
            case NAME -> "Telia, \"A\"";
            case USERNAME, AUTH_USER, SUBSCRIBER -> "anna";
            case TARGET -> "operator";
            case HOST -> "sip.example.com";
            case ADDRESS_BLOCK -> "192.0.2.0/24";
            case E164 -> "+46701234567";
            case PREFIX, PRICE_PREFIX -> "+46";
            case DIALLED -> "4711";
            case REGION -> "SE";
            case CURRENCY -> "SEK";
            case TRUNK -> "Telia, \"A\"";
        };
    }

    private static String another(SchemaField field) {
        return switch (field.format()) {
            case ADDRESS_BLOCK -> "2001:db8::/32";
            case USERNAME, SUBSCRIBER -> "bert";
            case HOST -> "other.example.com";
            case E164 -> "+46701234568";
            default -> "Other";
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <E extends Record> void whatWasExportedHasNoDifference(EntryKind<E> kind, boolean workbook) throws Exception {
        E filled = kind.schema().withoutSecrets(filled(kind));
        var entries = List.of(filled, least(kind));
        var table = TableFile.read(written(kind, workbook, entries));

        var mapping = ColumnMapping.guess(kind, table.head(), Map.of());
        assertTrue(mapping.paths().stream().allMatch(Optional::isPresent), mapping::toString);
        var plan = EntryImport.plan(kind, table, mapping, entries);

        assertEquals(entries.size(), plan.count(State.UNCHANGED), () -> plan.rows().toString());
        assertEquals(List.of(), plan.changes());
    }

    /** An entry with no more than it must have. */
    private static <E extends Record> E least(EntryKind<E> kind) {
        var texts = new LinkedHashMap<String, String>();
        for (var leaf : kind.schema().leaves())
            if (leaf.field().isRequired() && !leaf.path().contains("."))
                texts.put(leaf.path(), leaf.field().isKey() ? another(leaf.field()) : value(leaf));
        texts.replaceAll((path, text) -> path.equals("host") ? "192.0.2.1" : text);
        var typed = kind.read(texts, Optional.empty());
        assertEquals(List.of(), typed.errors());
        return kind.schema().withoutSecrets(kind.tidy(typed.draft().orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <E extends Record> void intoAnEmptyNodeTheSameEntriesAreMade(EntryKind<E> kind, boolean workbook) throws Exception {
        E filled = kind.schema().withoutSecrets(filled(kind));
        var table = TableFile.read(written(kind, workbook, List.of(filled)));
        var plan = EntryImport.plan(kind, table, ColumnMapping.guess(kind, table.head(), Map.of()), List.of());

        assertEquals(List.of(filled), plan.changes().stream().map(change ->
                ((EntryChange.Create<?>) change).entry()).toList());
        assertTrue(plan.rows().getFirst().errors().stream().allMatch(e -> e.code().equals("required") && e.field().endsWith("password")),
                () -> plan.rows().toString());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <E extends Record> void noSecretIsWritten(EntryKind<E> kind, boolean workbook) throws Exception {
        var out = new ByteArrayOutputStream();
        EntryTable.write(out, false, kind, List.of(filled(kind)));
        assertFalse(out.toString(StandardCharsets.UTF_8).contains("a secret text"));
        assertFalse(EntryTable.head(kind).toString().contains("assword"));
    }

    private <E extends Record> Path written(EntryKind<E> kind, boolean workbook, List<E> entries) throws Exception {
        Path file = folder.resolve("entries" + (workbook ? ".xlsx" : ".csv"));
        try (var out = Files.newOutputStream(file)) {
            EntryTable.write(out, workbook, kind, entries);
        }
        return file;
    }
}
