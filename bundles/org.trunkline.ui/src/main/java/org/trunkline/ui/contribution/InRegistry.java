package org.trunkline.ui.contribution;

import java.util.Optional;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** A contribution in the extension registry. */
record InRegistry(IConfigurationElement element) implements Declared {
    @Override
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(element.getAttribute(name));
    }

    @Override
    public String bundle() {
        return element.getContributor().getName();
    }

    @Override
    public String bundleName() {
        return Optional.ofNullable(Platform.getBundle(bundle())).map(InRegistry::named).orElseGet(this::bundle);
    }

    private static String named(Bundle bundle) {
        String name = bundle.getHeaders().get(Constants.BUNDLE_NAME);
        return name == null || name.isBlank() ? bundle.getSymbolicName() : name + " (" + bundle.getSymbolicName() + ")";
    }

    @Override
    public Object create() throws Exception {
        try {
            return element.createExecutableExtension("class");
        } catch (CoreException e) { // wraps what the constructor threw
            throw e.getStatus().getException() instanceof Exception cause && !(cause instanceof CoreException) ? cause : e;
        }
    }
}
