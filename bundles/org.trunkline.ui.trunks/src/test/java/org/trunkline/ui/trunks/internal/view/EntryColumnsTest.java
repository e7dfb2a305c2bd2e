package org.trunkline.ui.trunks.internal.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.CertificateText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.table.Column;
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
    void aTrunkShowsTheRouteThatItsRegistrarNames() {
        var status = Samples.status().trunks().getFirst();
        var trunk = new Entry(OwnKind.TRUNK, status.name(), Trunk.of(status.name(), "192.0.2.1"), Optional.of(status), List.of(), List.of());
        assertEquals("Calls take the route that the registrar names: <sip:edge.telia.example;lr>",
                hover(column(OwnKind.TRUNK, "registration"), trunk));
    }
}
