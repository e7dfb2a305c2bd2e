package org.trunkline.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;

class CallAdminTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FakeNode node = new FakeNode();

    private String run(String... args) throws CommandException {
        printed.reset();
        var arguments = Arguments.parse(List.of(args));
        new CallAdmin(node.calls(), new Answers(new PrintStream(printed, true, StandardCharsets.UTF_8), arguments.has("json"))).run(arguments);
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void thePhonesOfASubscriberRing() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        assertEquals("calling the phones of anna; call " + Samples.id(601), run("call", "anna", "+46701234567"));
        assertEquals("{\"id\":\"" + Samples.id(602) + "\"}", run("call", "anna", "0701234567", "--json").replaceAll("\\s", ""));
        assertEquals(List.of(new CallDraft("anna", "+46701234567"), new CallDraft("anna", "0701234567")), node.calls().asked());
    }

    @Test
    void theNumberIsCalledOverATrunk() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        assertEquals(List.of("there is no trunk \"Telia\""),
                assertThrows(CommandException.class, () -> run("call", "anna", "0701234567", "--trunk", "Telia")).lines());
        node.trunks().create(FakeDirectory.trunk("Telia", "192.0.2.30"));
        assertEquals("calling the phones of anna, then 0701234567 over Telia; call " + Samples.id(601),
                run("call", "anna", "0701234567", "--trunk", "Telia"));
        assertEquals(List.of("Telia"), node.calls().over());
    }

    @Test
    void thePhoneOfASubscriberListens() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        node.calls().set(List.of(Samples.call(1)));
        assertEquals("calling the phones of anna to listen; call " + Samples.id(600), listen("listen", Samples.id(1).value(), "anna"));
        assertEquals("anna", node.calls().list().getFirst().listener().orElseThrow());
        for (String none : List.of(Samples.id(7).value(), "no id"))
            assertEquals(List.of("there is no live call \"" + none + "\""),
                    assertThrows(CommandException.class, () -> listen("listen", none, "anna")).lines());
    }

    private String listen(String... args) throws CommandException {
        printed.reset();
        new CallAdmin(node.calls(), new Answers(new PrintStream(printed, true, StandardCharsets.UTF_8), false)).listen(Arguments.parse(List.of(args)));
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void whatIsWrongIsSaid() {
        assertEquals(List.of("there is no subscriber \"bo\", or it is switched off"),
                assertThrows(CommandException.class, () -> run("call", "bo", "1")).lines());
        assertEquals(CommandException.USAGE, assertThrows(CommandException.class, () -> run("call", "anna")).exitCode());
    }
}
