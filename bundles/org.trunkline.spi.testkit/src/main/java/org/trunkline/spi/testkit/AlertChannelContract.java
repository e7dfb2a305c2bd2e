package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.config.SettingField;

/** What each {@link AlertChannel} must do, wherever its alerts go. */
public abstract class AlertChannelContract {
    /** A channel as the node would make it. */
    protected abstract AlertChannel channel() throws Exception;

    /** Settings of an alert that leads to a target which answers. */
    protected abstract Map<String, String> settings() throws Exception;

    /** Settings of an alert that leads to a target which is wrong for ever, such as a host with a space in its name. */
    protected abstract Map<String, String> wrongSettings() throws Exception;

    @Test
    public void theFormIsSound() throws Exception {
        var info = channel().info();
        Forms.name(info.id(), 40);
        Forms.text(info.label());
        Forms.check(info.fields());
        assertEquals(info, channel().info(), "the same at each call");
    }

    @Test
    public void settingsThatSucceedAreOfTheForm() throws Exception {
        var fields = channel().info().fields();
        var names = fields.stream().map(SettingField::name).toList();
        var settings = settings();
        for (String name : settings.keySet())
            assertTrue(names.contains(name), () -> "no field " + name);
        for (var field : fields)
            assertFalse(field.required() && settings.getOrDefault(field.name(), field.defaultValue().orElse("")).isEmpty(),
                    () -> field.name() + " is required");
    }

    @Test
    public void everyStateIsDelivered() throws Exception {
        var channel = channel();
        for (var state : AlertNotice.State.values())
            channel.deliver(SpiSamples.notice(state), settings());
    }

    @Test
    public void whatCanNeverWorkIsNotTriedAgain() throws Exception {
        assertFalse(failure(wrongSettings()).retryable());
    }

    @Test
    public void aFailureIsToldInWordsWithoutSecrets() throws Exception {
        var settings = wrongSettings();
        var words = String.valueOf(failure(settings).getMessage());
        assertFalse(words.isBlank(), "a failure says what happened");
        for (var field : channel().info().fields())
            if (field.secret() && !settings.getOrDefault(field.name(), "").isEmpty())
                assertFalse(words.contains(settings.get(field.name())), () -> "the message tells " + field.name());
    }

    private ExtensionException failure(Map<String, String> settings) {
        return assertThrows(ExtensionException.class,
                () -> channel().deliver(SpiSamples.notice(AlertNotice.State.RAISED), settings));
    }
}
