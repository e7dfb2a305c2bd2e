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
        return edited.get().filter(this::isOf).map(now -> {
            of = now;
            return over(now);
        }).orElse(last);
    }

    /** A new trunk has no key until it is saved, as any other new one. */
    boolean isOf(Editing<?, ?> now) {
        return now == of || now.kind().is(OwnKind.TRUNK) && now.key().isPresent() && now.key().equals(of.key());
    }

    /** It has a key then, and perhaps another than before. */
    void saved(Editing<?, ?> before, Editing<?, ?> after) {
        if (!isOf(before))
            return;
        of = after;
        last = new CalledOver.Saved(after.key().orElseThrow());
    }

    private CalledOver over(Editing<?, ?> now) {
        var values = typed.get();
        var checked = now.check(values);
        if (now.present().isPresent() && !now.dirty(values))
            last = new CalledOver.Saved(now.key().orElseThrow());
        else if (checked.draft().isPresent())
            last = new CalledOver.Typed((Trunk) checked.draft().get());
        else
            return new CalledOver.Wrong(last.shown(), checked.errors());
        return last;
    }
}
