package org.trunkline.ui.trunks.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.Texts;

/** One entry is not many. */
class CountTextTest {
    private static String said(String language, String key, Object... values) {
        return Texts.of(DeleteMany.class, Locale.of(language)).get(key, values);
    }

    @Test
    void oneEntryIsDeletedExportedAndAdded() {
        assertEquals("Delete this entry? Ctrl+Z or the view Changes takes it back.\n\nTelia", said("en", "delete.sure", 1, "Telia"));
        assertEquals("Delete", said("en", "delete.yes", 1));
        assertEquals("Deleted 1 entry.", said("en", "delete.done", 1));
        assertEquals("Exported 1 entry to trunks.csv.", said("en", "export.done", 1, "trunks.csv"));
        assertEquals("Added 1 number.", said("en", "numbers.added", 1));
        assertEquals("1 post borttagen.", said("sv", "delete.done", 1));
    }

    @Test
    void severalAreCounted() {
        assertEquals("Delete these 1,200 entries? Ctrl+Z or the view Changes takes it back.\n\nTelia", said("en", "delete.sure", 1200,
                "Telia"));
        assertEquals("Ta bort 2", said("sv", "delete.yes", 2));
    }
}
