package org.trunkline.ui.cdr.internal.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.node.Alarm;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.saved.AlertNotices.Notice;
import org.trunkline.ui.cdr.internal.widget.RichText;

class AlertNoticesTest {
    private static List<Notice> notices(String... names) {
        return AlertNotices.notices(Stream.of(names).map(name -> new Alarm("alert", Alarm.Severity.WARNING, Instant.EPOCH,
                name, List.of(name, "4"), name + " is raised")).toList(), Texts.of(RichText.class, Locale.ENGLISH));
    }

    @Test
    void aFewAreToldOneByOne() {
        assertEquals(List.of(new Notice("Busy && gone: 4 matching. <a>Show</a>", "Busy & gone"),
                new Notice("A‹b: 4 matching. <a>Show</a>", "A<b")), notices("Busy & gone", "A<b"));
    }

    @Test
    void manyAreToldTogether() {
        assertEquals(List.of(new Notice("5 alerts were raised: a, B, c… <a>Show</a>", "a")),
                notices("c", "B", "a", "x", "y"));
    }
}
