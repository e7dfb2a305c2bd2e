package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.http.EventTopic;

/** What every {@link EventTopic} does. */
public abstract class EventTopicContract {
    protected abstract EventTopic topic();

    @Test
    public void itSaysWhatItIsAlwaysTheSame() {
        var info = topic().info();
        Forms.name(info.name(), 60);
        Forms.text(info.label());
        assertEquals(info, topic().info());
    }
}
