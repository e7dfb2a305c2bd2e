package org.trunkline.phone.internal.sip;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.format.Xml;
import org.trunkline.phone.presence.RingingCall;

/** A subscription to the dialogs of one other side (RFC 4235), for the calls that ring there, and whether one talks. On the thread of the phone. */
final class LampSubscription extends EventSubscription {
    private static final int MOST = 20;
    private static final Pattern HEAD = Pattern.compile("<(?:\\w+:)?dialog-info\\b([^>]*)>");
    private static final Pattern DIALOG = Pattern.compile("<(?:\\w+:)?dialog(?=[\\s>])([^>]*)>(.*?)</(?:\\w+:)?dialog>", Pattern.DOTALL);
    private static final Pattern STATE = Pattern.compile("<(?:\\w+:)?state\\b[^>]*>\\s*(\\w+)\\s*</");
    private static final Pattern DURATION = Pattern.compile("<(?:\\w+:)?duration>\\s*(\\d{1,7})\\s*</");
    private static final Pattern REMOTE = Pattern.compile("<(?:\\w+:)?remote\\b.*?<(?:\\w+:)?identity\\b([^>]*)>\\s*(?:sips?:)?([^<@;\\s]*)", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("[^\\s;,\"<>\\p{Cntrl}]{1,256}");

    private final Channel channel;
    private final String peer;
    private final Runnable changed;
    private final Map<String, RingingCall> calls = new LinkedHashMap<>();
    private final Map<String, Instant> talks = new LinkedHashMap<>();
    private long version = -1;

    /** @param peer as watched @param target its URI @param changed told when other calls ring there */
    LampSubscription(Channel channel, String peer, String target, Runnable changed) {
        super(channel, target, "dialog", "application/dialog-info+xml");
        this.channel = channel;
        this.peer = peer;
        this.changed = changed;
    }

    List<RingingCall> ringing() {
        return List.copyOf(calls.values());
    }

    /** Since when the longest of its calls is answered. */
    Optional<Instant> talkingSince() {
        return talks.values().stream().min(Instant::compareTo);
    }

    @Override
    void begin() {
        version = -1;
        super.begin();
    }

    @Override
    void forget() {
        version = -1;
        if (!calls.isEmpty() || !talks.isEmpty()) {
            calls.clear();
            talks.clear();
            changed.run();
        }
    }

    /** RFC 4235 §4.3: a document that is older than the last is passed over, and after a gap the whole state is asked for. */
    @Override
    void read(String info) {
        var head = HEAD.matcher(info);
        if (!head.find())
            return;
        boolean full = attribute(head.group(1), "state").filter("full"::equals).isPresent();
        long now = attribute(head.group(1), "version").filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong).orElse(version + 1);
        if (now <= version)
            return;
        boolean gap = !full && now > version + 1;
        version = now;
        if (gap) {
            refresh();
            return;
        }
        var before = ringing();
        var talkedBefore = Map.copyOf(talks);
        if (full) {
            calls.clear();
            talks.clear();
        }
        for (var dialog = DIALOG.matcher(info); dialog.find();)
            take(dialog.group(1), dialog.group(2), talkedBefore);
        if (!before.equals(ringing()) || !talkedBefore.equals(talks))
            changed.run();
    }

    private void take(String attributes, String content, Map<String, Instant> before) {
        var id = attribute(attributes, "id").orElse("");
        var state = STATE.matcher(content);
        var dialog = dialog(attributes);
        boolean known = state.find();
        if (!known || !state.group(1).equals("confirmed"))
            talks.remove(id);
        else if (talks.size() < MOST || talks.containsKey(id))
            talks.put(id, before.getOrDefault(id, since(content)));
        boolean rings = known && state.group(1).equals("early") && attribute(attributes, "direction").filter("recipient"::equals).isPresent();
        if (!rings || dialog.isEmpty())
            calls.remove(id);
        else if (calls.size() < MOST || calls.containsKey(id))
            calls.put(id, call(dialog.get(), content));
    }

    /** RFC 4235 §4.1.4: where the document says how long the dialog lasts, else now. */
    private Instant since(String content) {
        var duration = DURATION.matcher(content);
        return channel.work().now().minusSeconds(duration.find() ? Long.parseLong(duration.group(1)) : 0);
    }

    private RingingCall call(String dialog, String content) {
        var remote = REMOTE.matcher(content);
        boolean known = remote.find();
        return new RingingCall(peer, known ? Xml.plain(remote.group(2)) : "", known ? attribute(remote.group(1), "display").orElse("") : "", dialog);
    }

    /** The dialog of the phone that rings, by its own tags; empty for those who may not take it. */
    private static Optional<String> dialog(String attributes) {
        return token(attributes, "call-id").flatMap(id -> token(attributes, "local-tag")
                .flatMap(local -> token(attributes, "remote-tag").map(remote -> id + ";to-tag=" + local + ";from-tag=" + remote)));
    }

    /** What may stand in a header. */
    private static Optional<String> token(String attributes, String name) {
        return attribute(attributes, name).filter(text -> TOKEN.matcher(text).matches());
    }

    private static Optional<String> attribute(String attributes, String name) {
        var found = Pattern.compile("(?:^|\\s)" + name + "\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')").matcher(attributes);
        return found.find() ? Optional.of(Xml.plain(Optional.ofNullable(found.group(1)).orElseGet(() -> found.group(2)))) : Optional.empty();
    }
}
