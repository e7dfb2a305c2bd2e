package org.trunkline.ui.plugins.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.testkit.node.PluginSamples;

class PartsPlanTest {
    private static final String CRM = "com.example.crm";

    private static PluginStatus crm(State state) {
        var crm = PluginSamples.crm();
        return new PluginStatus(crm.about(), crm.publisher(), crm.signed(), state, crm.reason(), crm.since(), crm.host(), crm.previous(),
                crm.settings(), crm.secretsSet(), crm.cost(), crm.restarts());
    }

    private static PartsPlan plan(List<PluginStatus> installed, Optional<Boolean> answer) {
        return PartsPlan.of(installed, List.of(CRM), _ -> answer);
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "STARTING"})
    void aPluginThatRunsHasItsParts(State state) {
        var status = crm(state);
        assertEquals(new PartsPlan(List.of(status), List.of()), plan(List.of(status), Optional.empty()));
        assertEquals(new PartsPlan(List.of(status), List.of()), plan(List.of(status), Optional.of(true)));
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLED", "SUSPENDED", "FAILED"})
    void oneThatDoesNotHasNone(State state) {
        assertEquals(new PartsPlan(List.of(), List.of(CRM)), plan(List.of(crm(state)), Optional.of(true)));
    }

    /** At the start of the node: its archive was not read yet. */
    @Test
    void partsOfAPluginThatIsNotKnownYetStay() {
        var crm = crm(State.STARTING);
        var about = new PluginAbout(CRM, "1.0.0", Map.of("en", CRM), Map.of(), List.of(), List.of(), PluginAbout.Limits.DEFAULT, false,
                false, List.of());
        var unknown = new PluginStatus(about, crm.publisher(), crm.signed(), State.STARTING, crm.reason(), crm.since(), crm.host(),
                crm.previous(), crm.settings(), crm.secretsSet(), crm.cost(), crm.restarts());
        assertEquals(new PartsPlan(List.of(), List.of()), plan(List.of(unknown), Optional.of(true)));
        assertEquals(new PartsPlan(List.of(), List.of()), plan(List.of(unknown), Optional.empty()));
        assertEquals(new PartsPlan(List.of(), List.of(CRM)), plan(List.of(unknown), Optional.of(false)));
    }

    /** Its node runs the version before. */
    @Test
    void partsStayAsTheyAreWhileAnUpdateWaits() {
        var crm = crm(State.RUNNING);
        var waiting = new PluginStatus(crm.about(), crm.publisher(), crm.signed(), State.RUNNING, new LocalizableText("update-waits",
                List.of("key", "1.3.2", "1.4.0"), "Version 1.3.2 continues"), crm.since(), crm.host(), crm.previous(), crm.settings(),
                crm.secretsSet(), crm.cost(), crm.restarts());
        assertEquals(new PartsPlan(List.of(), List.of()), plan(List.of(waiting), Optional.empty()));
        assertEquals(new PartsPlan(List.of(), List.of(CRM)), plan(List.of(waiting), Optional.of(false)));
    }

    @Test
    void partsThatTheUserRemovesGo() {
        assertEquals(new PartsPlan(List.of(), List.of(CRM)), plan(List.of(crm(State.RUNNING)), Optional.of(false)));
    }

    @Test
    void partsOfAPluginThatIsRemovedGo() {
        assertEquals(new PartsPlan(List.of(), List.of(CRM)), plan(List.of(), Optional.of(true)));
    }
}
