package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine stays a house one can walk through: circles of classes are small, and each class writes its own fields only. */
class CirclesTest {
    private static final int LARGEST = 6;

    private static List<JavaClass> engine;

    @BeforeAll
    static void read() {
        var bundle = BundleFolder.all().stream().filter(each -> each.name().equals("engine"))
                .findFirst().orElseThrow();
        engine = ImportedClasses.of(bundle);
        assertTrue(engine.size() > 100, "no class files: compile the engine first");
    }

    @Test
    void circlesAreSmall() {
        var uses = new TreeMap<String, Set<String>>();
        for (var type : engine)
            for (var use : type.getDirectDependenciesFromSelf()) {
                String target = outermost(use.getTargetClass().getBaseComponentType());
                if (target.startsWith("org.trunkline.engine.") && !target.equals(outermost(type)))
                    uses.computeIfAbsent(outermost(type), _ -> new TreeSet<>()).add(target);
            }
        var reached = new TreeMap<String, Set<String>>();
        uses.keySet().forEach(name -> reached.put(name, reached(name, uses)));
        var large = new TreeSet<Set<String>>((a, b) -> a.toString().compareTo(b.toString()));
        for (String name : uses.keySet()) {
            var circle = new TreeSet<String>();
            for (String other : reached.get(name))
                if (reached.getOrDefault(other, Set.of()).contains(name))
                    circle.add(other);
            if (circle.size() > LARGEST)
                large.add(circle);
        }
        assertEquals(Set.of(), large, "let a class see an interface, or what it needs, instead of the whole");
    }

    /** All that this class uses, by whatever way. */
    private static Set<String> reached(String name, Map<String, Set<String>> uses) {
        var found = new TreeSet<String>();
        var open = new ArrayDeque<>(uses.getOrDefault(name, Set.of()));
        while (!open.isEmpty()) {
            String next = open.poll();
            if (found.add(next))
                open.addAll(uses.getOrDefault(next, Set.of()));
        }
        return found;
    }

    @Test
    void noClassWritesAFieldOfAnother() {
        List<String> written = engine.stream().flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .filter(access -> access.getAccessType() == AccessType.SET)
                .filter(access -> !outermost(access.getTargetOwner()).equals(outermost(access.getOriginOwner())))
                .map(access -> access.getDescription()).sorted().toList();
        assertEquals(List.of(), written, "give the owner of the field a method that says what happens");
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceAll("\\$.*", "");
    }
}
