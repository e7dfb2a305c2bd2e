package org.trunkline.ui.cdr.internal.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.Texts;

class PersonPreviewTest {
    private final FakeNode node = new FakeNode();

    private void keep(int calls) {
        node.privacy().keep(IntStream.rangeClosed(1, calls).mapToObj(i -> new PersonPage.Item(Samples.cdr(i % 30 + 1),
                i % 2 == 0 ? Optional.of(Samples.ladder(i % 30 + 1)) : Optional.empty(),
                i % 10 == 0 ? Optional.of("Case 7") : Optional.empty())).toList());
    }

    @Test
    void allPagesAreCounted() throws Exception {
        keep(1_200);
        var told = new ArrayList<Long>();
        var preview = PersonPreview.read(node.privacy(), "+46701234567", (read, of) -> {
            assertEquals(1_200, of);
            return told.add(read);
        }).orElseThrow();
        assertEquals(List.of(500L, 1_000L, 1_200L), told);
        assertEquals(1_200, preview.calls());
        assertEquals(600, preview.ladders());
        assertEquals(Map.of("Case 7", 120L), preview.held());
        assertEquals(1_080, preview.free());
        assertTrue(!preview.first().orElseThrow().isAfter(preview.last().orElseThrow()));
        assertEquals(List.of("search +46701234567"), node.privacy().asked(), "one look, one audit entry");
    }

    @Test
    void itStopsWhenAskedTo() throws Exception {
        keep(1_200);
        assertEquals(Optional.empty(), PersonPreview.read(node.privacy(), "1", (_, _) -> false));
    }

    @Test
    void everyLanguageHasEveryTextWithTheSameValues() throws Exception {
        var english = properties("");
        for (String language : List.of("_sv", "_zh", "_id")) {
            var other = properties(language);
            assertEquals(english.keySet(), other.keySet(), language);
        }
        for (String language : List.of("en", "sv", "zh", "id")) {
            var texts = Texts.of(PersonPreview.class, Locale.of(language));
            for (Object key : english.keySet())
                if (english.get(key).toString().contains("{"))
                    assertTrue(!texts.get((String) key, 2, "two", "three", "four", "five").contains("{"), language + " " + key);
        }
    }

    private static Properties properties(String language) throws Exception {
        var all = new Properties();
        try (var in = PersonPreview.class.getResourceAsStream("messages" + language + ".properties")) {
            all.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return all;
    }
}
