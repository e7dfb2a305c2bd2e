package org.trunkline.api;

/** Ends a subscription to events. Closing again does nothing. */
@FunctionalInterface
public interface Watch extends AutoCloseable {
    @Override
    void close();
}
