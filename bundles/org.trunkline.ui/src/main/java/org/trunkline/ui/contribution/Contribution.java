package org.trunkline.ui.contribution;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bundle contributes to an extension point, as its {@code plugin.xml} says it.
 *
 * @param <T> type of its class
 */
public final class Contribution<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Contribution.class);
    /** After those that say where they want to stand. */
    public static final int LAST = 1000;

    private final Declared declared;
    private final Class<T> type;
    private final String id;
    private final int order;

    Contribution(Declared declared, Class<T> type) {
        this.declared = requireNonNull(declared);
        this.type = requireNonNull(type);
        id = attribute("id").orElse("");
        order = order(attribute("order").orElse(""));
    }

    /** By order, then id. */
    static <T> List<Contribution<T>> sorted(Stream<Contribution<T>> contributions) {
        return contributions.sorted(Comparator.comparingInt((Contribution<T> c) -> c.order()).thenComparing(Contribution::id)
                .thenComparing(Contribution::bundle)).toList();
    }

    private int order(String text) {
        try {
            return text.isBlank() ? LAST : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            LOG.warn("{}: the order of {} is not a whole number: {}", bundle(), id, text);
            return LAST;
        }
    }

    public String id() {
        return id;
    }

    public int order() {
        return order;
    }

    /** In the desk's language; the id where there is none. */
    public String label() {
        return attribute("label").orElse(id);
    }

    public Optional<String> attribute(String name) {
        return declared.attribute(name).filter(text -> !text.isBlank());
    }

    /** Symbolic name of the bundle that contributes it. */
    public String bundle() {
        return declared.bundle();
    }

    /** {@code CRM connector (com.example.crm)}, for messages. */
    public String bundleName() {
        return declared.bundleName();
    }

    /** Makes a new object of its class. */
    public T create() throws ContributionException {
        return guard(() -> {
            Object made = declared.create();
            if (!type.isInstance(made))
                throw new ClassCastException(made.getClass().getName() + " does not implement " + type.getName());
            return type.cast(made);
        });
    }

    /** Runs code of the contribution. The edge to it: all that it throws becomes the one exception. */
    public <R> R guard(Callable<R> work) throws ContributionException {
        try {
            return requireNonNull(work.call(), "null was returned");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContributionException(this, e);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            LOG.warn("{} of {} failed", id, bundleName(), e);
            throw new ContributionException(this, e);
        }
    }
}
