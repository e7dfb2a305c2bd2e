package org.trunkline.ui.trunks.internal.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.look.AccessibleName;

/** Chooses a template, asks its questions, and fills in the form of a new trunk. Nothing is saved here. UI thread only. */
final class TemplateDialog extends Dialog {
    private static final int LIST_WIDTH = 290;
    private static final int COUNTRY_WIDTH = 110;
    private static final int DETAILS_WIDTH = 470;
    private static final int HEIGHT = 330;

    private final Texts texts = Texts.of(TemplateDialog.class);
    private final ActiveNode active;
    private final FormValues base;
    private final BiConsumer<String, FormValues> filled;
    private final Map<TemplateOffer, FormValues> answers = new HashMap<>();
    private List<TemplateOffer> offers = List.of();
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<QuestionPane> questions = Optional.empty();

    private record Widgets(NodeJobs jobs, Text filter, Table list, Composite details, Label said) {}

    private TemplateDialog(Shell shell, ActiveNode active, FormValues base, BiConsumer<String, FormValues> filled) {
        super(shell);
        this.active = active;
        this.base = base;
        this.filled = filled;
        setBlockOnOpen(false);
        setShellStyle(getShellStyle() | SWT.RESIZE);
    }

    /**
     * @param base values of the form that a template does not change
     * @param filled given the provider and the values of the form
     */
    static void open(Shell shell, ActiveNode active, FormValues base, BiConsumer<String, FormValues> filled) {
        new TemplateDialog(shell, active, base, filled).open();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("template.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var area = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(area);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(12, 12).spacing(4, 8).applyTo(area);
        var choice = new Composite(area, SWT.NONE);
        GridDataFactory.fillDefaults().grab(false, true).hint(LIST_WIDTH, HEIGHT).applyTo(choice);
        GridLayoutFactory.fillDefaults().applyTo(choice);
        new Label(choice, SWT.NONE).setText(texts.get("template.filter")); // GTK hides a hint in the field that has the focus
        var filter = new Text(choice, SWT.BORDER);
        filter.setData("field", "template.filter");
        AccessibleName.of(filter, texts.get("template.filter"));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(filter);
        var list = list(choice);
        var details = new Composite(area, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, true).hint(DETAILS_WIDTH, HEIGHT).applyTo(details);
        GridLayoutFactory.fillDefaults().spacing(0, 4).applyTo(details);
        var said = new Label(area, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(LIST_WIDTH + DETAILS_WIDTH, 2 * filter.getLineHeight())
                .applyTo(said);
        var made = new Widgets(new NodeJobs(active, area), filter, list, details, said);
        widgets = Optional.of(made);
        filter.addListener(SWT.Modify, e -> fill(made));
        filter.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.ARROW_DOWN)
                list.setFocus();
        });
        list.addListener(SWT.Selection, e -> selected(made));
        list.addListener(SWT.DefaultSelection, e -> questions.ifPresent(QuestionPane::focus));
        return area;
    }

    private Table list(Composite parent) {
        var list = new Table(parent, SWT.BORDER | SWT.SINGLE | SWT.FULL_SELECTION | SWT.V_SCROLL);
        list.setData("field", "template.list");
        list.setHeaderVisible(true);
        AccessibleName.of(list, texts.get("template.list"));
        GridDataFactory.fillDefaults().grab(true, true).applyTo(list);
        var provider = new TableColumn(list, SWT.NONE);
        provider.setText(texts.get("template.provider"));
        var country = new TableColumn(list, SWT.NONE);
        country.setText(texts.get("template.country"));
        country.setWidth(COUNTRY_WIDTH);
        list.addListener(SWT.Resize, e -> provider.setWidth(Math.max(COUNTRY_WIDTH, list.getClientArea().width - COUNTRY_WIDTH)));
        return list;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, texts.get("template.fill"), true).setEnabled(false);
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("template.cancel"), false);
    }

    /** Reads the templates once it is open: what has the focus then would lose it to the first control. */
    @Override
    public int open() {
        int opened = super.open();
        widgets.ifPresent(w -> {
            w.said().setText(texts.get("template.reading"));
            w.jobs().read(texts.get("template.reading"), (node, _) -> TemplateOffer.all(node), found -> {
                offers = found;
                w.said().setText("");
                fill(w);
                if (found.size() == 1)
                    questions.ifPresent(QuestionPane::focus);
            }, failure -> w.said().setText(failure.message()));
        });
        return opened;
    }

    /** The templates that match what is typed above them; the first is selected where the one that was is not among them. */
    private void fill(Widgets w) {
        var before = chosen(w);
        w.list().removeAll();
        for (TemplateOffer offer : offers) {
            if (!offer.matches(w.filter().getText(), texts))
                continue;
            var item = new TableItem(w.list(), SWT.NONE);
            item.setText(new String[] {offer.name(offers), offer.country(texts)});
            item.setData(offer);
        }
        int again = before.map(offer -> List.of(w.list().getItems()).stream().map(TableItem::getData).toList().indexOf(offer)).orElse(-1);
        if (w.list().getItemCount() > 0)
            w.list().select(Math.max(0, again));
        if (again < 0)
            selected(w);
    }

    private static Optional<TemplateOffer> chosen(Widgets w) {
        return List.of(w.list().getSelection()).stream().map(item -> (TemplateOffer) item.getData()).findFirst();
    }

    private void selected(Widgets w) {
        if (questions.isPresent() && questions.map(QuestionPane::offer).equals(chosen(w)))
            return;
        questions.ifPresent(before -> answers.put(before.offer(), before.read()));
        for (Control child : w.details().getChildren())
            child.dispose();
        w.said().setText(chosen(w).isEmpty() ? texts.get(offers.isEmpty() ? "template.none" : "template.no-match") : "");
        questions = chosen(w).map(offer -> new QuestionPane(w.details(), texts, w.jobs(), offer, offers,
                Optional.ofNullable(answers.get(offer)), w.said()::setText));
        getButton(IDialogConstants.OK_ID).setEnabled(questions.isPresent());
        w.details().layout(true, true);
    }

    @Override
    protected void okPressed() {
        questions.ifPresent(asked -> widgets.filter(w -> asked.rightHere()).ifPresent(w -> check(w, asked)));
    }

    private void check(Widgets w, QuestionPane asked) {
        var typed = asked.answers();
        var filling = new TemplateFilling(asked.offer().template(), base);
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        w.jobs().run(texts.get("template.checking"), (node, _) -> filling.check(node, typed), errors -> checked(asked, () -> {
            if (!errors.isEmpty()) {
                asked.refused(errors);
                return;
            }
            close();
            filled.accept(asked.offer().template().provider(), filling.fill(typed));
        }), failure -> checked(asked, () -> w.said().setText(failure.message())), () -> checked(asked, () -> { }));
    }

    /** Nothing comes of it where another template was chosen meanwhile. */
    private void checked(QuestionPane asked, Runnable then) {
        if (questions.filter(asked::equals).isEmpty())
            return;
        getButton(IDialogConstants.OK_ID).setEnabled(true);
        then.run();
    }
}
