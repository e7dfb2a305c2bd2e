package org.trunkline.ui.phone.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.LineState;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.presence.RingingCall;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.ContactNames;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.InLayout;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.PartFocus;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.phone.internal.account.AccountDialog;
import org.trunkline.ui.phone.internal.account.SubscriberDialog;
import org.trunkline.ui.phone.internal.desk.CallLater;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.desk.DeskPhone.Caller;
import org.trunkline.ui.phone.internal.desk.DeskPhone.Known;
import org.trunkline.ui.phone.internal.dial.DialField;
import org.trunkline.ui.phone.internal.line.LinePane;
import org.trunkline.ui.phone.internal.pickup.PickupPane;
import org.trunkline.ui.phone.internal.presence.StateBar;
import org.trunkline.ui.phone.internal.words.AccountText;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;
import org.trunkline.ui.view.DeskView;

/** The phone of this desk: its accounts, a field to call, and a pane for each call. */
public final class PhoneView extends DeskView {
    static final String ID = "org.trunkline.ui.phone.lines";
    private static final Logger LOG = LoggerFactory.getLogger(PhoneView.class);
    private static final String REDIAL = "org.trunkline.ui.phone.redial";
    private static final int MARGIN = 8;
    private static final int TICK_MS = 1000;

    private final Texts texts = PhoneWords.texts();
    private final AccountText accounts = AccountText.create();
    private final SaidText said = SaidText.create();
    private final Map<String, LinePane> panes = new LinkedHashMap<>();
    private Optional<Widgets> widgets = Optional.empty();
    private Page page = Page.LOADING;
    private List<Caller> callers = List.of();

    private enum Page {
        LOADING, EMPTY, CONTENT
    }

    private record Widgets(StatePane pane, DeskPhone phone, Text dial, Combo caller, Label note, Label account, Label trouble, StateBar own, Button doNotDisturb,
            PickupPane pickup, ScrolledComposite scroll, Composite lines, Label none, ContactNames names, CallDetails details) {}

    /** Opens the view in a window, in the area that is shown. UI thread only. */
    static Optional<PhoneView> open(IWorkbenchWindow window) {
        try {
            return Optional.ofNullable(window.getActivePage()).isEmpty() ? Optional.empty()
                    : Optional.of(window.getActivePage().showView(ID)).filter(PhoneView.class::isInstance).map(PhoneView.class::cast);
        } catch (PartInitException e) {
            LOG.error("the phone cannot be shown", e);
            return Optional.empty();
        }
    }

    @Override
    protected void create(Composite parent) {
        var phone = DeskPhone.get();
        var pane = new StatePane(parent);
        var content = new Composite(pane.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().margins(MARGIN, MARGIN).spacing(6, 6).applyTo(content);
        var head = new Composite(content, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(4).applyTo(head);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(head);
        var dial = new Text(head, SWT.BORDER);
        dial.setData("field", "dial");
        AccessibleName.of(dial, texts.get("dial.hint"));
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(dial);
        var field = DialField.install(dial, DeskCommands::call);
        var call = NativeLook.of(new Button(head, SWT.PUSH));
        call.setText(texts.get("phone.call"));
        call.addListener(SWT.Selection, e -> field.call());
        var redial = NativeLook.of(new Button(head, SWT.PUSH));
        redial.setText(texts.get("phone.redial"));
        redial.setToolTipText(texts.get("phone.redial.tip"));
        redial.addListener(SWT.Selection, e -> run(REDIAL, Map.of()));
        var later = NativeLook.of(new Button(head, SWT.PUSH));
        later.setText(texts.get("phone.later"));
        later.setToolTipText(texts.get("phone.later.tip"));
        later.addListener(SWT.Selection, e -> DeskCommands.callLater(dial.getText()));
        GridDataFactory.swtDefaults().exclude(true).applyTo(later);
        until(CallLater.get().follow(offered -> UiThread.post(later, () -> showLater(later, offered))));
        showLater(later, CallLater.get().offered());
        var caller = new Combo(head, SWT.READ_ONLY);
        AccessibleName.of(caller, texts.get("phone.caller"));
        caller.setToolTipText(texts.get("phone.caller"));
        GridDataFactory.fillDefaults().span(4, 1).exclude(true).applyTo(caller);
        caller.addListener(SWT.Selection, e -> phone.callAs(callers.get(Math.max(0, caller.getSelectionIndex()))));
        var note = wrapped(content);
        dial.addListener(SWT.Modify, e -> {
            if (!dial.getText().isEmpty() && InLayout.note(note, ""))
                content.layout(true, true);
        });
        var account = wrapped(content);
        Palette.follow(account, palette -> account.setForeground(palette.muted()));
        var trouble = wrapped(content);
        var own = new StateBar(content, phone);
        var doNotDisturb = NativeLook.of(new Button(content, SWT.CHECK));
        doNotDisturb.setText(texts.get("phone.do-not-disturb"));
        doNotDisturb.setToolTipText(texts.get("phone.do-not-disturb.tip"));
        doNotDisturb.addListener(SWT.Selection, e -> phone.command(service -> service.doNotDisturb(doNotDisturb.getSelection())));
        var names = new ContactNames(jobs(), parent, texts.get("phone.names"));
        var pickup = new PickupPane(content, names::nameOf);
        var scroll = new ScrolledComposite(content, SWT.V_SCROLL);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(scroll);
        var lines = new Composite(scroll, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(lines);
        scroll.setContent(lines);
        var none = new Label(lines, SWT.WRAP);
        none.setText(texts.get("phone.no-calls"));
        GridDataFactory.fillDefaults().grab(true, false).indent(MARGIN, MARGIN).applyTo(none);
        Palette.follow(none, palette -> none.setForeground(palette.muted()));
        var all = new Widgets(pane, phone, dial, caller, note, account, trouble, own, doNotDisturb, pickup, scroll, lines, none, names,
                new CallDetails(getSite().getPage(), jobs(), this::showCalls, this::tell));
        widgets = Optional.of(all);
        lines.addListener(SWT.Resize, e -> fit(all));
        scroll.addListener(SWT.Resize, e -> fit(all));
        names.onChange(() -> phone.known().inUse().ifPresent(state -> showLines(all, state)));
        pane.showLoading(texts.get("phone.starting"));
        until(phone.follow(known -> UiThread.post(content, () -> show(all, known))));
        until(phone.lamps().follow(calls -> UiThread.post(content, () -> showRinging(all, calls.ringing()))));
        until(phone.own().follow(chosen -> UiThread.post(content, () -> showOwn(all, chosen))));
        until(active().watch(state -> UiThread.post(content, () -> all.details().shown(state))));
        showRinging(all, phone.lamps().ringing());
        UiThread.every(content, TICK_MS, () -> panes.values().forEach(LinePane::tick));
    }

    private static void showOwn(Widgets all, UserPresence chosen) {
        all.own().show(chosen, all.phone().known().state().filter(PhoneState::doNotDisturb).isPresent());
    }

    private static void showRinging(Widgets all, List<RingingCall> calls) {
        if (all.pickup().show(calls))
            all.scroll().getParent().layout(true, true);
    }

    private static void showLater(Button later, boolean offered) {
        if (InLayout.show(later, offered))
            later.getParent().getParent().layout(true, true);
    }

    private static Label wrapped(Composite parent) {
        var label = new Label(parent, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).exclude(true).applyTo(label);
        return label;
    }

    private void show(Widgets all, Known known) {
        if (known.accounts().isEmpty()) {
            if (page != Page.EMPTY)
                all.pane().showEmpty(texts.get("phone.empty"), new PaneAction(texts.get("phone.use-subscriber"),
                        () -> SubscriberDialog.open(getSite().getShell(), active(), all.phone(), this::tell)),
                        new PaneAction(texts.get("phone.other-account"), () -> AccountDialog.add(getSite().getShell(), all.phone())));
            page = Page.EMPTY;
        } else if (known.inUse().isEmpty()) {
            if (page != Page.LOADING)
                all.pane().showLoading(texts.get("phone.starting"));
            page = Page.LOADING;
        } else {
            if (page != Page.CONTENT)
                all.pane().showContent();
            page = Page.CONTENT;
            known.inUse().ifPresent(state -> show(all, state));
        }
    }

    private void show(Widgets all, PhoneState state) {
        boolean moved = InLayout.note(all.account(), state.accounts().size() == 1 ? accounts.state(state.accounts().getFirst())
                : String.join("\n", state.accounts().stream().map(accounts::state).toList()));
        moved |= InLayout.note(all.trouble(), state.soundTrouble().map(said::of).orElse(""));
        moved |= showCallers(all, state);
        if (all.doNotDisturb().getSelection() != state.doNotDisturb())
            all.doNotDisturb().setSelection(state.doNotDisturb());
        all.own().show(all.phone().own().chosen(), state.doNotDisturb());
        showLines(all, state);
        if (moved)
            all.scroll().getParent().layout(true, true);
    }

    private boolean showCallers(Widgets all, PhoneState state) {
        var present = state.accounts().stream().map(AccountState::account).toList();
        var choices = new ArrayList<Caller>();
        var labels = new ArrayList<String>();
        choices.add(Caller.FIRST);
        labels.add(texts.get(present.size() == 1 ? "phone.caller.here" : "phone.caller.first"));
        for (var account : present.size() == 1 ? List.<PhoneAccount>of() : present) {
            choices.add(new Caller(Optional.of(account.id()), false));
            labels.add(texts.get("phone.caller.as", AccountText.name(account)));
        }
        for (var account : present.stream().filter(PhoneAccount::isAtNode).toList()) {
            choices.add(new Caller(Optional.of(account.id()), true));
            labels.add(texts.get("phone.caller.phones", AccountText.name(account)));
        }
        if (choices.equals(callers))
            return false;
        callers = choices;
        all.caller().setItems(labels.toArray(String[]::new));
        all.caller().select(Math.max(0, choices.indexOf(all.phone().caller())));
        InLayout.show(all.caller(), true);
        return true;
    }

    private void showLines(Widgets all, PhoneState state) {
        boolean moved = panes.keySet().removeIf(id -> {
            boolean gone = state.lines().stream().noneMatch(line -> line.id().equals(id));
            if (gone)
                panes.get(id).control().dispose();
            return gone;
        });
        for (LineState line : state.lines()) {
            var pane = panes.get(line.id());
            if (pane == null) {
                pane = new LinePane(all.lines(), all.phone(), line, all.names()::nameOf, all.details()::open, this::tell);
                GridDataFactory.fillDefaults().grab(true, false).applyTo(pane.control());
                panes.put(line.id(), pane);
                moved = true;
                if (InLayout.note(all.note(), ""))
                    all.scroll().getParent().layout(true, true);
            }
            moved |= pane.show(line, state);
        }
        InLayout.show(all.none(), panes.isEmpty());
        if (moved)
            fit(all);
    }

    private static void fit(Widgets all) {
        int width = all.scroll().getClientArea().width;
        all.scroll().setMinHeight(all.lines().computeSize(width, SWT.DEFAULT).y);
        all.lines().layout(true, true);
    }

    /** Says why something cannot be done, or what the user is to do now. Any thread. */
    void tell(String what) {
        widgets.ifPresent(all -> UiThread.post(all.dial(), () -> {
            InLayout.note(all.note(), what);
            all.scroll().getParent().layout(true, true);
        }));
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(all -> PartFocus.give(all.dial(), () -> {
            if (all.pane().showsContent())
                panes.values().stream().findFirst().ifPresentOrElse(LinePane::focus, all.dial()::setFocus);
            else
                all.pane().control().setFocus();
        }));
    }
}
