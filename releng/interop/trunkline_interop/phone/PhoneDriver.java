import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.LineState;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneFiles;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoState;
import org.trunkline.phone.VideoView;
import org.trunkline.phone.control.ControlChoice;
import org.trunkline.phone.control.ControlState;
import org.trunkline.phone.control.KeyAction;
import org.trunkline.phone.internal.SoftPhone;
import org.trunkline.phone.internal.headset.HidrawDevices;
import org.trunkline.phone.internal.work.WorkThread;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;

/**
 * The phone of the desk without its window. Its protocol with {@code desk_phone.py}: each line of standard input is a command
 * in words, each line of standard output that begins with a brace is a report in JSON, of a new state of the phone or of a
 * command that was refused.
 */
public final class PhoneDriver {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        var classPath = new ArrayList<Path>();
        for (var each : System.getProperty("java.class.path").split(":"))
            if (each.endsWith("*"))
                try (var jars = Files.list(Path.of(each).getParent())) {
                    jars.filter(it -> it.getFileName().toString().matches("(org\\.trunkline\\.phone|dev\\.onvoid\\.webrtc).*")).forEach(classPath::add);
                }
            else
                classPath.add(Path.of(each));
        var headsets = arguments.length == 3 ? new HidrawDevices(Path.of(arguments[1]), Path.of(arguments[2])) : HidrawDevices.ofSystem();
        var phone = new SoftPhone(new WorkThread(), "urn:uuid:" + arguments[0], () -> classPath, headsets);
        phone.follow(PhoneDriver::state);
        phone.messages().follow(PhoneDriver::texts);
        phone.presences().follow(known -> {
            var all = new LinkedHashMap<String, Object>();
            known.forEach((peer, it) -> all.put(peer, (it.presence() + " " + it.note()).strip()));
            report(Map.of("presence", all));
        });
        phone.lamps().follow(calls -> report(Map.of("talking", calls.talking().keySet(), "ringing", calls.ringing().stream().map(it -> Map.of("peer", it.peer(), "number", it.number())).toList())));
        phone.controls().follow(PhoneDriver::controls);
        var in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null;)
            obey(phone, line.split(" "));
        phone.close();
        System.exit(0);
    }

    private static void obey(SoftPhone phone, String[] words) {
        try {
            switch (words[0]) {
                case "use" -> phone.use(accounts(words));
                case "call" -> phone.call(words.length > 2 ? Optional.of(words[2]) : Optional.empty(), words[1]);
                case "answer" -> phone.answer(words[1]);
                case "hangUp" -> phone.hangUp(words[1]);
                case "hold" -> phone.hold(words[1], words[2].equals("true"));
                case "mute" -> phone.mute(words[1], words[2].equals("true"));
                case "press" -> phone.press(words[1], words[2].charAt(0));
                case "transfer" -> phone.transfer(words[1], words[2]);
                case "connect" -> phone.connect(words[1], words[2]);
                case "conference" -> phone.conference(words[1], words[2]);
                case "separate" -> phone.separate(words[1]);
                case "leave" -> phone.leaveToOthers(words[1]);
                case "disturb" -> phone.doNotDisturb(words[1].equals("true"));
                case "choose" -> phone.choose(new SoundChoice(spaced(words[1]), spaced(words[2]), spaced(words[3])));
                case "test" -> phone.testSound();
                case "controls" -> phone.controls().choose(new ControlChoice(keys(words[1], words[2], words[3]), words[4].equals("true")));
                case "send" -> phone.messages().send(Optional.empty(), words[1], spaced(words[2]));
                case "file" -> phone.files().upload("one", Path.of(words[2]), told(file -> {
                    try {
                        phone.messages().send("one", words[1], file);
                    } catch (PhoneException e) {
                        report(Map.of("refused", e.text().code()));
                    }
                }));
                case "fetch" -> phone.files().download("one", phone.messages().state().messages().getLast().file().orElseThrow(), Path.of(words[1]),
                        1L << 30, told(file -> report(Map.of("fetched", file.name()))));
                case "watch" -> phone.presences().watch(List.of(words[1]));
                case "own" -> phone.presences().publish(new UserPresence(Presence.valueOf(words[1]), spaced(words[2])));
                case "lamps" -> phone.lamps().watch(List.of(words[1]));
                case "pickUp" -> phone.pickUp(phone.lamps().state().ringing().getFirst());
                case "typing" -> phone.messages().typing(new ConversationKey("one", words[1]), words[2].equals("true"));
                case "read" -> phone.messages().read(new ConversationKey("one", words[1]));
                case "sources" -> phone.video().sources().whenComplete((all, failure) -> report(Map.of("sources", failure != null ? failure.toString()
                        : all.stream().map(it -> Map.of("kind", it.source().kind().name(), "id", it.source().id(), "name", it.source().name(),
                                "picture", it.picture().length)).toList())));
                case "h264" -> phone.video().useH264(words[1].equals("true"));
                case "show" -> phone.video().send(words[1], new VideoSource(VideoSource.Kind.valueOf(words[2]), spaced(words[3]), words[2]));
                case "stop" -> phone.video().stop(words[1]);
                case "take" -> phone.video().take(words[1], words[2].equals("true"));
                case "black" -> phone.video().mute(words[1], words[2].equals("true"));
                case "look" -> watch(phone, words[1], VideoView.Side.valueOf(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
                default -> throw new IllegalArgumentException(words[0]);
            }
        } catch (PhoneException e) {
            report(Map.of("refused", e.text().code()));
        }
    }

    /** Server and domain, then user and password of each; the first account has the id {@code one}, others that of their user. */
    private static List<PhoneAccount> accounts(String[] words) {
        var all = new ArrayList<PhoneAccount>();
        for (int at = 3; at + 1 < words.length; at += 2)
            all.add(new PhoneAccount(at == 3 ? "one" : words[at], URI.create(words[1]), words[2], words[at], words[at], words[at + 1]));
        return all;
    }

    private static PhoneFiles.Listener told(Consumer<FileMessage> done) {
        return new PhoneFiles.Listener() {
            @Override
            public void progress(double share) {
                // not asked for
            }

            @Override
            public void done(FileMessage file) {
                done.accept(file);
            }

            @Override
            public void failed(LocalizableText why) {
                report(Map.of("refused", why.code()));
            }
        };
    }

    /** Looks at a video as a window does, and reports each second what it saw: pictures, how many differ from the one before, and their size. */
    private static void watch(SoftPhone phone, String line, VideoView.Side side, int width, int height) {
        var arrived = new Semaphore(0);
        var view = phone.video().view(line, side, arrived::release);
        view.resize(width, height);
        Thread.ofPlatform().daemon().start(() -> {
            int pictures = 0;
            int changed = 0;
            int before = 0;
            long due = System.nanoTime();
            while (true) {
                arrived.acquireUninterruptibly();
                var picture = view.latest();
                if (picture.isEmpty())
                    continue;
                pictures++;
                int now = Arrays.hashCode(picture.get().pixels());
                changed += now == before ? 0 : 1;
                before = now;
                if (System.nanoTime() < due)
                    continue;
                due = System.nanoTime() + 1_000_000_000L;
                report(Map.of("watched", side.name(), "pictures", pictures, "changed", changed, "width", picture.get().width(), "height",
                        picture.get().height(), "bright", brightness(picture.get().pixels())));
            }
        });
    }

    /** Mean of all bytes of colour, 0 to 255. */
    private static double brightness(byte[] pixels) {
        long sum = 0;
        for (int i = 0; i < pixels.length; i += 4)
            sum += (pixels[i] & 255) + (pixels[i + 1] & 255) + (pixels[i + 2] & 255);
        return sum / 3.0 / (pixels.length / 4.0);
    }

    /** Words have no spaces: an underscore is one, and alone it is nothing. */
    private static String spaced(String word) {
        return word.equals("_") ? "" : word.replace('_', ' ');
    }

    private static Map<KeyAction, String> keys(String... words) {
        var keys = new EnumMap<KeyAction, String>(KeyAction.class);
        for (var action : KeyAction.values())
            if (!words[action.ordinal()].equals("_"))
                keys.put(action, words[action.ordinal()]);
        return keys;
    }

    private static void controls(ControlState state) {
        var refused = new LinkedHashMap<String, Object>();
        state.refused().forEach((action, why) -> refused.put(action.name(), why.code()));
        report(Map.of("refusedKeys", refused, "keys", state.choice().keys().size(), "headsets", state.headsets().stream().map(ControlState.Headset::name).toList()));
    }

    private static void texts(MessagesState state) {
        report(Map.of("messages", state.messages().stream().map(it -> Map.of("peer", it.conversation().peer(), "outgoing", it.outgoing(), "text",
                it.text(), "state", it.state().name(), "trouble", code(it.trouble()), "group", it.sender().group())).toList(), "typing",
                state.typing().stream().map(ConversationKey::peer).toList()));
    }

    /** Where a state changes, all of it. */
    private static void state(PhoneState state) {
        var all = new LinkedHashMap<String, Object>();
        all.put("at", System.currentTimeMillis());
        all.put("accounts", state.accounts().stream().map(it -> Map.of("state", it.registration().name(), "trouble", code(it.trouble()),
                "troubleText", it.trouble().map(LocalizableText::message).orElse(""), "files", it.files().map(URI::toString).orElse(""))).toList());
        all.put("lines", state.lines().stream().map(PhoneDriver::line).toList());
        all.put("devices", state.devices().stream().map(it -> Map.of("id", it.id(), "name", it.name(), "use", it.use().name())).toList());
        all.put("trouble", code(state.soundTrouble()));
        all.put("troubleText", state.soundTrouble().map(LocalizableText::message).orElse(""));
        state.soundTest().ifPresent(it -> all.put("test", Map.of("state", it.state().name(), "level", it.level(), "verdict", code(it.verdict()))));
        report(all);
    }

    private static Map<String, Object> line(LineState line) {
        var all = new LinkedHashMap<String, Object>();
        all.put("id", line.id());
        all.put("callId", line.callId());
        all.put("account", line.account());
        all.put("direction", line.direction().name());
        all.put("state", line.state().name());
        all.put("number", line.number());
        all.put("name", line.name());
        all.put("held", line.held());
        all.put("heldByOther", line.heldByOther());
        all.put("muted", line.muted());
        all.put("together", line.together());
        all.put("notice", code(line.notice()));
        all.put("end", code(line.end()));
        all.put("video", video(line.video()));
        line.quality().ifPresent(it -> all.put("quality", quality(it)));
        return all;
    }

    private static Map<String, Object> quality(SoundQuality sound) {
        var all = new LinkedHashMap<String, Object>();
        all.put("codec", sound.in().codec());
        all.put("codecOut", sound.out().codec());
        all.put("mos", sound.in().mos());
        all.put("mosOut", sound.out().mos());
        all.put("lossIn", sound.in().loss());
        all.put("lossOut", sound.out().loss());
        all.put("jitter", sound.in().jitter());
        all.put("jitterOut", sound.out().jitter());
        all.put("roundTrip", sound.roundTrip());
        all.put("levelIn", sound.in().level());
        all.put("levelOut", sound.out().level());
        return all;
    }

    private static Map<String, Object> video(VideoState video) {
        var all = new LinkedHashMap<String, Object>();
        all.put("sent", video.sent().map(it -> it.kind().name()).orElse(""));
        all.put("received", video.received());
        all.put("asked", video.asked());
        all.put("muted", video.muted());
        all.put("weak", video.weak());
        all.put("stalled", video.stalled());
        all.put("trouble", code(video.trouble()));
        video.quality().ifPresent(it -> all.put("quality", Map.of("codec", it.codec(), "widthIn", it.in().width(), "heightIn", it.in().height(), "framesIn",
                it.in().frames(), "rateIn", it.in().rate(), "widthOut", it.out().width(), "heightOut", it.out().height(), "framesOut", it.out().frames(),
                "rateOut", it.out().rate())));
        return all;
    }

    private static String code(Optional<LocalizableText> text) {
        return text.map(it -> it.code().isEmpty() ? it.message() : it.code()).orElse("");
    }

    /** The driver's protocol: one report is one line of JSON on standard output, which the test reads. */
    private static synchronized void report(Map<String, Object> all) {
        try {
            System.out.println(JSON.writeValueAsString(all));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
