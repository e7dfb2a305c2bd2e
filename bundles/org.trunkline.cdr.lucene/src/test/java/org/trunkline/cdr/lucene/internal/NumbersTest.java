package org.trunkline.cdr.lucene.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    private static final List<String> SOME = IntStream.range(0, 2_000)
            .mapToObj(i -> i % 7 == 0 ? "user" + i : "+4670%07d".formatted(i * 7_919L % 10_000_000)).toList();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = { "*1", "*791", "+46*", "+467000791*", "*07*", "*0079*", "*00791*", "*000791*", "*7919*38*",
            "user1*", "user1?3", "*r14", "+4670?007919", "nobody" })
    void findsAsLookingAtEachWould(String glob) throws Exception {
        try (var numbers = Numbers.open(folder, CdrIndex.Storage.DISK, true)) {
            for (String number : SOME)
                numbers.add(number);
            numbers.refresh();
            var pattern = new NumberPattern(glob);
            var expected = SOME.stream().filter(n -> Glob.matches(glob, n)).sorted().toList();
            assertEquals(Optional.of(expected), numbers.matching(pattern)
                    .map(found -> found.stream().map(BytesRef::utf8ToString).sorted().toList()));
        }
    }

    @Test
    void keepsEachOnceAlsoAfterAStart() throws Exception {
        for (int start = 0; start < 2; start++)
            try (var numbers = Numbers.open(folder, CdrIndex.Storage.DISK, start == 0)) {
                for (int i = 0; i < 3; i++)
                    for (String number : SOME)
                        numbers.add(number);
                numbers.refresh();
                assertEquals(SOME.size(), numbers.count());
                numbers.commit(Map.of("sequence", "17"));
            }
        assertEquals("17", Numbers.committed(folder).get("sequence"));
    }

    @Test
    void saysWhereTheyAreTooMany() throws Exception {
        try (var numbers = Numbers.open(folder, CdrIndex.Storage.DISK, true)) {
            for (int i = 0; i <= Numbers.MOST; i++)
                numbers.add("+46" + (1_000_000 + i));
            numbers.refresh();
            assertTrue(numbers.matching(new NumberPattern("+46*")).isEmpty());
            assertEquals(Optional.of(1), numbers.matching(new NumberPattern("*1000017")).map(List::size));
        }
    }
}
