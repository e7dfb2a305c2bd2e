package org.trunkline.ui.phone.internal.desk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.message.PhoneMessage;

/**
 * The text messages of the phone, with their history on the disk. <b>Threads:</b> any, where not said otherwise; followers are told
 * on a thread of the phone.
 */
public final class DeskMessages {
    private static final int SETTLE_MS = 1000;

    /** @param arrived that came since the last time, and were not kept from an earlier run */
    public record Shown(MessagesState state, List<PhoneMessage> arrived) {
        public Shown {
            arrived = List.copyOf(arrived);
        }
    }

    private final MessageHistory history;
    private final ExecutorService keeper;
    private final List<Consumer<Shown>> followers = new ArrayList<>(); // these and what follows: the keeper's alone
    private final Map<String, List<PhoneMessage>> kept = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private boolean saving;
    private volatile MessagesState state = MessagesState.EMPTY;
    private volatile Optional<ConversationKey> watched = Optional.empty();

    /** @param keeper whose thread reads and writes the disk, and tells, in order */
    DeskMessages(MessageHistory history, ExecutorService keeper) {
        this.history = history;
        this.keeper = keeper;
    }

    public MessagesState state() {
        return state;
    }

    /** Tells at once and on each change, in order. The follower hands over and returns. */
    public Watch follow(Consumer<Shown> follower) {
        keeper.execute(() -> {
            followers.add(follower);
            follower.accept(new Shown(state, List.of()));
        });
        return () -> {
            if (!keeper.isShutdown())
                keeper.execute(() -> followers.remove(follower));
        };
    }

    /** The conversation that the user looks at now: it needs no pop-up. */
    public void watch(Optional<ConversationKey> conversation) {
        watched = conversation;
    }

    public Optional<ConversationKey> watched() {
        return watched;
    }

    // ---- on the keeper's thread

    /** Gives a phone what was kept of its accounts, and forgets what was kept of others. */
    void begin(Phone phone, List<PhoneAccount> accounts) {
        var ids = accounts.stream().map(PhoneAccount::id).toList();
        history.keepOnly(ids);
        kept.keySet().retainAll(ids);
        for (String id : ids) {
            if (kept.containsKey(id))
                continue;
            var before = history.load(id);
            kept.put(id, before);
            before.forEach(message -> known.add(message.id()));
            if (!before.isEmpty())
                phone.messages().restore(id, before);
        }
    }

    /** Another phone knows nothing yet. */
    void forget() {
        save();
        kept.clear();
    }

    void changed(MessagesState now) {
        state = now;
        var arrived = now.messages().stream().filter(message -> known.add(message.id()) && message.state() == PhoneMessage.State.UNREAD).toList();
        List.copyOf(followers).forEach(follower -> follower.accept(new Shown(now, arrived)));
        if (!saving) {
            saving = true;
            CompletableFuture.delayedExecutor(SETTLE_MS, TimeUnit.MILLISECONDS, task -> {
                if (!keeper.isShutdown())
                    keeper.execute(task);
            }).execute(this::save);
        }
    }

    /** Writes what is not on the disk yet. */
    void save() {
        saving = false;
        for (String account : List.copyOf(kept.keySet())) {
            var now = state.messages().stream().filter(message -> message.conversation().account().equals(account)).toList();
            if (!now.equals(kept.get(account)) && history.save(account, now))
                kept.put(account, now);
        }
    }
}
