package org.trunkline.api.config;

import java.util.Optional;

/**
 * Who changes the configuration, for the audit: a name that the caller gives itself, no proof. It holds for what a
 * thread does within {@link #as}, and goes with a request to a remote node.
 */
public final class Author {
    /** Carries the name to a node. */
    public static final String HEADER = "X-Trunkline-Author";
    public static final int LONGEST = 64;

    private static final ScopedValue<String> NAME = ScopedValue.newInstance();

    private Author() {}

    /** Empty where nobody gave a name. */
    public static Optional<String> current() {
        return NAME.isBound() ? Optional.of(NAME.get()) : Optional.empty();
    }

    /** Runs the work under a name; what cannot stand in a header or a line of a log is left out of it. */
    public static <T, X extends Throwable> T as(String name, ScopedValue.CallableOp<? extends T, X> work) throws X {
        String tidy = tidy(name);
        return tidy.isEmpty() ? work.call() : ScopedValue.where(NAME, tidy).<T, X>call(work::call);
    }

    private static String tidy(String name) {
        var text = new StringBuilder();
        name.strip().chars().filter(c -> c > ' ' && c < 0x7f || c == ' ').limit(LONGEST)
                .forEach(c -> text.append((char) c));
        return text.toString();
    }
}
