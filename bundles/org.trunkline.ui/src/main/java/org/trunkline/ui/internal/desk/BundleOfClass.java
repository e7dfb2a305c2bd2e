package org.trunkline.ui.internal.desk;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleReference;

/** Finds the bundle that a class was loaded from, by its name: a stack says no more. One thread. */
final class BundleOfClass implements Function<String, Optional<String>> {
    private static final int MOST = 2000;

    private final BundleContext context;
    private final Map<String, Optional<String>> known = new HashMap<>();

    BundleOfClass(BundleContext context) {
        this.context = context;
    }

    @Override
    public Optional<String> apply(String className) {
        if (known.size() > MOST)
            known.clear(); // bundles come and go
        return known.computeIfAbsent(className, this::find);
    }

    private Optional<String> find(String className) {
        String file = className.replace('.', '/') + ".class";
        for (Bundle bundle : context.getBundles())
            if (bundle.getState() >= Bundle.RESOLVED && bundle.getBundleId() != 0 && bundle.getEntry(file) != null
                    && isFrom(bundle, className))
                return Optional.ofNullable(bundle.getSymbolicName());
        return Optional.empty();
    }

    private static boolean isFrom(Bundle bundle, String className) {
        try {
            return bundle.loadClass(className).getClassLoader() instanceof BundleReference loader
                    && loader.getBundle().equals(bundle);
        } catch (ClassNotFoundException | LinkageError | IllegalStateException e) {
            return false;
        }
    }
}
