package org.trunkline.plugin.internal.host;

import java.util.List;
import java.util.regex.Pattern;

import org.trunkline.domain.part.LocalizableText;

/** What a framework says about a bundle that cannot be used, in words for an administrator. */
public final class ResolveWords {
    private static final Pattern FELIX = Pattern.compile(
            "missing requirement \\[([\\w.-]+) [^]]*](?:\\([^)]*\\))?] osgi\\.wiring\\.package; (?:\\(&)?\\(osgi\\.wiring\\.package=([\\w.]+)\\)(.*)");
    private static final Pattern EQUINOX = Pattern.compile(
            "(?s)Could not resolve module: ([\\w.-]+).*?Unresolved requirement: Import-Package: ([\\w.]+)([^\\n]*)");
    private static final Pattern LEAST = Pattern.compile("version>=([\\w.]+)|version=\"?\\[?([\\w.]+)");

    private ResolveWords() {
    }

    public static LocalizableText readable(String words) {
        for (var pattern : List.of(FELIX, EQUINOX)) {
            var found = pattern.matcher(words);
            LocalizableText last = LocalizableText.NOTHING;
            while (found.find())
                last = missing(found.group(2), found.group(1), found.group(3));
            if (!last.isEmpty())
                return last;
        }
        return new LocalizableText("plugin-unable", List.of(words), "It cannot start: " + words);
    }

    /** @param filter with the least version wanted, as LDAP filter or header */
    public static LocalizableText missing(String name, String bundle, String filter) {
        var version = LEAST.matcher(filter);
        var least = !version.find() ? "" : version.group(1) != null ? version.group(1) : version.group(2);
        var wanted = least.isEmpty() ? name : name + " " + least;
        return new LocalizableText("plugin-package", List.of(wanted, bundle), "Package " + wanted + " is missing, which bundle "
                + bundle + " needs. Install a version of the plug-in that fits this product, or ask its publisher.");
    }
}
