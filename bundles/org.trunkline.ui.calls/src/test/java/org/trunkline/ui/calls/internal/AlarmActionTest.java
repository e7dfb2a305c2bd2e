package org.trunkline.ui.calls.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.api.node.Alarm;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.search.CdrNavigator;

class AlarmActionTest {
    private final Texts texts = Texts.of(AlarmAction.class, Locale.ENGLISH);

    private static Alarm alarm(String code, String subject) {
        return new Alarm(code, Alarm.Severity.CRITICAL, Samples.START, subject, List.of(), "");
    }

    private static AlarmAction.Command command(AlarmAction way) {
        return assertInstanceOf(AlarmAction.Command.class, way);
    }

    @Test
    void aPortInUseIsChosenAnewOrTriedAgain() {
        var ways = AlarmAction.of(alarm("sip-port-in-use", "5060"), true, texts);
        assertEquals(List.of(DeskCommands.SETTINGS, DeskCommands.RESTART_NODE),
                ways.stream().map(AlarmActionTest::command).map(AlarmAction.Command::command).toList());
        assertEquals(List.of(), AlarmAction.of(alarm("sip-port-in-use", "5060"), false, texts), "not ours to start");
    }

    @Test
    void theTcpPortOfMediaIsChosenAnewOnAnyNode() {
        var way = command(AlarmAction.of(alarm("media-tcp-port", "3478"), false, texts).getFirst());
        assertEquals(Map.of(DeskCommands.SETTINGS_FILTER, "trunkline.media.tcp.port"), way.parameters());
    }

    @Test
    void aTrunkIsEdited() {
        var ways = AlarmAction.of(alarm("trunk-down", "Telia A"), false, texts);
        assertEquals("Edit trunk Telia A", ways.getFirst().label());
        assertEquals("Telia A", command(ways.getFirst()).parameters().get(DeskCommands.EDIT_KEY));
        assertEquals("trunk:\"Telia A\"", command(ways.getLast()).parameters().get(CdrNavigator.QUERY));
    }

    @Test
    void aPluginThatWasStoppedIsShownInItsArea() {
        var way = command(AlarmAction.of(alarm("plugin-suspended", "com.example.crm"), false, texts).getFirst());
        assertEquals("Show in Plug-ins", way.label());
        assertEquals(DeskCommands.PLUGIN, way.command());
        assertEquals(Map.of(DeskCommands.PLUGIN_ID, "com.example.crm"), way.parameters());
    }

    @Test
    void anAlertIsAcknowledgedAtOnceOrShown() {
        assertEquals(List.of(new AlarmAction.Acknowledge("Acknowledge", "Busy"), new AlarmAction.Command("Show in Call Records",
                DeskCommands.ALERT, Map.of(DeskCommands.ALERT_NAME, "Busy"))), AlarmAction.of(alarm("alert", "Busy"), false, texts));
        assertEquals(1, AlarmAction.of(alarm("alert-broken", "Busy"), false, texts).size(), "there is nothing to acknowledge");
    }
}
