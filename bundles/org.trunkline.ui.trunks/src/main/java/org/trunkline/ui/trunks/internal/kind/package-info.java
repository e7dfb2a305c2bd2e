/** Kinds of entries, the house's and those of plug-ins: their forms, their words and what is edited. No widgets. */
@NullMarked
package org.trunkline.ui.trunks.internal.kind;

import org.jspecify.annotations.NullMarked;
