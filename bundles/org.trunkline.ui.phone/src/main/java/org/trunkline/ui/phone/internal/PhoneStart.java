package org.trunkline.ui.phone.internal;

import java.util.List;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.CallLinks;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.dial.DialTarget;
import org.trunkline.ui.phone.internal.pickup.ColleagueWatch;
import org.trunkline.ui.phone.internal.presence.IdleWatch;
import org.trunkline.ui.phone.internal.ring.IncomingCalls;
import org.trunkline.ui.phone.internal.ring.MessagePopup;
import org.trunkline.ui.phone.internal.ring.PhoneTray;
import org.trunkline.ui.phone.internal.video.SharingBars;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Begins with the desk: the phone registers, rings whatever is shown, and asks before it calls a link. */
public final class PhoneStart implements IStartup {
    @Override
    public void earlyStartup() {
        IWorkbench workbench = PlatformUI.getWorkbench();
        DeskPhone phone = DeskPhone.get();
        Display display = workbench.getDisplay();
        display.asyncExec(() -> {
            if (!workbench.isClosing())
                begin(workbench, phone, display);
        });
    }

    private static void begin(IWorkbench workbench, DeskPhone phone, Display display) {
        var calls = new IncomingCalls(workbench.getWorkbenchWindows()[0].getShell(), phone);
        var images = new LocalResourceManager(JFaceResources.getResources(display));
        var tray = new PhoneTray(display, phone, images.create(ImageDescriptor.createFromURLSupplier(true,
                () -> PhoneStart.class.getResource("/icons/phone.png"))));
        var bars = new SharingBars(workbench.getWorkbenchWindows()[0].getShell(), phone);
        phone.follow(known -> later(workbench, display, () -> {
            tray.show(known.inUse());
            known.inUse().ifPresent(calls::show);
            known.inUse().ifPresentOrElse(bars::show, bars::close);
        }));
        phone.calls().follow(log -> later(workbench, display, () -> tray.missed(log.missed())));
        var popup = new MessagePopup(workbench.getWorkbenchWindows()[0].getShell(), phone, key -> open(workbench, key));
        phone.messages().follow(shown -> later(workbench, display, () -> {
            tray.unread(shown.state().unread());
            popup.show(shown);
        }));
        new ColleagueWatch(workbench.getWorkbenchWindows()[0].getShell(), workbench.getService(ActiveNode.class), phone,
                PhoneWords.texts().get("pickup.reading"));
        IdleWatch.of(workbench.getWorkbenchWindows()[0].getShell(), phone.own()::idle);
        CallLinks.ofWorkspace().follow(link -> DialTarget.ofLink(link)
                .ifPresent(target -> later(workbench, display, () -> ask(workbench, target))));
    }

    private static void later(IWorkbench workbench, Display display, Runnable action) {
        if (!display.isDisposed())
            display.asyncExec(() -> {
                if (!display.isDisposed() && !workbench.isClosing())
                    action.run();
            });
    }

    private static void open(IWorkbench workbench, ConversationKey key) {
        var window = workbench.getWorkbenchWindows()[0];
        window.getShell().setMinimized(false);
        window.getShell().forceActive();
        MessagesView.open(window).ifPresent(view -> view.show(key));
    }

    /** A page of the web could call a premium number otherwise. */
    private static void ask(IWorkbench workbench, String target) {
        var texts = PhoneWords.texts();
        Shell shell = workbench.getWorkbenchWindows()[0].getShell();
        shell.setMinimized(false);
        shell.forceActive();
        Question.ask(shell, texts.get("link.title"), texts.get("link.question", target),
                List.of(new Question.Answer(texts.get("link.call"), () -> DeskCommands.call(target))), texts.get("link.cancel"));
    }
}
