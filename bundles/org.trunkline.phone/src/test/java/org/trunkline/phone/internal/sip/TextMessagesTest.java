package org.trunkline.phone.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.phone.internal.sip.FakeServer.header;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.phone.Messages;
import org.trunkline.phone.internal.message.Carrier;
import org.trunkline.phone.internal.message.MessageBook;
import org.trunkline.phone.message.Conversation;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.State;

/** Text messages of the phone against a server by hand: RFC 3428, 3862, 3994, 5438. */
class TextMessagesTest extends AccountFixture {
    private static final ConversationKey BO = new ConversationKey("1", "bo");
    private static final String FROM_BO = "\"Bo\" <sip:bo@192.0.2.1>";

    private final MessageBook book = new MessageBook(work, () -> { });
    private int messages;

    @BeforeEach
    void attach() {
        book.attach("1", agent.messages());
    }

    @Override
    public void message(UserAgent account, Carrier.Incoming message) {
        book.received("1", message);
    }

    private List<State> states() {
        return book.state().messages().stream().map(PhoneMessage::state).toList();
    }

    private String send(String text) {
        book.send(BO, text);
        return server.next("MESSAGE sip:bo@example.org ");
    }

    private static String messageId(String request) {
        return header(request, "imdn.Message-ID");
    }

    private static String cpim(String id, String type, String body) {
        return "From: <sip:bo@192.0.2.1>\r\nTo: <sip:anna@192.0.2.1>\r\nNS: i <urn:ietf:params:imdn>\r\ni.Message-ID: " + id
                + "\r\nDateTime: 2026-11-23T08:00:00Z\r\ni.Disposition-Notification: positive-delivery, display\r\n\r\nContent-Type: " + type + "\r\n\r\n"
                + body;
    }

    private void comes(String type, String body, String... headers) {
        server.message(FROM_BO, "in-" + ++messages, type, body, headers);
    }

    private static String notification(String id, String kind, String status) {
        return cpim("n1", "message/imdn+xml", "<?xml version=\"1.0\"?><imdn xmlns=\"urn:ietf:params:xml:ns:imdn\"><message-id>" + id
                + "</message-id><" + kind + "-notification><status><" + status + "/></status></" + kind + "-notification></imdn>");
    }

    // ---- sent

    @Test
    void aTextIsSentWithItsRequestForNotifications() {
        register(600);
        var sent = send("hello\n安娜 👋");
        assertEquals("message/cpim, text/plain; charset=utf-8", header(sent, "Content-Type"), "outside and inside");
        assertEquals("", header(sent, "Contact"), "RFC 3428 §4");
        assertTrue(sent.contains("From: <sip:anna@example.org>\r\nTo: <sip:bo@example.org>\r\nNS: imdn <urn:ietf:params:imdn>\r\n"), sent);
        assertEquals("positive-delivery, negative-delivery, display", header(sent, "imdn.Disposition-Notification"));
        assertTrue(sent.endsWith("\r\n\r\nhello\r\n安娜 👋"), sent);
        assertEquals(List.of(State.SENDING), states());
        server.reply(sent, "200 OK", "");
        assertEquals(List.of(State.SENT), states());
        comes("message/cpim", notification(messageId(sent), "delivery", "delivered"));
        assertTrue(server.next("SIP/2.0 200").contains("MESSAGE"));
        assertEquals(List.of(State.DELIVERED), states());
        comes("message/cpim", notification(messageId(sent), "display", "displayed"));
        comes("message/cpim", notification(messageId(sent), "delivery", "delivered"));
        assertEquals(List.of(State.READ), states(), "a late word of the delivery takes nothing back");
        server.next("SIP/2.0 200");
        server.next("SIP/2.0 200");
        server.assertSilent();
    }

    private static final FileMessage FILE = new FileMessage("x.png", 2_500_000, "image/png", "https://node.test:8060/files/" + "a".repeat(43) + "/x.png",
            Optional.empty());

    /** GSMA RCC.07 §3.2.5; the length is that of the file, not the rounded one of the text. */
    @Test
    void aFileIsSentAsThePhoneOfTheOtherSideTakesIt() {
        register(600);
        book.send(BO, FILE);
        var wrapped = server.next("MESSAGE sip:bo@example.org ");
        assertEquals("message/cpim, " + FileMessage.TYPE, header(wrapped, "Content-Type"));
        assertTrue(wrapped.contains("<file-size>2500000</file-size>"), wrapped);
        server.reply(wrapped, "415 Unsupported Media Type", "");
        var document = server.next("MESSAGE sip:bo@example.org ");
        assertEquals(FileMessage.TYPE, header(document, "Content-Type"));
        server.reply(document, "415 Unsupported Media Type", "");
        var text = server.next("MESSAGE sip:bo@example.org ");
        assertTrue(text.contains("text/plain") && text.endsWith("x.png (2.4 MB)\r\n" + FILE.url()), text);
        server.reply(text, "200 OK", "");
        assertEquals(List.of(State.SENT), states());
        assertEquals(Optional.of("x.png"), book.state().messages().getFirst().file().map(FileMessage::name));
    }

    @Test
    void aFileComesWrappedOrAlone() {
        register(600);
        comes("message/cpim", cpim("f1", FileMessage.TYPE, FILE.document()));
        comes(FileMessage.TYPE, FILE.document());
        comes("text/plain", FILE.plain());
        comes(FileMessage.TYPE, "no document");
        var files = book.state().messages().stream().map(PhoneMessage::file).toList();
        assertEquals(List.of(true, true, true, false), files.stream().map(Optional::isPresent).toList());
        assertEquals(FILE.url(), files.getFirst().orElseThrow().url());
        assertEquals("image/png", files.getFirst().orElseThrow().type());
    }

    @Test
    void theNodeSaysAtTheRegistrationWhereFilesGo() { // RFC 6809
        server.reply(server.next("REGISTER "), "200 OK", "", "Expires: 600", "Feature-Caps: *;+sip.pns=\"webpush\", *;+trunkline.files=\"http:8060\"");
        assertEquals(Optional.empty(), agent.state().files(), "plain HTTP at another computer is not used");
        work.pass(Duration.ofSeconds(500));
        server.reply(server.next("REGISTER "), "200 OK", "", "Expires: 600", "Feature-Caps: *;+trunkline.files=\"https:8060\"");
        assertEquals(Optional.of(URI.create("https://example.org:8060")), agent.state().files());
        work.pass(Duration.ofSeconds(500));
        server.reply(server.next("REGISTER "), "200 OK", "", "Expires: 600", "Feature-Caps: *;+trunkline.files=\"https://files.example.net\"");
        assertEquals(Optional.of(URI.create("https://files.example.net")), agent.state().files());
        work.pass(Duration.ofSeconds(500));
        server.reply(server.next("REGISTER "), "200 OK", "", "Expires: 600");
        assertEquals(Optional.empty(), agent.state().files(), "switched off");
    }

    @Test
    void whatTheNodeStoresIsShownAsStoredUntilItIsDeliveredOrNeverIs() {
        register(600);
        var first = send("one");
        server.reply(first, "202 Accepted", "");
        server.reply(send("two"), "202 Accepted", "");
        assertEquals(List.of(State.STORED, State.STORED), states());
        comes("message/cpim", notification(messageId(first), "delivery", "failed"));
        assertEquals(List.of(State.FAILED, State.STORED), states());
        assertEquals("phone-message-undelivered", book.state().messages().getFirst().trouble().orElseThrow().code());
    }

    @Test
    void oneMessageAtATimeGoesToOneRecipientInOrder() { // RFC 3428 §8
        register(600);
        var first = send("one");
        book.send(BO, "two");
        book.send(new ConversationKey("1", "600"), "to the group");
        var group = server.next("MESSAGE sip:600@example.org ");
        server.assertSilent();
        server.reply(first, "200 OK", "");
        server.reply(server.next("MESSAGE sip:bo@example.org "), "200 OK", "");
        server.reply(group, "202 Accepted", "");
        assertEquals(List.of(State.SENT, State.SENT, State.STORED), states());
    }

    @Test
    void credentialsAreGivenOnceAndAWrongPasswordIsSaid() {
        register(600);
        var sent = send("x");
        server.reply(sent, "407 Proxy Authentication Required", "", "Proxy-Authenticate: Digest realm=\"e\", nonce=\"n1\", qop=\"auth\"");
        var again = server.next("MESSAGE ");
        assertTrue(header(again, "Proxy-Authorization").contains("username=\"anna\""), again);
        assertEquals(header(sent, "Call-ID"), header(again, "Call-ID"));
        server.reply(again, "407 Proxy Authentication Required", "", "Proxy-Authenticate: Digest realm=\"e\", nonce=\"n2\", qop=\"auth\"");
        assertEquals("phone-password", book.state().messages().getFirst().trouble().orElseThrow().code());
    }

    @Test
    void aFailedMessageIsSentAgainWithTheSameId() {
        register(600);
        var sent = send("x");
        server.reply(sent, "503 Service Unavailable", "");
        assertEquals(List.of(State.FAILED), states());
        assertEquals("phone-message-busy", book.state().messages().getFirst().trouble().orElseThrow().code());
        book.sendAgain(BO, book.state().messages().getFirst().id());
        assertEquals(List.of(State.SENDING), states());
        var again = server.next("MESSAGE ");
        assertEquals(messageId(sent), messageId(again));
        assertFalse(header(sent, "Call-ID").equals(header(again, "Call-ID")));
        server.reply(again, "200 OK", "");
        assertEquals(List.of(State.SENT), states());
        book.sendAgain(BO, book.state().messages().getFirst().id());
        server.assertSilent();
    }

    @Test
    void aPhoneThatReadsOnlyPlainTextGetsPlainText() {
        register(600);
        server.reply(send("x\ny"), "415 Unsupported Media Type", "", "Accept: text/plain");
        var plain = server.next("MESSAGE ");
        assertEquals("text/plain; charset=utf-8", header(plain, "Content-Type"));
        assertTrue(plain.endsWith("\r\n\r\nx\r\ny"), plain);
        server.reply(plain, "200 OK", "");
        assertEquals("text/plain; charset=utf-8", header(send("z"), "Content-Type"), "from now on");
    }

    @Test
    void noAnswerFailsAndWhatComesBeforeTheRegistrationWaits() {
        book.send(BO, "early");
        var register = server.next("REGISTER ");
        server.assertSilent();
        server.reply(register, "200 OK", "", "Expires: 600");
        server.next("MESSAGE ");
        work.pass(Duration.ofSeconds(33));
        assertEquals("phone-server-silent", book.state().messages().getFirst().trouble().orElseThrow().code());
    }

    @Test
    void aLostConnectionFailsWhatIsOnItsWayAndKeepsTheRest() {
        register(600);
        send("on its way");
        book.send(BO, "behind it");
        server.drop();
        assertEquals(List.of(State.FAILED, State.SENDING), states());
        assertEquals("phone-message-lost", book.state().messages().getFirst().trouble().orElseThrow().code());
        work.pass(Duration.ofSeconds(2));
        server.open();
        register(600);
        server.reply(server.next("MESSAGE "), "200 OK", "");
        assertEquals(List.of(State.FAILED, State.SENT), states());
    }

    // ---- received

    @Test
    void aMessageIsAnsweredConfirmedAndWhenItIsReadAgain() {
        register(600);
        comes("message/cpim", cpim("m<&1", "text/plain", "hello\r\nthere\u0007"));
        server.next("SIP/2.0 200");
        var delivered = server.next("MESSAGE sip:bo@example.org ");
        assertTrue(delivered.contains("<message-id>m&lt;&amp;1</message-id>") && delivered.contains("<delivery-notification><status><delivered/>"),
                delivered);
        assertEquals("", header(delivered, "imdn.Disposition-Notification"), "RFC 5438 §7.1.1");
        server.reply(delivered, "200 OK", "");
        var message = book.state().messages().getFirst();
        assertEquals("hello\nthere", message.text());
        assertEquals("Bo", message.sender().name());
        assertEquals(BO, message.conversation(), "by its user, since the node is the host of both");
        assertEquals(1, book.state().unread());
        book.read(BO);
        var displayed = server.next("MESSAGE ");
        assertTrue(displayed.contains("<display-notification><status><displayed/>"), displayed);
        assertEquals(0, book.state().unread());
        book.read(BO);
        server.reply(displayed, "200 OK", "");
        server.assertSilent();
    }

    @Test
    void theSameMessageIsShownOnce() {
        register(600);
        server.message(FROM_BO, "same", "text/plain", "plain");
        server.message(FROM_BO, "same", "text/plain", "plain");
        comes("message/cpim", cpim("m1", "text/plain", "wrapped"));
        comes("message/cpim", cpim("m1", "text/plain", "wrapped")); // another Call-ID, the same Message-ID
        assertEquals(List.of("plain", "wrapped"), book.state().messages().stream().map(PhoneMessage::text).toList());
        book.delete(BO);
        server.message(FROM_BO, "same", "text/plain", "plain");
        assertEquals(List.of(), book.state().messages());
    }

    @Test
    void aTextToAGroupAndALateOneSaySo() {
        register(600);
        comes("text/plain", "to all", "To: <sip:600@192.0.2.1>", "Date: Mon, 23 Nov 2026 07:30:00 GMT");
        var message = book.state().messages().getFirst();
        assertEquals("600", message.sender().group());
        assertEquals("2026-11-23T07:30:00Z", message.at().toString());
        comes("text/plain", "from the future", "Date: Mon, 23 Nov 2027 07:30:00 GMT");
        assertEquals(work.now(), book.state().messages().getLast().at());
    }

    @Test
    void anUnknownTypeIsRefused() {
        register(600);
        comes("text/html", "<b>x</b>");
        var answer = server.next("SIP/2.0 415");
        assertTrue(header(answer, "Accept").contains("message/cpim"), answer);
        assertEquals(List.of(), book.state().messages());
    }

    @Test
    void anAnonymousSenderIsNeverAnswered() {
        register(600);
        server.message("<sip:anonymous@anonymous.invalid>", "a", "message/cpim", cpim("m1", "text/plain", "guess"));
        server.next("SIP/2.0 200");
        server.assertSilent();
        book.read(new ConversationKey("1", ""));
        server.assertSilent();
        assertEquals("", book.state().messages().getFirst().conversation().peer());
    }

    // ---- typing

    private static String composing(String state, String more) {
        return "<?xml version=\"1.0\"?><isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\"><state>" + state + "</state>" + more
                + "</isComposing>";
    }

    @Test
    void theOtherSideIsSeenTypingUntilItStopsOrItsTimePassesOrItsMessageComes() { // RFC 3994 §3.3
        register(600);
        comes("application/im-iscomposing+xml", composing("active", "<refresh>60</refresh>"));
        assertEquals(Set.of(BO), book.state().typing());
        work.pass(Duration.ofSeconds(61));
        assertEquals(Set.of(), book.state().typing());
        comes("application/im-iscomposing+xml", composing("active", ""));
        comes("application/im-iscomposing+xml", composing("idle", ""));
        assertEquals(Set.of(), book.state().typing());
        comes("application/im-iscomposing+xml", composing("active", ""));
        comes("text/plain", "done");
        assertEquals(Set.of(), book.state().typing());
        assertEquals(1, book.state().messages().size());
    }

    @Test
    void typingIsToldOnceThenRefreshedAndEndsWhenNobodyTypes() { // RFC 3994 §3.2
        register(600);
        book.typing(BO, true);
        server.assertSilent(); // bo has never written
        comes("text/plain", "hello");
        server.next("SIP/2.0 200");
        book.typing(BO, true);
        var active = server.next("MESSAGE ");
        assertEquals("application/im-iscomposing+xml", header(active, "Content-Type"));
        assertTrue(active.contains("<state>active</state>") && active.contains("<refresh>60</refresh>"), active);
        server.reply(active, "200 OK", "");
        for (int i = 0; i < 4; i++) {
            work.pass(Duration.ofSeconds(10));
            book.typing(BO, true);
        }
        server.assertSilent();
        work.pass(Duration.ofSeconds(11));
        var again = server.next("MESSAGE ");
        assertTrue(again.contains("<state>active</state>"), again);
        server.reply(again, "200 OK", "");
        work.pass(Duration.ofSeconds(5));
        var idle = server.next("MESSAGE ");
        assertTrue(idle.contains("<state>idle</state>"), idle);
        server.reply(idle, "200 OK", "");
        work.pass(Duration.ofMinutes(5));
        server.assertSilent();
    }

    @Test
    void aMessageEndsTypingAndARefusalEndsItForGood() {
        register(600);
        comes("text/plain", "hello");
        server.next("SIP/2.0 200");
        book.typing(BO, true);
        server.reply(server.next("MESSAGE "), "200 OK", "");
        server.reply(send("done"), "200 OK", "");
        work.pass(Duration.ofMinutes(5));
        server.assertSilent();
        book.typing(BO, true);
        server.reply(server.next("MESSAGE "), "415 Unsupported Media Type", "");
        work.pass(Duration.ofMinutes(1));
        book.typing(BO, true);
        server.assertSilent();
    }

    // ---- kept and deleted

    @Test
    void whatWasKeptComesBackBeforeTheRestAndTheOldestGo() {
        register(600);
        comes("text/plain", "new");
        var all = new ArrayList<PhoneMessage>();
        for (int i = 0; i < Messages.MOST; i++)
            all.add(new PhoneMessage("k" + i, BO, work.now(), true, "old " + i, i == Messages.MOST - 1 ? State.SENDING : State.READ,
                    java.util.Optional.empty(), PhoneMessage.Sender.SELF));
        book.restore("1", all);
        book.restore("1", all);
        var now = book.state().messages();
        assertEquals(Messages.MOST, now.size());
        assertEquals("old 1", now.getFirst().text());
        assertEquals("new", now.getLast().text());
        assertEquals(State.FAILED, now.get(now.size() - 2).state(), "nobody answers it any more");
    }

    @Test
    void conversationsAreInOrderOfTheirLastMessageAndCountTheUnread() {
        register(600);
        comes("text/plain", "one");
        server.message("<sip:+46701234567@192.0.2.1>", "c", "text/plain", "two");
        comes("text/plain", "three");
        var all = Conversation.of(book.state());
        assertEquals(List.of("bo", "+46701234567"), all.stream().map(it -> it.key().peer()).toList());
        assertEquals(List.of(2, 1), all.stream().map(Conversation::unread).toList());
        assertEquals("three", all.getFirst().last().text());
        book.detach("1");
        assertEquals(List.of(), book.state().messages());
    }
}
