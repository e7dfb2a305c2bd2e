package org.trunkline.ui.phone.internal.dial;

import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** The field in the toolbar that calls a number or a name. */
public final class DialBox extends WorkbenchWindowControlContribution {
    private static final String KEY = "org.trunkline.ui.phone.dialbox";
    private static final int WIDTH = 110;

    @Override
    protected Control createControl(Composite parent) {
        var texts = PhoneWords.texts();
        var box = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().extendedMargins(4, 4, 2, 2).applyTo(box);
        var field = new Text(box, SWT.BORDER);
        field.setToolTipText(texts.get("dial.tip"));
        AccessibleName.of(field, texts.get("dial.hint"));
        GridDataFactory.fillDefaults().hint(WIDTH, SWT.DEFAULT).align(SWT.FILL, SWT.CENTER).grab(true, true).applyTo(field);
        DialField.install(field, DeskCommands::call);
        parent.getShell().setData(KEY, field);
        return box;
    }

    /** Puts the caret into the field of a window. */
    public static void focus(Shell window) {
        Optional.ofNullable(window.getData(KEY)).filter(Text.class::isInstance).map(Text.class::cast)
                .filter(field -> !field.isDisposed()).ifPresent(Text::setFocus);
    }
}
