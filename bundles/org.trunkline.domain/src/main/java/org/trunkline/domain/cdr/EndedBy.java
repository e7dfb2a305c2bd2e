package org.trunkline.domain.cdr;

/** Who ended a call. */
public enum EndedBy {
    CALLER, CALLEE, NODE, ADMIN
}
