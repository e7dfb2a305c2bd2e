package org.trunkline.ui.phone.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.eclipse.core.internal.preferences.EclipsePreferences;
import org.junit.jupiter.api.Test;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneState;
import org.trunkline.ui.phone.internal.desk.DeskPhone.Known;
import org.trunkline.ui.phone.internal.words.PhoneStates;

class DeskPhoneTest {
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final EclipsePreferences preferences = new EclipsePreferences();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Known> told = new LinkedBlockingQueue<>();

    private AccountStore store() {
        return new AccountStore(preferences, id -> new AccountStore.Password() {
            @Override
            public Optional<String> read() {
                return Optional.ofNullable(passwords.get(id));
            }

            @Override
            public boolean write(String password) {
                passwords.put(id, password);
                return true;
            }

            @Override
            public void remove() {
                passwords.remove(id);
            }
        });
    }

    /** Tells its state at once, and notes what is asked of it. */
    @SuppressWarnings("unchecked") // a proxy has no types
    private Phone phone() {
        return (Phone) Proxy.newProxyInstance(Phone.class.getClassLoader(), new Class<?>[] {Phone.class}, (self, method, args) -> {
            switch (method.getName()) {
                case "follow" -> {
                    ((Consumer<PhoneState>) args[0]).accept(PhoneStates.of());
                    return (AutoCloseable) () -> asked.add("unfollowed");
                }
                case "equals" -> {
                    return self == args[0];
                }
                default -> asked.add(method.getName() + Arrays.toString(args));
            }
            return method.getReturnType() == String.class ? "line" : null;
        });
    }

    private Known await(Predicate<Known> wanted) throws InterruptedException {
        while (true) {
            Known known = told.poll(30, TimeUnit.SECONDS);
            assertTrue(known != null, "nothing more was told");
            if (wanted.test(known))
                return known;
        }
    }

    @Test
    void accountsOfTheLastRunAreUsedOnceThePhoneIsThere() throws InterruptedException {
        store().save(List.of(PhoneStates.ANNA));
        var desk = new DeskPhone(store());
        desk.follow(told::add);
        assertEquals(List.of(PhoneStates.ANNA), await(known -> true).accounts());
        desk.bind(phone());
        assertTrue(await(known -> known.inUse().isPresent()).accounts().contains(PhoneStates.ANNA));
        assertTrue(asked.poll(30, TimeUnit.SECONDS).startsWith("choose["));
        assertEquals("use[[1 anna@127.0.0.1 over ws://127.0.0.1:5066]]", asked.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void aDeskThatIsNoPhoneLeavesTheSoundAloneAndSaysSo() throws InterruptedException {
        var desk = new DeskPhone(store());
        desk.bind(phone());
        desk.follow(told::add);
        assertEquals(Optional.empty(), await(known -> true).inUse());
        assertEquals("desk-no-account", assertThrows(PhoneException.class, () -> desk.call("bo")).text().code());
        assertTrue(asked.isEmpty(), asked.toString());
    }

    @Test
    void callsAreMadeAsTheChosenAccountAndRemembered() throws Exception {
        store().save(List.of(PhoneStates.ANNA));
        var desk = new DeskPhone(store());
        desk.follow(told::add);
        await(known -> !known.accounts().isEmpty());
        assertEquals("desk-phone-starting", assertThrows(PhoneException.class, () -> desk.call("bo")).text().code());
        desk.bind(phone());
        await(known -> known.inUse().isPresent());
        desk.callAs(Optional.of("1"));
        desk.call("bo");
        desk.callAs(Optional.of("gone"));
        desk.call("cecilia");
        var calls = asked.stream().filter(what -> what.startsWith("call")).toList();
        assertEquals(List.of("call[Optional[1], bo]", "call[Optional.empty, cecilia]"), calls);
        assertEquals(List.of("cecilia", "bo"), desk.recent().all().stream().map(c -> c.number()).toList());
    }

    @Test
    void aPhoneThatGoesIsNoLongerShown() throws InterruptedException {
        store().save(List.of(PhoneStates.ANNA));
        var desk = new DeskPhone(store());
        var phone = phone();
        desk.follow(told::add);
        desk.bind(phone);
        await(known -> known.inUse().isPresent());
        desk.unbind(phone);
        assertEquals(List.of(PhoneStates.ANNA), await(known -> known.state().isEmpty()).accounts());
        assertTrue(asked.contains("unfollowed"));
    }
}
