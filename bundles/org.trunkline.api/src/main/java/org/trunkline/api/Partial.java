package org.trunkline.api;

/** Why a search was ended before all was looked at. What it found until then is true, but there may be more. */
public enum Partial {
    /** It took too long. */
    TIME,
    /** Its wildcards stand for too many values. */
    TERMS
}
