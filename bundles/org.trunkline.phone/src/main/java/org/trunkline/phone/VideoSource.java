package org.trunkline.phone;

/** What can be sent as video. @param id of the system, stays while it is there @param name for people; of a screen its number from 1 */
public record VideoSource(Kind kind, String id, String name) {
    public enum Kind {
        CAMERA, SCREEN, WINDOW;

        /** Whether it shows what is on this computer, and not who sits before it. */
        public boolean shared() {
            return this != CAMERA;
        }
    }
}
