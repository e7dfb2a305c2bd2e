package org.trunkline.ui.phone.internal.ring;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.phone.message.Conversation;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.phone.internal.desk.DeskMessages;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.message.MessageText;

/**
 * Says for some seconds in a corner of the screen who has written. A click opens the conversation. No pop-up for the conversation that
 * the user looks at. UI thread only.
 */
public final class MessagePopup {
    private static final int SHOWN_MS = 8000;
    private static final int MOST_LINES = 4;

    private final Shell window;
    private final DeskPhone phone;
    private final Consumer<ConversationKey> opener;
    private final MessageText words = MessageText.create();
    private Optional<CornerPopup> popup = Optional.empty();

    /** @param window of the desk @param opener opens a conversation */
    public MessagePopup(Shell window, DeskPhone phone, Consumer<ConversationKey> opener) {
        this.window = window;
        this.phone = phone;
        this.opener = opener;
    }

    public void show(DeskMessages.Shown shown) {
        var arrived = shown.arrived().stream().filter(message -> !phone.messages().watched().equals(Optional.of(message.conversation()))).toList();
        if (!arrived.isEmpty())
            show(arrived);
    }

    private void show(List<PhoneMessage> arrived) {
        popup.ifPresent(CornerPopup::close);
        var last = arrived.getLast();
        String party = words.party(new Conversation(last.conversation(), List.of(last), 1, false), "");
        String spoken = words.texts().get("message.popup.spoken", party, last.text());
        var made = new CornerPopup(window, words.texts().get("message.popup.title", party), spoken);
        popup = Optional.of(made);
        var page = made.page();
        var head = label(made, arrived.size() == 1 ? words.texts().get("message.popup.head") : words.texts().get("message.popup.heads", arrived.size()));
        var who = label(made, party);
        who.setFont(JFaceResources.getHeaderFont());
        var text = label(made, String.join("\n", last.text().lines().limit(MOST_LINES).map(MessagePopup::line).toList()));
        Palette.follow(page, palette -> {
            for (Control each : List.of(page, head, who, text)) {
                each.setBackground(palette.background());
                each.setForeground(palette.foreground());
            }
        });
        for (Control each : List.of(page, head, who, text))
            each.addListener(SWT.MouseUp, e -> {
                made.close();
                opener.accept(last.conversation());
            });
        made.showAbove();
        UiThread.later(made.shell(), SHOWN_MS, made::close);
    }

    private static String line(String line) {
        return line.length() > 200 ? line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, 198))) + "…" : line;
    }

    private static Label label(CornerPopup popup, String text) {
        var label = new Label(popup.page(), SWT.WRAP);
        label.setText(text.replace("&", "&&"));
        GridDataFactory.fillDefaults().grab(true, false).hint(CornerPopup.LEAST_WIDTH - 2 * CornerPopup.MARGIN, SWT.DEFAULT).applyTo(label);
        return label;
    }
}
