package org.trunkline.ui.phone.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.ui.phone.internal.words.PhoneStates.held;
import static org.trunkline.ui.phone.internal.words.PhoneStates.line;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.ui.phone.internal.words.PhoneStates;

class LinesTest {
    private final LineState held = held(line("held", Direction.OUT, State.TALKING), true, false);
    private final LineState talking = line("talking", Direction.IN, State.TALKING);
    private final LineState rings = line("rings", Direction.IN, State.RINGING);
    private final Set<AccountState> accounts = new LinkedHashSet<>();
    private final LineState over = line("over", Direction.IN, State.ENDED);

    @Test
    void aCallIsConnectedToOneThatTalks() {
        assertEquals(List.of(held), Lines.others(PhoneStates.of(held, talking, rings, over), "talking"));
    }

    @Test
    void aCallAtAnotherServerIsElsewhere() {
        assertEquals(Optional.empty(), Lines.elsewhere(PhoneStates.of(talking), talking));
        var other = new PhoneAccount("1", URI.create("tls://sip.example.com"), "example.com", "anna", "", "secret");
        var state = new PhoneState(List.of(new AccountState(other, Registration.REGISTERED, Optional.empty(), Optional.empty())), List.of(talking), List.of(),
                SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty());
        assertEquals(Optional.of("example.com"), Lines.elsewhere(state, talking));
    }

    /** The desk lets calls at other servers hear each other, whichever account they are of; a node needs to know both. */
    @Test
    void whichCallsCanBeBroughtTogether() {
        var node = account("1", "wss://node.example.com");
        var other = account("2", "tls://sip.example.com");
        var third = account("3", "udp://sip.example.org");
        var one = of(other, "one", false);
        var two = of(third, "two", false);
        var atNode = of(node, "at node", false);
        assertEquals(List.of(two), Lines.companions(state(one, two, atNode), one));
        assertEquals(List.of(), Lines.companions(state(one, two, atNode), atNode));
        var second = of(node, "second", false);
        assertEquals(List.of(second), Lines.companions(state(atNode, second, one), atNode));
        var gathered = List.of(of(other, "one", true), of(third, "two", true));
        var late = of(other, "late", false);
        assertEquals(List.of(late), Lines.companions(state(gathered.get(0), gathered.get(1), late), gathered.get(0)));
        assertEquals(gathered, Lines.companions(state(gathered.get(0), gathered.get(1), late), late));
    }

    private static AccountState account(String id, String server) {
        return new AccountState(new PhoneAccount(id, URI.create(server), "example.com", "anna", "", "secret"), Registration.REGISTERED, Optional.empty(), Optional.empty());
    }

    private LineState of(AccountState account, String id, boolean together) {
        accounts.add(account);
        var like = line(id, Direction.OUT, State.TALKING);
        return new LineState(id, account.account().id(), like.callId(), like.direction(), like.state(), like.number(), like.name(), false, false, false, together,
                like.since(), like.answered(), like.quality(), like.notice(), like.end(), like.video());
    }

    private PhoneState state(LineState... lines) {
        return new PhoneState(List.copyOf(accounts), List.of(lines), List.of(), SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty());
    }
}
