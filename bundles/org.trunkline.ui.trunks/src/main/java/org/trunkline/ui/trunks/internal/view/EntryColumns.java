package org.trunkline.ui.trunks.internal.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.query.QueryText;
import org.trunkline.ui.CertificateText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Entry;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.Member;
import org.trunkline.ui.trunks.internal.model.OwnKind;


/** What the table of each kind shows. */
final class EntryColumns {
    private static final Map<String, String> FIELDS = Map.of("trunk.transport", "transport", "number.subscriber", "subscriber",
            "subscriber.name", "displayName", "ring-group.number", "number", "ring-group.strategy", "strategy",
            "ring-group.fallback", "fallback");

    private final Texts texts;
    private final Formats formats;
    private final StateText states;
    private final CertificateText certificates;

    EntryColumns(Texts texts, Formats formats, StateText states, CertificateText certificates) {
        this.texts = texts;
        this.formats = formats;
        this.states = states;
        this.certificates = certificates;
    }

    /** The field that a column shows as it is, by its path in the API; empty where the column shows something else. */
    static Optional<String> field(OwnKind kind, String column) {
        return Optional.ofNullable(FIELDS.get(kind.code() + "." + column));
    }

    List<Column<Entry>> of(Kind kind) {
        return switch (kind) {
            case OwnKind.TRUNK -> trunks();
            case OwnKind.NUMBER -> numbers();
            case OwnKind.SUBSCRIBER -> subscribers();
            case OwnKind.RING_GROUP -> ringGroups();
            case OwnKind.ROUTE -> routes();
            case AddedKind added -> new AddedColumns(texts, formats, added).all();
        };
    }

    private List<Column<Entry>> trunks() {
        return List.of(column("trunk", "name", Entry::key),
                column("trunk", "state", this::trunkState).tone(this::trunkTone).hover(e -> e.status()
                        .map(s -> states.of(s.detail())).orElse("")),
                column("trunk", "address", e -> trunk(e).peer().host() + (trunk(e).peer().port() == 0 ? "" : ":" + trunk(e).peer().port())),
                column("trunk", "transport", e -> trunk(e).peer().transport().name()),
                column("trunk", "calls", e -> limited(e.status().map(TrunkStatus::calls).orElse(0),
                        trunk(e).limits().maxCalls())).sortedBy(e -> e.status().map(TrunkStatus::calls).orElse(0))
                        .alignedRight(),
                column("trunk", "rate", this::rate).sortedBy(e -> e.status().map(TrunkStatus::callsPerSecond)
                        .orElse(0.0)).alignedRight(),
                column("trunk", "asr", e -> e.status().flatMap(TrunkStatus::asr).map(formats::percent)
                        .orElse(Formats.NONE)).sortedBy(e -> e.status().flatMap(TrunkStatus::asr).orElse(-1.0))
                        .alignedRight(),
                column("trunk", "certificate", e -> certificates.expiry(e.status().flatMap(TrunkStatus::certificate)))
                        .tone(e -> certificates.tone(e.status().flatMap(TrunkStatus::certificate)))
                        .hover(e -> String.join("\n", certificates.lines(e.status()
                                .flatMap(TrunkStatus::certificate)))).hiddenAtFirst(),
                column("trunk", "registration", this::registration).tone(this::registrationTone)
                        .hover(e -> e.status().map(TrunkStatus::serviceRoute).filter(r -> !r.isEmpty())
                                .map(r -> texts.get("trunk.service-route", String.join(", ", r))).orElse("")));
    }

    private static Trunk trunk(Entry e) {
        return (Trunk) e.value();
    }

    private String trunkState(Entry e) {
        return trunk(e).enabled() ? states.of(e.status().map(TrunkStatus::state).orElse(TrunkStatus.State.UNKNOWN))
                : states.of(TrunkStatus.State.DISABLED);
    }

    private Tone trunkTone(Entry e) {
        return trunk(e).enabled()
                ? states.tone(e.status().map(TrunkStatus::state).orElse(TrunkStatus.State.UNKNOWN)) : Tone.OFF;
    }

    private String limited(int now, int max) {
        return max > 0 ? formats.count(now) + "/" + formats.count(max) : formats.count(now);
    }

    private String rate(Entry e) {
        String now = formats.decimal(e.status().map(TrunkStatus::callsPerSecond).orElse(0.0), 1);
        int max = trunk(e).limits().maxCallsPerSecond();
        return max > 0 ? now + "/" + formats.count(max) : now;
    }

    private String registration(Entry e) {
        if (trunk(e).registration().isEmpty())
            return Formats.NONE;
        return e.status().flatMap(TrunkStatus::registered)
                .map(r -> texts.get(r ? "trunk.registered" : "trunk.not-registered"))
                .orElse(texts.get("trunk.registering"));
    }

    private Tone registrationTone(Entry e) {
        if (trunk(e).registration().isEmpty())
            return Tone.PLAIN;
        return e.status().flatMap(TrunkStatus::registered).map(r -> r ? Tone.OK : Tone.BAD).orElse(Tone.OFF);
    }

    private List<Column<Entry>> numbers() {
        return List.of(column("number", "number", Entry::key).number(Entry::key),
                column("number", "subscriber", EntryColumns::assigned).number(EntryColumns::assigned));
    }

    private static String assigned(Entry e) {
        return ((NumberAssignment) e.value()).subscriber();
    }

    private List<Column<Entry>> subscribers() {
        return List.of(column("subscriber", "username", Entry::key).number(Entry::key),
                column("subscriber", "name", e -> subscriber(e).displayName()),
                column("subscriber", "state", this::subscriberState).tone(EntryColumns::subscriberTone),
                column("subscriber", "handling", this::handling).numbers(EntryColumns::forwards),
                column("subscriber", "numbers", e -> String.join(", ", e.numbers())).numbers(Entry::numbers),
                column("subscriber", "ring-groups", e -> String.join(", ", ((Member) e.value()).groupNames()))
                        .numbers(e -> ((Member) e.value()).groupNames()),
                column("subscriber", "contact", e -> e.contacts().stream()
                        .map(this::contact).collect(Collectors.joining(", ")))
                        .hover(e -> e.contacts().stream().map(this::contactInFull).collect(Collectors.joining("\n"))),
                column("subscriber", "phone", e -> e.contacts().stream().map(c -> c.userAgent())
                        .filter(a -> !a.isEmpty()).collect(Collectors.joining(", "))),
                column("subscriber", "instance", e -> e.contacts().stream().map(c -> c.instance())
                        .filter(i -> !i.isEmpty()).distinct().collect(Collectors.joining(", "))));
    }

    private String contact(RegisteredContact contact) {
        String at = contact.transport() + " " + contact.source();
        return contact.path().isEmpty() ? at : texts.get("subscriber.by-proxy", at);
    }

    /** With its flow and the proxies on the way. */
    private String contactInFull(RegisteredContact contact) {
        var said = new ArrayList<>(List.of(contact.transport() + " " + contact.source(), contact.contact()));
        if (contact.regId() > 0)
            said.add(texts.get("subscriber.flow", String.valueOf(contact.regId())));
        if (!contact.path().isEmpty())
            said.add(texts.get("subscriber.path", String.join(", ", contact.path())));
        return String.join(" · ", said);
    }

    private static Subscriber subscriber(Entry e) {
        return ((Member) e.value()).subscriber();
    }

    private String subscriberState(Entry e) {
        if (!subscriber(e).enabled())
            return texts.get("subscriber.off");
        return switch (e.contacts().size()) {
            case 0 -> texts.get("subscriber.unregistered");
            case 1 -> texts.get("subscriber.registered");
            default -> texts.get("subscriber.registered.many", e.contacts().size());
        };
    }

    /** Only what is out of the ordinary. */
    private String handling(Entry e) {
        CallHandling it = subscriber(e).handling();
        var said = new ArrayList<String>();
        if (it.doNotDisturb())
            said.add(texts.get("subscriber.do-not-disturb"));
        it.forwardAlways().ifPresent(to -> said.add(texts.get("subscriber.forward-always", to)));
        if (it.forwardAlways().isEmpty()) {
            it.forwardBusy().ifPresent(to -> said.add(texts.get("subscriber.forward-busy", to)));
            it.forwardNoAnswer().ifPresent(to -> said.add(texts.get("subscriber.forward-no-answer", to)));
            it.forwardUnreachable().ifPresent(to -> said.add(texts.get("subscriber.forward-unreachable", to)));
        }
        if (it.callLimit() > 0)
            said.add(texts.get("subscriber.call-limit", it.callLimit()));
        return String.join(", ", said);
    }

    /** Where calls are forwarded to, as far as {@link #handling} says it. */
    private static List<String> forwards(Entry e) {
        CallHandling it = subscriber(e).handling();
        return it.forwardAlways().map(List::of).orElseGet(() -> Stream.of(it.forwardBusy(), it.forwardNoAnswer(), it.forwardUnreachable())
                .flatMap(Optional::stream).toList());
    }

    private static Tone subscriberTone(Entry e) {
        return subscriber(e).enabled() && !e.contacts().isEmpty() ? Tone.OK : Tone.OFF;
    }

    private List<Column<Entry>> ringGroups() {
        return List.of(column("ring-group", "name", Entry::key).number(e -> group(e).number().orElse(e.key())),
                column("ring-group", "number", e -> group(e).number().orElse("")).number(e -> group(e).number().orElse("")),
                column("ring-group", "strategy", e -> texts.get("field.ring-group.strategy." + group(e).strategy())),
                column("ring-group", "members", e -> ordered(group(e).members())).numbers(e -> group(e).members()),
                column("ring-group", "fallback", e -> group(e).fallback().orElse("")).number(e -> group(e).fallback().orElse("")));
    }

    private static RingGroup group(Entry e) {
        return (RingGroup) e.value();
    }

    /** A prefix is no number to call, however long it is. */
    private List<Column<Entry>> routes() {
        return List.of(column("route", "prefix", e -> e.key().isEmpty() ? texts.get("route.all") : e.key()),
                column("route", "trunks", e -> ordered(((Route) e.value()).trunks())));
    }

    private static String ordered(List<String> names) {
        return IntStream.range(0, names.size()).mapToObj(i -> (i + 1) + " " + names.get(i))
                .collect(Collectors.joining(", "));
    }

    private Column<Entry> column(String kind, String id, Function<Entry, String> text) {
        String key = "column." + kind + "." + id;
        return Column.of(id, texts.get(key), texts.get(key + ".tip"), text);
    }

    /** What Call Records is asked for an entry; empty where no field fits. */
    static Optional<String> query(Entry e) {
        return switch (e.kind()) {
            case OwnKind.TRUNK -> Optional.of(QueryText.clause(CdrField.TRUNK, e.key()));
            case OwnKind.NUMBER -> Optional.of(QueryText.clause(CdrField.NUMBER, e.key()));
            case OwnKind.SUBSCRIBER -> Optional.of(QueryText.clause(CdrField.PEER, e.key()));
            case OwnKind.RING_GROUP ->
                Optional.of(QueryText.clause(CdrField.TO, ((RingGroup) e.value()).number().orElse(e.key())));
            case OwnKind.ROUTE -> Optional.of(e.key()).filter(p -> !p.isEmpty()).map(p -> QueryText.clause(CdrField.ROUTE, p));
            case AddedKind added -> added.field(added.about().key()).flatMap(f -> query(f, e.key()));
        };
    }

    /** Of what a plug-in keeps for a trunk or a subscriber. */
    private static Optional<String> query(FormField key, String value) {
        return switch (key.type()) {
            case TRUNK -> Optional.of(QueryText.clause(CdrField.TRUNK, value));
            case SUBSCRIBER -> Optional.of(QueryText.clause(CdrField.PEER, value));
            default -> Optional.empty();
        };
    }
}
