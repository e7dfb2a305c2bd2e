import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.LineState;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.internal.SoftPhone;
import org.trunkline.phone.internal.work.WorkThread;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;

/** The phone of the desk without its window: commands come as lines of words, and each state goes out as a line of JSON. */
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
        var phone = new SoftPhone(new WorkThread(), "urn:uuid:" + arguments[0], () -> classPath);
        phone.follow(PhoneDriver::print);
        phone.messages().follow(PhoneDriver::print);
        phone.presences().follow(known -> out(Map.of("presence", known)));
        var in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null;)
            obey(phone, line.split(" "));
        phone.close();
        System.exit(0);
    }

    private static void obey(SoftPhone phone, String[] words) {
        try {
            switch (words[0]) {
                case "use" -> phone.use(words.length == 1 ? List.of()
                        : List.of(new PhoneAccount("one", URI.create(words[1]), words[2], words[3], words[3], words[4])));
                case "call" -> phone.call(Optional.empty(), words[1]);
                case "answer" -> phone.answer(words[1]);
                case "hangUp" -> phone.hangUp(words[1]);
                case "hold" -> phone.hold(words[1], words[2].equals("true"));
                case "mute" -> phone.mute(words[1], words[2].equals("true"));
                case "press" -> phone.press(words[1], words[2].charAt(0));
                case "transfer" -> phone.transfer(words[1], words[2]);
                case "connect" -> phone.connect(words[1], words[2]);
                case "disturb" -> phone.doNotDisturb(words[1].equals("true"));
                case "choose" -> phone.choose(new SoundChoice(spaced(words[1]), spaced(words[2]), spaced(words[3])));
                case "test" -> phone.testSound();
                case "send" -> phone.messages().send(Optional.empty(), words[1], spaced(words[2]));
                case "watch" -> phone.presences().watch(List.of(words[1]));
                case "typing" -> phone.messages().typing(new ConversationKey("one", words[1]), words[2].equals("true"));
                case "read" -> phone.messages().read(new ConversationKey("one", words[1]));
                default -> throw new IllegalArgumentException(words[0]);
            }
        } catch (PhoneException e) {
            out(Map.of("refused", e.text().code()));
        }
    }

    /** Words have no spaces: an underscore is one, and alone it is nothing. */
    private static String spaced(String word) {
        return word.equals("_") ? "" : word.replace('_', ' ');
    }

    private static void print(MessagesState state) {
        out(Map.of("messages", state.messages().stream().map(it -> Map.of("peer", it.conversation().peer(), "outgoing", it.outgoing(), "text",
                it.text(), "state", it.state().name(), "trouble", code(it.trouble()), "group", it.sender().group())).toList(), "typing",
                state.typing().stream().map(ConversationKey::peer).toList()));
    }

    private static void print(PhoneState state) {
        var all = new LinkedHashMap<String, Object>();
        all.put("at", System.currentTimeMillis());
        all.put("accounts", state.accounts().stream().map(it -> Map.of("state", it.registration().name(), "trouble", code(it.trouble()))).toList());
        all.put("lines", state.lines().stream().map(PhoneDriver::line).toList());
        all.put("devices", state.devices().stream().map(it -> Map.of("id", it.id(), "name", it.name(), "use", it.use().name())).toList());
        all.put("trouble", code(state.soundTrouble()));
        all.put("troubleText", state.soundTrouble().map(LocalizableText::message).orElse(""));
        state.soundTest().ifPresent(it -> all.put("test", Map.of("state", it.state().name(), "level", it.level(), "verdict", code(it.verdict()))));
        out(all);
    }

    private static Map<String, Object> line(LineState line) {
        var all = new LinkedHashMap<String, Object>();
        all.put("id", line.id());
        all.put("callId", line.callId());
        all.put("direction", line.direction().name());
        all.put("state", line.state().name());
        all.put("number", line.number());
        all.put("name", line.name());
        all.put("held", line.held());
        all.put("heldByOther", line.heldByOther());
        all.put("muted", line.muted());
        all.put("notice", code(line.notice()));
        all.put("end", code(line.end()));
        line.quality().ifPresent(it -> all.put("quality", Map.of("codec", it.codec(), "mos", it.mosIn(), "lossIn", it.lossIn(),
                "lossOut", it.lossOut(), "jitter", it.jitterIn(), "roundTrip", it.roundTrip(), "levelIn", it.levelIn(), "levelOut", it.levelOut())));
        return all;
    }

    private static String code(Optional<LocalizableText> text) {
        return text.map(it -> it.code().isEmpty() ? it.message() : it.code()).orElse("");
    }

    private static synchronized void out(Map<String, Object> all) {
        try {
            System.out.println(JSON.writeValueAsString(all));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
