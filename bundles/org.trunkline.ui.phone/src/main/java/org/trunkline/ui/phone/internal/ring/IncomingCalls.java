package org.trunkline.ui.phone.internal.ring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.swt.widgets.Shell;
import org.trunkline.phone.LineState;
import org.trunkline.phone.PhoneState;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.place.StackPlaces;

/** A pop-up for each incoming call, as long as it rings. UI thread only. */
public final class IncomingCalls {
    private final Shell window;
    private final DeskPhone phone;
    private final StackPlaces places = new StackPlaces();
    private final Map<String, IncomingPopup> popups = new LinkedHashMap<>();

    /** @param window of the desk */
    public IncomingCalls(Shell window, DeskPhone phone) {
        this.window = window;
        this.phone = phone;
    }

    public void show(PhoneState state) {
        List<LineState> ringing = state.ringing();
        popups.entrySet().removeIf(entry -> {
            boolean over = ringing.stream().noneMatch(line -> line.id().equals(entry.getKey()));
            if (over) {
                entry.getValue().close();
                places.free(entry.getKey());
            }
            return over;
        });
        for (LineState line : ringing)
            if (!popups.containsKey(line.id()))
                popups.put(line.id(), IncomingPopup.open(window, phone, line, account(line, state), places.take(line.id())));
    }

    /** Which account it comes to; empty where there is one alone. */
    private static String account(LineState line, PhoneState state) {
        return state.accounts().size() < 2 ? "" : state.accounts().stream().map(a -> a.account())
                .filter(a -> a.id().equals(line.account())).findFirst().map(a -> a.user() + '@' + a.domain()).orElse("");
    }
}
