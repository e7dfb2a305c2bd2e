package org.trunkline.ui.phone.internal.desk;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import org.osgi.service.prefs.BackingStoreException;
import org.osgi.service.prefs.Preferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.control.ControlChoice;
import org.trunkline.phone.control.KeyAction;

/** The accounts, the sound devices, video formats, keys and headsets of the phone, in the preferences; passwords apart. Not on the UI thread. */
final class AccountStore {
    /** Where the password of one account is. */
    interface Password {
        Optional<String> read();

        boolean write(String password);

        void remove();
    }

    private static final Logger LOG = LoggerFactory.getLogger(AccountStore.class);
    private static final String ACCOUNTS = "accounts";
    private static final String SOUND = "sound";
    private static final String CONTROLS = "controls";
    private static final String VIDEO = "video";
    private static final String H264 = "h264";

    private final Preferences preferences;
    private final Function<String, Password> passwords;

    /** @param passwords by the id of the account */
    AccountStore(Preferences preferences, Function<String, Password> passwords) {
        this.preferences = preferences;
        this.passwords = passwords;
    }

    /** In the order of the user. An account that cannot be read is left out, which is logged. */
    List<PhoneAccount> load() {
        var found = new TreeMap<Integer, PhoneAccount>();
        try {
            var all = preferences.node(ACCOUNTS);
            for (String id : all.childrenNames())
                account(id, all.node(id)).ifPresent(account -> found.put(placeOf(all.node(id), found), account));
        } catch (BackingStoreException e) {
            LOG.warn("the accounts of the phone cannot be read: {}", e.getMessage());
        }
        return List.copyOf(found.values());
    }

    private static int placeOf(Preferences account, Map<Integer, PhoneAccount> taken) {
        int place = account.getInt("place", 0);
        while (taken.containsKey(place))
            place++;
        return place;
    }

    private Optional<PhoneAccount> account(String id, Preferences from) {
        try {
            return Optional.of(new PhoneAccount(id, URI.create(from.get("server", "")), from.get("domain", ""), from.get("user", ""),
                    from.get("name", ""), passwords.apply(id).read().orElse("")));
        } catch (IllegalArgumentException e) {
            LOG.warn("account {} of the phone cannot be read: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    /** Replaces all. @return false where it is not stored for the next start, which is logged */
    boolean save(List<PhoneAccount> accounts) {
        boolean whole = true;
        try {
            var all = preferences.node(ACCOUNTS);
            var ids = accounts.stream().map(PhoneAccount::id).toList();
            for (String id : new ArrayList<>(List.of(all.childrenNames())))
                if (!ids.contains(id)) {
                    passwords.apply(id).remove();
                    all.node(id).removeNode();
                }
            for (var account : accounts)
                whole &= save(account, accounts.indexOf(account), all.node(account.id()));
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("the accounts of the phone are not stored: {}", e.getMessage());
            return false;
        }
        return whole;
    }

    private boolean save(PhoneAccount account, int place, Preferences to) {
        to.putInt("place", place);
        to.put("server", account.server().toString());
        to.put("domain", account.domain());
        to.put("user", account.user());
        to.put("name", account.displayName());
        var password = passwords.apply(account.id());
        return password.read().filter(account.password()::equals).isPresent() || password.write(account.password());
    }

    /** What else the phone remembers, by name. */
    Preferences node(String name) {
        return preferences.node(name);
    }

    SoundChoice sound() {
        var from = preferences.node(SOUND);
        return new SoundChoice(from.get("microphone", ""), from.get("loudspeaker", ""), from.get("ring", ""));
    }

    void keep(SoundChoice choice) {
        var to = preferences.node(SOUND);
        to.put("microphone", choice.microphone());
        to.put("loudspeaker", choice.loudspeaker());
        to.put("ring", choice.ring());
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("the sound devices are not stored: {}", e.getMessage());
        }
    }

    /** Whether calls may have H.264. Any thread. */
    boolean h264() {
        return preferences.node(VIDEO).getBoolean(H264, false);
    }

    void keepH264(boolean on) {
        preferences.node(VIDEO).putBoolean(H264, on);
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("the video formats of the phone are not stored: {}", e.getMessage());
        }
    }

    /** Any thread. */
    ControlChoice controls() {
        var from = preferences.node(CONTROLS);
        var keys = new EnumMap<KeyAction, String>(KeyAction.class);
        for (var action : KeyAction.values())
            Optional.of(from.get(action.name(), "")).filter(key -> !key.isEmpty()).ifPresent(key -> keys.put(action, key));
        return new ControlChoice(keys, from.getBoolean("headset", ControlChoice.DEFAULT.headset()));
    }

    void keep(ControlChoice choice) {
        var to = preferences.node(CONTROLS);
        for (var action : KeyAction.values())
            to.put(action.name(), choice.keys().getOrDefault(action, ""));
        to.putBoolean("headset", choice.headset());
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("the keys of the phone are not stored: {}", e.getMessage());
        }
    }
}
