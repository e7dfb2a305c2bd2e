package org.trunkline.ui.internal.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.trunkline.ui.UiFreezes.Slow;

/** Whose code held the UI thread for too long. Any thread. */
final class FrozenBundles {
    private static final int MOST = 100;
    private static final List<String> PLATFORM = List.of("org.eclipse.", "org.apache.", "org.osgi.", "system.bundle");
    private static final String OURS = "org.trunkline.";

    private final Map<String, Slow> slow = new LinkedHashMap<>();

    /**
     * The bundle whose code was on the stack: of a plug-in's before ours, which may only have called it; the innermost.
     *
     * @param bundleOf symbolic name by class name
     */
    static Optional<String> culprit(StackTraceElement[] stack, Function<String, Optional<String>> bundleOf) {
        List<String> bundles = Stream.of(stack).map(StackTraceElement::getClassName).filter(Predicate.not(FrozenBundles::isJava))
                .flatMap(name -> bundleOf.apply(name).stream()).distinct()
                .filter(bundle -> PLATFORM.stream().noneMatch(bundle::startsWith)).toList();
        return bundles.stream().filter(bundle -> !bundle.startsWith(OURS)).findFirst().or(() -> bundles.stream().findFirst());
    }

    private static boolean isJava(String className) {
        return Stream.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.eclipse.").anyMatch(className::startsWith);
    }

    synchronized void add(String bundle, Duration took, Instant at) {
        if (slow.size() < MOST || slow.containsKey(bundle))
            slow.merge(bundle, new Slow(bundle, 1, took, at), (a, b) -> new Slow(bundle, a.times() + 1,
                    a.longest().compareTo(took) > 0 ? a.longest() : took, at));
    }

    /** The longest first. */
    synchronized List<Slow> list() {
        return slow.values().stream().sorted(Comparator.comparing(Slow::longest).reversed()).toList();
    }

    synchronized void clear() {
        slow.clear();
    }
}
