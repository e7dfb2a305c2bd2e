package org.trunkline.ui.phone.internal.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.ui.PlatformUI;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneFiles;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.control.ControlChoice;
import org.trunkline.phone.control.Controls;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.presence.LampState;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.ui.OwnPhone;

/**
 * The phone with what the desk remembers of it: accounts, devices, the account that calls. An OSGi service, so that views,
 * pop-up and tray share one.
 *
 * <p><b>Threads:</b> any; nothing here waits. Followers are told on a thread of the phone: hop to the UI thread.
 */
@Component(service = {DeskPhone.class, OwnPhone.class})
public final class DeskPhone implements OwnPhone {
    private static final Logger LOG = LoggerFactory.getLogger(DeskPhone.class);
    private static final String PREFERENCES = "org.trunkline.ui.phone";

    /** What the desk knows of its phone. @param state empty while it starts @param accounts also those without a phone to use them */
    public record Known(Optional<PhoneState> state, List<PhoneAccount> accounts) {
        static final Known NOTHING = new Known(Optional.empty(), List.of());

        public Known {
            accounts = List.copyOf(accounts);
        }

        /** A state where there is an account. */
        public Optional<PhoneState> inUse() {
            return state.filter(s -> !accounts.isEmpty());
        }
    }

    /**
     * What calls.
     *
     * @param account its id; empty for the first that is registered
     * @param byItsPhones whether the node rings the phones of the account's user first (RFC 3725), and this one makes no call
     */
    public record Caller(Optional<String> account, boolean byItsPhones) {
        public static final Caller FIRST = new Caller(Optional.empty(), false);
    }

    private final AccountStore store;
    /** Its thread writes what is below, and tells, in order: nobody waits for a lock of the phone while holding one of ours. */
    private final ExecutorService keeper = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("desk-phone").factory());
    private final DeskMessages messages;
    private final DeskSeen<Map<String, UserPresence>> presences = new DeskSeen<>(keeper, Map.of());
    private final DeskSeen<LampState> lamps = new DeskSeen<>(keeper, LampState.NONE);
    private final OwnPresence own;
    private final ChosenColleagues colleagues;
    private final RecentNumbers recent = new RecentNumbers();
    private final CallLog calls;
    private final CallerContacts callers = new CallerContacts();
    private final List<Consumer<Known>> followers = new ArrayList<>(); // the keeper's alone
    private boolean loaded; // the keeper's alone
    private volatile Optional<Phone> phone = Optional.empty();
    private volatile Optional<AutoCloseable> following = Optional.empty();
    private volatile Optional<AutoCloseable> followingMessages = Optional.empty();
    private volatile Optional<AutoCloseable> followingPresences = Optional.empty();
    private volatile Optional<AutoCloseable> followingLamps = Optional.empty();
    private volatile Caller caller = Caller.FIRST;
    private volatile Known known = Known.NOTHING;

    @Activate
    public DeskPhone() {
        this(new AccountStore(InstanceScope.INSTANCE.getNode(PREFERENCES), SecurePassword::new), new MessageHistory(
                Platform.getStateLocation(Platform.getBundle(PREFERENCES)).toPath().resolve("messages"), SecurePassword::ofMessages));
    }

    DeskPhone(AccountStore store, MessageHistory history) {
        this.store = store;
        messages = new DeskMessages(history, keeper);
        calls = new CallLog(keeper);
        own = new OwnPresence(store.node("own"), keeper);
        colleagues = new ChosenColleagues(store.node("colleagues"), keeper);
        keeper.execute(() -> {
            loaded = true;
            know(new Known(known.state(), store.load()));
            begin();
        });
    }

    /** That of the workbench. */
    public static DeskPhone get() {
        return PlatformUI.getWorkbench().getService(DeskPhone.class);
    }

    @Deactivate
    void end() {
        callers.end();
        keeper.execute(messages::save);
        keeper.shutdown();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bind(Phone service) {
        phone = Optional.of(service);
        following = Optional.of(service.follow(state -> keeper.execute(() -> {
            if (phone.filter(service::equals).isPresent()) {
                know(new Known(Optional.of(state), known.accounts()));
                calls.changed(state);
            }
        })));
        followingMessages = Optional.of(service.messages().follow(state -> keeper.execute(() -> {
            if (phone.filter(service::equals).isPresent())
                messages.changed(state);
        })));
        followingPresences = Optional.of(service.presences().follow(state -> keeper.execute(() -> {
            if (phone.filter(service::equals).isPresent())
                presences.changed(state);
        })));
        followingLamps = Optional.of(service.lamps().follow(state -> keeper.execute(() -> {
            if (phone.filter(service::equals).isPresent())
                lamps.changed(state);
        })));
        keeper.execute(() -> {
            presences.begin(Optional.of(service.presences()::watch));
            lamps.begin(Optional.of(service.lamps()::watch));
            own.begin(Optional.of(service));
        });
        keeper.execute(this::begin);
    }

    void unbind(Phone service) {
        if (phone.filter(service::equals).isEmpty())
            return;
        phone = Optional.empty();
        following.ifPresent(DeskPhone::close);
        following = Optional.empty();
        followingMessages.ifPresent(DeskPhone::close);
        followingMessages = Optional.empty();
        followingPresences.ifPresent(DeskPhone::close);
        followingPresences = Optional.empty();
        followingLamps.ifPresent(DeskPhone::close);
        followingLamps = Optional.empty();
        if (!keeper.isShutdown())
            keeper.execute(() -> {
                messages.forget();
                presences.begin(Optional.empty());
                lamps.begin(Optional.empty());
                own.begin(Optional.empty());
            });
        if (!keeper.isShutdown())
            keeper.execute(() -> know(new Known(Optional.empty(), known.accounts())));
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) { // what AutoCloseable declares
            LOG.warn("the phone is followed still: {}", e.getMessage());
        }
    }

    /** A phone that nobody uses is left alone: it needs no sound system. */
    private void begin() {
        if (loaded && !known.accounts().isEmpty())
            phone.ifPresent(service -> {
                service.choose(store.sound());
                service.video().useH264(store.h264());
                service.controls().choose(store.controls());
                service.use(known.accounts());
                messages.begin(service, known.accounts());
            });
    }

    private void know(Known now) {
        known = now;
        if (loaded)
            List.copyOf(followers).forEach(follower -> follower.accept(now));
    }

    /** As it is now. */
    public Known known() {
        return known;
    }

    /** Tells at once and on each change, in order, on a thread of this phone. The follower hands over and returns. */
    public Watch follow(Consumer<Known> follower) {
        keeper.execute(() -> {
            followers.add(follower);
            if (loaded)
                follower.accept(known);
        });
        return () -> {
            if (!keeper.isShutdown())
                keeper.execute(() -> followers.remove(follower));
        };
    }

    /** Replaces all accounts, and stores them. @param stored told off the UI thread whether the next start has them too */
    public void use(List<PhoneAccount> all, Consumer<Boolean> stored) {
        var kept = List.copyOf(all);
        keeper.execute(() -> {
            boolean before = !known.accounts().isEmpty();
            know(new Known(known.state(), kept));
            if (before || !kept.isEmpty())
                phone.ifPresent(service -> {
                    service.choose(store.sound());
                    service.video().useH264(store.h264());
                    service.controls().choose(store.controls());
                    service.use(kept);
                    messages.begin(service, kept);
                });
            stored.accept(store.save(kept));
        });
    }

    /** As chosen, while the account is there. */
    public Caller caller() {
        var chosen = caller;
        return chosen.account().isEmpty() || chosen.account().flatMap(this::account).isPresent() ? chosen : Caller.FIRST;
    }

    private Optional<PhoneAccount> account(String id) {
        return known.accounts().stream().filter(account -> account.id().equals(id)).findFirst();
    }

    public void callAs(Caller chosen) {
        caller = chosen;
    }

    /** The subscriber whose phones the node is to ring for each call; empty where this phone calls. */
    public Optional<String> ringsPhonesOf() {
        return Optional.of(caller()).filter(Caller::byItsPhones).flatMap(Caller::account).flatMap(this::account).map(PhoneAccount::user);
    }

    /** The node is about to ring the phones of this subscriber. Without sound, this desk is not one of them. */
    public void leaveToOthers(String subscriber) {
        phone.ifPresent(it -> it.leaveToOthers(subscriber));
    }

    /** That of {@link #caller}, else the first at a node. */
    @Override
    public Optional<String> ownUser() {
        return ownAccount().map(PhoneAccount::user);
    }

    private Optional<PhoneAccount> ownAccount() {
        return caller().account().flatMap(this::account).filter(PhoneAccount::isAtNode)
                .or(() -> known.accounts().stream().filter(PhoneAccount::isAtNode).findFirst());
    }

    @Override
    public boolean isRegistered() {
        var own = ownAccount().map(PhoneAccount::id);
        return known.state().stream().flatMap(state -> state.accounts().stream())
                .anyMatch(it -> it.registration() == AccountState.Registration.REGISTERED && own.equals(Optional.of(it.account().id())));
    }

    /** @throws PhoneException where it cannot call, with the way out */
    public void call(String target) throws PhoneException {
        running().call(caller().account(), target);
        recent.called(target);
    }

    private Phone running() throws PhoneException {
        if (known.accounts().isEmpty())
            throw new PhoneException(new LocalizableText("desk-no-account", List.of(),
                    "This desk has no phone account. Choose a subscriber in the Phone view."));
        return phone.orElseThrow(() -> new PhoneException(new LocalizableText("desk-phone-starting", List.of(),
                "The phone is not running. Try again in a moment.")));
    }

    /** @param account that sends; empty for the one that calls @throws PhoneException where it cannot be sent, with the way out */
    public ConversationKey send(Optional<String> account, String target, String text) throws PhoneException {
        return running().messages().send(account.or(() -> caller().account()), target, text);
    }

    /** @param account that uploaded it @throws PhoneException where it cannot be sent, with the way out */
    public ConversationKey send(String account, String target, FileMessage file) throws PhoneException {
        return running().messages().send(account, target, file);
    }

    /** Files of messages; empty where the phone is not running. */
    public Optional<PhoneFiles> files() {
        return phone.map(Phone::files);
    }

    /** The account that a file goes with: the one given, else as texts go. Empty where its node takes no files. */
    public Optional<String> sendsFiles(Optional<String> account) {
        var registered = known.state().stream().flatMap(state -> state.accounts().stream())
                .filter(it -> it.registration() == AccountState.Registration.REGISTERED).map(it -> it.account().id()).findFirst();
        var chosen = account.or(() -> caller().account()).or(() -> registered);
        return chosen.filter(id -> files().filter(files -> files.accepts(id)).isPresent());
    }

    public DeskPresences presences() {
        return new DeskPresences(presences);
    }

    /** The presence of the user of this desk. */
    public OwnPresence own() {
        return own;
    }

    /** Whom the user of this desk wants to see. */
    public ChosenColleagues colleagues() {
        return colleagues;
    }

    /** Calls of colleagues. */
    public DeskLamps lamps() {
        return new DeskLamps(lamps);
    }

    public DeskMessages messages() {
        return messages;
    }

    public CallLog calls() {
        return calls;
    }

    public CallerContacts callers() {
        return callers;
    }

    public RecentNumbers recent() {
        return recent;
    }

    /** Something that the phone does; nothing where it is not running. */
    public void command(Consumer<Phone> command) {
        phone.ifPresent(command);
    }

    /** Uses the devices now and after the next start. */
    public void choose(SoundChoice choice) {
        keeper.execute(() -> {
            store.keep(choice);
            command(service -> service.choose(choice));
        });
    }

    /** Keys and headsets of the phone; empty where it is not running. */
    public Optional<Controls> controls() {
        return phone.map(Phone::controls);
    }

    /** Uses the keys and headsets now and after the next start. */
    public void keep(ControlChoice choice) {
        keeper.execute(() -> { // in order with other accounts, which are used with what is stored
            store.keep(choice);
            command(service -> service.controls().choose(choice));
        });
    }

    /** Has calls from the next one on offer H.264 too, or not, also after the next start. */
    public void useH264(boolean on) {
        keeper.execute(() -> {
            store.keepH264(on);
            command(service -> service.video().useH264(on));
        });
    }

    /** Whether calls offer H.264 too, as stored. */
    public boolean h264() {
        return store.h264();
    }

    /** Keys and headsets as stored. */
    public ControlChoice controlChoice() {
        return store.controls();
    }
}
