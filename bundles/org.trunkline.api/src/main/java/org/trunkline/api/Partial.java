package org.trunkline.api;

/** Why a search ended early. Its results are correct, but incomplete. */
public enum Partial {
    /** It took too long. */
    TIME,
    /** Its wildcards match too many values. */
    TERMS
}
