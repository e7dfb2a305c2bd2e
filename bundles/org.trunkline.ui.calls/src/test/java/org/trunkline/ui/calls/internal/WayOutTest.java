package org.trunkline.ui.calls.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;

import org.eclipse.ui.IWorkbenchCommandConstants;
import org.junit.jupiter.api.Test;
import org.trunkline.api.node.Alarm;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.search.CdrNavigator;

class WayOutTest {
    private final Texts texts = Texts.of(WayOut.class, Locale.ENGLISH);

    private static Alarm alarm(String code, String subject) {
        return new Alarm(code, Alarm.Severity.CRITICAL, Samples.START, subject, List.of(), "");
    }

    @Test
    void aPortInUseIsChosenAnewOrTriedAgain() {
        var ways = WayOut.of(alarm("sip-port-in-use", "5060"), true, texts);
        assertEquals(List.of(DeskCommands.PREFERENCES, DeskCommands.RESTART_NODE),
                ways.stream().map(WayOut::command).toList());
        assertEquals(List.of(), WayOut.of(alarm("sip-port-in-use", "5060"), false, texts), "not ours to start");
    }

    @Test
    void aTrunkIsEdited() {
        var ways = WayOut.of(alarm("trunk-down", "Telia A"), false, texts);
        assertEquals("Edit trunk Telia A", ways.getFirst().label());
        assertEquals("Telia A", ways.getFirst().parameters().get(DeskCommands.EDIT_KEY));
        assertEquals("trunk:\"Telia A\"", ways.getLast().parameters().get(CdrNavigator.QUERY));
    }

    @Test
    void anAlertIsAcknowledgedWhereItIsKept() {
        var way = WayOut.of(alarm("alert", "Busy"), false, texts).getFirst();
        assertEquals(IWorkbenchCommandConstants.VIEWS_SHOW_VIEW, way.command());
        assertEquals("Show saved searches and alerts", way.label());
    }
}
