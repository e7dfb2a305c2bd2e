package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
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
        assertTrue(info.id().matches("[a-z0-9-]{1,40}"), info::id);
        assertFalse(info.label().en().isBlank(), "the channel has a label");
        var names = info.fields().stream().map(SettingField::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size(), () -> "each field once: " + names);
        assertEquals(info, channel().info(), "the same at each call");
    }

    @Test
    public void everyStateIsDelivered() throws Exception {
        var channel = channel();
        for (var state : AlertNotice.State.values())
            channel.deliver(SpiSamples.notice(state), settings());
    }

    @Test
    public void whatCanNeverWorkIsNotTriedAgain() {
        var e = assertThrows(ExtensionException.class,
                () -> channel().deliver(SpiSamples.notice(AlertNotice.State.RAISED), wrongSettings()));
        assertFalse(e.retryable(), e.getMessage());
        assertFalse(e.getMessage().isBlank(), "a failure says what happened");
    }
}
