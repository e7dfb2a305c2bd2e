package org.trunkline.api.config;

import java.util.Optional;

/**
 * The author of configuration changes, for the audit: a name chosen by the client, so not proof. It applies to all
 * work of a thread within {@link #as}, and goes with a request to a remote node.
 */
public final class Author {
    /** Carries the name to a node. */
    public static final String HEADER = "X-Trunkline-Author";
    public static final int LONGEST = 64;

    private static final ScopedValue<String> NAME = ScopedValue.newInstance();

    private Author() {}

    /** The author of the current thread; empty without a name. */
    public static Optional<String> current() {
        return NAME.isBound() ? Optional.of(NAME.get()) : Optional.empty();
    }

    /** Runs the work with an author; characters that are not allowed in a header or log line are removed. */
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
