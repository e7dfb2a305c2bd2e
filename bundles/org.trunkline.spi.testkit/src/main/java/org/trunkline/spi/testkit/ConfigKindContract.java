package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.SettingField;

/** What every {@link ConfigKind} does. */
public abstract class ConfigKindContract {
    protected abstract ConfigKind kind();

    /** An entry that it accepts. */
    protected abstract Map<String, String> sound();

    /** Entries that its fields accept and it does not; none where it checks nothing more. */
    protected List<Map<String, String>> unsound() {
        return List.of();
    }

    @Test
    public void itSaysWhatItIsAlwaysTheSame() {
        var info = kind().info();
        Forms.name(info.kind(), 40);
        Forms.text(info.label());
        Forms.check(info.fields());
        assertTrue(info.fields().stream().anyMatch(f -> f.name().equals(info.key()) && f.required() && !f.secret()),
                "the key " + info.key() + " must be a required field and no secret");
        assertEquals(info, kind().info());
    }

    @Test
    public void aSoundEntryIsAcceptedAgainAndAgain() throws Exception {
        for (int i = 0; i < 3; i++)
            assertEquals(List.of(), kind().check(sound()));
    }

    @Test
    public void whatIsWrongIsToldByField() throws Exception {
        var names = kind().info().fields().stream().map(SettingField::name).toList();
        for (var entry : unsound()) {
            var problems = kind().check(entry);
            assertFalse(problems.isEmpty(), "accepted: " + entry);
            for (var problem : problems) {
                assertTrue(problem.field().isEmpty() || names.contains(problem.field()), "no field " + problem.field());
                Forms.text(problem.text());
            }
        }
    }
}
