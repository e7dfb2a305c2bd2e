package org.trunkline.plugin.internal.host;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Finds the parts of a plug-in's process among the bundles that run here, on Felix or Equinox. */
public final class InstalledParts {
    private static final List<String> SHARED = List.of("slf4j.api", "org.trunkline.domain", "org.trunkline.spi",
            "org.trunkline.api", "com.fasterxml.jackson.core.jackson-core",
            "com.fasterxml.jackson.core.jackson-annotations", "com.fasterxml.jackson.core.jackson-databind");
    private static final List<String> API = List.of("org.trunkline.wire", "org.trunkline.remote");
    private static final List<String> COMPONENTS = List.of("org.osgi.util.function", "org.osgi.util.promise",
            "org.osgi.service.component", "org.apache.felix.scr");
    private static final Pattern LOCATION = Pattern.compile("(?:initial@)?(?:reference:)?(file:.*?)(?:@\\d+(?::start)?)?");

    private final BundleContext context;

    public InstalledParts(BundleContext context) {
        this.context = context;
    }

    /** @throws IllegalStateException if a part is missing; the message names it */
    public ChildParts find() {
        var classPath = new ArrayList<Path>();
        classPath.add(framework());
        classPath.add(file(context.getBundle()));
        var packages = new ArrayList<String>();
        for (var name : SHARED) {
            var bundle = bundle(name);
            classPath.add(file(bundle));
            packages.add(bundle.getHeaders("").get(Constants.EXPORT_PACKAGE));
        }
        var api = API.stream().map(this::findBundle).flatMap(Optional::stream).map(this::file).toList();
        return new ChildParts(classPath, api.size() == API.size() ? api : List.of(),
                ManifestHeader.withoutDirectives(packages), COMPONENTS.stream().map(this::bundle).map(this::file).toList());
    }

    private Path framework() {
        var source = context.getBundle(0).getClass().getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null)
            throw new IllegalStateException("the framework's own jar cannot be found");
        return path(source.getLocation().toString());
    }

    private Bundle bundle(String name) {
        return findBundle(name).orElseThrow(() -> new IllegalStateException("bundle " + name + " is not installed"));
    }

    private Optional<Bundle> findBundle(String name) {
        return Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst();
    }

    private Path file(Bundle bundle) {
        var location = LOCATION.matcher(bundle.getLocation());
        if (!location.matches())
            throw new IllegalStateException("bundle " + bundle.getSymbolicName() + " is not of a file: " + bundle.getLocation());
        var file = path(location.group(1));
        return Files.isDirectory(file.resolve("target/classes")) ? file.resolve("target/classes") : file; // while developing
    }

    private Path path(String url) {
        var text = url.substring("file:".length());
        Path path;
        try {
            path = text.startsWith("/") ? Path.of(new URI("file:" + text.replace(" ", "%20"))) : Path.of(text);
        } catch (URISyntaxException | IllegalArgumentException e) {
            path = Path.of(text);
        }
        if (path.isAbsolute() && Files.exists(path))
            return path;
        var area = context.getProperty("osgi.install.area"); // Equinox: relative to the product's folder
        if (area != null) {
            var within = path(area).resolve(text);
            if (Files.exists(within))
                return within.normalize();
        }
        if (Files.exists(path))
            return path.toAbsolutePath();
        throw new IllegalStateException("no file at " + url);
    }
}
