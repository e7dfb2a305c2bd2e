package org.trunkline.ui.phone.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.core.internal.preferences.EclipsePreferences;
import org.junit.jupiter.api.Test;
import org.osgi.service.prefs.BackingStoreException;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.SoundChoice;

class AccountStoreTest {
    private final EclipsePreferences preferences = new EclipsePreferences();
    private final Map<String, String> passwords = new HashMap<>();
    private boolean locked;
    private final AccountStore store = new AccountStore(preferences, Kept::new);

    private final class Kept implements AccountStore.Password {
        private final String id;

        Kept(String id) {
            this.id = id;
        }

        @Override
        public Optional<String> read() {
            return Optional.ofNullable(passwords.get(id));
        }

        @Override
        public boolean write(String password) {
            if (!locked)
                passwords.put(id, password);
            return !locked;
        }

        @Override
        public void remove() {
            passwords.remove(id);
        }
    }

    private static PhoneAccount account(String id, String user) {
        return new PhoneAccount(id, URI.create("wss://sip.example.com:443/ws"), "example.com", user, "Name of " + user, "secret-" + user);
    }

    @Test
    void accountsComeBackInTheirOrder() {
        var accounts = List.of(account("z", "bo"), account("a", "anna"), account("m", "cecilia"));
        assertTrue(store.save(accounts));
        assertEquals(accounts, store.load());
        assertTrue(store.save(accounts.reversed()));
        assertEquals(accounts.reversed(), store.load());
    }

    @Test
    void passwordsAreNotAmongThePreferences() throws BackingStoreException {
        store.save(List.of(account("a", "anna")));
        var stored = preferences.node("accounts").node("a");
        for (String key : stored.keys())
            assertFalse(stored.get(key, "").contains("secret"), key);
        assertEquals(Map.of("a", "secret-anna"), passwords);
    }

    @Test
    void whatIsRemovedLeavesNothing() throws BackingStoreException {
        store.save(List.of(account("a", "anna"), account("b", "bo")));
        store.save(List.of(account("b", "bo")));
        assertEquals(Set.of("b"), passwords.keySet());
        assertEquals(List.of("b"), List.of(preferences.node("accounts").childrenNames()));
    }

    @Test
    void aStorageThatIsLockedIsTold() {
        locked = true;
        assertFalse(store.save(List.of(account("a", "anna"))));
        assertEquals("", store.load().getFirst().password());
    }

    @Test
    void anAccountThatCannotBeReadIsLeftOut() {
        store.save(List.of(account("a", "anna"), account("b", "bo")));
        preferences.node("accounts").node("a").put("server", "not a uri");
        assertEquals(List.of("b"), store.load().stream().map(PhoneAccount::id).toList());
    }

    @Test
    void h264IsOffUntilItIsTurnedOn() {
        assertFalse(store.h264());
        store.keepH264(true);
        assertTrue(store.h264());
        store.keepH264(false);
        assertFalse(store.h264());
    }

    @Test
    void devicesComeBack() {
        assertEquals(SoundChoice.SYSTEM, store.sound());
        store.keep(new SoundChoice("mic", "head", "desk"));
        assertEquals(new SoundChoice("mic", "head", "desk"), store.sound());
    }
}
