package org.trunkline.ui.internal.desk;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.eclipse.core.runtime.Platform;
import org.eclipse.swt.graphics.ImageData;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.Formats;

/**
 * Loads and verifies the classes of what will be opened first, beside the opening of the window: else the UI thread does
 * so when an area is opened, and stands still for it. Nothing is initialised: what a class does then may want the UI
 * thread.
 */
final class EarlyClasses {
    private static final Logger LOG = LoggerFactory.getLogger(EarlyClasses.class);
    private static final String LIST = "early-classes.txt";
    private static final List<String> OURS = List.of("org.trunkline.ui", "org.trunkline.domain", "org.trunkline.api",
            "org.trunkline.ui.calls", "org.trunkline.ui.trunks", "org.trunkline.ui.cdr", "org.trunkline.ui.quality",
            "org.trunkline.ui.plugins", "org.trunkline.ui.phone", "org.trunkline.ui.help");
    private static final String ICON = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'>"
            + "<defs><linearGradient id='a'><stop offset='0' stop-color='#fff'/></linearGradient></defs>"
            + "<g transform='translate(1,1)'><path d='m0,0 4,4z' style='fill:url(#a);stroke:#000'/></g></svg>";

    private EarlyClasses() {}

    /** Returns at once. */
    static void inBackground() {
        Thread.ofPlatform().name("desk-early-classes").daemon().start(EarlyClasses::load);
    }

    private static void load() {
        long begun = System.nanoTime();
        int loaded = 0;
        for (String name : OURS)
            loaded += load(name, own(name));
        for (var entry : listed().entrySet())
            loaded += load(entry.getKey(), entry.getValue());
        drawIcon();
        format();
        LOG.debug("{} classes loaded early in {} ms", loaded, (System.nanoTime() - begun) / 1_000_000);
    }

    private static List<String> own(String bundle) {
        return Optional.ofNullable(Platform.getBundle(bundle)).map(b -> b.findEntries("org/trunkline", "*.class", true))
                .map(Collections::list).stream().flatMap(List::stream).map(URL::getPath)
                .map(path -> path.replaceFirst("^.*?(org/trunkline/.*)\\.class$", "$1").replace('/', '.'))
                .filter(name -> !name.endsWith("-info")).toList();
    }

    /** By bundle, in the order of the list. */
    static Map<String, List<String>> listed() {
        var classes = new LinkedHashMap<String, List<String>>();
        try (var in = new BufferedReader(new InputStreamReader(EarlyClasses.class.getResourceAsStream(LIST),
                StandardCharsets.UTF_8))) {
            String bundle = "";
            for (String line = in.readLine(); line != null; line = in.readLine())
                if (line.startsWith("["))
                    bundle = line.substring(1, line.length() - 1);
                else if (!line.isBlank() && !line.startsWith("#"))
                    classes.computeIfAbsent(bundle, b -> new ArrayList<>()).add(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    private static int load(String bundle, List<String> classes) {
        Optional<ClassLoader> loader = Optional.ofNullable(Platform.getBundle(bundle))
                .map(b -> b.adapt(BundleWiring.class)).map(BundleWiring::getClassLoader);
        return (int) loader.stream().flatMap(l -> classes.stream().filter(name -> isLoaded(name, l))).count();
    }

    /** The platform of another system may not have it, and the next version neither. */
    private static boolean isLoaded(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader).getDeclaredConstructors(); // which Java verifies the class for
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("{} is not loaded early: {}", name, e.toString());
            return false;
        }
    }

    /** Java looks for the locale's ways of writing figures and times the first time. */
    private static void format() {
        var formats = Formats.ofPreferences();
        formats.mos(OptionalDouble.of(4.4));
        formats.percent(0.5);
        formats.count(1000);
        formats.dateTime(Instant.EPOCH);
        formats.duration(Duration.ZERO);
        new MessageFormat("{0,choice,0#{1,number}|1<{2}}", Locale.getDefault()).format(new Object[] {0, 0, ""});
    }

    /** The reader of icons finds its parts by looking through all bundles, the first time. */
    private static void drawIcon() {
        try {
            new ImageData(new ByteArrayInputStream(ICON.getBytes(StandardCharsets.US_ASCII)));
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("no icon is drawn early: {}", e.toString());
        }
    }
}
