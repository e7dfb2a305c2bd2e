package org.trunkline.ui.phone.internal.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.preference.PreferencePage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.link.LinkRegistration;
import org.trunkline.ui.phone.internal.words.AccountText;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** The accounts of the phone and their order: calls go out by the first that is registered; keys in all programs, headsets, video formats, and links. */
public final class PhonePage extends PreferencePage implements IWorkbenchPreferencePage {
    private static final int ROWS = 6;
    private static final int WIDTH = 340;

    private final Texts texts = PhoneWords.texts();
    private final DeskPhone phone = DeskPhone.get();
    private final List<PhoneAccount> accounts = new ArrayList<>();
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<ControlsPane> controls = Optional.empty();
    private Optional<Button> h264 = Optional.empty();

    private record Widgets(Table table, Button edit, Button remove, Button up, Button down) {}

    @Override
    public void init(IWorkbench workbench) {
        noDefaultAndApplyButton();
        accounts.addAll(phone.known().accounts());
    }

    @Override
    protected Control createContents(Composite parent) {
        var page = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(8, 8).applyTo(page);
        var label = new Label(page, SWT.WRAP);
        label.setText(texts.get("page.accounts"));
        GridDataFactory.fillDefaults().span(2, 1).hint(WIDTH, SWT.DEFAULT).grab(true, false).applyTo(label);
        var table = new Table(page, SWT.BORDER | SWT.SINGLE | SWT.FULL_SELECTION);
        table.setHeaderVisible(true);
        AccessibleName.of(table, texts.get("page.accounts"));
        column(table, "page.account");
        column(table, "account.server");
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, ROWS * table.getItemHeight()).applyTo(table);
        var buttons = new Composite(page, SWT.NONE);
        GridLayoutFactory.fillDefaults().applyTo(buttons);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.BEGINNING).applyTo(buttons);
        button(buttons, "page.add", () -> AccountDialog.edit(getShell(), Optional.empty(), account -> {
            accounts.add(account);
            fill(accounts.size() - 1);
        }));
        widgets = Optional.of(new Widgets(table,
                button(buttons, "page.edit", () -> chosen().ifPresent(at -> AccountDialog.edit(getShell(), Optional.of(accounts.get(at)),
                        account -> {
                            accounts.set(at, account);
                            fill(at);
                        }))),
                button(buttons, "page.remove", () -> chosen().ifPresent(at -> {
                    accounts.remove((int) at);
                    fill(Math.min(at, accounts.size() - 1));
                })),
                button(buttons, "page.up", () -> move(-1)), button(buttons, "page.down", () -> move(1))));
        table.addListener(SWT.Selection, e -> enable());
        fill(0);
        controls = Optional.of(new ControlsPane(page, phone));
        h264 = Optional.of(h264(page));
        LinkRegistration.ofDesk().ifPresent(registration -> new LinksRow(page, registration));
        return page;
    }

    private Button h264(Composite page) {
        var button = new Button(page, SWT.CHECK);
        button.setText(texts.get("page.h264"));
        button.setData("field", "page.h264");
        button.setSelection(phone.h264());
        GridDataFactory.fillDefaults().span(2, 1).applyTo(button);
        var why = new Label(page, SWT.WRAP);
        why.setText(texts.get("page.h264.why"));
        GridDataFactory.fillDefaults().span(2, 1).hint(WIDTH, SWT.DEFAULT).grab(true, false).applyTo(why);
        return button;
    }

    private void column(Table table, String key) {
        new TableColumn(table, SWT.NONE).setText(texts.get(key));
    }

    private Button button(Composite parent, String key, Runnable action) {
        var button = NativeLook.of(new Button(parent, SWT.PUSH));
        button.setText(texts.get(key));
        GridDataFactory.fillDefaults().applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    private Optional<Integer> chosen() {
        return widgets.map(w -> w.table().getSelectionIndex()).filter(at -> at >= 0);
    }

    private void move(int by) {
        chosen().filter(at -> at + by >= 0 && at + by < accounts.size()).ifPresent(at -> {
            Collections.swap(accounts, at, at + by);
            fill(at + by);
        });
    }

    private void fill(int selected) {
        widgets.filter(w -> !w.table().isDisposed()).ifPresent(w -> {
            w.table().removeAll();
            for (PhoneAccount account : accounts)
                new TableItem(w.table(), SWT.NONE).setText(new String[] {AccountText.name(account), account.server().toString()});
            for (TableColumn column : w.table().getColumns())
                column.pack();
            w.table().setSelection(selected);
            enable();
        });
    }

    private void enable() {
        widgets.ifPresent(w -> {
            int at = w.table().getSelectionIndex();
            w.edit().setEnabled(at >= 0);
            w.remove().setEnabled(at >= 0);
            w.up().setEnabled(at > 0);
            w.down().setEnabled(at >= 0 && at < accounts.size() - 1);
        });
    }

    @Override
    public boolean performOk() {
        controls.ifPresent(ControlsPane::store);
        h264.map(Button::getSelection).filter(on -> on != phone.h264()).ifPresent(phone::useH264);
        if (!accounts.equals(phone.known().accounts()))
            phone.use(accounts, stored -> { });
        return true;
    }

    @Override
    public boolean performCancel() {
        controls.ifPresent(ControlsPane::leave);
        return true;
    }
}
