package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.Test;

class WorkbenchTest {
    @Test
    void theWorkbenchRuns() {
        assertTrue(PlatformUI.isWorkbenchRunning());
    }
}
