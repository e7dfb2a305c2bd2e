package org.trunkline.ui.trunks.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakeSettings;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormValues;

class SettingsDraftTest {
    private final FakeSettings node = new FakeNode().settings();
    private SettingsDraft draft;

    @BeforeEach
    void read() throws Exception {
        node.change(Map.of(FakeSettings.PORT, Optional.of("5070"), FakeSettings.SECRET, Optional.of("correct horse")));
        draft = new SettingsDraft(node.report());
    }

    @Test
    void onlyWhatWasTypedIsSaved() {
        assertEquals(Map.of(), draft.changes());
        draft.type(Map.of(FakeSettings.REGION, "SE ", FakeSettings.PORT, "5070", FakeSettings.SECRET, ""));
        assertEquals(Map.of(FakeSettings.REGION, Optional.of("SE")), draft.changes());
        draft.type(Map.of(FakeSettings.REGION, "", FakeSettings.PORT, ""));
        assertEquals(Map.of(FakeSettings.PORT, Optional.empty()), draft.changes(), "an emptied value goes back to its default");
    }

    @Test
    void whatAnotherFormShowsStaysTyped() {
        draft.type(Map.of(FakeSettings.REGION, "SE"));
        draft.type(Map.of(FakeSettings.DNS, "192.0.2.53"));
        assertEquals(2, draft.changes().size());
    }

    @Test
    void aResetGoesBackToTheDefaultAndRemovesASecret() throws Exception {
        node.report().settings().forEach(draft::reset);
        assertEquals(Map.of(FakeSettings.PORT, Optional.empty(), FakeSettings.SECRET, Optional.empty()), draft.changes());
        draft.type(Map.of(FakeSettings.PORT, "5080"));
        assertEquals(Optional.of("5080"), draft.changes().get(FakeSettings.PORT));
    }

    @Test
    void errorsAreFoundWhileTyping() {
        draft.type(Map.of(FakeSettings.PORT, "70000", FakeSettings.DNS, "ns.example", FakeSettings.REGION, "SE"));
        assertEquals(List.of("trunkline.dns not-name-server", "trunkline.sip.port out-of-range"), draft.errors().stream()
                .map(e -> e.field() + " " + e.code()).sorted().toList());
    }

    @Test
    void theSearchLooksAtNamesWordsAndValues() {
        assertEquals(List.of(FakeSettings.PORT), names(draft.matching("5070", false)));
        assertEquals(List.of(FakeSettings.REGION), names(draft.matching("country", false)));
        assertEquals(List.of(FakeSettings.DNS), names(draft.matching("trunkline.DNS", false)));
        assertEquals(List.of(FakeSettings.PORT, FakeSettings.GIVEN, FakeSettings.SECRET), names(draft.matching("", true)));
        draft.type(Map.of(FakeSettings.REGION, "SE"));
        assertTrue(names(draft.matching("", true)).contains(FakeSettings.REGION));
    }

    private static List<String> names(List<NodeSetting> settings) {
        return settings.stream().map(NodeSetting::name).toList();
    }

    @Test
    void aFieldSaysWhetherItIsChangedLockedOrWaiting() throws Exception {
        var report = node.report();
        var form = new SettingsForm(report, report.settings(), Texts.of(SettingsForm.class));
        var labels = form.fields().stream().map(form::label).toList();
        assertEquals(List.of("Country", "SIP addresses", "● SIP port (after restart)", "● Admin port (given at start)", "Name server",
                "● Mail password"), labels);
        assertFalse(form.enabled(FakeSettings.GIVEN, new FormValues(Map.of())));
        assertEquals(List.of("calls", "network"), form.fields().stream().map(f -> f.section()).distinct().toList());
        assertEquals("Calls and numbers", form.section("calls"));
        assertTrue(form.tip(form.fields().get(2)).contains("Default: 5060\nTakes effect after a restart of the node\ntrunkline.sip.port"));
        assertEquals(List.of(FakeSettings.SECRET), form.kept());
    }
}
