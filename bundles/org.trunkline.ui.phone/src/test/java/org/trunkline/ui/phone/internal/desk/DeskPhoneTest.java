package org.trunkline.ui.phone.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.eclipse.core.internal.preferences.EclipsePreferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.phone.Messages;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.PhoneVideo;
import org.trunkline.phone.control.ControlChoice;
import org.trunkline.phone.control.ControlState;
import org.trunkline.phone.control.Controls;
import org.trunkline.phone.control.KeyAction;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.presence.LampState;
import org.trunkline.phone.presence.Lamps;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.Presences;
import org.trunkline.phone.presence.RingingCall;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.ui.phone.internal.desk.DeskPhone.Known;
import org.trunkline.ui.phone.internal.words.PhoneStates;

class DeskPhoneTest {
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final EclipsePreferences preferences = new EclipsePreferences();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> formats = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<?>> restored = new LinkedBlockingQueue<>();
    @TempDir
    private Path folder;
    private final BlockingQueue<Known> told = new LinkedBlockingQueue<>();

    private AccountStore store() {
        return new AccountStore(preferences, this::password);
    }

    private AccountStore.Password password(String id) {
        return new AccountStore.Password() {
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
        };
    }

    private final List<String> colleagues = new CopyOnWriteArrayList<>();
    private final Lamps lamps = new Lamps() {
        @Override
        public LampState state() {
            return LampState.NONE;
        }

        @Override
        public AutoCloseable follow(Consumer<LampState> follower) {
            follower.accept(new LampState(List.of(new RingingCall("bo", "1", "", "c;to-tag=a;from-tag=b")), Map.of("bo", Instant.EPOCH)));
            return () -> { };
        }

        @Override
        public void watch(Collection<String> peers) {
            colleagues.addAll(peers);
        }
    };
    private final Presences presences = new Presences() {
        @Override
        public Map<String, UserPresence> state() {
            return Map.of();
        }

        @Override
        public AutoCloseable follow(Consumer<Map<String, UserPresence>> follower) {
            presenceFollower = follower;
            return () -> { };
        }

        @Override
        public void watch(java.util.Collection<String> peers) {
            watched.add(List.copyOf(peers));
        }

        @Override
        public void publish(UserPresence own) {
            published.add(own);
        }
    };
    private final BlockingQueue<UserPresence> published = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<String>> watched = new LinkedBlockingQueue<>();
    private volatile Consumer<Map<String, UserPresence>> presenceFollower = _ -> { };

    @Test
    void presenceIsWatchedByThePhoneThatIsThereAndForgottenWithIt() throws Exception {
        store().save(List.of(PhoneStates.ANNA));
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        var seen = new LinkedBlockingQueue<Map<String, UserPresence>>();
        desk.presences().follow(seen::add);
        var rings = new LinkedBlockingQueue<LampState>();
        desk.lamps().follow(rings::add);
        desk.lamps().watch(List.of("bo"));
        desk.presences().watch("test", List.of("bo"));
        var phone = phone();
        desk.bind(phone);
        assertEquals(List.of("bo"), watched.poll(30, TimeUnit.SECONDS));
        presenceFollower.accept(Map.of("bo", UserPresence.of(Presence.AVAILABLE)));
        assertEquals(Map.of("bo", UserPresence.of(Presence.AVAILABLE)), seen.poll(30, TimeUnit.SECONDS));
        assertEquals(Optional.of(UserPresence.of(Presence.AVAILABLE)), desk.presences().of("bo"));
        assertEquals("bo", rings.poll(30, TimeUnit.SECONDS).ringing().getFirst().peer());
        assertEquals(List.of("bo"), colleagues);
        desk.unbind(phone);
        assertEquals(Map.of(), seen.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void partsOfTheDeskWatchTogether() throws Exception {
        store().save(List.of(PhoneStates.ANNA));
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        var phone = phone();
        desk.bind(phone);
        assertEquals(List.of(), watched.poll(30, TimeUnit.SECONDS));
        desk.presences().watch("messages", List.of("bo", "cy"));
        assertEquals(List.of("bo", "cy"), watched.poll(30, TimeUnit.SECONDS));
        desk.presences().watch("colleagues", List.of("dee", "bo"));
        assertEquals(List.of("dee", "bo", "cy"), watched.poll(30, TimeUnit.SECONDS));
        desk.presences().watch("messages", List.of());
        assertEquals(List.of("dee", "bo"), watched.poll(30, TimeUnit.SECONDS));
        assertEquals(Optional.of(Instant.EPOCH), desk.lamps().talkingSince("bo"));
        assertEquals("1", desk.lamps().ringingAt("bo").orElseThrow().number());
        assertEquals(Optional.empty(), desk.lamps().ringingAt("cy"));
    }

    @Test
    void theChosenStateIsPublishedAndRemembered() throws Exception {
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        var phone = phone();
        desk.bind(phone);
        assertEquals(UserPresence.of(Presence.AVAILABLE), published.poll(30, TimeUnit.SECONDS));
        desk.own().idle(true);
        assertEquals(UserPresence.of(Presence.AWAY), published.poll(30, TimeUnit.SECONDS));
        desk.own().note("Back  at three");
        assertEquals(new UserPresence(Presence.AWAY, "Back at three"), published.poll(30, TimeUnit.SECONDS));
        assertEquals(new UserPresence(Presence.AVAILABLE, "Back at three"), desk.own().chosen(), "it is not what was chosen");
        desk.own().choose(Presence.BUSY);
        assertEquals(new UserPresence(Presence.BUSY, "Back at three"), published.poll(30, TimeUnit.SECONDS), "who is busy is not away");
        desk.own().idle(false);
        assertEquals(new UserPresence(Presence.BUSY, "Back at three"), published.poll(30, TimeUnit.SECONDS));
        var again = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        assertEquals(new UserPresence(Presence.BUSY, "Back at three"), again.own().chosen());
    }

    @Test
    void doNotDisturbIsTheOneOfThePhone() throws Exception {
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.bind(phone());
        desk.own().choose(Presence.DO_NOT_DISTURB);
        assertEquals("doNotDisturb[true]", asked.poll(30, TimeUnit.SECONDS));
        assertEquals(Presence.AVAILABLE, desk.own().chosen().presence());
        desk.own().choose(Presence.AWAY);
        assertEquals("doNotDisturb[false]", asked.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void doNotDisturbTakesThePlaceOfLookingOffline() throws Exception {
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.bind(phone());
        desk.own().choose(Presence.OFFLINE);
        desk.own().choose(Presence.DO_NOT_DISTURB);
        for (var now : List.of(Presence.AVAILABLE, Presence.OFFLINE, Presence.AVAILABLE))
            assertEquals(UserPresence.of(now), published.poll(30, TimeUnit.SECONDS));
        assertEquals(List.of("doNotDisturb[false]", "doNotDisturb[true]"), List.copyOf(asked), "what others see of it is made by the phone");
        desk.own().choose(Presence.BUSY);
        desk.own().choose(Presence.DO_NOT_DISTURB);
        assertEquals(UserPresence.of(Presence.BUSY), published.poll(30, TimeUnit.SECONDS));
        var told = new LinkedBlockingQueue<UserPresence>();
        desk.own().follow(told::add);
        assertEquals(UserPresence.of(Presence.BUSY), told.poll(30, TimeUnit.SECONDS), "it is there again after do not disturb");
    }

    @Test
    void colleaguesAreRememberedInTheirOrder() throws Exception {
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        var told = new LinkedBlockingQueue<List<String>>();
        desk.colleagues().follow(told::add);
        assertEquals(List.of(), told.poll(30, TimeUnit.SECONDS));
        desk.colleagues().add(List.of("cy", " bo ", "", "cy"));
        assertEquals(List.of("cy", "bo"), told.poll(30, TimeUnit.SECONDS));
        desk.colleagues().add(List.of("dee", "bo"));
        assertEquals(List.of("cy", "bo", "dee"), told.poll(30, TimeUnit.SECONDS));
        desk.colleagues().remove(List.of("bo"));
        assertEquals(List.of("cy", "dee"), told.poll(30, TimeUnit.SECONDS));
        desk.colleagues().add(IntStream.range(0, 200).mapToObj(i -> "u" + i).toList());
        assertEquals(Presences.MOST, told.poll(30, TimeUnit.SECONDS).size());
        assertEquals(desk.colleagues().all(), new DeskPhone(store(), new MessageHistory(folder, () -> password("messages"))).colleagues().all());
    }

    private final BlockingQueue<ControlChoice> chosen = new LinkedBlockingQueue<>();
    private final Controls controls = new Controls() {
        @Override
        public ControlState state() {
            return new ControlState(ControlChoice.DEFAULT, Map.of(), List.of());
        }

        @Override
        public AutoCloseable follow(Consumer<ControlState> follower) {
            return () -> { };
        }

        @Override
        public void choose(ControlChoice choice) {
            chosen.add(choice);
        }
    };

    @Test
    void keysAndHeadsetsAreThoseOfTheLastRun() throws Exception {
        var choice = new ControlChoice(Map.of(KeyAction.MUTE, "CTRL+ALT+M"), false);
        store().save(List.of(PhoneStates.ANNA));
        var before = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        assertEquals(ControlChoice.DEFAULT, before.controlChoice(), "no keys of other programs before they are asked for");
        before.keep(choice);
        before.end();
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.follow(told::add);
        await(known -> !known.accounts().isEmpty());
        desk.bind(phone());
        assertEquals(choice, chosen.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void keysThatAreChosenWithOtherAccountsAreTheNewOnes() throws Exception {
        var keys = new ControlChoice(Map.of(KeyAction.MUTE, "F9"), false);
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.bind(phone());
        var busy = new CountDownLatch(1);
        desk.colleagues().follow(_ -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        desk.use(List.of(PhoneStates.ANNA), _ -> { });
        desk.keep(keys);
        busy.countDown();
        desk.end();
        assertEquals(ControlChoice.DEFAULT, chosen.poll(30, TimeUnit.SECONDS), "stored before");
        assertEquals(keys, chosen.poll(30, TimeUnit.SECONDS));
        assertEquals(keys, desk.controlChoice());
    }

    @Test
    void videoFormatsAreThoseOfTheLastRun() throws Exception {
        store().save(List.of(PhoneStates.ANNA));
        var before = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        before.bind(phone());
        assertEquals("useH264[false]", formats.poll(30, TimeUnit.SECONDS));
        before.useH264(true);
        assertEquals("useH264[true]", formats.poll(30, TimeUnit.SECONDS));
        before.end();
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        assertTrue(desk.h264());
        desk.bind(phone());
        assertEquals("useH264[true]", formats.poll(30, TimeUnit.SECONDS));
    }

    /** Notes what is asked of it. */
    private PhoneVideo video() {
        return (PhoneVideo) Proxy.newProxyInstance(PhoneVideo.class.getClassLoader(), new Class<?>[] {PhoneVideo.class}, (_, method, args) -> {
            formats.add(method.getName() + Arrays.toString(args));
            return null;
        });
    }

    /** Tells no state, and notes what is asked of it but to follow. */
    private Messages messages() {
        return (Messages) Proxy.newProxyInstance(Messages.class.getClassLoader(), new Class<?>[] {Messages.class}, (_, method, args) -> {
            switch (method.getName()) {
                case "follow" -> {
                    return (AutoCloseable) () -> { };
                }
                case "restore" -> restored.add((List<?>) args[1]);
                default -> asked.add("messages." + method.getName() + Arrays.toString(args));
            }
            return null;
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
                case "presences" -> {
                    return presences;
                }
                case "lamps" -> {
                    return lamps;
                }
                case "controls" -> {
                    return controls;
                }
                case "video" -> {
                    return video();
                }
                case "messages" -> {
                    return messages();
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
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.follow(told::add);
        assertEquals(List.of(PhoneStates.ANNA), await(known -> true).accounts());
        desk.bind(phone());
        assertTrue(await(known -> known.inUse().isPresent()).accounts().contains(PhoneStates.ANNA));
        assertTrue(asked.poll(30, TimeUnit.SECONDS).startsWith("choose["));
        assertEquals("use[[1 anna@127.0.0.1 over ws://127.0.0.1:5066]]", asked.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void anAccountElsewhereIsNoSubscriber() throws InterruptedException {
        var elsewhere = new PhoneAccount("2", URI.create("udp://sip.example.com"), "sip.example.com", "bo", "", "secret");
        store().save(List.of(elsewhere, PhoneStates.ANNA));
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.follow(told::add);
        assertEquals(2, await(known -> true).accounts().size());
        assertEquals(Optional.of("anna"), desk.ownUser());
        desk.callAs(new DeskPhone.Caller(Optional.of("2"), false));
        assertEquals(Optional.of("anna"), desk.ownUser());
    }

    @Test
    void theDeskSaysWhetherItsOwnPhoneCanBeRung() throws InterruptedException {
        store().save(List.of(PhoneStates.ANNA));
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.follow(told::add);
        await(known -> !known.accounts().isEmpty());
        assertFalse(desk.isRegistered(), "the phone is not running");
        desk.bind(phone());
        await(known -> known.inUse().isPresent());
        assertTrue(desk.isRegistered());
        desk.use(List.of(), _ -> { });
        await(known -> known.accounts().isEmpty());
        assertFalse(desk.isRegistered());
    }

    @Test
    void aDeskThatIsNoPhoneLeavesTheSoundAloneAndSaysSo() throws InterruptedException {
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.bind(phone());
        desk.follow(told::add);
        assertEquals(Optional.empty(), await(known -> true).inUse());
        assertEquals("desk-no-account", assertThrows(PhoneException.class, () -> desk.call("bo")).text().code());
        assertTrue(asked.isEmpty(), asked.toString());
    }

    @Test
    void callsAreMadeAsTheChosenAccountAndRemembered() throws Exception {
        store().save(List.of(PhoneStates.ANNA));
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        desk.follow(told::add);
        await(known -> !known.accounts().isEmpty());
        assertEquals("desk-phone-starting", assertThrows(PhoneException.class, () -> desk.call("bo")).text().code());
        desk.bind(phone());
        await(known -> known.inUse().isPresent());
        desk.callAs(new DeskPhone.Caller(Optional.of("1"), false));
        desk.call("bo");
        desk.callAs(new DeskPhone.Caller(Optional.of("gone"), true));
        assertEquals(Optional.empty(), desk.ringsPhonesOf());
        desk.call("cecilia");
        desk.callAs(new DeskPhone.Caller(Optional.of("1"), true));
        assertEquals(Optional.of(PhoneStates.ANNA.user()), desk.ringsPhonesOf());
        var calls = asked.stream().filter(what -> what.startsWith("call")).toList();
        assertEquals(List.of("call[Optional[1], bo]", "call[Optional.empty, cecilia]"), calls);
        assertEquals(List.of("cecilia", "bo"), desk.recent().all().stream().map(c -> c.number()).toList());
    }

    @Test
    void aPhoneThatGoesIsNoLongerShown() throws InterruptedException {
        store().save(List.of(PhoneStates.ANNA));
        var desk = new DeskPhone(store(), new MessageHistory(folder, () -> password("messages")));
        var phone = phone();
        desk.follow(told::add);
        desk.bind(phone);
        await(known -> known.inUse().isPresent());
        desk.unbind(phone);
        assertEquals(List.of(PhoneStates.ANNA), await(known -> known.state().isEmpty()).accounts());
        assertTrue(asked.contains("unfollowed"));
    }

    private static PhoneMessage message(String id, PhoneMessage.State state) {
        return new PhoneMessage(id, new ConversationKey("1", "bo"), Instant.parse("2026-11-23T08:00:00Z"), false, "hello " + id, state,
                Optional.empty(), PhoneMessage.Sender.SELF);
    }

    @Test
    void messagesOfTheLastRunAreGivenToThePhoneAndNewOnesKept() throws Exception {
        store().save(List.of(PhoneStates.ANNA));
        var history = new MessageHistory(folder, () -> password("messages"));
        assertTrue(history.save("1", List.of(message("a", PhoneMessage.State.UNREAD))));
        assertTrue(history.save("gone", List.of(message("x", PhoneMessage.State.UNREAD))));
        var desk = new DeskPhone(store(), history);
        var arrived = new LinkedBlockingQueue<DeskMessages.Shown>();
        desk.messages().follow(arrived::add);
        desk.bind(phone());
        assertEquals(1, restored.poll(30, TimeUnit.SECONDS).size());
        assertEquals(List.of(), history.load("gone"), "an account that was removed");
        assertEquals(List.of(), arrived.poll(30, TimeUnit.SECONDS).arrived());
        var both = new MessagesState(List.of(message("a", PhoneMessage.State.UNREAD), message("b", PhoneMessage.State.UNREAD)), java.util.Set.of());
        desk.messages().changed(both);
        assertEquals(List.of("b"), arrived.poll(30, TimeUnit.SECONDS).arrived().stream().map(PhoneMessage::id).toList(), "the other was known");
        desk.messages().save();
        assertEquals(both.messages(), history.load("1"));
    }
}
