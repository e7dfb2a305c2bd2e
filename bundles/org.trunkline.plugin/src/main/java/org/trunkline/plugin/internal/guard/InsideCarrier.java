package org.trunkline.plugin.internal.guard;

import java.util.function.Consumer;

import org.trunkline.plugin.internal.link.ExtensionMethod;
import org.trunkline.plugin.internal.link.TooManyElementsException;
import org.trunkline.spi.ExtensionException;

/** Calls an extension inside the node, on its lane. */
public final class InsideCarrier implements Carrier {
    private final Object extension;
    private final Lane lane;

    public InsideCarrier(Object extension, Lane lane) {
        this.extension = extension;
        this.lane = lane;
    }

    @Override
    public Outcome carry(ExtensionMethod method, Object[] arguments, long deadline, Consumer<Outcome> afterwards) {
        return lane.run(() -> run(extension, method, arguments), deadline, afterwards);
    }

    @Override
    public long oldestCall() {
        return lane.oldest();
    }

    /** Calls the code of a plug-in; for a thread of the plug-in. Nothing that it throws gets further. */
    public static Outcome run(Object extension, ExtensionMethod method, Object[] arguments) {
        try {
            return new Outcome.Answered(method.run(extension, arguments));
        } catch (ExtensionException e) {
            return new Outcome.Declared(words(e), e.retryable());
        } catch (TooManyElementsException e) {
            return new Outcome.TooLarge(e.getMessage());
        } catch (Throwable e) { // LinkageError, StackOverflowError, OutOfMemoryError: whatever it has
            return new Outcome.Failed(Outcome.describe(e));
        }
    }

    private static String words(ExtensionException e) {
        var text = Outcome.describe(e);
        var name = e.getClass().getName() + ": ";
        return text.startsWith(name) ? text.substring(name.length()) : text;
    }
}
