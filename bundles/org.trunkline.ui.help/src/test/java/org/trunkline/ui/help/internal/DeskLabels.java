package org.trunkline.ui.help.internal;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The texts that the desk and the web phone show, in all languages: message files, settings and kinds declared in code, words of the web phone. */
final class DeskLabels {
    static final List<String> LANGUAGES = List.of("en", "sv", "zh", "id");
    private static final Path BUNDLES = Path.of("..");
    private static final Path WORDS = BUNDLES.resolve("org.trunkline.http/src/main/resources/org/trunkline/http/internal/webphone/words.json");
    private static final String STRING = "\"([^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+)\"";
    private static final Pattern DECLARED = Pattern.compile("(?:of|label)\\(\\s*" + STRING + (",\\s*" + STRING).repeat(3));
    private static final Pattern WORD = Pattern.compile(STRING + ":\\s*(?:" + STRING + "|\\{)");
    private static final Pattern LINK = Pattern.compile("<a[^>]*>(.*?)</a>");
    private static final Pattern VALUE = Pattern.compile("\\{\\d[^{}]*(?:\\{[^{}]*}[^{}]*)*}");
    private static final Pattern SAMPLE = Pattern.compile("[…\\d]");
    private static final Pattern WORDY = Pattern.compile("\\p{IsHan}{2}|\\p{L}{3}");

    /** One text in each of the languages. */
    private record Label(List<Pattern> patterns) {
        boolean is(String shown, int language) {
            var pattern = patterns.get(language);
            return pattern.matcher(plain(shown)).matches() || pattern.matcher(shown.toLowerCase(Locale.ROOT)).matches();
        }
    }

    private final Map<String, List<Label>> fixed = new HashMap<>();
    private final List<Label> withValues = new ArrayList<>();

    static DeskLabels read() throws IOException {
        var labels = new DeskLabels();
        for (Path file : files("(messages|bundle)\\.properties"))
            labels.properties(file);
        for (Path file : files(".*\\.java"))
            DECLARED.matcher(Files.readString(file)).results()
                    .forEach(found -> labels.add(IntStream.rangeClosed(1, LANGUAGES.size()).mapToObj(found::group).toList()));
        labels.words(Files.readString(WORDS));
        return labels;
    }

    private static List<Path> files(String name) throws IOException {
        try (var files = Files.find(BUNDLES, 20, (path, facts) -> facts.isRegularFile() && path.getFileName().toString().matches(name)
                && (path.toString().contains("/src/main/") || path.toString().contains("/OSGI-INF/l10n/")) && !path.toString().contains("/target/"))) {
            return files.sorted().toList();
        }
    }

    private void properties(Path english) {
        var all = LANGUAGES.stream().map(language -> language.equals("en") ? english
                : english.resolveSibling(english.getFileName().toString().replace(".", "_" + language + "."))).toList();
        if (!all.stream().allMatch(Files::exists))
            return;
        var texts = all.stream().map(DeskLabels::load).toList();
        for (String key : texts.getFirst().stringPropertyNames())
            if (texts.stream().allMatch(each -> each.containsKey(key)))
                add(texts.stream().map(each -> each.getProperty(key)).toList());
    }

    private static Properties load(Path file) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** A JSON object of each language, of objects of words. */
    private void words(String json) {
        var parts = new HashMap<String, Map<String, String>>();
        String language = "";
        for (var found : WORD.matcher(json).results().toList())
            if (found.group(2) != null)
                parts.get(language).put(found.group(1), found.group(2));
            else if (LANGUAGES.contains(found.group(1)))
                parts.put(language = found.group(1), new HashMap<>());
        parts.get("en").keySet().forEach(key -> add(LANGUAGES.stream().map(each -> parts.get(each).get(key)).toList()));
    }

    private void add(List<String> texts) {
        one(texts);
        var links = texts.stream().map(text -> LINK.matcher(text).results().map(found -> found.group(1)).toList()).toList();
        if (links.stream().map(List::size).distinct().count() == 1)
            for (int i = 0; i < links.getFirst().size(); i++) {
                int link = i;
                one(links.stream().map(each -> each.get(link)).toList());
            }
    }

    private void one(List<String> texts) {
        var label = new Label(texts.stream().map(DeskLabels::pattern).toList());
        String english = texts.getFirst();
        if (!VALUE.matcher(english).find())
            fixed.computeIfAbsent(plain(english), none -> new ArrayList<>()).add(label);
        else if (WORDY.matcher(VALUE.matcher(english).replaceAll("")).find())
            withValues.add(label);
    }

    /** A text as one reads it: without its mnemonic and the dots at its end, in lower case. */
    private static String plain(String text) {
        return text.replaceAll("\\(&.\\)", "").replace("&", "").replace("''", "'").replaceFirst("[….。:：\\s]+$", "").strip().toLowerCase(Locale.ROOT);
    }

    private static Pattern pattern(String text) {
        var parts = VALUE.splitWithDelimiters(plain(text), 0);
        return Pattern.compile(IntStream.range(0, parts.length).mapToObj(i -> i % 2 == 0 ? Pattern.quote(parts[i]) : ".+")
                .reduce("", String::concat));
    }

    private List<Label> labels(String english) {
        var values = SAMPLE.matcher(english).find() ? withValues.stream().filter(label -> label.is(english, 0)) : Stream.<Label>of();
        return Stream.concat(fixed.getOrDefault(plain(english), List.of()).stream(), values).toList();
    }

    boolean isShown(String english) {
        return !labels(english).isEmpty();
    }

    /** Whether a text is what the desk shows in a language for this one in English. */
    boolean isTranslated(String english, String other, String language) {
        return labels(english).stream().anyMatch(label -> label.is(other, LANGUAGES.indexOf(language)));
    }

    /** All that the desk shows for an English text, for a message. */
    Set<String> translations(String english, String language) {
        return labels(english).stream().map(label -> label.patterns().get(LANGUAGES.indexOf(language)).pattern().replaceAll("\\\\[QE]", "")).collect(toSet());
    }
}
