package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;

import org.junit.jupiter.api.Test;

/** Exported packages have a version, and imports of ours a range: a manifest-first build does not add them. */
class VersionsTest {
    @Test
    void everyExportedPackageHasAVersion() {
        var wrong = new TreeSet<String>();
        for (var bundle : BundleFolder.all())
            bundle.versions("Export-Package", "version").forEach((name, version) -> {
                if (!version.matches("\\d+\\.\\d+\\.\\d+"))
                    wrong.add(bundle.name() + " exports " + name + " without a version");
            });
        assertEquals("", String.join("\n", wrong), "write ;version=\"0.1.0\" after them");
    }

    @Test
    void everyImportOfOursHasARange() {
        var wrong = new TreeSet<String>();
        for (var bundle : BundleFolder.all())
            bundle.versions("Import-Package", "version").forEach((name, range) -> {
                if (BundleMap.under("org.trunkline", name) && !range.matches("\\[\\d+(\\.\\d+)*,\\d+(\\.\\d+)*\\)"))
                    wrong.add(bundle.name() + " imports " + name + " without a range");
            });
        assertEquals("", String.join("\n", wrong), "write ;version=\"[0.1,0.2)\" after them");
    }

    @Test
    void everyRequiredBundleOfOursHasARange() {
        var wrong = new TreeSet<String>();
        for (var bundle : BundleFolder.all())
            bundle.versions("Require-Bundle", "bundle-version").forEach((name, range) -> {
                if (BundleMap.under("org.trunkline", name) && !range.matches("\\[\\d+(\\.\\d+)*,\\d+(\\.\\d+)*\\)"))
                    wrong.add(bundle.name() + " requires " + name + " without a range");
            });
        assertEquals("", String.join("\n", wrong), "write ;bundle-version=\"[0.1.0,0.2.0)\" after them");
    }
}
