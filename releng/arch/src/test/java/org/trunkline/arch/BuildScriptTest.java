package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

/**
 * {@code releng/run.sh} on a clean clone builds one product and what it is made of. Maven does not see the
 * {@code additional.bundles} of tests, so the script names those that no product contains.
 */
class BuildScriptTest {
    private static final Path BUNDLES = Path.of(System.getProperty("bundles"));

    @Test
    void theScriptBuildsTheBundlesThatTestsAdd() throws IOException {
        String script = Files.readString(BUNDLES.resolveSibling("releng/lib.sh"));
        String features = feature("node") + feature("desk");
        var added = new TreeSet<String>();
        for (var bundle : BundleFolder.all()) {
            var file = bundle.path().resolve("build.properties");
            if (!Files.exists(file))
                continue;
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            for (String name : properties.getProperty("additional.bundles", "").split("\\s*,\\s*"))
                if (name.strip().startsWith("org.trunkline.") && !features.contains('"' + name.strip() + '"'))
                    added.add(name.strip());
        }
        assertFalse(added.isEmpty(), "no bundle's tests use the testkit");
        added.removeIf(name -> script.contains("bundles/" + name + ",") || script.contains("bundles/" + name + "\" -am"));
        assertEquals("[]", added.toString(), "name them after -pl in releng/lib.sh");
    }

    private static String feature(String name) throws IOException {
        return Files.readString(BUNDLES.resolveSibling("features/org.trunkline." + name + ".feature/feature.xml"));
    }
}
