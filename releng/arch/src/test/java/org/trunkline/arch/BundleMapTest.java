package org.trunkline.arch;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundles depend on each other and on libraries only as {@link BundleMap} says, in manifests and in class files. */
class BundleMapTest {
    private static final Set<String> MESSAGES = Set.of("gov.nist.core", "gov.nist.javax.sip.address", "gov.nist.javax.sip.header",
            "gov.nist.javax.sip.message", "gov.nist.javax.sip.parser", "javax.sip", "javax.sip.address", "javax.sip.header",
            "javax.sip.message");
    private static List<BundleFolder> bundles;
    /** Class files of each bundle, compiled before this module. */
    private static final Map<String, List<JavaClass>> CLASSES = new HashMap<>();
    private static final Map<String, String> BUNDLE_OF_PACKAGE = new HashMap<>();

    @BeforeAll
    static void read() {
        bundles = BundleFolder.all();
        for (var bundle : bundles) {
            var own = ImportedClasses.of(bundle);
            CLASSES.put(bundle.name(), own);
            own.forEach(c -> BUNDLE_OF_PACKAGE.put(c.getPackageName(), bundle.name()));
            bundle.header("Export-Package").forEach(p -> BUNDLE_OF_PACKAGE.put(p, bundle.name()));
        }
    }

    @Test
    void everyBundleHasItsRow() {
        assertEquals(new TreeSet<>(BundleMap.ROWS.keySet()),
                bundles.stream().map(BundleFolder::name).collect(toCollection(TreeSet::new)));
    }

    @Test
    void classesWereThereToCheck() {
        assertFalse(CLASSES.get("domain").isEmpty(), "no class files of domain: compile the bundles first");
    }

    @Test
    void manifestsKeepToTheMap() {
        var wrong = new TreeSet<String>();
        for (var bundle : bundles) {
            for (var name : bundle.header("Import-Package"))
                check(bundle.name(), name, "Import-Package: " + name, wrong);
            for (var name : bundle.header("Require-Bundle"))
                check(bundle.name(), name, "Require-Bundle: " + name, wrong);
        }
        assertNone(wrong);
    }

    @Test
    void classFilesKeepToTheMap() {
        var wrong = new TreeSet<String>();
        for (var bundle : bundles)
            for (var type : CLASSES.get(bundle.name()))
                for (var dependency : type.getDirectDependenciesFromSelf()) {
                    var target = dependency.getTargetClass().getBaseComponentType();
                    if (!target.isPrimitive())
                        check(bundle.name(), target.getPackageName(), type.getName() + " uses " + target.getName(), wrong);
                }
        assertNone(wrong);
    }

    private static void check(String bundle, String packageName, String what, Set<String> wrong) {
        if (!allowed(bundle, packageName))
            wrong.add(BundleMap.PREFIX + bundle + ": " + what);
    }

    private static boolean allowed(String bundle, String packageName) {
        var row = BundleMap.ROWS.get(bundle);
        if (row == null || packageName.isEmpty() || BundleMap.jdk(packageName))
            return true; // a bundle without a row has a failing test of its own
        if (BundleMap.under("org.trunkline", packageName)) {
            var owner = owner(packageName);
            return owner.equals(bundle) || row.ours().contains(owner);
        }
        return row.theirs().stream().anyMatch(p -> BundleMap.under(p, packageName));
    }

    private static String owner(String packageName) {
        return BUNDLE_OF_PACKAGE.getOrDefault(packageName, packageName.substring(BundleMap.PREFIX.length()));
    }

    @Test
    void onlyTheNamedBundlesExport() {
        var wrong = new TreeSet<String>();
        for (var bundle : bundles) {
            var root = BundleMap.EXPORTERS.get(bundle.name());
            for (var exported : bundle.header("Export-Package"))
                if (root == null || !BundleMap.under(root, exported) || exported.contains(".internal"))
                    wrong.add(BundleMap.PREFIX + bundle.name() + " exports " + exported);
        }
        assertNone(wrong);
    }

    /** A bundle that exports may keep a package to itself by not exporting it; all else is internal by name. */
    @Test
    void whatIsNotExportedIsInternal() {
        var wrong = new TreeSet<String>();
        for (var bundle : bundles) {
            var exported = bundle.header("Export-Package");
            for (var type : CLASSES.get(bundle.name())) {
                var name = type.getPackageName();
                if (!BundleMap.under(BundleMap.PREFIX + bundle.name(), name))
                    wrong.add(name + " is not below its bundle " + BundleMap.PREFIX + bundle.name());
                else if (!bundle.isTest() && exported.isEmpty() && !(name + ".").contains(".internal."))
                    wrong.add(name + " is not internal, in a bundle that exports nothing");
            }
        }
        assertNone(wrong);
    }

    @Test
    void exportedSignaturesHideTheLibraries() {
        var wrong = new TreeSet<String>();
        for (var bundle : bundles) {
            var exported = bundle.header("Export-Package");
            for (var type : CLASSES.get(bundle.name()))
                if (exported.contains(type.getPackageName()) && isVisible(type.getModifiers()))
                    signature(type).stream()
                            .filter(name -> BundleMap.ADAPTED.stream().anyMatch(p -> BundleMap.under(p, name)))
                            .forEach(name -> wrong.add(type.getName() + " shows " + name));
        }
        assertNone(wrong);
    }

    /** ADR 33: jain-sip is the library of messages, by what it offers to everybody. */
    @Test
    void jainSipIsTheMessageLibraryOnly() {
        var wrong = new TreeSet<String>();
        for (var type : CLASSES.get("sip.jain")) {
            type.getRawSuperclass().map(JavaClass::getName).filter(name -> BundleMap.under("gov.nist", name))
                    .ifPresent(name -> wrong.add(type.getName() + " extends " + name));
            type.getDirectDependenciesFromSelf().stream().map(it -> it.getTargetClass().getBaseComponentType())
                    .filter(it -> BundleMap.under("gov.nist", it.getName()) || BundleMap.under("javax.sip", it.getName()))
                    .filter(it -> !MESSAGES.contains(it.getPackageName()))
                    .forEach(it -> wrong.add(type.getName() + " uses " + it.getName()));
        }
        assertNone(wrong);
    }

    private static Set<String> signature(JavaClass type) {
        var types = new ArrayList<JavaType>();
        type.getSuperclass().ifPresent(types::add);
        types.addAll(type.getInterfaces());
        type.getFields().stream().filter(f -> isVisible(f.getModifiers())).forEach(f -> types.add(f.getType()));
        for (JavaCodeUnit unit : type.getCodeUnits())
            if (isVisible(unit.getModifiers())) {
                types.add(unit.getReturnType());
                types.addAll(unit.getParameterTypes());
                types.addAll(unit.getExceptionTypes());
            }
        var names = new HashSet<String>();
        types.stream().flatMap(t -> Stream.concat(Stream.of(t.toErasure()), t.getAllInvolvedRawTypes().stream()))
                .forEach(c -> names.add(c.getBaseComponentType().getPackageName()));
        return names;
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static void assertNone(Set<String> wrong) {
        assertEquals("", String.join("\n", wrong), wrong.size() + " edges that docs/architecture.md does not draw");
    }
}
