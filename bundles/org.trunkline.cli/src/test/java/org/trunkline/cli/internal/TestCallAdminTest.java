package org.trunkline.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.wire.json.Json;

class TestCallAdminTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FakeNode node = new FakeNode();

    @BeforeEach
    void aTrunk() throws Exception {
        var blank = EntryKind.TRUNK.schema().blank();
        node.trunks().create(new Trunk("A", new TrunkPeer("192.0.2.1", 5060, Transport.UDP, List.of(), false), true, Optional.empty(),
                blank.security(), blank.limits(), blank.numbers(), Optional.empty()));
    }

    private String run(String... args) throws CommandException {
        printed.reset();
        var arguments = Arguments.parse(List.of(args));
        new TestCallAdmin(node.trials(), new Answers(new PrintStream(printed, true, StandardCharsets.UTF_8), arguments.has("json"))).run(arguments);
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachMessageHasALineAndTheResultIsLast() throws Exception {
        var lines = run("test-call", "A", "+46701234567", "--caller", "+46850010000", "--codec", "pcma", "--seconds", "5").lines().toList();
        assertTrue(lines.get(1).matches("0 ms +→ +INVITE"), lines.toString());
        assertTrue(lines.get(3).matches("800 ms +← +200 OK"), lines.toString());
        assertTrue(lines.getLast().startsWith("answered after 800 ms; record "), lines.toString());
        var json = Json.parseAnswer(run("test-call", "A", "+46701234567", "--json").getBytes(StandardCharsets.UTF_8));
        assertTrue(json.get("ok").asBoolean());
    }

    @Test
    void aSubscriberSpeaks() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        run("test-call", "A", "+46701234567", "--voice", "anna");
        assertEquals(Optional.of("anna"), node.trials().placed().getLast().voice());
        assertEquals(List.of("there is no subscriber \"nobody\", or it is switched off"),
                assertThrows(CommandException.class, () -> run("test-call", "A", "+46701234567", "--voice", "nobody")).lines());
    }

    @Test
    void aCodecIsWrittenInAnyCase() throws Exception {
        run("test-call", "A", "+46701234567", "--codec", "OPUS,pcma,g722");
        assertEquals(List.of("opus", "PCMA", "G722"), node.trials().placed().getLast().codecs());
        run("test-call", "A", "+46701234567", "--codec", "opus,g729");
        assertEquals(List.of("opus", "g729"), node.trials().placed().getLast().codecs(), "the node refuses it as it was written");
    }

    @Test
    void aVoiceNeedsNeitherASoundNorItsLength() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        for (var option : List.of("--silence", "--seconds=5")) {
            var refused = assertThrows(CommandException.class, () -> run("test-call", "A", "+46701234567", "--voice", "anna", option));
            assertEquals(CommandException.USAGE, refused.exitCode());
            assertTrue(refused.lines().getFirst().startsWith("--voice takes no --silence and no --seconds"), refused.lines().toString());
        }
        assertEquals(List.of(), node.trials().placed());
    }

    @Test
    void aFailedCallIsAFailedCommand() {
        var failed = assertThrows(CommandException.class, () -> run("test-call", "A", "9"));
        assertEquals(List.of("the trunk answered 486: busy"), failed.lines());
        assertEquals(1, failed.exitCode());
        assertEquals(List.of("there is no trunk \"B\""), assertThrows(CommandException.class, () -> run("test-call", "B", "1")).lines());
        assertEquals(CommandException.USAGE, assertThrows(CommandException.class, () -> run("test-call", "A")).exitCode());
        assertEquals(CommandException.USAGE, assertThrows(CommandException.class, () -> run("test-call", "A", "1", "--seconds", "x")).exitCode());
    }
}
