package org.trunkline.ui.trunks.internal.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.RingGroup.Strategy;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.CertificateText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Entry;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.Member;
import org.trunkline.ui.trunks.internal.model.OwnKind;

class EntryColumnsTest {
    private static final Formats FORMATS = new Formats(ZoneOffset.UTC, Locale.ENGLISH);
    private final EntryColumns columns = new EntryColumns(Texts.of(Kind.class, Locale.ENGLISH), FORMATS,
            new StateText(Texts.of(StateText.class, Locale.ENGLISH)),
            new CertificateText(Texts.of(CertificateText.class, Locale.ENGLISH), FORMATS, InstantSource.fixed(Samples.START)));

    private Column<Entry> column(OwnKind kind, String id) {
        return columns.of(kind).stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    private static Entry subscriber(RegisteredContact... contacts) {
        return new Entry(OwnKind.SUBSCRIBER, "anna", new Member(Subscriber.of("anna", "Anna"), List.of()), Optional.empty(),
                List.of(contacts), List.of());
    }

    private static String hover(Column<Entry> column, Entry entry) {
        return column.hover().orElseThrow().apply(entry);
    }

    /** RFC 5626 §4.1, RFC 3327: which phone it is, over which of its flows and proxies it is called. */
    @Test
    void aRegistrationShowsItsDeviceItsFlowAndItsPath() {
        var behindProxies = subscriber(Samples.contact());
        assertEquals("urn:uuid:7f3c1a", column(OwnKind.SUBSCRIBER, "instance").text().apply(behindProxies));
        var contact = column(OwnKind.SUBSCRIBER, "contact");
        assertEquals("udp 192.0.2.7:40123 by proxy", contact.text().apply(behindProxies));
        assertEquals("udp 192.0.2.7:40123 · sip:anna@192.0.2.7:5060 · flow 2 · by <sip:edge.example;lr>, <sip:inner.example;lr>",
                hover(contact, behindProxies));
        var plain = subscriber(new RegisteredContact("anna", "sip:anna@192.0.2.7", "192.0.2.7:5060", "udp", Samples.START, ""));
        assertEquals("udp 192.0.2.7:5060", contact.text().apply(plain));
        assertEquals("udp 192.0.2.7:5060 · sip:anna@192.0.2.7", hover(contact, plain));
    }

    /** RFC 3608. */
    @Test
    void numbersSubscribersAndRingGroupsCanBeCalledAndPrefixesCannot() {
        assertEquals(List.of("+46812345678", "anna"), numbers(new Entry(OwnKind.NUMBER, "+46812345678", new NumberAssignment("+46812345678", "anna"),
                Optional.empty(), List.of(), List.of())));
        var sales = new RingGroup("sales", Optional.empty(), List.of("anna", "bo"), Strategy.ALL, 20, Optional.empty());
        var numbered = new RingGroup("sales", Optional.of("600"), List.of("anna"), Strategy.ALL, 20, Optional.of("+46701234567"));
        var forwarded = new CallHandling(Optional.empty(), Optional.of("bo"), Optional.of("+46701234567"), 20, Optional.empty(), false, 0, List.of("floor-2"));
        var anna = new Subscriber("anna", Secret.of("a-good-one"), "Anna", true, forwarded, Srtp.OFFER);
        assertEquals(List.of("anna", "bo", "+46701234567", "+46812345678", "+46812345679", "sales"), numbers(new Entry(OwnKind.SUBSCRIBER, "anna",
                new Member(anna, List.of(sales)), Optional.empty(), List.of(), List.of("+46812345678", "+46812345679"))));
        assertEquals(List.of("sales", "anna", "bo"), numbers(new Entry(OwnKind.RING_GROUP, "sales", sales, Optional.empty(), List.of(), List.of())));
        assertEquals(List.of("600", "anna", "+46701234567"), numbers(new Entry(OwnKind.RING_GROUP, "sales", numbered, Optional.empty(), List.of(), List.of())));
        assertEquals(List.of(), numbers(new Entry(OwnKind.ROUTE, "+46", new Route("+46", List.of("Telia")), Optional.empty(), List.of(), List.of())));
        assertEquals(List.of(), numbers(new Entry(OwnKind.TRUNK, "Telia", Trunk.of("Telia", "192.0.2.1"), Optional.empty(), List.of(), List.of())));
    }

    @Test
    void aFieldOfAPluginIsCalledByItsType() {
        assertEquals(List.of("8000", "*21"), added(Map.of("room", "8000", "code", "*21", "slots", "701-709, 720", "note", "46701234567", "door", "4711")));
        assertEquals(List.of("echo@192.0.2.1", "anna"), added(Map.of("room", "echo@192.0.2.1", "user", "anna", "phone", "")));
        assertEquals(List.of(), added(Map.of("room", "08 xx", "slots", "701, 702")));
    }

    private List<String> added(Map<String, String> values) {
        var kind = new AddedKind(new PluginEntries.Kind("a", "b", Map.of(), "note", List.of(field("note", "text", false), field("room", "dialled", false),
                field("code", "dialled", false), field("slots", "dialled", false), field("phone", "phone-number", false),
                field("user", "subscriber", false), field("door", "dialled", true))), AddedKind.State.RUNS, Map.of());
        return numbers(new Entry(kind, "46701234567", new PluginEntries.Entry("46701234567", values, List.of()), Optional.empty(), List.of(), List.of()));
    }

    private static Field field(String name, String type, boolean secret) {
        return new Field(name, type, Map.of(), Map.of(), false, secret, "", "", "", "", Map.of());
    }

    private List<String> numbers(Entry entry) {
        return columns.of(entry.kind()).stream().flatMap(column -> column.numbers().stream()).flatMap(numbers -> numbers.apply(entry).stream())
                .filter(number -> !number.isEmpty()).distinct().toList();
    }

    @Test
    void aTrunkShowsTheRouteThatItsRegistrarNames() {
        var status = Samples.status().trunks().getFirst();
        var trunk = new Entry(OwnKind.TRUNK, status.name(), Trunk.of(status.name(), "192.0.2.1"), Optional.of(status), List.of(), List.of());
        assertEquals("Calls take the route that the registrar names: <sip:edge.telia.example;lr>",
                hover(column(OwnKind.TRUNK, "registration"), trunk));
    }
}
