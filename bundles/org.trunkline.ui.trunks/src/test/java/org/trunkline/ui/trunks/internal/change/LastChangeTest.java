package org.trunkline.ui.trunks.internal.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.LoggedChange;

/** Which change Ctrl+Z is about. */
class LastChangeTest {
    private static LoggedChange change(long id, String who, String action, boolean entry, OptionalLong takesBack, OptionalLong takenBack) {
        return new LoggedChange(id, id, Instant.EPOCH, who, action, "trunk Telia", entry ? Optional.of(new LoggedChange.Key("trunk",
                "Telia")) : Optional.empty(), List.of(), false, "", 1, takesBack, takenBack);
    }

    private static LoggedChange plain(long id, String who, String action, boolean entry) {
        return change(id, who, action, entry, OptionalLong.empty(), OptionalLong.empty());
    }

    @Test
    void aChangeThatStaysHidesOlderOnes() {
        var last = LastChange.by("anna", List.of(plain(3, "bo", "change", true), plain(2, "anna", "change", false),
                plain(1, "anna", "change", true)));
        assertEquals(Optional.of(2L), last.map(LoggedChange::id));
        assertEquals(Optional.of(false), last.map(LoggedChange::canBeTakenBack));
    }

    @Test
    void whatChangedNothingAndWhatIsTakenBackIsPassedOver() {
        var last = LastChange.by("anna", List.of(plain(5, "anna", "call", false), plain(4, "anna", "listen", false),
                change(3, "anna", "change", true, OptionalLong.of(2), OptionalLong.empty()),
                change(2, "anna", "change", true, OptionalLong.empty(), OptionalLong.of(3)), plain(1, "anna", "create", true)));
        assertEquals(Optional.of(1L), last.map(LoggedChange::id));
    }

    @Test
    void aPhoneCardWithTheSamePasswordIsNoChange() {
        var card = new LoggedChange(2, 2, Instant.EPOCH, "anna", "phone-card", "subscriber bo", Optional.empty(), List.of(), false,
                "with the password there was", 1, OptionalLong.empty(), OptionalLong.empty());
        assertEquals(Optional.of(1L), LastChange.by("anna", List.of(card, plain(1, "anna", "change", true))).map(LoggedChange::id));
        var fresh = new LoggedChange(2, 2, Instant.EPOCH, "anna", "phone-card", "subscriber bo", Optional.empty(), List.of(), false,
                "with a new password", 1, OptionalLong.empty(), OptionalLong.empty());
        assertEquals(Optional.of(2L), LastChange.by("anna", List.of(fresh, plain(1, "anna", "change", true))).map(LoggedChange::id));
    }
}
