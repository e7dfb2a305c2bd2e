package org.trunkline.ui.phone.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.phone.message.Conversation;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.MessagesState;
import org.trunkline.phone.presence.Presences;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.ContactNames;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.PartFocus;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.phone.internal.account.AccountDialog;
import org.trunkline.ui.phone.internal.account.SubscriberDialog;
import org.trunkline.ui.phone.internal.desk.DeskMessages;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.message.ConversationPane;
import org.trunkline.ui.phone.internal.message.MessageText;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.PresenceText;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** The text messages of this phone: conversations at the left, the chosen one at the right. */
public final class MessagesView extends DeskView {
    static final String ID = "org.trunkline.ui.phone.messages";
    private static final Logger LOG = LoggerFactory.getLogger(MessagesView.class);
    private static final int[] SHARES = {2, 3};
    private static final int MARGIN = 4;

    private final Texts texts = PhoneWords.texts();
    private final MessageText words = MessageText.create();
    private final PresenceText presences = PresenceText.create();
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<Boolean> inUse = Optional.empty();
    private MessagesState state = MessagesState.EMPTY;
    private boolean setting;

    private record Widgets(StatePane pane, DeskPhone phone, DataTable<Conversation> table, ConversationPane conversation, ContactNames names) {}

    /** Opens the view in a window, in the area that is shown. UI thread only. */
    public static Optional<MessagesView> open(IWorkbenchWindow window) {
        try {
            return Optional.ofNullable(window.getActivePage()).isEmpty() ? Optional.empty()
                    : Optional.of(window.getActivePage().showView(ID)).filter(MessagesView.class::isInstance).map(MessagesView.class::cast);
        } catch (PartInitException e) {
            LOG.error("the messages cannot be shown", e);
            return Optional.empty();
        }
    }

    @Override
    protected void create(Composite parent) {
        var phone = DeskPhone.get();
        var pane = new StatePane(parent);
        var sash = new SashForm(pane.content(), SWT.HORIZONTAL | SWT.SMOOTH);
        var names = new ContactNames(jobs(), parent, texts.get("phone.names"));
        var left = new Composite(sash, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(left);
        bar(left);
        var table = new DataTable<>(left, new TableSpec<>("phone.messages", texts.get("message.title"), columns(names), Conversation::key), jobs());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(table.control());
        var conversation = new ConversationPane(sash, phone, names::nameOf, this::opened);
        sash.setWeights(SHARES);
        var all = new Widgets(pane, phone, table, conversation, names);
        widgets = Optional.of(all);
        table.whenEmpty(texts.get("message.none"));
        table.onSelect(rows -> {
            if (!setting && rows.size() == 1)
                select(all, rows.getFirst().key());
        });
        table.onOpen(_ -> conversation.focusEntry());
        table.onDelete(rows -> delete(all, rows));
        table.onMenu(menu -> table.selected().ifPresent(_ -> menu.add(action(texts.get("message.delete"), () -> delete(all, table.selectedRows())))));
        names.onChange(() -> {
            table.repaint();
            conversation.show(state);
        });
        handle(IWorkbenchCommandConstants.EDIT_PASTE, conversation::paste);
        adopt(table, table::repaint);
        table.setRows(List.of());
        pane.showLoading(texts.get("phone.starting"));
        parent.getShell().addListener(SWT.Activate, e -> UiThread.post(pane.control(), () -> seen(all)));
        pane.control().addDisposeListener(e -> phone.messages().watch(Optional.empty()));
        until(phone.follow(known -> UiThread.post(pane.control(), () -> use(all, !known.accounts().isEmpty()))));
        until(phone.presences().follow(_ -> UiThread.post(pane.control(), () -> {
            table.repaint();
            conversation.show(state);
        })));
        until(phone.messages().follow(shown -> UiThread.post(pane.control(), () -> show(all, shown))));
    }

    private void bar(Composite parent) {
        var begin = NativeLook.of(new Button(parent, SWT.PUSH));
        begin.setText(texts.get("message.new"));
        begin.setToolTipText(texts.get("message.new.tip"));
        GridDataFactory.fillDefaults().indent(MARGIN, MARGIN).align(SWT.BEGINNING, SWT.CENTER).applyTo(begin);
        begin.addListener(SWT.Selection, e -> write(""));
    }

    private List<Column<Conversation>> columns(ContactNames names) {
        return List.of(
                Column.<Conversation>of("party", texts.get("message.party"), texts.get("message.party.tip"),
                        c -> words.party(c, names.nameOf(c.key().peer()))).number(c -> c.key().peer()).room("Anna Andersson  +46701234567"),
                Column.<Conversation>of("unread", texts.get("message.unread"), texts.get("message.unread.tip"),
                        c -> c.unread() == 0 ? "" : words.formats().count(c.unread())).sortedBy(Conversation::unread).alignedRight()
                        .tone(c -> c.unread() > 0 ? Tone.FAIR : Tone.PLAIN),
                Column.<Conversation>of("when", texts.get("message.when"), texts.get("message.when.tip"), c -> words.when(c.last()))
                        .sortedBy(c -> c.last().at()).hover(c -> words.formats().utc(c.last().at())),
                Column.<Conversation>of("presence", texts.get("message.presence"), texts.get("message.presence.tip"),
                        c -> presences.word(presence(c))).tone(c -> PresenceText.tone(presence(c)))
                        .hover(c -> presences.line(presence(c))).room(presences.words()),
                Column.<Conversation>of("last", texts.get("message.last"), texts.get("message.last.tip"), words::line)
                        .room("A line of some words that was written"));
    }

    private static Optional<UserPresence> presence(Conversation conversation) {
        return DeskPhone.get().presences().of(conversation.key().peer());
    }

    private static Action action(String label, Runnable run) {
        return new Action(label) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    private void use(Widgets all, boolean now) {
        if (inUse.equals(Optional.of(now)))
            return;
        inUse = Optional.of(now);
        if (now)
            all.pane().showContent();
        else
            all.pane().showEmpty(texts.get("phone.empty"), new PaneAction(texts.get("phone.use-subscriber"),
                    () -> SubscriberDialog.open(getSite().getShell(), active(), all.phone(), this::sayError)),
                    new PaneAction(texts.get("phone.other-account"), () -> AccountDialog.add(getSite().getShell(), all.phone())));
    }

    private void show(Widgets all, DeskMessages.Shown shown) {
        state = shown.state();
        var before = all.conversation().key();
        setting = true;
        var rows = Conversation.of(state);
        all.table().setRows(rows);
        all.phone().presences().watch("messages", rows.stream().map(row -> row.key().peer()).distinct().limit(Presences.MOST).sorted().toList());
        before.ifPresent(all.table()::select);
        setting = false;
        all.conversation().show(state);
        setPartName(state.unread() == 0 ? texts.get("message.title") : texts.get("message.title.unread", state.unread()));
        seen(all);
    }

    private void select(Widgets all, ConversationKey key) {
        if (!all.conversation().key().equals(Optional.of(key)))
            all.conversation().open(key, state);
        seen(all);
    }

    /** A sent message made the conversation, or it was found by its number. */
    private void opened(ConversationKey key) {
        widgets.ifPresent(all -> {
            setting = true;
            all.table().select(key);
            setting = false;
        });
    }

    /** What the user can see now is read. */
    private void seen(Widgets all) {
        var control = all.conversation().control();
        boolean visible = !control.isDisposed() && control.isVisible() && control.getDisplay().getActiveShell() == control.getShell();
        var key = visible ? all.conversation().key() : Optional.<ConversationKey>empty();
        all.phone().messages().watch(key);
        key.filter(k -> Conversation.of(state).stream().anyMatch(c -> c.key().equals(k) && c.unread() > 0))
                .ifPresent(k -> all.phone().command(service -> service.messages().read(k)));
    }

    /** Begins a message. @param target whom it goes to; empty to ask */
    public void write(String target) {
        onceFilled(() -> widgets.ifPresent(all -> {
            if (target.isEmpty())
                all.table().deselect();
            all.conversation().write(target);
            all.conversation().focusEntry();
            seen(all);
        }));
    }

    /** Shows a conversation. */
    public void show(ConversationKey key) {
        onceFilled(() -> widgets.ifPresent(all -> {
            setting = true;
            all.table().select(key);
            setting = false;
            all.conversation().open(key, all.phone().messages().state());
            all.conversation().focusEntry();
            seen(all);
        }));
    }

    private void delete(Widgets all, List<Conversation> chosen) {
        if (chosen.isEmpty())
            return;
        Set<ConversationKey> keys = chosen.stream().map(Conversation::key).collect(Collectors.toSet());
        Question.ask(getSite().getShell(), texts.get("message.delete.title"), texts.get("message.delete.sure", chosen.size()),
                List.of(new Question.Answer(texts.get("message.delete.do"), () -> all.phone().command(service -> keys.forEach(service.messages()::delete)))),
                texts.get("message.delete.keep"));
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(all -> PartFocus.give(all.table().control(), () -> {
            if (!all.pane().showsContent())
                all.pane().control().setFocus();
            else if (all.conversation().key().isPresent())
                all.conversation().focusEntry();
            else
                all.table().setFocus();
            seen(all);
        }));
    }
}
