package org.trunkline.testkit.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.config.SettingField;
import org.trunkline.testkit.Samples;

/** What every {@link AlertChannel} does. */
public abstract class AlertChannelContract {
    protected abstract AlertChannel channel();

    /** Settings with which a delivery succeeds. */
    protected abstract Map<String, String> settings() throws Exception;

    /** Settings with which none can succeed, such as a receiver that is not there. */
    protected abstract Map<String, String> failing() throws Exception;

    /** One to be delivered. */
    public static AlertNotice notice(AlertNotice.State state) {
        var at = Instant.parse("2026-01-31T08:00:00Z");
        return new AlertNotice("Busy on Telia Å", state, at, 3, "cause:busy", List.of(Samples.id(1)),
                "3 calls of the last 5 minutes fit the saved search \"Busy on Telia Å\"",
                new AlertNotice.Message("7d1f", at, false, 3, Duration.ofMinutes(5)));
    }

    @Test
    public void itSaysWhatItIsAlwaysTheSame() {
        var info = channel().info();
        Forms.name(info.id(), 60);
        Forms.text(info.label());
        Forms.check(info.fields());
        assertEquals(info, channel().info());
    }

    @Test
    public void settingsThatSucceedAreOfItsForm() throws Exception {
        var names = channel().info().fields().stream().map(SettingField::name).toList();
        for (String name : settings().keySet())
            assertEquals(true, names.contains(name), "no field " + name);
        for (var field : channel().info().fields())
            assertFalse(field.required() && settings().getOrDefault(field.name(), "").isEmpty(), field.name() + " is required");
    }

    @Test
    public void everyStateIsDelivered() throws Exception {
        for (var state : AlertNotice.State.values())
            channel().deliver(notice(state), settings());
    }

    @Test
    public void aFailureIsToldInWordsWithoutSecrets() throws Exception {
        var settings = failing();
        var failure = assertThrows(ExtensionException.class, () -> channel().deliver(notice(AlertNotice.State.RAISED), settings));
        assertFalse(String.valueOf(failure.getMessage()).isBlank());
        for (var field : channel().info().fields())
            if (field.secret() && settings.containsKey(field.name()))
                assertFalse(failure.getMessage().contains(settings.get(field.name())), "the message tells " + field.name());
    }
}
