package org.trunkline.ui.phone.internal.desk;

import java.util.List;
import java.util.Optional;

import org.trunkline.phone.AccountState;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;

/** Which of the calls of the phone a command without a choice means. */
public final class Lines {
    private Lines() {}

    /** The domain of the other SIP server that a call is at, which parks no calls and has no records; empty where it may be a node. */
    public static Optional<String> elsewhere(PhoneState state, LineState line) {
        return state.accounts().stream().map(AccountState::account).filter(it -> it.id().equals(line.account()) && !it.isAtNode())
                .map(PhoneAccount::domain).findFirst();
    }

    /** Those that can be brought together with it, and are not: of the same account, and of a call at another server all such calls. */
    public static List<LineState> companions(PhoneState state, LineState line) {
        boolean elsewhere = elsewhere(state, line).isPresent();
        return others(state, line.id()).stream().filter(l -> !(l.together() && line.together()))
                .filter(l -> elsewhere ? elsewhere(state, l).isPresent() : l.account().equals(line.account())).toList();
    }

    /** Calls in conversation, but this one: those it can be connected to. */
    public static List<LineState> others(PhoneState state, String line) {
        return state.lines().stream().filter(l -> l.state() == State.TALKING && !l.id().equals(line)).toList();
    }
}
