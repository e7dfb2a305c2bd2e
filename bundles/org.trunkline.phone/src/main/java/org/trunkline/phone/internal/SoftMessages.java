package org.trunkline.phone.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.Messages;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.internal.message.Carrier;
import org.trunkline.phone.internal.message.MessageBook;
import org.trunkline.phone.internal.sip.UserAgent;
import org.trunkline.phone.internal.work.Work;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.message.PhoneMessage;

/** Commands hop to the phone's thread; the state shown is a snapshot. <b>Threads:</b> any, where not said otherwise. */
final class SoftMessages implements Messages {
    private final Work work;
    private final Supplier<List<AccountState>> accounts;
    private final MessageBook book;
    private final Followers<MessagesState> followers;
    private volatile MessagesState state = MessagesState.EMPTY;

    /** @param accounts of the phone, as they are now */
    SoftMessages(Work work, Supplier<List<AccountState>> accounts) {
        this.work = work;
        followers = new Followers<>(work);
        this.accounts = accounts;
        book = new MessageBook(work, this::changed);
    }

    @Override
    public MessagesState state() {
        return state;
    }

    @Override
    public AutoCloseable follow(Consumer<MessagesState> follower) {
        return followers.follow(follower, () -> state);
    }

    @Override
    public void restore(String account, List<PhoneMessage> kept) {
        var all = List.copyOf(kept);
        work.run(() -> book.restore(account, all));
    }

    @Override
    public ConversationKey send(Optional<String> account, String target, String text) throws PhoneException {
        var chosen = chosen(account);
        var tidy = MessageBook.tidy(text);
        if (tidy.isEmpty())
            throw new PhoneException(new LocalizableText("phone-message-empty", List.of(), "The message is empty."));
        if (tidy.length() > LONGEST)
            throw new PhoneException(new LocalizableText("phone-message-too-long", List.of(String.valueOf(LONGEST)),
                    "The message is longer than " + LONGEST + " characters. Send it in parts."));
        var key = new ConversationKey(chosen.id(), peer(target, chosen.domain()));
        work.run(() -> book.send(key, tidy));
        return key;
    }

    @Override
    public ConversationKey send(String account, String target, FileMessage file) throws PhoneException {
        var chosen = chosen(Optional.of(account));
        var key = new ConversationKey(chosen.id(), peer(target, chosen.domain()));
        work.run(() -> book.send(key, file));
        return key;
    }

    private PhoneAccount chosen(Optional<String> account) throws PhoneException {
        var known = accounts.get();
        return known.stream().filter(it -> account.isPresent() ? it.account().id().equals(account.get())
                : it.registration() == AccountState.Registration.REGISTERED).findFirst()
                .or(() -> account.isPresent() ? Optional.empty() : known.stream().findFirst())
                .orElseThrow(() -> new PhoneException(new LocalizableText("phone-no-account", List.of(), "This account no longer exists."))).account();
    }

    /** As it is written in the From of the other side's messages: without the account's own domain. */
    private static String peer(String target, String domain) throws PhoneException {
        var address = UserAgent.uri(target, domain).substring("sip:".length());
        var user = URLDecoder.decode(address.substring(0, address.lastIndexOf('@')).replace("+", "%2B"), UTF_8);
        var host = address.substring(address.lastIndexOf('@') + 1);
        return host.equalsIgnoreCase(domain) || user.matches("\\+?[0-9*#]+") ? user : user + '@' + host;
    }

    @Override
    public void sendAgain(ConversationKey conversation, String id) {
        work.run(() -> book.sendAgain(conversation, id));
    }

    @Override
    public void typing(ConversationKey conversation, boolean active) {
        work.run(() -> book.typing(conversation, active));
    }

    @Override
    public void read(ConversationKey conversation) {
        work.run(() -> book.read(conversation));
    }

    @Override
    public void delete(ConversationKey conversation) {
        work.run(() -> book.delete(conversation));
    }

    @Override
    public void deleteAll(String account) {
        work.run(() -> book.deleteAll(account));
    }

    // ---- on the phone's thread

    void attach(String account, Carrier carrier) {
        book.attach(account, carrier);
    }

    void detach(String account) {
        book.detach(account);
    }

    void received(String account, Carrier.Incoming message) {
        book.received(account, message);
    }

    private void changed() {
        var next = book.state();
        if (next.equals(state))
            return;
        state = next;
        followers.tell(next);
    }
}
