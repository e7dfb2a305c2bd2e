package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.core.runtime.Platform;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** The list of what is loaded before areas are opened names what there is: it changes with the target platform. */
class EarlyClassesTest {
    private static final String LIST = "org/trunkline/ui/internal/desk/early-classes.txt";

    @Test
    void theListNamesClassesThatAreThere() throws IOException {
        var missing = new ArrayList<String>();
        int named = 0;
        Bundle bundle = null;
        for (String line : lines()) {
            if (line.startsWith("[")) {
                bundle = Platform.getBundle(line.substring(1, line.length() - 1));
                if (bundle == null)
                    missing.add(line);
            } else if (!line.isBlank() && !line.startsWith("#") && bundle != null) {
                named++;
                if (!isThere(bundle, line))
                    missing.add(line);
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 1000, "only " + named);
    }

    private static List<String> lines() throws IOException {
        var file = Platform.getBundle("org.trunkline.ui").getResource(LIST);
        try (var in = new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    private static boolean isThere(Bundle bundle, String name) {
        try {
            bundle.loadClass(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
