package org.trunkline.ui.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.export.WholeFile;

class TableModelTest {
    private record Person(String name, int age) {}

    private static final Person ANNA = new Person("Anna", 9);
    private static final Person BO = new Person("Bo", 41);
    private static final Person BERIT = new Person("Berit", 100);
    private static final List<Column<Person>> COLUMNS = List.of(
            Column.of("name", "Name", "What they are called", Person::name),
            Column.<Person>of("age", "Age", "In years", p -> Integer.toString(p.age())).sortedBy(Person::age));

    @TempDir
    Path folder;

    private static ListRows<Person> people() {
        var rows = new ListRows<>(COLUMNS, Person::name);
        rows.set(List.of(ANNA, BO, BERIT));
        return rows;
    }

    @Test
    void everyWordMustStandInSomeColumn() {
        var rows = people();
        rows.filter(" B  1 ");
        assertEquals(List.of(BO, BERIT), rows.shown());
        rows.filter("b 41");
        assertEquals(List.of(BO), rows.shown());
        rows.filter("");
        assertEquals(3, rows.count());
    }

    @Test
    void numbersOfARowAreEachThereOnce() {
        var number = Column.<Person>of("number", "Number", "", p -> "").number(p -> p.name().equals("Bo") ? "" : "+46" + p.age());
        var other = COLUMNS.get(0).number(p -> "+469");
        assertEquals(List.of("+469"), Column.numbers(List.of(number, COLUMNS.get(1), other), ANNA));
        assertEquals(List.of("+469"), Column.numbers(List.of(number, other), BO));
        assertEquals(List.of("+46100", "+469"), Column.numbers(List.of(number, other), BERIT));
        assertEquals(List.of(), Column.numbers(COLUMNS, BO));
    }

    @Test
    void aCellHasSeveralNumbersUpToABound() {
        var groups = Column.<Person>of("groups", "Groups", "", p -> "600, 601").numbers(p -> List.of("600", " ", "601", "600"));
        assertEquals(List.of("600", "601"), Column.numbers(List.of(groups), BO));
        var many = Column.<Person>of("members", "Members", "", p -> "").numbers(p -> IntStream.range(0, 90).mapToObj(String::valueOf).toList());
        assertEquals(40, Column.numbers(List.of(many), BO).size());
    }

    @Test
    void onlyAValueOrAllButIt() {
        var rows = people();
        rows.keep(List.of(new ListRows.OnlyValue<>(COLUMNS.get(0), "Bo", false)));
        assertEquals(List.of(BO), rows.shown());
        rows.keep(List.of(new ListRows.OnlyValue<>(COLUMNS.get(0), "Bo", true), new ListRows.OnlyValue<>(COLUMNS.get(1), "9", true)));
        assertEquals(List.of(BERIT), rows.shown());
        rows.filter("bo");
        assertEquals(0, rows.count());
        assertEquals(3, rows.total());
    }

    @Test
    void selectedRowsAreAddedUp() {
        var age = COLUMNS.get(1).summed(Person::age, sum -> sum + " years").sum().orElseThrow();
        assertEquals("150 years", age.over(List.of(ANNA, BO, BERIT)));
        assertEquals("0 years", age.over(List.of()));
    }

    @Test
    void figuresSortAsFiguresNotAsText() {
        var rows = people();
        rows.sort(Optional.of(new Sort("age", true)));
        assertEquals(List.of(BERIT, BO, ANNA), rows.shown());
        rows.set(List.of(BO, ANNA));
        assertEquals(List.of(1), rows.positions(Set.of("Anna", "Berit")));
    }

    @Test
    void aLayoutIsReadAsItWasWritten() {
        var layout = new Layout(List.of(new Layout.Place("age", 80, true), new Layout.Place("name", 200, false)),
                Optional.of(new Sort("age", true)), Optional.empty());
        assertEquals("age:80:hidden,name:200|age:desc", layout.format());
        assertEquals(layout, Layout.parse(layout.format()));
        var frozen = new Layout(List.of(new Layout.Place("name", 200, false)), Optional.empty(), Optional.of("name"));
        assertEquals("name:200||name", frozen.format());
        assertEquals(frozen, Layout.parse(frozen.format()));
    }

    @Test
    void aSpoiltLayoutIsLeftOut() {
        assertEquals(new Layout(List.of(new Layout.Place("name", 10, false)), Optional.empty(), Optional.empty()),
                Layout.parse("name:10,age:wide,,:|up:sideways|x y"));
    }

    /** As in the export of records: CsvWriterTest. */
    @Test
    void spreadsheetsGetTextNotFormulas() throws Exception {
        Path file = folder.resolve("people.csv");
        var columns = List.of(Column.<String>of("name", "a,b", "", cell -> cell));
        TableText.write(file, columns, new NullProgressMonitor(),
                offset -> TableText.slice(List.of("say \"x\"", "+46701234567", "=1+1", " =1+1", "\uff1d1", "-3.5"), offset));
        assertEquals("\"a,b\"\r\n\"say \"\"x\"\"\"\r\n+46701234567\r\n'=1+1\r\n' =1+1\r\n'\uff1d1\r\n-3.5\r\n", Files.readString(file));
    }

    @Test
    void oneFileIsWrittenByOneExportAtATime() throws Exception {
        Path file = folder.resolve("people.csv");
        var people = List.of(ANNA, BO);
        TableText.write(file, COLUMNS, new NullProgressMonitor(), offset -> {
            if (offset == 0)
                Assertions.assertTrue(Assertions.assertThrows(WholeFile.NotWritten.class, () -> TableText.write(file, COLUMNS,
                        new NullProgressMonitor(), at -> TableText.slice(people, at))).busy());
            return TableText.slice(people, offset);
        });
        assertEquals("Name,Age\r\nAnna,9\r\nBo,41\r\n", Files.readString(file), "the first goes on");
    }

    @Test
    void anExportIsThereWholeOrNotAtAll() throws Exception {
        var people = List.of(ANNA, BO);
        Path file = folder.resolve("people.csv");
        assertEquals(2, TableText.write(file, COLUMNS, new NullProgressMonitor(),
                offset -> TableText.slice(people, offset)));
        assertEquals("Name,Age\r\nAnna,9\r\nBo,41\r\n", Files.readString(file));

        var cancelled = new NullProgressMonitor();
        cancelled.setCanceled(true);
        Path other = folder.resolve("other.csv");
        Assertions.assertThrows(OperationCanceledException.class, () -> TableText.write(other, COLUMNS, cancelled,
                offset -> TableText.slice(people, offset)));
        try (var left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }
}
