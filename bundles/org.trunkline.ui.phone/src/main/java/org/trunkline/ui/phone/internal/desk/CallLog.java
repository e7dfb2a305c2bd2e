package org.trunkline.ui.phone.internal.desk;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.trunkline.api.Watch;
import org.trunkline.phone.LineState;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;

/**
 * What this desk keeps of its calls itself, until it ends: how many were missed, and those at other servers, of which the node has no records.
 * <b>Threads:</b> any, where not said otherwise; followers are told on a thread of the phone.
 */
public final class CallLog {
    private static final int MOST = 200;

    /** @param elsewhere calls of accounts at other servers, the newest first @param missed since they were last looked at */
    public record Shown(List<EndedCall> elsewhere, int missed) {
        public static final Shown NOTHING = new Shown(List.of(), 0);

        public Shown {
            elsewhere = List.copyOf(elsewhere);
        }
    }

    private final DeskFollowers<Shown> followers;
    /** By line: two accounts may be called with one Call-ID. This and what follows: the keeper's alone. */
    private final Map<String, Instant> begun = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Deque<EndedCall> elsewhere = new ArrayDeque<>();
    private int missed;
    private Shown shown = Shown.NOTHING;

    CallLog(ExecutorService keeper) {
        followers = new DeskFollowers<>(keeper);
    }

    /** Tells at once and on each change, in order. The follower hands over and returns. */
    public Watch follow(Consumer<Shown> follower) {
        return followers.follow(follower, () -> Optional.of(shown));
    }

    /** The user sees the missed calls now. */
    public void seen() {
        followers.run(() -> {
            missed = 0;
            tell();
        });
    }

    // ---- on the keeper's thread

    void changed(PhoneState state) {
        var others = state.accounts().stream().map(it -> it.account()).filter(it -> !it.isAtNode()).map(PhoneAccount::id).collect(Collectors.toSet());
        for (var line : state.lines()) {
            begun.putIfAbsent(line.id(), line.since());
            if (line.state() == LineState.State.ENDED && ended.add(line.id()))
                keep(EndedCall.of(line, begun.get(line.id())), others.contains(line.account()));
        }
        var present = state.lines().stream().map(LineState::id).collect(Collectors.toSet());
        begun.keySet().retainAll(present);
        ended.retainAll(present);
        tell();
    }

    private void keep(EndedCall call, boolean atOther) {
        if (call.missed())
            missed++;
        if (atOther)
            elsewhere.addFirst(call);
        if (elsewhere.size() > MOST)
            elsewhere.removeLast();
    }

    private void tell() {
        var now = new Shown(List.copyOf(elsewhere), missed);
        if (now.equals(shown))
            return;
        shown = now;
        followers.tell(now);
    }
}
