package org.trunkline.ui.cdr.internal.ladder;

import java.util.Locale;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.Palette;

/** Shows one SIP message with its headers highlighted. UI thread. */
final class MessagePane {
    private final StyledText text;
    private Palette palette = Palette.LIGHT;
    private String found = "";

    MessagePane(Composite parent, String accessibleName) {
        text = new StyledText(parent, SWT.READ_ONLY | SWT.MULTI | SWT.V_SCROLL | SWT.H_SCROLL);
        text.setFont(JFaceResources.getTextFont());
        text.setMargins(8, 6, 8, 6);
        text.setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE); // the palette colours it, active or not
        AccessibleName.of(text, accessibleName);
        Palette.follow(text, next -> {
            palette = next;
            text.setBackground(palette.background());
            text.setForeground(palette.foreground());
            style();
        });
    }

    StyledText control() {
        return text;
    }

    void show(String message) {
        text.setText(SipText.shown(message));
        style();
    }

    /** Marks each place where the text stands. */
    void mark(String wanted) {
        found = wanted;
        style();
    }

    private void style() {
        text.setStyleRanges(new StyleRange[0]);
        for (SipText.Span span : SipText.highlight(text.getText()))
            text.setStyleRange(range(span));
        if (found.isBlank())
            return;
        String lower = text.getText().toLowerCase(Locale.ROOT);
        String wanted = found.toLowerCase(Locale.ROOT);
        for (int at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length()))
            text.setStyleRange(new StyleRange(at, wanted.length(), palette.selectionText(), palette.selection()));
    }

    private StyleRange range(SipText.Span span) {
        Color colour = switch (span.kind()) {
            case START_LINE -> palette.foreground();
            case HEADER_NAME -> palette.series().getFirst();
            case IMPORTANT_VALUE -> palette.foreground();
            case SDP_TYPE -> palette.dark() ? palette.ok() : palette.series().get(2);
        };
        boolean strong = span.kind() == SipText.Kind.START_LINE || span.kind() == SipText.Kind.IMPORTANT_VALUE;
        return new StyleRange(span.start(), span.length(), colour, null, strong ? SWT.BOLD : SWT.NORMAL);
    }
}
