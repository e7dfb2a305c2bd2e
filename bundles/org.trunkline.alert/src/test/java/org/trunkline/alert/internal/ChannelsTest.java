package org.trunkline.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.config.SettingField;

class ChannelsTest {
    private static final String PLUGIN = "com.example.pager";
    private static final Map<String, Object> OF_PLUGIN = Map.of("trunkline.plugin", PLUGIN);

    private final Channels channels = new Channels();

    /** A pager whose form may get more fields. */
    private static final class Pager implements AlertChannel {
        private final List<SettingField> fields = new ArrayList<>();
        private String id = "pager";

        @Override
        public ChannelInfo info() {
            return new ChannelInfo(id, LocalizedText.of("Pager"), fields);
        }

        @Override
        public void deliver(AlertNotice notice, Map<String, String> settings) {}
    }

    @Test
    void anUpdateIsAskedForItsIdAndFieldsAgain() {
        var pager = new Pager();
        channels.add(pager, OF_PLUGIN);
        assertEquals(List.of(), channels.list().getFirst().fields());

        pager.fields.add(SettingField.text("file", "File", "File that the pager reads"));
        pager.id = "beeper";
        assertEquals(List.of(), channels.list().getFirst().fields(), "asked once");
        channels.update(pager);
        assertEquals("file", channels.list().getFirst().fields().getFirst().name());
        assertTrue(channels.find(PLUGIN + "/beeper").isPresent());
        assertTrue(channels.find(PLUGIN + "/pager").isEmpty());
    }

    /** A form of the older one would be filled in for the newer one. */
    @Test
    void ofTwoVersionsUnderWayTheNewerOneIsListedAsItIsFound() {
        var newer = new Pager();
        newer.fields.add(SettingField.text("file", "File", "File that the pager reads"));
        channels.add(new Pager(), OF_PLUGIN);
        channels.add(newer, OF_PLUGIN);
        assertEquals(List.of("file"), channels.list().stream().flatMap(about -> about.fields().stream()).map(f -> f.name()).toList());
        assertSame(newer, channels.find(PLUGIN + "/pager").orElseThrow());
    }
}
