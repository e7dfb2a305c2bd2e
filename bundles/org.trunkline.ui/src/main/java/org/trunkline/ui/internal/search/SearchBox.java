package org.trunkline.ui.internal.search;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.QueryText;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.search.CdrNavigator;

/** Searches the call records from anywhere; a name that is typed is looked for among the contacts. */
public final class SearchBox extends WorkbenchWindowControlContribution {
    /** The field is found by this by {@link FocusSearchHandler}. */
    static final String KEY = "org.trunkline.ui.search";

    @Override
    protected Control createControl(Composite parent) {
        var texts = Texts.of(StatusWords.class);
        CdrNavigator navigator = PlatformUI.getWorkbench().getService(CdrNavigator.class);
        var box = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().extendedMargins(12, 4, 2, 2).applyTo(box);
        var field = new Text(box, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        field.setMessage(texts.get("search.hint"));
        field.setToolTipText(texts.get("search.tip"));
        AccessibleName.of(field, texts.get("search.hint"));
        field.setData(KEY, Boolean.TRUE);
        GridDataFactory.fillDefaults().hint(260, SWT.DEFAULT).align(SWT.FILL, SWT.CENTER).grab(true, true)
                .applyTo(field);
        var contacts = new ContactChoice(field, PlatformUI.getWorkbench().getService(ActiveNode.class),
                contact -> navigator.showCalls(QueryText.clause(CdrField.NUMBER, contact.number())));
        field.addListener(SWT.DefaultSelection, e -> {
            if (e.detail == SWT.CANCEL || field.getText().isBlank() || contacts.take())
                return;
            navigator.showCalls(queryOf(field.getText()));
            field.setText(""); // the query is in Call Records from here on, and changes there
        });
        return box;
    }

    /** A bare number is looked for on both sides, without a + by any part of it; anything else is a query as typed. */
    public static String queryOf(String typed) {
        String text = typed.strip();
        String digits = text.replaceAll("[\\s()/-]", "");
        if (digits.matches("\\+?[0-9]{3,}"))
            return digits.startsWith("+") ? QueryText.clause(CdrField.NUMBER, digits) : "number:*" + digits + "*";
        return text;
    }
}
