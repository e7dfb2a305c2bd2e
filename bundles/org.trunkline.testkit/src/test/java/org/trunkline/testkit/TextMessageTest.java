package org.trunkline.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.format.CpimMessage;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.port.message.NodeMessages.NodeMessage;
import org.trunkline.engine.port.message.WaitingMessages.Figures;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Text messages outside calls: RFC 3428. */
class TextMessageTest {
    private static final String CPIM = """
            From: <sip:alice@test>\r
            To: <sip:bob@test>\r
            NS: i <urn:ietf:params:imdn>\r
            i.Message-ID: m<1\r
            DateTime: 2026-11-21T11:59:00Z\r
            i.Disposition-Notification: positive-delivery, negative-delivery\r
            \r
            Content-Type: text/plain\r
            \r
            hello""";
    private final EngineFixture f = new EngineFixture();
    private int sent;

    @BeforeEach
    void phones() {
        f.directory.register("alice", "192.0.2.10:5060").register("bob", "192.0.2.20:5060");
    }

    private FakeRequest message(String called, String text) {
        return FakeRequest.of("MESSAGE").called(called).body("text/plain;charset=utf-8", text).header("Proxy-Authorization", "Fake alice")
                .callId("message-" + ++sent);
    }

    private Received send(String called, String text) {
        return f.sip.receive(message(called, text));
    }

    private List<String> texts() {
        return f.sip.requests("MESSAGE").stream().map(SentRequest::body).toList();
    }

    private void deliver(int status) {
        f.sip.respond(f.sip.last("MESSAGE"), status);
    }

    private Figures figures() {
        return f.engine.messages().figures();
    }

    // ---- phones that sleep

    private static final String PHONE = "https://push.example/1";

    @Test
    void aMessageThatIsStoredWakesThePhoneWhichGetsItOnceItRegisters() {
        f.directory.away("bob").sleeps("bob", PHONE, "");
        assertEquals(202, send("bob", "hello").last().status());
        assertEquals(List.of(PHONE + " MESSAGE"), f.directory.pushed());
        var push = f.directory.lastPush();
        assertEquals("alice", push.number());
        assertEquals("hello", push.text());
        assertTrue(push.topic().matches("[0-9a-z]{16,32}"), push.topic());
        assertEquals(java.time.Duration.ofHours(24), push.life());
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        assertEquals(List.of("hello"), texts());
        deliver(200);
        assertEquals(1, f.directory.pushed().size());
    }

    @Test
    void severalMessagesOfOneSenderAreOneNotification() {
        f.directory.away("bob").sleeps("bob", PHONE, "");
        send("bob", "one");
        String topic = f.directory.lastPush().topic();
        send("bob", "two");
        assertEquals(1, f.directory.pushed().size());
        f.after(ofMinutes(2));
        send("bob", "three");
        assertEquals(2, f.directory.pushed().size(), "a later one is told too");
        assertEquals(topic, f.directory.lastPush().topic(), "and takes the place of the first");
        f.sip.receive(FakeRequest.of("MESSAGE").called("bob").body("text/plain", "four").header("Proxy-Authorization", "Fake carol").caller("", "sip:carol@test").callId("carols"));
        assertEquals(3, f.directory.pushed().size());
        assertEquals("carol", f.directory.lastPush().number());
    }

    @Test
    void nobodyIsPushedToWhileAPhoneIsThere() {
        f.directory.sleeps("bob", PHONE, "sip:bob@192.0.2.99");
        send("bob", "hello");
        deliver(200);
        assertEquals(List.of(), f.directory.pushed(), "it does not get it later, so it is not told either");
    }

    @Test
    void aRegisteredPhoneThatDoesNotAnswerIsWokenOnce() {
        f.directory.sleeps("bob", PHONE, "sip:bob@192.0.2.20:5060");
        var sent = send("bob", "hello");
        f.after(ofSeconds(5));
        assertEquals(202, sent.last().status());
        assertEquals(List.of(PHONE + " MESSAGE"), f.directory.pushed());
        f.after(ofMinutes(30));
        assertEquals(1, f.directory.pushed().size(), "tried again, but told once");
    }

    /** As one whose network lets nothing in: it registers again and again, and the others sleep. */
    @Test
    void aRegistrationIsNoReasonToTellOfTheSameMessageAgain() {
        f.directory.sleeps("bob", PHONE, "sip:bob@192.0.2.99");
        send("bob", "one");
        f.sip.timeOut(f.sip.last("MESSAGE"));
        f.after(ofMinutes(2));
        send("bob", "two");
        for (int i = 0; i < 5; i++) {
            f.directory.registers("bob", "192.0.2.20:5060");
            f.after(ofSeconds(1));
            f.sip.timeOut(f.sip.last("MESSAGE"));
            f.after(ofMinutes(9));
        }
        assertEquals(1, f.directory.pushed().size(), "the second waits behind the first, and a phone is registered");
        f.directory.away("bob");
        send("bob", "three");
        assertEquals(2, f.directory.pushed().size());
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        f.sip.timeOut(f.sip.last("MESSAGE"));
        f.directory.away("bob");
        send("bob", "four");
        assertEquals(3, f.directory.pushed().size(), "at once: a phone was there since");
        assertEquals("four", f.directory.lastPush().text());
    }

    @Test
    void whoWritesUnderManyNumbersDisturbsOnlySoOften() {
        f.directory.away("bob").sleeps("bob", PHONE, "");
        for (int i = 0; i < 40; i++)
            from("+4930" + i);
        assertEquals(16, f.directory.pushed().size());
        f.after(ofMinutes(2));
        for (int i = 40; i < 50; i++)
            from("+4930" + i);
        assertEquals(26, f.directory.pushed().size());
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        assertEquals("from +49300", texts().getLast());
        f.sip.timeOut(f.sip.last("MESSAGE"));
        assertEquals(26, f.directory.pushed().size(), "it was told, though others came since");
    }

    private void from(String number) {
        f.sip.receive(FakeRequest.of("MESSAGE").called("bob").body("text/plain", "from " + number).header("Proxy-Authorization", "Fake carol")
                .caller("", "sip:" + number + "@test").callId("of" + number));
    }

    @Test
    void whoIsTypingAndWhatWasReadWakeNobody() {
        f.directory.away("bob").sleeps("bob", PHONE, "");
        f.sip.receive(message("bob", "").body("application/im-iscomposing+xml", "<isComposing/>"));
        f.sip.receive(message("bob", "").body("message/imdn+xml", "<imdn/>"));
        assertEquals(List.of(), f.directory.pushed());
    }

    @Test
    void aMessageInCpimShowsItsTextAlone() {
        f.directory.away("bob").sleeps("bob", PHONE, "");
        f.sip.receive(message("bob", "").body(CpimMessage.TYPE, CPIM));
        assertEquals("hello", f.directory.lastPush().text());
    }

    // ---- at once

    @Test
    void aMessageGoesToThePhoneAndItsAnswerToTheSender() { // RFC 3428 §6, §7
        var received = f.sip.receive(message("bob", "hello, 安娜").header("Subject", "Lunch").header("X-Other", "1"));
        assertEquals(List.of(), received.statuses(), "only the phone can say 200");
        var out = f.sip.last("MESSAGE");
        assertEquals("sip:bob@192.0.2.20:5060", out.request.requestUri());
        assertEquals("sip:alice@" + FakeSignaling.LOCAL, out.request.from().uri());
        assertEquals("hello, 安娜", out.body());
        assertEquals("text/plain;charset=utf-8", out.request.body().orElseThrow().contentType());
        assertEquals(Optional.of("Lunch"), out.header("Subject"));
        assertEquals(Optional.empty(), out.header("X-Other"));
        assertEquals(Optional.empty(), out.request.contactUser(), "a MESSAGE makes no dialog");
        deliver(200);
        assertEquals(List.of(200), received.statuses());
        assertEquals(new Figures(1, 0, 0, 0), figures());
    }

    @Test
    void aMessageOfTheNodeComesFromTheNumberThatItNames() {
        f.engine.notices().send(new NodeMessage("bob", "8000", "Budget", "soon, 安娜", f.clock.instant().plus(ofMinutes(10))));
        var out = f.sip.last("MESSAGE");
        assertEquals("sip:bob@192.0.2.20:5060", out.request.requestUri());
        assertEquals("sip:8000@" + FakeSignaling.LOCAL, out.request.from().uri());
        assertEquals("Budget", out.request.from().displayName());
        assertEquals("soon, 安娜", out.body());
        deliver(200);
        assertEquals(new Figures(1, 0, 0, 0), figures());
    }

    @Test
    void aMessageOfTheNodeWaitsForThePhoneUntilItsTime() {
        f.directory.away("bob");
        f.engine.notices().send(new NodeMessage("bob", "8000", "", "in time", f.clock.instant().plus(ofMinutes(10))));
        f.engine.notices().send(new NodeMessage("bob", "8001", "", "too late", f.clock.instant().plus(ofMinutes(1))));
        assertEquals(List.of(), texts());
        f.clock.advance(ofMinutes(5));
        f.directory.registers("bob", "192.0.2.20:5060");
        f.clock.advance(ofSeconds(1));
        deliver(200);
        f.clock.advance(ofSeconds(1));
        assertEquals(List.of("in time"), texts());
        assertEquals(0, figures().waiting());
    }

    @Test
    void whoHasNoCredentialsIsAskedForThem() {
        var asked = f.sip.receive(FakeRequest.of("MESSAGE").called("bob").body("text/plain", "x"));
        assertEquals(List.of(407), asked.statuses());
        assertEquals(Optional.of("Fake realm=\"test\""), asked.header("Proxy-Authenticate"));
        assertEquals(403, f.sip.receive(FakeRequest.of("MESSAGE").called("bob").body("text/plain", "x")
                .header("Proxy-Authorization", "Wrong")).last().status());
        assertEquals(0, f.sip.requests("MESSAGE").size());
    }

    /** A phone that takes no CPIM gets the document, one that takes no files a text with the address, from the same request. */
    @Test
    void aFileComesAsThePhoneTakesIt() { // RFC 3428 §7, GSMA RCC.07 §3.2.5
        var file = new FileMessage("x.png", 2048, "image/png", "https://node.test/files/abc/x.png", Optional.empty());
        var received = f.sip.receive(message("bob", "").body(CpimMessage.TYPE, CpimMessage.ofFile(new CpimMessage.Envelope("<sip:alice@test>",
                "<sip:bob@test>", "m1", Instant.parse("2026-11-21T11:59:00Z"), List.of()), file)));
        deliver(415);
        assertEquals(FileMessage.TYPE, f.sip.last("MESSAGE").request.body().orElseThrow().contentType());
        assertEquals(file.document(), f.sip.last("MESSAGE").body());
        deliver(415);
        assertEquals("text/plain;charset=utf-8", f.sip.last("MESSAGE").request.body().orElseThrow().contentType());
        assertEquals("x.png (2 KB)\nhttps://node.test/files/abc/x.png", f.sip.last("MESSAGE").body());
        assertEquals(List.of(), received.statuses());
        deliver(200);
        assertEquals(List.of(200), received.statuses());
        assertEquals(3, f.sip.requests("MESSAGE").stream().map(each -> each.request.callId()).distinct().count());
        assertEquals(new Figures(1, 0, 0, 0), figures());
    }

    /** Also a stored one, and one for the old phone of a group: its sender is not asked for another form then. */
    @Test
    void aTextComesPlainToAPhoneThatTakesNoCpim() {
        var received = f.sip.receive(message("bob", "").body("message/cpim", CPIM));
        deliver(415);
        assertEquals("text/plain;charset=utf-8", f.sip.last("MESSAGE").request.body().orElseThrow().contentType());
        assertEquals(CPIM.substring(CPIM.lastIndexOf("\r\n\r\n") + 4), f.sip.last("MESSAGE").body());
        assertEquals(List.of(), received.statuses());
        deliver(415);
        assertEquals(2, f.sip.requests("MESSAGE").size());
        assertEquals(List.of(415), received.statuses());
    }

    @Test
    void aNotificationThatAPhoneRefusesStaysRefused() {
        var received = f.sip.receive(message("bob", "").body("message/cpim", CPIM.replace("text/plain", "message/imdn+xml")));
        deliver(415);
        assertEquals(List.of(415), received.statuses());
    }

    @ParameterizedTest
    @CsvSource({"text/html, 415", "image/png, 415", "text/plain, 0", "message/imdn+xml, 0", "'Text/Plain; charset=utf-8', 0",
            "application/im-iscomposing+xml, 0", "application/vnd.gsma.rcs-ft-http+xml, 0"})
    void onlyMessagesArePassed(String type, int refused) {
        var received = f.sip.receive(message("bob", "").body(type, "x"));
        assertEquals(refused == 0 ? List.of() : List.of(refused), received.statuses());
        if (refused > 0)
            assertTrue(received.header("Accept").orElseThrow().contains("message/cpim"));
    }

    @Test
    void whatIsNotSoundIsRefused() {
        assertEquals(415, f.sip.receive(message("bob", "x").header("Content-Encoding", "deflate")).last().status());
        assertEquals(420, f.sip.receive(message("bob", "x").header("Require", "odd")).last().status());
        assertEquals(482, f.sip.receive(message("bob", "x").looped(true)).last().status());
        assertEquals(483, f.sip.receive(message("bob", "x").maxForwards(0)).last().status());
        assertEquals(400, f.sip.receive(message("bob", "x").header("Expires", "soon")).last().status());
        assertEquals(400, f.sip.receive(FakeRequest.of("MESSAGE").header("Proxy-Authorization", "Fake alice")).last().status());
        assertEquals(404, send("nobody", "x").last().status());
        assertEquals(0, f.sip.requests("MESSAGE").size());
        assertEquals(7, figures().refused());
    }

    @Test
    void aDatagramCarriesLessThanAConnection() { // RFC 3428 §8
        assertEquals(513, f.sip.receive(message("bob", "x".repeat(1301))).last().status());
        assertEquals(List.of(), f.sip.receive(message("bob", "x".repeat(1300))).statuses());
        deliver(200);
        assertEquals(List.of(), f.sip.receive(message("bob", "x".repeat(65_536)).over(Transport.TCP)).statuses());
        deliver(200);
        assertEquals(513, f.sip.receive(message("bob", "x".repeat(65_537)).over(Transport.TLS)).last().status());
    }

    @Test
    void aSenderThatSendsTooFastIsSlowedDown() {
        f.directory.away("bob");
        for (int i = 0; i < 30; i++)
            assertEquals(202, send("bob", "x" + i).last().status());
        var refused = send("bob", "one more");
        assertEquals(503, refused.last().status());
        assertEquals(Optional.of("2"), refused.header("Retry-After"));
        f.after(ofSeconds(1));
        for (int i = 0; i < 10; i++)
            assertEquals(202, send("bob", "y" + i).last().status());
        assertEquals(503, send("bob", "one more").last().status());
    }

    @Test
    void allPhonesGetItAndTheFirstThatTakesItAnswers() {
        f.directory.register("bob", "192.0.2.20:5060", "192.0.2.21:5060");
        var received = send("bob", "both");
        var out = f.sip.requests("MESSAGE");
        assertEquals(2, out.size());
        assertFalse(out.getFirst().request.callId().equals(out.getLast().request.callId()), "else the second would be merged (RFC 3261 §8.2.2.2)");
        f.sip.respond(out.getFirst(), 486);
        assertEquals(List.of(), received.statuses());
        f.sip.respond(out.getLast(), 200);
        assertEquals(List.of(200), received.statuses());
    }

    @Test
    void aPhoneIsTriedOverItsFlowsOneAfterAnother() { // RFC 5626 §7
        f.directory.flows("bob", "192.0.2.20:5060", "192.0.2.21:5060");
        var received = send("bob", "hi");
        assertEquals(1, f.sip.requests("MESSAGE").size());
        deliver(430);
        assertEquals(2, f.sip.requests("MESSAGE").size());
        deliver(200);
        assertEquals(List.of(200), received.statuses());
    }

    @ParameterizedTest
    @CsvSource({"405, 405", "603, 603", "415, 415", "401, 403"})
    void aPhoneThatWantsNoMessagesSaysSo(int phone, int sender) {
        var received = send("bob", "hi");
        deliver(phone);
        assertEquals(List.of(sender), received.statuses());
        assertEquals(0, figures().waiting());
    }

    @Test
    void messagesToOnePhoneGoOneAfterAnother() { // RFC 3428 §8
        var first = send("bob", "1");
        var second = send("bob", "2");
        assertEquals(List.of("1"), texts());
        deliver(200);
        assertEquals(List.of("1", "2"), texts());
        deliver(200);
        assertEquals(List.of(200, 200), List.of(first.last().status(), second.last().status()));
    }

    @Test
    void aGroupIsItsMembersWithoutTheSender() {
        f.directory.register("carol", "192.0.2.30:5060").group(new RingGroup("sales", Optional.empty(), List.of("alice", "bob", "carol"),
                RingGroup.Strategy.ALL, 20, Optional.empty()));
        var received = send("sales", "team");
        assertEquals(List.of("sip:bob@192.0.2.20:5060", "sip:carol@192.0.2.30:5060"),
                f.sip.requests("MESSAGE").stream().map(r -> r.request.requestUri()).toList());
        f.sip.respond(f.sip.requests("MESSAGE").getFirst(), 200);
        assertEquals(List.of(), received.statuses());
        f.sip.respond(f.sip.requests("MESSAGE").getLast(), 480);
        assertEquals(List.of(202), received.statuses(), "carol gets it later");
        assertEquals(1, figures().waiting());
    }

    // ---- later

    @Test
    void whatCannotBeDeliveredWaitsInOrderUntilThePhoneRegisters() {
        f.directory.away("bob");
        var at = f.clock.instant();
        for (String text : List.of("1", "2", "3")) {
            assertEquals(List.of(202), send("bob", text).statuses());
            f.after(ofMillis(5));
        }
        assertEquals(new Figures(0, 3, 0, 3), figures());
        f.after(ofMinutes(90));
        f.directory.registers("bob", "192.0.2.21:5060");
        assertEquals(List.of(), texts(), "the answer to its registration comes first");
        f.after(ofMillis(500));
        assertEquals(List.of("1"), texts());
        assertEquals(Optional.of("Sat, 21 Nov 2026 12:00:00 GMT"), f.sip.last("MESSAGE").header("Date"), at.toString());
        deliver(200);
        deliver(200);
        assertEquals(List.of("1", "2", "3"), texts());
        assertEquals(1, figures().waiting());
        deliver(200);
        assertEquals(new Figures(3, 3, 0, 0), figures());
        f.directory.registers("bob", "192.0.2.21:5060");
        f.after(ofMinutes(30));
        assertEquals(3, texts().size(), "each once");
    }

    @Test
    void aPhoneThatDoesNotAnswerInTimeGetsItLater() {
        var received = send("bob", "are you there");
        f.after(ofMillis(3999));
        assertEquals(List.of(), received.statuses());
        f.after(ofMillis(1));
        assertEquals(List.of(202), received.statuses());
        assertEquals(202, send("bob", "second").last().status());
        f.sip.timeOut(f.sip.last("MESSAGE"));
        assertEquals(2, figures().waiting());
        f.after(ofSeconds(30)); // it is still registered, so it is tried again
        assertEquals(List.of("are you there", "are you there"), texts());
        deliver(200);
        deliver(200);
        assertEquals("second", texts().getLast());
        assertEquals(0, figures().waiting());
    }

    @Test
    void aLateAnswerIsNoSecondDelivery() {
        var received = send("bob", "slow");
        f.after(ofSeconds(5));
        assertEquals(List.of(202), received.statuses());
        deliver(200);
        assertEquals(new Figures(1, 1, 0, 0), figures());
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofMinutes(60));
        assertEquals(1, texts().size());
    }

    @Test
    void aPhoneThatStaysSilentIsTriedLessAndLess() {
        send("bob", "1");
        f.sip.timeOut(f.sip.last("MESSAGE"));
        f.after(ofSeconds(30));
        assertEquals(2, texts().size());
        f.sip.timeOut(f.sip.last("MESSAGE"));
        f.after(ofSeconds(59));
        assertEquals(2, texts().size());
        f.after(ofSeconds(1));
        assertEquals(3, texts().size());
        f.sip.timeOut(f.sip.last("MESSAGE"));
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        assertEquals(4, texts().size(), "a registration says that it is there");
    }

    @Test
    void whatIsStoredOutlivesTheNode() {
        f.directory.away("bob");
        send("bob", "1");
        send("bob", "2");
        f.engine.stop();
        f.directory.register("bob", "192.0.2.20:5060"); // as its registration is known after a restart
        var again = new CallEngine(new EnginePorts(f.sip, f.media, f.directory, request -> RegisterHandler.Reply.of(200, ""), f.cdrs,
                f.clock, EnginePorts.Extensions.NONE, f.messages), Runnable::run);
        again.start();
        assertEquals(2, again.messages().figures().waiting());
        f.after(ofSeconds(5));
        deliver(200);
        deliver(200);
        assertEquals(List.of("1", "2"), texts());
        assertEquals(0, again.messages().figures().waiting());
    }

    @Test
    void theSameMessageIsStoredOnce() { // its sender heard no answer of the node that died
        f.directory.away("bob");
        var request = message("bob", "once");
        assertEquals(202, f.sip.receive(request).last().status());
        assertEquals(202, f.sip.receive(request).last().status());
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        deliver(200);
        assertEquals(List.of("once"), texts());
    }

    @Test
    void nobodyWaitsForWhatSaysThatSomebodyTypes() { // RFC 3994
        f.directory.away("bob");
        assertEquals(480, f.sip.receive(message("bob", "").body("application/im-iscomposing+xml", "<isComposing/>")).last().status());
        assertEquals(480, f.sip.receive(message("bob", "").body("message/cpim",
                "From: <sip:a@b>\r\n\r\nContent-Type: application/im-iscomposing+xml\r\n\r\n<isComposing/>")).last().status());
        assertEquals(0, figures().waiting());
    }

    @Test
    void aMessageThatExpiresIsNotDelivered() { // RFC 3428 §5
        f.directory.away("bob");
        assertEquals(480, f.sip.receive(message("bob", "now or never").header("Expires", "0")).last().status());
        f.sip.receive(message("bob", "soon").header("Expires", "60"));
        f.sip.receive(message("bob", "later").header("Expires", "3600"));
        f.after(ofSeconds(61));
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        deliver(200);
        assertEquals(List.of("later"), texts());
        assertEquals(0, figures().waiting());
    }

    @Test
    void aFullStoreSaysSo() {
        f.directory.away("bob");
        f.messages.most(1);
        assertEquals(202, send("bob", "1").last().status());
        var full = send("bob", "2");
        assertEquals(480, full.last().status());
        assertEquals(Optional.of("399 trunkline \"Too many messages wait for this subscriber\""), full.header("Warning"));
        assertTrue(f.engine.border().refused().toString().contains("messages-full"));
    }

    @Test
    void aStoreThatFailsSaysSoAndLosesNothing() {
        f.directory.away("bob");
        f.messages.broken(true);
        assertEquals(503, send("bob", "1").last().status());
        f.messages.broken(false);
        assertEquals(202, send("bob", "2").last().status());
        f.messages.broken(true);
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        assertEquals(List.of(), texts());
        f.messages.broken(false);
        f.after(ofSeconds(30));
        deliver(200);
        assertEquals(List.of("2"), texts());
    }

    @Test
    void aMessageThatTheStoreCannotRemoveIsNotSentAgain() {
        f.directory.away("bob");
        send("bob", "1");
        send("bob", "2");
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        f.messages.broken(true);
        deliver(200);
        f.after(ofSeconds(30));
        assertEquals(List.of("1"), texts());
        assertEquals(2, figures().waiting());
        f.messages.broken(false);
        f.after(ofMinutes(1));
        deliver(200);
        assertEquals(List.of("1", "2"), texts());
        assertEquals(0, figures().waiting());
    }

    // ---- notifications

    @Test
    void theSenderIsToldOfALateDeliveryWhereItAsked() { // RFC 5438
        f.directory.away("bob");
        assertEquals(202, f.sip.receive(message("bob", "").body("message/cpim", CPIM)).last().status());
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        assertEquals(CPIM, f.sip.last("MESSAGE").body());
        deliver(200);
        var told = f.sip.last("MESSAGE");
        assertEquals("sip:alice@192.0.2.10:5060", told.request.requestUri());
        assertEquals("sip:bob@" + FakeSignaling.LOCAL, told.request.from().uri());
        assertEquals("message/cpim", told.request.body().orElseThrow().contentType());
        for (String part : List.of("From: <sip:bob@test>\r\nTo: <sip:alice@test>\r\n", "imdn.Message-ID: ", "<message-id>m&lt;1</message-id>",
                "<datetime>2026-11-21T11:59:00Z</datetime>", "<recipient-uri>sip:bob@test</recipient-uri>",
                "<delivery-notification><status><delivered/></status></delivery-notification>", "Content-Disposition: notification"))
            assertTrue(told.body().contains(part), () -> part + " is not in " + told.body());
        deliver(200);
        assertEquals(2, texts().size());
    }

    @Test
    void theSenderIsToldOfAMessageThatWasNeverDelivered() {
        f.directory.away("bob");
        f.sip.receive(message("bob", "").body("message/cpim", CPIM).header("Expires", "60"));
        f.after(ofMinutes(2));
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        assertTrue(texts().getLast().contains("<status><failed/></status>"), texts().toString());
    }

    @Test
    void whatIsDeliveredAtOnceThePhoneItselfConfirms() {
        f.sip.receive(message("bob", "").body("message/cpim", CPIM));
        deliver(200);
        assertEquals(1, texts().size());
    }

    // ---- trunks

    private static Trunk texting(String name, String host) {
        var plain = FakeDirectory.trunk(name, host);
        return new Trunk(name, new TrunkPeer(host, 5060, Transport.UDP, List.of(), true), true, plain.registration(), plain.security(),
                plain.limits(), plain.numbers(), plain.tariff());
    }

    @Test
    void aTrunkTakesMessagesOnlyWhereItSaysSo() {
        f.directory.route("+46812345678", FakeDirectory.trunk("A", "203.0.113.1"));
        assertEquals(403, send("+46812345678", "hi").last().status());
        f.directory.trustAt("203.0.113.1", FakeDirectory.trunk("A", "203.0.113.1"));
        var refused = f.sip.receive(FakeRequest.of("MESSAGE").called("bob").source("203.0.113.1").body("text/plain", "hi"));
        assertEquals(405, refused.last().status());
        assertFalse(refused.header("Allow").orElseThrow().contains("MESSAGE"));
        assertEquals(0, f.sip.requests("MESSAGE").size());
    }

    @Test
    void trunksAreTriedInOrder() {
        f.directory.route("+46812345678", FakeDirectory.trunk("A", "203.0.113.1"), texting("B", "203.0.113.2"), texting("C", "203.0.113.3"))
                .refuse("B", Candidate.Reason.CALLS_CAP, 1, 1);
        var received = send("+46812345678", "hi");
        assertEquals("sip:+46812345678@203.0.113.2", f.sip.last("MESSAGE").request.requestUri(), "its limits count calls");
        deliver(503);
        assertEquals("sip:+46812345678@203.0.113.3", f.sip.last("MESSAGE").request.requestUri());
        deliver(202);
        assertEquals(List.of(200), received.statuses());
        assertEquals(new Figures(1, 0, 0, 0), figures());
    }

    @Test
    void aTrunkThatAsksForCredentialsGetsThem() {
        f.directory.route("+46812345678", texting("B", "203.0.113.2")).account("B", "Digest of B");
        var received = send("+46812345678", "hi");
        f.sip.respond(f.sip.last("MESSAGE"), FakeResponse.to(f.sip.last("MESSAGE").request, 407).header("Proxy-Authenticate", "Digest x"));
        assertEquals(Optional.of("Digest of B"), f.sip.last("MESSAGE").header("Proxy-Authorization"));
        assertEquals(2, f.sip.last("MESSAGE").request.cseq());
        deliver(404);
        assertEquals(List.of(404), received.statuses());
    }

    @Test
    void aMessageOfATrunkReachesItsSubscriber() {
        f.directory.trustAt("203.0.113.2", texting("B", "203.0.113.2"));
        var received = f.sip.receive(FakeRequest.of("MESSAGE").called("bob").source("203.0.113.2")
                .caller("", "sip:+46709999999@203.0.113.2").body("text/plain", "from outside"));
        assertEquals("sip:+46709999999@" + FakeSignaling.LOCAL, f.sip.last("MESSAGE").request.from().uri());
        deliver(200);
        assertEquals(List.of(200), received.statuses());
    }

    @Test
    void messagesFollowASubscriberWhoIsRenamed() throws Exception {
        f.directory.away("bob");
        send("bob", "1");
        send("bob", "2");
        f.messages.rename("bob", "robert");
        f.directory.register("robert").away("robert");
        f.engine.messages().renamed("bob", "robert");
        assertEquals(2, f.engine.messages().count(Optional.of("robert")));
        assertEquals(List.of(), texts());
        assertEquals(List.of(202), send("robert", "3").statuses(), "behind the others");
        f.directory.registers("robert", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        deliver(200);
        deliver(200);
        deliver(200);
        assertEquals(List.of("1", "2", "3"), texts());
        assertEquals(0, figures().waiting());
        f.directory.away("bob");
        assertEquals(List.of(202), send("bob", "another bob").statuses());
        assertEquals(1, f.engine.messages().count(Optional.of("bob")));
    }

    @Test
    void aMessageOnItsWayWhileItsRecipientIsRenamedIsStoredUnderTheNewName() throws Exception {
        var received = send("bob", "slow");
        f.directory.register("robert").away("robert");
        f.engine.messages().renamed("bob", "robert");
        f.after(ofSeconds(5));
        assertEquals(List.of(202), received.statuses());
        assertEquals(1, f.engine.messages().count(Optional.of("robert")));
    }

    // ---- administration

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitingMessagesAreListedAndDeleted(boolean erased) throws Exception {
        f.directory.away("bob").register("carol").away("carol");
        send("bob", "for bob");
        send("carol", "for carol");
        var listed = f.engine.messages().list(Optional.of("bob"), 0, 10);
        assertEquals("bob from alice, 7 bytes", listed.stream().map(m -> m.envelope().recipient() + " from " + m.envelope().sender() + ", "
                + m.envelope().size() + " bytes").reduce("", String::concat));
        assertFalse(listed.toString().contains("for bob"), "nobody reads the text");
        if (erased)
            assertEquals(1, f.engine.messages().erase(Set.of("bob")));
        else
            assertTrue(f.engine.messages().delete(listed.getFirst().number()));
        assertEquals(1, figures().waiting());
        assertEquals(0, f.engine.messages().count(Optional.of("bob")));
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ofSeconds(1));
        assertEquals(List.of(), texts());
        var next = send("bob", "next");
        deliver(200);
        assertEquals(List.of(200), next.statuses());
    }
}
