@NullMarked
package org.trunkline.ui.cdr.internal.ladder;

import org.jspecify.annotations.NullMarked;
