package org.trunkline.node.internal.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.format.Xml;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.directory.registrar.Binding;
import org.trunkline.engine.phone.CheckSync;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.signaling.DeviceFlow;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.node.internal.MemoryEntryStore;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.node.internal.config.Catalogs;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.config.SavedSearchCatalog;
import org.trunkline.node.internal.config.StoredChangeLog;
import org.trunkline.node.internal.config.SubscriberCatalog;
import org.trunkline.node.internal.plugin.StoredEntries;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.node.internal.settings.AuditedSettings;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.ManualScheduler;
import org.trunkline.testkit.node.FakeNode;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PhoneCardsTest {
    private static final String REALM = "example.com";
    private static final String HARD = "a&<\"'>;b c";

    private final ManualScheduler clock = new ManualScheduler();
    private final MemoryStore store = new MemoryStore();
    private final Configurations configurations = new Configurations(store, Configuration.EMPTY, _ -> { }, this::changed, "test");
    private final SubscriberCatalog subscribers = new SubscriberCatalog(configurations, REALM);
    private final List<OutOfDialog.Request> notified = new ArrayList<>();
    private List<String> sip = List.of("udp 192.0.2.10:5060", "tcp 192.0.2.10:5060", "tls 192.0.2.10:5061", "udp 127.0.0.1:5060");
    private List<String> web = List.of("https://192.0.2.10:8060", "http://127.0.0.1:40000");
    private List<String> names = List.of();
    private List<Binding> bindings = List.of();
    private PhoneCards cards;

    @BeforeEach
    void start() throws Exception {
        subscribers.create(new Subscriber("anna", Secret.of(HARD), "Anna \"A\" <&; Å", true, CallHandling.PLAIN, Srtp.OFFER));
        subscribers.create(new Subscriber("bo", Secret.of("password of bo"), "", true, CallHandling.PLAIN, Srtp.REQUIRE));
        cards = restarted();
    }

    /** As a node that starts has it. */
    private PhoneCards restarted() {
        return on(store);
    }

    /** @param addresses keeps those of phones */
    private PhoneCards on(MemoryStore addresses) {
        OutOfDialog sender = (request, result) -> {
            notified.add(request);
            result.accept(new OutOfDialog.Outcome.Answered(notified.size() == 1 ? 200 : 489, notified.size() == 1 ? "OK" : "Bad Event",
                    Map.of(), Duration.ZERO));
        };
        return new PhoneCards(configurations, addresses, REALM, new PhoneCards.Network(() -> sip, () -> web,
                () -> names.isEmpty() ? Optional.empty() : Optional.of(new TlsCertificate(names, "CA", Instant.EPOCH, Instant.MAX))),
                new PhoneCards.Registered(_ -> bindings, new CheckSync(sender, clock, "sip:trunkline@" + REALM)), clock,
                () -> List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("192.0.2.10"),
                        InetAddress.ofLiteral("2001:db8::10")));
    }

    private void changed(List<ConfigChange> changes) {
        for (var change : changes)
            if (change instanceof ConfigChange.RemoveSubscriber(var before, var after))
                cards.moved(before, after);
    }

    private static PhoneCard made(SaveResult<PhoneCard> result) {
        return (PhoneCard) assertInstanceOf(SaveResult.Saved.class, result).value();
    }

    private PhoneCard card(String username) throws Exception {
        return made(cards.card(username, PhoneCardRequest.NEW_PASSWORD));
    }

    private PhoneCard ofAnna(Transport transport) throws Exception {
        return made(cards.card("anna", new PhoneCardRequest(Secret.of(HARD), Optional.empty(), Optional.of(transport))));
    }

    private static String token(PhoneCard card) {
        var address = card.provisioning().address().toString();
        return address.substring(address.indexOf("/provision/") + 11, address.length() - 1);
    }

    private String file(PhoneCard card, String path) {
        try {
            return cards.fetch(token(card), path).orElseThrow().text();
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static String at(String text, String path) throws Exception {
        return XPathFactory.newInstance().newXPath().evaluate(path, xml(text));
    }

    @Test
    void aCardSetsANewPasswordThatRegisters() throws Exception {
        var card = card("anna");
        var password = card.password().given().orElseThrow();
        assertEquals(16, password.length());
        assertEquals(DigestAlgorithm.secretOf("anna", REALM, password), store.configuration.secrets().get("anna"));
        assertEquals(new Server("192.0.2.10", 5060, Transport.UDP, false), card.server());
        assertEquals("sip:anna@192.0.2.10:5060;transport=udp", card.sipUri());
        assertTrue(card.provisioning().address().toString().matches("https://192\\.0\\.2\\.10:8060/provision/[A-Za-z0-9_-]{22}/"));
        assertEquals(card.provisioning().address() + "linphone/linphone.xml", card.qrText());
        assertEquals("Anna \"A\" <&; Å", configurations.current().subscribers().getLast().displayName());
        assertNotEquals(password, card("anna").password().given().orElseThrow());
    }

    @Test
    void aCardShowsTheTypedPasswordAndNoOther() throws Exception {
        assertEquals(Optional.of(HARD), ofAnna(Transport.UDP).password().given());
        assertEquals(List.of("password not-the-password"), errors(cards.card("anna",
                new PhoneCardRequest(Secret.of("guess"), Optional.empty(), Optional.empty()))));
        assertEquals(DigestAlgorithm.secretOf("anna", REALM, HARD), store.configuration.secrets().get("anna"));
        assertEquals(new SaveResult.Missing<>("nobody"), cards.card("nobody", PhoneCardRequest.NEW_PASSWORD));
    }

    private static List<String> errors(SaveResult<?> result) {
        return result instanceof SaveResult.Rejected<?>(List<FieldError> errors)
                ? errors.stream().map(e -> e.field() + " " + e.code()).toList() : List.of();
    }

    @Test
    void cardsAreInTheAuditWithoutThePassword() throws Exception {
        var card = Author.as("eva", () -> card("anna"));
        assertEquals(List.of("eva | phone-card | subscriber anna | with a new password"), store.notes);
        assertFalse(card.toString().contains(card.password().given().orElseThrow()), card.toString());
        assertFalse(card.toString().contains(token(card)), card.toString());
    }

    @Test
    void theServerIsOneThatPhonesReach() throws Exception {
        assertEquals(List.of("192.0.2.10 UDP", "192.0.2.10 TCP", "192.0.2.10 TLS", "127.0.0.1 UDP"),
                card("anna").servers().stream().map(s -> s.host() + " " + s.transport()).toList());
        assertEquals(Transport.TLS, card("bo").server().transport(), "calls of bo are encrypted");
        assertEquals(List.of("host not-listening"), errors(cards.card("anna",
                new PhoneCardRequest(Secret.KEPT, Optional.of("203.0.113.1"), Optional.empty()))));
        sip = List.of("udp 127.0.0.1:5060");
        web = List.of("http://127.0.0.1:8060");
        var card = card("anna");
        assertTrue(card.server().thisMachineOnly() && card.provisioning().thisMachineOnly());
        assertEquals(card.sipUri(), card.qrText());
        assertEquals(List.of("transport needs-tls"), errors(cards.card("bo", PhoneCardRequest.NEW_PASSWORD)));
        sip = List.of();
        assertEquals("sip-not-listening", assertThrows(NodeUnavailableException.class,
                () -> card("anna")).code());
    }

    @Test
    void aListenerOnAllAddressesStandsForThoseOfTheMachine() throws Exception {
        sip = List.of("udp 0.0.0.0:5060", "ws 0.0.0.0:5080");
        web = List.of("https://0.0.0.0:8060");
        assertEquals(List.of("192.0.2.10", "127.0.0.1"), card("anna").servers().stream().map(Server::host).toList());
        assertEquals("192.0.2.10", card("anna").provisioning().address().getHost());
        sip = List.of("udp [::]:5060");
        assertEquals(List.of("192.0.2.10", "2001:db8::10", "127.0.0.1"), card("anna").servers().stream().map(Server::host).toList());
        var six = made(cards.card("anna", new PhoneCardRequest(Secret.KEPT, Optional.of("2001:db8::10"), Optional.empty())));
        assertEquals("sip:anna@[2001:db8::10]:5060;transport=udp", six.sipUri());
    }

    @Test
    void overTlsAPhoneIsGivenTheNameOfTheCertificate() throws Exception {
        names = List.of("*.example.com", "192.0.2.10", "pbx.example.com");
        var card = ofAnna(Transport.TLS);
        assertEquals("pbx.example.com", card.server().host());
        assertEquals("pbx.example.com", card.provisioning().address().getHost());
        assertEquals("192.0.2.10", ofAnna(Transport.UDP).server().host());
    }

    @Test
    void eachMakeGetsItsFile() throws Exception {
        var card = ofAnna(Transport.TLS);
        var makes = card.provisioning().makes();
        assertEquals(List.of("Yealink", "Poly", "snom", "Grandstream", "Cisco MPP", "Linphone"),
                makes.stream().map(m -> m.name()).toList());
        assertEquals(List.of("192.0.2.10", "5061", "anna", "anna", HARD, "2", "1"), Stream.of("sip_server.1.address",
                "sip_server.1.port", "user_name", "auth_name", "password", "sip_server.1.transport_type", "srtp_encryption")
                .map(key -> line(file(card, "yealink/phone.cfg"), "account.1." + key)).toList());
        var poly = file(card, "poly/phone.cfg");
        for (var value : Map.of("reg.1.address", "anna", "reg.1.auth.password", HARD, "reg.1.server.1.address", "192.0.2.10",
                "reg.1.server.1.port", "5061", "reg.1.server.1.transport", "TLS", "reg.1.srtp.require", "0").entrySet())
            assertEquals(value.getValue(), at(poly, "/PHONE_CONFIG/ALL/@*[name()='" + value.getKey() + "']"));
        var snom = file(card, "snom/settings.xml");
        for (var value : Map.of("user_name", "anna", "user_pass", HARD, "user_host", "192.0.2.10", "user_outbound",
                "192.0.2.10:5061;transport=tls", "user_savp", "optional").entrySet())
            assertEquals(value.getValue(), at(snom, "/settings/phone-settings/" + value.getKey() + "[@idx='1']"));
        var grandstream = file(card, "grandstream/cfg.xml");
        for (var value : Map.of("P47", "192.0.2.10:5061", "P35", "anna", "P36", "anna", "P34", HARD, "P130", "2").entrySet())
            assertEquals(value.getValue(), at(grandstream, "/gs_provision/config/" + value.getKey()));
        var cisco = file(card, "cisco/settings.xml");
        for (var value : Map.of("Proxy_1_", "192.0.2.10:5061", "User_ID_1_", "anna", "Password_1_", HARD, "SIP_Transport_1_",
                "TLS", "Line_Enable_1_", "Yes").entrySet())
            assertEquals(value.getValue(), at(cisco, "/flat-profile/" + value.getKey()));
        var linphone = file(card, "linphone/linphone.xml");
        for (var value : Map.of("passwd", HARD, "username", "anna", "realm", REALM, "reg_proxy",
                "<sip:192.0.2.10:5061;transport=tls>", "reg_identity", "\"Anna  A  <&  Å\" <sip:anna@192.0.2.10>").entrySet())
            assertEquals(value.getValue(), at(linphone, "//*[@name='" + value.getKey() + "']"));
    }

    private static String line(String text, String key) {
        return text.lines().filter(l -> l.startsWith(key + " = ")).map(l -> l.substring(key.length() + 3)).findFirst().orElse("");
    }

    /** A line break in a value would begin another setting. */
    @Test
    void aNameWritesNoSettings() throws Exception {
        subscribers.replace("anna", new Subscriber("anna", Secret.KEPT, "x\nstatic.security.user_password = admin:1", true,
                CallHandling.PLAIN, Srtp.OFFER));
        var text = configurations.current().subscribers().stream().filter(s -> s.username().equals("anna")).findFirst().orElseThrow();
        var written = PhoneMake.YEALINK.write("yealink/phone.cfg", new LiveCards.Card(new Subscriber(text.username(), Secret.KEPT,
                "x\r\nstatic.security = 1", true, CallHandling.PLAIN, Srtp.OFFER), "p\nq = 1", card("anna").server(), REALM).settings()).text();
        assertEquals(11, written.lines().count(), written);
        assertEquals("0", line(written, "account.1.srtp_encryption"), "keys of SRTP would go in the clear");
    }

    @Test
    void aPhoneAsksByItsHardwareAddress() throws Exception {
        var card = ofAnna(Transport.UDP);
        assertEquals(file(card, "yealink/phone.cfg"), file(card, "yealink/001565abcdef.cfg"));
        assertEquals("phone.cfg", at(file(card, "poly/0004f2abcdef.cfg"), "/APPLICATION/@CONFIG_FILES"));
        assertEquals(file(card, "snom/settings.xml"), file(card, "snom/snomD785-000413ABCDEF.htm"));
        assertEquals(file(card, "grandstream/cfg.xml"), file(card, "grandstream/cfg000b82abcdef.xml"));
        assertEquals(file(card, "cisco/settings.xml"), file(card, "cisco/spa00562badcafe.xml"));
        for (String path : List.of("yealink/y000000000028.cfg", "yealink/", "yealink", "", "nokia/phone.cfg", "yealink/../poly/phone.cfg",
                "poly/" + "0".repeat(200)))
            assertEquals(Optional.empty(), cards.fetch(token(card), path), path);
    }

    @Test
    void anAddressEndsAfterAnHour() throws Exception {
        var card = ofAnna(Transport.UDP);
        clock.advance(Duration.ofMinutes(59));
        assertTrue(cards.fetch(token(card), "poly/phone.cfg").isPresent());
        clock.advance(Duration.ofMinutes(1));
        for (var make : card.provisioning().makes())
            assertEquals(Optional.empty(), cards.fetch(token(card), make.file()), "not used, or Poly");
        assertEquals(List.of(), store.phoneAddresses);
    }

    @Test
    void anAddressIsUsedUp() throws Exception {
        var card = ofAnna(Transport.UDP);
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/nothing"), "does not count");
        for (int i = 0; i < card.provisioning().fetches(); i++)
            assertEquals(HARD, line(file(card, "yealink/phone.cfg"), "account.1.password"));
        assertFalse(file(card, "yealink/phone.cfg").contains("password"));
        assertEquals(Optional.empty(), cards.fetch(token(card), "snom/settings.xml"), "another make has not used it");
    }

    /** As after an hour and a restart. */
    private PhoneCard used(Transport transport) throws Exception {
        var card = ofAnna(transport);
        for (var make : card.provisioning().makes())
            file(card, make.file());
        clock.advance(LiveCards.LIFETIME);
        cards = restarted();
        return card;
    }

    @Test
    void anAddressThatWasUsedGivesThePresentSettingsWithoutThePassword() throws Exception {
        var first = ofAnna(Transport.TLS);
        var makes = first.provisioning().makes().stream().filter(make -> !make.name().equals("Poly")).toList();
        var before = makes.stream().map(make -> file(first, make.file())).toList();
        clock.advance(LiveCards.LIFETIME);
        cards = restarted();
        for (int i = 0; i < makes.size(); i++) {
            var later = file(first, makes.get(i).file());
            assertFalse(later.contains(HARD) || later.contains(Xml.text(HARD)) || later.contains("{{"), later);
            assertEquals(before.get(i).lines().count() - 1, later.lines().count(), later);
            assertTrue(before.get(i).lines().toList().containsAll(later.lines().toList()), later);
            if (!makes.get(i).name().equals("Yealink"))
                xml(later);
        }
        assertEquals(Optional.empty(), cards.fetch(token(first), "poly/phone.cfg"), "a Poly phone would lose its password");
        assertEquals(Optional.empty(), cards.fetch(token(first), "poly/0004f2abcdef.cfg"));
        assertFalse(store.phoneAddresses.toString().contains(token(first)) || store.phoneAddresses.toString().contains(HARD));
    }

    @Test
    void aChangedServerReachesThePhones() throws Exception {
        var card = used(Transport.TLS);
        sip = List.of("udp 192.0.2.10:5060", "tls 192.0.2.10:5071", "udp 127.0.0.1:5060");
        subscribers.replace("anna", new Subscriber("anna", Secret.KEPT, "Anna B", true, CallHandling.PLAIN, Srtp.REQUIRE));
        var text = file(card, "yealink/001565abcdef.cfg");
        assertEquals(List.of("192.0.2.10", "5071", "2", "2", "Anna B"), Stream.of("sip_server.1.address", "sip_server.1.port",
                "sip_server.1.transport_type", "srtp_encryption", "label").map(key -> line(text, "account.1." + key)).toList());
        sip = List.of("udp 192.0.2.10:5060", "udp 127.0.0.1:5060");
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"), "calls of anna are encrypted");
        subscribers.replace("anna", new Subscriber("anna", Secret.KEPT, "Anna B", true, CallHandling.PLAIN, Srtp.OFFER));
        assertEquals("5060", line(file(card, "yealink/phone.cfg"), "account.1.sip_server.1.port"));
        sip = List.of("udp 127.0.0.1:5060");
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"), "no phone reaches it");
    }

    @Test
    void aUsedAddressFollowsItsSubscriberAndEndsWithIt() throws Exception {
        var card = used(Transport.UDP);
        subscribers.replace("anna", new Subscriber("eva", Secret.of(HARD), "Eva", true, CallHandling.PLAIN, Srtp.OFFER));
        assertEquals("eva", line(file(card, "yealink/phone.cfg"), "account.1.user_name"));
        cards = restarted();
        assertEquals("eva", line(file(card, "yealink/phone.cfg"), "account.1.user_name"));
        subscribers.delete("eva");
        subscribers.create(new Subscriber("eva", Secret.of(HARD), "", true, CallHandling.PLAIN, Srtp.OFFER));
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"));
        cards = restarted();
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"));
    }

    @Test
    void aUsedAddressEndsWithTheNextCardAndWhenItIsRevoked() throws Exception {
        var card = used(Transport.UDP);
        var next = ofAnna(Transport.UDP);
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"));
        assertTrue(cards.fetch(token(next), "yealink/phone.cfg").isPresent());
        boolean revoked = Author.as("eva", () -> cards.revoke("anna"));
        assertTrue(revoked);
        assertFalse(cards.revoke("nobody"));
        assertEquals(Optional.empty(), cards.fetch(token(next), "yealink/phone.cfg"));
        assertEquals(List.of(), store.phoneAddresses);
        assertTrue(store.notes.getLast().startsWith("eva | card-revoked | subscriber anna | "), store.notes.getLast());
        assertEquals(DigestAlgorithm.secretOf("anna", REALM, HARD), store.configuration.secrets().get("anna"));
    }

    /** Done by another while the node looks whether it has the address that a phone fetches at. @return of the fetched file */
    private PhoneCard fetchedWhile(Callable<?> done) throws Exception {
        var card = ofAnna(Transport.UDP);
        var task = new FutureTask<>(done);
        var thread = new Thread(task);
        store.beforePhoneAddress = () -> {
            store.beforePhoneAddress = () -> {};
            thread.start();
            Await.until("it waits or is done", () -> Set.of(Thread.State.BLOCKED, Thread.State.TERMINATED).contains(thread.getState()));
        };
        assertTrue(file(card, "yealink/phone.cfg").contains("password"));
        task.get();
        return card;
    }

    @Test
    void whatEndsAnAddressEndsItForThePhoneThatFetchesAtThisMoment() throws Exception {
        var revoked = fetchedWhile(() -> cards.revoke("anna"));
        assertEquals(Optional.empty(), cards.fetch(token(revoked), "yealink/phone.cfg"));
        var replaced = fetchedWhile(() -> ofAnna(Transport.UDP));
        assertEquals(Optional.empty(), cards.fetch(token(replaced), "yealink/phone.cfg"));
        assertEquals(List.of(), store.phoneAddresses);
        var renamed = fetchedWhile(() -> subscribers.replace("anna", new Subscriber("eva", Secret.of(HARD), "", true, CallHandling.PLAIN,
                Srtp.OFFER)));
        assertEquals("eva", line(file(renamed, "yealink/phone.cfg"), "account.1.user_name"));
        subscribers.create(new Subscriber("anna", Secret.of(HARD), "", true, CallHandling.PLAIN, Srtp.OFFER));
        var deleted = fetchedWhile(() -> subscribers.delete("anna"));
        assertEquals(List.of("eva"), store.phoneAddresses.stream().map(PhoneAddress::username).toList());
        assertEquals(Optional.empty(), cards.fetch(token(deleted), "yealink/phone.cfg"));
    }

    @Test
    void aDeletedSubscriberTakesItsCardAlong() throws Exception {
        var card = ofAnna(Transport.UDP);
        subscribers.delete("anna");
        subscribers.create(new Subscriber("anna", Secret.of(HARD), "", true, CallHandling.PLAIN, Srtp.OFFER));
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"), "the password is the same");
    }

    @Test
    void aCardThatIsNotMadeEndsNoAddress() throws Exception {
        var addresses = new MemoryStore();
        cards = on(addresses);
        var card = ofAnna(Transport.UDP);
        file(card, "yealink/phone.cfg");
        store.down = true;
        assertEquals("not-saved", assertThrows(NodeUnavailableException.class, () -> card("anna")).code());
        assertEquals(1, addresses.phoneAddresses.size());
        assertEquals(HARD, line(file(card, "yealink/phone.cfg"), "account.1.password"));
    }

    /** A password that was set is not called unsaved where the rest cannot be stored. */
    @Test
    void aPasswordThatWasSetWithoutACardIsTold() throws Exception {
        var addresses = new MemoryStore();
        cards = on(addresses);
        file(ofAnna(Transport.UDP), "yealink/phone.cfg");
        addresses.down = true;
        assertEquals("not-saved", assertThrows(NodeUnavailableException.class, () -> ofAnna(Transport.UDP)).code());
        assertTrue(provesHard());
        var told = assertThrows(NodeUnavailableException.class, () -> card("anna"));
        assertEquals(List.of("card-not-made", "anna", "the disk is full"), List.of(told.code(), told.args().get(0), told.args().get(1)));
        assertFalse(provesHard());
        addresses.down = false;
        card("anna");
        assertEquals(List.of(), addresses.phoneAddresses);
    }

    private boolean provesHard() {
        return DigestAlgorithm.secretOf("anna", REALM, HARD).equals(store.configuration.secrets().get("anna"));
    }

    @Test
    void aUsedAddressIsThatOfAllNodesOfAStore() throws Exception {
        var other = restarted();
        var card = ofAnna(Transport.UDP);
        file(card, "yealink/phone.cfg");
        clock.advance(LiveCards.LIFETIME);
        assertTrue(other.fetch(token(card), "yealink/phone.cfg").isPresent());
        assertTrue(other.revoke("anna"));
        assertEquals(List.of(), store.phoneAddresses);
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"));
    }

    @Test
    void aUsedAddressComesBackWithANameThatIsTakenBack() throws Exception {
        var card = used(Transport.UDP);
        var node = new FakeNode();
        var log = new StoredChangeLog(store, Catalogs.of(configurations, REALM, node.cdrs(), new SavedSearchCatalog.AlertPlaces(
                () -> new AlertSettings(List.of(), "", 0, "none", AlertSettings.Account.NONE, ""), node.alerts())), new StoredEntries(
                new MemoryEntryStore(store)), new AuditedSettings(node.settings(), store, "test", () -> { }));
        subscribers.replace("anna", new Subscriber("eva", Secret.of(HARD), "Eva", true, CallHandling.PLAIN, Srtp.OFFER));
        for (var name : List.of("anna", "eva", "anna")) {
            long newest = log.list("", Optional.empty(), 1).items().getFirst().id();
            assertInstanceOf(SaveResult.Saved.class, log.takeBack(newest, true));
            assertEquals(name, line(file(card, "yealink/phone.cfg"), "account.1.user_name"));
        }
    }

    @Test
    void aPhoneGetsItsFileWhereItsAddressCannotBeStored() throws Exception {
        var card = ofAnna(Transport.UDP);
        store.down = true;
        assertEquals(HARD, line(file(card, "yealink/phone.cfg"), "account.1.password"));
        assertEquals("not-saved", assertThrows(NodeUnavailableException.class, () -> cards.revoke("anna")).code());
        store.down = false;
        clock.advance(LiveCards.LIFETIME);
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"));
    }

    @Test
    void aUsedAddressGivesSoManyFilesAnHour() throws Exception {
        var card = used(Transport.UDP);
        for (int i = 0; i < UsedAddresses.FILES_AN_HOUR; i++)
            assertTrue(cards.fetch(token(card), "yealink/phone.cfg").isPresent());
        assertEquals(Optional.empty(), cards.fetch(token(card), "yealink/phone.cfg"));
        assertTrue(cards.fetch(token(card), "snom/settings.xml").isPresent(), "of another phone");
        clock.advance(Duration.ofHours(1));
        assertTrue(cards.fetch(token(card), "yealink/phone.cfg").isPresent());
    }

    @Test
    void theOldestOfTooManyUsedAddressesMakesRoom() throws Exception {
        for (int i = 0; i < UsedAddresses.MOST; i++)
            store.phoneAddresses.add(new PhoneAddress("A".repeat(43), "yealink", "s" + i, "udp 192.0.2.10", clock.instant()));
        cards = restarted();
        used(Transport.UDP);
        assertEquals(UsedAddresses.MOST, store.phoneAddresses.size());
        assertEquals("s5", store.phoneAddresses.getFirst().username());
        assertEquals("anna", store.phoneAddresses.getLast().username());
    }

    @Test
    void aWrongTokenAndAnothersTellNothing() throws Exception {
        var anna = ofAnna(Transport.UDP);
        var bo = card("bo");
        for (String wrong : List.of("", "A".repeat(22), token(anna).substring(1), token(anna) + "A"))
            assertEquals(Optional.empty(), cards.fetch(wrong, "yealink/phone.cfg"));
        assertFalse(file(bo, "yealink/phone.cfg").contains(HARD));
        assertEquals("bo", line(file(bo, "yealink/phone.cfg"), "account.1.user_name"));
        card("anna");
        assertEquals(Optional.empty(), cards.fetch(token(anna), "yealink/phone.cfg"), "a new card ends the one before");
    }

    @Test
    void anAddressEndsWithThePasswordAndTheSubscriber() throws Exception {
        var anna = ofAnna(Transport.UDP);
        subscribers.setPassword("anna", Secret.of("another password"));
        assertEquals(Optional.empty(), cards.fetch(token(anna), "yealink/phone.cfg"));
        var again = card("anna");
        store.configuration = Configuration.EMPTY;
        subscribers.delete("anna");
        assertEquals(Optional.empty(), cards.fetch(token(again), "yealink/phone.cfg"));
    }

    @Test
    void theOldestOfTooManyCardsMakesRoom() {
        var live = new LiveCards(clock);
        var server = new Server("192.0.2.10", 5060, Transport.UDP, false);
        var tokens = new ArrayList<String>();
        for (int i = 0; i <= 1000; i++)
            tokens.add(live.add(new LiveCards.Card(Subscriber.of("s" + i, ""), "p", server, REALM)).token());
        assertEquals(Optional.empty(), live.find(tokens.getFirst()));
        assertEquals("s1", live.find(tokens.get(1)).orElseThrow().subscriber().username());
        assertEquals("s1000", live.find(tokens.getLast()).orElseThrow().subscriber().username());
        assertEquals(1001, new HashSet<>(tokens).size());
    }

    @Test
    void everyRegisteredPhoneIsAsked() throws Exception {
        assertEquals(Optional.empty(), cards.checkSync("nobody"));
        assertEquals(Optional.of(List.of()), cards.checkSync("anna"));
        bindings = Stream.of(5062, 5064).map(port -> new Binding("anna", "sip:anna@192.0.2.77:" + port,
                new InetSocketAddress("192.0.2.77", port), false, "udp", "c" + port, 1, clock.instant().plusSeconds(60), "Phone " + port,
                List.of(), Optional.empty(), DeviceFlow.NONE)).toList();
        card("anna");
        var answers = cards.checkSync("anna").orElseThrow();
        assertEquals(List.of("Phone 5062 true 200 OK", "Phone 5064 false 489 Bad Event"), answers.stream()
                .map(a -> a.userAgent() + " " + a.told() + " " + a.said().message()).toList());
        assertEquals(List.of("sip:anna@192.0.2.77:5062", "sip:anna@192.0.2.77:5064"), answers.stream().map(CheckSyncAnswer::contact).toList());
        assertTrue(store.notes.getLast().contains("check-sync | subscriber anna | 2 registered phones"), store.notes.toString());
    }

    private List<String> codes(String... userAgents) throws Exception {
        var codes = new ArrayList<String>();
        for (String userAgent : userAgents) {
            notified.clear();
            bindings = List.of(new Binding("anna", "sip:anna@192.0.2.77:5062", new InetSocketAddress("192.0.2.77", 5062), false, "udp", "c",
                    1, clock.instant().plusSeconds(60), userAgent, List.of(), Optional.empty(), DeviceFlow.NONE));
            codes.add(cards.checkSync("anna").orElseThrow().getFirst().said().code());
        }
        return codes;
    }

    @Test
    void whichPhonesCanFetchIsSaid() throws Exception {
        var card = ofAnna(Transport.UDP);
        file(card, "yealink/phone.cfg");
        assertEquals(List.of("answered", "answered"), codes("Yealink SIP-T46S 66.86.0.15", "PolycomVVX-VVX_411-UA/6.4.2"));
        clock.advance(LiveCards.LIFETIME);
        assertEquals(List.of("fetches-settings", "fetches-settings", "keeps-settings", "no-card"), codes("Yealink SIP-T46S 66.86.0.15",
                "T46S", "PolycomVVX-VVX_411-UA/6.4.2", "snomD785/10.1.152.12"));
        cards.revoke("anna");
        assertEquals(List.of("no-card", "keeps-settings"), codes("Yealink SIP-T46S 66.86.0.15", "PolyEdge-E220-UA/8.0.1"));
    }

    @Test
    void aFileThatAPersonSavesIsNotFetchedByAPhone() throws Exception {
        var card = ofAnna(Transport.UDP);
        assertEquals(HARD, line(Author.as("eva (desk)", () -> file(card, "yealink/phone.cfg")), "account.1.password"));
        clock.advance(LiveCards.LIFETIME);
        assertEquals(List.of("no-card"), codes("Yealink SIP-T46S 66.86.0.15"));
        assertEquals(List.of(), store.phoneAddresses);
    }

    @Test
    void aPhoneThatAcceptedWithoutACardSaysSo() throws Exception {
        bindings = List.of(new Binding("anna", "sip:anna@192.0.2.77:5062", new InetSocketAddress("192.0.2.77", 5062), false, "udp", "c", 1,
                clock.instant().plusSeconds(60), "Phone", List.of(), Optional.empty(), DeviceFlow.NONE));
        assertEquals("no-card", cards.checkSync("anna").orElseThrow().getFirst().said().code());
        notified.clear();
        card("anna");
        assertEquals("answered", cards.checkSync("anna").orElseThrow().getFirst().said().code());
        notified.clear();
        clock.advance(LiveCards.LIFETIME);
        assertEquals("no-card", cards.checkSync("anna").orElseThrow().getFirst().said().code());
        assertEquals("489 Bad Event", cards.checkSync("anna").orElseThrow().getFirst().said().message());
    }
}
