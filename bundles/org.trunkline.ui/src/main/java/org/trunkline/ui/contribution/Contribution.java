package org.trunkline.ui.contribution;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.Callable;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
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

    private final IConfigurationElement element;
    private final Class<T> type;
    private final String id;
    private final int order;

    Contribution(IConfigurationElement element, Class<T> type) {
        this.element = requireNonNull(element);
        this.type = requireNonNull(type);
        id = attribute("id").orElse("");
        order = order(attribute("order").orElse(""));
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
        return Optional.ofNullable(element.getAttribute(name)).filter(text -> !text.isBlank());
    }

    /** Symbolic name of the bundle that contributes it. */
    public String bundle() {
        return element.getContributor().getName();
    }

    /** {@code CRM connector (com.example.crm)}, for messages. */
    public String bundleName() {
        return Optional.ofNullable(Platform.isRunning() ? Platform.getBundle(bundle()) : null).map(Contribution::named)
                .orElse(bundle());
    }

    static String named(Bundle bundle) {
        String name = bundle.getHeaders().get(Constants.BUNDLE_NAME);
        return name == null || name.isBlank() ? bundle.getSymbolicName() : name + " (" + bundle.getSymbolicName() + ")";
    }

    /** Makes a new object of its class. */
    public T create() throws ContributionException {
        return guard(() -> {
            Object made;
            try {
                made = element.createExecutableExtension("class");
            } catch (CoreException e) {
                throw deepest(e);
            }
            if (!type.isInstance(made))
                throw new ClassCastException(made.getClass().getName() + " does not implement " + type.getName());
            return type.cast(made);
        });
    }

    /** The registry wraps what the constructor threw. */
    private static Exception deepest(CoreException e) {
        return e.getStatus().getException() instanceof Exception cause && !(cause instanceof CoreException) ? cause : e;
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
