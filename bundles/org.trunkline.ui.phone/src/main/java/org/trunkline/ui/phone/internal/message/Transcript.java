package org.trunkline.ui.phone.internal.message;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GlyphMetrics;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.phone.message.Conversation;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.State;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/**
 * The messages of one conversation as text, which can be selected, copied and read by a screen reader: own ones indented, a line
 * between days. UI thread only.
 */
final class Transcript {
    /** The newest of a conversation. */
    private static final int MOST = 500;
    private static final int MARGIN = 10;
    private static final int FAR = 72;
    private static final int NEAR = 8;
    /** Stands in the text where a picture is drawn. */
    private static final String OBJECT = "\ufffc";

    private final MessageText words;
    private final StyledText text;
    private final FileActions files;
    private final FilePictures pictures;
    private List<Line> drawn = List.of();
    private Optional<Menu> menu = Optional.empty();
    private Optional<Conversation> shown = Optional.empty();
    private Palette palette = Palette.LIGHT;
    private LocalDate drawnOn = LocalDate.MIN;

    /** What a line of the text is. */
    private enum Kind {
        DAY, HEAD, TEXT, PICTURE, FILE, STATE
    }

    private record Line(int start, int length, Kind kind, PhoneMessage of) {}

    /** @param phone whose node has the files @param trouble told why something cannot be done with a file */
    Transcript(Composite parent, DeskPhone phone, MessageText words, Consumer<String> trouble) {
        this.words = words;
        text = new StyledText(parent, SWT.MULTI | SWT.WRAP | SWT.V_SCROLL | SWT.READ_ONLY | SWT.BORDER);
        text.setData("field", "message.transcript");
        text.setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE); // its lines have grounds of their own
        text.setMargins(MARGIN, MARGIN, MARGIN, MARGIN);
        text.setAlwaysShowScrollBars(false);
        text.setCaret(null);
        files = new FileActions(text, phone, words, trouble);
        pictures = new FilePictures(text, phone, () -> shown.ifPresent(conversation -> {
            boolean end = atEnd();
            int top = text.getTopPixel();
            draw(conversation);
            if (end)
                text.setTopIndex(text.getLineCount() - 1);
            else
                text.setTopPixel(top);
        }));
        text.addPaintObjectListener(event -> {
            if (event.style.data instanceof Image picture && !picture.isDisposed())
                event.gc.drawImage(picture, event.x, event.y + event.ascent - event.style.metrics.ascent);
        });
        text.addListener(SWT.MouseUp, e -> {
            if (e.button == 1 && text.getSelectionCount() == 0)
                fileAt(e.x, e.y).ifPresent(this::offer);
        });
        text.addListener(SWT.MouseMove, e -> text.setCursor(fileAt(e.x, e.y).isPresent() ? text.getDisplay().getSystemCursor(SWT.CURSOR_HAND) : null));
        text.addListener(SWT.MenuDetect, e -> {
            var at = text.toControl(e.x, e.y);
            var chosen = e.detail == SWT.MENU_KEYBOARD ? newestFile() : fileAt(at.x, at.y);
            e.doit = false;
            chosen.ifPresent(this::offer);
        });
        text.addListener(SWT.Traverse, e -> e.doit |= e.detail == SWT.TRAVERSE_TAB_NEXT || e.detail == SWT.TRAVERSE_TAB_PREVIOUS);
        Palette.follow(text, now -> {
            palette = now;
            text.setBackground(now.background());
            text.setForeground(now.foreground());
            shown.ifPresent(this::draw);
        });
    }

    Control control() {
        return text;
    }

    /** The message with a file at a place of the text. */
    private Optional<PhoneMessage> fileAt(int x, int y) {
        int offset = text.getOffsetAtPoint(new Point(x, y));
        return drawn.stream().filter(line -> (line.kind() == Kind.FILE || line.kind() == Kind.PICTURE) && offset >= line.start()
                && offset < line.start() + line.length()).map(Line::of).findFirst();
    }

    private Optional<PhoneMessage> newestFile() {
        return drawn.reversed().stream().filter(line -> line.kind() == Kind.FILE).map(Line::of).findFirst();
    }

    private void offer(PhoneMessage message) {
        message.file().ifPresent(file -> {
            menu.ifPresent(Menu::dispose);
            menu = Optional.of(files.menu(message.conversation().account(), file));
            menu.get().setVisible(true);
        });
    }

    void layout(GridData data) {
        text.setLayoutData(data);
    }

    void clear() {
        shown = Optional.empty();
        text.setText("");
    }

    /** @param party name of the other side */
    void show(Conversation conversation, String party) {
        AccessibleName.of(text, words.texts().get("message.transcript", party));
        boolean same = shown.filter(before -> before.key().equals(conversation.key()) && before.messages().equals(conversation.messages())).isPresent()
                && drawnOn.equals(words.today());
        boolean follow = shown.filter(before -> before.key().equals(conversation.key())).isEmpty() || atEnd()
                || shown.filter(before -> before.messages().size() != conversation.messages().size()).isPresent() && conversation.last().outgoing();
        shown = Optional.of(conversation);
        if (same)
            return;
        int top = text.getTopPixel();
        draw(conversation);
        if (follow)
            text.setTopIndex(text.getLineCount() - 1);
        else
            text.setTopPixel(top);
        if (follow)
            text.getDisplay().asyncExec(() -> {
                if (!text.isDisposed())
                    text.setTopIndex(text.getLineCount() - 1); // once its lines are wrapped
            });
    }

    private boolean atEnd() {
        return text.getLinePixel(text.getLineCount()) <= text.getClientArea().height + 2 * MARGIN;
    }

    private void draw(Conversation conversation) {
        drawnOn = words.today();
        var all = conversation.messages();
        var content = new StringBuilder();
        var lines = new ArrayList<Line>();
        LocalDate day = LocalDate.MIN;
        for (var message : all.subList(Math.max(0, all.size() - MOST), all.size())) {
            if (!words.dayOf(message).equals(day)) {
                day = words.dayOf(message);
                line(content, lines, words.day(day), Kind.DAY, message);
            }
            line(content, lines, head(message), Kind.HEAD, message);
            message.file().ifPresentOrElse(file -> file(content, lines, message, file), () -> {
                for (String part : message.text().split("\n", -1))
                    line(content, lines, part, Kind.TEXT, message);
            });
            if (message.outgoing())
                line(content, lines, words.state(message), Kind.STATE, message);
        }
        text.setText(content.isEmpty() ? "" : content.substring(0, content.length() - 1));
        style(lines);
    }

    private void file(StringBuilder content, List<Line> lines, PhoneMessage message, FileMessage file) {
        String account = message.conversation().account();
        if (pictures.of(account, file).isPresent())
            line(content, lines, OBJECT, Kind.PICTURE, message);
        line(content, lines, words.file(file, files.isOwn(account, file)), Kind.FILE, message);
    }

    private String head(PhoneMessage message) {
        var sender = message.sender();
        String time = words.time(message);
        if (message.outgoing())
            return words.texts().get("message.head.you", time);
        String name = sender.name().isEmpty() ? message.conversation().peer() : sender.name();
        return sender.group().isEmpty() ? words.texts().get("message.head", name, time)
                : words.texts().get("message.head.group", name, sender.group(), time);
    }

    private static void line(StringBuilder content, List<Line> lines, String words, Kind kind, PhoneMessage of) {
        lines.add(new Line(content.length(), words.length(), kind, of));
        content.append(words).append('\n');
    }

    private void style(List<Line> lines) {
        drawn = lines;
        var styles = new ArrayList<StyleRange>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            boolean own = line.of().outgoing();
            if (line.kind() == Kind.DAY) {
                text.setLineVerticalIndent(i, NEAR);
            } else {
                text.setLineIndent(i, 1, own ? FAR : 0);
                text.setLineWrapIndent(i, 1, own ? FAR : 0);
                if (line.kind() == Kind.HEAD)
                    text.setLineVerticalIndent(i, NEAR);
            }
            if (line.kind() == Kind.TEXT && own)
                text.setLineBackground(i, 1, palette.selection());
            else if (line.kind() == Kind.TEXT)
                text.setLineBackground(i, 1, palette.header());
            if (line.kind() == Kind.PICTURE || line.kind() == Kind.FILE)
                styles.add(styled(line, own));
            else if (line.length() > 0)
                styles.add(new StyleRange(line.start(), line.length(), colour(line, own), null, line.kind() == Kind.DAY ? SWT.BOLD : SWT.NORMAL));
        }
        text.setStyleRanges(styles.toArray(StyleRange[]::new));
    }

    private StyleRange styled(Line line, boolean own) {
        var style = new StyleRange(line.start(), line.length(), colour(line, own), null);
        if (line.kind() == Kind.FILE) {
            style.underline = true;
            return style;
        }
        line.of().file().flatMap(file -> pictures.of(line.of().conversation().account(), file)).ifPresent(picture -> {
            var bounds = picture.getBounds();
            style.metrics = new GlyphMetrics(bounds.height, 0, bounds.width);
            style.data = picture;
        });
        return style;
    }

    private Color colour(Line line, boolean own) {
        return switch (line.kind()) {
            case DAY, HEAD -> palette.muted();
            case PICTURE, FILE -> palette.foreground();
            case TEXT -> own ? palette.selectionText() : palette.foreground();
            case STATE -> line.of().state() == State.FAILED ? palette.bad() : palette.muted();
        };
    }
}
