package org.trunkline.ui.uitest.phone;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.Messages;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.Sender;
import org.trunkline.phone.message.PhoneMessage.State;

/** Text messages without a network, whose other side is the test. */
final class FakeMessages implements Messages {
    private final Supplier<String> account;
    private final List<Consumer<MessagesState>> followers = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private MessagesState state = MessagesState.EMPTY;
    private int count;

    /** @param account that everything comes to */
    FakeMessages(Supplier<String> account) {
        this.account = account;
    }

    @Override
    public synchronized MessagesState state() {
        return state;
    }

    @Override
    public synchronized AutoCloseable follow(Consumer<MessagesState> follower) {
        followers.add(follower);
        follower.accept(state);
        return () -> followers.remove(follower);
    }

    private synchronized void change(UnaryOperator<List<PhoneMessage>> change, Set<ConversationKey> typing) {
        state = new MessagesState(change.apply(new ArrayList<>(state.messages())), typing);
        followers.forEach(follower -> follower.accept(state));
    }

    private void change(UnaryOperator<List<PhoneMessage>> change) {
        change(change, state().typing());
    }

    private void add(PhoneMessage message) {
        change(all -> {
            all.add(message);
            return all;
        });
    }

    private void map(UnaryOperator<PhoneMessage> each) {
        change(all -> all.stream().map(each).toList());
    }

    /** Somebody writes. */
    void comes(String peer, String name, String text, Instant at) {
        add(new PhoneMessage(next(), new ConversationKey(account.get(), peer), at, false, text, State.UNREAD, Optional.empty(),
                new Sender(name, "", "")));
    }

    private synchronized String next() {
        return "m" + ++count;
    }

    void types(String peer, boolean active) {
        var typing = new HashSet<>(state().typing());
        var key = new ConversationKey(account.get(), peer);
        if (active)
            typing.add(key);
        else
            typing.remove(key);
        change(all -> all, typing);
    }

    /** What becomes of the sent message that has this text. */
    void becomes(String text, State now) {
        map(m -> !m.outgoing() || !m.text().equals(text) ? m : now == State.FAILED
                ? m.failed(LocalizableText.words("The other side takes no text messages.")) : m.in(now));
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void restore(String of, List<PhoneMessage> kept) {
        change(all -> {
            all.addAll(0, kept.stream().filter(k -> all.stream().noneMatch(m -> m.id().equals(k.id()))).toList());
            return all;
        });
    }

    @Override
    public ConversationKey send(Optional<String> from, String target, String text) throws PhoneException {
        if (target.equals("nowhere"))
            throw new PhoneException(LocalizableText.words("nowhere cannot be written to"));
        var key = new ConversationKey(from.orElseGet(account), target);
        add(new PhoneMessage(next(), key, Instant.now(), true, text, State.SENDING, Optional.empty(), Sender.SELF));
        return key;
    }

    @Override
    public ConversationKey send(String from, String target, FileMessage file) throws PhoneException {
        return send(Optional.of(from), target, file.plain());
    }

    @Override
    public void sendAgain(ConversationKey conversation, String id) {
        map(m -> m.id().equals(id) ? m.in(State.SENDING) : m);
    }

    @Override
    public void typing(ConversationKey conversation, boolean active) {
        asked.add("typing " + conversation.peer() + " " + active);
    }

    @Override
    public void read(ConversationKey conversation) {
        map(m -> m.conversation().equals(conversation) && m.state() == State.UNREAD ? m.seen() : m);
    }

    @Override
    public void delete(ConversationKey conversation) {
        change(all -> all.stream().filter(m -> !m.conversation().equals(conversation)).toList());
    }

    @Override
    public void deleteAll(String of) {
        change(all -> all.stream().filter(m -> !m.conversation().account().equals(of)).toList());
    }
}
