package org.trunkline.ui.contribution;

import java.util.List;
import java.util.stream.Stream;

import org.eclipse.core.runtime.IExtension;
import org.eclipse.core.runtime.IExtensionPoint;
import org.eclipse.core.runtime.IExtensionRegistry;
import org.eclipse.core.runtime.IRegistryEventListener;
import org.eclipse.core.runtime.Platform;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.UiThread;

/** What is contributed to an extension point of the desk, by order, then id. */
public final class Contributions {
    private static final String POINTS = "org.trunkline.ui.";

    private Contributions() {}

    /** @param point without prefix: {@code recordTabs} @param element of its extensions: {@code tab} */
    public static <T> List<Contribution<T>> of(String point, String element, Class<T> type) {
        return Contribution.sorted(Stream.of(Platform.getExtensionRegistry().getConfigurationElementsFor(POINTS + point))
                .filter(e -> e.getName().equals(element)).map(e -> new Contribution<>(new InRegistry(e), type)));
    }

    /** Tells when bundles with contributions to a point come or go, until the owner is disposed. UI thread. */
    public static void watch(String point, Control owner, Runnable changed) {
        var listener = new IRegistryEventListener() {
            @Override
            public void added(IExtension[] extensions) {
                UiThread.post(owner, changed);
            }

            @Override
            public void removed(IExtension[] extensions) {
                UiThread.post(owner, changed);
            }

            @Override
            public void added(IExtensionPoint[] points) {
                // the points are ours
            }

            @Override
            public void removed(IExtensionPoint[] points) {
                // the points are ours
            }
        };
        IExtensionRegistry registry = Platform.getExtensionRegistry();
        registry.addListener(listener, POINTS + point);
        owner.addListener(SWT.Dispose, e -> registry.removeListener(listener));
    }
}
