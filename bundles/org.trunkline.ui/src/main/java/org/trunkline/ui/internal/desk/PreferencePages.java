package org.trunkline.ui.internal.desk;

import java.util.Set;

import org.eclipse.jface.preference.IPreferenceNode;
import org.eclipse.jface.preference.PreferenceManager;
import org.eclipse.ui.IPluginContribution;

/**
 * Which pages the preferences have: ours, and those of plug-ins. The platform brings pages for consoles, help and updates,
 * which the desk does not have.
 */
final class PreferencePages {
    private static final String PLATFORM = "org.eclipse.";
    private static final Set<String> WANTED = Set.of("org.eclipse.equinox.security.ui.category");

    private PreferencePages() {}

    /** Removes those of the platform. A page of a plug-in below one of them moves to the top. UI thread. */
    static void keepOwn(PreferenceManager pages) {
        for (IPreferenceNode page : pages.getRootSubNodes())
            if (isPlatforms(page) && !WANTED.contains(page.getId())) {
                pages.remove(page);
                rescue(page, pages);
            }
    }

    private static void rescue(IPreferenceNode removed, PreferenceManager pages) {
        for (IPreferenceNode below : removed.getSubNodes())
            if (isPlatforms(below))
                rescue(below, pages);
            else
                pages.addToRoot(below);
    }

    private static boolean isPlatforms(IPreferenceNode page) {
        String bundle = page instanceof IPluginContribution from && from.getPluginId() != null ? from.getPluginId()
                : page.getId();
        return bundle.startsWith(PLATFORM);
    }
}
