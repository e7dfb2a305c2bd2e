package org.trunkline.ui.trunks.internal.testcall;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.query.QueryText;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.OwnPhone;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.search.CdrNavigator;

/** Calls a number over a trunk and shows each step as it comes. It leaves the rest of the desk usable. UI thread only. */
public final class TestCallDialog extends Dialog {
    private static final int CALL = IDialogConstants.CLIENT_ID;
    private static final int HANG_UP = IDialogConstants.CLIENT_ID + 1;
    private static final int RECORD = IDialogConstants.CLIENT_ID + 2;
    private static final int LOOK_MS = 500;
    private static final List<List<String>> CODECS = List.of(List.of(), List.of("PCMA"), List.of("PCMU"), List.of("PCMU", "PCMA"), List.of("G722"), List.of("opus"));

    private final Texts texts = Texts.of(TestCallDialog.class);
    private final TestCallText text = new TestCallText(texts, Formats.ofPreferences(), StateText.create());
    private final ActiveNode active;
    private final CdrNavigator records;
    private final Supplier<CalledOver> over;
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<CallId> call = Optional.empty();
    /** Whether the user of this desk speaks in it. */
    private boolean spoken;
    /** Whether the result still is what a call would do. */
    private boolean hinting = true;

    private record Widgets(NodeJobs jobs, Text number, Text caller, Combo codecs, Text headers, HeardChoice heard, Spinner seconds, Text result) {}

    private TestCallDialog(Shell shell, ActiveNode active, CdrNavigator records, Supplier<CalledOver> over) {
        super(shell);
        this.active = active;
        this.records = records;
        this.over = over;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    /** @param over asked before each call */
    public static void open(Shell shell, ActiveNode active, CdrNavigator records, Supplier<CalledOver> over) {
        new TestCallDialog(shell, active, records, over).open();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(about("test.title"));
    }

    private String about(String key) {
        var now = over.get();
        return texts.get(now instanceof CalledOver.Saved ? key : key + ".typed", now.shown());
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = (Composite) super.createDialogArea(parent);
        GridLayoutFactory.swtDefaults().numColumns(2).margins(14, 12).spacing(12, 7).applyTo(page);
        var number = field(page, "test.number", SWT.BORDER);
        var caller = field(page, "test.caller", SWT.BORDER);
        caller.setMessage(texts.get("test.caller.own"));
        var codecs = combo(page, "test.codecs", CODECS.stream().map(list -> list.isEmpty() ? texts.get("test.codecs.all")
                : String.join(", ", list)).toArray(String[]::new));
        var headers = field(page, "test.headers", SWT.BORDER | SWT.MULTI | SWT.V_SCROLL);
        headers.setToolTipText(texts.get("test.headers.tip"));
        GridDataFactory.fillDefaults().grab(true, false).hint(360, headers.getLineHeight() * 3).applyTo(headers);
        var heard = new HeardChoice(page, texts, speaks -> widgets.ifPresent(w -> w.seconds().setEnabled(!speaks)));
        label(page, "test.seconds");
        var seconds = new Spinner(page, SWT.BORDER);
        seconds.setValues(TestCallDraft.SECONDS, 1, TestCallDraft.MAX_SECONDS, 0, 1, 10);
        AccessibleName.of(seconds, texts.get("test.seconds"));
        var result = new Text(page, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL | SWT.BORDER);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, true).hint(520, result.getLineHeight() * 13).applyTo(result);
        AccessibleName.of(result, texts.get("test.result"));
        result.setText(about("test.hint"));
        var made = new Widgets(new NodeJobs(active, page), number, caller, codecs, headers, heard, seconds, result);
        widgets = Optional.of(made);
        heard.show(ownVoice());
        UiThread.every(page, LOOK_MS, this::look);
        Watch nodes = active.watchOther(() -> UiThread.post(page, this::close)); // what is called over is one of the former node
        page.addDisposeListener(_ -> nodes.close());
        return page;
    }

    private static OwnVoice ownVoice() {
        return OwnVoice.of(Optional.ofNullable(PlatformUI.getWorkbench().getService(OwnPhone.class)));
    }

    private void label(Composite page, String key) {
        new Label(page, SWT.NONE).setText(texts.get(key));
    }

    private Text field(Composite page, String key, int style) {
        label(page, key);
        var field = new Text(page, style);
        field.setData("field", key);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(field);
        return field;
    }

    private Combo combo(Composite page, String key, String... items) {
        label(page, key);
        var combo = new Combo(page, SWT.READ_ONLY);
        combo.setItems(items);
        combo.select(0);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(combo);
        return combo;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, CALL, texts.get("test.call"), true);
        createButton(parent, HANG_UP, texts.get("test.hang-up"), false);
        createButton(parent, RECORD, texts.get("test.record"), false);
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("test.close"), false);
        enable(false, false);
    }

    private void enable(boolean talks, boolean ended) {
        getButton(CALL).setEnabled(!talks);
        getButton(HANG_UP).setEnabled(talks);
        getButton(RECORD).setEnabled(ended);
    }

    @Override
    protected void buttonPressed(int button) {
        switch (button) {
            case CALL -> widgets.ifPresent(this::place);
            case HANG_UP -> call.ifPresent(id -> widgets.ifPresent(w -> w.jobs().run(texts.get("test.hang-up"),
                    (node, _) -> node.calls().hangUp(id), _ -> { }, failure -> say(failure.message()))));
            case RECORD -> call.ifPresent(id -> records.showCalls(QueryText.clause(CdrField.ID, id.value())));
            default -> close();
        }
    }

    private void place(Widgets w) {
        entitle();
        hinting = false;
        var trunk = over.get();
        var draft = new TestCallDraft(trunk.name(), w.number().getText().strip(), w.caller().getText().strip(),
                CODECS.get(w.codecs().getSelectionIndex()), w.headers().getText().lines().filter(line -> !line.isBlank()).toList(),
                w.heard().sound(), w.seconds().getSelection(), w.heard().voice());
        call = Optional.empty();
        spoken = draft.voice().isPresent();
        enable(true, false);
        say(texts.get("test.calling"));
        w.jobs().run(texts.get("test.calling"), (node, _) -> trunk.call(node, draft), this::placed, failure -> {
            enable(false, false);
            say(failure.message());
        });
    }

    private void placed(SaveResult<TestCall> result) {
        switch (result) {
            case SaveResult.Saved<TestCall>(var begun) -> show(begun);
            case SaveResult.Rejected<TestCall>(var errors) -> refused(text.of(errors));
            case SaveResult.Missing<TestCall>(var key) -> refused(key);
            case SaveResult.InUse<TestCall> _ -> throw new IllegalStateException("a call deletes nothing");
        }
    }

    private void refused(String why) {
        enable(false, false);
        say(why);
    }

    private void show(TestCall now) {
        call = Optional.of(now.id());
        enable(now.end().isEmpty(), now.end().isPresent());
        say(text.of(now, spoken));
    }

    /** The trunk may have been saved, or its values changed. */
    private void entitle() {
        String title = about("test.title");
        if (!getShell().getText().equals(title))
            getShell().setText(title);
        if (hinting)
            say(about("test.hint"));
    }

    /** How far it has come, and whether the user can speak now. */
    private void look() {
        entitle();
        widgets.ifPresent(w -> w.heard().show(ownVoice()));
        if (call.isEmpty() || getButton(HANG_UP) == null || !getButton(HANG_UP).getEnabled())
            return;
        var id = call.get();
        widgets.ifPresent(w -> w.jobs().read(texts.get("test.calling"), (node, _) -> node.trials().testCall(id), now -> {
            if (call.filter(id::equals).isPresent())
                now.ifPresentOrElse(this::show, () -> refused(texts.get("test.gone")));
        }, failure -> say(failure.message())));
    }

    private void say(String what) {
        widgets.filter(w -> !w.result().isDisposed() && !w.result().getText().equals(what)).ifPresent(w -> w.result().setText(what));
    }
}
