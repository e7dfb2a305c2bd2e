package org.trunkline.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Alarm;
import org.trunkline.domain.part.LocalizableText;

class StateTextTest {
    private static Alarm alarm(String code) {
        return new Alarm(code, Alarm.Severity.WARNING, Instant.EPOCH, "Telia A", List.of("Telia A", "503"),
                "Trunk Telia A is down: 503, in the words of the node");
    }

    @Test
    void anAlarmSpeaksTheLanguageOfTheDesk() {
        var swedish = new StateText(Texts.of(StateText.class, Locale.of("sv")));
        assertEquals("Trunk Telia A är nere: 503", swedish.of(alarm("trunk-down")));
    }

    @Test
    void theNodesCertificateEndsInTheDesksTimeAndWords() {
        var ending = new Alarm("certificate-expiring", Alarm.Severity.WARNING, Instant.EPOCH, "node",
                List.of("19", "2026-12-12T13:09:57Z"), "in the words of the node");
        var chinese = new StateText(Texts.of(StateText.class, Locale.CHINESE), new Formats(ZoneId.of("Asia/Shanghai"),
                Locale.CHINESE));
        assertEquals("节点 的证书将在 19 天后（2026-12-12 21:09:57）到期：请更新。", chinese.of(ending));
    }

    @Test
    void whyATrunkIsDownSpeaksItTooInsideItsAlarm() {
        var swedish = new StateText(Texts.of(StateText.class, Locale.of("sv")));
        var silent = new LocalizableText("no-answer-to", List.of("OPTIONS"), "no answer to OPTIONS");
        assertEquals("inget svar på OPTIONS", swedish.of(silent));
        assertEquals("Trunk Telia A är nere: inget svar på OPTIONS", swedish.of(new Alarm("trunk-down", Alarm.Severity.WARNING,
                Instant.EPOCH, "Telia A", List.of("Telia A", "no answer to OPTIONS"), "in the words of the node", silent)));
        assertEquals("words of a newer node", swedish.of(new LocalizableText("of-a-newer-node", List.of(), "words of a newer node")));
    }

    @Test
    void whyANodeDoesNotAnswerIsSaidInTheLanguageOfTheDesk() {
        var swedish = new StateText(Texts.of(StateText.class, Locale.of("sv")));
        assertEquals("Inget sparades: disk", swedish.of(new NodeUnavailableException("not-saved", List.of("disk"), "nothing")));
        assertEquals("Ett testsamtal med dessa värden pågår ännu. Avsluta det först.",
                swedish.of(new NodeUnavailableException("trunk-in-trial", List.of(), "still in progress")));
        assertEquals("words of the node", swedish.of(new NodeUnavailableException("of-a-newer-node", List.of(), "words of the node")));
    }

    @Test
    void anAlarmOfANewerNodeKeepsItsOwnWords() {
        var chinese = new StateText(Texts.of(StateText.class, Locale.CHINESE));
        assertEquals("Trunk Telia A is down: 503, in the words of the node", chinese.of(alarm("something-new")));
    }
}
