package org.trunkline.phone.internal.message;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.trunkline.domain.format.CpimMessage;
import org.trunkline.domain.format.DeliveryReport;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.Messages;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.internal.work.Work;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.Sender;
import org.trunkline.phone.message.PhoneMessage.State;

/** The messages of all accounts: sent, received, confirmed, forgotten. On the thread of the phone. */
public final class MessageBook {
    /** An outgoing "active" holds so long (RFC 3994 §3.4), and is sent again before. */
    static final Duration REFRESH = Duration.ofSeconds(60);
    /** Who has not typed for so long is idle (RFC 3994 §3.2). */
    static final Duration IDLE = Duration.ofSeconds(15);
    static final LocalizableText INTERRUPTED = new LocalizableText("phone-message-interrupted", List.of(),
            "The desk was closed before the message was answered. Send it again.");
    static final LocalizableText NEVER = new LocalizableText("phone-message-undelivered", List.of(),
            "The message could not be delivered.");
    static final LocalizableText GONE = new LocalizableText("phone-no-account", List.of(), "This account no longer exists.");
    /** Keys of messages that were deleted here and may be received again. */
    private static final int MOST_FORGOTTEN = 1000;

    /** Notifications that a sent message asks for. */
    private static final List<String> ASKED = List.of("positive-delivery", "negative-delivery", "display");

    private final Work work;
    private final Runnable changed;
    private final Map<String, Carrier> carriers = new HashMap<>();
    private final Map<String, List<PhoneMessage>> byAccount = new LinkedHashMap<>();
    private final Map<ConversationKey, Work.Timer> typing = new LinkedHashMap<>();
    private final Map<ConversationKey, Writing> writing = new HashMap<>();
    /** Whose phones refused typing or CPIM. */
    private final Set<ConversationKey> plain = new HashSet<>();
    private final Set<ConversationKey> withoutTyping = new HashSet<>();
    /** Files that were not taken yet, by the id of their message: exactly as they were uploaded. */
    private final Map<String, FileMessage> files = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FileMessage> eldest) {
            return size() > Messages.MOST;
        }
    };
    private final Map<String, Boolean> forgotten = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_FORGOTTEN;
        }
    };

    /** The user writes. */
    private final class Writing {
        private Work.Timer idle = () -> { };
        private Work.Timer refresh = () -> { };

        void stop() {
            idle.cancel();
            refresh.cancel();
        }
    }

    /** @param changed told after each change */
    public MessageBook(Work work, Runnable changed) {
        this.work = work;
        this.changed = changed;
    }

    public void attach(String account, Carrier carrier) {
        carriers.put(account, carrier);
    }

    /** The account is gone, and its messages with it. */
    public void detach(String account) {
        carriers.remove(account);
        forget(account);
    }

    public MessagesState state() {
        var all = new ArrayList<PhoneMessage>();
        byAccount.values().forEach(all::addAll);
        return new MessagesState(all, typing.keySet());
    }

    private List<PhoneMessage> of(String account) {
        return byAccount.computeIfAbsent(account, _ -> new ArrayList<>());
    }

    // ---- what was kept

    public void restore(String account, List<PhoneMessage> kept) {
        var now = of(account);
        var ids = new HashSet<String>();
        now.forEach(message -> ids.add(message.id()));
        var before = kept.stream().filter(message -> message.conversation().account().equals(account) && ids.add(message.id()))
                .map(message -> message.state() == State.SENDING ? message.failed(INTERRUPTED) : message).toList();
        now.addAll(0, before);
        bound(now);
        changed.run();
    }

    private void add(PhoneMessage message) {
        var all = of(message.conversation().account());
        all.add(message);
        bound(all);
        changed.run();
    }

    private static void bound(List<PhoneMessage> all) {
        int text = all.stream().mapToInt(message -> message.text().length()).sum();
        int over = 0;
        while (all.size() - over > Messages.MOST || text > Messages.MOST_TEXT) {
            text -= all.get(over).text().length();
            over++;
        }
        all.subList(0, over).clear();
    }

    private void change(ConversationKey key, String id, UnaryOperator<PhoneMessage> change) {
        of(key.account()).replaceAll(message -> message.outgoing() && message.id().equals(id) ? change.apply(message) : message);
        changed.run();
    }

    // ---- sent

    /** @param target number, user name or address of the other side */
    public void send(ConversationKey key, String text) {
        var message = new PhoneMessage(UUID.randomUUID().toString(), key, work.now(), true, text, State.SENDING, Optional.empty(), Sender.SELF);
        stopWriting(key);
        add(message);
        carry(message);
    }

    /** @param file that was uploaded */
    public void send(ConversationKey key, FileMessage file) {
        var message = new PhoneMessage(UUID.randomUUID().toString(), key, work.now(), true, file.plain(), State.SENDING, Optional.empty(), Sender.SELF);
        files.put(message.id(), file);
        add(message);
        carry(message);
    }

    public void sendAgain(ConversationKey key, String id) {
        of(key.account()).stream().filter(message -> message.id().equals(id) && message.state() == State.FAILED).findFirst()
                .ifPresent(failed -> {
                    var again = failed.in(State.SENDING);
                    change(key, id, _ -> again);
                    carry(again);
                });
    }

    private void carry(PhoneMessage message) {
        var key = message.conversation();
        var carrier = carriers.get(key.account());
        if (carrier == null) {
            change(key, message.id(), it -> it.failed(GONE));
            return;
        }
        try {
            String uri = carrier.uri(key.peer());
            boolean wrapped = !plain.contains(key);
            var envelope = envelope(carrier, uri, message.id(), message.at(), ASKED);
            var file = Optional.ofNullable(files.get(message.id()));
            var content = wrapped ? new Content(CpimMessage.TYPE, file.map(it -> CpimMessage.ofFile(envelope, it))
                    .orElseGet(() -> CpimMessage.ofText(envelope, message.text())))
                    : file.map(it -> new Content(FileMessage.TYPE, it.document())).orElseGet(() -> Content.plain(message.text()));
            carrier.send(uri, content, true, outcome -> answered(message, wrapped, outcome));
        } catch (PhoneException e) {
            change(key, message.id(), it -> it.failed(e.text()));
        }
    }

    private void answered(PhoneMessage message, boolean wrapped, Carrier.Outcome outcome) {
        var key = message.conversation();
        switch (outcome) {
            // a notification may come before the answer
            case Carrier.Outcome.Taken(boolean stored) -> {
                files.remove(message.id());
                change(key, message.id(), it -> it.state() == State.SENDING ? it.in(stored ? State.STORED : State.SENT) : it);
            }
            case Carrier.Outcome.Unreadable() -> unreadable(message, wrapped);
            case Carrier.Outcome.Failed(var why) -> change(key, message.id(), it -> it.state() == State.SENDING ? it.failed(why) : it);
        }
    }

    /** The same in the next simpler form: out of its CPIM, then a file as a text. */
    private void unreadable(PhoneMessage message, boolean wrapped) {
        var key = message.conversation();
        boolean file = !wrapped && files.remove(message.id()) != null;
        if (wrapped)
            plain.add(key);
        if (wrapped || file)
            carry(message);
        else
            change(key, message.id(), it -> it.failed(NEVER));
    }

    private static CpimMessage.Envelope envelope(Carrier carrier, String uri, String id, Instant at, List<String> asks) {
        return new CpimMessage.Envelope('<' + carrier.address() + '>', '<' + uri + '>', id, at, asks);
    }

    private void notified(String account, DeliveryReport report) {
        of(account).stream().filter(message -> message.outgoing() && message.id().equals(report.message())).findFirst()
                .ifPresent(message -> change(message.conversation(), message.id(), it -> switch (report.status()) {
                    case DELIVERED -> it.state() == State.READ ? it : it.in(State.DELIVERED);
                    case DISPLAYED -> it.in(State.READ);
                    case FAILED -> it.state() == State.READ || it.state() == State.DELIVERED ? it : it.failed(NEVER);
                }));
    }

    // ---- received

    public void received(String account, Carrier.Incoming incoming) {
        switch (incoming.content().mediaType()) {
            case CpimMessage.TYPE -> CpimMessage.parse(incoming.content().text()).ifPresent(cpim -> wrapped(account, incoming, cpim));
            case Content.COMPOSING -> composing(new ConversationKey(account, incoming.peer()), incoming.content().text());
            case DeliveryReport.TYPE -> DeliveryReport.parse(incoming.content().text()).ifPresent(it -> notified(account, it));
            default -> text(account, incoming, incoming.key(), shown(incoming.content().mediaType(), incoming.content().text()), "");
        }
    }

    private void wrapped(String account, Carrier.Incoming incoming, CpimMessage cpim) {
        switch (cpim.mediaType()) {
            case DeliveryReport.TYPE -> DeliveryReport.parse(cpim.content()).ifPresent(it -> notified(account, it));
            case Content.COMPOSING -> composing(new ConversationKey(account, incoming.peer()), cpim.content());
            default -> {
                var id = cpim.messageId();
                id.filter(_ -> cpim.asksFor("positive-delivery")).ifPresent(it -> confirm(new ConversationKey(account, incoming.peer()), it,
                        cpim.header("datetime").orElseGet(() -> written(work.now())), DeliveryReport.Status.DELIVERED));
                text(account, incoming, id.map(it -> incoming.peer() + ' ' + it).orElse(incoming.key()), shown(cpim.mediaType(), cpim.content()),
                        id.filter(_ -> cpim.asksFor("display")).orElse(""));
            }
        }
    }

    /** A file is kept as the text that names it, so that a history reads alike. */
    private static String shown(String type, String content) {
        return type.equals(FileMessage.TYPE) ? FileMessage.parse(content).map(FileMessage::plain).orElse(content) : content;
    }

    private void text(String account, Carrier.Incoming incoming, String id, String text, String receipt) {
        var key = new ConversationKey(account, incoming.peer());
        stopTyping(key);
        String tidy = tidy(text);
        if (tidy.isBlank() || forgotten.containsKey(account + ' ' + id) || of(account).stream().anyMatch(it -> it.id().equals(id)))
            changed.run();
        else
            add(new PhoneMessage(id, key, incoming.date().filter(at -> at.isBefore(work.now())).orElse(work.now()), false,
                    tidy.substring(0, Math.min(tidy.length(), 4 * Messages.LONGEST)), State.UNREAD, Optional.empty(),
                    new Sender(incoming.name(), incoming.group(), receipt)));
    }

    /** With one kind of line end, without what moves the cursor of a display. */
    public static String tidy(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[\\p{Cc}&&[^\n\t]]", "").strip();
    }

    private static String written(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** @param sent when the message was sent (RFC 5438 §7.2.1.1) */
    private void confirm(ConversationKey key, String id, String sent, DeliveryReport.Status status) {
        var carrier = carriers.get(key.account());
        if (carrier == null || key.peer().isEmpty())
            return;
        try {
            String uri = carrier.uri(key.peer());
            carrier.send(uri, new Content(CpimMessage.TYPE, CpimMessage.ofNotification(
                    envelope(carrier, uri, UUID.randomUUID().toString(), work.now(), List.of()),
                    new DeliveryReport(id, status, sent, carrier.address()))), true, _ -> { });
        } catch (PhoneException e) {
            // a sender that cannot be answered gets no confirmation
        }
    }

    public void read(ConversationKey key) {
        var seen = of(key.account()).stream().filter(it -> it.conversation().equals(key) && it.state() == State.UNREAD).toList();
        if (seen.isEmpty())
            return;
        of(key.account()).replaceAll(message -> seen.contains(message) ? message.seen() : message);
        seen.stream().filter(message -> !message.sender().receipt().isEmpty())
                .forEach(message -> confirm(key, message.sender().receipt(), written(message.at()), DeliveryReport.Status.DISPLAYED));
        changed.run();
    }

    // ---- typing

    private void composing(ConversationKey key, String document) {
        Composing.parse(document).ifPresent(it -> {
            stopTyping(key);
            if (it.active() && !key.peer().isEmpty())
                typing.put(key, work.after(it.time(), () -> {
                    typing.remove(key);
                    changed.run();
                }));
            changed.run();
        });
    }

    private void stopTyping(ConversationKey key) {
        var timer = typing.remove(key);
        if (timer != null)
            timer.cancel();
    }

    public void typing(ConversationKey key, boolean active) {
        var now = writing.get(key);
        if (!active) {
            if (now != null) {
                stopWriting(key);
                compose(key, false);
            }
            return;
        }
        if (now == null) {
            if (withoutTyping.contains(key) || of(key.account()).stream().noneMatch(it -> it.conversation().equals(key) && !it.outgoing()))
                return;
            now = new Writing();
            writing.put(key, now);
            active(key, now);
        }
        now.idle.cancel();
        now.idle = work.after(IDLE, () -> typing(key, false));
    }

    private void active(ConversationKey key, Writing writing) {
        compose(key, true);
        writing.refresh = work.after(REFRESH.minusSeconds(10), () -> active(key, writing));
    }

    /** The message itself says that its writing is over (RFC 3994 §3.2). */
    private void stopWriting(ConversationKey key) {
        var was = writing.remove(key);
        if (was != null)
            was.stop();
    }

    private void compose(ConversationKey key, boolean active) {
        var carrier = carriers.get(key.account());
        if (carrier == null)
            return;
        try {
            carrier.send(carrier.uri(key.peer()), new Composing(active, REFRESH).content(), false, outcome -> {
                if (outcome instanceof Carrier.Outcome.Unreadable) {
                    withoutTyping.add(key);
                    stopWriting(key);
                }
            });
        } catch (PhoneException e) {
            stopWriting(key);
        }
    }

    // ---- deleted

    public void delete(ConversationKey key) {
        of(key.account()).removeIf(message -> {
            boolean gone = message.conversation().equals(key);
            if (gone && !message.outgoing())
                forgotten.put(key.account() + ' ' + message.id(), true);
            return gone;
        });
        stopTyping(key);
        stopWriting(key);
        changed.run();
    }

    public void deleteAll(String account) {
        of(account).stream().map(PhoneMessage::conversation).distinct().toList().forEach(this::delete);
    }

    private void forget(String account) {
        byAccount.remove(account);
        List.copyOf(typing.keySet()).stream().filter(key -> key.account().equals(account)).forEach(this::stopTyping);
        List.copyOf(writing.keySet()).stream().filter(key -> key.account().equals(account)).forEach(this::stopWriting);
        plain.removeIf(key -> key.account().equals(account));
        withoutTyping.removeIf(key -> key.account().equals(account));
        changed.run();
    }
}
