package org.trunkline.node.internal.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Alarm;
import org.trunkline.testkit.ManualScheduler;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;

class PluginAlarmsTest {
    private final FakeNode node = new FakeNode();
    private final Alarms alarms = new Alarms(new ManualScheduler());

    private List<Alarm> raised() {
        alarms.begin();
        PluginAlarms.raise(node.plugins(), alarms);
        return alarms.list();
    }

    @Test
    void aPluginThatWasStoppedIsAnAlarmWithItsNameAndReason() {
        var alarm = raised().getFirst();
        assertEquals(1, raised().size(), "the one that runs is none");
        assertEquals("plugin-suspended", alarm.code());
        assertEquals(PluginSamples.suspended().id(), alarm.subject());
        assertEquals(PluginSamples.suspended().about().title(), alarm.args().getFirst());
        assertEquals(PluginSamples.suspended().reason(), alarm.why());
    }

    @Test
    void theAlarmEndsWhenItRunsAgain() throws NodeUnavailableException {
        node.plugins().enable(PluginSamples.suspended().id(), true);
        assertEquals(List.of(), raised());
    }
}
