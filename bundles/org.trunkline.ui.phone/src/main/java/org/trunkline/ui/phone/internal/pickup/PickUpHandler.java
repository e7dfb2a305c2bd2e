package org.trunkline.ui.phone.internal.pickup;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.presence.RingingCall;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/** Answers here the first call that rings at a colleague. */
public final class PickUpHandler extends AbstractHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PickUpHandler.class);

    @Override
    public Object execute(ExecutionEvent event) {
        DeskPhone.get().lamps().ringing().stream().findFirst().ifPresent(PickUpHandler::pickUp);
        return null; // what the framework asks for
    }

    /** Answers it here. */
    public static void pickUp(RingingCall call) {
        DeskPhone.get().command(phone -> {
            try {
                phone.pickUp(call);
            } catch (PhoneException e) {
                LOG.warn("the call at {} was not picked up: {}", call.peer(), e.getMessage());
            }
        });
    }
}
