package org.trunkline.domain.call;

/** How far a live call has come. */
public enum CallState {
    ROUTING, RINGING, EARLY_MEDIA, ANSWERED, HELD, ENDING
}
