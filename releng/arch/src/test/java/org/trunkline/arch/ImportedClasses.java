package org.trunkline.arch;

import java.nio.file.Files;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/**
 * The class files of all bundles that are compiled before this module, read once for all tests: what they use of libraries costs most. The tests
 * of the desk are compiled beside it.
 */
final class ImportedClasses {
    private static final String BESIDE = "ui.uitest";

    private static final class Once {
        private static final JavaClasses ALL = new ClassFileImporter().importPaths(BundleFolder.all().stream()
                .filter(bundle -> !bundle.name().equals(BESIDE)).map(BundleFolder::classes).filter(Files::isDirectory).toList());
    }

    private ImportedClasses() {}

    static List<JavaClass> of(BundleFolder bundle) {
        String folder = bundle.classes() + "/";
        return Once.ALL.stream().filter(type -> type.getSource().map(it -> it.getUri().getPath().startsWith(folder)).orElse(false)).toList();
    }
}
