package org.trunkline.ui.cdr.internal.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.testkit.SampleLadder;

class LadderModelTest {
    private final LadderModel model = LadderModel.of(SampleLadder.answered(), Optional.empty());

    @Test
    void oneLaneForEachPartyWithTheNodeSecond() {
        assertEquals(List.of(0, -1, 1, 2), model.lanes().stream().map(LadderModel.Lane::leg).toList());
        assertEquals("198.51.100.8:5080", model.lanes().get(3).name());
        assertEquals(1, model.nodeLane());
    }

    @Test
    void arrowsPointFromWhoSent() {
        var invite = model.steps().getFirst();
        assertEquals(0, invite.fromLane());
        assertEquals(1, invite.toLane());
        var onward = model.steps().get(5);
        assertEquals(1, onward.fromLane());
        assertEquals(3, onward.toLane());
        assertEquals(503, model.steps().get(3).status());
        assertEquals(0, invite.status());
    }

    @Test
    void timesAreSinceTheFirstAndTheOneAbove() {
        var ok = model.steps().get(8);
        assertEquals(Duration.ofMillis(6200), ok.sinceFirst());
        assertEquals(Duration.ofMillis(5898), ok.gap());
    }

    @Test
    void findGoesRoundBothWays() {
        assertEquals(12, model.find("bye sip", 3, true));
        assertEquals(14, model.find("bye sip", 12, true));
        assertEquals(12, model.find("bye sip", 14, true));
        assertEquals(14, model.find("bye sip", 12, false));
        assertEquals(-1, model.find("nothing like it", 0, true));
    }

    @Test
    void anEmptyLadderIsEmpty() {
        assertEquals(LadderModel.EMPTY, LadderModel.of(new Ladder(SampleLadder.CALL, List.of()), Optional.empty()));
        assertEquals(-1, LadderModel.EMPTY.find("x", 0, true));
    }

    @Test
    void layoutPutsRowsBelowEachOtherAndFindsThemByHeight() {
        var layout = LadderLayout.of(model, new LadderLayout.Metrics(16, 90), 1000);
        int bottom = layout.headerHeight();
        for (int i = 0; i < layout.rows().size(); i++) {
            var row = layout.rows().get(i);
            assertEquals(bottom, row.top());
            assertTrue(row.arrowY() > row.top() && row.arrowY() < row.top() + row.height());
            assertEquals(i, layout.stepAt(row.top()));
            assertEquals(i, layout.stepAt(row.top() + row.height() - 1));
            bottom = row.top() + row.height();
        }
        assertEquals(-1, layout.stepAt(0));
        assertEquals(-1, layout.stepAt(bottom));
        assertEquals(3, layout.firstBelow(layout.rows().get(3).top()));
        assertEquals(layout.rows().size(), layout.firstBelow(bottom));
    }

    @Test
    void lanesSpreadOverTheWidthButNeverComeTooClose() {
        var metrics = new LadderLayout.Metrics(16, 90);
        var narrow = LadderLayout.of(model, metrics, 100);
        for (int i = 1; i < narrow.laneX().size(); i++)
            assertTrue(narrow.laneX().get(i) - narrow.laneX().get(i - 1) >= 140);
        assertTrue(LadderLayout.of(model, metrics, 1400).width() <= 1400);
    }

    @Test
    void longPausesAreMarked() {
        var layout = LadderLayout.of(model, new LadderLayout.Metrics(16, 90), 1000);
        assertTrue(layout.rows().get(8).pause());
        assertTrue(layout.rows().get(12).pause());
        assertEquals(2, layout.rows().stream().filter(LadderLayout.Row::pause).count());
    }

    @Test
    void textNamesPartiesTimesAndRetransmissions() {
        assertEquals("+0.044  node → 198.51.100.8:5080  INVITE  PCMA PCMU, RTP 192.0.2.10:20002  (3 again)",
                LadderText.line(model, model.steps().get(5), "node", "3 again"));
        String full = LadderText.full(model, "node");
        assertTrue(full.contains("2026-03-01 10:01:15.000Z  +1:15.000  10.0.0.5:5060 → node"), full);
        assertEquals("2 min 5 s", LadderText.gap(Duration.ofSeconds(125)));
        assertEquals("3.4 s", LadderText.gap(Duration.ofMillis(3400)));
    }
}
