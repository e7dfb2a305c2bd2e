package org.trunkline.ui.trunks.internal.view;

import java.util.Optional;
import java.util.function.Supplier;

import org.trunkline.domain.config.Trunk;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.trunks.internal.model.Editing;
import org.trunkline.ui.trunks.internal.model.OwnKind;
import org.trunkline.ui.trunks.internal.testcall.CalledOver;

/** A trunk as it stands in the editor whenever it is asked for; once another entry is edited, as it was last. UI thread only. */
final class TypedTrunk implements Supplier<CalledOver> {
    private final Supplier<Optional<Editing<?, ?>>> edited;
    private final Supplier<FormValues> typed;
    private Editing<?, ?> of;
    private CalledOver last;

    /** @param first what is called over now */
    TypedTrunk(Editing<?, ?> of, Trunk first, Supplier<Optional<Editing<?, ?>>> edited, Supplier<FormValues> typed) {
        this.of = of;
        this.last = new CalledOver.Typed(first);
        this.edited = edited;
        this.typed = typed;
    }

    @Override
    public CalledOver get() {
        edited.get().filter(this::isSame).ifPresent(now -> {
            of = now;
            last = over(now).orElse(last);
        });
        return last;
    }

    /** A new trunk has a key once it is saved. */
    private boolean isSame(Editing<?, ?> now) {
        return now.kind().is(OwnKind.TRUNK) && (now.key().equals(of.key()) || now.key().equals(Optional.of(last.name())));
    }

    /** @return empty while what is typed is no trunk */
    private Optional<CalledOver> over(Editing<?, ?> now) {
        var values = typed.get();
        if (now.present().isPresent() && !now.dirty(values))
            return now.key().map(CalledOver.Saved::new);
        return now.check(values).draft().map(draft -> new CalledOver.Typed((Trunk) draft));
    }
}
