package org.trunkline.ui.internal.area;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.eclipse.e4.ui.model.application.ui.basic.MBasicFactory;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.junit.jupiter.api.Test;

class ViewNamesTest {
    private static MPart part(String id, String name) {
        MPart part = MBasicFactory.INSTANCE.createPart();
        part.setElementId(id);
        part.setLabel(name);
        return part;
    }

    @Test
    void aTabThatWasKeptSpeaksTheLanguageChosenSince() {
        MPart alarms = part("org.trunkline.ui.calls.alarms", "告警");
        MPart other = part("of.another.bundle", "告警");
        var window = MBasicFactory.INSTANCE.createTrimmedWindow();
        window.getSharedElements().addAll(List.of(alarms, other));
        ViewNames.refresh(List.of(window), id -> id.startsWith("org.trunkline") ? Optional.of("Alarms") : Optional.empty());
        assertEquals("Alarms", alarms.getLabel());
        assertEquals("告警", other.getLabel());
    }
}
