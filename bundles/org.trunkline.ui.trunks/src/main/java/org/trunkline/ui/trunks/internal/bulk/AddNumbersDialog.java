package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.FieldText;

/** Many numbers at once: ranges, or a column that is pasted. All are added or none. UI thread only. */
public final class AddNumbersDialog extends Dialog {
    private static final int ROWS = 10;
    private static final int WIDTH = 480;
    private static final int NAMES = 1_000;
    private static final Pattern CHANGE = Pattern.compile("changes\\[(\\d+)\\]\\..*");

    private final Texts texts = Texts.of(AddNumbersDialog.class);
    private final FieldText fieldText = FieldText.create();
    private final ActiveNode active;
    private final Consumer<String> say;
    private Optional<Form> form = Optional.empty();

    private record Form(NodeJobs jobs, Text numbers, Combo subscriber, Label said) {}

    /** @param say told what was done */
    public AddNumbersDialog(Shell shell, ActiveNode active, Consumer<String> say) {
        super(shell);
        this.active = active;
        this.say = say;
        setBlockOnOpen(false);
        setShellStyle(getShellStyle() | SWT.RESIZE);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("numbers.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var area = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(area);
        GridLayoutFactory.fillDefaults().margins(12, 12).applyTo(area);
        label(area, "numbers.lines");
        var numbers = new Text(area, SWT.BORDER | SWT.MULTI | SWT.V_SCROLL);
        numbers.setData("field", "numbers");
        GridDataFactory.fillDefaults().grab(true, true).hint(SWT.DEFAULT, ROWS * numbers.getLineHeight()).applyTo(numbers);
        label(area, "numbers.subscriber");
        var subscriber = new Combo(area, SWT.DROP_DOWN);
        subscriber.setData("field", "owner");
        GridDataFactory.fillDefaults().grab(true, false).applyTo(subscriber);
        var said = new Label(area, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDTH, 2 * numbers.getLineHeight()).applyTo(said);
        var made = new Form(new NodeJobs(active, area), numbers, subscriber, said);
        form = Optional.of(made);
        numbers.addListener(SWT.Modify, _ -> typed());
        subscriber.addListener(SWT.Modify, _ -> typed());
        made.jobs().read(texts.get("numbers.reading"), (node, _) -> node.subscribers().list(Optional.empty(), NAMES).items()
                .stream().map(Subscriber::username).toArray(String[]::new), subscriber::setItems,
                failure -> said.setText(failure.message()));
        return area;
    }

    private void label(Composite parent, String key) {
        new Label(parent, SWT.WRAP).setText(texts.get(key));
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, texts.get("numbers.add"), true).setEnabled(false);
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("numbers.cancel"), false);
    }

    private static NumberLines lines(Form f) {
        return NumberLines.read(f.numbers().getText(), f.subscriber().getText().strip(), Node.MAX_CHANGES);
    }

    /** Says how many there are, or which line is wrong. */
    private void typed() {
        form.ifPresent(f -> {
            NumberLines read = lines(f);
            List<NumberAssignment> found = read.numbers();
            f.said().setText(read.wrong().map(wrong -> texts.get("numbers.wrong." + wrong.code(), wrong.line(), wrong.text(),
                    Node.MAX_CHANGES)).orElseGet(() -> found.isEmpty() ? "" : texts.get("numbers.count", found.size(),
                            found.getFirst().number(), found.getLast().number())));
            getButton(IDialogConstants.OK_ID).setEnabled(read.wrong().isEmpty() && !found.isEmpty());
        });
    }

    @Override
    protected void okPressed() {
        form.ifPresent(f -> {
            List<NumberAssignment> numbers = lines(f).numbers();
            getButton(IDialogConstants.OK_ID).setEnabled(false);
            f.jobs().run(texts.get("numbers.adding", numbers.size()), (node, _) -> node.apply(numbers.stream()
                    .<EntryChange<?>>map(n -> new EntryChange.Create<>(EntryKind.NUMBER, n)).toList()),
                    result -> added(f, numbers, result), failure -> notAdded(f, failure.message()),
                    () -> notAdded(f, texts.get("cancelled")));
        });
    }

    /** The same can be tried again. */
    private void notAdded(Form f, String why) {
        f.said().setText(why);
        getButton(IDialogConstants.OK_ID).setEnabled(true);
    }

    private void added(Form f, List<NumberAssignment> numbers, SaveResult<List<Record>> result) {
        switch (result) {
            case SaveResult.Saved<List<Record>>(var saved) -> {
                say.accept(texts.get("numbers.added", saved.size()));
                close();
            }
            case SaveResult.Rejected<List<Record>>(var errors) -> notAdded(f, texts.get("numbers.refused",
                    errors.stream().findFirst().map(e -> refusal(e, numbers)).orElse("")));
            case SaveResult.Missing<List<Record>>(String key) -> notAdded(f, texts.get("numbers.refused", key));
            case SaveResult.InUse<List<Record>>(var users) -> notAdded(f, texts.get("numbers.refused",
                    String.join(", ", users)));
        }
    }

    private String refusal(FieldError error, List<NumberAssignment> numbers) {
        Matcher at = CHANGE.matcher(error.field());
        String said = fieldText.sentence(error);
        return at.matches() ? numbers.get(Integer.parseInt(at.group(1))).number() + ": " + said : said;
    }
}
