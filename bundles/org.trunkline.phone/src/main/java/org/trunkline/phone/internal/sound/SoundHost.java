package org.trunkline.phone.internal.sound;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.SoundDevice;
import org.trunkline.phone.SoundTest;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoView;
import org.trunkline.phone.internal.child.SoundMessage;
import org.trunkline.phone.internal.child.Tone;
import org.trunkline.phone.internal.sip.CallFailure;
import org.trunkline.phone.internal.sip.CallMedia;
import org.trunkline.phone.internal.work.Work;

/**
 * Keeps a sound process running and passes on what it is asked for. A process that ends takes the sound of its calls with it,
 * and is started again. On the thread of the phone.
 */
public final class SoundHost {
    /** The phone around it. */
    public interface Owner {
        /** Devices, trouble or the sound test. */
        void changed();

        /** A call's process is gone, and its sound. */
        void lost(SoundCall call, LocalizableText why);

        /** @param works whether anything comes and goes; told of each change */
        void path(SoundCall call, boolean works);

        /** A device in use went away, and another one took over. */
        void moved(LocalizableText what);

        /** One of {@link SoundHost#keys} was pressed, in whatever program. */
        void pressed(String key);

        /** @param keys as asked for @param refused those of them that do not work, with the reason */
        void keysTaken(List<String> keys, Map<String, String> refused);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SoundHost.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A sound test that nothing keeps waiting. */
    private static final Duration TEST = Duration.ofSeconds(6);
    private static final Duration FIRST_RETRY = Duration.ofMillis(300);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    /** A process that ran for so long had a start without fault. */
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    /** While no sound server is there, it is looked for after this time. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(30);
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    /** Starts a sound process. */
    interface Starter {
        /** @param received on any thread @param ended gets why, once, on any thread */
        SoundLink start(List<Path> classPath, Consumer<SoundMessage> received, Consumer<String> ended) throws IOException;
    }

    private record Request(CompletableFuture<String> result, Work.Timer timer) {}

    private final Supplier<List<Path>> classPath;
    private final Work work;
    private final Owner owner;
    private final Starter starter;
    private final Map<String, SoundCall> calls = new HashMap<>();
    private final Map<String, Request> requests = new HashMap<>();
    private final Map<String, ChildView> views = new HashMap<>();
    private Optional<SoundLink> process = Optional.empty();
    private List<SoundDevice> devices = List.of();
    private SoundChoice choice = SoundChoice.SYSTEM;
    private Tone tone = Tone.NONE;
    private Optional<LocalizableText> trouble = Optional.empty();
    private Optional<SoundTest> test = Optional.empty();
    private Work.Timer testing = () -> { };
    private Instant began = Instant.EPOCH;
    private Duration retry = FIRST_RETRY;
    private boolean silent;
    private Work.Timer looking = () -> { };
    private Duration look = FIRST_LOOK;
    private final AtomicLong viewNumbers = new AtomicLong();
    private long numbers;
    private boolean wanted;
    private boolean h264;
    private List<String> keys = List.of();

    /** @param classPath what the process is made of; an IllegalStateException says what is missing */
    public SoundHost(Supplier<List<Path>> classPath, Work work, Owner owner) {
        this(classPath, work, owner, SoundProcess::start);
    }

    SoundHost(Supplier<List<Path>> classPath, Work work, Owner owner, Starter starter) {
        this.starter = starter;
        this.classPath = classPath;
        this.work = work;
        this.owner = owner;
    }

    /** The first call starts the process. */
    public void begin() {
        if (wanted)
            return;
        wanted = true;
        start();
    }

    private void start() {
        if (!wanted || process.isPresent())
            return;
        began = work.now();
        try {
            var holder = new SoundLink[1];
            holder[0] = starter.start(classPath.get(), message -> work.run(() -> received(holder[0], message)),
                    reason -> work.run(() -> ended(holder[0], reason)));
            process = Optional.of(holder[0]);
            tellChoice();
            if (!keys.isEmpty())
                tellKeys();
        } catch (IOException | IllegalStateException e) {
            LOG.warn("the sound process cannot be started", e);
            say(Optional.of(new LocalizableText("phone-sound-no-process", List.of(String.valueOf(e.getMessage())),
                    "There is no sound because its process does not start: " + e.getMessage())));
            again();
        }
    }

    private void again() {
        if (Duration.between(began, work.now()).compareTo(HEALTHY) > 0)
            retry = FIRST_RETRY;
        work.after(retry, this::start);
        retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : retry.multipliedBy(2);
    }

    /** A sound server may be there by now: a process uses one only if it is there when the process starts. */
    private void lookAgain() {
        if (isIdle())
            startAgain();
        else
            looking = work.after(FIRST_LOOK, this::lookAgain);
    }

    private boolean isIdle() {
        return calls.isEmpty() && views.isEmpty() && requests.isEmpty();
    }

    private void startAgain() {
        looking.cancel();
        process.ifPresent(SoundLink::stop);
        process = Optional.empty();
        start();
    }

    private void ready(boolean sound, String reason) {
        silent = !sound;
        looking.cancel();
        if (sound) {
            look = FIRST_LOOK;
            say(Optional.empty());
            return;
        }
        looking = work.after(look, this::lookAgain);
        look = look.multipliedBy(2).compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : look.multipliedBy(2);
        say(Optional.of(new LocalizableText("phone-no-sound-server", List.of(reason),
                "There is no sound: no microphone and no loudspeaker can be used (" + reason + "). Calls from this desk are silent. "
                        + "To talk on your desk phone, choose \"Ring the phones of …, then the number\" below the number to call.")));
    }

    private boolean current(SoundLink from) {
        return process.filter(it -> it == from).isPresent();
    }

    private void ended(SoundLink from, String reason) {
        if (!current(from))
            return;
        process = Optional.empty();
        looking.cancel();
        LOG.warn("the sound process ended: {}", reason);
        var why = new LocalizableText("phone-sound-ended", List.of(reason),
                "The sound of the phone failed (" + reason + "). It starts again; call again.");
        devices = List.of();
        test = Optional.empty();
        testing.cancel();
        trouble = Optional.of(why);
        var pending = new ArrayList<>(requests.values());
        requests.clear();
        for (var each : pending) {
            each.timer.cancel();
            each.result.completeExceptionally(new CallFailure(why));
        }
        var broken = new ArrayList<>(calls.values());
        calls.clear();
        broken.forEach(call -> owner.lost(call, why));
        views.values().forEach(it -> it.failed(reason));
        views.clear();
        owner.changed();
        again();
    }

    private void received(SoundLink from, SoundMessage message) {
        if (!current(from))
            return;
        switch (message.what()) {
            case "ready" -> ready(message.flag("sound"), message.text("reason"));
            case "devices" -> {
                var all = new ArrayList<SoundDevice>();
                read(message.text("microphones"), SoundDevice.Use.MICROPHONE, all);
                read(message.text("loudspeakers"), SoundDevice.Use.LOUDSPEAKER, all);
                devices = List.copyOf(all);
                owner.changed();
            }
            case "done" -> over(message).ifPresent(it -> it.result.complete(message.text("sdp")));
            case "failed" -> over(message).ifPresent(it -> it.result.completeExceptionally(new CallFailure(
                    new LocalizableText("phone-sound-failed", List.of(message.text("reason")),
                            "The sound of the call failed: " + message.text("reason")))));
            case "quality" -> Optional.ofNullable(calls.get(message.text("call"))).ifPresent(call -> {
                call.measured(message);
                owner.changed();
            });
            case "path" -> Optional.ofNullable(calls.get(message.text("call"))).ifPresent(call -> owner.path(call, message.flag("works")));
            case "video-failed" -> Optional.ofNullable(calls.get(message.text("call"))).ifPresent(call -> {
                call.video().failed(message.text("kind"), message.text("id"), message.text("reason"));
                owner.changed();
            });
            case "video-moved" -> Optional.ofNullable(calls.get(message.text("call"))).ifPresent(call -> {
                var to = new VideoSource(VideoSource.Kind.CAMERA, message.text("id"), message.text("name"));
                call.video().moved(message.text("from"), to, message.text("reason"));
                owner.changed();
            });
            case "frame" -> view(message).ifPresent(ChildView::arrived);
            case "viewing" -> view(message).ifPresent(ChildView::forget);
            case "view-failed" -> view(message).ifPresent(it -> it.failed(message.text("reason")));
            case "moved" -> owner.moved(moved(message));
            case "key" -> owner.pressed(message.text("key"));
            case "keys-taken" -> owner.keysTaken(message.text("keys").lines().toList(), message.text("refused").lines().map(it -> it.split(" ", 2))
                    .filter(it -> it.length == 2).collect(Collectors.toMap(it -> it[0], it -> it[1], (one, _) -> one)));
            case "test" -> {
                var now = SoundVerdict.read(message);
                if (now.state() == SoundTest.State.DONE)
                    testing.cancel();
                test = Optional.of(now);
                owner.changed();
            }
            default -> LOG.warn("sound process: {} {}", message.what(), message.values());
        }
    }

    private static LocalizableText moved(SoundMessage message) {
        var from = message.text("from");
        var to = message.text("to");
        return to.isEmpty()
                ? new LocalizableText("phone-device-none", List.of(from), from + " was unplugged, and there is no other device.")
                : new LocalizableText("phone-device-moved", List.of(from, to), from + " was unplugged. The call continues with " + to + ".");
    }

    private static void read(String listed, SoundDevice.Use use, List<SoundDevice> all) {
        for (var line : listed.split("\n")) {
            int at = line.indexOf('\u001f');
            if (at >= 0)
                all.add(new SoundDevice(line.substring(0, at), line.substring(at + 1), use));
        }
    }

    private Optional<Request> over(SoundMessage message) {
        var request = Optional.ofNullable(requests.remove(message.text("request")));
        request.ifPresent(it -> it.timer.cancel());
        return request;
    }

    private void say(Optional<LocalizableText> what) {
        trouble = what;
        owner.changed();
    }

    private void tell(String what, Object... pairs) {
        tell(SoundMessage.of(what, pairs));
    }

    private void tellChoice() {
        tell("choose", "microphone", choice.microphone(), "loudspeaker", choice.loudspeaker(), "ring", choice.ring());
    }

    private void tellKeys() {
        tell("keys", "keys", String.join("\n", keys));
    }

    // --- what the phone asks for

    public List<SoundDevice> devices() {
        return devices;
    }

    public SoundChoice choice() {
        return choice;
    }

    public Optional<LocalizableText> trouble() {
        return trouble;
    }

    public Optional<SoundTest> test() {
        return test;
    }

    public void choose(SoundChoice next) {
        choice = next;
        tellChoice();
        owner.changed();
    }

    /** Takes these keys from all programs, as {@code CTRL+ALT+M}, and no others; also after the process was started again. */
    public void keys(List<String> next) {
        keys = List.copyOf(next);
        tellKeys();
    }

    public void play(Tone next) {
        if (next != tone)
            tell("tone", "tone", next);
        tone = next;
    }

    public void testSound() {
        begin();
        if (silent && isIdle())
            startAgain();
        testing.cancel();
        test = Optional.of(process.isPresent() ? new SoundTest(SoundTest.State.RECORDING, 0, Optional.empty())
                : SoundVerdict.read(SoundMessage.of("test", "state", "DONE", "level", 0, "verdict", "no-sound")));
        process.ifPresent(asked -> testing = work.after(PATIENCE.plus(TEST), asked::kill)); // it hangs
        owner.changed();
        tell("test");
    }

    /** @param on whether calls that begin from now on have H.264 too */
    public void useH264(boolean on) {
        h264 = on;
    }

    /** The sound of a call that begins. */
    public SoundCall call() {
        begin();
        var call = new SoundCall(String.valueOf(++numbers), this, h264);
        calls.put(call.id(), call);
        return call;
    }

    /** Nothing for a call that is closed: its process would begin it again. */
    void tell(SoundCall call, SoundMessage message) {
        if (calls.containsValue(call))
            tell(message);
    }

    void tell(SoundMessage message) {
        process.ifPresent(it -> it.send(message));
    }

    CompletableFuture<String> ask(SoundCall call, String what, Object... pairs) {
        var all = new ArrayList<Object>(List.of("call", call.id()));
        all.addAll(List.of(pairs));
        return ask(what, all);
    }

    private CompletableFuture<String> ask(String what, List<Object> pairs) {
        var result = new CompletableFuture<String>();
        if (process.isEmpty()) {
            result.completeExceptionally(new CallFailure(trouble.orElseGet(() -> LocalizableText.words("no sound process"))));
            return result;
        }
        var number = String.valueOf(++numbers);
        var asked = process.get();
        requests.put(number, new Request(result, work.after(PATIENCE, asked::kill))); // it hangs
        var all = new ArrayList<Object>(List.of("request", number));
        all.addAll(pairs);
        tell(what, all.toArray());
        return result;
    }

    // --- video

    private Optional<ChildView> view(SoundMessage message) {
        return Optional.ofNullable(views.get(message.text("view")));
    }

    /** Cameras, screens and windows, as {@code SourceList} writes them. */
    public CompletableFuture<String> sources() {
        begin();
        return ask("sources", List.of());
    }

    /** A view of what a call sends or gets, or of a source without call. Any thread. @param call asked on the phone's thread */
    public VideoView view(Supplier<Optional<CallMedia>> call, VideoView.Side side, Runnable arrived) {
        return opened(arrived, view -> call.get().filter(SoundCall.class::isInstance).map(SoundCall.class::cast)
                .filter(calls::containsValue).map(it -> SoundMessage.of("view", "call", it.id(), "there", side == VideoView.Side.THERE)));
    }

    /** Any thread. */
    public VideoView preview(VideoSource source, Runnable arrived) {
        return opened(arrived, view -> Optional.of(SoundMessage.of("preview", "kind", source.kind(), "id", source.id())));
    }

    private VideoView opened(Runnable arrived, Function<ChildView, Optional<SoundMessage>> command) {
        var view = new ChildView("view-" + viewNumbers.incrementAndGet(), this, arrived);
        work.run(() -> command.apply(view).ifPresent(message -> view.open().ifPresent(file -> {
            begin();
            views.put(view.id(), view);
            var all = new HashMap<>(message.values());
            all.putAll(Map.of("view", view.id(), "file", file.toString(), "width", String.valueOf(view.width()), "height",
                    String.valueOf(view.height())));
            tell(new SoundMessage(message.what(), all));
        })));
        return view;
    }

    void left(ChildView view) {
        if (views.remove(view.id()) != null)
            tell("view-close", "view", view.id());
        view.forget();
    }

    void later(Runnable action) {
        work.run(action);
    }

    void closed(SoundCall call) {
        if (calls.remove(call.id()) != null)
            tell("close", "call", call.id());
    }

    public void close() {
        wanted = false;
        views.values().forEach(ChildView::forget);
        looking.cancel();
        process.ifPresent(SoundLink::stop);
        process = Optional.empty();
    }
}
