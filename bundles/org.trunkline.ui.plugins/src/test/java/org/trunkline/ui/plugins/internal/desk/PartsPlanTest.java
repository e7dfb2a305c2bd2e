package org.trunkline.ui.plugins.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.State;
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

    @Test
    void partsThatTheUserRemovesGo() {
        assertEquals(new PartsPlan(List.of(), List.of(CRM)), plan(List.of(crm(State.RUNNING)), Optional.of(false)));
    }

    @Test
    void partsOfAPluginThatIsRemovedGo() {
        assertEquals(new PartsPlan(List.of(), List.of(CRM)), plan(List.of(), Optional.of(true)));
    }
}
