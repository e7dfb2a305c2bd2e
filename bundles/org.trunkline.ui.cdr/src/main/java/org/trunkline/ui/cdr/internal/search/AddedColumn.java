package org.trunkline.ui.cdr.internal.search;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.core.runtime.preferences.InstanceScope;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.Formats;
import org.trunkline.ui.table.Column;

/**
 * The column of a field that a plug-in adds to records. Which there are is remembered, so that the table has its columns
 * before the node answers.
 *
 * @param label in the desk's language
 * @param facet whether its values are counted
 */
record AddedColumn(String name, String label, boolean facet) {
    /** With the language: labels are in the one that the desk had then. */
    private static final String KEY = "calls.added." + Locale.getDefault().getLanguage();
    private static final String NEXT = "\n";
    private static final String BETWEEN = "\t";

    static List<AddedColumn> of(List<AttributeAbout> fields, Locale locale) {
        return fields.stream().map(it -> new AddedColumn(it.name(), it.label(locale).replaceAll("\\s+", " "), it.facet())).toList();
    }

    static List<AddedColumn> remembered() {
        return read(InstanceScope.INSTANCE.getNode(DeskPreferences.NODE).get(KEY, ""));
    }

    static void remember(List<AddedColumn> columns) {
        InstanceScope.INSTANCE.getNode(DeskPreferences.NODE).put(KEY, write(columns));
    }

    static String write(List<AddedColumn> columns) {
        return columns.stream().map(it -> it.name + BETWEEN + it.facet + BETWEEN + it.label).collect(Collectors.joining(NEXT));
    }

    static List<AddedColumn> read(String text) {
        return Stream.of(text.split(NEXT)).map(line -> line.split(BETWEEN, 3)).filter(it -> it.length == 3)
                .map(it -> new AddedColumn(it[0], it[2], Boolean.parseBoolean(it[1]))).toList();
    }

    /** Called as its field, so that a click on its head orders the search. @param tip of the head */
    Column<CdrRow> column(Formats formats, String tip) {
        return Column.<CdrRow>of(name, label, tip, row -> row.detail().attribute(name).map(it -> text(it, formats))
                .orElse(Formats.NONE)).hiddenAtFirst();
    }

    private static String text(Attribute value, Formats formats) {
        return value.type() == Attribute.Type.TIME ? formats.dateTime(Instant.parse(value.value())) : value.value();
    }
}
