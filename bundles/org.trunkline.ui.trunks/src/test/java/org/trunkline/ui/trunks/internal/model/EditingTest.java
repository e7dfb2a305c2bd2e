package org.trunkline.ui.trunks.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.schema.Passwords;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormValues;

class EditingTest {
    private final FakeNode node = new FakeNode();

    private static String codes(List<FieldError> errors) {
        return errors.stream().map(e -> ErrorText.field(e) + " " + e.code()).sorted()
                .collect(Collectors.joining(", "));
    }

    @Test
    void eachKindComesBackFromItsFieldsAsItWas() throws Exception {
        node.trunks().create(Trunk.of("Telia A", "192.0.2.1"));
        Trunk trunk = node.trunks().find("Telia A").orElseThrow();
        var form = new TrunkForm();
        var editing = new Editing<>(OwnKind.TRUNK, form, Optional.of(trunk), form.values(trunk));
        assertFalse(editing.dirty(form.values(trunk)));
        assertInstanceOf(SaveResult.Saved.class, editing.save(node, form.values(trunk).with("maxCalls", "30")));
        assertEquals(30, node.trunks().find("Telia A").orElseThrow().limits().maxCalls());
        assertEquals(trunk.numbers().outbound(), node.trunks().find("Telia A").orElseThrow().numbers().outbound());
    }

    @Test
    void lettersInAFigureAreToldOnceAndNothingIsSaved() {
        var form = new TrunkForm();
        FormValues typed = form.blank().with("name", "A").with("host", "192.0.2.1").with("port", "abc");
        var checked = form.check(typed, Optional.empty());
        assertEquals("port not-number", codes(checked.errors()));
        assertTrue(checked.draft().isEmpty());
    }

    @Test
    void aRegistrationIsCheckedOnlyWhereThereIsOne() {
        var form = new TrunkForm();
        FormValues typed = form.blank().with("name", "A").with("host", "192.0.2.1");
        assertTrue(form.check(typed, Optional.empty()).good());
        assertFalse(form.enabled("registration.password", typed));
        assertEquals("registration.password required, registration.username required",
                codes(form.check(typed.with("registration", "true"), Optional.empty()).errors()));
    }

    @Test
    void theAddressesOfATrunkAreToldAtTheirField() {
        var form = new TrunkForm();
        FormValues typed = form.blank().with("name", "A").with("host", "192.0.2.1").with("inboundAddresses",
                " 192.0.2.0/24 \n\nnot one\n");
        assertEquals("inboundAddresses not-address", codes(form.check(typed, Optional.empty()).errors()));
    }

    @Test
    void anEmptyPasswordKeepsThePresentOne() {
        var form = new SubscriberForm();
        FormValues typed = form.blank().with("username", "anna");
        assertEquals("password required", codes(form.check(typed, Optional.empty()).errors()));
        assertTrue(form.check(typed, Optional.of(new Member(new Subscriber("anna", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER), List.of()))).good());
    }

    @Test
    void theNodeAddsWhatOnlyItKnows() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        var subscriber = Editing.blank(OwnKind.SUBSCRIBER);
        FormValues typed = subscriber.original().with("username", "anna").with("password", "short");
        assertEquals("password password-length", codes(subscriber.check(typed).errors()));
        assertEquals("username taken", codes(subscriber.checkAtNode(node, typed)));

        var route = Editing.blank(OwnKind.ROUTE);
        assertEquals("trunks no-such-trunk", codes(route.checkAtNode(node, route.original().with("prefix", "+46")
                .with("trunks", "Telia A"))));
    }

    @Test
    void aTrunkInUseIsNotDeleted() throws Exception {
        node.trunks().create(Trunk.of("Telia A", "192.0.2.1"));
        node.routes().create(new Route("+46", List.of("Telia A")));
        var editing = Editing.of(OwnKind.TRUNK, node.trunks().find("Telia A").orElseThrow());
        var inUse = assertInstanceOf(SaveResult.InUse.class, editing.delete(node));
        assertEquals(List.of("route +46"), inUse.dependents());
        assertEquals("route +46", new FieldText(Texts.of(FieldText.class)).dependent("route +46"));
    }

    @Test
    void passwordsAreLongAndNeverTheSame() {
        var passwords = new Passwords();
        String one = passwords.next();
        assertEquals(16, one.length());
        assertFalse(one.equals(passwords.next()));
        assertFalse(FormValues.of("password", one).toString().contains(one));
    }

    @Test
    void everyFieldOfAnEntryIsShown() {
        for (Kind kind : OwnKind.values()) {
            var shown = kind.form().fields().stream().filter(f -> f.type() != FormField.Type.FACT)
                    .map(FormField::name).collect(Collectors.toSet());
            assertEquals(kind.form().blank().fields().keySet(), shown, kind.code());
        }
    }

    @Test
    void aSubscriberKeepsItsEncryption() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.REQUIRE));
        var anna = new MemberCatalog(node).find("anna").orElseThrow();
        var editing = new Editing<>(OwnKind.SUBSCRIBER, new SubscriberForm(), Optional.of(anna),
                new SubscriberForm().values(anna));
        editing.save(node, editing.original().with("displayName", "Anna"));
        assertEquals(Srtp.REQUIRE, node.subscribers().find("anna").orElseThrow().srtp());
        editing.save(node, editing.original().with("srtp", "NEVER"));
        assertEquals(Srtp.NEVER, node.subscribers().find("anna").orElseThrow().srtp());
    }

    @Test
    void aSubscriberKeepsItsForwarding() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        var anna = new MemberCatalog(node).find("anna").orElseThrow();
        var editing = new Editing<>(OwnKind.SUBSCRIBER, new SubscriberForm(), Optional.of(anna),
                new SubscriberForm().values(anna));
        FormValues typed = editing.original().with("handling.forwardBusy", "+46 70 123 45 67")
                .with("handling.doNotDisturb", "true").with("handling.callLimit", "2")
                .with("handling.pickupGroups", "sales\nsupport");
        assertEquals("", codes(editing.check(typed).errors()));
        assertInstanceOf(SaveResult.Saved.class, editing.save(node, typed));
        var handling = node.subscribers().find("anna").orElseThrow().handling();
        assertEquals(Optional.of("+46701234567"), handling.forwardBusy());
        assertTrue(handling.doNotDisturb());
        assertEquals(2, handling.callLimit());
        assertEquals(List.of("sales", "support"), handling.pickupGroups());
        assertEquals("handling.callLimit not-number, handling.forwardAlways to-itself", codes(editing.check(
                typed.with("handling.forwardAlways", "anna").with("handling.callLimit", "two")).errors()));
    }

    @Test
    void whereAllCallsGoElsewhereNothingIsUnansweredHere() {
        var form = new SubscriberForm();
        assertFalse(form.enabled("handling.noAnswerSeconds", form.blank()));
        assertTrue(form.enabled("handling.noAnswerSeconds", form.blank().with("handling.forwardNoAnswer", "bo")));
        assertFalse(form.enabled("handling.forwardBusy", form.blank().with("handling.forwardAlways", "bo")));
    }

    @Test
    void aRingGroupNeedsSubscribersThereAre() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        var editing = Editing.blank(OwnKind.RING_GROUP);
        FormValues typed = editing.original().with("name", "sales").with("members", "anna").with("strategy", "IN_ORDER");
        assertEquals("members required", codes(editing.check(typed.with("members", "")).errors()));
        assertEquals("", codes(editing.check(typed).errors()));
        assertInstanceOf(SaveResult.Saved.class, editing.save(node, typed));
        assertEquals(List.of("anna"), node.ringGroups().find("sales").orElseThrow().members());
        assertEquals("ring group sales", new FieldText(Texts.of(FieldText.class)).dependent("ring group sales"));
    }

    @Test
    void eachSubjectOfTheAuditHasItsWords() {
        var words = new FieldText(Texts.of(FieldText.class, Locale.CHINESE));
        for (String kind : AuditSubject.KINDS) {
            String subject = new AuditSubject(kind, "7").text();
            assertNotEquals(subject, words.dependent(subject));
        }
        assertNotEquals("entry com.example.crm door 7", words.dependent(AuditSubject.ofPlugin("com.example.crm", "door", "7").text()));
        words = new FieldText(Texts.of(FieldText.class, Locale.of("sv")));
        assertEquals("sparad sökning Busy", words.dependent(new AuditSubject(AuditSubject.SAVED_SEARCH, "Busy").text()));
        assertEquals("legal-hold", words.kindOf(new AuditSubject(AuditSubject.LEGAL_HOLD, "Case 7").text()));
        assertEquals("something else", words.dependent("something else"));
    }

    @Test
    void encryptionGoesWithTlsAndThePortWithTheTransport() {
        var form = new TrunkForm();
        FormValues plain = form.blank().with("name", "A").with("host", "a.example").with("security.srtp", "REQUIRE");
        assertFalse(form.enabled("security.srtp", plain));
        assertEquals(TrunkSecurity.NONE, form.check(plain, Optional.empty()).draft().orElseThrow().security());
        FormValues tls = form.following("transport", plain.with("transport", "TLS"));
        assertEquals("5061", tls.text("port"));
        assertTrue(form.enabled("security.srtp", tls));
        assertEquals(Srtp.REQUIRE, form.check(tls, Optional.empty()).draft().orElseThrow().security().srtp());
        assertEquals("5060", form.following("transport", tls.with("transport", "UDP")).text("port"));
        assertEquals("7000", form.following("transport", plain.with("transport", "TLS").with("port", "7000"))
                .text("port"));
    }

    @Test
    void whatIsTypedWhileItIsSavedIsTold() {
        FormValues saved = new TrunkForm().blank().with("name", "A");
        assertEquals(Map.of("host", "192.0.2.9"), saved.with("host", "192.0.2.9").changedSince(saved));
        assertEquals(Map.of(), saved.changedSince(saved));
    }

    @Test
    void pricesComeBackFromTheirFieldsAndCanBeLeftOut() throws Exception {
        var form = new TrunkForm();
        FormValues typed = form.blank().with("name", "A").with("host", "192.0.2.1").with("tariff", "true").with("tariff.currency", "sek")
                .with("tariff.perMinute", "0,25").with("tariff.stepSeconds", "1")
                .with("tariff.prefixes", "+4670 0.12 0.05\n+46 0.1");
        var editing = new Editing<>(OwnKind.TRUNK, form, Optional.empty(), form.blank());
        assertInstanceOf(SaveResult.Saved.class, editing.save(node, typed));
        Trunk trunk = node.trunks().find("A").orElseThrow();
        FormValues shown = form.values(trunk);
        assertEquals("SEK 0.25 0 60 1 +4670 0.12 0.05\n+46 0.1", String.join(" ", shown.text("tariff.currency"),
                shown.text("tariff.perMinute"), shown.text("tariff.connectionFee"), shown.text("tariff.firstSeconds"),
                shown.text("tariff.stepSeconds"), shown.text("tariff.prefixes")));
        assertEquals(trunk.tariff().orElseThrow(), form.check(shown, Optional.of(trunk)).draft().orElseThrow().tariff()
                .orElseThrow());
        assertEquals(Optional.empty(), form.check(shown.with("tariff", "false"), Optional.of(trunk)).draft()
                .orElseThrow().tariff());
        assertFalse(form.enabled("tariff.perMinute", shown.with("tariff", "false")));
    }

    @Test
    void wrongPricesAreToldAtTheirFields() {
        var form = new TrunkForm();
        FormValues typed = form.blank().with("name", "A").with("host", "192.0.2.1").with("tariff", "true").with("tariff.currency", "EUR");
        assertEquals("tariff.perMinute not-amount", codes(form.check(typed.with("tariff.perMinute", "cheap"),
                Optional.empty()).errors()));
        assertEquals("tariff.prefixes not-row", codes(form.check(typed.with("tariff.prefixes", "+46"),
                Optional.empty()).errors()));
        assertEquals("tariff.currency not-currency, tariff.prefixes not-prefix", codes(form.check(typed
                .with("tariff.currency", "XYZ").with("tariff.prefixes", "4* 1"), Optional.empty()).errors()));
    }
}
