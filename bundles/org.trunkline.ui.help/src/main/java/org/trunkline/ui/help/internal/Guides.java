package org.trunkline.ui.help.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All guides that the desk shows, in the order of its list: each in the language of the desk, or in English where it is not translated. */
final class Guides {
    /** A section found, or the place that a link or a view leads to. */
    record Place(Guide guide, Guide.Section section) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Guides.class);
    private static final List<String> IDS = List.of("first-tasks", "user-guide", "query-language", "node", "plugin-guide", "glossary",
            "changelog", "licences");
    private static final Pattern HEADING = Pattern.compile("^(#{1,6}) +(.+)$");
    private static final int DEEPEST_OF_SECTIONS = 2;
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u3000]+"); // the last is that of Chinese
    private static final Pattern TOPIC = Pattern.compile("^<!-- help: ([\\w. -]+) -->$");

    private final List<Guide> all;

    private Guides(List<Guide> all) {
        this.all = all;
    }

    /** Those that the bundle brings. */
    static Guides ofBundle() {
        return load(Locale.getDefault().getLanguage(), name -> Guides.class.getResourceAsStream("/guides/" + name + ".md"));
    }

    /**
     * @param language of the desk: {@code sv}
     * @param files a guide by its id, a translation by language and id ({@code sv/node}); null where there is none: a product may
     *        leave some out
     */
    static Guides load(String language, Function<String, @Nullable InputStream> files) {
        var guides = new ArrayList<Guide>();
        for (String id : IDS)
            guide(id, id, files).ifPresent(english -> guides.add(guide(id, language + "/" + id, files)
                    .map(translation -> translation.translationOf(english)).orElse(english)));
        return new Guides(List.copyOf(guides));
    }

    private static Optional<Guide> guide(String id, String file, Function<String, @Nullable InputStream> files) {
        try (InputStream in = files.apply(file)) {
            return in == null ? Optional.empty() : Optional.of(read(id, new String(in.readAllBytes(), UTF_8)));
        } catch (IOException e) {
            LOG.warn("The guide {} cannot be read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static Guide read(String id, String text) {
        var sections = new ArrayList<Guide.Section>();
        var topics = new ArrayList<String>();
        var body = new StringBuilder();
        var anchors = new ArrayList<String>();
        String title = id;
        List<String> mine = List.of();
        boolean code = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("```"))
                code = !code;
            var topic = TOPIC.matcher(line);
            if (topic.matches()) {
                topics.addAll(List.of(topic.group(1).split(" ")));
                continue;
            }
            var heading = HEADING.matcher(line);
            if (!code && heading.matches()) {
                String name = plain(heading.group(2));
                if (heading.group(1).length() <= DEEPEST_OF_SECTIONS) {
                    if (!body.toString().isBlank())
                        sections.add(section(title, anchors, mine, body));
                    title = name;
                    mine = List.copyOf(topics);
                    topics.clear();
                    anchors.clear();
                    body.setLength(0);
                }
                anchors.add(anchor(name));
            }
            body.append(line).append('\n');
        }
        sections.add(section(title, anchors, mine, body));
        return new Guide(id, sections.getFirst().title(), sections);
    }

    private static Guide.Section section(String title, List<String> anchors, List<String> topics, StringBuilder body) {
        return new Guide.Section(title, anchors.isEmpty() ? List.of(anchor(title)) : anchors, topics, body.toString());
    }

    private static String plain(String heading) {
        return heading.replaceAll("[`*]|\\[([^]]*)]\\([^)]*\\)", "$1").strip();
    }

    /** As on the usual forges: letters, digits and hyphens of the heading, in lower case. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} -]", "").replace(' ', '-');
    }

    List<Guide> all() {
        return all;
    }

    Optional<Guide> guide(String id) {
        return all.stream().filter(guide -> guide.id().equals(id)).findFirst();
    }

    private List<Place> places() {
        return all.stream().flatMap(guide -> guide.sections().stream().map(section -> new Place(guide, section))).toList();
    }

    /** The section for a view: the one that names the longest beginning of its id. */
    Optional<Place> forView(String viewId) {
        Place best = null;
        int length = 0;
        for (var place : places())
            for (String topic : place.section().topics())
                if (viewId.startsWith(topic) && topic.length() > length) {
                    best = place;
                    length = topic.length();
                }
        return Optional.ofNullable(best);
    }

    /**
     * Where a link of a guide leads: {@code node.md}, {@code node.md#tls}, {@code #tls}, of a translation {@code ../node.md} too; empty
     * where that is not a guide.
     */
    Optional<Place> follow(Guide from, String link) {
        int hash = link.indexOf('#');
        String file = (hash < 0 ? link : link.substring(0, hash)).replaceFirst("^\\.\\./", "");
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        var guide = file.isEmpty() ? Optional.of(from) : file.endsWith(".md") && !file.contains("/")
                ? guide(file.substring(0, file.length() - 3)) : Optional.<Guide>empty();
        return guide.map(g -> new Place(g, g.section(anchor)));
    }

    /** Sections that have all words of the text, those with one in their heading first; all where there is none. */
    List<Place> search(String text) {
        var words = List.of(BLANKS.split(lower(text).strip()));
        if (text.isBlank())
            return places();
        return places().stream().filter(place -> has(place.section().markdown(), words))
                .sorted(Comparator.comparingInt(place -> words.stream().anyMatch(word -> lower(place.section().title()).contains(word)) ? 0 : 1))
                .toList();
    }

    private static boolean has(String text, List<String> words) {
        String lower = lower(text);
        return words.stream().allMatch(lower::contains);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
