package org.trunkline.ui.phone.internal.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

import org.osgi.service.prefs.BackingStoreException;
import org.osgi.service.prefs.Preferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.phone.Phone;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;

/**
 * The presence that the user of this desk chose, remembered; the phone publishes it. Do not disturb is a state of the phone, and not remembered.
 * <b>Threads:</b> any; followers are told on a thread of the phone.
 */
public final class OwnPresence {
    private static final Logger LOG = LoggerFactory.getLogger(OwnPresence.class);
    private static final String PRESENCE = "presence";
    private static final String NOTE = "note";

    private final Preferences preferences;
    private final ExecutorService keeper;
    private final List<Consumer<UserPresence>> followers = new ArrayList<>(); // the keeper's alone
    private Optional<Phone> phone = Optional.empty(); // the keeper's alone
    private boolean idle; // the keeper's alone
    private volatile UserPresence chosen;

    OwnPresence(Preferences preferences, ExecutorService keeper) {
        this.preferences = preferences;
        this.keeper = keeper;
        chosen = new UserPresence(read(preferences.get(PRESENCE, "")), preferences.get(NOTE, ""));
    }

    private static Presence read(String stored) {
        return List.of(Presence.BUSY, Presence.AWAY, Presence.OFFLINE).stream().filter(it -> it.name().equals(stored)).findFirst()
                .orElse(Presence.AVAILABLE);
    }

    /** As chosen; never do not disturb, and never a state that the desk finds out itself. */
    public UserPresence chosen() {
        return chosen;
    }

    /** Told at once and at each change. The follower hands over and returns. */
    public Watch follow(Consumer<UserPresence> follower) {
        run(() -> {
            followers.add(follower);
            follower.accept(chosen);
        });
        return () -> run(() -> followers.remove(follower));
    }

    /**
     * Chooses the state; the note stays. Do not disturb goes to the phone, and any other one ends it. Who chooses it instead of looking offline looks
     * offline no more, so that others see it.
     */
    public void choose(Presence presence) {
        run(() -> {
            phone.ifPresent(it -> it.doNotDisturb(presence == Presence.DO_NOT_DISTURB));
            if (presence != Presence.DO_NOT_DISTURB || chosen.presence() == Presence.OFFLINE)
                become(chosen.with(read(presence.name())));
        });
    }

    /** What others read beside the state. */
    public void note(String text) {
        run(() -> become(new UserPresence(chosen.presence(), text)));
    }

    /** Whether nobody uses this computer: who is available is away then. */
    public void idle(boolean now) {
        run(() -> {
            if (idle != now) {
                idle = now;
                publish();
            }
        });
    }

    // ---- on the keeper's thread

    private void run(Runnable task) {
        if (!keeper.isShutdown())
            keeper.execute(task);
    }

    /** @param service empty where the phone is gone */
    void begin(Optional<Phone> service) {
        phone = service;
        publish();
    }

    private void become(UserPresence now) {
        if (now.equals(chosen))
            return;
        chosen = now;
        preferences.put(PRESENCE, now.presence().name());
        preferences.put(NOTE, now.note());
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("the presence is not stored: {}", e.getMessage());
        }
        publish();
        List.copyOf(followers).forEach(follower -> follower.accept(now));
    }

    private void publish() {
        var now = idle && chosen.presence() == Presence.AVAILABLE ? chosen.with(Presence.AWAY) : chosen;
        phone.ifPresent(it -> it.presences().publish(now));
    }
}
