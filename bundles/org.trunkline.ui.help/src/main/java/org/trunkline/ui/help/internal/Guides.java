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

/** All guides that the desk shows, in the order of its list. */
final class Guides {
    /** A section found, or the place that a link or a view leads to. */
    record Place(Guide guide, Guide.Section section) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Guides.class);
    private static final List<String> IDS = List.of("first-tasks", "user-guide", "query-language", "node", "plugin-guide", "glossary",
            "changelog", "licences");
    private static final Pattern HEADING = Pattern.compile("^(#{1,2}) +(.+)$");
    private static final Pattern TOPIC = Pattern.compile("^<!-- help: ([\\w. -]+) -->$");

    private final List<Guide> all;

    private Guides(List<Guide> all) {
        this.all = all;
    }

    /** Those that the bundle brings. */
    static Guides ofBundle() {
        return load(id -> Guides.class.getResourceAsStream("/guides/" + id + ".md"));
    }

    /** @param files a guide by its id, null where there is none: a product may leave some out */
    static Guides load(Function<String, @Nullable InputStream> files) {
        var guides = new ArrayList<Guide>();
        for (String id : IDS)
            try (InputStream in = files.apply(id)) {
                if (in != null)
                    guides.add(read(id, new String(in.readAllBytes(), UTF_8)));
            } catch (IOException e) {
                LOG.warn("The guide {} cannot be read: {}", id, e.getMessage());
            }
        return new Guides(List.copyOf(guides));
    }

    private static Guide read(String id, String text) {
        var sections = new ArrayList<Guide.Section>();
        var topics = new ArrayList<String>();
        var body = new StringBuilder();
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
                if (!body.toString().isBlank())
                    sections.add(new Guide.Section(title, anchor(title), mine, body.toString()));
                title = plain(heading.group(2));
                mine = List.copyOf(topics);
                topics.clear();
                body.setLength(0);
            }
            body.append(line).append('\n');
        }
        sections.add(new Guide.Section(title, anchor(title), mine, body.toString()));
        return new Guide(id, sections.getFirst().title(), sections);
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

    /** Where a link of a guide leads: {@code node.md}, {@code node.md#tls}, {@code #tls}; empty where that is no guide. */
    Optional<Place> follow(Guide from, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        var guide = file.isEmpty() ? Optional.of(from) : file.endsWith(".md") && !file.contains("/")
                ? guide(file.substring(0, file.length() - 3)) : Optional.<Guide>empty();
        return guide.map(g -> new Place(g, g.sections().stream()
                .filter(section -> section.anchor().equals(anchor) || !anchor.isEmpty() && hasHeading(section, anchor))
                .findFirst().orElse(g.sections().getFirst())));
    }

    private static boolean hasHeading(Guide.Section section, String anchor) {
        return section.markdown().lines().anyMatch(line -> line.startsWith("#") && anchor(plain(line.replaceFirst("^#+ +", ""))).equals(anchor));
    }

    /** Sections that have all words of the text, those with one in their heading first; all where there is none. */
    List<Place> search(String text) {
        var words = List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+"));
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
