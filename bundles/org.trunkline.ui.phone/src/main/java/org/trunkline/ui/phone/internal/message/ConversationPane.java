package org.trunkline.ui.phone.internal.message;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.phone.Messages;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.message.Conversation;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.State;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.InLayout;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.TextUndo;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.dial.DialField;
import org.trunkline.ui.phone.internal.words.PresenceText;

/** One conversation: whom it is with, its messages, and a field to write the next one. UI thread only. */
public final class ConversationPane {
    private static final int MARGIN = 8;
    private static final int LINES = 3;

    private final DeskPhone phone;
    private final MessageText words = MessageText.create();
    private final Texts texts = words.texts();
    private final PresenceText presences = PresenceText.create();
    private final UnaryOperator<String> names;
    private final Consumer<ConversationKey> opened;
    private final Composite root;
    private final Label party;
    private final Button call;
    private final Composite address;
    private final Text to;
    private final Label typing;
    private final Transcript transcript;
    private final Composite trouble;
    private final Label troubleText;
    private final Label refusal;
    private final Text entry;
    private final Button send;
    private final Button file;
    private final FileUploads uploads;
    private Optional<ConversationKey> key = Optional.empty();
    private String draftTo = "";
    /** Texts begun and not sent, by the other side. */
    private final Map<String, String> drafts = new HashMap<>();
    private Optional<PhoneMessage> failed = Optional.empty();
    private boolean showing;

    /** @param names of contacts by number, empty where not known @param opened told which conversation is shown, when a sent message made it */
    public ConversationPane(Composite parent, DeskPhone phone, UnaryOperator<String> names, Consumer<ConversationKey> opened) {
        this.phone = phone;
        this.names = names;
        this.opened = opened;
        root = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().margins(MARGIN, MARGIN).spacing(6, 6).applyTo(root);
        var head = row(root, 2);
        party = new Label(head, SWT.NONE);
        party.setFont(JFaceResources.getHeaderFont());
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(party);
        call = NativeLook.of(new Button(head, SWT.PUSH));
        call.setText(texts.get("message.call"));
        call.addListener(SWT.Selection, e -> peer().ifPresent(DeskCommands::call));
        address = row(root, 2);
        var label = new Label(address, SWT.NONE);
        label.setText(texts.get("message.to"));
        to = new Text(address, SWT.BORDER);
        to.setData("field", "message.to");
        AccessibleName.of(to, texts.get("message.to.name"));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(to);
        DialField.install(to, this::write);
        transcript = new Transcript(root, phone, words, this::refuse);
        transcript.layout(GridDataFactory.fillDefaults().grab(true, true).hint(SWT.DEFAULT, 80).create());
        typing = label(root);
        Palette.follow(typing, palette -> typing.setForeground(palette.muted()));
        trouble = row(root, 2);
        troubleText = new Label(trouble, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(160, SWT.DEFAULT).align(SWT.FILL, SWT.CENTER).applyTo(troubleText);
        var again = NativeLook.of(new Button(trouble, SWT.PUSH));
        again.setText(texts.get("message.again"));
        again.addListener(SWT.Selection, e -> failed.ifPresent(message -> phone.command(service -> service.messages()
                .sendAgain(message.conversation(), message.id()))));
        uploads = new FileUploads(root, phone, words, this::sent, this::refuse, () -> root.layout(true, true));
        refusal = label(root);
        var write = row(root, 2);
        entry = new Text(write, SWT.MULTI | SWT.WRAP | SWT.V_SCROLL | SWT.BORDER);
        entry.setData("field", "message.entry");
        entry.setTextLimit(Messages.LONGEST);
        entry.setMessage(texts.get("message.hint"));
        entry.setToolTipText(texts.get("message.entry.tip"));
        AccessibleName.of(entry, texts.get("message.entry"));
        GridDataFactory.fillDefaults().grab(true, false).hint(120, LINES * entry.getLineHeight()).applyTo(entry);
        var buttons = new Composite(write, SWT.NONE);
        GridLayoutFactory.fillDefaults().applyTo(buttons);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.END).applyTo(buttons);
        file = NativeLook.of(new Button(buttons, SWT.PUSH));
        file.setText(texts.get("file.send"));
        file.setToolTipText(texts.get("file.send.tip"));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(file);
        file.addListener(SWT.Selection, e -> choose());
        send = NativeLook.of(new Button(buttons, SWT.PUSH));
        send.setText(texts.get("message.send"));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(send);
        acceptDrops();
        send.addListener(SWT.Selection, e -> send());
        entry.addListener(SWT.KeyDown, this::pressed);
        entry.addListener(SWT.Traverse, e -> e.doit |= e.detail == SWT.TRAVERSE_TAB_NEXT || e.detail == SWT.TRAVERSE_TAB_PREVIOUS);
        entry.addListener(SWT.Modify, e -> typed());
        write("");
    }

    private static Composite row(Composite parent, int columns) {
        var row = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(columns).applyTo(row);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(row);
        return row;
    }

    private static Label label(Composite parent) {
        var label = new Label(parent, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(160, SWT.DEFAULT).exclude(true).applyTo(label);
        label.setVisible(false);
        return label;
    }

    public Control control() {
        return root;
    }

    /** The conversation shown; empty while its first message is being written. */
    public Optional<ConversationKey> key() {
        return key;
    }

    private Optional<String> peer() {
        return key.map(ConversationKey::peer).or(() -> Optional.of(draftTo)).filter(it -> !it.isEmpty());
    }

    /** Begins a message. @param target whom it goes to; empty to ask */
    public void write(String target) {
        leave();
        var known = target.isEmpty() ? Optional.<Conversation>empty() : Conversation.of(phone.messages().state()).stream()
                .filter(it -> it.key().peer().equals(target)).findFirst();
        if (known.isPresent()) {
            opened.accept(known.get().key());
            open(known.get().key(), phone.messages().state());
            focusEntry();
            return;
        }
        key = Optional.empty();
        draftTo = target;
        transcript.clear();
        words(typing, "");
        failed = Optional.empty();
        InLayout.show(trouble, false);
        InLayout.show(address, target.isEmpty());
        party.setText(plain(target.isEmpty() ? texts.get("message.new.title") : named(target)));
        call.setVisible(!target.isEmpty());
        enable();
        resume();
        root.layout(true, true);
        if (!target.isEmpty())
            focusEntry();
    }

    private String named(String peer) {
        String name = names.apply(peer);
        return name.isEmpty() || name.equals(peer) ? peer : name + "  " + peer;
    }

    private static String plain(String text) {
        return text.replace("&", "&&");
    }

    /** Shows a conversation, with the text that was begun for it. */
    public void open(ConversationKey conversation, MessagesState state) {
        boolean another = !key.equals(Optional.of(conversation));
        if (another)
            leave();
        key = Optional.of(conversation);
        draftTo = "";
        if (another)
            resume();
        InLayout.show(address, false);
        show(state);
    }

    private void leave() {
        key.ifPresent(k -> phone.command(service -> service.messages().typing(k, false)));
        String other = peer().orElse("");
        if (entry.getText().isBlank())
            drafts.remove(other);
        else
            drafts.put(other, entry.getText());
        words(refusal, "");
    }

    private void resume() {
        showing = true;
        entry.setText(drafts.getOrDefault(peer().orElse(""), ""));
        entry.setSelection(entry.getCharCount());
        TextUndo.forget(entry);
        showing = false;
    }

    /** As the messages are now. */
    public void show(MessagesState state) {
        var found = key.flatMap(k -> Conversation.of(state).stream().filter(it -> it.key().equals(k)).findFirst());
        if (found.isEmpty()) {
            if (key.isPresent())
                write("");
            return;
        }
        var conversation = found.get();
        String name = words.party(conversation, names.apply(conversation.key().peer()));
        party.setText(plain(name));
        call.setVisible(!conversation.key().peer().isEmpty());
        transcript.show(conversation, name);
        boolean moved = words(typing, conversation.typing() ? texts.get("message.is-typing", name)
                : presences.line(phone.presences().of(conversation.key().peer())));
        failed = conversation.messages().reversed().stream().filter(message -> message.state() == State.FAILED).findFirst();
        failed.ifPresent(message -> troubleText.setText(plain(words.state(message))));
        moved |= InLayout.show(trouble, failed.isPresent());
        enable();
        root.layout(true, moved);
    }

    private void enable() {
        boolean can = peer().isPresent();
        entry.setEnabled(can);
        send.setEnabled(can);
        if (InLayout.show(file, phone.sendsFiles(key.map(ConversationKey::account)).isPresent()))
            root.layout(true, true);
        file.setEnabled(can);
    }

    private void refuse(String why) {
        if (!root.isDisposed())
            words(refusal, why);
    }

    private void choose() {
        var dialog = new FileDialog(root.getShell(), SWT.OPEN | SWT.MULTI);
        if (dialog.open() != null)
            sendFiles(Stream.of(dialog.getFileNames()).map(each -> Path.of(dialog.getFilterPath(), each)).toList());
    }

    private void acceptDrops() {
        var target = new DropTarget(root, DND.DROP_COPY | DND.DROP_DEFAULT);
        target.setTransfer(FileTransfer.getInstance());
        target.addDropListener(new DropTargetAdapter() {
            @Override
            public void dragEnter(DropTargetEvent event) {
                event.detail = peer().isPresent() && phone.sendsFiles(key.map(ConversationKey::account)).isPresent() ? DND.DROP_COPY : DND.DROP_NONE;
            }

            @Override
            public void drop(DropTargetEvent event) {
                if (event.data instanceof String[] names)
                    sendFiles(Stream.of(names).map(Path::of).toList());
            }
        });
    }

    /** Sends files to the other side, one after the other. */
    private void sendFiles(List<Path> files) {
        var account = phone.sendsFiles(key.map(ConversationKey::account));
        if (account.isPresent() && peer().isPresent())
            uploads.add(files.stream().map(each -> new FileUploads.Upload(account.get(), peer().get(), each)).toList());
    }

    /** A file was sent: its conversation may be new. */
    private void sent(ConversationKey to) {
        if (key.isEmpty() && draftTo.equals(to.peer())) {
            key = Optional.of(to);
            draftTo = "";
            opened.accept(to);
        }
    }

    private boolean words(Label label, String text) {
        boolean changed = InLayout.note(label, text);
        if (changed)
            root.layout(true, true);
        return changed;
    }

    private void pressed(Event e) {
        if ((e.keyCode == SWT.CR || e.keyCode == SWT.KEYPAD_CR) && (e.stateMask & SWT.MODIFIER_MASK) == 0) {
            e.doit = false;
            send();
        }
    }

    /** Files that were copied are sent; anything else goes where the caret is. The workbench has the key. */
    public void paste() {
        var focus = root.getDisplay().getFocusControl();
        var copied = focus == entry ? copiedFiles() : List.<Path>of();
        if (!copied.isEmpty())
            sendFiles(copied);
        else if (focus instanceof Text text)
            text.paste();
    }

    /** Files in the clipboard. */
    private List<Path> copiedFiles() {
        var clipboard = new Clipboard(root.getDisplay());
        try {
            return clipboard.getContents(FileTransfer.getInstance()) instanceof String[] names ? Stream.of(names).map(Path::of).toList() : List.of();
        } finally {
            clipboard.dispose();
        }
    }

    private void typed() {
        if (!showing)
            key.ifPresent(k -> phone.command(service -> service.messages().typing(k, !entry.getText().isBlank())));
    }

    private void send() {
        String text = entry.getText();
        var target = peer();
        if (text.isBlank() || target.isEmpty())
            return;
        try {
            var sent = phone.send(key.map(ConversationKey::account), target.get(), text);
            showing = true;
            entry.setText("");
            showing = false;
            words(refusal, "");
            if (!key.equals(Optional.of(sent))) {
                key = Optional.of(sent);
                draftTo = "";
                opened.accept(sent);
            }
        } catch (PhoneException e) {
            words(refusal, words.said().of(e.text()));
        }
        entry.setFocus();
    }

    /** The field to write in, or the address where there is none yet. */
    public void focusEntry() {
        if (peer().isPresent())
            entry.setFocus();
        else
            to.setFocus();
    }
}
