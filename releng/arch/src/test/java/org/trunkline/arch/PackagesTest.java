package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A package holds one subject, and the packages of a bundle form no circle. */
class PackagesTest {
    private static final int MOST = 25;

    /** By package: its outermost classes, without what compilers and generators add. */
    private static final Map<String, Set<String>> CLASSES = new TreeMap<>();
    /** By package: others of the same bundle that it uses. */
    private static final Map<String, Set<String>> USES = new TreeMap<>();

    @BeforeAll
    static void read() {
        for (var bundle : BundleFolder.all())
            read(bundle);
    }

    private static void read(BundleFolder bundle) {
        var own = ImportedClasses.of(bundle).stream().filter(type -> !type.getSimpleName().equals("package-info")).toList();
        var packages = new TreeSet<String>();
        own.forEach(type -> packages.add(type.getPackageName()));
        for (var type : own) {
            CLASSES.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>()).add(outermost(type));
            for (var use : type.getDirectDependenciesFromSelf()) {
                String target = use.getTargetClass().getBaseComponentType().getPackageName();
                if (packages.contains(target) && !target.equals(type.getPackageName()))
                    USES.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>()).add(target);
            }
        }
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceAll("\\$.*", "");
    }

    @Test
    void packagesAreSmall() {
        assertTrue(CLASSES.size() > 50, "no class files: compile the bundles first");
        var large = new TreeMap<String, Integer>();
        CLASSES.forEach((name, classes) -> {
            if (classes.size() > MOST)
                large.put(name, classes.size());
        });
        assertEquals(Map.of(), large, "split it by subject");
    }

    @Test
    void packagesFormNoCircle() {
        var circling = new TreeSet<String>();
        for (String name : USES.keySet())
            if (reached(name).contains(name))
                circling.add(name);
        assertEquals(Set.of(), circling, "let one direction go");
    }

    /** All packages that this one uses, by whatever way. */
    private static Set<String> reached(String name) {
        var found = new TreeSet<String>();
        var open = new ArrayDeque<>(USES.getOrDefault(name, Set.of()));
        while (!open.isEmpty()) {
            String next = open.poll();
            if (found.add(next))
                open.addAll(USES.getOrDefault(next, Set.of()));
        }
        return found;
    }
}
