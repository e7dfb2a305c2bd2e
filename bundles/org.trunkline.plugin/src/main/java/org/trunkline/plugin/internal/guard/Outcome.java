package org.trunkline.plugin.internal.guard;

/** How a call of an extension ended. */
public sealed interface Outcome {
    /** @param value checked; anything for a method without a value */
    record Answered(Object value) implements Outcome {}

    /** The extension threw an {@link org.trunkline.spi.ExtensionException}, as it may. */
    record Declared(String message, boolean retryable) implements Outcome {}

    /** The extension threw anything else, or its answer cannot be used. @param how in one line */
    record Failed(String how) implements Outcome {}

    /** The answer holds a list or map that is longer than any may be. @param how in one line */
    record TooLarge(String how) implements Outcome {}

    /** No answer within the budget. @param running whether the call still runs, and its end is told */
    record Late(boolean running) implements Outcome {}

    /** There is nothing to call at the moment. */
    record Gone() implements Outcome {}

    /** The most of an exception's text that is kept. */
    int MAX_TEXT = 500;

    /** One line about an error of a plug-in's; to be called on a thread of the plug-in, whose code it may run. */
    static String describe(Throwable error) {
        String text;
        try {
            var message = error.getMessage();
            text = error.getClass().getName() + (message == null ? "" : ": " + message);
        } catch (Throwable e) { // its own getMessage
            text = error.getClass().getName();
        }
        return shorten(text);
    }

    static String shorten(String text) {
        var line = text.replaceAll("\\R", " ");
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }
}
