package org.trunkline.ui.phone.internal.ring;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Tray;
import org.eclipse.swt.widgets.TrayItem;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.presence.Presence;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.presence.StateBar;
import org.trunkline.ui.phone.internal.words.AccountText;
import org.trunkline.ui.phone.internal.words.LineText;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** The phone in the system's tray, where it has one: its state as a sign and a tooltip, and a menu to answer. UI thread only. */
public final class PhoneTray {
    private final Texts texts = PhoneWords.texts();
    private final LineText lines = LineText.create();
    private final AccountText accounts = AccountText.create();
    private final Display display;
    private final DeskPhone phone;
    private final Image image;
    private Optional<TrayItem> item = Optional.empty();
    private Optional<Menu> menu = Optional.empty();
    private final Map<Look, Image> images = new HashMap<>();
    private Optional<PhoneState> shown = Optional.empty();
    private int unread;
    private int missed;

    private record Look(Tone sign, boolean news) {}

    /** @param image stays the owner's */
    public PhoneTray(Display display, DeskPhone phone, Image image) {
        this.display = display;
        this.phone = phone;
        this.image = image;
    }

    /** @param state empty where the desk is not a phone */
    public void show(Optional<PhoneState> state) {
        shown = state;
        if (state.isEmpty()) {
            item.ifPresent(TrayItem::dispose);
            menu.ifPresent(Menu::dispose);
            item = Optional.empty();
            menu = Optional.empty();
            return;
        }
        Tray tray = display.getSystemTray();
        if (tray == null)
            return;
        if (item.isEmpty())
            item = Optional.of(make(tray));
        String words = words(state.get());
        item.filter(i -> !words.equals(i.getToolTipText())).ifPresent(i -> i.setToolTipText(words));
        var now = image(new Look(TraySign.of(state.get()), unread + missed > 0));
        item.filter(i -> i.getImage() != now).ifPresent(i -> i.setImage(now));
    }

    /** How many text messages were not read: a mark on the image, and words. */
    public void unread(int messages) {
        unread = messages;
        show(shown);
    }

    /** How many calls were missed since the user looked at them: the same mark, and words. */
    public void missed(int calls) {
        missed = calls;
        show(shown);
    }

    private Image image(Look look) {
        return images.computeIfAbsent(look, _ -> {
            var made = new Image(display, TraySign.painted(image.getImageData(), look.sign(), look.news()));
            display.disposeExec(made::dispose);
            return made;
        });
    }

    /** Who calls, else who is talked to, else whether calls come in. */
    private String words(PhoneState state) {
        return state.ringing().stream().findFirst().or(state::current)
                .map(line -> texts.get("tray.line", lines.party(line), lines.state(line))).orElseGet(() -> news(accounts.summary(state)));
    }

    private String news(String summary) {
        String called = missed == 0 ? summary : texts.get("tray.missed", summary, missed);
        return unread == 0 ? called : texts.get("tray.messages", called, unread);
    }

    private TrayItem make(Tray tray) {
        var made = new TrayItem(tray, SWT.NONE);
        made.addListener(SWT.Selection, e -> open(unread == 0 ? "org.trunkline.ui.phone.show" : "org.trunkline.ui.phone.messages"));
        made.addListener(SWT.MenuDetect, e -> {
            menu.ifPresent(Menu::dispose);
            menu = phone.known().inUse().map(this::menu);
            menu.ifPresent(m -> m.setVisible(true));
        });
        return made;
    }

    private Menu menu(PhoneState state) {
        Shell owner = PlatformUI.getWorkbench().getWorkbenchWindows()[0].getShell();
        var made = new Menu(owner, SWT.POP_UP);
        var ringing = state.ringing().stream().findFirst();
        ringing.ifPresent(line -> {
            entry(made, texts.get("incoming.answer"), () -> phone.command(service -> service.answer(line.id())));
            entry(made, texts.get("incoming.decline"), () -> phone.command(service -> service.hangUp(line.id())));
        });
        if (ringing.isEmpty())
            state.current().ifPresent(line -> entry(made, texts.get("line.hang-up"),
                    () -> phone.command(service -> service.hangUp(line.id()))));
        states(made, state);
        var quiet = new MenuItem(made, SWT.CHECK);
        quiet.setText(texts.get("phone.do-not-disturb"));
        quiet.setSelection(state.doNotDisturb());
        quiet.addListener(SWT.Selection, e -> phone.command(service -> service.doNotDisturb(quiet.getSelection())));
        entry(made, texts.get("tray.open"), () -> open("org.trunkline.ui.phone.show"));
        entry(made, texts.get(unread == 0 ? "tray.open-messages" : "tray.open-messages.unread", unread),
                () -> open("org.trunkline.ui.phone.messages"));
        return made;
    }

    private void states(Menu menu, PhoneState state) {
        var mine = new MenuItem(menu, SWT.CASCADE);
        mine.setText(texts.get("own.state"));
        var choices = new Menu(menu);
        mine.setMenu(choices);
        var now = state.doNotDisturb() ? Presence.DO_NOT_DISTURB : phone.own().chosen().presence();
        for (var each : StateBar.CHOICES) {
            var choice = new MenuItem(choices, SWT.RADIO);
            choice.setText(StateBar.label(texts, each));
            choice.setSelection(each == now);
            choice.addListener(SWT.Selection, e -> {
                if (choice.getSelection())
                    phone.own().choose(each);
            });
        }
    }

    private static void entry(Menu menu, String text, Runnable action) {
        var entry = new MenuItem(menu, SWT.PUSH);
        entry.setText(text);
        entry.addListener(SWT.Selection, e -> action.run());
    }

    private static void open(String command) {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getWorkbenchWindows()[0];
        window.getShell().setMinimized(false);
        window.getShell().forceActive();
        DeskCommands.run(PlatformUI.getWorkbench(), command, Map.of());
    }
}
