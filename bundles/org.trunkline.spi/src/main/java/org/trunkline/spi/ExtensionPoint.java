package org.trunkline.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface that plug-ins implement and register as an OSGi service.
 *
 * <p>Every method takes and returns records, enums, sealed types, lists, maps and the JDK's value types only, so that a
 * call can cross a process. The node calls an extension on threads that belong to its plug-in, never on a thread of its
 * own, and stops waiting when the budget is over. It uses only the extension points that are listed under
 * {@code provides} in {@code plugin.json}.
 *
 * <p>An answer may have lists and maps of up to 10,000 elements, texts of up to 1 MiB, 12 MiB in all, and no nulls; any
 * other answer counts as an error. To the caller of an extension, every error but the {@link ExtensionException} that its
 * method declares is an {@link ExtensionFailedException}. A plug-in that throws or answers badly five times in a row, is
 * late for a second, or does not end a call within a second after its budget, is suspended.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExtensionPoint {
    /** Milliseconds that one call may take for a plug-in that runs inside the node. */
    long insideMillis();

    /** Milliseconds that one call may take for a plug-in in a process of its own, transport included; 0 where it works inside only. */
    long outsideMillis();

    /** Calls that may run at once; 1 for one at a time, in order. */
    int concurrency() default 4;
}
