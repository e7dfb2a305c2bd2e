package org.trunkline.ui.trunks.internal.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.Texts;

/** Templates as they are offered. */
class TemplateOfferTest {
    private final FakeNode node = new FakeNode();
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.of("en"));
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private static Texts texts() {
        return Texts.of(TemplateOffer.class);
    }

    private static Template template(String id, String country) {
        return new Template(id, "com.example.gone", "Acme", country, "a contract", Map.of("host", "sip.example"), List.of());
    }

    @Test
    void itNamesProviderCountryPluginAndPublisher() throws NodeUnavailableException {
        var offer = TemplateOffer.all(node).getFirst();
        assertEquals("Example Telecom", offer.name(List.of(offer)));
        assertEquals("Sweden. From the plug-in CRM connector by Example Telephony.", offer.origin(texts()));
        assertEquals("Host, Transport, Username, Password, Ring timeout, P-Asserted-Identity", offer.fills());
        Locale.setDefault(Locale.of("sv"));
        assertEquals("Sverige. Från insticksprogrammet CRM-koppling av Example Telephony.", TemplateOffer.all(node).getFirst().origin(texts()));
    }

    @Test
    void thoseOfOneProviderAndCountryAreToldApart() throws NodeUnavailableException {
        node.entries().offer(List.of(template("acme-tls", "SE"), template("acme-udp", "SE"), template("acme", "")));
        var all = TemplateOffer.all(node);
        assertEquals(List.of("Acme (acme-tls)", "Acme (acme-udp)", "Acme"), all.stream().map(offer -> offer.name(all)).toList());
        assertEquals("International. From the plug-in com.example.gone, which is not signed.", all.getLast().origin(texts()));
    }

    @Test
    void theFilterLooksForEachWord() throws NodeUnavailableException {
        var offer = TemplateOffer.all(node).getFirst();
        for (String typed : List.of("", "  ", "exam", "TELECOM swe", "crm"))
            assertTrue(offer.matches(typed, texts()), typed);
        assertFalse(offer.matches("example norway", texts()));
        assertEquals(FakeEntries.TEMPLATE, offer.template());
    }
}
