package org.trunkline.ui.cdr.internal.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.CaseConfiguration;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.CdrGenerator;

class RelatedCallsTest {
    private static Cdr call(boolean answered) {
        var generator = new CdrGenerator(11, Instant.parse("2026-11-21T12:00:40Z"), 0.01);
        Cdr cdr;
        do
            cdr = generator.next();
        while (cdr.trunk().isEmpty() || cdr.route().isEmpty() || cdr.answered() != answered);
        return cdr;
    }

    @Test
    void eachSearchSaysWhatItAsks() {
        var cdr = call(false);
        var queries = RelatedCalls.of(cdr).stream().collect(Collectors.toMap(r -> r.key() + " " + r.value(),
                RelatedCalls.Related::query));
        var from = cdr.from().normalised();
        var to = cdr.to().normalised();
        assertEquals(List.of("both: [" + from + ", " + to + "]", "number: [" + from + "]", "number: [" + to + "]"), RelatedCalls.of(cdr).stream()
                .filter(r -> !r.dialled().isEmpty()).map(r -> r.key() + ": " + r.dialled()).toList(), "what can be called");
        assertTrue(queries.get("number " + from).startsWith("number:"), queries.toString());
        assertTrue(queries.get("both " + from + " – " + cdr.to().normalised()).contains(" AND number:"));
        var minute = queries.get("minute ");
        assertTrue(minute.matches("started:\\[\\S+:00Z TO \\S+:00Z}"), minute);
        assertTrue(queries.get("trunk.cause " + cdr.cause().code()).contains("cause:" + cdr.cause().code()));
    }

    @Test
    void anAnsweredCallAsksForNoOthersOfItsCause() {
        assertEquals(List.of(), RelatedCalls.of(call(true)).stream().filter(r -> r.key().equals("trunk.cause")).toList());
    }

    @Test
    void whatDecidedTheCallIsAskedFor() {
        var cdr = call(true);
        var subjects = CaseConfiguration.subjects(cdr);
        assertTrue(subjects.contains("trunk " + cdr.trunk().orElseThrow()), subjects.toString());
        assertTrue(subjects.stream().anyMatch(s -> s.startsWith("route ")) || cdr.why().routePrefix().isEmpty());
        assertTrue(subjects.stream().anyMatch(s -> s.startsWith("number +")), subjects.toString());
    }
}
