package org.trunkline.node.internal.console;

import java.util.Optional;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.node.internal.privacy.RetentionService;

/**
 * What is kept of a person, and how it goes: {@code trunkline:person NUMBER}, {@code trunkline:erase NUMBER},
 * {@code trunkline:pseudonymise NUMBER}; legal holds: {@code trunkline:holds}, {@code trunkline:hold NAME QUERY REASON},
 * {@code trunkline:lift NAME}; {@code trunkline:sweep}, {@code trunkline:newkey}.
 */
@Component(service = PersonCommands.class, property = {"osgi.command.scope=trunkline", "osgi.command.function=person",
        "osgi.command.function=erase", "osgi.command.function=pseudonymise", "osgi.command.function=holds",
        "osgi.command.function=hold", "osgi.command.function=lift", "osgi.command.function=sweep",
        "osgi.command.function=newkey"})
public final class PersonCommands {
    private static final String CONSOLE = "console";
    private static final int PAGE = 500;
    private static final int MOST = 10_000;

    private final Privacy privacy;

    @Activate
    public PersonCommands(@Reference Node node) {
        this(node.privacy());
    }

    public PersonCommands(Privacy privacy) {
        this.privacy = privacy;
    }

    /** The calls kept of a number, as dialled or in E.164. */
    public String person(String number) throws NodeUnavailableException {
        if (number.isBlank())
            return "which number?";
        var lines = new StringBuilder();
        int found = 0;
        Optional<String> after = Optional.empty();
        PersonPage page;
        do {
            var from = after;
            page = Author.as(CONSOLE, () -> privacy.person(number, Privacy.Purpose.SEARCH, from, PAGE));
            for (var item : page.items())
                lines.append(line(item.record())).append(item.hold().map(h -> "  held: " + h).orElse("")).append('\n');
            found += page.items().size();
            after = page.next();
        } while (after.isPresent() && found < MOST);
        return found == 0 ? "no call of " + number
                : lines.toString() + found + (after.isPresent() ? " calls, and perhaps more" : " calls");
    }

    private static String line(Cdr cdr) {
        return "%s  %s  %s -> %s  %s  %d s".formatted(cdr.id(), cdr.startedAt(), cdr.from().normalised(),
                cdr.to().normalised(), cdr.cause().code(), cdr.duration().toSeconds());
    }

    /** Takes the number, and what else names that person, out of all records and SIP messages. */
    public String erase(String number) throws NodeUnavailableException {
        if (number.isBlank())
            return "which number?";
        return told("no longer contain a number, name or messages of that person",
                Author.as(CONSOLE, () -> privacy.erase(number)));
    }

    /** As erase, with a pseudonym in the place of the number. */
    public String pseudonymise(String number) throws NodeUnavailableException {
        if (number.isBlank())
            return "which number?";
        return told("contain a pseudonym instead of that number, and no name or messages",
                Author.as(CONSOLE, () -> privacy.pseudonymise(number)));
    }

    private static String told(String what, PersonChange change) {
        return change.records() + " of " + change.read() + " records " + what + RetentionService.told(change.kept())
                + (change.records() > 0 ? "; the index and the store are rebuilt" : "");
    }

    /** Legal holds. */
    public String holds() throws NodeUnavailableException {
        var all = privacy.holds().list(Optional.empty(), 1000).items();
        return all.isEmpty() ? "no holds" : all.stream().map(PersonCommands::line).collect(Collectors.joining("\n"));
    }

    private static String line(LegalHold hold) {
        return "%s  since %s by %s  [%s]  %s".formatted(hold.name(), hold.since(), hold.who(), hold.query(),
                hold.reason());
    }

    /** Keeps what a search finds from retention and erasure. */
    public String hold(String name, String query, String reason) throws NodeUnavailableException {
        return told(Author.as(CONSOLE, () -> privacy.holds().create(new HoldDraft(name, query, reason))), "held");
    }

    /** Ends a legal hold. */
    public String lift(String name) throws NodeUnavailableException {
        return told(Author.as(CONSOLE, () -> privacy.holds().delete(name)), "lifted");
    }

    private static String told(SaveResult<LegalHold> result, String done) {
        return switch (result) {
            case SaveResult.Saved<LegalHold>(var hold) -> hold.name() + ": " + done;
            case SaveResult.Rejected<LegalHold>(var errors) ->
                errors.stream().map(FieldError::message).collect(Collectors.joining("\n"));
            case SaveResult.Missing<LegalHold>(var key) -> "there is no hold " + key;
            case SaveResult.InUse<LegalHold>(var dependents) -> "in use by " + String.join(", ", dependents);
        };
    }

    /** Applies retention now. */
    public String sweep() throws NodeUnavailableException {
        var done = Author.as(CONSOLE, privacy::sweep);
        return "%d segments, %d records, %d rows deleted, %d records masked%s".formatted(done.segments(), done.deleted(),
                done.rows(), done.disguised(), RetentionService.told(done.kept()));
    }

    /** Pseudonyms of another key from now on. */
    public String newkey() throws NodeUnavailableException {
        var key = Author.as(CONSOLE, privacy::newKey);
        return "pseudonyms are made with the key " + key.id() + " in " + key.file() + " from now on";
    }
}
