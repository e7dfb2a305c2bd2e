package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls that our code does not make, each with the reason; an exception is written here, beside the ban. */
class BansTest {
    /** @param target owner and name of what is not called @param except outermost classes that may */
    private record Ban(Predicate<JavaAccess<?>> target, String what, String why, Set<String> except) {}

    private static final Set<String> SHARED_TEST_CODE = Set.of("org.trunkline.testkit", "org.trunkline.node.it", "org.trunkline.ui.uitest");

    private static final List<Ban> BANS = List.of(
            new Ban(call("java.lang.Thread", "sleep"), "Thread.sleep", "wait for the thing itself, with a deadline",
                    Set.of("org.trunkline.remote.internal.EventSubscription")), // the pause before it connects again
            new Ban(call("java.lang.Thread", "<init>").and(access -> !named(access)), "new Thread without a name",
                    "a thread dump must say whose thread it is", Set.of()),
            new Ban(call("java.lang.System", "exit"), "System.exit", "the launcher alone ends the process, after the framework",
                    Set.of("org.trunkline.store.jdbc.internal.migrate.MoveStore", // a program of its own, the node stopped
                            "org.trunkline.cli.internal.Trunkline")), // the same
            new Ban(call("java.lang.System", "out").or(call("java.lang.System", "err")), "System.out and System.err",
                    "say it in the log", Set.of("org.trunkline.node.internal.FailureReport", // to who typed the command
                            "org.trunkline.ui.internal.desk.DeskApplication", // the same, before there is a window or a log
                            "org.trunkline.store.jdbc.internal.migrate.MoveStore", // a program of its own
                            "org.trunkline.cli.internal.Trunkline")), // the command line
            new Ban(call("java.lang.Throwable", "printStackTrace").and(access -> takes(access, List.of())),
                    "printStackTrace", "say it in the log", Set.of()),
            new Ban(call("java.io.ObjectInputStream", "<init>"), "deserialisation", "what arrives could name any class", Set.of()),
            new Ban(call("java.util.concurrent.Executors", "newCachedThreadPool"), "newCachedThreadPool",
                    "it has no bound", Set.of()),
            new Ban(call("java.lang.String", "toLowerCase").or(call("java.lang.String", "toUpperCase"))
                    .and(access -> takes(access, List.of())), "toLowerCase and toUpperCase without a Locale",
                    "in Turkish an I is not an i: give Locale.ROOT", Set.of()),
            new Ban(access -> Set.of("java.util.Date", "java.text.SimpleDateFormat", "java.util.Calendar")
                    .contains(access.getTargetOwner().getName()) && access.getName().equals("<init>"),
                    "Date, Calendar and SimpleDateFormat", "java.time has values and names its zone", Set.of()),
            new Ban(call("java.util.Random", "<init>").and(access -> takes(access, List.of())).or(call("java.lang.Math", "random")),
                    "Random without a seed", "SecureRandom for what others must not guess, a seed for what is to be repeated",
                    Set.of()));

    private static List<JavaClass> classes;

    private static Predicate<JavaAccess<?>> call(String owner, String name) {
        return access -> access.getTargetOwner().getName().equals(owner) && access.getName().equals(name);
    }

    private static boolean takes(JavaAccess<?> access, List<Class<?>> parameters) {
        return access.getTarget() instanceof CodeUnitCallTarget code && code.getRawParameterTypes().stream()
                .map(JavaClass::getName).toList().equals(parameters.stream().map(Class::getName).toList());
    }

    private static boolean named(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitCallTarget code
                && code.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(String.class));
    }

    @BeforeAll
    static void read() {
        classes = BundleFolder.all().stream().filter(b -> !SHARED_TEST_CODE.contains(BundleMap.PREFIX + b.name()))
                .flatMap(b -> ImportedClasses.of(b).stream()).toList();
    }

    @Test
    void nothingBannedIsCalled() {
        assertTrue(classes.size() > 100, "no class files: compile the bundles first");
        var found = new TreeSet<String>();
        for (var ban : BANS)
            for (var type : classes)
                if (!ban.except().contains(outermost(type)))
                    type.getAccessesFromSelf().stream().filter(ban.target()::test)
                            .forEach(a -> found.add(ban.what() + ": " + a.getOrigin().getFullName() + " (" + ban.why() + ")"));
        assertEquals(new TreeSet<>(), found);
    }

    @Test
    void exceptionsAreStillNeeded() {
        var stale = new TreeSet<String>();
        for (var ban : BANS)
            for (var name : ban.except())
                if (classes.stream().filter(t -> outermost(t).equals(name))
                        .noneMatch(t -> t.getAccessesFromSelf().stream().anyMatch(ban.target()::test)))
                    stale.add(name + " does without " + ban.what());
        assertEquals(new TreeSet<>(), stale);
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceAll("\\$.*", "");
    }
}
