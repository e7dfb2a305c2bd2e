package org.trunkline.engine.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.directory.ManualScheduler;
import org.trunkline.engine.port.routing.Directory.Contact;
import org.trunkline.engine.port.signaling.DeviceFlow;
import org.trunkline.engine.port.signaling.OutOfDialog;

class CheckSyncTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<OutOfDialog.Request> sent = new ArrayList<>();
    private final List<Consumer<OutOfDialog.Outcome>> waiting = new ArrayList<>();
    private final CheckSync checkSync = new CheckSync((request, result) -> {
        sent.add(request);
        waiting.add(result);
    }, clock, "sip:trunkline@example.com");

    private static Contact contact(String uri, String... path) {
        return new Contact(uri, Optional.empty(), "udp", List.of(path), DeviceFlow.NONE);
    }

    @Test
    void aPhoneIsAskedWhereItRegisteredFrom() {
        checkSync.ask(List.of(contact("sip:anna@192.0.2.77:5062"), new Contact("sip:anna@10.0.0.7:5060;transport=tcp",
                Optional.of(new InetSocketAddress("2001:db8::7", 40_000)), "tcp", List.of("sip:edge.example;lr"),
                DeviceFlow.NONE)));
        var direct = sent.getFirst();
        assertEquals(List.of("NOTIFY", "192.0.2.77", 5062, Transport.UDP, "sip:anna@192.0.2.77:5062"), List.of(direct.method(),
                direct.host(), direct.port(), direct.transport(), direct.requestUri()));
        assertEquals(Map.of("Event", "check-sync;reboot=false", "Subscription-State", "terminated;reason=noresource"), direct.headers());
        var behindNat = sent.getLast();
        assertEquals(List.of("2001:db8:0:0:0:0:0:7", 40_000, Transport.TCP), List.of(behindNat.host(), behindNat.port(), behindNat.transport()));
        assertEquals("<sip:edge.example;lr>", behindNat.headers().get("Route"));
    }

    @Test
    void itTellsWhoAcceptedWhoRefusedAndWhoIsSilent() {
        var answers = checkSync.ask(List.of(contact("sip:a@192.0.2.1"), contact("sip:b@192.0.2.2"), contact("sip:c@192.0.2.3"),
                contact("sip:d@nowhere.example"), contact("nonsense")));
        waiting.get(0).accept(new OutOfDialog.Outcome.Answered(200, "OK", Map.of(), Duration.ZERO));
        waiting.get(1).accept(new OutOfDialog.Outcome.Answered(489, "Bad Event", Map.of(), Duration.ZERO));
        waiting.get(3).accept(new OutOfDialog.Outcome.NotSent(new LocalizableText("no-such-name", List.of("nowhere.example"), "does not resolve")));
        clock.advance(CheckSync.PATIENCE.minusMillis(1));
        assertFalse(answers.isDone());
        clock.advance(Duration.ofMillis(1));
        assertEquals(List.of("true 200 OK", "false 489 Bad Event", "false no answer to NOTIFY", "false does not resolve",
                "false nonsense is not a SIP address"), answers.join().stream().map(a -> a.told() + " " + a.said().message()).toList());
    }

    @Test
    void nobodyRegisteredIsAnsweredAtOnce() {
        assertEquals(List.of(), checkSync.ask(List.of()).join());
    }
}
