package org.trunkline.ui.trunks.internal.model;

import java.util.regex.Pattern;

import org.trunkline.domain.config.Names;

/** What can be called: a number, a name or a SIP address; no pattern and no list. */
final class Dialled {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@,]+@[^\\s@,]+");

    private Dialled() {}

    static boolean is(String text) {
        return Names.isTarget(Names.tidyTarget(text)) || ADDRESS.matcher(text).matches();
    }
}
