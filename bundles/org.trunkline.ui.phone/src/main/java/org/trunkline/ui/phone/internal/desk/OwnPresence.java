package org.trunkline.ui.phone.internal.desk;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

import org.osgi.service.prefs.Preferences;
import org.trunkline.api.Watch;
import org.trunkline.phone.Phone;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;

/**
 * The presence that the user of this desk chose, remembered; the phone publishes it. Do not disturb is a state of the phone, and not remembered.
 * <b>Threads:</b> any; followers are told on a thread of the phone.
 */
public final class OwnPresence {
    private static final String PRESENCE = "presence";
    private static final String NOTE = "note";

    private final DeskFollowers<UserPresence> followers;
    private final Remembered<UserPresence> chosen;
    private Optional<Phone> phone = Optional.empty(); // these two the keeper's alone
    private boolean idle;

    OwnPresence(Preferences preferences, ExecutorService keeper) {
        followers = new DeskFollowers<>(keeper);
        chosen = new Remembered<>(preferences, followers, from -> new UserPresence(read(from.get(PRESENCE, "")), from.get(NOTE, "")), (to, now) -> {
            to.put(PRESENCE, now.presence().name());
            to.put(NOTE, now.note());
        });
    }

    private static Presence read(String stored) {
        return List.of(Presence.BUSY, Presence.AWAY, Presence.OFFLINE).stream().filter(it -> it.name().equals(stored)).findFirst()
                .orElse(Presence.AVAILABLE);
    }

    /** As chosen; never do not disturb, and never a state that the desk finds out itself. */
    public UserPresence chosen() {
        return chosen.now();
    }

    /** Told at once and at each change. The follower hands over and returns. */
    public Watch follow(Consumer<UserPresence> follower) {
        return chosen.follow(follower);
    }

    /**
     * Chooses the state; the note stays. Do not disturb goes to the phone, and any other one ends it. Who chooses it instead of looking offline looks
     * offline no more, so that others see it.
     */
    public void choose(Presence presence) {
        followers.run(() -> {
            phone.ifPresent(it -> it.doNotDisturb(presence == Presence.DO_NOT_DISTURB));
            if (presence != Presence.DO_NOT_DISTURB || chosen.now().presence() == Presence.OFFLINE)
                become(chosen.now().with(read(presence.name())));
        });
    }

    /** What others read beside the state. */
    public void note(String text) {
        followers.run(() -> become(new UserPresence(chosen.now().presence(), text)));
    }

    /** Whether nobody uses this computer: who is available is away then. */
    public void idle(boolean now) {
        followers.run(() -> {
            if (idle != now) {
                idle = now;
                publish();
            }
        });
    }

    // ---- on the keeper's thread

    /** @param service empty where the phone is gone */
    void begin(Optional<Phone> service) {
        phone = service;
        publish();
    }

    private void become(UserPresence next) {
        if (chosen.become(next))
            publish();
    }

    private void publish() {
        var now = chosen.now();
        var shown = idle && now.presence() == Presence.AVAILABLE ? now.with(Presence.AWAY) : now;
        phone.ifPresent(it -> it.presences().publish(shown));
    }
}
