package org.trunkline.engine.port.application;

import java.nio.file.Path;
import java.util.Optional;

import org.trunkline.domain.call.CallId;

/**
 * Applications that take calls over, as the engine sees them.
 *
 * <p><b>Threads:</b> called by mailboxes: enqueue and return.
 */
public interface Applications {
    /** A node without applications. */
    Applications NONE = new Applications() {
        @Override
        public Optional<String> unassigned() {
            return Optional.empty();
        }

        @Override
        public Optional<String> owner(String number) {
            return Optional.empty();
        }

        @Override
        public Optional<Holder> take(String application, CallId call, Handle handle) {
            return Optional.empty();
        }
    };

    /** The application that takes calls to numbers that belong to nobody. */
    Optional<String> unassigned();

    /** The application that has a number of its own. @param number as dialled, or E.164 with the plus */
    Optional<String> owner(String number);

    /** Gives a call to an application; empty where there is none of that name. */
    Optional<Holder> take(String application, CallId call, Handle handle);

    /** An application that has a call. */
    interface Holder {
        /** The call's events in order. The last one is {@link ApplicationEvent.HungUp}. */
        void on(ApplicationEvent event);

        /** Where recordings go; empty where the application has no folder. */
        Optional<Path> folder();
    }

    /** A call that an application has. <b>Threads:</b> any; returns at once. */
    interface Handle {
        /** Carried out once for each id. What became of it comes as an event. Does nothing once the application has left. */
        void command(ApplicationCommand command);

        /**
         * The application failed, and has the call no longer.
         *
         * @param route whether the call continues by the dial plan, else it ends
         */
        void abandon(boolean route);
    }
}
