package org.trunkline.engine.call;

import java.util.function.Consumer;

/** Where calls are known: by their dialogs, to those who look at calls, to those who watch subscribers. */
record CallHouse(DialogTable dialogs, CallTable table, DialogEventServer watchers, Consumer<CallCore> over) {
    /** No message of the call is expected any more. */
    void forget(CallCore call) {
        over.accept(call);
        dialogs.forget(call.invite, call.legs.all());
    }
}
