package org.trunkline.ui.cdr.internal.details;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.cdr.internal.widget.RichText.Style;

/** Why a call went where it went, in sentences. UI thread. */
final class WhyPane {
    private final RichText text;
    private final WhyText why;

    WhyPane(Composite parent, Texts texts, WhyText why) {
        this.why = why;
        text = new RichText(parent, texts.get("details.why"));
        text.tabs(36);
    }

    Control control() {
        return text.control();
    }

    void show(Cdr cdr) {
        text.clear();
        text.link(WhyText.names(cdr), DeskCommands::owner);
        for (WhyText.Line line : why.lines(cdr)) {
            if (line.step() > 0)
                text.add("  " + line.step() + "\t", Style.MUTED);
            text.add(line.text(), line.tone()).line();
        }
        text.show();
    }
}
