package org.trunkline.ui.plugins.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.plugins.internal.desk.PublisherCertificate;

/** Plug-ins in words of the desk's language. */
final class PluginText {
    private static final String NETWORK = "network:";
    /** Reasons whose first value is names of settings. */
    private static final Set<String> MISSING = Set.of("settings-required", "update-waits");
    /** Fields of errors that are about all of an archive or a plug-in. */
    private static final Set<String> WHOLE = Set.of("", "archive", "api", "certificate", "id", "plugin.json", "version");

    private final Texts texts;
    private final StateText said;
    private final Formats formats;
    private final String language;

    PluginText(Texts texts, StateText said, Formats formats, String language) {
        this.texts = texts;
        this.formats = formats;
        this.said = said;
        this.language = language;
    }

    static PluginText create(Texts texts) {
        return new PluginText(texts, StateText.create(), Formats.ofPreferences(), Locale.getDefault().getLanguage());
    }

    /** In the desk's language, else in English, else the other words. */
    String of(Map<String, String> byLanguage, String otherwise) {
        return Optional.ofNullable(byLanguage.get(language)).or(() -> Optional.ofNullable(byLanguage.get("en")))
                .filter(text -> !text.isBlank()).orElse(otherwise);
    }

    String title(PluginRow row) {
        return row.about().map(this::title).or(() -> row.offered().map(CatalogueEntry::file)).orElse(row.key());
    }

    String title(PluginAbout about) {
        return of(about.name(), about.id());
    }

    String state(PluginRow row) {
        if (row.installed().isPresent())
            return texts.get("state." + code(row.installed().get().state()));
        return texts.get(reason(row).isEmpty() ? "state.offered" : "state.unusable");
    }

    Tone tone(PluginRow row) {
        return row.installed().map(status -> switch (status.state()) {
            case RUNNING -> Tone.OK;
            case STARTING -> Tone.WARN;
            case SUSPENDED, FAILED -> Tone.BAD;
            case DISABLED -> Tone.OFF;
        }).orElseGet(() -> reason(row).isEmpty() ? Tone.PLAIN : Tone.BAD);
    }

    /** Why it does not run, or cannot be installed; empty where nothing is wrong. */
    String reason(PluginRow row) {
        LocalizableText reason = row.installed().map(PluginStatus::reason).or(() -> row.offered().map(CatalogueEntry::refused))
                .orElse(LocalizableText.NOTHING);
        return reason.isEmpty() ? "" : ended(of(MISSING.contains(reason.code()) ? labelled(reason, row) : reason));
    }

    private String of(LocalizableText reason) {
        String key = "error." + reason.code();
        return texts.has(key) ? texts.get(key, reason.args().toArray()) : said.of(reason);
    }

    /** Settings by the words of the form. */
    private LocalizableText labelled(LocalizableText missing, PluginRow row) {
        String names = missing.args().getFirst();
        String labels = row.about().stream().flatMap(about -> about.settings().stream())
                .filter(field -> List.of(names.split(", ")).contains(field.name()))
                .map(field -> of(field.label(), field.name())).collect(Collectors.joining(", "));
        var args = new ArrayList<>(missing.args());
        args.set(0, labels.isEmpty() ? names : labels);
        return new LocalizableText(missing.code(), args, missing.message());
    }

    /** Empty of an archive that cannot be read. */
    String signed(PluginRow row) {
        return row.about().isEmpty() ? "" : texts.get("signed." + code(row.signed()));
    }

    /** What a signature means that is not trusted; empty of one that is. */
    String signedWhy(PluginRow row) {
        String key = "signed." + code(row.signed()) + ".tip";
        return row.about().isPresent() && texts.has(key) ? texts.get(key) : "";
    }

    Tone signedTone(PluginRow row) {
        return row.about().isEmpty() ? Tone.PLAIN : switch (row.signed()) {
            case TRUSTED -> Tone.OK;
            case UNKNOWN_PUBLISHER -> Tone.WARN;
            case UNSIGNED -> Tone.BAD;
        };
    }

    /** {@code Example Telephony}, of a subject {@code CN=Example Telephony, O=…}. */
    static String publisher(String subject) {
        for (String part : subject.split("(?<!\\\\),"))
            if (part.strip().regionMatches(true, 0, "CN=", 0, 3))
                return part.strip().substring(3).replaceAll("\\\\(.)", "$1");
        return subject;
    }

    String host(PluginRow row) {
        return row.installed().map(status -> texts.get("host." + code(status.host()))).orElse("");
    }

    /** What it may do, by its permissions and its interfaces, a sentence each; one that says so where it may do nothing of note. */
    List<String> permissions(PluginAbout about) {
        var lines = new ArrayList<String>();
        for (String permission : about.permissions())
            lines.add(permission(permission));
        about.provides().stream().map(it -> "permission." + it).filter(texts::has).map(texts::get).forEach(lines::add);
        if (about.inside())
            lines.add(texts.get("permission.inside"));
        if (about.desk())
            lines.add(texts.get("permission.desk"));
        return lines.isEmpty() ? List.of(texts.get("permission.none")) : lines;
    }

    /** What the version of the catalogue may do beyond what is installed. */
    List<String> morePermissions(PluginRow row) {
        return row.offered().flatMap(CatalogueEntry::about).map(then -> row.installed().map(status -> morePermissions(status.about(), then))
                .orElseGet(() -> beyond(List.of(), then))).orElse(List.of());
    }

    /** What a version may do beyond the installed one. */
    List<String> morePermissions(PluginAbout installed, PluginAbout then) {
        return beyond(permissions(installed), then);
    }

    private List<String> beyond(List<String> now, PluginAbout then) {
        List<String> none = List.of(texts.get("permission.none"));
        return permissions(then).stream().filter(line -> !now.contains(line) && !none.contains(line)).toList();
    }

    /** Asks whether a version may do more. */
    String question(PluginAbout about, List<String> more) {
        return texts.get("update.more", title(about)) + "\n•  " + String.join("\n•  ", more);
    }

    private String permission(String permission) {
        if (permission.startsWith(NETWORK))
            return texts.get(permission.startsWith(NETWORK + "*") && !permission.startsWith(NETWORK + "*.")
                    ? "permission.network.any" : "permission.network", permission.substring(NETWORK.length()));
        String key = "permission." + permission;
        return texts.has(key) ? texts.get(key) : texts.get("permission.other", permission);
    }

    /** Asks whether a publisher is trusted, by its certificate. @param otherwise its name, where that cannot be read */
    String certificate(String pem, String otherwise) {
        return PublisherCertificate.read(pem).map(c -> texts.get("trust.sure", c.subject(), c.fingerprintInPairs(),
                formats.dateTime(c.until()))).orElseGet(() -> texts.get("trust.unreadable", otherwise));
    }

    String sentence(FieldError error) {
        if (error.code().equals("out-of-range") && error.args().size() > 2 && (error.args().get(1).isEmpty()
                || error.args().get(2).isEmpty()))
            return error.args().get(1).isEmpty() ? texts.get("error.too-high", error.args().getFirst(), error.args().get(2))
                    : texts.get("error.too-low", error.args().getFirst(), error.args().get(1));
        return of(new LocalizableText(error.code(), error.args(), error.message()));
    }

    /** Of an archive: what is wrong in its description is told with its place there. */
    private String placed(FieldError error) {
        String sentence = sentence(error); // the node's own names the place
        return WHOLE.contains(error.field()) || sentence.equals(error.message()) ? sentence : texts.get("error.in-manifest", error.field(), sentence);
    }

    String sentences(List<FieldError> errors) {
        return errors.stream().map(this::placed).map(PluginText::ended).distinct().collect(Collectors.joining(" "));
    }

    private static String ended(String sentence) {
        return sentence.matches("(?s).*[.!?。]\\s*") ? sentence : sentence + ".";
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
